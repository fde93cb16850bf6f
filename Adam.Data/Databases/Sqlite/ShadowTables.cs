using System.Diagnostics;
using System.Globalization;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Copies of tables and their indexes, without rows, in which a rebuild collects the new rows. At its end the copies
/// exchange their contents with the tables.
/// </summary>
/// <param name="database">Each call but <see cref="Exchange"/> is a write transaction of its own.</param>
internal sealed class ShadowTables(SqliteDatabase database, TableRedirection shadows)
{
    /// <summary>The longest time for which a call excluded other writers so far.</summary>
    public TimeSpan LongestHold { get; private set; }

    /// <summary>Creates the copies without their indexes. Drops those that an interrupted rebuild has left.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        await DropAsync(ct);
        await RunAsync(
            connection =>
            {
                foreach (var (_, sql) in Read(connection, "table"))
                    connection.RunOnce(shadows.Redirect(sql));
            },
            ct
        );
    }

    /// <summary>Returns true if there are copies.</summary>
    public Task<bool> ExistAsync(CancellationToken ct) =>
        database.QueryOnceAsync(
            session =>
            {
                using var command = session.Connection.CreateCommand();
                var names = shadows.Tables.Select(table => $"'{shadows.Prefix}{table}'");
                command.CommandText =
                    $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ({string.Join(", ", names)})";
                return Task.FromResult(command.ExecuteScalar() is > 0L);
            },
            ct
        );

    /// <summary>
    /// Creates the indexes of the copies, each from sorted rows and in its own transaction, so that other writers wait
    /// for one at a time.
    /// </summary>
    public async Task CreateIndexesAsync(CancellationToken ct)
    {
        var indexes = await database.QueryOnceAsync(
            session => Task.FromResult(Read((PreparedStatementConnection)session.Connection, "index")),
            ct
        );
        foreach (var (name, sql) in indexes)
            await RunAsync(
                connection =>
                    connection.RunOnce(
                        shadows.Redirect(sql).Replace(name, shadows.Prefix + name, StringComparison.Ordinal)
                    ),
                ct
            );
    }

    /// <summary>Drops the copies with their rows, each in its own transaction.</summary>
    public async Task DropAsync(CancellationToken ct)
    {
        foreach (var table in shadows.Tables)
            await RunAsync(connection => connection.RunOnce($"DROP TABLE IF EXISTS {shadows.Prefix}{table}"), ct);
    }

    /// <summary>
    /// Exchanges the contents of the tables and the copies, in the transaction of the caller: the schema names for each
    /// table and index the page at which its tree begins, and these pages change places. It takes the same short time
    /// for any number of rows.
    /// </summary>
    /// <exception cref="InvalidOperationException">Somebody has removed a copy.</exception>
    public void Exchange(Session session)
    {
        var connection = (PreparedStatementConnection)session.Connection;
        var names = Read(connection, "table").Concat(Read(connection, "index")).Select(item => item.Name).ToList();
        var pages = names
            .SelectMany(name => new[] { name, shadows.Prefix + name })
            .ToDictionary(name => name, name => Page(connection, name), StringComparer.Ordinal);
        var version = Number(connection, "PRAGMA schema_version");
        connection.RunOnce("PRAGMA writable_schema = ON");
        try
        {
            foreach (var name in names)
            {
                Set(connection, name, pages[shadows.Prefix + name]);
                Set(connection, shadows.Prefix + name, pages[name]);
            }

            // All connections must read the schema again, this one at once.
            connection.RunOnce(string.Create(CultureInfo.InvariantCulture, $"PRAGMA schema_version = {version + 1}"));
        }
        finally
        {
            connection.RunOnce("PRAGMA writable_schema = RESET");
        }
    }

    /// <summary>Returns the tables, or their indexes, with their definitions.</summary>
    private List<(string Name, string Sql)> Read(PreparedStatementConnection connection, string type)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT name, sql
            FROM sqlite_master
            WHERE type = '{type}' AND sql IS NOT NULL
              AND tbl_name IN ({string.Join(", ", shadows.Tables.Select(table => $"'{table}'"))})
            ORDER BY name
            """;
        using var reader = command.ExecuteReader();
        var items = new List<(string, string)>();
        while (reader.Read())
            items.Add((reader.GetString(0), reader.GetString(1)));
        return items;
    }

    private static long Page(PreparedStatementConnection connection, string name) =>
        Number(connection, $"SELECT rootpage FROM sqlite_master WHERE name = '{name}'");

    private static long Number(PreparedStatementConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long?
            ?? throw new InvalidOperationException("A copy of a table was removed while it was filled.");
    }

    private static void Set(PreparedStatementConnection connection, string name, long page) =>
        connection.RunOnce(
            string.Create(
                CultureInfo.InvariantCulture,
                $"UPDATE sqlite_master SET rootpage = {page} WHERE name = '{name}'"
            )
        );

    private Task RunAsync(Action<PreparedStatementConnection> run, CancellationToken ct) =>
        database.InWriteTransactionAsync(
            session =>
            {
                var began = Stopwatch.GetTimestamp();
                run((PreparedStatementConnection)session.Connection);
                var hold = Stopwatch.GetElapsedTime(began);
                LongestHold = hold > LongestHold ? hold : LongestHold;
                return Task.CompletedTask;
            },
            ct
        );
}
