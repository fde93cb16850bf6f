using System.Globalization;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>
/// Parses numbers in JSON syntax. Decimals are never converted to double. A number with more digits than
/// <see cref="decimal"/> can store is rejected, not rounded.
/// </summary>
internal static class NumberParser
{
    private const int DigitsOfDecimal = 28;

    public static ParseResult ReadWhole(string text) =>
        !IsPlain(text) ? NotNumber(text, "a whole number, such as 50")
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? ParseResult.Success(number)
        : text.All(character => char.IsAsciiDigit(character) || character is '-')
            ? ParseResult.Failure(
                ErrorCodes.OutOfRange,
                $"{ValidationError.Quote(text)} is too large: at most {int.MaxValue}."
            )
        : NotNumber(text, "a whole number, such as 50");

    public static ParseResult ReadDecimal(string text)
    {
        const NumberStyles Form =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!IsPlain(text) || !double.TryParse(text, Form, CultureInfo.InvariantCulture, out _))
            return NotNumber(text, "a number, such as 1200000.50");

        var mantissa = text.TakeWhile(character => character is not ('e' or 'E'))
            .Where(char.IsAsciiDigit)
            .SkipWhile(digit => digit == '0');
        return
            mantissa.Count() <= DigitsOfDecimal
            && decimal.TryParse(text, Form, CultureInfo.InvariantCulture, out var number)
            && (number != 0 || !mantissa.Any())
            ? ParseResult.Success(number)
            : ParseResult.Failure(
                ErrorCodes.OutOfRange,
                $"{ValidationError.Quote(text)} has more digits than can be kept exactly: at most {DigitsOfDecimal}."
            );
    }

    public static ParseResult ReadDouble(string text) =>
        !IsPlain(text) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? NotNumber(text, "a number, such as 38.56")
        : double.IsFinite(number) ? ParseResult.Success(number)
        : ParseResult.Failure(ErrorCodes.OutOfRange, $"{ValidationError.Quote(text)} is too large.");

    // Rejects forms that .NET parses and JSON does not allow: spaces, a leading plus, NaN and infinities.
    private static bool IsPlain(string text) =>
        text.Length > 0
        && (text[0] == '-' || char.IsAsciiDigit(text[0]))
        && text.All(character => char.IsAsciiDigit(character) || character is '-' or '+' or '.' or 'e' or 'E');

    private static ParseResult NotNumber(string text, string form) =>
        ParseResult.Failure(ErrorCodes.BadNumber, $"{ValidationError.Quote(text)} is not {form}.");
}
