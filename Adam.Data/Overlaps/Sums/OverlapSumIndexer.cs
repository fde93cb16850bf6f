using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps.Sums;

/// <summary>
/// Maintains the sums of pairs. Before a write it subtracts the pairs of the written projects, and after it adds them
/// again, with the values that the other tables have then. It runs after the indexer of pairs.
/// </summary>
/// <param name="pairs">The pairs that the indexer of pairs changes in this transaction.</param>
/// <inheritdoc cref="OverlapSumUpdate" path="/param[@name='counted']"/>
internal sealed class OverlapSumIndexer(Database database, PairChanges pairs, CountedProjects? counted = null)
    : IProjectIndexer
{
    public static IReadOnlyList<string> AllTables { get; } = ["OverlapSum", "OverlapAmountSum", "OverlapMonthSum"];

    private OverlapSumUpdate? _update;
    private IReadOnlyList<(long FirstId, long SecondId)> _subtracted = [];

    public IReadOnlyList<string> Tables => AllTables;

    public int Version => 2;

    public async Task PrepareAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        _update = new(session, counted);
        pairs.Clear();
        var known = changes.Changes.Where(change => !change.IsNew && PairChanges.MayChange(change)).ToList();
        _subtracted = known.Count == 0 ? [] : await _update.PairsOfAsync(known.Select(change => change.ProjectId), ct);
        await _update.SubtractAsync(_subtracted, ct);
    }

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        // A rebuild of the pairs has also computed their sums.
        if (_update is null || pairs.AreRebuilt)
            return;

        var again = _subtracted.Union(pairs.Written).ToHashSet();
        await _update.AddAsync(again.Order(), ct);
        await _update.MoveAsync(pairs.OtherKinds.Where(other => !again.Contains(other.Pair)), ct);
        await _update.WriteAsync(ct);
    }

    public async Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    )
    {
        await OverlapSumUpdate.RebuildAsync(database, session, ct);
        progress?.Report(new(Tables[0], 1, 1));
    }
}
