namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Compares amounts: those that one donor gives to both projects, or the totals of all donors. Amounts in one currency
/// are compared as they are; if there are none, amounts are converted.
/// </summary>
/// <param name="Gap">
/// The natural logarithm of the ratio of the two nearest amounts, 0 if they are equal; NaN if none can be compared.
/// </param>
/// <param name="Same">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of an equal amount; NaN if there is none.
/// </param>
/// <param name="ConvertedGap">
/// The natural logarithm of the ratio of the two nearest amounts in US dollars; NaN if amounts in one currency are
/// compared, or a rate is unknown.
/// </param>
/// <param name="Nearest">The two nearest amounts, the lower first; null if none can be compared.</param>
/// <param name="IsEqualGrant">
/// True if one donor gives an equal amount to both. <paramref name="Nearest"/> may be the totals, which are then equal
/// too if nobody else pays.
/// </param>
internal readonly record struct AmountComparison(
    double Gap,
    double Same,
    double ConvertedGap,
    (DonorAmount One, DonorAmount Other)? Nearest,
    bool IsEqualGrant
)
{
    /// <summary>The comparison of amounts that cannot be compared.</summary>
    public static readonly AmountComparison Nothing = new(
        double.NaN,
        double.NaN,
        double.NaN,
        null,
        IsEqualGrant: false
    );

    public static AmountComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (amounts, others) = (a.Profile.DonorAmounts, b.Profile.DonorAmounts);
        var nearest = Nothing;
        for (var i = 0; i < amounts.Length; i++)
        {
            for (var j = 0; j < others.Length; j++)
            {
                var (one, other) = (amounts[i], others[j]);
                if (one.Currency != other.Currency || one.Donor != other.Donor)
                    continue;

                var gap = GapBetween(one.Amount, other.Amount);
                if (gap == 0 && one.Donor is not null)
                    nearest = nearest with { IsEqualGrant = true };
                var ordered = one.Amount <= other.Amount ? (one, other) : (other, one);
                if (nearest.Nearest is null || gap < nearest.Gap)
                    nearest = nearest with
                    {
                        Gap = gap,
                        Same = gap == 0 ? a.DonorAmounts[i] : double.NaN,
                        Nearest = ordered,
                    };
            }
        }

        return nearest.Nearest is null
            ? nearest with
            {
                ConvertedGap = CompareConverted(a.Profile.DollarAmounts, b.Profile.DollarAmounts),
            }
            : nearest;
    }

    private static double CompareConverted(DollarAmount[] amounts, DollarAmount[] others)
    {
        var nearest = double.NaN;
        for (var i = 0; i < amounts.Length; i++)
        {
            for (var j = 0; j < others.Length; j++)
            {
                if (amounts[i].Donor == others[j].Donor)
                    nearest = Math.Min(
                        double.IsNaN(nearest) ? double.MaxValue : nearest,
                        GapBetween(amounts[i].Amount, others[j].Amount)
                    );
            }
        }

        return nearest;
    }

    private static double GapBetween(double one, double other) =>
        one == other ? 0 : Math.Abs(Arithmetic.Ln(Math.Max(one, other) / Math.Min(one, other)));
}
