using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.SqlClient;
using Polly;
using Polly.Retry;

namespace Adam.Data.Engines;

/// <summary>
/// A unit of work on SQL Server: everything from the first statement of a transaction to its commit. What a passing fault has undone is run again from the start, on another connection, after a pause that grows and varies.
/// A commit whose answer was lost is not run again blindly: the unit leaves its mark in the transaction, and looks for it once it holds the register's lock, when the first transaction has ended one way or the other.
/// </summary>
/// <param name="open">Opens the session; for a unit that writes, it holds the register's lock.</param>
/// <param name="work">May run several times, each time on a session of its own, and only the last run counts: nothing that it keeps elsewhere may be of a run before.</param>
internal sealed class SqlServerUnit<T>(string connectionString, Func<CancellationToken, Task<Session>> open, Func<Session, Task<T>> work, bool writes)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Guid _mark = Guid.NewGuid();
    private T _answer = default!;
    private bool _isInDoubt;

    /// <exception cref="RegisterBusyException">Others held the register for too long.</exception>
    /// <exception cref="RegisterUnavailableException">The database is out of reach. Nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The database went away during the commit, and could not be asked since.</exception>
    public async Task<T> RunAsync(CancellationToken ct)
    {
        try
        {
            return await Retrying.Pipeline.ExecuteAsync(async token => await OnceAsync(token), ct);
        }
        catch (Exception error) when (_isInDoubt && (error is DatabaseFault or RegisterBusyException or OperationCanceledException))
        {
            Retrying.InDoubt("unknown");
            throw new CommitUnknownException(error);
        }
        catch (DatabaseFault fault)
        {
            throw new RegisterUnavailableException(fault.InnerException!);
        }
    }

    private async Task<T> OnceAsync(CancellationToken ct)
    {
        Session? session = null;
        try
        {
            session = await open(ct);
            if (_isInDoubt && await IsMarkedAsync(session, ct))
                return _answer;

            var answer = await work(session);
            if (writes)
                await CommitAsync(session, answer, ct);
            return answer;
        }
        catch (Exception error) when ((_isInDoubt || !ct.IsCancellationRequested) && IsOfTheDatabase(error, session))
        {
            // Connections that wait in the pool have most likely met the same end.
            var isLost = session is null or { IsLost: true } || TransientFaults.EndsConnection(error);
            if (isLost)
                SqlConnection.ClearPool(new(connectionString));
            throw new DatabaseFault(error, mayPass: (_isInDoubt || isLost || TransientFaults.Has(error)) && Stopwatch.GetElapsedTime(_began) < Retrying.Patience);
        }
        finally
        {
            if (session is not null)
                await EndAsync(session);
        }
    }

    private static async Task EndAsync(Session session)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException)
        {
            // The line was cut, and there is nobody to be told to undo: the server undoes by itself what it loses the connection of. What became of the unit is known by now.
        }
    }

    private async Task<bool> IsMarkedAsync(Session session, CancellationToken ct)
    {
        var isMarked = await session.FirstAsync<int>(CommitMarkSql.Find, new { id = _mark }, ct) == 1;
        Retrying.InDoubt(isMarked ? "committed" : "undone");
        _isInDoubt = isMarked;
        return isMarked;
    }

    private async Task CommitAsync(Session session, T answer, CancellationToken ct)
    {
        await session.ExecuteAsync(CommitMarkSql.Add, new { id = _mark }, ct);
        (_answer, _isInDoubt) = (answer, true);
        // A caller who goes now is too late: what is begun is done.
        await session.CommitAsync(CancellationToken.None);
        _isInDoubt = false;
    }

    /// <summary>Whether it is the database that failed, and not the unit.</summary>
    private bool IsOfTheDatabase(Exception error, Session? session) => session is null
        ? error is DbException or InvalidOperationException or IOException // the second: the pool has given no connection
        : _isInDoubt || session.IsLost || TransientFaults.Has(error) || error is SqlException { Number: TransientFaults.Timeout };
}

/// <summary>The database failed under a unit of work.</summary>
/// <param name="mayPass">Whether the unit is to be run again.</param>
internal sealed class DatabaseFault(Exception cause, bool mayPass) : Exception(cause.Message, cause)
{
    public bool MayPass => mayPass;
}

/// <summary>How often units are run again.</summary>
internal static class Retrying
{
    /// <summary>Since the first run began; later than this none is begun.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static ResiliencePipeline Pipeline { get; } = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is DatabaseFault { MayPass: true }),
            MaxRetryAttempts = 5,
            Delay = TimeSpan.FromSeconds(0.2),
            MaxDelay = TimeSpan.FromSeconds(3),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            OnRetry = _ =>
            {
                Telemetry.DatabaseRetries.Add(1);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    public static void InDoubt(string outcome) => Telemetry.CommitsInDoubt.Add(1, new KeyValuePair<string, object?>("adam.commit.outcome", outcome));
}
