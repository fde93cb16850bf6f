using Adam.Data.Engines;
using Adam.Data.Partners;
using Adam.Data.Presence;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Counts the pairs that the register ranks.</summary>
public sealed class OverlapSummaryStore(Engine engine, OverlapStore overlaps)
{
    private const int MostMonths = 3;

    /// <param name="by">Each dimension once; at least one.</param>
    public Task<OverlapSummary> SummariseAsync(OverlapFilter filter, IReadOnlyList<OverlapDimension> by, CancellationToken ct) => engine.ReadAsync<OverlapSummary>(async session =>
    {
        var (few, unsettled) = await overlaps.FewRankedAsync(session, filter, ct);
        var rows = await QueryAsync<SummaryRow>(OverlapSummarySql.Rows(engine, unsettled, by, few));
        var amounts = (await QueryAsync<AmountRow>(OverlapSummarySql.Amounts(engine, unsettled, by, few))).ToLookup(row => row.Key, row => row.ToAmount());
        var totals = (await QueryAsync<SummaryRow>(OverlapSummarySql.Rows(engine, unsettled, [], few)))[0];
        var totalAmounts = await QueryAsync<AmountRow>(OverlapSummarySql.Amounts(engine, unsettled, [], few));
        var donors = await QueryAsync<DonorRow>(OverlapSummarySql.Donors(engine, unsettled, few));
        var names = await OrganisationNames.OfAsync(session, rows.SelectMany(row => new[] { row.Donor, row.OtherDonor }), ct);
        return new(
            [.. rows.Select(row => row.ToRow(names, amounts[row.Key]))
                .OrderByDescending(row => row.Overlaps).ThenByDescending(row => row.Days)
                .ThenBy(row => row.Country, StringComparer.Ordinal).ThenBy(row => row.Pillar).ThenBy(row => string.Join('\u0001', row.Donors ?? []), StringComparer.Ordinal).ThenBy(row => row.Year)],
            totals.ToRow(names, totalAmounts.Select(row => row.ToAmount())),
            Busiest(donors));

        Task<IReadOnlyList<T>> QueryAsync<T>(Statement statement) => session.QueryAsync<T>(statement, ct);
    }, ct);

    private static IReadOnlyList<BusyMonth> Busiest(IEnumerable<DonorRow> rows)
    {
        // A donor counts once in a month, however many projects it pays for: its periods are made one.
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

        return [.. months.OrderByDescending(month => month.Donors).ThenBy(month => month.Month).Take(MostMonths).Select(month => new BusyMonth(month.Month / 12, (month.Month % 12) + 1, month.Donors))];

        void Change(int month, int by) => changes[month] = changes.GetValueOrDefault(month) + by;
    }

    private record SummaryKey
    {
        public string? Country { get; init; }
        public string? Pillar { get; init; }
        public string? Donor { get; init; }
        public string? OtherDonor { get; init; }
        public int? Year { get; init; }

        public string Key => string.Join('\u0001', Country, Pillar, Donor, OtherDonor, Year);
    }

    private sealed record SummaryRow : SummaryKey
    {
        public long Overlaps { get; init; }
        public long Undecided { get; init; }
        public long Days { get; init; }

        public OverlapSummaryRow ToRow(IReadOnlyDictionary<string, string> names, IEnumerable<CurrencyAmount> amounts) => new(
            Country, Pillar is null ? null : (Pillar)CodeLists.Pillars.Find(Pillar)!.Number!,
            Donor is null ? null : [names.GetValueOrDefault(Donor, Donor), names.GetValueOrDefault(OtherDonor!, OtherDonor!)], Year, Overlaps, Undecided, Days,
            [.. amounts.OrderBy(amount => amount.Currency, StringComparer.Ordinal)]);
    }

    private sealed record AmountRow : SummaryKey
    {
        public string Currency { get; init; } = "";
        public decimal Units { get; init; }
        public long TenThousandths { get; init; }

        public CurrencyAmount ToAmount() => CurrencyAmount.Of(Currency, Units, TenThousandths);
    }

    private sealed record DonorRow
    {
        public string Donor { get; init; } = "";
        public int StartDay { get; init; }
        public int EndDay { get; init; }

        /// <summary>The first and the last month, counted from January of year 0.</summary>
        public (int From, int To) Months
        {
            get
            {
                var start = DateOnly.FromDayNumber(StartDay);
                return (MonthOf(start), MonthOf(EndDay == Engine.OpenDay ? start.AddYears(Period.YearsOfOpenEnd) : DateOnly.FromDayNumber(EndDay)));
            }
        }

        private static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month - 1;
    }
}
