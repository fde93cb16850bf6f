using System.Collections;
using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps.Report;

/// <summary>
/// Checks the access path that the planner chooses and its residual conditions, in a register of four pairs: three in
/// TJ between DE, US and EU, and one in UZ between EU and FR.
/// </summary>
public sealed class QueryPlannerTests(string engine) : RegisterTests(engine)
{
    private static readonly OverlapFilter OfTj = new() { Countries = ["TJ"] };

    private IReadOnlyList<Project> _projects = null!;

    [SetUp]
    public async Task Record() =>
        _projects = await Register.RecordAsync([
            AProject.By("DE").Build(),
            AProject.By("US").Build(),
            AProject.By("EU").In("TJ", "UZ").Build(),
            AProject.By("FR").In("UZ").Build(),
        ]);

    private static IEnumerable<TestCaseData> Pages()
    {
        var (score, days, updated) = (OverlapSort.Score, OverlapSort.Days, OverlapSort.Updated);
        var everything = new OverlapFilter();
        var words = new OverlapFilter { AnyProject = new() { Words = ["border"] } };
        var ofStatus = new ProjectFilter { Owners = ["DE"], Statuses = [ProjectStatus.Implementation] };
        var active = new OverlapFilter { AnyProject = ofStatus, MinScore = 0.5m };
        yield return Case("2. many projects", words, score, With(candidates: 3), "FullOrder, rest AnyProject");
        yield return Case("2. few projects", words, days, With(candidates: 4), "4 candidates");
        yield return Case("2. an owner's of a status", active, score, new(), "1 candidates, rest MinScore");
        yield return Case("6. too many", active, score, With(candidates: 0), "1 Score, rest Owners AnyProject");

        var precursors = everything with { Pillars = [Pillar.Precursors] };
        var many = everything with { Countries = [.. "ABCDEFGHIJKLM".Select(letter => $"Q{letter}")] };
        yield return Case("3. no filter", everything, score, new(), "FullOrder");
        yield return Case("3. no filter", everything, days, new(), "FullOrder");
        yield return Case("2. a pillar without projects", precursors, updated, new(), "0 candidates, rest Pillars");
        yield return Case("3. no index", precursors, updated, With(candidates: -1), "FullOrder, rest Pillars");
        yield return Case("3. more values than scans", many, score, new(), "FullOrder, rest Countries");

        var route = new OverlapFilter { RouteCountries = ["TJ", "UZ"], Pillars = [Pillar.RegionalInitiatives] };
        var both = OfTj with { RouteCountries = ["TJ", "AF"] };
        var stale = everything with { Verdicts = [VerdictFilter.Stale, VerdictFilter.Duplicate] };
        yield return Case("5. a country", OfTj, score, With(pairs: 0), "1 Country");
        yield return Case("5. a route and a pillar", route, score, With(pairs: 0), "2 Country");
        yield return Case("5. a country of a route", both, score, With(pairs: 0), "1 Country, rest RouteCountries");
        yield return Case("5. an owner", OfOwner("EU"), score, With(pairs: 0), "1 Owner");
        yield return Case("5. stale", stale, score, new(), "5 Verdict, rest Verdicts");

        var changed = everything with { UpdatedSince = DateTimeOffset.UnixEpoch };
        var equal = OfDonor("FR") with { Countries = ["UZ"] };
        var ofFr = OfDonor("FR") with { Countries = ["TJ"] };
        var declared = OfTj with { Kinds = [OverlapKind.Declared] };
        yield return Case("6. a country", OfTj, days, With(pairs: 3), "1 Country");
        yield return Case("6. the fewest", ofFr, score, new(), "1 Donor, rest Countries");
        yield return Case("6. the first of equals", equal, days, new(), "1 Country, rest Donors");
        yield return Case("6. changed", changed, score, With(pairs: 4), "1 Updated");
        yield return Case("6. declared", declared, score, new(), "1 Kind, rest Kinds Countries");

        var found = everything with { FoundSince = DateTimeOffset.UnixEpoch };
        var strong = everything with { MinScore = 0.5m };
        var later = OfTj with { ActiveFrom = new(2090, 1, 1) };
        yield return Case(
            "2. days after every project",
            later,
            score,
            new(),
            "0 candidates, rest Countries ActiveFrom"
        );
        yield return Case("5. strong", strong, score, With(pairs: 0), "1 Score");
        yield return Case("5. of two kinds", OfKinds(2), score, With(pairs: 0), "2 Kind, rest Kinds");
        yield return Case("6. strong", strong, days, With(pairs: 4), "1 Score");
        var foundBefore = everything with { FoundBefore = DateTimeOffset.MaxValue };
        yield return Case("6. found", found, score, With(pairs: 4), "1 Found");
        yield return Case("6. found before", foundBefore, score, With(pairs: 4), "1 Found");
        yield return Case("9. many found before", foundBefore, score, With(pairs: 3), "FullOrder, rest FoundBefore");
        yield return Case("9. many found", found, score, With(pairs: 3), "FullOrder, rest FoundSince");

        var two = everything with { Between = ("EU", "FR") };
        var twoInUz = two with { Countries = ["UZ"] };
        yield return Case("7. two partners", two, days, With(pairs: 0), "1 FirstPartner, rest Between");
        yield return Case("7. and a country", twoInUz, score, With(pairs: 0), "1 FirstPartner, rest Countries Between");

        var ofEu = OfDonor("EU") with { Countries = ["TJ"] };
        yield return Case("8. many pairs", ofEu, score, With(pairs: 2), "1 Country, rest Donors");
        yield return Case("9. many pairs", ofEu, days, With(pairs: 2), "FullOrder, rest Countries Donors");
        yield return Case("9. many changed", changed, score, With(pairs: 3), "FullOrder, rest UpdatedSince");
        yield return Case("9. many changed", changed, updated, With(pairs: 3), "FullOrder, rest UpdatedSince");
    }

    [TestCaseSource(nameof(Pages))]
    public async Task Page_is_found_on(OverlapFilter filter, OverlapSort sort, object thresholds, string expected)
    {
        var planner = TestOverlaps.Planner((QueryPlanThresholds)thresholds);
        var plan = await AskAsync(session => planner.ChooseAsync(session, filter, sort, default));
        Assert.That(Describe(plan), Is.EqualTo(expected));
        Assert.That(plan.Sort, Is.EqualTo(sort));
    }

    [TestCase(true, "1 candidates, rest Countries")]
    [TestCase(false, "0 candidates, rest Countries")]
    public async Task Page_of_a_project_starts_from_it_if_it_is_known(bool isKnown, string expected)
    {
        var planner = TestOverlaps.Planner();
        var filter = OfTj with { Project = isKnown ? _projects[0].Id : Guid.NewGuid() };
        var plan = await AskAsync(session => planner.ChooseAsync(session, filter, OverlapSort.Score, default));
        Assert.That(Describe(plan), Is.EqualTo(expected));
    }

    [Test]
    public async Task All_pairs_are_found_on_the_indexed_condition_with_the_fewest()
    {
        var planner = TestOverlaps.Planner(With(pairs: 0));
        var first = await AskAsync(session =>
            TestOverlaps.Planner().ChooseForAllAsync(session, OfDonor("FR") with { Countries = ["TJ"] }, default)
        );
        var any = await AskAsync(session => planner.ChooseForAllAsync(session, new() { MinScore = 0.5m }, default));
        var none = OfTj with { UpdatedSince = DateTimeOffset.MaxValue };
        var nothing = await AskAsync(session => TestOverlaps.Planner().ChooseForAllAsync(session, none, default));
        Assert.That(
            (Describe(first), Describe(any), Describe(nothing)),
            Is.EqualTo(("1 Donor, rest Countries", "1 Score", "1 Updated, rest Countries"))
        );
    }

    [TestCase(1_000, 1, "1 candidates")]
    [TestCase(1_000, 0, "all projects, among 1")]
    [TestCase(0, 1, "all projects, tested")]
    public async Task Page_by_start_is_found_from(int candidates, int sorted, string expected)
    {
        var planner = TestOverlaps.Planner(With(candidates) with { SortedCandidateProjects = sorted });
        var plan = await AskAsync(session => planner.ChooseByStartAsync(session, OfOwner("DE"), default));
        var found = plan.Candidates is { ProjectIds.Count: var count } ? $"{count} candidates" : "all projects";
        var among = plan.Residual.Among is { Count: var some } ? $", among {some}" : "";
        Assert.That($"{found}{among}{(plan.Residual.AnyProject.IsEmpty ? "" : ", tested")}", Is.EqualTo(expected));
    }

    [TestCase("AF", null, "0 candidates")]
    [TestCase("UZ", null, "2 candidates")]
    [TestCase(null, "FR", "1 candidates")]
    [TestCase(null, "IT", "0 candidates")]
    public async Task Page_by_start_is_found_from_the_projects_of_a_country_or_of_a_partner(
        string? country,
        string? partner,
        string expected
    )
    {
        var filter = new OverlapFilter
        {
            Countries = country is null ? [] : [country],
            Between = partner is null ? null : ("EU", partner),
        };
        var plan = await AskAsync(session => TestOverlaps.Planner().ChooseByStartAsync(session, filter, default));
        Assert.That($"{plan.Candidates?.ProjectIds.Count} candidates", Is.EqualTo(expected));
    }

    private static OverlapFilter OfKinds(int count) =>
        new() { Kinds = [.. new[] { OverlapKind.SameProject, OverlapKind.SameActivity }.Take(count)] };

    private static OverlapFilter OfOwner(string owner) => new() { AnyProject = new() { Owners = [owner] } };

    private static OverlapFilter OfDonor(string donor) => new() { AnyProject = new() { Donors = [donor] } };

    private static QueryPlanThresholds With(int candidates = 1_000, int pairs = 5_000) =>
        new() { CandidateProjects = candidates, SelectivePairs = pairs };

    private static TestCaseData Case(
        string name,
        OverlapFilter filter,
        OverlapSort sort,
        QueryPlanThresholds thresholds,
        string expected
    ) => new TestCaseData(filter, sort, thresholds, expected).SetArgDisplayNames(name, sort.ToString());

    private async Task<T> AskAsync<T>(Func<Session, Task<T>> choose) =>
        await Register.Database.InReadTransactionAsync(choose, default);

    /// <summary>Returns the path, and the residual conditions by name.</summary>
    private static string Describe(ReportQuery plan)
    {
        var path = plan.Path switch
        {
            CandidateProjects candidates => $"{candidates.ProjectIds.Count} candidates",
            IndexScans scans => $"{scans.Scans.Count} {scans.Condition}",
            var other => other.GetType().Name,
        };
        var rest = typeof(PairConditions)
            .GetProperties()
            .Where(condition =>
                condition.GetValue(plan.Residual) switch
                {
                    null or false or ICollection { Count: 0 } or ProjectFilter { IsEmpty: true } => false,
                    _ => true,
                }
            )
            .Select(condition => condition.Name)
            .ToList();
        return rest.Count == 0 ? path : $"{path}, rest {string.Join(' ', rest)}";
    }
}
