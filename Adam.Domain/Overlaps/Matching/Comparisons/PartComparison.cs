namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares two projects as a programme and a component of it.</summary>
/// <param name="IsPart">
/// The share of <see cref="MostSigns"/> signs that one project is a part of the other: a fraction of its amount, a
/// shorter period within its period, fewer of its countries, places or activity types, and the words of the titles.
/// NaN if there are fewer than two signs, or none of amounts and words, if different partners pay, or if both state one
/// sum of one donor: the payer's record of a grant is narrower than the record of the work, and no part of it.
/// </param>
/// <param name="Whole">1 if the first record is the whole, -1 if it is the part; 0 if there is none.</param>
internal readonly record struct PartComparison(double IsPart, int Whole)
{
    private const int MostSigns = 4;

    /// <summary>The least ratio of the amounts of the whole and the part.</summary>
    private const double ThreeTimes = 3;

    private const double LongerPeriod = 1.3;
    private const int DaysOfGrace = 31;
    private const int MoreItems = 2;

    /// <param name="hasEqualAmount">True if both state an equal amount, which is then no fraction.</param>
    /// <param name="hasEqualGrant">True if this is the amount of one donor.</param>
    /// <param name="areOfOtherDonors">True if different partners pay for the two.</param>
    public static PartComparison Compare(
        WeightedProfile a,
        WeightedProfile b,
        bool hasEqualAmount,
        bool hasEqualGrant,
        bool areOfOtherDonors
    )
    {
        var (one, other) = (a.Profile, b.Profile);
        var (amount, words) = (hasEqualAmount ? 0 : AmountSide(one, other), WordSide(one, other));
        if (hasEqualGrant || areOfOtherDonors || (amount == 0 && words == 0))
            return new(double.NaN, 0);

        var sum = amount + words + PeriodSide(one, other) + BreadthSide(one, other);
        return Math.Abs(sum) >= 2 ? new((double)Math.Abs(sum) / MostSigns, Math.Sign(sum)) : new(double.NaN, 0);
    }

    /// <summary>Compares the totals in US dollars.</summary>
    private static int AmountSide(Profile one, Profile other)
    {
        if (one.DollarAmounts.Length == 0 || other.DollarAmounts.Length == 0)
            return 0;
        var (total, otherTotal) = (one.DollarAmounts[0].Amount, other.DollarAmounts[0].Amount);
        return total >= ThreeTimes * otherTotal ? 1
            : otherTotal >= ThreeTimes * total ? -1
            : 0;
    }

    private static int WordSide(Profile one, Profile other) =>
        one.IsComponent != other.IsComponent && one.IsProgramme != other.IsProgramme
            ? one.IsProgramme
                ? 1
                : -1
            : one.IsComponent != other.IsComponent && !one.IsProgramme && !other.IsProgramme
                ? one.IsComponent
                    ? -1
                    : 1
                : 0;

    private static int PeriodSide(Profile one, Profile other)
    {
        if (
            (one.Start?.DayNumber, one.End?.DayNumber) is not ({ } start, { } end)
            || (other.Start?.DayNumber, other.End?.DayNumber) is not ({ } otherStart, { } otherEnd)
        )
            return 0;
        var (days, otherDays) = (end - start + 1.0, otherEnd - otherStart + 1.0);
        if (days >= LongerPeriod * otherDays)
            return start - DaysOfGrace <= otherStart && otherEnd <= end + DaysOfGrace ? 1 : 0;
        if (otherDays >= LongerPeriod * days)
            return otherStart - DaysOfGrace <= start && end <= otherEnd + DaysOfGrace ? -1 : 0;
        return 0;
    }

    private static int BreadthSide(Profile one, Profile other) =>
        Math.Sign(
            Side(one.Countries.Count, other.Countries.Count, 1)
                + Side(one.Places.Length, other.Places.Length, MoreItems)
                + Side(one.ActivityTypes.Length, other.ActivityTypes.Length, MoreItems)
        );

    private static int Side(int count, int other, int more) =>
        count == 0 || other == 0 ? 0
        : count >= other + more ? 1
        : other >= count + more ? -1
        : 0;
}
