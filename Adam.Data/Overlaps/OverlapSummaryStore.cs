using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Summarises the ranked pairs.</summary>
public sealed class OverlapSummaryStore(Database database, QueryPlanner planner)
{
    private const int MostMonths = 3;

    /// <summary>False to count each summary, for tests.</summary>
    internal bool UsesSums { get; init; } = true;

    /// <summary>The maximum number of pairs that are in memory at once.</summary>
    internal int MostPairs { get; init; } = CountedPairs.Most;

    /// <summary>Returns one summary.</summary>
    /// <param name="by">The dimensions, each once; at least one.</param>
    public async Task<OverlapSummary> SummariseAsync(
        OverlapFilter filter,
        IReadOnlyList<OverlapDimension> by,
        CancellationToken ct
    ) => (await SummariseAsync(filter, [by], ct))[0];

    /// <summary>Returns several summaries of the same pairs, which are read once if they are counted.</summary>
    /// <param name="summaries">The dimensions of each summary, each once; at least one.</param>
    public Task<IReadOnlyList<OverlapSummary>> SummariseAsync(
        OverlapFilter filter,
        IReadOnlyList<IReadOnlyList<OverlapDimension>> summaries,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync<IReadOnlyList<OverlapSummary>>(
            async session =>
            {
                var sets = summaries.Select(by => SetOf(filter, by)).OfType<SummedSet>().ToList();
                var counts =
                    UsesSums && sets.Count == summaries.Count
                        ? await SumAsync(session, filter, sets, ct)
                        : await CountAsync(session, filter, summaries, ct);
                var tables = counts
                    .Summaries.Select((by, place) => SummaryTable.Create(by, counts.CellsOf(place)))
                    .ToList();
                var names = await OrganisationNames.ReadAsync(
                    session,
                    tables.SelectMany(table => table.Rows).SelectMany(row => row.Organisations),
                    ct
                );
                var totals = new SummaryRow { Numbers = counts.Total.ToRow() }.ToRow(
                    names,
                    counts.Total.ToAmounts().Select(row => row.ToAmount())
                );
                var busiest = Busiest(counts.Months.Changes());
                return
                [
                    .. tables.Select(table => new OverlapSummary(
                        [
                            .. table
                                .Rows.Select(row => row.ToRow(names, table.Amounts[row.Numbers.Cell]))
                                .OrderByDescending(row => row.Overlaps)
                                .ThenByDescending(row => row.Days)
                                .ThenBy(row => row.Country, StringComparer.Ordinal)
                                .ThenBy(row => row.Pillar)
                                .ThenBy(row => string.Join('\u0001', row.Donors ?? []), StringComparer.Ordinal)
                                .ThenBy(row => row.Year)
                                .ThenBy(row => string.Join('\u0001', row.Partners ?? []), StringComparer.Ordinal)
                                .ThenBy(row => row.FoundMonth, StringComparer.Ordinal),
                        ],
                        totals,
                        busiest
                    )),
                ];
            },
            ct
        );

    /// <summary>Returns the sums that a summary can be read from; null if it must be counted.</summary>
    private static SummedSet? SetOf(OverlapFilter filter, IReadOnlyList<OverlapDimension> by)
    {
        if (!(filter with { Kinds = [], Verdicts = [] }).IsEmpty)
            return null;

        OverlapSet? set = by switch
        {
            [OverlapDimension.Country] => OverlapSet.Country,
            [OverlapDimension.Pillar] => OverlapSet.Pillar,
            [OverlapDimension.Country, OverlapDimension.Pillar] => OverlapSet.CountryPillar,
            [OverlapDimension.Pillar, OverlapDimension.Country] => OverlapSet.CountryPillar,
            [OverlapDimension.Donors] => OverlapSet.Donors,
            [OverlapDimension.Year] => OverlapSet.Year,
            [OverlapDimension.FoundMonth] => OverlapSet.FoundMonth,
            [OverlapDimension.Partners] => OverlapSet.Partners,
            _ => null,
        };
        return set is { } found ? new(found, [.. by.Order()]) : null;
    }

    /// <summary>
    /// Adds up the sums, and counts the pairs of restricted projects that the reader sees, which the sums do not
    /// contain.
    /// </summary>
    private async Task<OverlapCounts> SumAsync(
        Session session,
        OverlapFilter filter,
        IReadOnlyList<SummedSet> sets,
        CancellationToken ct
    )
    {
        var counts = new OverlapCounts([.. sets.Select(set => set.By)]);
        var conditions = OverlapSummarySql.ConditionsOfSums(filter)!;
        for (var place = 0; place < sets.Count; place++)
        {
            foreach (var row in await session.QueryAsync(OverlapSumSql.Rows(sets[place].Set, conditions), ct))
                counts.Cell(place, row.Cell).Add(row);
            foreach (var row in await session.QueryAsync(OverlapSumSql.AmountRows(sets[place].Set, conditions), ct))
                counts.Cell(place, row.Cell).Add(row);
        }

        foreach (var row in await session.QueryAsync(OverlapSumSql.Rows(OverlapSet.Totals, conditions), ct))
            counts.Total.Add(row);
        foreach (var row in await session.QueryAsync(OverlapSumSql.AmountRows(OverlapSet.Totals, conditions), ct))
            counts.Total.Add(row);
        var months = await session.QueryAsync(OverlapSumSql.MonthRows(conditions), ct);
        foreach (var donor in months.GroupBy(row => row.Donor, StringComparer.Ordinal))
        {
            // A donor becomes active and ceases to be in turn.
            foreach (var period in donor.OrderBy(row => row.Month).Chunk(2))
                counts.Months.Add(donor.Key, period[0].Month, period[^1].Month - 1);
        }

        if (await session.FirstAsync(ProjectSql.SeesRestrictedPairs, ct) == 1)
        {
            var restricted = await session.QueryAsync(ProjectSql.RestrictedProjects, ct);
            var path = new CandidateProjects(restricted);
            var query = ReportQuery.Create(session.Dialect, path, filter, OverlapSort.Score);
            await ReaderOf(session, filter, counts).CountAsync(query, counts, ct);
        }

        return counts;
    }

    private async Task<OverlapCounts> CountAsync(
        Session session,
        OverlapFilter filter,
        IReadOnlyList<IReadOnlyList<OverlapDimension>> summaries,
        CancellationToken ct
    )
    {
        var counts = new OverlapCounts(summaries);
        var query = await planner.ChooseForAllAsync(session, filter, ct);
        await ReaderOf(session, filter, counts).CountAsync(query, counts, ct);
        return counts;
    }

    private CountedPairs ReaderOf(Session session, OverlapFilter filter, OverlapCounts counts) =>
        new(session, filter, MostPairs, counts.Summaries.Any(by => by.Contains(OverlapDimension.Country)));

    private static IReadOnlyList<BusyMonth> Busiest(SortedDictionary<int, int> changes)
    {
        var (active, months, before) = (0, new List<(int Month, int Donors)>(), 0);
        foreach (var (month, change) in changes)
        {
            for (var between = before; active > 0 && between < month; between++)
                months.Add((between, active));
            (active, before) = (active + change, month);
        }

        return
        [
            .. months
                .OrderByDescending(month => month.Donors)
                .ThenBy(month => month.Month)
                .Take(MostMonths)
                .Select(month => new BusyMonth(month.Month / 12, (month.Month % 12) + 1, month.Donors)),
        ];
    }

    /// <param name="By">The dimensions, in the order of the values of its cells.</param>
    private sealed record SummedSet(OverlapSet Set, IReadOnlyList<OverlapDimension> By);

    /// <param name="Amounts">The amounts by cell.</param>
    private sealed record SummaryTable(IReadOnlyList<SummaryRow> Rows, ILookup<string, CurrencyAmount> Amounts)
    {
        public static SummaryTable Create(
            IReadOnlyList<OverlapDimension> by,
            IReadOnlyCollection<CountedOverlaps> cells
        ) =>
            new(
                [.. cells.Select(cell => SummaryRow.FromCell(by, cell.ToRow()))],
                cells
                    .SelectMany(cell => cell.ToAmounts())
                    .ToLookup(row => row.Cell, row => row.ToAmount(), StringComparer.Ordinal)
            );
    }
}
