using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Clusters;

/// <summary>The pairs that connect projects to clusters.</summary>
internal static class ConnectingPairs
{
    /// <summary>The verdicts that separate the projects of a pair.</summary>
    public static IReadOnlyList<Verdict> Separating { get; } = [Verdict.Complementary, Verdict.Unrelated];

    /// <summary>
    /// Returns true if a pair connects its projects: a connecting kind, and no current verdict that separates them.
    /// </summary>
    /// <param name="verdict">The number of the verdict; 0 for none.</param>
    public static bool Connects(OverlapKind kind, int verdict, bool isStale) =>
        ConnectingKinds.All.Contains(kind) && (isStale || !Separating.Contains((Verdict)verdict));
}
