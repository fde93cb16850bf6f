using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>Creates the indexers of all derived tables, in the order in which they run.</summary>
public sealed class ProjectIndexers
{
    private readonly Func<IReadOnlyList<IProjectIndexer>> _create;
    private readonly PrepareIndexers _prepare;

    /// <summary>Creates indexers that do all of their work in the write.</summary>
    internal ProjectIndexers(Func<IReadOnlyList<IProjectIndexer>> create)
        : this(create, (_, _, _, _) => Task.FromResult(create)) { }

    internal ProjectIndexers(Func<IReadOnlyList<IProjectIndexer>> create, PrepareIndexers prepare) =>
        (_create, _prepare) = (create, prepare);

    /// <summary>Creates indexers for one write transaction.</summary>
    internal IReadOnlyList<IProjectIndexer> Create() => _create();

    /// <inheritdoc cref="PrepareIndexers"/>
    internal Task<Func<IReadOnlyList<IProjectIndexer>>> PrepareAsync(
        Guid? id,
        string owner,
        ProjectDraft draft,
        CancellationToken ct
    ) => _prepare(id, owner, draft, ct);
}

/// <summary>
/// Does as much of the work of a write as possible before it begins, in a snapshot and beside other writers.
/// </summary>
/// <param name="id">The project that will be changed; null for a new one.</param>
/// <returns>
/// A function that creates indexers for the write transaction. They test what has changed since the snapshot.
/// </returns>
internal delegate Task<Func<IReadOnlyList<IProjectIndexer>>> PrepareIndexers(
    Guid? id,
    string owner,
    ProjectDraft draft,
    CancellationToken ct
);
