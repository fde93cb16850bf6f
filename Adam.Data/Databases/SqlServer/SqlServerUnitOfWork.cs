using System.Data.Common;
using System.Diagnostics;
using Adam.Data.Monitoring;
using Microsoft.Data.SqlClient;
using Polly;
using Polly.Retry;

namespace Adam.Data.Databases.SqlServer;

/// <summary>
/// A unit of work on SQL Server: all statements of a transaction and its commit. After a transient error the whole unit
/// is retried on a new connection, with exponential back-off and jitter. A commit without a reply is not retried at
/// once: the unit inserts a commit mark in its transaction. The next run takes the register's lock, when the first
/// transaction has certainly ended, and looks for the mark.
/// </summary>
/// <param name="open">Opens the session. For a writing unit, the session holds the register's lock.</param>
/// <param name="work">
/// The work. It may run several times, each time in a new session, and only the last run counts. It must not carry over
/// state outside the session from an earlier run.
/// </param>
/// <param name="keepsSession">True if a run that succeeds leaves its session open for the caller.</param>
internal sealed class SqlServerUnitOfWork<T>(
    string connectionString,
    Func<CancellationToken, Task<Session>> open,
    Func<Session, Task<T>> work,
    bool writes,
    bool keepsSession = false
)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Guid _mark = Guid.NewGuid();
    private T _answer = default!;
    private bool _isInDoubt;

    /// <summary>Runs the unit, with retries.</summary>
    /// <exception cref="RegisterBusyException">Other writers held the register for too long.</exception>
    /// <exception cref="RegisterUnavailableException">The database cannot be reached. Nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The connection was lost during the commit, and its outcome could not be
    /// queried afterwards.</exception>
    public async Task<T> RunAsync(CancellationToken ct)
    {
        try
        {
            return await RetryPolicy.Pipeline.ExecuteAsync(async token => await OnceAsync(token), ct);
        }
        catch (Exception error)
            when (_isInDoubt && (error is DatabaseException or RegisterBusyException or OperationCanceledException))
        {
            RetryPolicy.InDoubt("unknown");
            throw new CommitUnknownException(error);
        }
        catch (DatabaseException exception)
        {
            throw new RegisterUnavailableException(exception.InnerException!);
        }
    }

    private async Task<T> OnceAsync(CancellationToken ct)
    {
        Session? session = null;
        var isKept = false;
        try
        {
            session = await open(ct);
            if (_isInDoubt && await IsMarkedAsync(session, ct))
                return _answer;

            var answer = await work(session);
            if (writes)
                await CommitAsync(session, answer, ct);
            isKept = keepsSession;
            return answer;
        }
        catch (Exception error) when ((_isInDoubt || !ct.IsCancellationRequested) && IsOfTheDatabase(error, session))
        {
            // The idle connections of the pool are probably broken too.
            var isLost = session is null or { IsLost: true } || TransientFaults.EndsConnection(error);
            if (isLost)
                SqlConnection.ClearPool(new(connectionString));
            throw new DatabaseException(
                error,
                mayPass: (_isInDoubt || isLost || TransientFaults.Has(error))
                    && Stopwatch.GetElapsedTime(_began) < RetryPolicy.MaxElapsed
            );
        }
        finally
        {
            if (session is not null && !isKept)
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
            // The connection is lost, so a rollback cannot be sent. The server rolls back by itself, and the outcome of
            // the unit is already known.
        }
    }

    private async Task<bool> IsMarkedAsync(Session session, CancellationToken ct)
    {
        var isMarked = await session.FirstAsync(CommitMarkSql.Find, new(_mark), ct) == 1;
        RetryPolicy.InDoubt(isMarked ? "committed" : "undone");
        _isInDoubt = isMarked;
        return isMarked;
    }

    private async Task CommitAsync(Session session, T answer, CancellationToken ct)
    {
        await session.ExecuteAsync(CommitMarkSql.Add, new(_mark), ct);
        (_answer, _isInDoubt) = (answer, true);
        // The commit is not cancelled when the client disconnects.
        await session.CommitAsync(CancellationToken.None);
        _isInDoubt = false;
    }

    /// <summary>Returns true if the database caused the error, and not the work.</summary>
    private bool IsOfTheDatabase(Exception error, Session? session) =>
        session is null
            // InvalidOperationException: the pool has returned no connection.
            ? error is DbException or InvalidOperationException or IOException
            : _isInDoubt
                || session.IsLost
                || TransientFaults.Has(error)
                || error is SqlException { Number: TransientFaults.Timeout };
}

/// <summary>The database failed during a unit of work.</summary>
/// <param name="mayPass">True if the unit should be retried.</param>
internal sealed class DatabaseException(Exception cause, bool mayPass) : Exception(cause.Message, cause)
{
    public bool MayPass => mayPass;
}

/// <summary>The limits of retries.</summary>
internal static class RetryPolicy
{
    /// <summary>The time since the start of the first run after which no further run is started.</summary>
    public static readonly TimeSpan MaxElapsed = TimeSpan.FromSeconds(15);

    public static ResiliencePipeline Pipeline { get; } =
        new ResiliencePipelineBuilder()
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = arguments =>
                        ValueTask.FromResult(arguments.Outcome.Exception is DatabaseException { MayPass: true }),
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
                }
            )
            .Build();

    public static void InDoubt(string outcome) =>
        Telemetry.CommitsInDoubt.Add(1, new KeyValuePair<string, object?>("adam.commit.outcome", outcome));
}
