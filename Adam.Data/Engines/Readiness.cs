using Microsoft.Data.SqlClient;

namespace Adam.Data.Engines;

/// <summary>Whether the database can serve this program at this moment: on a connection of its own, as a caller would need one, without a second try and without waiting long.</summary>
public sealed class Readiness(Engine engine)
{
    private readonly Engine _engine = engine is SqlServerEngine server
        ? Engine.SqlServer(new SqlConnectionStringBuilder(server.ConnectionString) { Pooling = false, ConnectRetryCount = 0, ConnectTimeout = 2, CommandTimeout = 2 }.ConnectionString)
        : engine;

    /// <summary>The migrations of this program that the database has not run; none when it is as the program needs it. Those of a newer program do not disturb.</summary>
    /// <exception cref="Exception">The database cannot be read.</exception>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken ct)
    {
        await using var session = await _engine.ReadAsync(ct);
        return [.. Migrations.Scripts(_engine).Except(await session.QueryAsync<string>(JournalSql.Ran, null, ct))];
    }
}
