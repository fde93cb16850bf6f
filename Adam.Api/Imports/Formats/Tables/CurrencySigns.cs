using System.Collections.Frozen;
using Adam.Domain.CodeLists;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>The signs of currencies that people write beside amounts, and that workbooks show by a format.</summary>
internal static class CurrencySigns
{
    /// <summary>The signs of one currency only; <c>$</c>, <c>¥</c> and <c>kr</c> are those of several.</summary>
    private static readonly FrozenDictionary<string, string> Codes = new Dictionary<string, string>
    {
        ["€"] = "EUR",
        ["£"] = "GBP",
        ["₽"] = "RUB",
        ["₸"] = "KZT",
        ["₴"] = "UAH",
        ["₹"] = "INR",
        ["₺"] = "TRY",
        ["₼"] = "AZN",
        ["₾"] = "GEL",
        ["֏"] = "AMD",
        ["؋"] = "AFN",
        ["US$"] = "USD",
        ["$US"] = "USD",
        ["A$"] = "AUD",
        ["C$"] = "CAD",
        ["CA$"] = "CAD",
        ["NZ$"] = "NZD",
        ["руб"] = "RUB",
        ["руб."] = "RUB",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the code of the currency of a sign or a code; null if it is none, or that of several.</summary>
    public static string? Find(string text) =>
        Codes.TryGetValue(text, out var code) ? code : CodeListCatalog.Currencies.Find(text.ToUpperInvariant())?.Code;
}
