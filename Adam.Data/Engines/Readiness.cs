using Microsoft.Data.SqlClient;

namespace Adam.Data.Engines;

/// <summary>
/// Tests if the database can serve this program now: on a new connection, as a request would need one, without a retry
/// and with a short timeout.
/// </summary>
public sealed class Readiness(Engine engine)
{
    private readonly Engine _engine = engine is SqlServerEngine server
        ? Engine.SqlServer(new SqlConnectionStringBuilder(server.ConnectionString) { Pooling = false, ConnectRetryCount = 0, ConnectTimeout = 2, CommandTimeout = 2 }.ConnectionString)
        : engine;

    /// <summary>
    /// Returns the migrations of this program that the database has not run; empty if it is ready. Migrations of a
    /// newer program are ignored.
    /// </summary>
    /// <exception cref="Exception">The database cannot be read.</exception>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken ct)
    {
        await using var session = await _engine.ReadAsync(ct);
        return [.. Migrations.Scripts(_engine).Except(await session.QueryAsync(JournalSql.Ran, ct))];
    }
}
