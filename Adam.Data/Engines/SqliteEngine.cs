using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Engines;

/// <summary>
/// The whole register in one file, inside the process. Write-ahead logging: readers never wait for the writer nor it for them. One writer at a time: within the process by a queue,
/// between processes by SQLite's own lock.
/// </summary>
internal sealed class SqliteEngine : Engine, IDisposable
{
    private const int Constraint_PrimaryKey = 1555;
    private const int Constraint_Unique = 2067;
    private const int Busy = 5;

    private readonly SemaphoreSlim _writer = new(1);
    private readonly string _readConnection;
    private readonly string _writeConnection;

    public SqliteEngine(string path)
    {
        TypeHandlers.Register();
        Place = Path.GetFullPath(path);
        var settings = new SqliteConnectionStringBuilder { DataSource = Place, ForeignKeys = true, DefaultTimeout = 30, Pooling = true };
        _writeConnection = settings.ConnectionString;
        settings.Mode = SqliteOpenMode.ReadOnly;
        _readConnection = settings.ConnectionString;
    }

    public override string Name => "sqlite";

    public override string Place { get; }

    public override string Page => "LIMIT @take";

    public override string InsertedId => "SELECT last_insert_rowid()";

    internal string ConnectionString => _writeConnection;

    public override string Rows(string parameter, params (string Name, string Type)[] columns) =>
        $"(SELECT {string.Join(", ", columns.Select((column, index) => string.Create(CultureInfo.InvariantCulture, $"value ->> {index} AS {column.Name}")))} FROM json_each({parameter}))";

    public override string SumOfAmounts(string column) => $"SUM({column} / 10000) AS Units, SUM({column} % 10000) AS TenThousandths";

    public override string AmountFromTenThousandths(string value) => value;

    public override bool IsDuplicateKey(DbException error) =>
        error is SqliteException { SqliteExtendedErrorCode: Constraint_PrimaryKey or Constraint_Unique };

    public override async Task<Session> ReadAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_readConnection);
        try
        {
            await connection.OpenAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition("PRAGMA cache_size = -16000", cancellationToken: ct));
            // Deferred: the first statement takes the snapshot, and no lock that a writer would wait for.
            return new(connection, connection.BeginTransaction(deferred: true));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async Task<Session> WriteAsync(CancellationToken ct)
    {
        if (!await _writer.WaitAsync(TimeSpan.FromSeconds(30), ct))
            throw new RegisterBusyException("Others have been writing for 30 seconds.");

        var connection = new SqliteConnection(_writeConnection);
        try
        {
            await connection.OpenAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition("PRAGMA synchronous = FULL", cancellationToken: ct));
            // BEGIN IMMEDIATE: the lock is taken here or refused here, never in the middle of a change.
            return new(connection, connection.BeginTransaction(deferred: false), () => _writer.Release());
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Busy)
        {
            await connection.DisposeAsync();
            _writer.Release();
            throw new RegisterBusyException("Another process has been writing for 30 seconds.", error);
        }
        catch
        {
            await connection.DisposeAsync();
            _writer.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        // Pools hold the file open: without this it cannot be moved or deleted while the process lives.
        foreach (var pool in new[] { _readConnection, _writeConnection })
        {
            using var connection = new SqliteConnection(pool);
            SqliteConnection.ClearPool(connection);
        }
    }
}
