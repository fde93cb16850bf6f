using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Projects whose start or end nobody knows.</summary>
public sealed class UnknownDatesHttpTests(string engine) : RegisterTests(engine)
{
    private const string NoStart = """{ "plannedStart": null, "plannedEnd": "2020-12-31" }""";

    private HttpClient _germany = null!;
    private HttpClient _usa = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        (_germany, _usa) = (await api.ClientAsync(Role.Donor, "DE"), await api.ClientAsync(Role.Donor, "US"));
    }

    [Test]
    public async Task Project_without_a_start_is_recorded()
    {
        var project = await _germany.RecordAsync(NoStart);
        Assert.That(
            project["period"]!.Text(),
            Is.EqualTo("""{"start":null,"end":"2020-12-31","startBasis":"unknown","endBasis":"planned"}""")
        );
        var read = await _germany.ReadAsync($"/v1/projects/{project["id"]}");
        Assert.That(read["period"]!.Text(), Is.EqualTo(project["period"]!.Text()));
        // A project that was read can be sent back.
        var response = await _germany.SendAsync(
            "PUT",
            $"/v1/projects/{project["id"]}",
            read.Text(),
            headers: ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    [TestCase("activeOn=2020-06-01", true)]
    [TestCase("activeOn=1990-06-01", true, Description = "No given date contradicts it.")]
    [TestCase("activeOn=2021-01-01", false)]
    [TestCase("activeTo=1990-01-01", true)]
    [TestCase("activeFrom=2021-01-01", false)]
    public async Task Window_finds_a_project_without_a_start_until_its_end(string window, bool isFound)
    {
        await _germany.RecordAsync(NoStart);
        var found = (await _germany.ReadAsync($"/v1/projects?{window}"))["items"]!.AsArray();
        Assert.That(found, Has.Count.EqualTo(isFound ? 1 : 0));
    }

    [Test]
    public async Task Pair_with_an_unknown_start_has_no_days_and_no_evidence_of_periods()
    {
        await _germany.RecordAsync(With(NoStart, StrongMatch));
        var other = await _usa.RecordAsync(
            With(
                """
                {
                  "reference": "US-1", "donors": [{ "partner": "US" }],
                  "plannedStart": "2019-05-01", "plannedEnd": "2021-05-01"
                }
                """,
                StrongMatch
            )
        );
        var pair = other["overlaps"]!["items"]![0]!;
        Assert.That(
            pair["shared"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "countries": ["TJ"], "pillars": ["regional-initiatives"], "from": "2019-05-01",
                      "to": "2020-12-31", "days": null
                    }
                    """
                )
            )
        );
        var reasons = pair["reasons"]!.AsArray();
        Assert.That(reasons.Select(reason => (string)reason!["component"]!), Does.Not.Contain("period"));
        Assert.That(
            (string)reasons.Single(reason => (string)reason!["component"]! == "setting")!["detail"]!,
            Does.EndWith("a record does not say when it started.")
        );
        foreach (var sort in new[] { "score", "days", "updated", "start" })
        {
            var report = await _usa.ReadAsync($"/v1/overlaps?sort={sort}");
            Assert.That(report["items"]!.AsArray(), Has.Count.EqualTo(1), sort);
        }

        Assert.That(
            (await _usa.ReadAsync("/v1/overlaps/summary?by=year"))["items"]!.Text(),
            Is.EqualTo("[]"),
            "no year of the pair is known"
        );
    }

    [Test]
    public async Task Pair_ends_before_the_other_starts_only_if_dates_say_so()
    {
        await _germany.RecordAsync(With(NoStart, StrongMatch));
        var later = await _usa.RecordAsync(
            With(
                """
                {
                  "reference": "US-1", "donors": [{ "partner": "US" }],
                  "plannedStart": "2021-01-01", "plannedEnd": "2021-05-01"
                }
                """,
                StrongMatch
            )
        );
        Assert.That((int)later["overlaps"]!["count"]!, Is.Zero);
    }

    [Test]
    public async Task Two_unknown_starts_share_no_first_day()
    {
        await _germany.RecordAsync(With(NoStart, StrongMatch));
        var other = await _usa.RecordAsync(
            With(
                """
                { "reference": "US-1", "donors": [{ "partner": "US" }], "plannedStart": null, "plannedEnd": null }
                """,
                StrongMatch
            )
        );
        Assert.That(
            other["overlaps"]!["items"]![0]!["shared"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "countries": ["TJ"], "pillars": ["regional-initiatives"], "from": null, "to": "2020-12-31",
                      "days": null
                    }
                    """
                )
            )
        );
    }

    [TestCase("""{ "status": "closed", "plannedStart": "2005-03-01", "plannedEnd": null }""", "2005")]
    [TestCase("""{ "status": "implementation", "plannedStart": "2025-03-01", "plannedEnd": null }""", "2025-2026")]
    [TestCase(NoStart, "2020")]
    [TestCase("""{ "status": "closed", "plannedStart": null, "plannedEnd": null }""", "")]
    [TestCase("""{ "status": "implementation", "plannedStart": null, "plannedEnd": null }""", "")]
    public async Task Presence_has_only_years_that_are_reported(string changes, string years)
    {
        await _germany.RecordAsync(changes);
        var table = await _germany.ReadAsync("/v1/presence?by=year");
        var found = table["items"]!.AsArray().Select(row => (int)row!["year"]!).ToList();
        var expected = years.Length == 0 ? [] : years.Split('-').Select(int.Parse).ToList();
        if (expected.Count == 2)
            expected = [expected[0], .. Enumerable.Range(expected[0] + 1, Math.Max(0, ThisYear - expected[0]))];
        Assert.That(found, Is.EqualTo(expected));
        Assert.That((int)table["totals"]!["projects"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Finished_project_without_an_end_is_active_only_on_its_first_day()
    {
        await _germany.RecordAsync("""{ "status": "closed", "plannedStart": "2005-03-01", "plannedEnd": null }""");
        foreach (
            var (window, count) in new[]
            {
                ("activeOn=2005-03-01", 1),
                ("activeOn=2005-03-02", 0),
                ("activeFrom=2006-01-01", 0),
                ("activeTo=2006-01-01", 1),
            }
        )
            Assert.That(
                (await _germany.ReadAsync($"/v1/projects?{window}"))["items"]!.AsArray(),
                Has.Count.EqualTo(count),
                window
            );
    }

    private static int ThisYear => TimeProvider.System.GetUtcNow().Year;
}
