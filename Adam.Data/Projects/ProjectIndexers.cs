namespace Adam.Data.Projects;

/// <summary>Creates the indexers of all derived tables, in the order in which they run.</summary>
public sealed class ProjectIndexers
{
    private readonly Func<IReadOnlyList<IProjectIndexer>> _create;

    internal ProjectIndexers(Func<IReadOnlyList<IProjectIndexer>> create) => _create = create;

    /// <summary>Creates indexers for one write transaction.</summary>
    internal IReadOnlyList<IProjectIndexer> Create() => _create();
}
