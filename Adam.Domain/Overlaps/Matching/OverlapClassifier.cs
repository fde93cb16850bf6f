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
    public static OverlapKind Classify(Score score, bool isMutualBest, bool isDeclared) =>
        isDeclared ? OverlapKind.Declared
        : score >= Rules.SameProject && isMutualBest ? OverlapKind.SameProject
        : score >= Rules.SameActivity ? OverlapKind.SameActivity
        : OverlapKind.SharedSetting;

    /// <summary>
    /// Returns true if the kind of an overlap depends on a mutual best match. For other pairs no competing pairs need
    /// to be read.
    /// </summary>
    public static bool DependsOnBestMatch(Score score, bool isDeclared) =>
        Classify(score, isMutualBest: true, isDeclared) != Classify(score, isMutualBest: false, isDeclared);
}
