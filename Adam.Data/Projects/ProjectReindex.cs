using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>The state of the derived tables.</summary>
/// <param name="Outdated">The tables that other rules than those of this program have filled.</param>
/// <param name="HasProjects">True if there are projects to derive rows from.</param>
public sealed record DerivedTables(IReadOnlyList<string> Outdated, bool HasProjects);

/// <summary>Rebuilds derived tables from the stored documents.</summary>
/// <remarks>
/// A rebuild is one transaction, which excludes other writers. Until it commits, readers see the previous rows. If it
/// is interrupted, nothing has changed.
/// </remarks>
public sealed class ProjectReindex(Database database, TimeProvider time, ProjectIndexers indexers)
{
    /// <summary>
    /// The names of all derived tables. The tables of a group are rebuilt together; progress reports contain the first
    /// name.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; } =
    [.. indexers.Create().Select(indexer => indexer.Tables)];

    /// <summary>Compares the versions of the rules that filled the tables with those of this program.</summary>
    public Task<DerivedTables> CheckAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
            {
                var outdated = await OutdatedAsync(session, indexers.Create(), ct);
                var hasProjects = await HasProjectsAsync(session, ct);
                return new DerivedTables([.. outdated.SelectMany(indexer => indexer.Tables)], hasProjects);
            },
            ct
        );

    /// <summary>Rebuilds tables with the other tables of their groups.</summary>
    /// <param name="tables">Names from <see cref="Groups"/>; empty for all tables.</param>
    /// <returns>The rebuilt tables.</returns>
    /// <exception cref="ArgumentException">A table does not exist.</exception>
    /// <exception cref="RegisterBusyException">Other writers held the register for too long.</exception>
    public Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyCollection<string> tables,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    )
    {
        if (tables.Except(Groups.SelectMany(group => group)).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"There is no derived table {unknown}.", nameof(tables));

        return database.InWriteTransactionAsync(
            session =>
            {
                var chosen = indexers.Create().Where(one => tables.Count == 0 || one.Tables.Any(tables.Contains));
                return RebuildAsync(session, [.. chosen], progress, ct);
            },
            ct
        );
    }

    /// <summary>
    /// Rebuilds the tables that other rules have filled. It skips tables that another process has rebuilt meanwhile.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/returns|/exception"/>
    public Task<IReadOnlyList<string>> RunOutdatedAsync(IProgress<ReindexProgress>? progress, CancellationToken ct) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                var outdated = await OutdatedAsync(session, indexers.Create(), ct);
                return await RebuildAsync(session, outdated, progress, ct);
            },
            ct
        );

    private static async Task<bool> HasProjectsAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(ProjectSql.LastId, ct) > 0;

    private static async Task<IReadOnlyList<IProjectIndexer>> OutdatedAsync(
        Session session,
        IReadOnlyList<IProjectIndexer> all,
        CancellationToken ct
    )
    {
        var versions = (await session.QueryAsync(DerivedTableSql.Versions, ct)).ToDictionary(
            row => row.Name,
            row => row.Version,
            StringComparer.Ordinal
        );
        return
        [
            .. all.Where(indexer =>
                indexer.Tables.Any(table => !versions.TryGetValue(table, out var version) || version != indexer.Version)
            ),
        ];
    }

    private async Task<IReadOnlyList<string>> RebuildAsync(
        Session session,
        IReadOnlyList<IProjectIndexer> chosen,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    )
    {
        session.DisableCommandTimeout();
        var documents = new ProjectDocuments(time.Instant());
        // Without projects there are no derived rows, so only the versions are stored.
        foreach (var indexer in await HasProjectsAsync(session, ct) ? chosen : [])
            await indexer.RebuildAsync(session, documents, progress, ct);

        var versions = JsonRowSet.Serialize(
            chosen.SelectMany(indexer => indexer.Tables, (indexer, table) => new object[] { table, indexer.Version })
        );
        await session.ExecuteAsync(DerivedTableSql.Remove, new(versions), ct);
        await session.ExecuteAsync(DerivedTableSql.Add, new(versions), ct);
        return [.. chosen.SelectMany(indexer => indexer.Tables)];
    }
}
