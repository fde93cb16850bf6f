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
                var numbers =
                    UsesSums
                    && sets.Count == summaries.Count
                    // The sums do not contain pairs of restricted projects.
                    && await session.FirstAsync(ProjectSql.SeesRestrictedPairs, ct) == 0
                        ? await ReadSumsAsync(session, filter, sets, ct)
                        : await CountAsync(session, filter, summaries, ct);
                var names = await OrganisationNames.ReadAsync(
                    session,
                    numbers.Tables.SelectMany(table => table.Rows).SelectMany(row => row.Organisations),
                    ct
                );
                var totals = new SummaryRow { Numbers = numbers.Totals }.ToRow(names, numbers.TotalAmounts);
                var busiest = Busiest(numbers.Months);
                return
                [
                    .. numbers.Tables.Select(table => new OverlapSummary(
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

    private static async Task<SummaryNumbers> ReadSumsAsync(
        Session session,
        OverlapFilter filter,
        IReadOnlyList<SummedSet> sets,
        CancellationToken ct
    )
    {
        // A filter numbers the verdicts as the sums do.
        var conditions = OverlapSumSql.Conditions(filter.Kinds, [.. filter.Verdicts.Select(verdict => (int)verdict)]);
        var tables = new List<SummaryTable>();
        foreach (var (set, by) in sets)
            tables.Add(
                SummaryTable.Create(
                    by,
                    await session.QueryAsync(OverlapSumSql.Rows(set, conditions), ct),
                    await session.QueryAsync(OverlapSumSql.AmountRows(set, conditions), ct)
                )
            );
        var totals = await session.QueryAsync(OverlapSumSql.Rows(OverlapSet.Totals, conditions), ct);
        var totalAmounts = await session.QueryAsync(OverlapSumSql.AmountRows(OverlapSet.Totals, conditions), ct);
        var months = new SortedDictionary<int, int>();
        foreach (var month in await session.QueryAsync(OverlapSumSql.MonthRows(conditions), ct))
            months[month.Month] = months.GetValueOrDefault(month.Month) + (month.IsActive == 1 ? 1 : -1);
        return new(tables, totals.Count == 0 ? new() : totals[0], totalAmounts.Select(row => row.ToAmount()), months);
    }

    private async Task<SummaryNumbers> CountAsync(
        Session session,
        OverlapFilter filter,
        IReadOnlyList<IReadOnlyList<OverlapDimension>> summaries,
        CancellationToken ct
    )
    {
        var query = await planner.ChooseForAllAsync(session, filter, ct);
        var needsCountries = summaries.Any(by => by.Contains(OverlapDimension.Country));
        var pairs = await CountedPairs.ReadAsync(session, query, filter, needsCountries, ct);
        var total = pairs.Total();
        return new(
            [
                .. summaries.Select(by =>
                {
                    var cells = pairs.Count(by);
                    return SummaryTable.Create(
                        by,
                        cells.Select(cell => cell.ToRow()),
                        cells.SelectMany(cell => cell.ToAmounts())
                    );
                }),
            ],
            total.ToRow(),
            total.ToAmounts().Select(row => row.ToAmount()),
            MonthsOf(pairs.Donors())
        );
    }

    /// <summary>Returns the changes of the number of active donors by month.</summary>
    private static SortedDictionary<int, int> MonthsOf(IEnumerable<(string Donor, (int From, int To) Months)> rows)
    {
        // A donor counts once in a month, even if it pays for several projects, so its periods are merged.
        var changes = new SortedDictionary<int, int>();
        foreach (var donor in rows.GroupBy(row => row.Donor, StringComparer.Ordinal))
        {
            var until = int.MinValue;
            foreach (var (from, to) in donor.Select(row => row.Months).Order())
            {
                if (to <= until)
                    continue;
                if (from > until + 1)
                {
                    Change(from, 1);
                    if (until > int.MinValue)
                        Change(until + 1, -1);
                }

                until = to;
            }

            Change(until + 1, -1);
        }

        return changes;

        void Change(int month, int by) => changes[month] = changes.GetValueOrDefault(month) + by;
    }

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
            IEnumerable<OverlapCellRow> rows,
            IEnumerable<OverlapCellAmountRow> amounts
        ) =>
            new(
                [.. rows.Select(row => SummaryRow.FromCell(by, row))],
                amounts.ToLookup(row => row.Cell, row => row.ToAmount(), StringComparer.Ordinal)
            );
    }

    /// <param name="Months">The changes of the number of active donors by month.</param>
    private sealed record SummaryNumbers(
        IReadOnlyList<SummaryTable> Tables,
        OverlapCellRow Totals,
        IEnumerable<CurrencyAmount> TotalAmounts,
        SortedDictionary<int, int> Months
    );
}
