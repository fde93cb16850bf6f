using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>The numbers of a table of presence.</summary>
/// <param name="Given">The amounts of the donor of each cell; null if donor is no dimension.</param>
internal sealed record PresenceNumbers(
    IReadOnlyList<PresenceRow> Cells,
    PresenceRow Totals,
    ILookup<string, PresenceAmountRow> Amounts,
    ILookup<string, PresenceAmountRow> TotalAmounts,
    ILookup<string, PresenceAmountRow>? Given
);

/// <summary>
/// Reads a table of presence from its sums. The dimensions of the table and of its filters together must be a stored
/// set, and the filters must each have one value of a dimension. The totals are then the cell of the filters.
/// </summary>
internal sealed class SummedPresence
{
    private readonly PresenceQuery _question;
    private readonly PresenceSet _set;
    private readonly PresenceSet _totals;
    private readonly IReadOnlyDictionary<PresenceDimension, string> _fixed;

    private SummedPresence(
        PresenceQuery question,
        PresenceSet set,
        PresenceSet totals,
        IReadOnlyDictionary<PresenceDimension, string> values
    ) => (_question, _set, _totals, _fixed) = (question, set, totals, values);

    /// <summary>Returns the sums that a question can be answered from; null if it must be counted.</summary>
    public static SummedPresence? For(PresenceQuery question)
    {
        var filter = question.Filter;
        var conditions = new (PresenceDimension Dimension, IReadOnlyList<string> Values)[]
        {
            (PresenceDimension.Country, filter.Countries),
            (PresenceDimension.Pillar, [.. filter.Pillars.Select(ProjectIndex.CodeOf)]),
            (PresenceDimension.Donor, filter.Donors),
            (PresenceDimension.Partner, filter.Partners),
            (PresenceDimension.Status, [.. filter.Statuses.Select(ProjectIndex.CodeOf)]),
            (PresenceDimension.SdgTarget, filter.SdgTargets),
        }
            .Where(condition => condition.Values.Count > 0)
            .ToList();
        var others = filter with
        {
            Countries = [],
            Pillars = [],
            Donors = [],
            Partners = [],
            Statuses = [],
            SdgTargets = [],
        };
        if (!others.IsEmpty || conditions.Exists(condition => condition.Values.Count > 1))
            return null;

        var values = conditions.ToDictionary(condition => condition.Dimension, condition => condition.Values[0]);
        return
            PresenceSet.Find(question.By.Union(values.Keys).ToList()) is { } set
            && PresenceSet.Find(values.Keys) is { } totals
            // The years of all countries are as many rows as counting reads.
            && (set is not { HasYears: true, Dimensions.Count: > 1 } || values.ContainsKey(set.Dimensions[0]))
            ? new(question, set, totals, values)
            : null;
    }

    public async Task<PresenceNumbers> ReadAsync(Session session, CancellationToken ct)
    {
        var totals = await CellsAsync(session, _totals, [], ct) is [var first, ..] ? first : Row([], 0, 0);
        var amounts = await AmountsAsync(session, _set, _question.By, ct);
        return new(
            await CellsAsync(session, _set, _question.By, ct),
            totals,
            amounts.Select(amount => amount.All).ToLookup(amount => amount.Key),
            (await AmountsAsync(session, _totals, [], ct)).Select(amount => amount.All).ToLookup(amount => amount.Key),
            _question.NeedsGiven
                ? amounts
                    .Select(amount => amount.Given)
                    .Where(given => given.Amount.Amount != 0)
                    .ToLookup(amount => amount.Key)
                : null
        );
    }

    private async Task<IReadOnlyList<PresenceRow>> CellsAsync(
        Session session,
        PresenceSet set,
        IReadOnlyList<PresenceDimension> by,
        CancellationToken ct
    )
    {
        if (!set.HasYears)
            return
            [
                .. (await session.QueryAsync(PresenceSumSql.Cells(set, First(set)), ct))
                    .Select(row => (Values: row.Cell.Split(PresenceSums.Separator), row.Projects, row.Partners))
                    .Where(row => row.Projects > 0 && Meets(set, row.Values))
                    .Select(row => Row(Chosen(set, by, row.Values), row.Projects, row.Partners)),
            ];

        var rows = await session.QueryAsync(PresenceSumSql.Rows(set, First(set)), ct);
        var years = new SortedDictionary<int, (long Projects, long Partners)>();
        foreach (var partner in rows.GroupBy(row => row.Partner, StringComparer.Ordinal))
        {
            var changes = partner.Select(row => new YearChange<long>(Year(row.Cell), IsOpen(row), row.Projects));
            foreach (var (year, projects) in Running(changes, 0, (one, other) => one + other).Where(one => one.Sum > 0))
            {
                var sums = years.GetValueOrDefault(year);
                years[year] = partner.Key.Length == 0 ? (projects, sums.Partners) : (sums.Projects, sums.Partners + 1);
            }
        }

        return
        [
            .. years.Select(year =>
                Row(Chosen(set, by, OfYear(set, year.Key)), year.Value.Projects, year.Value.Partners)
            ),
        ];

        bool IsOpen(PresenceYearRow row) => row.Dimensions == set.NumberOfOpen;
    }

    private async Task<IReadOnlyList<(PresenceAmountRow All, PresenceAmountRow Given)>> AmountsAsync(
        Session session,
        PresenceSet set,
        IReadOnlyList<PresenceDimension> by,
        CancellationToken ct
    )
    {
        if (!_question.NeedsAmounts && !_question.NeedsGiven)
            return [];

        var byStart = _question.Converts && !set.HasYears;
        var rows = await session.QueryAsync(PresenceSumSql.Amounts(set, First(set), byStart), ct);
        if (!set.HasYears)
            return
            [
                .. rows.Select(row => (Row: row, Values: row.Cell.Split(PresenceSums.Separator)))
                    .Where(row => Meets(set, row.Values))
                    .Select(row => Amounts(row.Row, Chosen(set, by, row.Values), byStart)),
            ];

        var amounts = new List<(PresenceAmountRow, PresenceAmountRow)>();
        foreach (var currency in rows.GroupBy(row => row.Currency, StringComparer.Ordinal))
        {
            var changes = currency.Select(row => new YearChange<PresenceAmountSumRow>(
                Year(row.Cell),
                row.Dimensions == set.NumberOfOpen,
                row
            ));
            var none = new PresenceAmountSumRow { Currency = currency.Key };
            foreach (var (year, sum) in Running(changes, none, Plus).Where(one => one.Sum.Amounts > 0))
                amounts.Add(Amounts(sum, Chosen(set, by, OfYear(set, year)), byStart: false));
        }

        return amounts;
    }

    private static PresenceAmountSumRow Plus(PresenceAmountSumRow one, PresenceAmountSumRow other) =>
        one with
        {
            Amounts = one.Amounts + other.Amounts,
            Units = one.Units + other.Units,
            TenThousandths = one.TenThousandths + other.TenThousandths,
        };

    /// <summary>
    /// Returns the sum for each year of the calendar. An open end counts up to the current year, and at least for the
    /// year of its start.
    /// </summary>
    private IEnumerable<(int Year, T Sum)> Running<T>(IEnumerable<YearChange<T>> changes, T none, Func<T, T, T> plus)
    {
        var all = changes.ToList();
        if (all.Count == 0)
            yield break;

        var (closed, open) = (all.ToLookup(one => one.Year, one => one), all.Exists(one => one.IsOpen));
        var last = Math.Max(all.Max(one => one.Year), open ? _question.ThisYear : 0);
        var (sumOfClosed, sumOfOpen) = (none, none);
        for (var year = all.Min(one => one.Year); year <= Math.Min(last, Database.LastYear); year++)
        {
            var starting = none;
            foreach (var change in closed[year])
            {
                if (change.IsOpen)
                    starting = plus(starting, change.Change);
                else
                    sumOfClosed = plus(sumOfClosed, change.Change);
            }

            sumOfOpen = plus(sumOfOpen, starting);
            if (year >= Database.FirstYear)
                yield return (year, plus(sumOfClosed, year <= _question.ThisYear ? sumOfOpen : starting));
        }
    }

    private string? First(PresenceSet set) =>
        set.Dimensions.Count > 0 ? _fixed.GetValueOrDefault(set.Dimensions[0]) : null;

    private bool Meets(PresenceSet set, string[] values)
    {
        for (var place = 0; place < set.Dimensions.Count; place++)
        {
            if (_fixed.TryGetValue(set.Dimensions[place], out var value) && values[place] != value)
                return false;
        }

        return true;
    }

    /// <summary>Returns the values of some dimensions from those of all dimensions of a set.</summary>
    private static IReadOnlyList<string> Chosen(
        PresenceSet set,
        IReadOnlyList<PresenceDimension> by,
        IReadOnlyList<string> values
    ) => [.. by.Select(dimension => values[set.Dimensions.ToList().IndexOf(dimension)])];

    private IReadOnlyList<string> OfYear(PresenceSet set, int year) =>
        [
            .. set.Dimensions.SkipLast(1).Select(dimension => _fixed[dimension]),
            year.ToString(CultureInfo.InvariantCulture),
        ];

    private static int Year(string cell) =>
        int.Parse(cell.AsSpan(cell.LastIndexOf(PresenceSums.Separator) + 1), CultureInfo.InvariantCulture);

    private static (PresenceAmountRow All, PresenceAmountRow Given) Amounts(
        PresenceAmountSumRow row,
        IReadOnlyList<string> values,
        bool byStart
    )
    {
        var start =
            !byStart ? 0
            : row.StartYear == 0 ? Database.UnknownStartDay
            : new DateOnly(row.StartYear, 1, 1).DayNumber;
        return (Of(row.Units, row.TenThousandths), Of(row.GivenUnits, row.GivenTenThousandths));

        PresenceAmountRow Of(decimal units, long tenThousandths) =>
            new(Row(values, 0, 0))
            {
                StartDay = start,
                Currency = row.Currency,
                Units = units,
                TenThousandths = tenThousandths,
            };
    }

    private static PresenceRow Row(IReadOnlyList<string> values, long projects, long partners) =>
        new()
        {
            D0 = values.ElementAtOrDefault(0),
            D1 = values.ElementAtOrDefault(1),
            Projects = projects,
            Partners = partners,
        };

    /// <summary>A change of a sum from one year to the next, or if it is open, in the year of a start.</summary>
    private readonly record struct YearChange<T>(int Year, bool IsOpen, T Change);
}
