using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Adam.Data.Monitoring;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// The whole register in one SQLite file, inside the process. Write-ahead logging lets readers and the writer work
/// without waiting for each other. One writer works at a time: within the process by <see cref="WriterTurns"/>, between
/// processes by SQLite's own lock.
/// </summary>
public sealed class SqliteDatabase : Database, IDisposable
{
    private const int Constraint_PrimaryKey = 1555;
    private const int Constraint_Unique = 2067;
    private const int Busy = 5;
    private const int Interrupt = 9;
    private const int Full = 13;

    /// <summary>The space in bytes that a disk which was full must have before it counts as mended.</summary>
    private const long EnoughSpace = 8 << 20;

    /// <summary>The maximum number of idle readers. Each may cache 16 MB of pages.</summary>
    private const int MostReaders = 32;

    /// <summary>The time in milliseconds for which reads trust that the file is in its place.</summary>
    private const long LongestUnverified = 20;

    /// <summary>The time in milliseconds until a register without a log in use is looked at again.</summary>
    private const long BetweenOpenings = 1_000;

    /// <summary>The maximum time that a write waits for others.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentStack<PreparedStatementConnection> _readers = [];
    private readonly Lock _opening = new();
    private readonly Lock _closing = new();
    private readonly WriterTurns _writing = new(1);
    private readonly GroupCommit _groups;
    private readonly Checkpoints _checkpoints;
    private readonly string _readConnection;
    private readonly string _writeConnection;
    private PreparedStatementConnection? _writer;
    private string _log = "";
    private volatile bool _isLogLost;
    private SqliteConnection? _first;
    private sqlite3? _firstHandle;
    private CommitLook? _commits;
    private long _commitsOpenAt = long.MinValue;
    private long _verifiedAt;
    private long _commitVersion;
    private long _looks;
    private bool _isClosed;

    static SqliteDatabase()
    {
        // Before the first connection. Nothing reads the statistics of SQLite's memory, for which each allocation of
        // each thread would take one lock.
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public SqliteDatabase(string path)
    {
        TypeHandlers.Register();
        _groups = new(ct => BeginWriteAsync(isLong: false, ct));
        _checkpoints = new(OpenWriter, _writing);
        Location = Path.GetFullPath(path);
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Location,
            // Only a migration may make a file. Otherwise a connection could make a new register where one was lost.
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = 30,
            Pooling = false,
        };
        _writeConnection = settings.ConnectionString;
        settings.Mode = SqliteOpenMode.ReadOnly;
        _readConnection = settings.ConnectionString;
    }

    public override string Name => "sqlite";

    /// <summary>The faults of the file that queries and writes have met.</summary>
    public RegisterFileHealth Health { get; } = new();

    public override string Location { get; }

    /// <summary>The path of the file itself, if <see cref="Location"/> is a link to it.</summary>
    internal string FilePath =>
        File.Exists(Location)
            ? File.ResolveLinkTarget(Location, returnFinalTarget: true)?.FullName ?? Location
            : Location;

    /// <summary>
    /// The number of instructions of SQLite that ended sessions have run to read, in multiples of
    /// <see cref="PreparedStatementConnection.StepsOfLook"/>.
    /// </summary>
    internal long ReadLooks => Interlocked.Read(ref _looks);

    internal override SqlDialect Dialect => SqlDialect.Sqlite;

    internal override bool MayBeAwaited => IsAwaited || ServingLock.IsHeldByAnother(this);

    internal override bool IsAwaited => _writing.IsAwaited;

    /// <summary>True if this process serves the file.</summary>
    internal bool IsServedHere { get; set; }

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
        VerifyInPlaceSometimes();
        if ((Volatile.Read(ref _commits) ?? OpenCommits())?.Read() is { } number)
            return number;

        // Each connection reports a commit once, so one commit lowers the number once for each of them. Until a
        // connection has reported it, no result of this method from that connection is later than the commit. These
        // numbers are negative, and so never those of another kind.
        var reader = Reader();
        try
        {
            return reader.SeesNewCommit()
                ? Interlocked.Decrement(ref _commitVersion)
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
        try
        {
            await using var session = await QueryOnceAsync(ct);
            return await EndInTimeAsync(session, question);
        }
        catch (Exception error) when (Health.NoticeRead(error))
        {
            throw;
        }
    }

    public override async Task<T> InReadTransactionAsync<T>(Func<Session, Task<T>> question, CancellationToken ct)
    {
        try
        {
            await using var session = await InReadTransactionAsync(ct);
            return await EndInTimeAsync(session, question);
        }
        catch (Exception error) when (Health.NoticeRead(error))
        {
            throw;
        }
    }

    public override async Task<Session> OpenSnapshotAsync(Func<Session, Task> first, CancellationToken ct)
    {
        var session = await InReadTransactionAsync(ct);
        try
        {
            await EndInTimeAsync(
                session,
                async own =>
                {
                    await first(own);
                    return true;
                }
            );
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
        try
        {
            await using var session = await InWriteTransactionAsync(ct);
            var answer = await change(session);
            await session.CommitAsync(ct);
            Health.WriteSucceeded();
            return answer;
        }
        catch (Exception error) when (Health.NoticeWrite(error))
        {
            throw;
        }
    }

    public override async Task<T> InGroupedWriteAsync<T>(Func<Session, Task<T>> change, CancellationToken ct)
    {
        try
        {
            var answer = await _groups.RunAsync(change, LongestWait, MostWaiting, ct);
            Health.WriteSucceeded();
            return answer;
        }
        catch (Exception error) when (Health.NoticeWrite(error))
        {
            throw;
        }
    }

    /// <summary>Tests if the file can grow and be written: needs new pages, and commits.</summary>
    /// <exception cref="SqliteException">It cannot, or the disk has less than 8 MB left.</exception>
    internal async Task ProbeWriteAsync(CancellationToken ct)
    {
        // A small commit may fit into the log that there is.
        if (new DriveInfo(FilePath).AvailableFreeSpace < EnoughSpace)
            throw new SqliteException($"The disk of {Location} has less than {EnoughSpace >> 20} MB left.", Full);

        await InWriteTransactionAsync(
            session =>
            {
                var writer = (PreparedStatementConnection)session.Connection;
                writer.RunOnce("CREATE TABLE WriteProbe AS SELECT ZEROBLOB(65536) AS Room");
                writer.RunOnce("DROP TABLE WriteProbe");
                return Task.FromResult(0);
            },
            ct
        );
    }

    /// <inheritdoc/>
    /// <remarks>One process serves a file (<see cref="ServingLock"/>), so the lock is always free.</remarks>
    public override Task<RegisterLock?> TryLockAsync(string name, CancellationToken ct) =>
        Task.FromResult<RegisterLock?>(new OnlyServer());

    /// <exception cref="ReadTooLongException">It takes longer than it may.</exception>
    private static async Task<T> EndInTimeAsync<T>(Session session, Func<Session, Task<T>> question)
    {
        try
        {
            return await question(session);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Interrupt)
        {
            throw ((PreparedStatementConnection)session.Connection).Ended(error);
        }
    }

    internal override Task<Session> QueryOnceAsync(CancellationToken ct)
    {
        var reader = Reader();
        reader.Begin(ReadLimit.Deadline(), ct);
        return Task.FromResult(new Session(Dialect, reader, null, () => Keep(reader)).WithReader());
    }

    internal override Task<Session> InReadTransactionAsync(CancellationToken ct)
    {
        var reader = Reader();
        reader.Begin(ReadLimit.Deadline(), ct);
        try
        {
            // Deferred: the first statement takes the snapshot, and no lock that a writer would wait for.
            return Task.FromResult(
                new Session(
                    Dialect,
                    reader,
                    new PreparedStatementTransaction(reader, "BEGIN"),
                    () => Keep(reader)
                ).WithReader()
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
        if (!await _writing.WaitAsync(isLong, LongestWait, ct))
            throw new RegisterBusyException("Others have been writing for 30 seconds.");

        void Release() => ReleaseWriter(isLong);
        try
        {
            // A connection that is opened now would make a new register where a closed one was moved away.
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed), this);
            var writer = _writer ??= OpenWriter();
            VerifyInPlace();
            writer.UndoInMemory(!isLong);
            // BEGIN IMMEDIATE takes the lock here or fails here, never in the middle of a write.
            var transaction = new PreparedStatementTransaction(writer, "BEGIN IMMEDIATE");
            if (!File.Exists(_log))
                SaveLog(writer, transaction);

            return new(Dialect, writer, transaction, Release);
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
    /// and removes it, so that the file alone is the register. A second call waits until the first has closed them.
    /// </summary>
    public void Dispose()
    {
        lock (_closing)
            Close();
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
            return;

        while (_readers.TryPop(out var reader))
            reader.Dispose();
        _checkpoints.Dispose();
        // A write that does not end keeps its connection. What it has not committed is not in the register.
        if (!_writing.WaitAsync(isLong: false, LongestWait, CancellationToken.None).GetAwaiter().GetResult())
            return;

        // Only a connection that may write removes the log, and only if it is the last one. A process that was killed
        // has left its log behind, even if this process has written nothing.
        if (_writer is null && File.Exists(Location + "-wal") && !HasMoved())
        {
            try
            {
                _writer = OpenWriter();
            }
            catch (SqliteException error) when (RegisterFileFaults.FromException(error) is not null)
            {
                // The log stays beside the file that is damaged or cannot be written, and nothing is lost.
            }
        }

        lock (_opening)
            _commits?.Dispose();
        _first?.Dispose();
        _writer?.Dispose();
    }

    private static PreparedStatementConnection Open(string settings, string pragma)
    {
        var connection = new PreparedStatementConnection(settings);
        connection.Open();
        connection.Run(pragma);
        return connection;
    }

    // A copy of a register need not have a write-ahead log (a backup has none), so the mode is set and not assumed.
    private PreparedStatementConnection OpenWriter()
    {
        VerifyInPlace();
        _log = FilePath + "-wal";
        return Open(
            _writeConnection,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; "
                // Blocking keys are spread over their whole table. A smaller page cache would double the time of a
                // write.
                + "PRAGMA cache_size = -64000"
        );
    }

    /// <summary>Opens a connection that only reads. The caller disposes of it.</summary>
    internal SqliteConnection OpenReadOnly() => Open(_readConnection, "PRAGMA cache_size = -16000");

    /// <summary>
    /// Opens the look for commits. Returns null if the register has no write-ahead log in use, as a copy before its
    /// first write; that is tried again later.
    /// </summary>
    private CommitLook? OpenCommits()
    {
        if (Environment.TickCount64 < Volatile.Read(ref _commitsOpenAt))
            return null;

        // A new connection would open another file in the place of this one.
        VerifyInPlace();
        lock (_opening)
        {
            if (_commits is not null || _firstHandle is null || Volatile.Read(ref _isClosed))
                return _commits;

            Volatile.Write(ref _commitsOpenAt, Environment.TickCount64 + BetweenOpenings);
            Volatile.Write(ref _commits, CommitLook.Open(Open(_readConnection, "PRAGMA cache_size = -16")));
            return _commits;
        }
    }

    /// <summary>Verifies the place of the file, unless that was done a moment ago. Returns false if it was.</summary>
    private bool VerifyInPlaceSometimes()
    {
        // A connection that is open reads the file that it has opened, wherever that is now, so for a moment a read may
        // go without the look at the path, which takes as long as a short query.
        if (Environment.TickCount64 - Volatile.Read(ref _verifiedAt) < LongestUnverified)
            return false;

        VerifyInPlace();
        return true;
    }

    private PreparedStatementConnection Reader()
    {
        var isVerified = !VerifyInPlaceSometimes();
        if (_readers.TryPop(out var reader))
            return reader;

        if (isVerified)
            VerifyInPlace();
        reader = Open(_readConnection, "PRAGMA cache_size = -16000");
        reader.LimitReads();
        return reader;
    }

    /// <summary>
    /// Verifies that the file and its log are the ones that were opened first. A new connection would open another file
    /// in its place, and nobody would notice.
    /// </summary>
    /// <exception cref="RegisterMovedException">They are not.</exception>
    internal void VerifyInPlace()
    {
        if (_isLogLost)
            throw new RegisterMovedException(
                $"The log of {Location} was deleted while the register was open. Its contents were moved to the file."
            );
        lock (_opening)
        {
            if (_first is null)
            {
                if (!Volatile.Read(ref _isClosed) && File.Exists(Location))
                    (_first, _firstHandle) = OpenFirst();
                return;
            }
        }

        var moved = HasMoved();
        Volatile.Write(ref _verifiedAt, moved ? 0 : Environment.TickCount64);
        if (moved)
            throw new RegisterMovedException(
                $"The file {Location} was moved, replaced or deleted while the register is open."
            );
    }

    private (SqliteConnection Connection, sqlite3 Handle) OpenFirst()
    {
        var connection = OpenReadOnly();
        return (connection, connection.Handle!);
    }

    private bool HasMoved() => _isLogLost || (_firstHandle is not null && OpenFile.HasMoved(_firstHandle));

    /// <summary>Returns true if the log of an open register was deleted.</summary>
    internal bool IsLogMissing => _writer is not null && !File.Exists(_log);

    /// <summary>
    /// Moves a log that was deleted to the file, through the connection that still has it open, and ends all work with
    /// the register. A new connection would begin another log, and what it committed would be lost or damage the file.
    /// </summary>
    /// <exception cref="RegisterMovedException">Always.</exception>
    [DoesNotReturn]
    private void SaveLog(PreparedStatementConnection writer, PreparedStatementTransaction transaction)
    {
        _isLogLost = true;
        Volatile.Write(ref _verifiedAt, 0);
        transaction.Dispose();
        raw.sqlite3_wal_checkpoint_v2(writer.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        VerifyInPlace();
        throw new UnreachableException();
    }

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
        reader.End();
        Interlocked.Add(ref _looks, reader.TakeLooks());
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
