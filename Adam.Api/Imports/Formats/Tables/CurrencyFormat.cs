using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Reads the currency that the format of a number shows beside it, as in <c>[$EUR] #,##0</c>, <c>"US$"#,##0</c>,
/// <c>#,##0 €</c> and <c>[$$-409]#,##0.00</c> (ISO/IEC 29500-1, 18.8.31).
/// </summary>
internal static partial class CurrencyFormat
{
    private const string Dollar = "$";

    /// <summary>The currencies of countries whose sign is the dollar, by the numbers of their languages.</summary>
    private static readonly Dictionary<int, string> Dollars = new()
    {
        [0x0409] = "USD",
        [0x0C09] = "AUD",
        [0x1009] = "CAD",
        [0x0C0C] = "CAD",
        [0x1409] = "NZD",
    };

    /// <summary>Returns the code of the currency; null if the format shows none, or a sign of several.</summary>
    public static string? CurrencyOf(string? format)
    {
        if (format is null)
            return null;

        // Positive numbers have the first part of a format.
        foreach (Match part in Parts().Matches(format))
        {
            if (part.Groups["end"].Success)
                return null;
            if (part.Groups["sign"] is { Success: true, Value: var sign })
            {
                if (
                    sign == Dollar
                    && int.TryParse(
                        part.Groups["language"].ValueSpan,
                        NumberStyles.HexNumber,
                        CultureInfo.InvariantCulture,
                        out var language
                    )
                )
                    return Dollars.GetValueOrDefault(language & 0xFFFF);
                if (CurrencySigns.Find(sign.Trim()) is { } currency)
                    return currency;
            }
            else if (CurrencySigns.Find(LiteralOf(part.Value)) is { } currency)
            {
                return currency;
            }
        }

        return null;
    }

    /// <summary>Returns the text that a part shows, without quotation marks and the signs that precede one.</summary>
    private static string LiteralOf(string part)
    {
        var text = new StringBuilder(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '\\' && i + 1 < part.Length)
                text.Append(part[++i]);
            else if (part[i] != '"')
                text.Append(part[i]);
        }

        return text.ToString().Trim();
    }

    // [$€-407]; other brackets, such as [Red]; literals: "EUR", \E\U\R, €, $; _x and *x, which show a space or fill.
    [GeneratedRegex(
        @"\[\$(?<sign>[^\]-]*)(?:-(?<language>[0-9A-Fa-f]{1,8})[^\]]*)?\]|(?<end>;)|\[[^\]]*\]|[_*]."
            + "|(?:\"[^\"]*\"|\\\\.|[^\\[;_*\"\\\\#0?.,/%@ A-Za-z0-9()+-])+"
    )]
    private static partial Regex Parts();
}
