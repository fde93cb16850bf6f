using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>Builds a cell of the table from the rows of its queries.</summary>
/// <param name="by">The dimensions of the cell; empty for the totals.</param>
internal sealed class PresenceCellBuilder(
    PresenceQuery question,
    IReadOnlyList<PresenceDimension> by,
    PresenceRow row,
    AmountConverter? converter
)
{
    private readonly int? _year = YearOf(by, row);

    /// <summary>The amounts of the projects; several rows of a currency if amounts are converted.</summary>
    public required IEnumerable<PresenceAmountRow> Amounts { get; init; }

    /// <summary>The amounts of the donor of the cell; null if donor is no dimension.</summary>
    public IEnumerable<PresenceAmountRow>? Given { get; init; }

    public MoneyCorrection? Correction { get; init; }

    public PresenceCell Build(IReadOnlyList<string> values)
    {
        var amounts = Sums(Amounts.Select(amount => amount.Amount));
        var given = Given?.Select(amount => (Row: amount, Amount: PartOfYear(amount))).ToList();
        return new(values, row.Projects, row.Partners, amounts, Correct(amounts))
        {
            Given = given is null ? null : Sums(given.Select(one => one.Amount).Where(one => one.Amount != 0)),
            Converted = converter is null ? null : Convert(converter, given),
        };
    }

    private PresenceWithoutDuplicates? Correct(IReadOnlyList<CurrencyAmount> amounts) =>
        Correction is null
            ? null
            : new(
                row.Projects - Correction.Projects,
                [
                    .. amounts.Select(amount =>
                        amount with
                        {
                            Amount = amount.Amount - Correction.Amounts.GetValueOrDefault(amount.Currency),
                        }
                    ),
                ]
            );

    private ConvertedAmounts Convert(
        AmountConverter to,
        IReadOnlyList<(PresenceAmountRow Row, CurrencyAmount Amount)>? given
    )
    {
        var unconverted = new List<CurrencyAmount>();
        var amount = Sum(Amounts.Select(one => (one, one.Amount)), unconverted);
        decimal? own = given is null ? null : Sum(given, []);
        return new(to.Currency, to.Round(amount), own is null ? null : to.Round(own.Value), Sums(unconverted));

        decimal Sum(IEnumerable<(PresenceAmountRow Row, CurrencyAmount Amount)> all, List<CurrencyAmount> rest)
        {
            var sum = 0m;
            foreach (var (source, one) in all)
            {
                if (to.Convert(one, _year ?? StartYear(source)) is { } converted)
                    sum += converted;
                else
                    rest.Add(one);
            }

            return sum;
        }
    }

    /// <summary>
    /// Returns the part of a given amount for the year of the cell; the whole without a year. The amount is spread
    /// evenly over the days of the project, an open end being the end of this year. The parts of all years add up to
    /// the amount.
    /// </summary>
    private CurrencyAmount PartOfYear(PresenceAmountRow given)
    {
        // If the start is unknown, the project has only the year of its end.
        if (_year is not { } year || given.StartDay == Database.UnknownStartDay)
            return given.Amount;

        var openEnd = new DateOnly(Math.Max(question.ThisYear, StartYear(given)!.Value), 12, 31).DayNumber;
        var end = given.EndDay == Database.OpenDay ? openEnd : given.EndDay;
        return given.Amount with { Amount = Until(new(year, 12, 31)) - Until(new DateOnly(year, 1, 1).AddDays(-1)) };

        // The differences of rounded sums add up without an error of rounding.
        decimal Until(DateOnly day)
        {
            var days = Math.Clamp(day.DayNumber, given.StartDay - 1, end) - given.StartDay + 1;
            return CurrencyAmount.Round(given.Currency, given.Amount.Amount * days / (end - given.StartDay + 1));
        }
    }

    private static int? StartYear(PresenceAmountRow amount) =>
        amount.StartDay == Database.UnknownStartDay ? null : DateOnly.FromDayNumber(amount.StartDay).Year;

    private static int? YearOf(IReadOnlyList<PresenceDimension> by, PresenceRow row)
    {
        var index = by.ToList().IndexOf(PresenceDimension.Year);
        return index < 0 ? null : int.Parse(row.Values(by.Count)[index], CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<CurrencyAmount> Sums(IEnumerable<CurrencyAmount> amounts) =>
        [
            .. amounts
                .GroupBy(amount => amount.Currency, StringComparer.Ordinal)
                .Select(currency => new CurrencyAmount(currency.Key, currency.Sum(amount => amount.Amount)))
                .OrderBy(amount => amount.Currency, StringComparer.Ordinal),
        ];
}
