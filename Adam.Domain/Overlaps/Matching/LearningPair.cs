using System.Globalization;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Evidence with its known result.</summary>
/// <param name="Same">True if the two are one undertaking.</param>
/// <param name="Count">The number of pairs that it stands for, above 0.</param>
/// <param name="Group">The group that cross-validation leaves out together.</param>
public sealed record LearningPair(MatchEvidence Evidence, bool Same, double Count, string Group)
{
    /// <summary>
    /// The number of anchors that one verdict counts as. Verdicts are few, and are about the register itself.
    /// </summary>
    private const double VerdictCount = 3;

    /// <summary>
    /// The most pairs that a verdict stands for, so that one from below the floor does not decide alone.
    /// </summary>
    private const double MostShown = 5;

    /// <summary>
    /// Returns the pair of a verdict. A pair that the review queue showed by chance stands for those that it did not
    /// show.
    /// </summary>
    /// <param name="number">The number of the verdict, which is left out by itself in cross-validation.</param>
    public static LearningPair FromVerdict(MatchEvidence evidence, Verdict verdict, int number) =>
        new(
            evidence,
            verdict is Verdict.Duplicate or Verdict.CoFunded,
            VerdictCount * Math.Min(MostShown, 1 / evidence.Shown),
            number.ToString(CultureInfo.InvariantCulture)
        );
}
