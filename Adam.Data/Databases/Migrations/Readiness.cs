using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Microsoft.Data.SqlClient;

namespace Adam.Data.Databases.Migrations;

/// <summary>
/// Tests if the database can serve this program now. It opens a new connection, as a request may need to, with a
/// timeout of 2 seconds and without retries.
/// </summary>
public sealed class Readiness(Database database)
{
    private readonly Database _database = database is SqlServerDatabase server
        ? new SqlServerDatabase(
            new SqlConnectionStringBuilder(server.ConnectionString)
            {
                Pooling = false,
                ConnectRetryCount = 0,
                ConnectTimeout = 2,
                CommandTimeout = 2,
            }.ConnectionString
        )
        : database;

    /// <summary>
    /// Returns the migrations of this program that the database has not run; empty if it is ready. Migrations of a
    /// newer program are ignored.
    /// </summary>
    /// <exception cref="Exception">
    /// The database cannot be read; or the last write has met a fault of the file, and it still does.
    /// </exception>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken ct)
    {
        if (_database is SqliteDatabase file)
        {
            if (file.IsLogMissing)
                throw new RegisterMovedException($"The log of {file.Location} was deleted while the register is open.");
            if (file.Health.FailedWrite is not null)
                await file.ProbeWriteAsync(ct);
        }

        await using var session = await _database.InReadTransactionAsync(ct);
        return [.. Migrator.Scripts(_database).Except(await session.QueryAsync(JournalSql.Ran, ct))];
    }
}
