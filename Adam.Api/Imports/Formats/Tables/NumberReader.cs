using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>The decimal signs that the numbers of a column show.</summary>
[Flags]
public enum DecimalSign
{
    Unknown = 0,
    Point = 1,
    Comma = 2,
    Both = Point | Comma,
}

/// <summary>
/// Reads numbers as people write them: with a decimal point or comma, and with spaces, apostrophes, points or commas
/// between thousands, in the digits of any script. A number with two readings (<c>1.234</c>) is decided by the whole
/// column.
/// </summary>
internal static partial class NumberReader
{
    /// <summary>Returns the decimal sign that a number shows beyond doubt.</summary>
    public static DecimalSign SignOf(string text)
    {
        text = WithoutDash(Ascii(text.Trim()));
        var number = WithoutGroups(text);
        var (point, comma) = (number.LastIndexOf('.'), number.LastIndexOf(','));
        if (point >= 0 && comma >= 0)
            return point > comma ? DecimalSign.Point : DecimalSign.Comma;
        var (sign, last) = point >= 0 ? (DecimalSign.Point, point) : (DecimalSign.Comma, comma);
        if (last < 0)
            return DecimalSign.Unknown;
        var isRepeated = number.IndexOf(number[last]) != last;
        // A repeated sign is between thousands, so the other one is the decimal sign.
        if (isRepeated)
            return sign == DecimalSign.Point ? DecimalSign.Comma : DecimalSign.Point;
        return IsGroup(number, last) && number.Length == text.Trim().Length ? DecimalSign.Unknown : sign;
    }

    /// <summary>Returns the number of a text; null with the reason if it has none, or several.</summary>
    /// <param name="sign">The decimal signs of the column.</param>
    public static decimal? Read(string given, DecimalSign sign, out string reason)
    {
        reason = "";
        given = WithoutDash(Ascii(given.Trim()));
        var number = WithoutGroups(given);
        var own = SignOf(given);
        var (point, comma) = (
            number.Contains('.', StringComparison.Ordinal),
            number.Contains(',', StringComparison.Ordinal)
        );
        if (own == DecimalSign.Unknown && (point || comma))
        {
            if (sign is DecimalSign.Unknown or DecimalSign.Both)
            {
                var plain = number
                    .Replace(".", "", StringComparison.Ordinal)
                    .Replace(",", "", StringComparison.Ordinal);
                reason = $"can be read as {number.Replace(',', '.')} or {plain}, and no number of the column decides";
                return null;
            }

            own = sign;
        }

        var text = own switch
        {
            DecimalSign.Comma => number.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
            _ => number.Replace(",", "", StringComparison.Ordinal),
        };
        if (
            Grouped().IsMatch(WholePart(given.Trim(), own))
            && decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
            // Trailing zeros are no decimals of the amount.
            return value / 1.0000000000000000000000000000m;
        reason = "is no number";
        return null;
    }

    /// <summary>
    /// Returns a text with the digits of ASCII, and with the signs of Arabic numbers as those of others.
    /// </summary>
    public static string Ascii(string text) =>
        System.Text.Ascii.IsValid(text)
            ? text
            : string.Concat(
                text.Select(character =>
                    character switch
                    {
                        '\u066B' => '.', // the decimal sign of Arabic numbers
                        '\u066C' => '\'', // their sign between thousands
                        _ when CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit => (char)(
                            '0' + digit
                        ),
                        _ => character,
                    }
                )
            );

    /// <summary>Returns a text without the dash that stands for no decimals: <c>1'200.-</c>.</summary>
    private static string WithoutDash(string text) =>
        text is [.., >= '0' and <= '9', '.' or ',', '-' or '–' or '—'] ? text[..^2] : text;

    /// <summary>Returns the part of a number before its decimal sign.</summary>
    private static string WholePart(string number, DecimalSign sign)
    {
        var last = number.LastIndexOf(sign == DecimalSign.Comma ? ',' : '.');
        return last < 0 ? number : number[..last];
    }

    // Groups have three digits; in India, those before the last one have two.
    [GeneratedRegex(@"^[-−–]?(?:[0-9]+|[0-9]{1,3}(?:[\s'’_.,][0-9]{2,3})*[\s'’_.,][0-9]{3})?$")]
    private static partial Regex Grouped();

    /// <summary>
    /// Returns the text without spaces and apostrophes between digits, and with the minus of ASCII.
    /// </summary>
    private static string WithoutGroups(string text)
    {
        var number = new StringBuilder(text.Length);
        foreach (var character in text.Trim())
        {
            if (character is '\u2212' or '\u2013')
                number.Append('-');
            else if (!char.IsWhiteSpace(character) && character is not ('\'' or '’' or '_' or '\u2009' or '\u202f'))
                number.Append(character);
        }

        return number.ToString();
    }

    /// <summary>
    /// Returns true if exactly three digits follow the sign, and one to three digits other than 0 precede it.
    /// </summary>
    private static bool IsGroup(string number, int sign)
    {
        var before = number.AsSpan(0, sign).TrimStart('-');
        return number.Length - sign - 1 == 3
            && before.Length is >= 1 and <= 3
            && before[0] != '0'
            && number.AsSpan(sign + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
