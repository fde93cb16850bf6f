using System.Globalization;
using Adam.Data.Audit;
using Adam.Data.Databases;
using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Gaps;
using Adam.Domain.Measures;
using Adam.Domain.Projects;

namespace Adam.Data.Gaps;

/// <summary>
/// Computes which cells are covered: the countries of measures, or pillars in countries. Nothing is stored. The reader
/// counts what it may see, and a restricted project that it does not see covers its countries under its pillars on
/// every day, which is what it is told anyway.
/// </summary>
public sealed class GapStore(
    Database database,
    MeasureStore measures,
    PastProjects pastProjects,
    CriterionPartsCache kept
)
{
    /// <summary>Returns the cells of a question with their coverage, by measure or pillar, then by country.</summary>
    public async Task<IReadOnlyList<Gap>> ListAsync(GapQuery query, CancellationToken ct) =>
        [
            .. (await CellsAsync(query, ct))
                .Select(cell => cell.ToGap(query))
                .Where(gap => query.States.Count == 0 || query.States.Contains(gap.Coverage.State))
                .Where(gap => query.Crowded is not { } crowded || gap.Coverage.IsCrowded == crowded),
        ];

    /// <summary>Returns the numbers of cells by state.</summary>
    /// <param name="by">The dimension. A measure with several pillars counts under each.</param>
    /// <param name="fromYear">The first year; only for the dimension year, which counts on each 31 December.</param>
    /// <param name="toYear">The last year, included.</param>
    /// <returns>The rows, and the row of all cells on the day of the question.</returns>
    public async Task<(IReadOnlyList<GapSummaryRow> Rows, GapSummaryRow Totals)> SummariseAsync(
        GapQuery query,
        GapDimension by,
        int fromYear,
        int toYear,
        CancellationToken ct
    )
    {
        var cells = await CellsAsync(query, ct);
        var totals = Count("", cells, query.AsOf);
        if (by == GapDimension.Year)
            return (
                [
                    .. Enumerable
                        .Range(fromYear, toYear - fromYear + 1)
                        .Select(year =>
                            Count(year.ToString("0000", CultureInfo.InvariantCulture), cells, new(year, 12, 31))
                        ),
                ],
                totals
            );

        return (
            [
                .. cells
                    .SelectMany(cell => ValuesOf(cell, by), (cell, value) => (cell, value))
                    .GroupBy(one => one.value, one => one.cell, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => Count(group.Key, [.. group], query.AsOf)),
            ],
            totals
        );
    }

    /// <summary>Returns the cells of a measure that need not be recorded.</summary>
    public Task<IReadOnlyList<Gap>> OfMeasureAsync(StoredMeasure measure, GapQuery query, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<Gap>>(
            async session =>
            {
                var evaluation = await MeasureEvaluation.ReadAsync(session, kept, [measure], [], ct);
                var hidden = await RestrictedCells.AllAsync(session, ReaderScope.Current, ct);
                return GapsOf(query, measure, evaluation, hidden);
            },
            ct
        );

    /// <summary>Returns the cells of a measure from its evaluation.</summary>
    /// <param name="hidden">The restricted projects that the reader of the evaluation does not see.</param>
    internal static IReadOnlyList<Gap> GapsOf(
        GapQuery query,
        StoredMeasure measure,
        ICountedProjects projects,
        IReadOnlyList<RestrictedCell> hidden
    ) => [.. CellsOf(query, measure, projects, hidden).Select(cell => cell.ToGap(query))];

    private async Task<IReadOnlyList<GapCell>> CellsAsync(GapQuery query, CancellationToken ct)
    {
        var (countries, pillars) = PillarCells(query);
        if (query.RecordedBy is { } at)
        {
            var then = query.ByPillar ? [] : Chosen(query, await measures.ListAsync(ct));
            var past = await PastMeasureEvaluation.ReadAsync(
                database,
                then,
                pastProjects
                    .StreamAsync(new(), at, after: 0, ct)
                    .Select(project => (project.Position, ProjectJson.Read(project.Document))),
                at,
                ct
            );
            var hiddenNow = await database.QueryOnceAsync(
                session => RestrictedCells.AllAsync(session, ReaderScope.Current, ct),
                ct
            );
            return Cells(query, then, countries, pillars, past, hiddenNow);
        }

        return await database.InReadTransactionAsync(
            async session =>
            {
                var chosen = query.ByPillar ? [] : Chosen(query, await measures.ReadAsync(session, ct));
                var evaluation = await MeasureEvaluation.ReadAsync(
                    session,
                    kept,
                    chosen,
                    query.ByPillar ? countries.SelectMany(country => pillars.Select(pillar => (country, pillar))) : [],
                    ct,
                    country => Passes(query, country)
                );
                var hidden = await RestrictedCells.AllAsync(session, ReaderScope.Current, ct);
                return Cells(query, chosen, countries, pillars, evaluation, hidden);
            },
            ct
        );
    }

    private static IReadOnlyList<GapCell> Cells(
        GapQuery query,
        IReadOnlyList<StoredMeasure> chosen,
        IReadOnlyList<string> countries,
        IReadOnlyList<Pillar> pillars,
        ICountedProjects projects,
        IReadOnlyList<RestrictedCell> hidden
    ) =>
        query.ByPillar
            ?
            [
                .. pillars.SelectMany(pillar =>
                    countries.Select(country =>
                        Cell(null, country, [pillar], [country], projects.AllIn(country, pillar), hidden)
                    )
                ),
            ]
            : [.. chosen.SelectMany(measure => CellsOf(query, measure, projects, hidden))];

    private static IEnumerable<GapCell> CellsOf(
        GapQuery query,
        StoredMeasure measure,
        ICountedProjects projects,
        IReadOnlyList<RestrictedCell> hidden
    )
    {
        var (counted, pillars) = (projects.CountedIn(measure), measure.Criterion.Pillars);
        var countries = measure.Criterion.Countries.Where(country => Passes(query, country)).ToList();
        if (measure.Measure.Draft.Scope == MeasureScope.Any)
            return countries.Count == 0
                ? []
                :
                [
                    Cell(
                        measure,
                        null,
                        pillars,
                        measure.Criterion.Countries,
                        [.. counted.Values.SelectMany(all => all).DistinctBy(one => one.ProjectId)],
                        hidden
                    ),
                ];

        return countries.Select(country => Cell(measure, country, pillars, [country], counted[country], hidden));
    }

    private static GapCell Cell(
        StoredMeasure? measure,
        string? country,
        IReadOnlyList<Pillar> pillars,
        IReadOnlyList<string> countries,
        IReadOnlyList<CountedProject> projects,
        IReadOnlyList<RestrictedCell> hidden
    ) =>
        new(
            measure,
            country,
            pillars,
            [.. projects.Where(one => !one.IsSuspended).Select(one => one.Project)],
            projects.Count(one => one.IsSuspended),
            [.. hidden.Where(cell => countries.Contains(cell.Country) && pillars.Contains(cell.Pillar))]
        );

    private static IReadOnlyList<StoredMeasure> Chosen(GapQuery query, IReadOnlyList<StoredMeasure> all) =>
        [
            .. all.Where(measure =>
                measure.IsActive
                && (query.Measures.Count == 0 || query.Measures.Contains(measure.Measure.Key))
                && (query.Pillars.Count == 0 || measure.Criterion.Pillars.Any(query.Pillars.Contains))
                && measure.Criterion.Countries.Any(country => Passes(query, country))
            ),
        ];

    /// <summary>
    /// Returns the countries and pillars of a question by pillar. The countries of all routes are the default.
    /// </summary>
    private static (IReadOnlyList<string> Countries, IReadOnlyList<Pillar> Pillars) PillarCells(GapQuery query) =>
        (
            [
                .. (
                    query.Countries.Count > 0
                        ? query.Countries
                        : Route.All.SelectMany(route => route.Countries).Select(country => country.Country)
                )
                    .Where(country => Passes(query, country))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
            [.. (query.Pillars.Count > 0 ? query.Pillars : Enum.GetValues<Pillar>()).Distinct().Order()]
        );

    private static bool Passes(GapQuery query, string country) =>
        (query.Countries.Count == 0 || query.Countries.Contains(country))
        && (query.RouteCountries.Count == 0 || query.RouteCountries.Contains(country));

    private static IEnumerable<string> ValuesOf(GapCell cell, GapDimension by) =>
        by switch
        {
            GapDimension.Measure => cell.Measure is { } measure ? [measure.Measure.Draft.Reference] : [],
            GapDimension.Country => cell.Country is { } country ? [country] : [],
            GapDimension.Pillar => cell.Pillars.Select(ProjectIndex.CodeOf),
            _ => throw new ArgumentOutOfRangeException(nameof(by)),
        };

    private static GapSummaryRow Count(string value, IReadOnlyList<GapCell> cells, DateOnly day)
    {
        var states = cells.Select(cell => cell.StateOn(day)).ToList();
        return new(
            value,
            cells.Count,
            Of(CoverageState.Covered),
            Of(CoverageState.Planned),
            Of(CoverageState.Ended),
            Of(CoverageState.Gap)
        );

        int Of(CoverageState state) => states.Count(one => one == state);
    }
}
