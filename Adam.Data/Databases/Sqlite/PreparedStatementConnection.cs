using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// A SQLite connection that stays open between sessions and caches its prepared statements, because preparing a
/// statement costs more than running it.
/// </summary>
internal sealed class PreparedStatementConnection(string settings) : SqliteConnection(settings)
{
    /// <summary>The maximum number of cached statements, of some ten kilobytes each.</summary>
    internal const int Most = 200;

    private const string DataVersionSql = "PRAGMA data_version";

    private readonly Dictionary<string, LinkedListNode<SqliteCommand>> _idle = new(StringComparer.Ordinal);

    /// <summary>The cached statements, the one that was used last at the end.</summary>
    private readonly LinkedList<SqliteCommand> _used = [];
    private sqlite3_stmt? _dataVersionStatement;
    private long? _dataVersion;
    private long _deadline = long.MaxValue;
    private CancellationToken _stop;
    private bool _isLimited;
    private bool _undoesInMemory;
    private long _looks;

    /// <summary>
    /// The number of instructions of SQLite between two looks at the deadline: a fraction of a millisecond.
    /// </summary>
    public const int StepsOfLook = 10_000;

    /// <summary>Lets <see cref="Begin"/> end statements that run too long.</summary>
    public void LimitReads() => raw.sqlite3_progress_handler(Handle, StepsOfLook, _ => Look() ? 0 : 1, null);

    /// <summary>Begins a session, whose statements end with an error if it takes too long or is cancelled.</summary>
    /// <param name="deadline">A timestamp.</param>
    public void Begin(long deadline, CancellationToken stop) =>
        (_deadline, _stop, _isLimited) = (deadline, stop, deadline != long.MaxValue || stop.CanBeCanceled);

    /// <summary>
    /// Opens the connection. The plan of a statement does not depend on the values of its parameters: SQLite would
    /// compare each value with the conditions of partial indexes, and plan a statement again whenever a value was
    /// bound, which took a third of the time of a list.
    /// </summary>
    public override void Open()
    {
        base.Open();
        var result = raw.sqlite3_db_config(Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
        if (result != raw.SQLITE_OK)
            throw new SqliteException("The plans of statements could not be kept.", result);
    }

    /// <summary>Ends the session.</summary>
    public void End() => (_deadline, _stop, _isLimited) = (long.MaxValue, default, false);

    /// <summary>Returns the error for a statement that was ended in the midst.</summary>
    public Exception Ended(Exception error) =>
        _stop.IsCancellationRequested
            ? new OperationCanceledException(error.Message, error, _stop)
            : new ReadTooLongException(error);

    /// <summary>Returns the number of looks since the last call.</summary>
    public long TakeLooks() => Interlocked.Exchange(ref _looks, 0);

    private bool Look()
    {
        _looks++;
        return !_isLimited || (Stopwatch.GetTimestamp() < _deadline && !_stop.IsCancellationRequested);
    }

    /// <summary>
    /// Takes the prepared statement of this text out of the cache, or creates it. Return it with <see cref="Return"/>.
    /// </summary>
    public SqliteCommand Take(string sql)
    {
        // A loop of many small statements is ended, too.
        if (_isLimited && Stopwatch.GetTimestamp() >= _deadline)
            throw new ReadTooLongException();
        if (_idle.Remove(sql, out var cached))
        {
            _used.Remove(cached);
            return cached.Value;
        }

        var command = base.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        var node = new LinkedListNode<SqliteCommand>(command);
        if (!_idle.TryAdd(command.CommandText, node))
        {
            command.Dispose();
            return;
        }

        _used.AddLast(node);
        // Queries that are composed from filters have more texts than a connection should keep.
        if (_used.Count > Most && _used.First is { } oldest)
        {
            _used.RemoveFirst();
            _idle.Remove(oldest.Value.CommandText);
            oldest.Value.Dispose();
        }
    }

    /// <summary>True if no transaction is open.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(Handle) != 0;

    /// <summary>
    /// Sets where the next transaction keeps the former pages that undo a savepoint or a statement. SQLite would keep
    /// 64 KB of them in memory and then create a temporary file, so that each write of a project would write all of its
    /// pages twice.
    /// </summary>
    /// <param name="value">True for memory, if the transaction is short; false for a file.</param>
    public void UndoInMemory(bool value)
    {
        if (value == _undoesInMemory)
            return;

        // SQLite reads the setting while it prepares the statement, so a cached one would do nothing.
        RunOnce(value ? "PRAGMA temp_store = MEMORY" : "PRAGMA temp_store = DEFAULT");
        _undoesInMemory = value;
    }

    /// <summary>
    /// Returns true if another connection, in any process, has committed since the last call. The first call returns
    /// true.
    /// </summary>
    public bool SeesNewCommit()
    {
        var version = DataVersion();
        if (version == _dataVersion)
            return false;

        _dataVersion = version;
        return true;
    }

    /// <summary>
    /// Returns SQLite's number of the last commit of others. The statement runs without the driver, unless the file is
    /// locked: the driver waits.
    /// </summary>
    private long DataVersion()
    {
        if (_dataVersionStatement is null)
            SqliteException.ThrowExceptionForRC(
                raw.sqlite3_prepare_v2(Handle, DataVersionSql, out _dataVersionStatement),
                Handle
            );
        var isRow = raw.sqlite3_step(_dataVersionStatement) == raw.SQLITE_ROW;
        var version = isRow ? raw.sqlite3_column_int64(_dataVersionStatement, 0) : 0;
        raw.sqlite3_reset(_dataVersionStatement);
        if (isRow)
            return version;

        using var command = base.CreateCommand();
        command.CommandText = DataVersionSql;
        return (long)command.ExecuteScalar()!;
    }

    public void Run(string sql)
    {
        var command = Take(sql);
        command.ExecuteNonQuery();
        Return(command);
    }

    /// <summary>Runs a statement that is not worth caching.</summary>
    public void RunOnce(string sql)
    {
        using var command = base.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected override DbCommand CreateDbCommand() => new CachedCommand(this);

    protected override void Dispose(bool disposing)
    {
        _dataVersionStatement?.Dispose();
        _dataVersionStatement = null;
        foreach (var command in _used)
            command.Dispose();
        _used.Clear();
        _idle.Clear();
        base.Dispose(disposing);
    }
}

/// <summary>A transaction whose BEGIN, COMMIT and ROLLBACK are cached statements too.</summary>
internal sealed class PreparedStatementTransaction : DbTransaction
{
    private readonly PreparedStatementConnection _connection;

    public PreparedStatementTransaction(PreparedStatementConnection connection, string begin)
    {
        _connection = connection;
        connection.Run(begin);
    }

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection DbConnection => _connection;

    public override void Commit() => _connection.Run("COMMIT");

    public override void Rollback() => _connection.Run("ROLLBACK");

    protected override void Dispose(bool disposing)
    {
        if (!_connection.IsIdle)
            Rollback();
        base.Dispose(disposing);
    }
}

/// <summary>
/// The command that Dapper creates for each query. It is the cached statement with the same text from the moment at
/// which its parameters are asked for, so that nothing copies them.
/// </summary>
internal sealed class CachedCommand(PreparedStatementConnection connection) : DbCommand
{
    private SqliteCommand? _taken;
    private string _text = "";

    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            var text = value ?? "";
            if (_taken is { } earlier && text != _text)
                Exchange(earlier, text);
            _text = text;
        }
    }

    public override int CommandTimeout { get; set; } = connection.DefaultTimeout;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new InvalidOperationException("A kept command stays with its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => Taken.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    private SqliteCommand Taken => _taken ??= connection.Take(_text);

    public override void Cancel() => _taken?.Cancel();

    public override int ExecuteNonQuery() => Prepared().ExecuteNonQuery();

    public override object? ExecuteScalar() => Prepared().ExecuteScalar();

    public override void Prepare() => Prepared().Prepare();

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Prepared().ExecuteReader(behavior);

    // A statement works on the thread of its caller, and looks at the token of its session itself
    // (PreparedStatementConnection.Begin). The base class would register Cancel with the token, which does nothing.
    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(
        CommandBehavior behavior,
        CancellationToken cancellationToken
    )
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<DbDataReader>(cancellationToken);
        try
        {
            return Task.FromResult(ExecuteDbDataReader(behavior));
        }
        catch (Exception error)
        {
            return Task.FromException<DbDataReader>(error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        // A finalizer must not return the statement, which may already be finalized.
        if (disposing && _taken is not null)
            connection.Return(_taken);
        _taken = null;
        base.Dispose(disposing);
    }

    /// <summary>Takes the statement of another text, with the parameters that the command has already.</summary>
    private void Exchange(SqliteCommand earlier, string text)
    {
        SqliteParameter[] parameters = [.. earlier.Parameters.Cast<SqliteParameter>()];
        connection.Return(earlier);
        _taken = connection.Take(text);
        _taken.Parameters.AddRange(parameters);
    }

    private SqliteCommand Prepared()
    {
        var command = Taken;
        command.CommandTimeout = CommandTimeout;
        foreach (SqliteParameter parameter in command.Parameters)
        {
            // The driver would search for the name as it is, and then with each prefix.
            if (!parameter.ParameterName.StartsWith('@'))
                parameter.ParameterName = $"@{parameter.ParameterName}";
        }

        return command;
    }
}
