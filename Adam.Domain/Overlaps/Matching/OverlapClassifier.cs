namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Decides the kind of an overlap. It is the only such function: writes, rebuilds, checks of drafts and single pairs
/// call it.
/// </summary>
public static class OverlapClassifier
{
    /// <summary>Returns the kind of an overlap.</summary>
    /// <param name="isMutualBest">
    /// True if the pair is a mutual best match (<see cref="MutualBestMatches{TProject, TOwner}"/>).
    /// </param>
    /// <param name="isDeclared">True if both records name each other (<see cref="DeclaredLinks.AreMutual"/>).</param>
    public static OverlapKind Classify(Assessment pair, bool isMutualBest, bool isDeclared) =>
        isDeclared
            ? OverlapKind.Declared
            : pair.Relation switch
            {
                PairRelation.NextPhase => OverlapKind.NextPhase,
                PairRelation.OtherPlace => OverlapKind.OtherPlace,
                PairRelation.PartOf => OverlapKind.PartOf,
                PairRelation.CoFunded => OverlapKind.CoFunded,
                _ => pair.Score >= Rules.SameProject && isMutualBest ? OverlapKind.SameProject
                : pair.Score >= Rules.SameActivity ? OverlapKind.SameActivity
                : OverlapKind.SharedSetting,
            };

    /// <summary>
    /// Returns the kind of a stored pair whose records are unchanged while its best matches may have changed. Only
    /// <see cref="OverlapKind.SameProject"/> and <see cref="OverlapKind.SameActivity"/> depend on them.
    /// </summary>
    public static OverlapKind Reclassify(OverlapKind stored, Score score, bool isMutualBest) =>
        stored is OverlapKind.SameProject or OverlapKind.SameActivity
            ? Classify(new(score, PairRelation.None), isMutualBest, isDeclared: false)
            : stored;

    /// <summary>
    /// Returns true if the kind of an overlap depends on a mutual best match. For other pairs no competing pairs need
    /// to be read.
    /// </summary>
    public static bool DependsOnBestMatch(Assessment pair, bool isDeclared) =>
        Classify(pair, isMutualBest: true, isDeclared) != Classify(pair, isMutualBest: false, isDeclared);

    /// <summary>Returns true if the two projects of a pair of this kind may spend the same money.</summary>
    public static bool MaySpendTheSame(OverlapKind kind) => kind is OverlapKind.SameProject or OverlapKind.SameActivity;
}
