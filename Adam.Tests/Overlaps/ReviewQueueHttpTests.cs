using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>
/// The review queue draws a pair from below the floor, marks it, and weighs its verdict by the chance of being drawn.
/// </summary>
public sealed class ReviewQueueHttpTests(string engine) : RegisterTests(engine)
{
    /// <summary>The chance of a pair with one common blocking key.</summary>
    private const double Chance = 1.0 / 64;

    private HttpClient _analyst = null!;
    private string _drawn = null!;

    [SetUp]
    public async Task RecordSixRankedPairsAndOneBelowTheFloor()
    {
        _analyst = await TestApi.Over(Register.Database).ClientAsync(Role.Analyst);
        _drawn = await RecordAsync(Visibility.Partners);
    }

    [Test]
    public async Task Queue_marks_the_pair_that_it_drew_from_below_the_floor()
    {
        var queue = await _analyst.ReadAsync("/v1/overlaps?sort=uncertain&count=true");
        var items = queue["items"]!.AsArray();
        Assert.That((int)queue["total"]!, Is.EqualTo(6), "the ranked pairs");
        Assert.That(items, Has.Count.EqualTo(7));
        Assert.That(
            items.Select(item => (decimal?)item!["sampleChance"]),
            Is.EqualTo(new decimal?[] { null, null, null, null, null, 0.0156m, null })
        );
        Assert.That((string)items[5]!["id"]!, Is.EqualTo(_drawn));
        Assert.That((decimal)items[5]!["score"]!, Is.LessThan(0.3m));
        Assert.That(
            items[5]!["reasons"]!.AsArray().Sum(reason => (decimal)reason!["contribution"]!),
            Is.EqualTo((decimal)items[5]!["score"]!)
        );
        Assert.That(
            (await _analyst.ReadAsync("/v1/overlaps?sort=uncertain&count=true")).Text(),
            Is.EqualTo(queue.Text()),
            "another request draws the same pair"
        );
        Assert.That((await _analyst.ReadAsync("/v1/overlaps"))["items"]!.AsArray(), Has.Count.EqualTo(6));
        Assert.That((await _analyst.ReadAsync($"/v1/overlaps/{_drawn}"))["sampleChance"], Is.Null);
    }

    [TestCase("format=ndjson", 7)]
    [TestCase("format=csv", 8)]
    public async Task Whole_queue_contains_the_drawn_pair(string format, int lines)
    {
        var text = await (
            await _analyst.SendAsync("GET", $"/v1/overlaps?sort=uncertain&{format}")
        ).Content.ReadAsStringAsync();
        Assert.That(text.Split(_drawn), Has.Length.EqualTo(2));
        Assert.That(text.Split("0.0156"), Has.Length.EqualTo(2), "it is marked");
        if (format == "format=ndjson")
            Assert.That(text.TrimEnd().Split('\n'), Has.Length.EqualTo(lines));
    }

    [Test]
    public async Task Cursor_reads_the_queue_to_its_end()
    {
        var (found, path) = (new List<string>(), "/v1/overlaps?sort=uncertain&limit=2");
        while (true)
        {
            var page = await _analyst.ReadAsync(path);
            found.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            if ((string?)page["nextCursor"] is not { } cursor)
                break;
            path = $"/v1/overlaps?sort=uncertain&limit=2&cursor={cursor}";
        }

        Assert.That(
            found,
            Is.EqualTo(
                (await _analyst.ReadAsync("/v1/overlaps?sort=uncertain"))["items"]!
                    .AsArray()
                    .Select(item => (string)item!["id"]!)
            )
        );
    }

    [TestCase("minScore=0.3")]
    [TestCase("updatedSince=2000-01-01")]
    [TestCase("kind=same-activity")]
    [TestCase("verdict=stale")]
    [TestCase("country=KG")]
    [TestCase("pillar=financial-flows")]
    [TestCase("activeTo=2001-01-01")]
    [TestCase("q=laboratory")]
    [TestCase("between=DE,UNODC")]
    public async Task Drawn_pair_must_meet_the_filter(string filter) =>
        Assert.That(
            (await _analyst.ReadAsync($"/v1/overlaps?sort=uncertain&{filter}")).Text(),
            Does.Not.Contain("sampleChance")
        );

    [Test]
    public async Task Verdict_about_the_drawn_pair_stands_for_those_that_were_not_drawn()
    {
        await DecideAsync(_drawn);
        Assert.That(
            (await _analyst.ReadAsync("/v1/overlaps?sort=uncertain")).Text(),
            Does.Not.Contain(_drawn),
            "it is decided"
        );

        var ranked = (string)(await _analyst.ReadAsync("/v1/overlaps"))["items"]![0]!["id"]!;
        await DecideAsync(ranked);
        var verdicts = await new LearnedRulesStore(Register.Database).VerdictsAsync(default);
        Assert.That(verdicts.Pairs.Select(pair => pair.Evidence.Shown), Is.EqualTo(new[] { Chance, 1 }));
        Assert.That(
            verdicts.Pairs.Select(pair => pair.Count / verdicts.Pairs[1].Count),
            Is.EqualTo(new[] { 5.0, 1 }),
            "its weight is the inverse of the chance, and at most 5"
        );
    }

    [Test]
    public async Task Pair_with_a_restricted_project_is_drawn_only_for_those_who_see_it()
    {
        await Register.ResetAsync();
        var api = TestApi.Over(Register.Database);
        _drawn = await RecordAsync(Visibility.Restricted);
        foreach (var (role, partner, sees) in new[] { (Role.Analyst, "DE", true), (Role.Viewer, "FR", false) })
        {
            var queue = await (await api.ClientAsync(role, partner)).ReadAsync("/v1/overlaps?sort=uncertain");
            Assert.That(queue.Text().Contains(_drawn, StringComparison.Ordinal), Is.EqualTo(sees), role.ToString());
            Assert.That(queue["items"]!.AsArray(), Has.Count.EqualTo(sees ? 7 : 6), role.ToString());
        }
    }

    /// <summary>
    /// Records four copies of one project, and two projects with nothing in common but a word whose hash is in the
    /// window of the edition. Returns the id of the pair of these two.
    /// </summary>
    private async Task<string> RecordAsync(Visibility ofLast)
    {
        foreach (var owner in (string[])["DE", "US", "FR", "IT"])
            await Register.RecordAsync([(owner, Draft("Canine units at the airport of Khorog", owner))]);

        var edition = await TestOverlaps.Statistics(Register.Database).CurrentAsync(default);
        var sample = ReviewSample.Create(edition);
        for (var number = 0; ; number++)
        {
            var word = $"zor{(char)('a' + (number % 26))}u{(char)('a' + (number / 26 % 26))}bal";
            var (one, other) = (
                Draft($"Seminars {word}", "DE"),
                Draft($"Vehicles {word}", "US") with
                {
                    PlannedStart = new(2014, 5, 3),
                    PlannedEnd = new(2024, 2, 1),
                    Visibility = ofLast,
                }
            );
            var (a, b) = (Weighted("DE", one, edition), Weighted("US", other, edition));
            if (sample.Find(a, b) is not { Chance: < 0.016 } || Scorer.Assess(a, b).IsRanked)
                continue;

            var projects = await Register.RecordAsync([("DE", one), ("US", other)]);
            return Domain.Overlaps.OverlapId.Create(projects[0].Id, projects[1].Id).ToString();
        }
    }

    private static WeightedProfile Weighted(string owner, ProjectDraft draft, TermStatistics edition) =>
        WeightedProfile.Create(Profile.FromDraft(owner, draft), edition);

    private static ProjectDraft Draft(string title, string donor) =>
        new()
        {
            Reference = title,
            Title = title,
            Countries = ["TJ"],
            Pillars = [Pillar.Precursors],
            Donors = [new(donor, null, null, null)],
            Status = ProjectStatus.Implementation,
            PlannedStart = new(2019, 1, 7),
            PlannedEnd = new(2021, 3, 9),
        };

    private async Task DecideAsync(string pair)
    {
        var path = $"/v1/overlaps/{pair}";
        var tag = (await _analyst.SendAsync("GET", path)).Headers.ETag!.ToString();
        var response = await _analyst.SendAsync(
            "PUT",
            $"{path}/verdict",
            """{ "verdict": "unrelated" }""",
            headers: ("If-Match", tag)
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }
}
