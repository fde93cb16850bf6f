using Adam.Domain.Overlaps.Matching;

namespace Adam.Tests.Overlaps;

/// <summary>
/// The kinds of pairs as the documentation defines them: each pair is compared with every other one. It uses neither
/// the thresholds nor the classes of the product, so that a comparison of the two can fail.
/// </summary>
internal static class BruteForceKinds
{
    public static OverlapKind KindOf(JudgedPair pair, IReadOnlyList<JudgedPair> all)
    {
        if (pair.IsDeclared)
            return OverlapKind.Declared;
        if (pair.Relation != PairRelation.None)
            return Enum.Parse<OverlapKind>(pair.Relation.ToString());
        if (pair.Score < 0.50m)
            return OverlapKind.SharedSetting;

        var isBeaten = all.Any(other =>
            Odds(other) > Odds(pair) * Math.Exp(2)
            && (IsBetween(other, pair.One, pair.OtherOwner) || IsBetween(other, pair.Other, pair.OneOwner))
        );
        return pair.Score >= 0.60m && !isBeaten ? OverlapKind.SameProject : OverlapKind.SameActivity;
    }

    private static double Odds(JudgedPair pair) => (double)pair.Score / (1 - (double)Math.Min(pair.Score, 0.9999m));

    /// <summary>Returns true if the pair is one of a project with a project of an owner.</summary>
    private static bool IsBetween(JudgedPair pair, long project, string owner) =>
        (pair.One == project && pair.OtherOwner == owner) || (pair.Other == project && pair.OneOwner == owner);
}

/// <summary>A pair whose kind is determined.</summary>
internal sealed record JudgedPair(
    long One,
    string OneOwner,
    long Other,
    string OtherOwner,
    decimal Score,
    bool IsDeclared = false,
    PairRelation Relation = PairRelation.None
);
