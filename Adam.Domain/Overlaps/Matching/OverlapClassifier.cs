namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Decides the kind of an overlap. Writes, rebuilds, checks of drafts and single pairs all call it; nothing else
/// decides.
/// </summary>
public static class OverlapClassifier
{
    /// <summary>Returns the kind of an overlap.</summary>
    /// <param name="isMutualBest">
    /// True if the two are each other's best match (<see cref="MutualBestMatches{TProject, TOwner}"/>).
    /// </param>
    /// <param name="isDeclared">True if both records name each other (<see cref="DeclaredLinks.AreMutual"/>).</param>
    public static OverlapKind Classify(Score score, bool isMutualBest, bool isDeclared) =>
        isDeclared ? OverlapKind.Declared
        : score >= Rules.SameProject && isMutualBest ? OverlapKind.SameProject
        : score >= Rules.SameActivity ? OverlapKind.SameActivity
        : OverlapKind.SharedSetting;

    /// <summary>
    /// Returns true if the kind of an overlap depends on whether the two are each other's best match. For all others,
    /// nobody needs to look for competing pairs.
    /// </summary>
    public static bool DependsOnBestMatch(Score score, bool isDeclared) =>
        Classify(score, isMutualBest: true, isDeclared) != Classify(score, isMutualBest: false, isDeclared);
}
