using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>Maintains tables whose rows are derived from project documents.</summary>
/// <remarks>An instance serves one write transaction, so it may cache rows that the transaction has written.</remarks>
internal interface IProjectIndexer
{
    /// <summary>The tables that this indexer alone writes, the main table first.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// The version of the rules that derive rows from documents. Raise it with every change that derives other rows
    /// from the same documents. A program that finds another version in its database rebuilds the tables.
    /// </summary>
    int Version { get; }

    /// <summary>
    /// Called for all indexers before the first of them updates its tables, which are still those before the write.
    /// </summary>
    Task PrepareAsync(Session session, ProjectChangeSet changes, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Updates the tables for projects that were just written, in the same transaction.</summary>
    Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct);

    /// <summary>Rebuilds the tables from all projects, regardless of their present rows.</summary>
    Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    );
}

/// <summary>The progress of the rebuild of a derived table.</summary>
/// <param name="Table">The main table of its indexer.</param>
/// <param name="Done">The completed part of <paramref name="Total"/>, in an unspecified unit.</param>
public readonly record struct ReindexProgress(string Table, long Done, long Total);
