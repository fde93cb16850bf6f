using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>Rates of responses, with their denominator, at any day.</summary>
public sealed class ResponseRateHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Pillars =
    [
        "regional-initiatives",
        "financial-flows",
        "precursors",
        "prevention-and-health",
    ];

    private HttpClient _admin = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    /// <summary>
    /// Four questionnaires, opened when EAG had become the 81st partner; 30 partners have answered each.
    /// </summary>
    [SetUp]
    public async Task Answer()
    {
        (_admin, _viewer) = (await Api.ClientAsync(Role.Admin), await Api.ClientAsync(Role.Viewer, "OSCE"));
        string[] answering = [];
        foreach (var (i, pillar) in Pillars.Index())
        {
            await _admin.AddQuestionnaireAsync(
                Questionnaire($$"""{ "reference": "Q-{{i}}", "pillars": ["{{pillar}}"] }""")
            );
            var opened = await _admin.SetStateAsync($"Q-{i}", """{ "state": "open", "openedOn": "2015-12-16" }""");
            if (answering.Length == 0)
                answering = Answering(opened);
            foreach (var (n, partner) in answering.Index())
            {
                // Three of them came late, one of these after the day of the report.
                var day = n switch
                {
                    0 => "2016-01-05",
                    1 => "2016-01-04",
                    30 => "2016-01-06",
                    _ => "2015-12-20",
                };
                await _admin.AnswerAsync($"Q-{i}", partner, """{ "unit": "no" }""", $"?receivedOn={day}");
            }
        }
    }

    [Test]
    public async Task Thirty_of_eighty_one_have_answered_on_5_January_2016()
    {
        foreach (var client in new[] { _admin, _viewer })
        {
            var rates = await client.ReadAsync("/v1/questionnaires/rates?by=pillar&on=2016-01-05");
            Assert.That(rates["partners"]!.ToJsonString(), Is.EqualTo("""{"asked":81,"answered":30,"rate":37.0}"""));
            Assert.That(Shown(rates["totals"]!), Is.EqualTo(" 324 120 112 37.0 34.6"));
            Assert.That(
                rates["items"]!.AsArray().Select(item => Shown(item!)),
                Is.EqualTo(Pillars.Select(pillar => $"{pillar} 81 30 28 37.0 34.6"))
            );
            // The denominator is stated: 81 partners of the day of opening.
            Assert.That(
                rates["items"]![0]!["asked"]!.ToJsonString(),
                Is.EqualTo("""[{"questionnaire":"Q-0","on":"2015-12-16","partners":81}]""")
            );
        }

        Assert.That(
            Shown((await _viewer.ReadAsync("/v1/questionnaires/rates?on=2016-01-06"))["totals"]!),
            Is.EqualTo(" 324 124 112 38.3 34.6")
        );
        var earlier = await _viewer.ReadAsync("/v1/questionnaires/rates?on=2015-12-15");
        Assert.That(Shown(earlier["totals"]!), Is.EqualTo(" 0 0 0  "));
    }

    [Test]
    public async Task Numbers_of_small_groups_are_withheld_from_others()
    {
        var admin = await _admin.ReadAsync("/v1/questionnaires/rates?by=route&on=2016-01-05");
        var viewer = await _viewer.ReadAsync("/v1/questionnaires/rates?by=route&on=2016-01-05");
        Assert.That(admin["items"]!.AsArray(), Is.Not.Empty);
        // Afghanistan alone lies on all routes, so its response would be told.
        Assert.That(viewer["items"]!.AsArray(), Is.Empty);
        Assert.That(viewer["withheld"]!.ToJsonString(), Is.EqualTo("""["Q-0","Q-1","Q-2","Q-3"]"""));
        Assert.That(viewer["totals"]!.ToJsonString(), Is.EqualTo(admin["totals"]!.ToJsonString()));

        await _admin.AddQuestionnaireAsync(
            Questionnaire("""{ "reference": "FEW", "audience": { "partners": ["TJ", "UZ", "KG", "KZ"] } }""")
        );
        await _admin.SetStateAsync("FEW", """{ "state": "open", "openedOn": "2015-12-16" }""");
        var few = await _viewer.ReadAsync("/v1/questionnaires/rates?questionnaire=few&on=2016-01-05");
        Assert.That(
            $"{few["items"]!.AsArray().Count} {Shown(few["totals"]!)} {few["withheld"]!.ToJsonString()}",
            Is.EqualTo("""0  0 0 0   ["FEW"]""")
        );
        var names = await _admin.ReadAsync("/v1/questionnaires/rates?questionnaire=few&on=2016-01-05");
        Assert.That(Shown(names["items"]![0]!), Is.EqualTo("FEW 4 0 0 0.0 0.0"));
    }

    [Test]
    public async Task Results_of_open_questions_are_seen_by_all_and_others_by_analysts()
    {
        var all = await _admin.ReadAsync("/v1/questionnaires/Q-0/results");
        Assert.That(
            all["items"]!.AsArray().Select(one => $"{one!["question"]} {one["values"]} {one["unanswered"]}"),
            Is.EqualTo(new[] { "unit 31 0", "staff 0 31", "methods 0 31" })
        );
        var open = await _viewer.ReadAsync("/v1/questionnaires/Q-0/results");
        Assert.That(
            $"{open["responses"]} "
                + string.Join(' ', open["items"]!.AsArray().Select(one => one!["choices"]!.ToJsonString())),
            Is.EqualTo("""31 [{"name":"yes","count":0},{"name":"no","count":31}]""")
        );
        await (await _viewer.GetAsync("/v1/questionnaires/Q-0/results?route=balkan")).ProblemAsync(403, "ADAM-2004");
        var balkan = await _admin.ReadAsync("/v1/questionnaires/Q-0/results?route=balkan");
        Assert.That((int)balkan["responses"]!, Is.InRange(1, 30));
        Assert.That(
            await _viewer.GetStringAsync("/v1/questionnaires/rates?format=csv&on=2016-01-05"),
            Does.Contain("Q-0,81,30,28,37.0,34.6,Q-0 2015-12-16 81")
        );
    }

    /// <summary>Returns 31 partners: 20 countries and 11 organisations.</summary>
    private static string[] Answering(JsonObject opened)
    {
        var codes = opened["asked"]!["partners"]!.AsArray().Select(one => (string)one!).ToList();
        return [.. codes.Where(code => code.Length == 2).Take(20), .. codes.Where(code => code.Length > 2).Take(11)];
    }

    private static string Shown(JsonNode rate) =>
        $"{rate["value"]} {rate["expected"]} {rate["received"]} {rate["receivedOnTime"]} "
        + $"{rate["rate"]?.ToJsonString()} {rate["rateOnTime"]?.ToJsonString()}";
}
