using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace Adam.Data.Engines;

/// <summary>A connection with its transaction, for as long as one question or one change takes. What is not committed is undone.</summary>
/// <param name="end">What becomes of the connection afterwards; null: it is closed.</param>
public sealed class Session(DbConnection connection, DbTransaction? transaction, Action? end = null) : IAsyncDisposable
{
    /// <summary>0: without end; null: as the driver has it.</summary>
    private int? _seconds;

    /// <summary>For what only one engine's driver can do.</summary>
    internal DbConnection Connection => connection;

    internal DbTransaction? Transaction => transaction;

    /// <summary>Whether the connection is gone, and with it whatever was begun.</summary>
    internal bool IsLost => connection.State != ConnectionState.Open;

    /// <param name="query">What the call is named by in traces and metrics: the constant or method that holds the text, as the caller writes it.</param>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "") =>
        (await RunAsync(query, Command(sql, parameters, ct), static (connection, command) => connection.QueryAsync<T>(command))).AsList();

    internal Task<IReadOnlyList<T>> QueryAsync<T>(Statement statement, CancellationToken ct) => QueryAsync<T>(statement.Sql, statement.Parameters, ct, statement.Name);

    /// <summary>The rows as they come, for what must not stand in memory all at once. Until the last one is read, or the reading given up, the session can do nothing else.</summary>
    /// <inheritdoc cref="QueryAsync{T}(string, object?, CancellationToken, string)" path="/param"/>
    public IEnumerable<T> Read<T>(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "")
    {
        using var call = DatabaseCall.Begin(connection, query);
        using var rows = connection.Query<T>(sql, parameters, transaction, buffered: false, _seconds).GetEnumerator();
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

    /// <summary>The rows of a statement as the driver gives them. Until the reader is disposed of the session can do nothing else.</summary>
    internal Task<DbDataReader> ReaderAsync(string sql, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "") =>
        RunAsync(query, Command(sql, null, ct), static (connection, command) => connection.ExecuteReaderAsync(command));

    /// <summary>The first row, or the default of <typeparamref name="T"/> when there is none.</summary>
    /// <inheritdoc cref="QueryAsync{T}(string, object?, CancellationToken, string)" path="/param"/>
    public Task<T?> FirstAsync<T>(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "") =>
        RunAsync(query, Command(sql, parameters, ct), static (connection, command) => connection.QueryFirstOrDefaultAsync<T>(command));

    internal Task<T?> FirstAsync<T>(Statement statement, CancellationToken ct) => FirstAsync<T>(statement.Sql, statement.Parameters, ct, statement.Name);

    /// <summary>The number of rows that the statement changed.</summary>
    /// <inheritdoc cref="QueryAsync{T}(string, object?, CancellationToken, string)" path="/param"/>
    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct, [CallerArgumentExpression(nameof(sql))] string query = "") =>
        RunAsync(query, Command(sql, parameters, ct), static (connection, command) => connection.ExecuteAsync(command));

    /// <summary>From here on a statement may take as long as it needs, as those that read or remove whole tables do. Until then the driver gives up after half a minute, unless the connection string says otherwise.</summary>
    public void TakeTime() => _seconds = 0;

    internal async Task CommitAsync(CancellationToken ct)
    {
        if (transaction is null)
            return;

        using var call = DatabaseCall.Begin(connection, "COMMIT");
        try
        {
            await transaction.CommitAsync(ct);
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
            if (transaction is not null)
                await transaction.DisposeAsync();
        }
        finally
        {
            if (end is null)
                await connection.DisposeAsync();
            else
                end();
        }
    }

    private async Task<T> RunAsync<T>(string query, CommandDefinition command, Func<DbConnection, CommandDefinition, Task<T>> run)
    {
        using var call = DatabaseCall.Begin(connection, query);
        try
        {
            return await run(connection, command);
        }
        catch (Exception error)
        {
            call?.Fail(error);
            throw;
        }
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) => new(sql, parameters, transaction, _seconds, cancellationToken: ct);
}
