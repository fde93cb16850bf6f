using System.Collections.Frozen;
using System.Globalization;
using Adam.Domain.CodeLists;

namespace Adam.Domain.ExchangeRates;

/// <summary>The average exchange rate of a currency in one year.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="UnitsPerUsd">The units of the currency for one US dollar; above 0.</param>
/// <param name="Source">The publication that states the rate.</param>
public sealed record ExchangeRate(string Currency, int Year, decimal UnitsPerUsd, string Source);

/// <summary>
/// Yearly average exchange rates: those that ship with the program, 168 currencies from 1970 on, and those that an
/// admin adds, which take precedence.
/// </summary>
public sealed class ExchangeRateTable
{
    /// <summary>The source of the rates that ship with the program.</summary>
    public const string ShippedSource = "IMF, International Financial Statistics, period averages";

    private const string Dollar = "USD";

    private static readonly FrozenDictionary<(string, int), ExchangeRate> Shipped = CodeListCatalog
        .Rows("exchange-rates")
        .Select(row => new ExchangeRate(
            row["currency"],
            int.Parse(row["year"], CultureInfo.InvariantCulture),
            decimal.Parse(row["unitsPerUsd"], CultureInfo.InvariantCulture),
            ShippedSource
        ))
        .ToFrozenDictionary(rate => (rate.Currency, rate.Year));

    private readonly Dictionary<(string, int), ExchangeRate> _added;

    /// <param name="added">The rates that an admin has added.</param>
    public ExchangeRateTable(IEnumerable<ExchangeRate> added) =>
        _added = added.ToDictionary(rate => (rate.Currency, rate.Year));

    /// <summary>All rates, by currency, then by year.</summary>
    public IEnumerable<ExchangeRate> All =>
        Shipped
            .Where(shipped => !_added.ContainsKey(shipped.Key))
            .Concat(_added)
            .Select(rate => rate.Value)
            .OrderBy(rate => rate.Currency, StringComparer.Ordinal)
            .ThenBy(rate => rate.Year);

    /// <summary>Returns the rate of a currency in a year; null if it is unknown. Other years never stand in.</summary>
    public ExchangeRate? Find(string currency, int year) =>
        currency == Dollar
            ? new(Dollar, year, 1, "The unit of the other rates")
            : _added.GetValueOrDefault((currency, year)) ?? Shipped.GetValueOrDefault((currency, year));

    /// <summary>Returns the amount in another currency, not rounded; null if the result exceeds all amounts.</summary>
    /// <param name="from">The rate of the amount's currency.</param>
    /// <param name="to">The rate of the other currency in the same year.</param>
    public static decimal? Convert(decimal amount, ExchangeRate from, ExchangeRate to)
    {
        // The least rates are near 0.000000000001, so that the result may exceed the range of decimal.
        const double Limit = 1e24;
        return (double)amount / (double)from.UnitsPerUsd * (double)to.UnitsPerUsd > Limit
            ? null
            : amount / from.UnitsPerUsd * to.UnitsPerUsd;
    }
}
