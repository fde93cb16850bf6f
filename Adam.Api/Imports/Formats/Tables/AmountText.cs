using System.Text.RegularExpressions;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// An amount as people write it in a cell, with or without its currency: <c>USD 1,200</c>, <c>1.200 €</c>.
/// </summary>
/// <param name="Number">The number alone.</param>
/// <param name="Currency">
/// The code of the currency beside it; null for none, and for <c>$</c> and <c>¥</c>, which many have.
/// </param>
internal readonly partial record struct AmountText(string Number, string? Currency)
{
    public static AmountText Parse(string text)
    {
        if (Written().Match(text) is not { Success: true } match)
            return new(text, null);

        var number = match.Groups["number"].Value;
        var sign = match.Groups["sign"].Value;
        return sign is "$" or "¥" ? new(number, null)
            : CurrencySigns.Find(sign) is { } currency ? new(number, currency)
            : new(text, null);
    }

    // The currency stands before the number or after it, and not on both sides.
    [GeneratedRegex(
        @"^\s*(?:(?<sign>[A-Za-z]{3}|[A-Za-z]{0,2}\p{Sc}|\$US)\s*(?<number>[^A-Za-z\p{Sc}]+?)"
            + @"|(?<number>[^A-Za-z\p{Sc}]+?)\s*(?<sign>[A-Za-z]{3}|[A-Za-z]{0,2}\p{Sc}|\$US|руб\.?))\s*$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Written();
}
