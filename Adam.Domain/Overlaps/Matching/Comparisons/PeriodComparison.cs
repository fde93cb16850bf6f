namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the periods of two projects.</summary>
/// <remarks>
/// Spreadsheets count days from 1900 or from 1904. A list that was pasted from one system into the other has all its
/// dates shifted by <see cref="DaysBetweenDateSystems"/>. Two projects whose starts are exactly that apart are compared
/// as if they started on one day, unless this separates their ends.
/// </remarks>
/// <param name="StartGap">The number of days between the two starts; NaN if one of them is unknown.</param>
/// <param name="EndGap">
/// The number of days between the two ends; NaN if one of them is open, or a start is unknown.
/// </param>
/// <param name="SameDay">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of the day on which both start. NaN if
/// they start on different days, or on the first of a month, which is too common.
/// </param>
/// <param name="SharedDays">
/// The shared days divided by all days from the first start to the last end, from 0 to 1; NaN if an end is open or
/// a start is unknown. NaN for an event of at most <see cref="LongestEvent"/> days within at most
/// <see cref="LongestArrangement"/> days of the other: a payer records the days of a course, and its organiser the
/// months of its preparation.
/// </param>
/// <param name="HandOver">
/// The shared days divided by the days of the shorter project, from 0 to 1, if one starts and ends before the other; it
/// is low if one project follows the other. NaN if one period contains the other, an end is open or a start is unknown.
/// </param>
internal readonly record struct PeriodComparison(
    double StartGap,
    double EndGap,
    double SameDay,
    double SharedDays,
    double HandOver
)
{
    /// <summary>Four years and a day: from 1 January 1900 as day 1 to 1 January 1904 as day 0.</summary>
    private const int DaysBetweenDateSystems = 1_462;

    /// <summary>
    /// The distance that counts for two starts on the first of one month: such a day often states the month only.
    /// </summary>
    private const int HalfAMonth = 15;

    /// <summary>The days of the longest event, such as a course.</summary>
    private const int LongestEvent = 21;

    /// <summary>The days within which one event is prepared, held and reported.</summary>
    private const int LongestArrangement = 186;

    public static PeriodComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        // The end alone is no evidence: many projects of a programme end with its budget year.
        if (a.Profile.Start is not { } first || b.Profile.Start is not { } otherFirst)
            return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

        var (start, otherStart) = (first.DayNumber, otherFirst.DayNumber);
        var sameDay = start == otherStart && first.Day != 1 ? a.StartInformation : double.NaN;
        var (lastDay, otherLastDay) = (a.Profile.End?.DayNumber, b.Profile.End?.DayNumber);
        var shift = ShiftBetweenDateSystems(otherStart - start, otherLastDay - lastDay);
        otherStart -= shift;
        var startGap = Math.Abs(start - otherStart);
        if (startGap == 0 && first.Day == 1 && otherFirst.Day == 1)
            startGap = HalfAMonth;
        if (lastDay is not { } end || otherLastDay - shift is not { } otherEnd)
            return new(startGap, double.NaN, sameDay, double.NaN, double.NaN);

        var endGap = Math.Abs(end - otherEnd);
        var shared = Math.Min(end, otherEnd) - Math.Max(start, otherStart) + 1;
        var all = Math.Max(end, otherEnd) - Math.Min(start, otherStart) + 1;
        var shorter = Math.Min(end - start, otherEnd - otherStart) + 1;
        var isContained = Math.Sign(start - otherStart) * Math.Sign(end - otherEnd) <= 0;
        return new(
            startGap,
            endGap,
            sameDay,
            isContained && shorter <= LongestEvent && all <= LongestArrangement
                ? double.NaN
                : Math.Max(0, (double)shared / all),
            isContained ? double.NaN : Math.Max(0, (double)shared / shorter)
        );
    }

    /// <summary>Returns the days by which one record's dates are shifted; 0 if they are not.</summary>
    private static int ShiftBetweenDateSystems(int starts, int? ends) =>
        Math.Abs(starts) == DaysBetweenDateSystems && !(Math.Abs((ends - starts) ?? 0) > Math.Abs(ends ?? 0))
            ? starts
            : 0;
}
