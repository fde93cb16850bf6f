namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Compares amounts in one currency: those that one donor gives to both projects, or the totals of all donors. Amounts
/// in different currencies are not compared.
/// </summary>
/// <param name="Gap">
/// The natural logarithm of the ratio of the two nearest amounts, 0 if they are equal; NaN if none can be compared.
/// </param>
/// <param name="Same">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of an equal amount; NaN if there is none.
/// </param>
/// <param name="Nearest">The two nearest amounts, the lower first; null if none can be compared.</param>
internal readonly record struct AmountComparison(double Gap, double Same, (DonorAmount One, DonorAmount Other)? Nearest)
{
    public static AmountComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (amounts, others) = (a.Profile.DonorAmounts, b.Profile.DonorAmounts);
        var nearest = new AmountComparison(double.NaN, double.NaN, null);
        for (var i = 0; i < amounts.Count; i++)
        {
            for (var j = 0; j < others.Count; j++)
            {
                var (one, other) = (amounts[i], others[j]);
                if (one.Currency != other.Currency || one.Donor != other.Donor)
                    continue;

                var gap = GapBetween(one.Amount, other.Amount);
                if (nearest.Nearest is not null && gap >= nearest.Gap)
                    continue;

                var ordered = one.Amount <= other.Amount ? (one, other) : (other, one);
                nearest = new(gap, gap == 0 ? a.DonorAmounts[i] : double.NaN, ordered);
            }
        }

        return nearest;
    }

    private static double GapBetween(double one, double other) =>
        one == other ? 0 : Math.Abs(Arithmetic.Ln(Math.Max(one, other) / Math.Min(one, other)));
}
