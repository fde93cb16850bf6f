using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>
/// Parses dates (<c>YYYY-MM-DD</c>) and instants (RFC 3339). Other forms are rejected, because they are ambiguous.
/// </summary>
internal static partial class DateParser
{
    private const int FirstYear = 1970;
    private const int LastYear = 2100;

    public static ParseResult ReadDate(string text)
    {
        if (
            text.Length != 10
            || text[4] != '-'
            || text[7] != '-'
            || !Part(text, 0, 4, out var year)
            || !Part(text, 5, 2, out var month)
            || !Part(text, 8, 2, out var day)
        )
            return ParseResult.Failure(
                ErrorCodes.BadDate,
                $"{ValidationError.Quote(text)} is not a date of the form YYYY-MM-DD, such as 2026-01-31."
            );
        if (month is < 1 or > 12)
            return ParseResult.Failure(
                ErrorCodes.BadDate,
                $"{ValidationError.Quote(text)} is not a date: there is no month {month}. The form is YYYY-MM-DD."
            );
        if (year is < FirstYear or > LastYear)
            return ParseResult.Failure(
                ErrorCodes.OutOfRange,
                $"{ValidationError.Quote(text)} lies outside the years {FirstYear} to {LastYear}."
            );

        var last = DateTime.DaysInMonth(year, month);
        return day < 1 || day > last
            ? ParseResult.Failure(
                ErrorCodes.BadDate,
                $"{ValidationError.Quote(text)} is not a date: "
                    + $"{CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month)} {year} has the days 1 to "
                    + $"{last}."
            )
            : ParseResult.Success(new DateOnly(year, month, day));
    }

    public static ParseResult ReadInstant(string text)
    {
        if (!Instant().IsMatch(text))
        {
            // In a query string an unescaped plus is decoded as a space.
            return ParseResult.Failure(
                ErrorCodes.BadInstant,
                SpacedInstant().IsMatch(text)
                    ? $"{ValidationError.Quote(text)} has a space for the plus of its offset: write + as %2B, or give "
                        + "the instant in UTC, such as 2026-01-31T09:30:00Z."
                    : $"{ValidationError.Quote(text)} is not an instant with its offset from UTC, such as "
                        + "2026-01-31T09:30:00Z or 2026-01-31T14:30:00+05:00."
            );
        }

        var date = ReadDate(text[..10]);
        if (date.Reason is not null)
            return date;

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? ParseResult.Success(instant.ToUniversalTime())
            : ParseResult.Failure(
                ErrorCodes.BadInstant,
                $"{ValidationError.Quote(text)} is not an instant: hours go to 23, minutes and seconds to 59, offsets "
                    + "to 14:00."
            );
    }

    /// <summary>Reads an instant, or a date, which means its midnight in UTC.</summary>
    public static ParseResult ReadDateOrInstant(string text)
    {
        // A text with a time, or longer than a date, is meant as an instant.
        var isDate = text.Length <= "YYYY-MM-DD".Length && !text.Contains('T', StringComparison.Ordinal);
        var read = isDate ? ReadDate(text) : ReadInstant(text);
        return read switch
        {
            { Value: DateOnly date } => ParseResult.Success(
                new DateOrInstant(new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))
            ),
            { Value: DateTimeOffset instant } => ParseResult.Success(new DateOrInstant(instant)),
            { Code: var code } when code == ErrorCodes.OutOfRange => read,
            _ when isDate => ParseResult.Failure(
                ErrorCodes.BadInstant,
                $"{read.Reason} An instant is taken, too, such as 2026-01-31T09:30:00Z."
            ),
            _ => ParseResult.Failure(ErrorCodes.BadInstant, $"{read.Reason} A date is taken, too, such as 2026-01-31."),
        };
    }

    private static bool Part(string text, int start, int length, out int number) =>
        int.TryParse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z"
    )]
    private static partial Regex Instant();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)? [0-9]{2}:[0-9]{2}\z")]
    private static partial Regex SpacedInstant();
}
