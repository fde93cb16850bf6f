using System.Runtime.CompilerServices;
using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>The documents of all projects in the register, for indexers that rebuild their tables.</summary>
/// <param name="at">The instant of the rebuild.</param>
internal sealed class ProjectDocuments(DateTimeOffset at)
{
    /// <summary>
    /// Projects in one batch, some 40 MB with their documents. Larger batches write more neighbouring rows together;
    /// memory does not grow with the register.
    /// </summary>
    private const int BatchSize = 2_000;

    /// <summary>The instant of the rebuild.</summary>
    public DateTimeOffset At => at;

    /// <summary>Reads the projects in batches, each as if it had just been added, in the order of their ids.</summary>
    /// <param name="table">The table that is being rebuilt; the key of what is reported.</param>
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
