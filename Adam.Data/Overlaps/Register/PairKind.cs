using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>The kinds of pairs by their numbers in the table: those of <see cref="OverlapKind"/>, and what owners have declared.</summary>
internal static class PairKind
{
    public const int Declared = 4;

    /// <param name="isBest">Whether each is the other's best match among that owner's projects; it is asked only of pairs from <see cref="Rules.SameProject"/> on.</param>
    public static int Of(Score score, bool isDeclared, bool isBest) =>
        isDeclared ? Declared
        : score >= Rules.SameProject && isBest ? (int)OverlapKind.SameProject
        : score >= Rules.SameActivity ? (int)OverlapKind.SameActivity
        : (int)OverlapKind.SharedSetting;
}
