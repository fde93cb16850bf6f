using Adam.Data.Audit;
using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Gaps;
using Adam.Domain.Measures;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using CsCheck;

namespace Adam.Tests.Gaps;

/// <summary>
/// Compares the cells of random measures over random registers with a count day by day, and the cells of the present
/// with those of the past at this instant.
/// </summary>
public sealed class GapPropertyTests(string engine) : RegisterTests(engine)
{
    private static readonly DateOnly FirstDay = new(2020, 2, 1);

    /// <summary>More days than the longest bounded coverage of a random register has.</summary>
    private const int LongestCoverage = 5_000;

    private static readonly string[] Titles =
    [
        "Training of border police",
        "Financial intelligence units",
        "Учёба финансовой разведки",
        "Money of dealers",
    ];

    private static readonly Gen<MeasureDraft> Measure = Gen.Select(
        RandomRegister.Some(2, Enum.GetValues<Pillar>()),
        RandomRegister.Some(3, "AF", "NE", "SO", "UZ", "TJ"),
        Gen.OneOf(MeasureScope.EachCountry, MeasureScope.Any),
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(2, "training", "equipment", "treatment")),
        Gen.OneOf(
            Gen.Const<IReadOnlyList<string>>([]),
            RandomRegister.Some(2, "financial unit", "border", "финансов", "mone deal", "nowhere")
        ),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40]),
        Gen.Int[0, 60],
        (pillars, countries, scope, types, words, from, days) =>
            new MeasureDraft
            {
                Reference = "",
                Title = "A measure",
                Pillars = pillars,
                Countries = countries,
                Scope = scope,
                ActivityTypes = types,
                Words = words,
                From = from < 0 ? null : FirstDay.AddDays(from),
                Until = from < 0 ? null : FirstDay.AddDays(from + days),
            }
    );

    private static readonly Gen<(int Title, int Declared, int Verdict, bool Suspended)> Overlay = Gen.Select(
        Gen.Int[0, 3],
        Gen.Frequency((6, Gen.Const(-1)), (1, Gen.Int[0, 3])),
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[1, 2])),
        Gen.Frequency((8, Gen.Const(false)), (1, Gen.Const(true)))
    );

    private MeasureStore _measures = null!;
    private MeasureLinks _links = null!;
    private GapStore _gaps = null!;

    [SetUp]
    public void CreateStores()
    {
        var kept = new CriterionPartsCache();
        _measures = new(Register.Database, TimeProvider.System);
        _links = new(
            Register.Database,
            _measures,
            new TermStatisticsStore(Register.Database, new()),
            kept,
            TimeProvider.System
        );
        _gaps = new(Register.Database, _measures, new PastProjects(Register.Database), kept);
    }

    [Test]
    public async Task Cells_equal_a_count_day_by_day() =>
        await Gen.Select(RandomRegister.Drafts, Measure.List[1, 4], Overlay.List[1, 12], Gen.Int[0, 60])
            .SampleAsync(
                async (drafts, measures, overlays, day) =>
                {
                    await Register.ResetAsync();
                    measures = [.. measures.Select((measure, i) => measure with { Reference = $"M-{i}" })];
                    var (projects, verdicts) = await RecordAsync(drafts, measures, overlays);
                    var query = new GapQuery { AsOf = FirstDay.AddDays(day) };
                    var gaps = await _gaps.ListAsync(query, default);
                    Assert.That(
                        gaps.Select(Shown),
                        Is.EqualTo(measures.SelectMany(one => Expected(one, projects, verdicts, query.AsOf)))
                    );
                    Assert.That(
                        (
                            await _gaps.ListAsync(
                                query with
                                {
                                    RecordedBy = TimeProvider.System.GetUtcNow().AddMinutes(1),
                                },
                                default
                            )
                        ).Select(Shown),
                        Is.EqualTo(gaps.Select(Shown)),
                        "as recorded by now"
                    );

                    Assert.That(
                        (await _gaps.ListAsync(query with { Countries = ["UZ"] }, default)).Select(Shown),
                        Is.EqualTo(
                            gaps.Where(gap =>
                                    gap.Country == "UZ"
                                    || (gap.Country is null && gap.Measure!.Draft.Countries.Contains("UZ"))
                                )
                                .Select(Shown)
                        ),
                        "of one country"
                    );

                    var (years, totals) = await _gaps.SummariseAsync(query, GapDimension.Year, 2019, 2027, default);
                    Assert.That(
                        years.Select(year => $"{year}"),
                        Is.EqualTo(
                            Enumerable
                                .Range(2019, 9)
                                .Select(year => Counted($"{year}", measures, projects, verdicts, new(year, 12, 31)))
                        )
                    );
                    Assert.That($"{totals}", Is.EqualTo(Counted("", measures, projects, verdicts, query.AsOf)));
                },
                iter: RandomRegister.Count(60),
                threads: 1
            );

    [Test]
    public async Task Cells_of_pillars_equal_a_count_day_by_day() =>
        await Gen.Select(RandomRegister.Drafts, Overlay.List[1, 12], Gen.Int[0, 60])
            .SampleAsync(
                async (drafts, overlays, day) =>
                {
                    await Register.ResetAsync();
                    var (projects, _) = await RecordAsync(drafts, [], overlays);
                    string[] countries = ["AF", "SO", "UZ"];
                    var query = new GapQuery
                    {
                        ByPillar = true,
                        Countries = countries,
                        AsOf = FirstDay.AddDays(day),
                        From = FirstDay,
                        Until = FirstDay.AddDays(50),
                    };
                    var expected = Enum.GetValues<Pillar>()
                        .SelectMany(pillar =>
                            countries.Select(country =>
                                Shown(
                                    $"{pillar}",
                                    country,
                                    projects.Where(one =>
                                        one.Draft.Pillars.Contains(pillar) && one.Draft.Countries.Contains(country)
                                    ),
                                    query.AsOf,
                                    query.From,
                                    query.Until
                                )
                            )
                        );
                    Assert.That((await _gaps.ListAsync(query, default)).Select(Shown), Is.EqualTo(expected));
                },
                iter: RandomRegister.Count(30),
                threads: 1
            );

    private async Task<(IReadOnlyList<Project> Projects, Dictionary<(string, Guid), LinkVerdict> Verdicts)> RecordAsync(
        List<(string Owner, ProjectDraft Draft)> drafts,
        IReadOnlyList<MeasureDraft> measures,
        List<(int Title, int Declared, int Verdict, bool Suspended)> overlays
    )
    {
        var projects = await Register.RecordAsync(
            drafts.Select(
                (one, i) =>
                {
                    var overlay = overlays[i % overlays.Count];
                    return (
                        one.Owner,
                        one.Draft with
                        {
                            Title = Titles[overlay.Title],
                            DeclaredMeasures = overlay.Declared < 0 ? [] : [$"m-{overlay.Declared}"],
                            Status =
                                overlay.Suspended && one.Draft.Status == ProjectStatus.Implementation
                                    ? ProjectStatus.Suspended
                                    : one.Draft.Status,
                        }
                    );
                }
            )
        );
        foreach (var measure in measures)
            await _measures.AddAsync(measure, "test", default);
        var verdicts = new Dictionary<(string, Guid), LinkVerdict>();
        foreach (var (i, project) in projects.Index())
        {
            var verdict = overlays[i % overlays.Count].Verdict;
            if (verdict == 0 || measures.Count == 0)
                continue;

            var stored = (await _measures.FindAsync(measures[i % measures.Count].Reference, default))!;
            await _links.DecideAsync(
                stored,
                project.Id,
                _ => true,
                (LinkVerdict)verdict,
                note: null,
                "test",
                "UNODC",
                default
            );
            verdicts[(stored.Measure.Draft.Reference, project.Id)] = (LinkVerdict)verdict;
        }

        return (projects, verdicts);
    }

    private static IEnumerable<string> Expected(
        MeasureDraft measure,
        IReadOnlyList<Project> projects,
        Dictionary<(string, Guid), LinkVerdict> verdicts,
        DateOnly day
    ) =>
        CellsOf(measure, projects, verdicts)
            .Select(cell => Shown(measure.Reference, cell.Country, cell.Projects, day, measure.From, measure.Until));

    private static IEnumerable<(string? Country, IReadOnlyList<Project> Projects)> CellsOf(
        MeasureDraft measure,
        IReadOnlyList<Project> projects,
        Dictionary<(string, Guid), LinkVerdict> verdicts
    )
    {
        var counted = projects.Where(project => Counts(measure, project, verdicts)).ToList();
        var countries = measure.Countries.Order(StringComparer.Ordinal);
        return measure.Scope == MeasureScope.Any
            ? [(null, [.. counted.Where(project => project.Draft.Countries.Intersect(measure.Countries).Any())])]
            : countries.Select(country =>
                (
                    (string?)country,
                    (IReadOnlyList<Project>)[.. counted.Where(one => one.Draft.Countries.Contains(country))]
                )
            );
    }

    private static bool Counts(MeasureDraft measure, Project project, Dictionary<(string, Guid), LinkVerdict> verdicts)
    {
        var draft = project.Draft;
        if (verdicts.TryGetValue((measure.Reference, project.Id), out var verdict))
            return verdict == LinkVerdict.Confirmed;
        if (draft.DeclaredMeasures.Contains(measure.Reference, StringComparer.OrdinalIgnoreCase))
            return true;

        var words = draft.Title.ToLowerInvariant().Replace("ё", "е", StringComparison.Ordinal).Split(' ');
        return draft.Pillars.Intersect(measure.Pillars).Any()
            && draft.Countries.Intersect(measure.Countries).Any()
            && (measure.ActivityTypes.Count == 0 || draft.ActivityTypes.Intersect(measure.ActivityTypes).Any())
            && (
                measure.Words.Count == 0
                || measure.Words.Any(phrase =>
                    phrase.Split(' ').All(part => words.Any(word => word.StartsWith(part, StringComparison.Ordinal)))
                )
            );
    }

    private static string Shown(Gap gap) =>
        $"{gap.Measure?.Draft.Reference ?? $"{gap.Pillars[0]}"} {gap.Country} {gap.Coverage.State} "
        + $"{gap.Coverage.Projects} {gap.Coverage.Partners} {gap.Coverage.Active} {gap.Coverage.IsCrowded} "
        + $"{gap.Coverage.UncoveredDays} {gap.Coverage.CoveredUntil:O} {gap.Suspended}";

    private static string Shown(
        string name,
        string? country,
        IEnumerable<Project> all,
        DateOnly day,
        DateOnly? from,
        DateOnly? until
    )
    {
        var possible = all.Where(project => project.Draft.Status != ProjectStatus.Cancelled).ToList();
        var projects = possible.Where(project => project.Draft.Status != ProjectStatus.Suspended).ToList();
        var active = projects.Where(project => Covers(project, day)).ToList();
        var uncovered =
            from is { } first && until is { } last
                ? Enumerable
                    .Range(0, last.DayNumber - first.DayNumber + 1)
                    .Count(offset => !projects.Any(project => Covers(project, first.AddDays(offset))))
                    .ToString(System.Globalization.CultureInfo.InvariantCulture)
                : "";
        return $"{name} {country} {StateOn(projects, day)} {projects.Count} "
            + $"{projects.Select(project => project.Owner).Distinct().Count()} {active.Count} "
            + $"{active.Select(project => project.Owner).Distinct().Count() >= 3} {uncovered} "
            + $"{EndOfCoverage(projects, day):O} {possible.Count - projects.Count}";
    }

    private static DateOnly? EndOfCoverage(IReadOnlyList<Project> projects, DateOnly day)
    {
        var days = Enumerable
            .Range(0, LongestCoverage)
            .TakeWhile(offset => projects.Any(project => Covers(project, day.AddDays(offset))))
            .Count();
        return days is 0 or LongestCoverage ? null : day.AddDays(days - 1);
    }

    private static CoverageState StateOn(IReadOnlyList<Project> projects, DateOnly day)
    {
        if (projects.Any(project => Covers(project, day)))
            return CoverageState.Covered;
        if (
            projects.Any(project =>
                IsPipeline(project) ? project.Draft.Period.IsActive(day, null) : project.Draft.Period.Start > day
            )
        )
            return CoverageState.Planned;
        return projects.Any(project => !IsPipeline(project)) ? CoverageState.Ended : CoverageState.Gap;
    }

    private static bool Covers(Project project, DateOnly day) =>
        !IsPipeline(project) && project.Draft.Period.IsActive(day, day);

    private static bool IsPipeline(Project project) => project.Draft.Status == ProjectStatus.Pipeline;

    private static string Counted(
        string value,
        IReadOnlyList<MeasureDraft> measures,
        IReadOnlyList<Project> projects,
        Dictionary<(string, Guid), LinkVerdict> verdicts,
        DateOnly day
    )
    {
        var states = measures
            .SelectMany(measure => CellsOf(measure, projects, verdicts))
            .Select(cell =>
                StateOn(
                    [
                        .. cell.Projects.Where(one =>
                            one.Draft.Status is not (ProjectStatus.Cancelled or ProjectStatus.Suspended)
                        ),
                    ],
                    day
                )
            )
            .ToList();
        return $"{new GapSummaryRow(
            value,
            states.Count,
            Of(CoverageState.Covered),
            Of(CoverageState.Planned),
            Of(CoverageState.Ended),
            Of(CoverageState.Gap)
        )}";

        int Of(CoverageState state) => states.Count(one => one == state);
    }
}
