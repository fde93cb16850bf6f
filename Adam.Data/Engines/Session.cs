using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace Adam.Data.Engines;

/// <summary>A connection with its transaction, for as long as one question or one change takes. What is not committed is undone.</summary>
public sealed class Session : IAsyncDisposable
{
    private readonly DbTransaction? _transaction;
    private readonly Action? _end;

    /// <param name="end">Called instead of closing the connection; null: it is closed.</param>
    internal Session(SqlDialect dialect, DbConnection connection, DbTransaction? transaction, Action? end = null) =>
        (Dialect, Connection, _transaction, _end) = (dialect, connection, transaction, end);

    /// <summary>0: without end; null: as the driver has it.</summary>
    private int? _seconds;

    /// <summary>For what only one engine's driver can do.</summary>
    internal DbConnection Connection { get; }

    internal DbTransaction? Transaction => _transaction;

    /// <summary>The dialect of the database that the session is with.</summary>
    internal SqlDialect Dialect { get; }

    /// <summary>Whether the connection is gone, and with it whatever was begun.</summary>
    internal bool IsLost => Connection.State != ConnectionState.Open;

    /// <param name="query">What the call is named by in traces and metrics: the constant or method that holds the text, as the caller writes it.</param>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "") =>
        (await RunAsync(query, Command(sql, parameters, ct), static (connection, command) => connection.QueryAsync<T>(command))).AsList();

    internal Task<IReadOnlyList<TRow>> QueryAsync<TParameters, TRow>(SqlQuery<TParameters, TRow> query, TParameters parameters, CancellationToken ct) =>
        QueryAsync<TRow>(query.Sql(Dialect), parameters, ct, query.Name);

    internal Task<IReadOnlyList<TRow>> QueryAsync<TRow>(SqlQuery<NoParameters, TRow> query, CancellationToken ct) => QueryAsync(query, new(), ct);

    internal Task<IReadOnlyList<TRow>> QueryAsync<TRow>(ComposedQuery<TRow> query, CancellationToken ct) =>
        QueryAsync<TRow>(query.Sql, query.Parameters, ct, query.Name);

    /// <summary>The rows as they come, for what must not stand in memory all at once. Until the last one is read, or the reading given up, the session can do nothing else.</summary>
    /// <inheritdoc cref="QueryAsync{T}(string, object?, CancellationToken, string)" path="/param"/>
    public IEnumerable<T> Read<T>(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "")
    {
        using var call = DatabaseCall.Begin(Connection, query);
        using var rows = Connection.Query<T>(sql, parameters, _transaction, buffered: false, _seconds).GetEnumerator();
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

    /// <summary>The rows of a query as the driver gives them. Until the reader is disposed of the session can do nothing else.</summary>
    internal Task<DbDataReader> ReaderAsync<TRow>(ComposedQuery<TRow> query, CancellationToken ct) =>
        RunAsync(query.Name, Command(query.Sql, query.Parameters, ct), static (connection, command) => connection.ExecuteReaderAsync(command));

    /// <summary>The first row, or the default of <typeparamref name="T"/> when there is none.</summary>
    /// <inheritdoc cref="QueryAsync{T}(string, object?, CancellationToken, string)" path="/param"/>
    public Task<T?> FirstAsync<T>(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "") =>
        RunAsync(query, Command(sql, parameters, ct), static (connection, command) => connection.QueryFirstOrDefaultAsync<T>(command));

    internal Task<TRow?> FirstAsync<TParameters, TRow>(SqlQuery<TParameters, TRow> query, TParameters parameters, CancellationToken ct) =>
        FirstAsync<TRow>(query.Sql(Dialect), parameters, ct, query.Name);

    internal Task<TRow?> FirstAsync<TRow>(SqlQuery<NoParameters, TRow> query, CancellationToken ct) => FirstAsync(query, new(), ct);

    internal Task<TRow?> FirstAsync<TRow>(ComposedQuery<TRow> query, CancellationToken ct) =>
        FirstAsync<TRow>(query.Sql, query.Parameters, ct, query.Name);

    /// <summary>The number of rows that the statement changed.</summary>
    /// <inheritdoc cref="QueryAsync{T}(string, object?, CancellationToken, string)" path="/param"/>
    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "") =>
        RunAsync(query, Command(sql, parameters, ct), static (connection, command) => connection.ExecuteAsync(command));

    internal Task<int> ExecuteAsync<TParameters>(SqlChange<TParameters> change, TParameters parameters, CancellationToken ct) =>
        ExecuteAsync(change.Sql(Dialect), parameters, ct, change.Name);

    internal Task<int> ExecuteAsync(SqlChange<NoParameters> change, CancellationToken ct) => ExecuteAsync(change, new(), ct);

    internal Task<int> ExecuteAsync(ComposedChange change, CancellationToken ct) => ExecuteAsync(change.Sql, change.Parameters, ct, change.Name);

    /// <summary>From here on a statement may take as long as it needs, as those that read or remove whole tables do. Until then the driver gives up after half a minute, unless the connection string says otherwise.</summary>
    public void TakeTime() => _seconds = 0;

    internal async Task CommitAsync(CancellationToken ct)
    {
        if (_transaction is null)
            return;

        using var call = DatabaseCall.Begin(Connection, "COMMIT");
        try
        {
            await _transaction.CommitAsync(ct);
        }
        catch (Exception error)
        {
            call?.Fail(error);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_transaction is not null)
                await _transaction.DisposeAsync();
        }
        finally
        {
            if (_end is null)
                await Connection.DisposeAsync();
            else
                _end();
        }
    }

    private async Task<T> RunAsync<T>(string query, CommandDefinition command, Func<DbConnection, CommandDefinition, Task<T>> run)
    {
        using var call = DatabaseCall.Begin(Connection, query);
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

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) => new(sql, parameters, _transaction, _seconds, cancellationToken: ct);
}
