using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;

namespace Adam.Data.Overlaps.Matching;

/// <summary>Reads the projects that a full search compares, block by block.</summary>
internal interface IProjectBlocks
{
    /// <inheritdoc cref="PairRebuildSql.CountOfAllCells"/>
    Task<long> CountCellsAsync(CancellationToken ct);

    /// <summary>Returns the number of cells of a country.</summary>
    Task<long> CountCellsAsync(string country, CancellationToken ct);

    /// <inheritdoc cref="PairRebuildSql.NextCountry"/>
    Task<string?> NextCountryAsync(string after, CancellationToken ct);

    /// <summary>Reads and converts the projects of a country and some pillars.</summary>
    Task<T[]> ReadAsync<T>(PillarsOfCountry block, Func<ProjectRow, T> convert, CancellationToken ct);
}

/// <summary>Reads all blocks in one session.</summary>
internal sealed class BlocksOfSession(Session session) : IProjectBlocks
{
    public Task<long> CountCellsAsync(CancellationToken ct) => session.FirstAsync(PairRebuildSql.CountOfAllCells, ct);

    public Task<long> CountCellsAsync(string country, CancellationToken ct) =>
        session.FirstAsync(PairRebuildSql.CountOfCells, new(country), ct);

    public Task<string?> NextCountryAsync(string after, CancellationToken ct) =>
        session.FirstAsync(PairRebuildSql.NextCountry, new(after), ct);

    public Task<T[]> ReadAsync<T>(PillarsOfCountry block, Func<ProjectRow, T> convert, CancellationToken ct) =>
        Task.FromResult<T[]>([
            .. session.Read(PairRebuildSql.ProjectsOfCountry, block, ct).SelectInParallel(row => convert(row)),
        ]);
}

/// <summary>
/// Reads each block in a snapshot of its own, without the projects that have changed since the search began. Blocks
/// with two versions of a project could return a pair twice; its caller repeats the search for such a project.
/// </summary>
/// <param name="lastChange">The number of the last change before the search.</param>
internal sealed class UnchangedBlocks(SqliteDatabase database, long lastChange) : IProjectBlocks
{
    /// <summary>Called before each block is read.</summary>
    public Func<Task> Before { get; init; } = () => Task.CompletedTask;

    public Task<long> CountCellsAsync(CancellationToken ct) =>
        database.QueryOnceAsync(session => new BlocksOfSession(session).CountCellsAsync(ct), ct);

    public Task<long> CountCellsAsync(string country, CancellationToken ct) =>
        database.QueryOnceAsync(session => new BlocksOfSession(session).CountCellsAsync(country, ct), ct);

    public Task<string?> NextCountryAsync(string after, CancellationToken ct) =>
        database.QueryOnceAsync(session => new BlocksOfSession(session).NextCountryAsync(after, ct), ct);

    public async Task<T[]> ReadAsync<T>(PillarsOfCountry block, Func<ProjectRow, T> convert, CancellationToken ct)
    {
        await Before();
        return await database.InReadTransactionAsync<T[]>(
            async session =>
            {
                session.DisableCommandTimeout();
                var changed = (await session.QueryAsync(PairRebuildSql.ChangedAfter, new(lastChange), ct)).ToHashSet();
                return
                [
                    .. session
                        .Read(PairRebuildSql.ProjectsOfCountry, block, ct)
                        .Where(row => !changed.Contains(row.ProjectId))
                        .SelectInParallel(row => convert(row)),
                ];
            },
            ct
        );
    }
}
