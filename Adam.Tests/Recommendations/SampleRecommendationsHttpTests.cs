using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Recommendations;

/// <summary>
/// The sample has the topics of the meetings of 2015 in words of its own, and says of all that was agreed that it is
/// invented.
/// </summary>
public sealed class SampleRecommendationsHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Invented = ["Invented", "invented", "вымышлено"];

    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task FillSample()
    {
        await Adam.Api.Demo.DemoRegister.FillAsync(Api.Services, default);
        _viewer = await Api.ClientAsync(Role.Viewer, "OSCE");
    }

    /// <summary>Each topic was recommended in June 2015, and endorsed in December.</summary>
    [Test]
    public async Task Topics_of_2015_are_recommended_and_endorsed()
    {
        (string Topic, string Reference, string Words, string Pillar)[] topics =
        [
            ("a community of financial investigators", "EWG-2015-II/1", "investigators", "financial-flows"),
            ("services that transfer value", "EWG-2015-II/2", "transfer money and value", "financial-flows"),
            ("online sale platforms", "EWG-2015-III/1", "online sale platforms", "precursors"),
            ("trafficking at sea", "EWG-2015-I/1", "at sea", "regional-initiatives"),
            ("treatment of outpatients", "EWG-2015-IV/1", "outpatients", "prevention-and-health"),
        ];
        foreach (var (topic, reference, words, pillar) in topics)
        {
            var recommendation = await _viewer.ReadAsync($"/v1/recommendations/{reference}");
            Assert.That((string?)recommendation["text"], Does.Contain(words), topic);
            Assert.That(recommendation["pillars"]!.AsArray().Select(one => (string?)one), Has.Member(pillar), topic);
            Assert.That((string?)recommendation["endorsedAt"], Is.EqualTo("PCG-12"), topic);
            var meeting = await _viewer.ReadAsync($"/v1/meetings/{recommendation["madeAt"]}");
            Assert.That((string?)meeting["start"], Does.StartWith("2015-06-"), topic);
            Assert.That(meeting["pillars"]!.AsArray().Select(one => (string?)one), Has.Member(pillar), topic);
        }

        var platforms = await _viewer.ReadAsync("/v1/recommendations/EWG-2015-III/1");
        Assert.That(platforms["addressees"]!["others"]!.Text(), Does.Contain("Private sector"));
    }

    [Test]
    public async Task Whatever_the_sample_made_up_says_that_it_is_invented()
    {
        foreach (
            var (kind, member) in new[]
            {
                ("recommendations", "text"),
                ("measures", "description"),
                ("documents", "title"),
            }
        )
        {
            var items = await ItemsAsync($"/v1/{kind}?limit=50");
            Assert.That(items, Has.Count.GreaterThan(2), kind);
            var silent = items.Where(item => !Invented.Any(((string)item[member]!).Contains));
            Assert.That(silent.Select(Reference), Is.Empty, kind);
            Assert.That(
                items.SelectMany(item => item["translations"]?.AsArray() ?? []).Select(one => (string)one!["text"]!),
                Has.All.Contains("Придумано"),
                kind
            );
        }
    }

    /// <summary>Of the recommendations of 2024, each names the measure that carries it out.</summary>
    [Test]
    public async Task Recommendations_lead_to_the_measures_that_carry_them_out()
    {
        var recommendations = await ItemsAsync("/v1/recommendations?limit=50");
        var measures = await ItemsAsync("/v1/measures?limit=50");
        var named = recommendations.SelectMany(
            one => one["measures"]!.AsArray(),
            (one, measure) => $"{Reference(one)} {measure!["reference"]}: {measure["title"]}"
        );
        Assert.That(
            named,
            Is.EquivalentTo(
                measures.SelectMany(
                    measure => measure["recommendations"]!.AsArray(),
                    (measure, one) => $"{one} {Reference(measure)}: {measure["title"]}"
                )
            )
        );
        foreach (var link in recommendations.SelectMany(one => one["measures"]!.AsArray()))
        {
            foreach (var path in new[] { "href", "projects", "gaps" })
                Assert.That((int)(await _viewer.GetAsync((string)link![path]!)).StatusCode, Is.EqualTo(200));
        }
    }

    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path) =>
        [.. (await _viewer.PagesAsync(path)).SelectMany(page => page["items"]!.AsArray()).Select(item => item!)];

    private static string Reference(JsonNode item) => (string)item["reference"]!;
}
