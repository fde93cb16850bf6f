using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>Maintains tables whose rows are derived from project documents.</summary>
/// <remarks>An instance serves one write transaction, so it may cache what the transaction has written.</remarks>
internal interface IProjectIndexer
{
    /// <summary>The tables that this indexer alone writes, the main table first.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// The version of the rules by which rows follow from documents. Raise it with every change after which the same
    /// documents give other rows: a program that finds another version in its database rebuilds the tables.
    /// </summary>
    int Version { get; }

    /// <summary>Brings the tables in line with projects that were just written, in the same transaction.</summary>
    Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct);

    /// <summary>Brings the tables in line with all projects, whatever rows they have now.</summary>
    Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    );
}

/// <summary>How far the rebuild of a derived table has come.</summary>
/// <param name="Table">The main table of its indexer.</param>
/// <param name="Done">A part of <paramref name="Total"/>, in no particular unit.</param>
public readonly record struct ReindexProgress(string Table, long Done, long Total);
