namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the periods of two projects.</summary>
/// <param name="StartGap">The number of days between the two starts.</param>
/// <param name="EndGap">The number of days between the two ends; NaN if one of them is open.</param>
/// <param name="SameDay">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of the day on which both start. NaN if
/// they start on different days, or on the first of a month, which is too common.
/// </param>
/// <param name="SharedDays">
/// The shared days divided by all days from the first start to the last end, from 0 to 1; NaN if an end is open.
/// </param>
internal readonly record struct PeriodComparison(double StartGap, double EndGap, double SameDay, double SharedDays)
{
    public static PeriodComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (start, otherStart) = (a.Profile.Start.DayNumber, b.Profile.Start.DayNumber);
        var startGap = Math.Abs(start - otherStart);
        var sameDay = start == otherStart && a.Profile.Start.Day != 1 ? a.StartInformation : double.NaN;
        if (a.Profile.End?.DayNumber is not { } end || b.Profile.End?.DayNumber is not { } otherEnd)
            return new(startGap, double.NaN, sameDay, double.NaN);

        var endGap = Math.Abs(end - otherEnd);
        var shared = Math.Min(end, otherEnd) - Math.Max(start, otherStart) + 1;
        var all = Math.Max(end, otherEnd) - Math.Min(start, otherStart) + 1;
        return new(startGap, endGap, sameDay, Math.Max(0, (double)shared / all));
    }
}
