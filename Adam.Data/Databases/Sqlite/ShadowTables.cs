namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Copies of tables and their indexes, without rows, in which a rebuild collects the new rows. At its end the copies
/// exchange their contents with the tables.
/// </summary>
/// <param name="database">Each call but <see cref="Exchange"/> is several short write transactions.</param>
/// <param name="holds">Runs these transactions.</param>
internal sealed class ShadowTables(SqliteDatabase database, TableRedirection shadows, WriterHolds holds)
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(50);

    /// <summary>The maximum number of rows that one transaction adds to an index, or removes from a copy.</summary>
    public int RowsAtOnce { get; set; } = 5_000;

    /// <summary>Creates the copies without their indexes. Drops those that an interrupted rebuild has left.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        await DropAsync(ct);
        await RunAsync(
            "to create the copies",
            connection =>
            {
                foreach (var (_, _, sql) in Read(connection, "table"))
                    connection.RunOnce(shadows.Redirect(sql));
            },
            ct
        );
    }

    /// <summary>Returns true if there are copies, or indexes of copies.</summary>
    public Task<bool> ExistAsync(CancellationToken ct) =>
        database.QueryOnceAsync(
            session => Task.FromResult(Remaining((PreparedStatementConnection)session.Connection).Count > 0),
            ct
        );

    /// <summary>Creates the indexes of the copies from sorted rows.</summary>
    public async Task CreateIndexesAsync(CancellationToken ct)
    {
        var indexes = await IndexesAsync(ct);
        foreach (var index in indexes)
        {
            await RunAsync("to begin an index", connection => connection.RunOnce(index.CreateRows), ct);
            await database.InReadTransactionAsync(
                async session =>
                {
                    session.DisableCommandTimeout();
                    await FillAsync(((PreparedStatementConnection)session.Connection).Handle!, index, ct);
                    return true;
                },
                ct
            );
        }

        await RunAsync(
            "to name the indexes",
            connection => SchemaEdit.Run(connection, indexes.Select(index => index.BecomeIndex)),
            ct
        );
    }

    /// <summary>Drops the copies with their rows.</summary>
    public async Task DropAsync(CancellationToken ct)
    {
        if (!await ExistAsync(ct))
            return;

        var indexes = await database.QueryOnceAsync(
            session => Task.FromResult(Taken((PreparedStatementConnection)session.Connection)),
            ct
        );
        await RunAsync(
            "to take the indexes from the copies",
            connection => SchemaEdit.Run(connection, indexes.Select(index => index.BecomeRows)),
            ct
        );
        var remaining = await database.QueryOnceAsync(
            session => Task.FromResult(Remaining((PreparedStatementConnection)session.Connection)),
            ct
        );
        foreach (var table in remaining)
        {
            var size = new BatchSize(Math.Min(500, RowsAtOnce), least: 10, most: RowsAtOnce)
            {
                LongestHold = LongestHold,
            };
            for (var isEmpty = false; !isEmpty; )
            {
                var most = size.Next;
                var hold = await holds.RunAsync(
                    "to empty a copy",
                    session =>
                    {
                        isEmpty = Remove((PreparedStatementConnection)session.Connection, table, most) < most;
                        return Task.CompletedTask;
                    },
                    ct
                );
                size.Adapt(most, hold);
            }

            await RunAsync("to drop a copy", connection => connection.RunOnce($"DROP TABLE {table}"), ct);
        }
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
            .ToDictionary(
                name => name,
                name =>
                    SchemaEdit.Page(connection, name)
                    ?? throw new InvalidOperationException("A copy of a table was removed while it was filled."),
                StringComparer.Ordinal
            );
        SchemaEdit.Run(
            connection,
            names.SelectMany(name =>
                new[]
                {
                    SchemaEdit.SetPage(name, pages[shadows.Prefix + name]),
                    SchemaEdit.SetPage(shadows.Prefix + name, pages[name]),
                }
            )
        );
    }

    private async Task FillAsync(SQLitePCL.sqlite3 reader, ShadowIndex index, CancellationToken ct)
    {
        using var rows = new SortedRows(reader, index.Sorted);
        rows.Begin();
        while (!rows.IsAtEnd)
            await RunAsync(
                "to add rows to an index",
                connection => rows.AddTo(connection.Handle!, index.Add, RowsAtOnce, LongestHold),
                ct
            );
    }

    /// <summary>Removes rows from the beginning of a copy. Returns their number.</summary>
    private static int Remove(PreparedStatementConnection connection, string table, int most)
    {
        using var remove = connection.CreateCommand();
        remove.CommandText = $"PRAGMA table_xinfo({table})";
        var key = new SortedDictionary<long, string>();
        using (var columns = remove.ExecuteReader())
        {
            while (columns.Read())
            {
                if (columns.GetInt64(columns.GetOrdinal("pk")) is > 0 and var place)
                    key.Add(place, columns.GetString(columns.GetOrdinal("name")));
            }
        }

        var names = string.Join(", ", key.Values);
        remove.CommandText =
            $"DELETE FROM {table} WHERE ({names}) IN (SELECT {names} FROM {table} ORDER BY {names} LIMIT {most})";
        return remove.ExecuteNonQuery();
    }

    /// <summary>Returns the copies that there are, and the tables that have the trees of their indexes.</summary>
    private List<string> Remaining(PreparedStatementConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT name
            FROM sqlite_master
            WHERE type = 'table' AND (name IN ({Literals(Copies)}) OR name GLOB '{shadows.Prefix}IX_*Rows')
            """;
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        return tables;
    }

    private Task<List<ShadowIndex>> IndexesAsync(CancellationToken ct) =>
        database.QueryOnceAsync(
            session => Task.FromResult(Indexes((PreparedStatementConnection)session.Connection)),
            ct
        );

    private IEnumerable<string> Copies => shadows.Tables.Select(table => shadows.Prefix + table);

    /// <summary>Returns the indexes that the copies have, by the definitions with which they were made.</summary>
    private List<ShadowIndex> Taken(PreparedStatementConnection connection) =>
        [
            .. Read(connection, "index", Copies)
                .Select(index => ShadowIndex.Read(connection, index.Name, index.Table, prefix: "", index.Sql)),
        ];

    /// <summary>Returns the indexes that the copies have when they are complete.</summary>
    private List<ShadowIndex> Indexes(PreparedStatementConnection connection) =>
        [
            .. Read(connection, "index")
                .Select(index =>
                    ShadowIndex.Read(
                        connection,
                        index.Name,
                        index.Table,
                        shadows.Prefix,
                        shadows
                            .Redirect(index.Sql)
                            .Replace(index.Name, shadows.Prefix + index.Name, StringComparison.Ordinal)
                    )
                ),
        ];

    /// <summary>Returns the tables, or their indexes, with their definitions.</summary>
    private List<(string Name, string Table, string Sql)> Read(PreparedStatementConnection connection, string type) =>
        Read(connection, type, shadows.Tables);

    private static List<(string Name, string Table, string Sql)> Read(
        PreparedStatementConnection connection,
        string type,
        IEnumerable<string> tables
    )
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT name, tbl_name, sql
            FROM sqlite_master
            WHERE type = '{type}' AND sql IS NOT NULL
              AND tbl_name IN ({Literals(tables)})
            ORDER BY name
            """;
        using var reader = command.ExecuteReader();
        var items = new List<(string, string, string)>();
        while (reader.Read())
            items.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return items;
    }

    private static string Literals(IEnumerable<string> names) => string.Join(", ", names.Select(SchemaEdit.Literal));

    private Task RunAsync(string step, Action<PreparedStatementConnection> run, CancellationToken ct) =>
        holds.RunAsync(
            step,
            session =>
            {
                run((PreparedStatementConnection)session.Connection);
                return Task.CompletedTask;
            },
            ct
        );
}
