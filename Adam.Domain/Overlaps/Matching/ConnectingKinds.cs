namespace Adam.Domain.Overlaps.Matching;

/// <summary>The kinds of pairs that mean one undertaking. Their pairs connect projects to clusters.</summary>
public static class ConnectingKinds
{
    // If this list changes, raise the version of the indexer of clusters, so that stored clusters are rebuilt.
    public static IReadOnlyList<OverlapKind> All { get; } =
    [OverlapKind.SameProject, OverlapKind.SameActivity, OverlapKind.CoFunded];
}
