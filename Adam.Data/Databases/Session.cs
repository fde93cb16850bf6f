using System.Data;
using System.Data.Common;
using Dapper;

namespace Adam.Data.Databases;

/// <summary>
/// A connection with its transaction, for one query or one write. It sends only statements of the
/// <see cref="SqlCatalogue"/>, and their names to traces and metrics. A transaction that is not committed is rolled
/// back.
/// </summary>
public sealed class Session : IAsyncDisposable
{
    private readonly Action? _end;

    private List<Action>? _lost;
    private List<Action>? _committed;
    private ReaderScope? _reader;
    private TableRedirection? _redirection;

    /// <summary>The timeout of a command in seconds; 0 for none, null for the timeout of the driver.</summary>
    private int? _seconds;

    /// <param name="end">Called instead of closing the connection; null to close it.</param>
    internal Session(SqlDialect dialect, DbConnection connection, DbTransaction? transaction, Action? end = null) =>
        (Dialect, Connection, Transaction, _end) = (dialect, connection, transaction, end);

    /// <summary>The connection, for calls that only one database's driver has.</summary>
    internal DbConnection Connection { get; }

    internal DbTransaction? Transaction { get; }

    /// <summary>The dialect of the database.</summary>
    internal SqlDialect Dialect { get; }

    /// <summary>The reader whose view this session reads; null for one who sees everything.</summary>
    internal ReaderScope? Reader => _reader;

    /// <summary>True if the connection is lost. The transaction is then lost too.</summary>
    internal bool IsLost => Connection.State != ConnectionState.Open;

    /// <summary>
    /// Collects changes that several writes of the transaction have in common; null if each write stores its own. What
    /// is collected cannot be read in this session.
    /// </summary>
    internal CollectedChanges? Collected { get; set; }

    /// <summary>Returns all rows of a query.</summary>
    internal Task<IReadOnlyList<TRow>> QueryAsync<TParameters, TRow>(
        SqlQuery<TParameters, TRow> query,
        TParameters parameters,
        CancellationToken ct
    ) => QueryAsync<TRow>(query.Name, query.Sql(Dialect), parameters, ct);

    /// <inheritdoc cref="QueryAsync{TParameters, TRow}"/>
    internal Task<IReadOnlyList<TRow>> QueryAsync<TRow>(SqlQuery<NoParameters, TRow> query, CancellationToken ct) =>
        QueryAsync<TRow>(query.Name, query.Sql(Dialect), null, ct);

    /// <inheritdoc cref="QueryAsync{TParameters, TRow}"/>
    internal Task<IReadOnlyList<TRow>> QueryAsync<TRow>(ComposedQuery<TRow> query, CancellationToken ct) =>
        QueryAsync<TRow>(query.Name, query.Sql, query.Parameters, ct);

    /// <summary>
    /// Returns the first row of a query; the default of <typeparamref name="TRow"/> if there is none.
    /// </summary>
    internal Task<TRow?> FirstAsync<TParameters, TRow>(
        SqlQuery<TParameters, TRow> query,
        TParameters parameters,
        CancellationToken ct
    ) =>
        query.Direct is { } direct
            ? FirstDirectAsync(query, direct, parameters, ct)
            : FirstAsync<TRow>(query.Name, query.Sql(Dialect), parameters, ct);

    /// <inheritdoc cref="FirstAsync{TParameters, TRow}"/>
    internal Task<TRow?> FirstAsync<TRow>(SqlQuery<NoParameters, TRow> query, CancellationToken ct) =>
        FirstAsync<TRow>(query.Name, query.Sql(Dialect), null, ct);

    /// <inheritdoc cref="FirstAsync{TParameters, TRow}"/>
    internal Task<TRow?> FirstAsync<TRow>(ComposedQuery<TRow> query, CancellationToken ct) =>
        FirstAsync<TRow>(query.Name, query.Sql, query.Parameters, ct);

    /// <summary>
    /// Returns the rows of a query as they arrive, for results that exceed the memory. The session can send nothing
    /// else until the last row is read or the enumeration is disposed of.
    /// </summary>
    internal IEnumerable<TRow> Read<TParameters, TRow>(
        SqlQuery<TParameters, TRow> query,
        TParameters parameters,
        CancellationToken ct
    ) => Read<TRow>(query.Name, query.Sql(Dialect), parameters, ct);

    /// <inheritdoc cref="Read{TParameters, TRow}"/>
    internal IEnumerable<TRow> Read<TRow>(SqlQuery<NoParameters, TRow> query, CancellationToken ct) =>
        Read<TRow>(query.Name, query.Sql(Dialect), null, ct);

    /// <inheritdoc cref="Read{TParameters, TRow}"/>
    internal IEnumerable<TRow> Read<TRow>(ComposedQuery<TRow> query, CancellationToken ct) =>
        Read<TRow>(query.Name, query.Sql, query.Parameters, ct);

    /// <summary>
    /// Returns the rows of a query as the driver returns them. The session can send nothing else until the reader is
    /// disposed of.
    /// </summary>
    internal Task<DbDataReader> ReaderAsync<TRow>(ComposedQuery<TRow> query, CancellationToken ct) =>
        RunAsync(
            query.Name,
            Command(query.Sql, query.Parameters, ct),
            static (connection, command) => connection.ExecuteReaderAsync(command)
        );

    /// <summary>Executes a statement and returns the number of rows that it has changed.</summary>
    internal Task<int> ExecuteAsync<TParameters>(
        SqlChange<TParameters> change,
        TParameters parameters,
        CancellationToken ct
    ) => ExecuteAsync(change.Name, change.Sql(Dialect), parameters, ct);

    /// <inheritdoc cref="ExecuteAsync{TParameters}"/>
    internal Task<int> ExecuteAsync(SqlChange<NoParameters> change, CancellationToken ct) =>
        ExecuteAsync(change.Name, change.Sql(Dialect), null, ct);

    /// <inheritdoc cref="ExecuteAsync{TParameters}"/>
    internal Task<int> ExecuteAsync(ComposedChange change, CancellationToken ct) =>
        ExecuteAsync(change.Name, change.Sql, change.Parameters, ct);

    /// <summary>
    /// Disables the timeout of commands, for statements that read or delete whole tables. The default timeout is 30
    /// seconds, unless the connection string sets another one.
    /// </summary>
    public void DisableCommandTimeout() => _seconds = 0;

    /// <summary>Sets the timeout of commands to <see cref="ReadLimit"/>, if there is one.</summary>
    internal Session WithReadLimit()
    {
        if (ReadLimit.Current is { } limit)
            _seconds = (int)Math.Ceiling(limit.TotalSeconds);
        return this;
    }

    /// <summary>
    /// Returns a session in the same transaction whose statements use other tables. The caller disposes only of this
    /// session.
    /// </summary>
    internal Session Redirected(TableRedirection redirection) =>
        new(Dialect, Connection, Transaction) { _redirection = redirection, _seconds = _seconds };

    /// <summary>
    /// Returns a session in the same transaction that reads what a reader may see. It cannot write. The caller disposes
    /// only of this session.
    /// </summary>
    /// <param name="reader">The reader; null for one who sees everything.</param>
    internal Session As(ReaderScope? reader) =>
        reader == _reader
            ? this
            : new(Dialect, Connection, Transaction)
            {
                _reader = reader,
                _redirection = _redirection,
                _seconds = _seconds,
            };

    /// <summary>Restricts this session, which only reads, to what the present reader may see.</summary>
    internal Session WithReader()
    {
        _reader = ReaderScope.Current;
        return this;
    }

    /// <summary>
    /// Registers an action to run if the transaction is rolled back after several writes have used it. Caches must then
    /// forget what a write has read of an earlier one.
    /// </summary>
    internal void WhenLost(Action action) => (_lost ??= []).Add(action);

    /// <summary>Runs the actions of <see cref="WhenLost"/>.</summary>
    internal void Lose()
    {
        foreach (var action in _lost ?? [])
            action();
        _lost = null;
    }

    /// <summary>
    /// Registers an action to run after the transaction is committed. A write that shares its transaction with others
    /// must not use it, because its part alone can be rolled back.
    /// </summary>
    internal void WhenCommitted(Action action) => (_committed ??= []).Add(action);

    internal async Task CommitAsync(CancellationToken ct)
    {
        if (Transaction is null)
            return;

        using var call = DatabaseCall.Begin(Connection, "COMMIT");
        try
        {
            await Transaction.CommitAsync(ct);
        }
        catch (Exception error)
        {
            call?.Fail(error);
            throw;
        }

        foreach (var action in _committed ?? [])
            action();
        _committed = null;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Transaction is not null)
                await Transaction.DisposeAsync();
        }
        finally
        {
            if (_end is null)
                await Connection.DisposeAsync();
            else
                _end();
        }
    }

    private async Task<IReadOnlyList<TRow>> QueryAsync<TRow>(
        string name,
        string sql,
        object? parameters,
        CancellationToken ct
    ) =>
        (
            await RunAsync(
                name,
                Command(sql, parameters, ct),
                static (connection, command) => connection.QueryAsync<TRow>(command)
            )
        ).AsList();

    private Task<TRow?> FirstAsync<TRow>(string name, string sql, object? parameters, CancellationToken ct) =>
        RunAsync(
            name,
            Command(sql, parameters, ct),
            static (connection, command) => connection.QueryFirstOrDefaultAsync<TRow>(command)
        );

    /// <summary>Returns the first row of a query without Dapper.</summary>
    private async Task<TRow?> FirstDirectAsync<TParameters, TRow>(
        SqlQuery<TParameters, TRow> query,
        DirectQuery<TParameters, TRow> direct,
        TParameters parameters,
        CancellationToken ct
    )
    {
        using var call = DatabaseCall.Begin(Connection, query.Name);
        try
        {
            var sql = query.Sql(Dialect);
            await using var command = Connection.CreateCommand();
            (command.CommandText, command.Transaction) = (Redirect(sql), Transaction);
            if (_seconds is { } seconds)
                command.CommandTimeout = seconds;
            direct.Bind(command, parameters);
            if (_reader is { } reader && !ReferenceEquals(ReaderScope.Restrict(sql), sql))
                ReaderParameters.Add(command, reader);
            await using var rows = await command.ExecuteReaderAsync(ct);
            return await rows.ReadAsync(ct) ? direct.Read(rows) : default;
        }
        catch (Exception error)
        {
            call?.Fail(error);
            throw;
        }
    }

    private Task<int> ExecuteAsync(string name, string sql, object? parameters, CancellationToken ct) =>
        _reader is not null
            ? throw new InvalidOperationException($"{name} would write in a session that reads for a partner.")
            : RunAsync(
                name,
                Command(sql, parameters, ct),
                static (connection, command) => connection.ExecuteAsync(command)
            );

    private IEnumerable<TRow> Read<TRow>(string name, string sql, object? parameters, CancellationToken ct)
    {
        using var call = DatabaseCall.Begin(Connection, name);
        using var rows = Connection
            .Query<TRow>(Redirect(sql), WithReader(sql, parameters), Transaction, buffered: false, _seconds)
            .GetEnumerator();
        while (Next())
        {
            ct.ThrowIfCancellationRequested();
            yield return rows.Current;
        }

        bool Next()
        {
            try
            {
                return rows.MoveNext();
            }
            catch (Exception error)
            {
                call?.Fail(error);
                throw;
            }
        }
    }

    private async Task<T> RunAsync<T>(
        string name,
        CommandDefinition command,
        Func<DbConnection, CommandDefinition, Task<T>> run
    )
    {
        using var call = DatabaseCall.Begin(Connection, name);
        try
        {
            return await run(Connection, command);
        }
        catch (Exception error)
        {
            call?.Fail(error);
            throw;
        }
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) =>
        new(Redirect(sql), WithReader(sql, parameters), Transaction, _seconds, cancellationToken: ct);

    private string Redirect(string sql)
    {
        var restricted = _reader is null ? sql : ReaderScope.Restrict(sql);
        return _redirection is null ? restricted : _redirection.Redirect(restricted);
    }

    /// <summary>Returns the parameters of a statement with that of the reader, if its text has one.</summary>
    private object? WithReader(string sql, object? parameters)
    {
        if (_reader is null || ReferenceEquals(ReaderScope.Restrict(sql), sql))
            return parameters;

        return new ReaderParameters(parameters, _reader);
    }
}
