using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Domain.CodeLists;
using Adam.Domain.ExchangeRates;

namespace Adam.Api.ExchangeRates;

/// <summary>The average exchange rate of a currency in one year.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Year">The year.</param>
/// <param name="UnitsPerUsd">The units of the currency for one US dollar.</param>
/// <param name="Source">The publication that states the rate.</param>
internal sealed record ExchangeRateResponse(
    [property: CodeOf("currencies")] string Currency,
    int Year,
    decimal UnitsPerUsd,
    string Source
)
{
    public static ExchangeRateResponse FromRate(ExchangeRate rate) =>
        new(rate.Currency, rate.Year, rate.UnitsPerUsd, rate.Source);
}

/// <summary>The rates of one year, as an admin adds them.</summary>
internal sealed record ExchangeRatesBody
{
    /// <summary>The year of all of the rates.</summary>
    [Required, Range(1970, 2100), Example(2026)]
    public int? Year { get; init; }

    /// <summary>The publication that states the rates.</summary>
    [Required, MaxLength(200), Example("IMF, International Financial Statistics, period averages")]
    public string? Source { get; init; }

    /// <summary>The rates, each currency once.</summary>
    [Required, MinLength(1), MaxLength(500)]
    public IReadOnlyList<ExchangeRateBody>? Rates { get; init; }
}

/// <summary>The rate of one currency.</summary>
internal sealed record ExchangeRateBody
{
    /// <summary>ISO 4217.</summary>
    [Required, MaxLength(20), Example("EUR")]
    public string? Currency { get; init; }

    /// <summary>The units of the currency for one US dollar; above 0.</summary>
    [Required, Example(0.8865)]
    public decimal? UnitsPerUsd { get; init; }
}
