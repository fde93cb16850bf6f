using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.ExchangeRates;

namespace Adam.Data.Presence;

/// <summary>Amounts in one currency, converted at yearly average rates.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">The sum of the amounts that could be converted.</param>
/// <param name="Given">The sum of the given amounts that could be converted; null if the row has none.</param>
/// <param name="Unconverted">
/// The amounts that are not part of <paramref name="Amount"/>, because a rate of their year is unknown.
/// </param>
public sealed record ConvertedAmounts(
    [property: CodeOf("currencies")] string Currency,
    decimal Amount,
    decimal? Given,
    IReadOnlyList<CurrencyAmount> Unconverted
);

/// <summary>Converts amounts to one currency, and notes the rates.</summary>
internal sealed class AmountConverter(string currency, ExchangeRateTable table)
{
    private readonly SortedDictionary<(string, int), ExchangeRate> _rates = [];

    public string Currency => currency;

    /// <summary>The rates that were used, by currency, then by year.</summary>
    public IReadOnlyList<ExchangeRate> Rates => [.. _rates.Values];

    /// <summary>
    /// Returns an amount in the currency, not rounded; null if the year or a rate of the year is unknown.
    /// </summary>
    public decimal? Convert(CurrencyAmount amount, int? year)
    {
        if (amount.Currency == currency)
            return amount.Amount;
        if (
            year is not { } known
            || table.Find(amount.Currency, known) is not { } from
            || table.Find(currency, known) is not { } to
            || ExchangeRateTable.Convert(amount.Amount, from, to) is not { } converted
        )
            return null;

        foreach (var rate in new[] { from, to }.Where(rate => rate.Currency != "USD"))
            _rates[(rate.Currency, rate.Year)] = rate;
        return converted;
    }

    /// <summary>Rounds a sum to the decimals of the currency.</summary>
    public decimal Round(decimal amount) => CurrencyAmount.Round(currency, amount);
}
