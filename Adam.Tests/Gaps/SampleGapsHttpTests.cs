using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using Adam.Tests.Measures;
using Adam.Tests.Projects;

namespace Adam.Tests.Gaps;

/// <summary>Gaps of pillar II on the Balkan route in the sample register, and a project that closes one.</summary>
public sealed class SampleGapsHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;
    private HttpClient _germany = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task FillSample()
    {
        await Adam.Api.Demo.DemoRegister.FillAsync(Api.Services, default);
        (_admin, _germany) = (await Api.ClientAsync(Role.Admin), await Api.ClientAsync(Role.Donor, "DE"));
    }

    [Test]
    public async Task Gaps_of_a_pillar_on_a_route_equal_a_count_of_its_projects()
    {
        var projects = await ItemsAsync("/v1/projects?pillar=financial-flows&route=balkan&limit=200");
        Assert.That(projects, Has.Count.GreaterThan(10));
        foreach (var day in new[] { "2015-12-31", "2025-06-30", "2030-01-01" })
        {
            var asOf = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var expected = Route
                .Find("balkan")!
                .Countries.Select(stop => stop.Country)
                .Order(StringComparer.Ordinal)
                .Select(country =>
                {
                    var there = projects
                        .Where(project => project["countries"]!.AsArray().Any(one => (string?)one == country))
                        .ToList();
                    return $"{country} {StateOn(there, asOf)}";
                });
            Assert.That(
                (await ItemsAsync($"/v1/gaps?by=pillar&pillar=financial-flows&route=balkan&asOf={day}&limit=5")).Select(
                    cell => $"{cell["country"]} {cell["state"]}"
                ),
                Is.EqualTo(expected),
                day
            );
        }
    }

    [Test]
    public async Task Project_that_closes_a_gap_says_so_and_the_gap_is_gone()
    {
        const string Gaps = "measure=M-II-1&state=gap";
        var before = await _germany.CellsAsync(Gaps);
        Assert.That(before, Is.Not.Empty);
        var country = before[0].Split(' ')[1];
        Assert.That(Route.Find("balkan")!.Countries.Select(stop => stop.Country), Has.Member(country));
        var recorded = await _germany.RecordAsync(
            $$"""
            {
              "reference": "CLOSES-A-GAP", "title": "Asset recovery: financial investigation of proceeds",
              "pillars": ["financial-flows"], "countries": ["{{country}}"], "status": "implementation",
              "activityTypes": ["financial-investigation"], "donors": [{ "partner": "DE" }],
              "plannedStart": "2020-01-01", "plannedEnd": "2099-12-31"
            }
            """
        );
        Assert.That(
            recorded["measures"]!["closesGaps"]!.AsArray().Select(gap => $"{gap!["measure"]} {gap["country"]}"),
            Has.Member($"M-II-1 {country}")
        );
        Assert.That(await _germany.CellsAsync(Gaps), Is.EqualTo(before.Skip(1)));
        Assert.That(
            await _germany.CellsAsync($"measure=M-II-1&country={country}"),
            Is.EqualTo(new[] { $"M-II-1 {country} covered" })
        );
    }

    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path) =>
        [.. (await _admin.PagesAsync(path)).SelectMany(page => page["items"]!.AsArray()).Select(item => item!)];

    private static string StateOn(IReadOnlyList<JsonNode> projects, DateOnly day)
    {
        var counted = projects.Where(one => (string?)one["status"] is not ("cancelled" or "suspended")).ToList();
        var begun = counted.Where(one => !IsPipeline(one)).ToList();
        if (begun.Exists(one => First(one) <= day && day <= Last(one)))
            return "covered";
        return counted.Exists(one => IsPipeline(one) ? Last(one) >= day : First(one) > day) ? "planned"
            : begun.Count > 0 ? "ended"
            : "gap";
    }

    private static bool IsPipeline(JsonNode project) => (string?)project["status"] == "pipeline";

    private static DateOnly First(JsonNode project) => Day(project, "start") ?? DateOnly.MinValue;

    // A project that is over, though nobody says when, covers its first day.
    private static DateOnly Last(JsonNode project) =>
        Day(project, "end") ?? ((string?)project["period"]!["endBasis"] == "open" ? DateOnly.MaxValue : First(project));

    private static DateOnly? Day(JsonNode project, string member) =>
        (string?)project["period"]![member] is { } day
            ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
}
