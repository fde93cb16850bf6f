using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Data.Partners;

namespace Adam.Data.Overlaps;

/// <summary>Summarises the ranked pairs.</summary>
public sealed class OverlapSummaryStore(Database database, QueryPlanner planner)
{
    private const int MostMonths = 3;

    /// <param name="by">The dimensions, each once; at least one.</param>
    public Task<OverlapSummary> SummariseAsync(
        OverlapFilter filter,
        IReadOnlyList<OverlapDimension> by,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync<OverlapSummary>(
            async session =>
            {
                var plan = await planner.ChooseForAllAsync(session, filter, ct);
                var (dialect, pairs) = (session.Dialect, plan.Pairs());
                var rows = await session.QueryAsync(OverlapSummarySql.Rows(pairs, filter, by), ct);
                var amounts = (
                    await session.QueryAsync(OverlapSummarySql.Amounts(dialect, pairs, filter, by), ct)
                ).ToLookup(row => row.Key, row => row.ToAmount());
                var totals = (await session.QueryAsync(OverlapSummarySql.Rows(pairs, filter, []), ct))[0];
                var totalAmounts = await session.QueryAsync(OverlapSummarySql.Amounts(dialect, pairs, filter, []), ct);
                var donors = await session.QueryAsync(OverlapSummarySql.Donors(pairs), ct);
                var names = await OrganisationNames.ReadAsync(
                    session,
                    rows.SelectMany(row => new[] { row.Donor, row.OtherDonor }),
                    ct
                );
                return new(
                    [
                        .. rows.Select(row => row.ToRow(names, amounts[row.Key]))
                            .OrderByDescending(row => row.Overlaps)
                            .ThenByDescending(row => row.Days)
                            .ThenBy(row => row.Country, StringComparer.Ordinal)
                            .ThenBy(row => row.Pillar)
                            .ThenBy(row => string.Join('\u0001', row.Donors ?? []), StringComparer.Ordinal)
                            .ThenBy(row => row.Year),
                    ],
                    totals.ToRow(names, totalAmounts.Select(row => row.ToAmount())),
                    Busiest(donors)
                );
            },
            ct
        );

    private static IReadOnlyList<BusyMonth> Busiest(IEnumerable<SummaryDonorRow> rows)
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

        void Change(int month, int by) => changes[month] = changes.GetValueOrDefault(month) + by;
    }
}
