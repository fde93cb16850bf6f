using System.Runtime.CompilerServices;
using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>Reads the documents of all projects in the register, for indexers that rebuild their tables.</summary>
/// <param name="at">The instant of the rebuild.</param>
internal sealed class ProjectDocuments(DateTimeOffset at)
{
    /// <summary>
    /// The number of projects of a batch, which take about 40 MB with their documents. A larger batch writes more
    /// adjacent rows together. Memory does not grow with the register.
    /// </summary>
    private const int BatchSize = 2_000;

    /// <summary>The instant of the rebuild.</summary>
    public DateTimeOffset At => at;

    /// <summary>Reads the projects in batches, in the order of their ids, each as if it had just been added.</summary>
    /// <param name="table">The table that is being rebuilt, for progress reports.</param>
    public async IAsyncEnumerable<ProjectChangeSet> ReadAsync(
        Session session,
        string table,
        IProgress<ReindexProgress>? progress,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (after, last) = (0L, await session.FirstAsync(ProjectSql.LastId, ct));
        while (true)
        {
            var rows = await session.QueryAsync(ProjectSql.DocumentsAfter, new(after, BatchSize), ct);
            if (rows.Count == 0)
                yield break;

            yield return new([.. rows.AsParallel().AsOrdered().Select(row => row.ToChange())], at, IsBulk: true);
            after = rows[^1].ProjectId;
            progress?.Report(new(table, after, last));
        }
    }
}
