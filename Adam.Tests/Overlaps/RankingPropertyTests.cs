using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps;

/// <summary>
/// Compares reports from the stored pairs with a brute-force evaluation of the definition and the scoring rules.
/// </summary>
public sealed class RankingPropertyTests(string engine) : RegisterTests(engine)
{
    /// <summary>The time between the records of two projects, so that pairs are found in several months.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromDays(9);

    private static readonly Gen<List<(string Owner, ProjectDraft Draft)>> Drafts = Gen.Int[0, 14]
        .SelectMany(count => All(count));

    private static readonly Gen<QueryPlanThresholds> Sizes = Gen.Select(
        Gen.Int[0, 8],
        Gen.Int[0, 4],
        (few, veryFew) =>
            new QueryPlanThresholds
            {
                CandidateProjects = few,
                SortedCandidateProjects = veryFew,
                SelectivePairs = veryFew * 3,
            }
    );

    internal static readonly Gen<OverlapFilter> Filter = Gen.Select(
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(2, "TJ", "NE")),
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(2, "TJ", "SO", "AF")),
        Gen.OneOf(
            Gen.Const<IReadOnlyList<Pillar>>([]),
            RandomRegister.Some(1, Pillar.RegionalInitiatives, Pillar.Precursors)
        ),
        Gen.Select(Gen.OneOf(Gen.Const(-1), Gen.Int[0, 12]), Gen.OneOf(Gen.Const(-1), Gen.Int[0, 12])),
        Gen.OneOf<ProjectFilter>(
            new ProjectFilter(),
            new ProjectFilter(),
            new ProjectFilter { Owners = ["DE"] },
            new ProjectFilter { Donors = ["worldbank", "EU"] },
            new ProjectFilter { ActivityTypes = ["training"], Owners = ["US", "EU"] }
        ),
        Gen.OneOf<(string, string)?>(null, null, ("DE", "US"), ("EU", "EU")),
        Gen.OneOf(Gen.Const<IReadOnlyList<OverlapKind>>([]), RandomRegister.Some(2, Enum.GetValues<OverlapKind>())),
        Gen.Select(
            Gen.OneOf<decimal?>(null, null, 0.3m, 0.45m, 0.7m),
            Gen.OneOf(Gen.Const(-1), Gen.Const(-1), Gen.Int[0, 14]),
            Gen.OneOf(Gen.Const(-1), Gen.Const(-1), Gen.Int[0, 14])
        ),
        (countries, route, pillars, window, either, between, kinds, least) =>
            new OverlapFilter
            {
                Countries = countries,
                RouteCountries = route,
                Pillars = pillars,
                ActiveFrom = window.Item1 < 0 ? null : new DateOnly(2020, 1, 1).AddMonths(window.Item1),
                ActiveTo = window.Item2 < 0 ? null : new DateOnly(2020, 1, 1).AddMonths(window.Item2),
                AnyProject = either,
                Between = between,
                Kinds = kinds,
                MinScore = least.Item1,
                FoundSince = least.Item2 < 0 ? null : DateTimeOffset.UnixEpoch + (least.Item2 * Apart),
                FoundBefore = least.Item3 < 0 ? null : DateTimeOffset.UnixEpoch + (least.Item3 * Apart),
            }
    );

    [Test]
    public async Task Rankings_and_counts_equal_brute_force()
    {
        await Gen.Select(Drafts, Filter, Sizes)
            .SampleAsync(
                async (drafts, filter, sizes) =>
                {
                    await Register.ResetAsync();
                    var projects = await Register.RecordAsync(drafts, Apart);
                    var expected = await RankedAsync(projects, filter);
                    var overlaps = TestOverlaps.Store(Register.Database, sizes);
                    foreach (var sort in (OverlapSort[])[OverlapSort.Score, OverlapSort.Days])
                    {
                        var found = await overlaps.AllAsync(filter, sort, page: 3);
                        var ordered = expected
                            .OrderByDescending(pair => sort == OverlapSort.Score ? pair.Score : pair.Shared.RankDays)
                            .ThenByDescending(pair => pair.One)
                            .ThenByDescending(pair => pair.Other);
                        Assert.That(
                            found.Select(pair => $"{pair.Overlap.Id} {pair.Score} {pair.Kind}"),
                            Is.EqualTo(ordered.Select(pair => $"{pair.Id} {pair.Score} {pair.Kind}")),
                            $"{filter} by {sort}"
                        );
                        Assert.That(
                            found.All(pair =>
                                pair.Overlap.Shared.RankDays
                                == expected.Single(one => one.Id == pair.Overlap.Id).Shared.RankDays
                            )
                        );
                    }

                    // Nobody has decided, so that the queue contains every pair.
                    Assert.That(
                        (await overlaps.AllAsync(filter, OverlapSort.Uncertain, page: 4)).Select(pair =>
                            pair.Overlap.Id!.Value
                        ),
                        Is.EqualTo(
                            expected
                                .OrderBy(pair => Math.Abs(pair.Score - 0.5m))
                                .ThenByDescending(pair => pair.One)
                                .ThenByDescending(pair => pair.Other)
                                .Select(pair => pair.Id)
                        ),
                        $"{filter} by doubt"
                    );
                    Assert.That(
                        (await overlaps.AllAsync(filter, OverlapSort.Updated, page: 4)).Select(pair =>
                            pair.Overlap.Id!.Value
                        ),
                        Is.EquivalentTo(expected.Select(pair => pair.Id))
                    );
                    Assert.That(
                        await overlaps.CountAsync(filter, OverlapSort.Score, default),
                        Is.EqualTo(expected.Count)
                    );
                },
                iter: RandomRegister.Count(50),
                threads: 1
            );
    }

    [Test]
    public async Task A_draft_is_told_what_it_has_once_it_is_recorded()
    {
        await Drafts
            .Where(drafts => drafts.Count > 1)
            .SampleAsync(
                async drafts =>
                {
                    await Register.ResetAsync();
                    var last = drafts[^1];
                    await Register.RecordAsync(drafts.SkipLast(1));
                    var ofDraft = await TestOverlaps
                        .Drafts(Register.Database)
                        .CheckAsync(last.Owner, last.Draft, 5, default);
                    var recorded = (ProjectOutcome.Done)
                        await TestStores
                            .Projects(Register.Database, TimeProvider.System)
                            .RecordAsync(last.Owner, last.Draft, "test", default);
                    var ofProject = await TestOverlaps
                        .Store(Register.Database)
                        .ForProjectAsync(recorded.Project.Id, 5, default);
                    Assert.That(ofDraft.Count, Is.EqualTo(ofProject.Count));
                    Assert.That(ofDraft.Strongest.Select(Shown), Is.EqualTo(ofProject.Strongest.Select(Shown)));

                    string Shown(RankedOverlap pair)
                    {
                        var (earlier, later) = (pair.Overlap.Earlier, pair.Overlap.Later);
                        var other = earlier.Reference == last.Draft.Reference ? later : earlier;
                        return $"{other.Id} {pair.Score} {pair.Kind} {string.Join(' ', pair.Reasons)}";
                    }
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );
    }

    [Test]
    public async Task One_pair_is_told_as_the_report_tells_it_and_a_weak_one_too()
    {
        await Drafts.SampleAsync(
            async drafts =>
            {
                await Register.ResetAsync();
                var projects = await Register.RecordAsync(drafts, Apart);
                var overlaps = TestOverlaps.Store(Register.Database);
                var statistics = await TestOverlaps.Statistics(Register.Database).CurrentAsync(default);
                foreach (var pair in await overlaps.AllAsync(new(), OverlapSort.Start, page: 5))
                {
                    var found = await overlaps.FindAsync(pair.Overlap.Id!.Value, default);
                    Assert.That(
                        (found!.Score, found.Kind, found.Reasons, found.Tag),
                        Is.EqualTo((pair.Score, pair.Kind, pair.Reasons, pair.Tag))
                    );
                    var (one, other) = (
                        projects.Single(project => project.Id == pair.Overlap.Id.Value.First),
                        projects.Single(project => project.Id == pair.Overlap.Id.Value.Second)
                    );
                    var (a, b) = (Profile.FromDraft(one.Owner, one.Draft), Profile.FromDraft(other.Owner, other.Draft));
                    Assert.That(pair.Score, Is.EqualTo(Scorer.Explain(a, b, pair.Overlap.Shared, statistics).Score));
                }
            },
            iter: RandomRegister.Count(15),
            threads: 1
        );
    }

    [Test]
    public async Task Summary_equals_brute_force()
    {
        await Gen.Select(Drafts, Filter, RandomRegister.Some(3, Enum.GetValues<OverlapDimension>()), Sizes)
            .SampleAsync(
                async (drafts, filter, by, sizes) =>
                {
                    await Register.ResetAsync();
                    var projects = await Register.RecordAsync(drafts, Apart);
                    var pairs = await RankedAsync(projects, filter);
                    var placed = pairs
                        .SelectMany(pair =>
                            Rows(by, filter, pair, projects).Select(row => (row.Row, row.Days, Pair: pair))
                        )
                        .ToList();
                    var expected = placed
                        .GroupBy(row => row.Row)
                        .Select(row =>
                            $"{row.Key} {row.Count()} {row.Sum(pair => pair.Days)} "
                            + $"{Stake(row.Select(one => one.Pair), projects)}"
                        );

                    var summary = await TestOverlaps
                        .Summaries(Register.Database, sizes)
                        .SummariseAsync(filter, by, default);
                    Assert.That(
                        summary.Rows.Select(row =>
                            $"{row.Country}/{row.Pillar}/"
                            + $"{string.Join("+", (row.Donors ?? []).Select(Key).Order(StringComparer.Ordinal))}/"
                            + $"{row.Year}/"
                            + $"{string.Join("+", (row.Partners ?? []).Select(Key).Order(StringComparer.Ordinal))}/"
                            + $"{row.FoundMonth} "
                            + $"{row.Overlaps} {row.Days} {Written(row.Amounts)}"
                        ),
                        Is.EquivalentTo(expected),
                        string.Join(",", by)
                    );
                    Assert.That(
                        $"{summary.Totals.Overlaps} {summary.Totals.Undecided} {summary.Totals.Days} "
                            + $"{Written(summary.Totals.Amounts)}",
                        Is.EqualTo(
                            $"{pairs.Count} {pairs.Count} {pairs.Sum(pair => (long)pair.Shared.RankDays)} "
                                + $"{Stake(pairs, projects)}"
                        )
                    );
                    Assert.That(
                        summary.BusiestMonths.Select(month => $"{month.Year}-{month.Month} {month.Donors}"),
                        Is.EqualTo(Busiest(pairs, projects))
                    );
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );
    }

    [Test]
    public async Task Clusters_are_the_components_of_strong_pairs_each_at_its_strongest()
    {
        await Gen.Select(Drafts, Filter)
            .SampleAsync(
                async (drafts, filter) =>
                {
                    await Register.ResetAsync();
                    var projects = await Register.RecordAsync(drafts, Apart);
                    var links = (await RankedAsync(projects, new()))
                        .Where(pair =>
                            pair.Kind is OverlapKind.SameActivity or OverlapKind.SameProject or OverlapKind.CoFunded
                        )
                        .OrderByDescending(pair => pair.Score)
                        .ThenByDescending(pair => pair.One)
                        .ThenByDescending(pair => pair.Other)
                        .ToList();
                    var passing = (await RankedAsync(projects, filter)).Select(pair => pair.Id).ToHashSet();
                    var component = Enumerable.Range(0, projects.Count).ToArray();
                    foreach (var link in links)
                    {
                        var (from, to) = (component[link.One], component[link.Other]);
                        component = [.. component.Select(one => one == from ? to : one)];
                    }

                    var expected = links
                        .GroupBy(link => component[link.One])
                        .Where(group => group.Any(link => passing.Contains(link.Id)))
                        .Select(group =>
                            $"{group.First(link => passing.Contains(link.Id)).Score} "
                            + string.Join(' ', group.Select(link => $"{link.Id}:{link.Score}:{link.Kind}"))
                        )
                        .ToList();
                    var strongest = links.ToLookup(link => link.Id, link => link.Score);

                    var (found, after) = (new List<OverlapCluster>(), (RankPosition?)null);
                    do
                    {
                        var page = await TestOverlaps.Clusters(Register.Database).ListAsync(filter, after, 2, default);
                        found.AddRange(page.Items);
                        after = page.Next;
                    } while (after is not null);
                    var ranked = found.ConvertAll(cluster =>
                        (
                            Score: cluster
                                .Pairs.Select(pair => OverlapId.Create(pair.First, pair.Second))
                                .Where(passing.Contains)
                                .Max(id => strongest[id].Single()),
                            Pairs: string.Join(
                                ' ',
                                cluster.Pairs.Select(pair =>
                                    $"{OverlapId.Create(pair.First, pair.Second)}:{pair.Score}:{pair.Kind}"
                                )
                            )
                        )
                    );
                    Assert.That(
                        ranked.Select(cluster => $"{cluster.Score} {cluster.Pairs}"),
                        Is.EquivalentTo(expected)
                    );
                    Assert.That(ranked.Select(cluster => cluster.Score), Is.Ordered.Descending);
                    Assert.That(
                        found.All(cluster =>
                            cluster.PairCount == cluster.Pairs.Count
                            && cluster.ProjectCount == cluster.Projects.Count
                            && cluster
                                .Projects.Select(project => project.Id!.Value)
                                .ToHashSet()
                                .SetEquals(cluster.Pairs.SelectMany(pair => new[] { pair.First, pair.Second }))
                        )
                    );
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );
    }

    internal static Gen<List<(string Owner, ProjectDraft Draft)>> All(int count) =>
        count == 0
            ? Gen.Const(new List<(string, ProjectDraft)>())
            : Gen.Select(
                RelatedRecords.Owner,
                RelatedRecords.Draft(count - 1),
                All(count - 1),
                (owner, draft, rest) => rest.Append((owner, draft)).ToList()
            );

    /// <summary>
    /// Returns the pairs that must be ranked and that meet the filter. Projects are numbered in the order of recording.
    /// </summary>
    private async Task<List<Ranked>> RankedAsync(IReadOnlyList<Project> projects, OverlapFilter filter)
    {
        var statistics = await TestOverlaps.Statistics(Register.Database).CurrentAsync(default);
        var scored = (
            from i in Enumerable.Range(0, projects.Count)
            from j in Enumerable.Range(i + 1, projects.Count - i - 1)
            let shared = OverlapDefinition.Evaluate(
                ProjectScope.FromDraft(projects[i]),
                ProjectScope.FromDraft(projects[j])
            )
            where shared is not null
            let a = Profile.FromDraft(projects[i].Owner, projects[i].Draft)
            let b = Profile.FromDraft(projects[j].Owner, projects[j].Draft)
            let explained = Scorer.Explain(a, b, shared, statistics)
            let score = explained.Score.ToDecimal()
            where explained.Assessment.IsRanked
            select (One: i, Other: j, Shared: shared, Score: score, explained.Relation)
        ).ToList();
        var links = projects.Select(project => DeclaredLinks.FromDraft(project.Draft)).ToList();
        var judged = scored.ConvertAll(pair => new JudgedPair(
            pair.One,
            projects[pair.One].Owner,
            pair.Other,
            projects[pair.Other].Owner,
            pair.Score,
            DeclaredLinks.AreMutual(links[pair.One], links[pair.Other]),
            pair.Relation
        ));
        var kinds = judged.Select(pair => BruteForceKinds.KindOf(pair, judged));
        return
        [
            .. scored
                .Zip(
                    kinds,
                    (pair, kind) =>
                        new Ranked(
                            pair.One,
                            pair.Other,
                            OverlapId.Create(projects[pair.One].Id, projects[pair.Other].Id),
                            pair.Shared,
                            pair.Score,
                            kind
                        )
                )
                .Where(pair =>
                    (filter.Kinds.Count == 0 ? pair.Kind != OverlapKind.Declared : filter.Kinds.Contains(pair.Kind))
                    && pair.Score >= (filter.MinScore ?? 0)
                    && (
                        filter.FoundSince is not { } since
                        || projects[Math.Max(pair.One, pair.Other)].CreatedAt >= since
                    )
                    && (
                        filter.FoundBefore is not { } before
                        || projects[Math.Max(pair.One, pair.Other)].CreatedAt < before
                    )
                    && OverlapPropertyTests.Passes(filter, pair.Shared, projects[pair.One], projects[pair.Other])
                ),
        ];
    }

    private static string Key(string donor) => OverlapPropertyTests.Key(donor);

    private static IEnumerable<(string Row, long Days)> Rows(
        IReadOnlyList<OverlapDimension> dimensions,
        OverlapFilter filter,
        Ranked pair,
        IReadOnlyList<Project> projects
    )
    {
        var asked = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        // Without known days, a pair is in no year.
        var first = pair.Shared.From ?? default;
        var last = first.AddDays(Math.Max(0, pair.Shared.RankDays - 1));
        var years = pair.Shared.HasKnownStart ? last.Year - first.Year + 1 : 0;
        return (
            from country in dimensions.Contains(OverlapDimension.Country)
                ? pair.Shared.Countries.Where(one => asked.Count == 0 || asked.Contains(one))
                : [""]
            from pillar in dimensions.Contains(OverlapDimension.Pillar)
                ? pair
                    .Shared.Pillars.Where(one => filter.Pillars.Count == 0 || filter.Pillars.Contains(one))
                    .Select(one => one.ToString())
                : [""]
            from donor in dimensions.Contains(OverlapDimension.Donors)
                ? OverlapPropertyTests.Donors(projects[pair.One])
                : [""]
            from another in dimensions.Contains(OverlapDimension.Donors)
                ? OverlapPropertyTests.Donors(projects[pair.Other])
                : [""]
            from partner in dimensions.Contains(OverlapDimension.Partners)
                ? OverlapPropertyTests.Donors(projects[pair.One]).Append(projects[pair.One].Owner)
                : [""]
            from counterpart in dimensions.Contains(OverlapDimension.Partners)
                ? OverlapPropertyTests.Donors(projects[pair.Other]).Append(projects[pair.Other].Owner)
                : [""]
            from year in dimensions.Contains(OverlapDimension.Year)
                ? Enumerable.Range(first.Year, years).Select(one => (int?)one)
                : [null]
            let days = year is null
                ? pair.Shared.RankDays
                : Least(last, new(year.Value, 12, 31)).DayNumber - Most(first, new(year.Value, 1, 1)).DayNumber + 1
            let donors = dimensions.Contains(OverlapDimension.Donors)
                ? string.Join("+", new[] { donor, another }.Order(StringComparer.Ordinal))
                : ""
            let partners = dimensions.Contains(OverlapDimension.Partners)
                ? string.Join("+", new[] { partner, counterpart }.Order(StringComparer.Ordinal))
                : ""
            let found = dimensions.Contains(OverlapDimension.FoundMonth)
                ? $"{projects[Math.Max(pair.One, pair.Other)].CreatedAt:yyyy-MM}"
                : ""
            select ($"{country}/{pillar}/{donors}/{year}/{partners}/{found}", (long)days)
        ).Distinct();

        static DateOnly Least(DateOnly one, DateOnly other) => one < other ? one : other;
        static DateOnly Most(DateOnly one, DateOnly other) => one > other ? one : other;
    }

    private static string Stake(IEnumerable<Ranked> pairs, IReadOnlyList<Project> projects) =>
        Written(
            pairs
                .Where(pair => pair.Kind is OverlapKind.SameActivity or OverlapKind.SameProject)
                .SelectMany(pair =>
                    Sums(projects[pair.One])
                        .Join(
                            Sums(projects[pair.Other]),
                            one => one.Currency,
                            other => other.Currency,
                            (one, other) => one.Amount < other.Amount ? one : other
                        )
                )
                .GroupBy(amount => amount.Currency)
                .Select(currency => new CurrencyAmount(currency.Key, currency.Sum(amount => amount.Amount)))
                .OrderBy(amount => amount.Currency, StringComparer.Ordinal)
        );

    private static IEnumerable<CurrencyAmount> Sums(Project project) =>
        project
            .Draft.Donors.Where(donor => donor.Amount is not null)
            .GroupBy(donor => donor.Currency!)
            .Select(currency => new CurrencyAmount(currency.Key, currency.Sum(donor => donor.Amount!.Value)));

    private static string Written(IEnumerable<CurrencyAmount> amounts) =>
        string.Join(", ", amounts.Select(amount => $"{amount.Amount:0.##} {amount.Currency}"));

    private static IEnumerable<string> Busiest(IReadOnlyList<Ranked> pairs, IReadOnlyList<Project> projects)
    {
        var involved = pairs
            .SelectMany(pair => new[] { pair.One, pair.Other })
            .Distinct()
            .Select(index => projects[index])
            .ToList();
        var active =
            from project in involved
            let period = project.Draft.Period
            where period.Start is not null
            let start = period.Start!.Value
            let end = period.End
                ?? (period.EndBasis == EndBasis.Unknown ? start : start.AddYears(Period.YearsOfOpenEnd))
            from month in Enumerable.Range(
                (start.Year * 12) + start.Month - 1,
                (end.Year * 12) + end.Month - (start.Year * 12) - start.Month + 1
            )
            from donor in OverlapPropertyTests.Donors(project)
            select (month, donor);
        return active
            .Distinct()
            .GroupBy(one => one.month)
            .OrderByDescending(month => month.Count())
            .ThenBy(month => month.Key)
            .Take(3)
            .Select(month => $"{month.Key / 12}-{(month.Key % 12) + 1} {month.Count()}");
    }

    private sealed record Ranked(int One, int Other, OverlapId Id, SharedScope Shared, decimal Score, OverlapKind Kind);
}
