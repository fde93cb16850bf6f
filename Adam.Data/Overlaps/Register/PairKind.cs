using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>The kinds of pairs by their numbers in the table: those of <see cref="OverlapKind"/>, and what owners have declared.</summary>
internal static class PairKind
{
    public const int Declared = 4;

    public static readonly int SameProjectFrom = (int)(Rules.SameProject * 10_000);
    private static readonly int SameActivityFrom = (int)(Rules.SameActivity * 10_000);

    /// <param name="isBest">Whether each is the other's best match among that owner's projects; it is asked only of pairs from <see cref="SameProjectFrom"/> on.</param>
    public static int Of(int score, bool isDeclared, bool isBest) =>
        isDeclared ? Declared
        : score >= SameProjectFrom && isBest ? (int)OverlapKind.SameProject
        : score >= SameActivityFrom ? (int)OverlapKind.SameActivity
        : (int)OverlapKind.SharedSetting;
}
