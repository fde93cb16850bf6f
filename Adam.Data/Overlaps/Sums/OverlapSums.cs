using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Sums;

internal readonly record struct OverlapSumKey(int Dimensions, string Cell, int Kind, int Verdict);

internal readonly record struct OverlapAmountKey(int Dimensions, string Cell, int Kind, int Verdict, string Currency);

internal readonly record struct OverlapMonthKey(string Donor, int Month, int Kind, int Verdict);

internal readonly record struct OverlapNumbers(long Overlaps, long Days)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Overlaps} overlaps with {Days} days");
}

internal readonly record struct OverlapAmounts(long Amounts, long Units, long TenThousandths)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Amounts} amounts of {Units + (TenThousandths / 10_000m)}");
}

/// <summary>The sums of some pairs in all stored summaries.</summary>
internal sealed class OverlapSums
{
    /// <summary>Separates the values of a cell.</summary>
    public const char Separator = '\u0001';

    private static readonly IReadOnlyList<(string Code, long Bit)> Pillars =
    [
        .. Enum.GetValues<Pillar>().Select(pillar => (ProjectIndex.CodeOf(pillar), SharedCellMask.For([pillar]))),
    ];

    private readonly Dictionary<OverlapSumKey, OverlapNumbers> _numbers = [];
    private readonly Dictionary<OverlapAmountKey, OverlapAmounts> _amounts = [];
    private readonly Dictionary<OverlapMonthKey, long> _months = [];

    public bool IsEmpty => _numbers.Count == 0;

    /// <summary>The rows of OverlapSum that have a number other than 0.</summary>
    public IEnumerable<(OverlapSumKey Key, OverlapNumbers Numbers)> Numbers =>
        _numbers
            .Where(row => row.Value != default)
            .Select(row => (row.Key, row.Value))
            .OrderBy(row => row.Key.Dimensions)
            .ThenBy(row => row.Key.Cell, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Kind)
            .ThenBy(row => row.Key.Verdict);

    /// <summary>The rows of OverlapAmountSum that have a number other than 0.</summary>
    public IEnumerable<(OverlapAmountKey Key, OverlapAmounts Amounts)> Amounts =>
        _amounts
            .Where(row => row.Value != default)
            .Select(row => (row.Key, row.Value))
            .OrderBy(row => row.Key.Dimensions)
            .ThenBy(row => row.Key.Cell, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Kind)
            .ThenBy(row => row.Key.Verdict)
            .ThenBy(row => row.Key.Currency, StringComparer.Ordinal);

    /// <summary>The rows of OverlapMonthSum whose number is not 0.</summary>
    public IEnumerable<(OverlapMonthKey Key, long Projects)> Months =>
        _months
            .Where(row => row.Value != 0)
            .Select(row => (row.Key, row.Value))
            .OrderBy(row => row.Key.Donor, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Month)
            .ThenBy(row => row.Key.Kind)
            .ThenBy(row => row.Key.Verdict);

    /// <summary>Adds a pair.</summary>
    /// <param name="sign">1, or -1 to subtract it.</param>
    public void Add(SummedPair pair, int sign)
    {
        var row = pair.Row;
        var amounts = pair.SmallerAmounts;
        var pillars = PillarsOf(row).ToList();
        AddCell(OverlapSet.Totals, "", row.Days);
        foreach (var country in pair.Countries)
            AddCell(OverlapSet.Country, country, row.Days);
        foreach (var pillar in pillars)
            AddCell(OverlapSet.Pillar, pillar, row.Days);
        foreach (var country in pair.Countries)
        {
            foreach (var pillar in pillars)
                AddCell(OverlapSet.CountryPillar, $"{country}{Separator}{pillar}", row.Days);
        }

        foreach (var donors in DonorsOf(pair))
            AddCell(OverlapSet.Donors, donors, row.Days);
        foreach (var partners in PartnersOf(pair))
            AddCell(OverlapSet.Partners, partners, row.Days);
        foreach (var (year, days) in YearsOf(row))
            AddCell(OverlapSet.Year, year.ToString(CultureInfo.InvariantCulture), days);
        AddCell(OverlapSet.FoundMonth, MonthOf(row.FoundMicros), row.Days);
        foreach (var donor in pair.First.Donors.Concat(pair.Second.Donors))
        {
            if (donor.Months is not var (from, to))
                continue;

            AddMonth(donor.Donor, from, sign);
            AddMonth(donor.Donor, to + 1, -sign);
        }

        void AddCell(OverlapSet set, string cell, int days)
        {
            var key = new OverlapSumKey((int)set, cell, row.Kind, row.Verdict);
            var (overlaps, all) = _numbers.GetValueOrDefault(key);
            _numbers[key] = new(overlaps + sign, all + (sign * days));
            foreach (var (currency, units, tenThousandths) in amounts)
            {
                var amountKey = new OverlapAmountKey((int)set, cell, row.Kind, row.Verdict, currency);
                var sum = _amounts.GetValueOrDefault(amountKey);
                _amounts[amountKey] = new(
                    sum.Amounts + sign,
                    sum.Units + (sign * units),
                    sum.TenThousandths + (sign * tenThousandths)
                );
            }
        }

        void AddMonth(string donor, int month, int change)
        {
            var key = new OverlapMonthKey(donor, month, row.Kind, row.Verdict);
            _months[key] = _months.GetValueOrDefault(key) + change;
        }
    }

    /// <summary>Returns the codes of the shared pillars.</summary>
    public static IEnumerable<string> PillarsOf(SummedPairRow row) =>
        Pillars.Where(pillar => (row.Pillars & pillar.Bit) != 0).Select(pillar => pillar.Code);

    /// <summary>Returns the cells of a donor of one project and a donor of the other, each once.</summary>
    public static IEnumerable<string> DonorsOf(SummedPair pair) =>
        PairsOf(pair.First.Donors.Select(donor => donor.Donor), pair.Second.Donors.Select(donor => donor.Donor));

    /// <summary>
    /// Returns the cells of an owner or donor of one project and an owner or donor of the other, each once.
    /// </summary>
    public static IEnumerable<string> PartnersOf(SummedPair pair) => PairsOf(pair.First.Partners, pair.Second.Partners);

    /// <summary>Returns the cells of a value of one project and a value of the other, each once.</summary>
    private static IEnumerable<string> PairsOf(IEnumerable<string> ofOne, IEnumerable<string> ofOther) =>
        (
            from one in ofOne
            from other in ofOther
            let isInOrder = string.CompareOrdinal(one, other) < 0
            select isInOrder ? $"{one}{Separator}{other}" : $"{other}{Separator}{one}"
        ).Distinct(StringComparer.Ordinal);

    /// <summary>Returns the month of an instant in UTC, <c>YYYY-MM</c>.</summary>
    public static string MonthOf(long micros) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(micros).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Returns the years in which the two share a day, with the number of these days.</summary>
    public static IEnumerable<(int Year, int Days)> YearsOf(SummedPairRow row)
    {
        if (row.Days <= 0)
            yield break;

        var (first, last) = (row.StartDay, row.StartDay + row.Days - 1);
        var from = Math.Max(DateOnly.FromDayNumber(first).Year, Database.FirstYear);
        var to = Math.Min(DateOnly.FromDayNumber(Math.Min(last, DateOnly.MaxValue.DayNumber)).Year, Database.LastYear);
        for (var year = from; year <= to; year++)
        {
            var (start, end) = (new DateOnly(year, 1, 1).DayNumber, new DateOnly(year, 12, 31).DayNumber);
            yield return (year, Math.Min(last, end) - Math.Max(first, start) + 1);
        }
    }
}
