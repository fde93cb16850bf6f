using System.Data.Common;
using Dapper;

namespace Adam.Data.Engines;

/// <summary>A connection with its transaction, for as long as one question or one change takes. What is not committed is undone.</summary>
/// <param name="end">What becomes of the connection afterwards; null: it is closed.</param>
public sealed class Session(DbConnection connection, DbTransaction? transaction, Action? end = null) : IAsyncDisposable
{
    /// <summary>0: without end; null: as the driver has it.</summary>
    private int? _seconds;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        (await connection.QueryAsync<T>(Command(sql, parameters, ct))).AsList();

    /// <summary>The rows as they come, for what must not stand in memory all at once. Until the last one is read, or the reading given up, the session can do nothing else.</summary>
    public IEnumerable<T> Read<T>(string sql, object? parameters, CancellationToken ct)
    {
        foreach (var row in connection.Query<T>(sql, parameters, transaction, buffered: false, _seconds))
        {
            ct.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    /// <summary>The first row, or the default of <typeparamref name="T"/> when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters, ct));

    /// <summary>The number of rows that the statement changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) => connection.ExecuteAsync(Command(sql, parameters, ct));

    /// <summary>From here on a statement may take as long as it needs, as those that read or remove whole tables do. Until then the driver gives up after half a minute, unless the connection string says otherwise.</summary>
    public void TakeTime() => _seconds = 0;

    public async Task CommitAsync(CancellationToken ct)
    {
        if (transaction is not null)
            await transaction.CommitAsync(ct);
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

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) => new(sql, parameters, transaction, _seconds, cancellationToken: ct);
}
