using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Sums;

/// <summary>
/// The pairs that the indexer of pairs has changed, for the indexer of their sums, which serves the same write.
/// </summary>
internal sealed class PairChanges
{
    /// <summary>The pairs of the written projects that are stored after the write.</summary>
    public List<(long FirstId, long SecondId)> Written { get; } = [];

    /// <summary>The pairs of other projects that have another kind now, with the number of the former kind.</summary>
    public List<((long FirstId, long SecondId) Pair, int Before)> OtherKinds { get; } = [];

    /// <summary>True if all pairs were rebuilt.</summary>
    public bool AreRebuilt { get; set; }

    /// <summary>
    /// Returns true if a write may change what sums contain of the pairs of a project: its scope, its days, or a value
    /// that matching reads.
    /// </summary>
    public static bool MayChange(ProjectChange change) =>
        !change.KeepsScope
        || Differs(change)
        || change is not { Before.Project: { } before, After: { } after }
        || DaysOf(before) != DaysOf(after);

    /// <summary>
    /// Returns true if the write changed a value that matching reads, of a project that was recorded before. A
    /// withdrawal changes no value.
    /// </summary>
    public static bool Differs(ProjectChange change) =>
        change is { Before.Project: { } before, After: { } after }
        && !MatchingInputs.AreEqual(after.Owner, after.Draft, before.Owner, before.Draft);

    private static (int, int) DaysOf(Project project) =>
        (ProjectIndex.StartDay(project.Draft.Period), ProjectIndex.LastActiveDay(project.Draft.Period));

    public void Clear()
    {
        Written.Clear();
        OtherKinds.Clear();
        AreRebuilt = false;
    }
}
