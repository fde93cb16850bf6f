using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps.Clusters;

/// <summary>
/// The tables of clusters as a group of derived tables. The indexer of pairs maintains them together with the pairs,
/// and a decision about a pair maintains them, too (<see cref="ClusterUpdate"/>).
/// </summary>
internal sealed class ClusterIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables => ClusterRebuild.Tables;

    public int Version => 1;

    public Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct) => Task.CompletedTask;

    public async Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    )
    {
        await ClusterRebuild.RunAsync(database, session, ct);
        progress?.Report(new(Tables[0], 1, 1));
    }
}
