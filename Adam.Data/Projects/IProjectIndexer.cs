using Adam.Data.Engines;

namespace Adam.Data.Projects;

/// <summary>Maintains tables whose rows are derived from project documents.</summary>
/// <remarks>An instance serves one write transaction, so it may cache what the transaction has written.</remarks>
internal interface IProjectIndexer
{
    /// <summary>The tables that this indexer alone writes, the main table first.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Brings the tables in line with projects that were just written, in the same transaction.</summary>
    Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct);
}
