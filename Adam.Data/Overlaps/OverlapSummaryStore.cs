using System.Globalization;
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

    /// <param name="by">The dimensions, each once; at least one.</param>
    public Task<OverlapSummary> SummariseAsync(
        OverlapFilter filter,
        IReadOnlyList<OverlapDimension> by,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync<OverlapSummary>(
            async session =>
            {
                var numbers =
                    UsesSums
                    && SetOf(filter, by) is { } set
                    // The sums do not contain pairs of restricted projects.
                    && await session.FirstAsync(ProjectSql.SeesRestrictedPairs, ct) == 0
                        ? await ReadSumsAsync(session, filter, set, ct)
                        : await CountAsync(session, filter, by, ct);
                var names = await OrganisationNames.ReadAsync(
                    session,
                    numbers.Rows.SelectMany(row => row.Organisations),
                    ct
                );
                return new(
                    [
                        .. numbers
                            .Rows.Select(row => row.ToRow(names, numbers.Amounts[row.Key]))
                            .OrderByDescending(row => row.Overlaps)
                            .ThenByDescending(row => row.Days)
                            .ThenBy(row => row.Country, StringComparer.Ordinal)
                            .ThenBy(row => row.Pillar)
                            .ThenBy(row => string.Join('\u0001', row.Donors ?? []), StringComparer.Ordinal)
                            .ThenBy(row => row.Year)
                            .ThenBy(row => string.Join('\u0001', row.Partners ?? []), StringComparer.Ordinal)
                            .ThenBy(row => row.FoundMonth, StringComparer.Ordinal),
                    ],
                    numbers.Totals.ToRow(names, numbers.TotalAmounts),
                    Busiest(numbers.Months)
                );
            },
            ct
        );

    /// <summary>Returns the sums that a summary can be read from; null if it must be counted.</summary>
    private static OverlapSet? SetOf(OverlapFilter filter, IReadOnlyList<OverlapDimension> by)
    {
        if (!(filter with { Kinds = [], Verdicts = [] }).IsEmpty)
            return null;

        return by switch
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
    }

    private static async Task<SummaryNumbers> ReadSumsAsync(
        Session session,
        OverlapFilter filter,
        OverlapSet set,
        CancellationToken ct
    )
    {
        // A filter numbers the verdicts as the sums do.
        var conditions = OverlapSumSql.Conditions(filter.Kinds, [.. filter.Verdicts.Select(verdict => (int)verdict)]);
        var rows = await session.QueryAsync(OverlapSumSql.Rows(set, conditions), ct);
        var amounts = await session.QueryAsync(OverlapSumSql.AmountRows(set, conditions), ct);
        var totals = await session.QueryAsync(OverlapSumSql.Rows(OverlapSet.Totals, conditions), ct);
        var totalAmounts = await session.QueryAsync(OverlapSumSql.AmountRows(OverlapSet.Totals, conditions), ct);
        var months = new SortedDictionary<int, int>();
        foreach (var month in await session.QueryAsync(OverlapSumSql.MonthRows(conditions), ct))
            months[month.Month] = months.GetValueOrDefault(month.Month) + (month.IsActive == 1 ? 1 : -1);
        return new(
            [.. rows.Select(row => RowOf(set, row))],
            amounts.ToLookup(
                row => RowOf(set, new() { Cell = row.Cell }).Key,
                row => CurrencyAmount.FromParts(row.Currency, row.Units, row.TenThousandths)
            ),
            totals.Count == 0 ? new() : RowOf(OverlapSet.Totals, totals[0]),
            totalAmounts.Select(row => CurrencyAmount.FromParts(row.Currency, row.Units, row.TenThousandths)),
            months
        );
    }

    private static SummaryRow RowOf(OverlapSet set, OverlapCellRow row)
    {
        var values = row.Cell.Split(OverlapSums.Separator);
        var numbers = new SummaryRow
        {
            Overlaps = row.Overlaps,
            Undecided = row.Undecided,
            Days = row.Days,
        };
        return set switch
        {
            OverlapSet.Totals => numbers,
            OverlapSet.Country => numbers with { Country = values[0] },
            OverlapSet.Pillar => numbers with { Pillar = values[0] },
            OverlapSet.CountryPillar => numbers with { Country = values[0], Pillar = values[1] },
            OverlapSet.Donors => numbers with { Donor = values[0], OtherDonor = values[1] },
            OverlapSet.Year => numbers with { Year = int.Parse(values[0], CultureInfo.InvariantCulture) },
            OverlapSet.FoundMonth => numbers with { FoundMonth = values[0] },
            OverlapSet.Partners => numbers with { Partner = values[0], OtherPartner = values[1] },
        };
    }

    private async Task<SummaryNumbers> CountAsync(
        Session session,
        OverlapFilter filter,
        IReadOnlyList<OverlapDimension> by,
        CancellationToken ct
    )
    {
        var plan = await planner.ChooseForAllAsync(session, filter, ct);
        var (dialect, pairs) = (session.Dialect, plan.Pairs());
        var amounts = await session.QueryAsync(OverlapSummarySql.Amounts(dialect, pairs, filter, by), ct);
        var totalAmounts = await session.QueryAsync(OverlapSummarySql.Amounts(dialect, pairs, filter, []), ct);
        return new(
            await session.QueryAsync(OverlapSummarySql.Rows(dialect, pairs, filter, by), ct),
            amounts.ToLookup(row => row.Key, row => row.ToAmount()),
            (await session.QueryAsync(OverlapSummarySql.Rows(dialect, pairs, filter, []), ct))[0],
            totalAmounts.Select(row => row.ToAmount()),
            MonthsOf(await session.QueryAsync(OverlapSummarySql.Donors(pairs), ct))
        );
    }

    /// <summary>Returns the changes of the number of active donors by month.</summary>
    private static SortedDictionary<int, int> MonthsOf(IEnumerable<SummaryDonorRow> rows)
    {
        // A donor counts once in a month, even if it pays for several projects, so its periods are merged.
        var changes = new SortedDictionary<int, int>();
        foreach (var donor in rows.GroupBy(row => row.Donor))
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

    /// <param name="Months">The changes of the number of active donors by month.</param>
    private sealed record SummaryNumbers(
        IReadOnlyList<SummaryRow> Rows,
        ILookup<string, CurrencyAmount> Amounts,
        SummaryRow Totals,
        IEnumerable<CurrencyAmount> TotalAmounts,
        SortedDictionary<int, int> Months
    );
}
