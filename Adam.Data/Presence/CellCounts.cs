using System.Globalization;
using Adam.Data.Databases;

namespace Adam.Data.Presence;

/// <summary>
/// Counts a table by one or two dimensions in memory. A join of both with the partners has a row for each combination
/// of their values in a project, and sorts all rows twice to count projects and partners once, and again to add up
/// amounts. Read one by one, dimensions, partners and amounts have a row for each value.
/// </summary>
internal static class CellCounts
{
    private const int Bits = 64;

    /// <summary>Returns true for a table that is counted here.</summary>
    public static bool Fit(PresenceQuery question) => question.By.Count is 1 or 2;

    /// <summary>Returns the numbers of a table, without the amounts that donors of cells give.</summary>
    public static async Task<PresenceNumbers> ReadAsync(Session session, PresenceQuery question, CancellationToken ct)
    {
        var values = new List<ILookup<long, string>>();
        foreach (var dimension in question.By)
            values.Add(
                (await ValuesAsync(session, question, dimension, ct)).ToLookup(row => row.ProjectId, row => row.Value)
            );
        var parts = await session.QueryAsync(PresenceSql.Parts(question), ct);
        var places = parts.Select(part => part.PartnerId).Distinct().Select((id, place) => (id, place)).ToDictionary();
        var partners = parts.ToLookup(part => part.ProjectId, part => places[part.PartnerId]);
        var amounts = (await session.QueryAsync(PresenceSql.ProjectAmounts(session.Dialect, question), ct)).ToLookup(
            row => row.ProjectId
        );

        var (all, cells) = (NewCell(), new Dictionary<(string, string), Cell>());
        foreach (var project in partners)
        {
            all.Add(project, amounts[project.Key]);
            var seconds = values.Count > 1 ? values[1][project.Key] : [""];
            foreach (var first in values[0][project.Key])
            {
                foreach (var second in seconds)
                {
                    if (!cells.TryGetValue((first, second), out var cell))
                        cells[(first, second)] = cell = NewCell();
                    cell.Add(project, amounts[project.Key]);
                }
            }
        }

        var rows = cells
            .Select(one =>
                (Row: one.Value.ToRow(one.Key.Item1, values.Count > 1 ? one.Key.Item2 : null), Cell: one.Value)
            )
            .ToList();
        var totals = all.ToRow(null, null);
        return new(
            [.. rows.Select(one => one.Row)],
            totals,
            rows.SelectMany(one => one.Cell.AmountsOf(one.Row)).ToLookup(amount => amount.Key),
            all.AmountsOf(totals).ToLookup(amount => amount.Key),
            Given: null
        );

        Cell NewCell() => new(new ulong[(places.Count / Bits) + 1], byStart: question.Currency is not null);
    }

    private static async Task<IEnumerable<PresenceValueRow>> ValuesAsync(
        Session session,
        PresenceQuery question,
        PresenceDimension dimension,
        CancellationToken ct
    ) =>
        dimension == PresenceDimension.Year
            ? (await session.QueryAsync(PresenceSql.Periods(question), ct)).SelectMany(row => YearsOf(question, row))
            : await session.QueryAsync(PresenceSql.Values(question, dimension), ct);

    /// <summary>
    /// Returns the years of a project within the requested window, by the rules of <see cref="PresenceSql.Cells"/>.
    /// </summary>
    private static IEnumerable<PresenceValueRow> YearsOf(PresenceQuery question, PresencePeriodRow row)
    {
        var (start, end) = (row.StartDay < 0 ? row.EndDay : row.StartDay, row.EndDay);
        // Without a start and an end, no year is known.
        if (end < 0 || start == Database.OpenDay)
            yield break;

        var first = DateOnly.FromDayNumber(start).Year;
        var last = end == Database.OpenDay ? Math.Max(question.ThisYear, first) : DateOnly.FromDayNumber(end).Year;
        first = Math.Max(first, Math.Max(Database.FirstYear, question.Filter.ActiveFrom?.Year ?? 0));
        last = Math.Min(last, Math.Min(Database.LastYear, question.Filter.ActiveTo?.Year ?? int.MaxValue));
        for (var year = first; year <= last; year++)
            yield return new() { ProjectId = row.ProjectId, Value = year.ToString(CultureInfo.InvariantCulture) };
    }

    /// <param name="seen">A bit for each partner.</param>
    /// <param name="byStart">True to add up amounts by the year of the start, to convert them.</param>
    private sealed class Cell(ulong[] seen, bool byStart)
    {
        private readonly Dictionary<(string Currency, int StartDay), (decimal Units, long TenThousandths)> _amounts =
        [];
        private long _projects;

        public void Add(IEnumerable<int> partners, IEnumerable<PresenceProjectAmountRow> amounts)
        {
            _projects++;
            foreach (var place in partners)
                seen[place / Bits] |= 1UL << (place % Bits);
            foreach (var amount in amounts)
            {
                var key = (amount.Currency, byStart ? FirstDayOfYear(amount.StartDay) : 0);
                var (units, tenThousandths) = _amounts.GetValueOrDefault(key);
                _amounts[key] = (units + amount.Units, tenThousandths + amount.TenThousandths);
            }
        }

        public PresenceRow ToRow(string? first, string? second) =>
            new()
            {
                D0 = first,
                D1 = second,
                Projects = _projects,
                Partners = seen.Sum(bits => (long)ulong.PopCount(bits)),
            };

        /// <summary>Returns the amounts of the cell.</summary>
        /// <param name="row">The row of the cell.</param>
        public IEnumerable<PresenceAmountRow> AmountsOf(PresenceRow row) =>
            _amounts.Select(amount => new PresenceAmountRow(row)
            {
                StartDay = amount.Key.StartDay,
                Currency = amount.Key.Currency,
                Units = amount.Value.Units,
                TenThousandths = amount.Value.TenThousandths,
            });

        // Rates are those of a year.
        private static int FirstDayOfYear(int startDay) =>
            startDay == Database.UnknownStartDay
                ? startDay
                : new DateOnly(DateOnly.FromDayNumber(startDay).Year, 1, 1).DayNumber;
    }
}
