using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Adam.Data.Monitoring;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// The whole register in one SQLite file, inside the process. Write-ahead logging lets readers and the writer work
/// without waiting for each other. One writer works at a time: within the process by a semaphore, between processes by
/// SQLite's own lock.
/// </summary>
public sealed class SqliteDatabase : Database, IDisposable
{
    private const int Constraint_PrimaryKey = 1555;
    private const int Constraint_Unique = 2067;
    private const int Busy = 5;

    /// <summary>The maximum number of idle readers. Each may cache 16 MB of pages.</summary>
    private const int MostReaders = 32;

    /// <summary>The maximum time that a write waits for others.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentStack<PreparedStatementConnection> _readers = [];
    private readonly SemaphoreSlim _writing = new(1);
    private readonly GroupCommit _groups;
    private readonly Checkpoints _checkpoints;
    private readonly string _readConnection;
    private readonly string _writeConnection;
    private PreparedStatementConnection? _writer;
    private long _commitVersion;
    private bool _isClosed;

    public SqliteDatabase(string path)
    {
        TypeHandlers.Register();
        _groups = new(ct => BeginWriteAsync(isLong: false, ct));
        _checkpoints = new(OpenWriter, _writing);
        Location = Path.GetFullPath(path);
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Location,
            ForeignKeys = true,
            DefaultTimeout = 30,
            Pooling = false,
        };
        _writeConnection = settings.ConnectionString;
        settings.Mode = SqliteOpenMode.ReadOnly;
        _readConnection = settings.ConnectionString;
    }

    public override string Name => "sqlite";

    public override string Location { get; }

    /// <summary>The path of the file itself, if <see cref="Location"/> is a link to it.</summary>
    internal string FilePath =>
        File.Exists(Location)
            ? File.ResolveLinkTarget(Location, returnFinalTarget: true)?.FullName ?? Location
            : Location;

    internal override SqlDialect Dialect => SqlDialect.Sqlite;

    internal string ConnectionString => _writeConnection;

    public override async Task BulkLoadAsync(
        Session session,
        IReadOnlyList<string> tables,
        Func<Task> fill,
        CancellationToken ct
    )
    {
        var indexes = new List<(string Name, string Sql)>();
        foreach (var table in tables)
            indexes.AddRange(await session.QueryAsync(SqliteIndexSql.Of, new(table), ct));

        foreach (var (name, _) in indexes)
            await session.ExecuteAsync(SqliteIndexSql.Drop(name), ct);
        await fill();
        foreach (var (_, sql) in indexes)
            await session.ExecuteAsync(SqliteIndexSql.Create(sql), ct);
    }

    public override bool IsDuplicateKey(DbException error) =>
        error is SqliteException { SqliteExtendedErrorCode: Constraint_PrimaryKey or Constraint_Unique };

    internal override long? ReadCommitVersion()
    {
        // Each connection reports a commit once, so one commit raises the number once for each of them. Until a
        // connection has reported it, no result of this method from that connection is later than the commit.
        var reader = Reader();
        try
        {
            return reader.SeesNewCommit()
                ? Interlocked.Increment(ref _commitVersion)
                : Interlocked.Read(ref _commitVersion);
        }
        finally
        {
            Keep(reader);
        }
    }

    internal override Task AddAsync(
        Session session,
        RegisterTable table,
        IReadOnlyList<object?[]> rows,
        CancellationToken ct
    )
    {
        using var add = session.Connection.CreateCommand();
        add.CommandText = RegisterTableSql.Add(table).Sql;
        for (var place = 0; place < table.Columns.Length; place++)
            add.Parameters.Add(new SqliteParameter(RegisterTableSql.Value(place), null));

        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            for (var place = 0; place < row.Length; place++)
                add.Parameters[place].Value = table.Columns[place].ForSqlite(row[place]);
            add.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public override async Task<T> QueryOnceAsync<T>(Func<Session, Task<T>> question, CancellationToken ct)
    {
        await using var session = await QueryOnceAsync(ct);
        return await question(session);
    }

    public override async Task<T> InReadTransactionAsync<T>(Func<Session, Task<T>> question, CancellationToken ct)
    {
        await using var session = await InReadTransactionAsync(ct);
        return await question(session);
    }

    public override async Task<Session> OpenSnapshotAsync(Func<Session, Task> first, CancellationToken ct)
    {
        var session = await InReadTransactionAsync(ct);
        try
        {
            await first(session);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public override async Task<T> InWriteTransactionAsync<T>(Func<Session, Task<T>> change, CancellationToken ct)
    {
        await using var session = await InWriteTransactionAsync(ct);
        var answer = await change(session);
        await session.CommitAsync(ct);
        return answer;
    }

    public override Task<T> InGroupedWriteAsync<T>(Func<Session, Task<T>> change, CancellationToken ct) =>
        _groups.RunAsync(change, LongestWait, ct);

    /// <inheritdoc/>
    /// <remarks>One process serves a file (<see cref="ServingLock"/>), so the lock is always free.</remarks>
    public override Task<RegisterLock?> TryLockAsync(string name, CancellationToken ct) =>
        Task.FromResult<RegisterLock?>(new OnlyServer());

    internal override Task<Session> QueryOnceAsync(CancellationToken ct)
    {
        var reader = Reader();
        return Task.FromResult(new Session(Dialect, reader, null, () => Keep(reader)));
    }

    internal override Task<Session> InReadTransactionAsync(CancellationToken ct)
    {
        var reader = Reader();
        try
        {
            // Deferred: the first statement takes the snapshot, and no lock that a writer would wait for.
            return Task.FromResult(
                new Session(Dialect, reader, new PreparedStatementTransaction(reader, "BEGIN"), () => Keep(reader))
            );
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    internal override async Task<Session> InWriteTransactionAsync(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await BeginWriteAsync(isLong: true, ct);
        }
        finally
        {
            Telemetry.WritersWait.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }

    private async Task<Session> BeginWriteAsync(bool isLong, CancellationToken ct)
    {
        if (!await _writing.WaitAsync(LongestWait, ct))
            throw new RegisterBusyException("Others have been writing for 30 seconds.");

        void Release() => ReleaseWriter(isLong);
        try
        {
            var writer = _writer ??= OpenWriter();
            // BEGIN IMMEDIATE takes the lock here or fails here, never in the middle of a write.
            return new(Dialect, writer, new PreparedStatementTransaction(writer, "BEGIN IMMEDIATE"), Release);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Busy)
        {
            Release();
            throw new RegisterBusyException("Another process has been writing for 30 seconds.", error);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>
    /// Closes all connections. If no other process has the file open, SQLite moves the write-ahead log into the file
    /// and removes it, so that the file alone is the register.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
            return;

        while (_readers.TryPop(out var reader))
            reader.Dispose();
        _checkpoints.Dispose();
        // A write that does not end keeps its connection. What it has not committed is not in the register.
        if (!_writing.Wait(LongestWait))
            return;

        // Only a connection that may write removes the log, and only if it is the last one. A process that was killed
        // has left its log behind, even if this process has written nothing.
        if (_writer is null && File.Exists(Location + "-wal"))
            _writer = OpenWriter();
        _writer?.Dispose();
        _writing.Dispose();
    }

    private static PreparedStatementConnection Open(string settings, string pragma)
    {
        var connection = new PreparedStatementConnection(settings);
        connection.Open();
        connection.Run(pragma);
        return connection;
    }

    // A copy of a register need not have a write-ahead log (a backup has none), so the mode is set and not assumed.
    private PreparedStatementConnection OpenWriter() =>
        Open(
            _writeConnection,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; "
                // Blocking keys are spread over their whole table. A smaller page cache would double the time of a
                // write.
                + "PRAGMA cache_size = -64000"
        );

    private PreparedStatementConnection Reader() =>
        _readers.TryPop(out var reader) ? reader : Open(_readConnection, "PRAGMA cache_size = -16000");

    private void ReleaseWriter(bool isLong)
    {
        // A transaction that could not be rolled back would block all later writes. Closing the connection rolls it
        // back.
        if (_writer is { IsIdle: false })
        {
            _writer.Dispose();
            _writer = null;
        }

        _writing.Release();
        RaiseWritten();
        _checkpoints.AfterTransaction(isLong);
    }

    private void Keep(PreparedStatementConnection reader)
    {
        if (reader.IsIdle && _readers.Count < MostReaders && !Volatile.Read(ref _isClosed))
            _readers.Push(reader);
        else
            reader.Dispose();
    }

    private sealed class OnlyServer : RegisterLock
    {
        public override Task<bool> IsHeldAsync(CancellationToken ct) => Task.FromResult(true);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
