using System.Globalization;
using System.Text.RegularExpressions;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>The order of day and month that the dates of a column show.</summary>
[Flags]
public enum DateOrder
{
    Unknown = 0,
    DayFirst = 1,
    MonthFirst = 2,
    Contradictory = DayFirst | MonthFirst,
}

/// <summary>
/// Reads dates. A date with slashes or hyphens (<c>03/04/2015</c>) has two readings: the dates of the whole column
/// decide between them, and without a date that does, of the whole file. It is never decided for one row alone.
/// </summary>
internal static partial class DateReader
{
    /// <summary>The serial numbers of Excel that are taken for dates: 1954-10-03 to 2119-01-09.</summary>
    private const int FirstSerial = 20_000;
    private const int LastSerial = 80_000;

    /// <summary>Returns the order that a text shows: only one number of it can be a month.</summary>
    public static DateOrder OrderOf(string text)
    {
        if (TwoNumbers().Match(NumberReader.Ascii(text.Trim())) is not { Success: true } match)
            return DateOrder.Unknown;
        var (first, second) = (Number(match.Groups[1]), Number(match.Groups[2]));
        return first is > 12 and <= 31 && second is >= 1 and <= 12 ? DateOrder.DayFirst
            : second is > 12 and <= 31 && first is >= 1 and <= 12 ? DateOrder.MonthFirst
            : DateOrder.Unknown;
    }

    /// <summary>Returns the date of a text; null with the reason if it has none, or several.</summary>
    /// <param name="order">The order of the column.</param>
    public static DateOnly? Read(string given, DateOrder order, out string reason)
    {
        var text = NumberReader.Ascii(given.Trim());
        reason = "";
        if (YearFirst().Match(text) is { Success: true } year)
            return Date(Number(year.Groups[1]), Number(year.Groups[2]), Number(year.Groups[3]), out reason);
        if (Dots().Match(text) is { Success: true } dots)
            return Date(Number(dots.Groups[3]), Number(dots.Groups[2]), Number(dots.Groups[1]), out reason);
        if (TwoNumbers().Match(text) is { Success: true } two)
        {
            var (first, second, last) = (Number(two.Groups[1]), Number(two.Groups[2]), Number(two.Groups[3]));
            switch (order)
            {
                case DateOrder.DayFirst:
                    return Date(last, second, first, out reason);
                case DateOrder.MonthFirst:
                    return Date(last, first, second, out reason);
                case DateOrder.Contradictory:
                    reason = "has the day first in some rows of the column, and the month first in others";
                    return null;
                default:
                    if (first == second)
                        return Date(last, first, second, out reason);
                    reason = "can be read with the day or the month first, and no date of the file decides";
                    return null;
            }
        }

        if (Named(text) is var (named, month, day))
        {
            if (MonthNames.Find(month) is { } number)
                return Date(named, number, day, out reason);
            reason = "has a month that is not known";
            return null;
        }

        if (
            Serial().IsMatch(text)
            && double.Parse(text, CultureInfo.InvariantCulture) is >= FirstSerial and <= LastSerial and var serial
        )
            reason = $"is Excel's number for {DateTime.FromOADate(serial):yyyy-MM-dd}";
        else if (TwoDigits().IsMatch(text))
            reason = "has a year of two digits";
        else if (YearAlone().IsMatch(text))
            reason = "is a year without a day";
        else if (MonthAlone().Match(text) is { Success: true } alone && IsMonth(alone.Groups[1].Value))
            reason = "is a month without a day";
        else if (!text.Any(char.IsDigit))
            reason = "is no date. Leave the cell empty if there is none";
        else
            reason = "is no date";
        return null;
    }

    private static DateOnly? Date(int year, int month, int day, out string reason)
    {
        reason = IsOtherCalendar(year)
            ? "is a date of another calendar, such as the Persian one. Convert it to the Gregorian calendar"
            : "";
        if (reason.Length > 0)
            return null;
        if (year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
            return new(year, month, day);
        reason = "is no day of the calendar";
        return null;
    }

    /// <summary>
    /// Returns true for the years of this century in the Persian and Islamic calendars, and in that of Thailand.
    /// </summary>
    private static bool IsOtherCalendar(int year) => year is (> 1300 and < 1500) or (> 2500 and < 2700);

    /// <summary>Returns year, name of the month and day of a date that names its month; null for any other.</summary>
    private static (int Year, string Month, int Day)? Named(string text)
    {
        var match = DayMonth().Match(text);
        if (!match.Success)
            match = MonthDay().Match(text);
        return match.Success
            ? (Number(match.Groups["year"]), match.Groups["month"].Value, Number(match.Groups["day"]))
            : null;
    }

    private static bool IsMonth(string text) => text.All(char.IsAsciiDigit) || MonthNames.Find(text) is not null;

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    // A time after the date is ignored: a project begins on a day.
    [GeneratedRegex(@"^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?)?$")]
    private static partial Regex YearFirst();

    // Dates with dots have the day first in every country that writes them.
    [GeneratedRegex(@"^([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})(?: [0-9:.]+)?$")]
    private static partial Regex Dots();

    [GeneratedRegex(@"^([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?: [0-9:.]+(?: ?[AaPp][Mm])?)?$")]
    private static partial Regex TwoNumbers();

    [GeneratedRegex(@"^[0-9]{1,2}[-./ ](?:[0-9]{1,2}|\p{L}{3,12}\.?)[-./ ][0-9]{2}$")]
    private static partial Regex TwoDigits();

    // 1 Feb 2020, 1-Feb-2020, 1st February 2020, 1 февраля 2020 г., 1. Februar 2020
    [GeneratedRegex(
        @"^(?<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?[ -]*(?<month>\p{L}{3,12})\.?[ ,-]*(?<year>[0-9]{4})(?: г\.?)?$"
    )]
    private static partial Regex DayMonth();

    // February 1, 2020
    [GeneratedRegex(@"^(?<month>\p{L}{3,12})\.? *(?<day>[0-9]{1,2})(?:st|nd|rd|th)?, *(?<year>[0-9]{4})$")]
    private static partial Regex MonthDay();

    [GeneratedRegex(
        @"^([0-9]{1,2}(?=[/.-])|\p{L}{3,12})\.?[ /.-]*(?:[0-9]{4}|[0-9]{2})(?: г\.?)?$|^[0-9]{4}-([0-9]{2})$"
    )]
    private static partial Regex MonthAlone();

    [GeneratedRegex(@"^[0-9]{5}(?:\.[0-9]+)?$")]
    private static partial Regex Serial();

    [GeneratedRegex(@"^[0-9]{4}$")]
    private static partial Regex YearAlone();
}
