using System.Diagnostics;
using Adam.Data.Monitoring;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Runs short writes one after the other. Those that wait at the same time share a transaction, because its durable
/// commit costs more than most writes. Each has its own savepoint, so that it is stored whole or not at all, and each
/// ends after the commit. Partners have their turns one after the other, and the writes of one partner run in the order
/// in which they arrive. If several partners write, a commit waits for few writes of each of them, so that a partner
/// with many writes does not let the others wait for all of them.
/// </summary>
/// <param name="begin">Opens the session that writes.</param>
internal sealed class GroupCommit(Func<CancellationToken, Task<Session>> begin)
{
    /// <summary>
    /// The maximum number of writes that share a commit. More would save little and let the first one wait longer.
    /// </summary>
    private const int Most = 32;

    /// <summary>The maximum number of writes of a partner that share a commit with those of others.</summary>
    private const int MostOfPartner = 4;

    private readonly TurnQueue<PendingWrite> _waiting = new();
    private int _isRunning;

    /// <param name="longestWait">The maximum time until the write begins.</param>
    /// <param name="mostWaiting">The maximum number of writes of the partner that wait.</param>
    /// <inheritdoc cref="Database.InGroupedWriteAsync"/>
    public async Task<T> RunAsync<T>(
        Func<Session, Task<T>> change,
        TimeSpan longestWait,
        int mostWaiting,
        CancellationToken ct
    )
    {
        var write = new PendingWrite<T>(change);
        if (!_waiting.TryAdd(write.Partner, write, mostWaiting))
            throw new TooManyWritesException(mostWaiting);
        Start();
        try
        {
            return await write.Outcome.WaitAsync(longestWait, ct);
        }
        catch (TimeoutException) when (write.TryAbandon())
        {
            throw new RegisterBusyException("Others have been writing for 30 seconds.");
        }
        catch (OperationCanceledException) when (write.TryAbandon())
        {
            throw;
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // The write has begun. It ends by itself, and so does its transaction.
            return await write.Outcome;
        }
    }

    private void Start()
    {
        if (Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
            return;

        // Each write runs in its own execution context, not in that of the write that happened to come first.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAllAsync);
    }

    private async Task RunAllAsync()
    {
        while (!_waiting.IsEmpty)
            await RunGroupAsync();
        Volatile.Write(ref _isRunning, 0);
        // A write that came after the last look has not started this method again.
        if (!_waiting.IsEmpty)
            Start();
    }

    private async Task RunGroupAsync()
    {
        var group = new List<PendingWrite>();
        IReadOnlyList<PendingWrite> again;
        try
        {
            again = await RunAsync(group, () => Next(group), Most);
        }
        catch (Exception error)
        {
            // The lock, the transaction or its commit has failed. An error of a write may depend on an earlier write,
            // which is not stored now, so all writes end with the same error.
            if (group.Count == 0 && Next(group) is { } first)
                group.Add(first);
            group.ForEach(write => write.End(error));
            return;
        }

        foreach (var write in again)
        {
            try
            {
                await RunAsync([], () => write, most: 1);
            }
            catch (Exception error)
            {
                write.End(error);
            }
        }
    }

    /// <summary>Runs writes in one transaction and commits it.</summary>
    /// <param name="group">Receives the writes. They end, apart from those that are returned.</param>
    /// <returns>The writes that have left nothing, and must run again, each in its own transaction.</returns>
    private async Task<IReadOnlyList<PendingWrite>> RunAsync(
        List<PendingWrite> group,
        Func<PendingWrite?> next,
        int most
    )
    {
        await using var session = await begin(CancellationToken.None);
        session.Collected = new();
        try
        {
            while (group.Count < most && next() is { } write)
            {
                group.Add(write);
                await RunAsync(session, write);
                // Some errors, such as a full disk, end the transaction with all its earlier writes.
                if (!HasTransaction(session))
                {
                    session.Lose();
                    write.End();
                    return group[..^1];
                }
            }

            if (group.Exists(write => !write.HasFailed))
            {
                if (!await TryStoreCollectedAsync(session, group))
                {
                    session.Lose();
                    return group;
                }

                await group[0].InContextAsync(() => session.CommitAsync(CancellationToken.None));
            }
        }
        catch
        {
            session.Lose();
            throw;
        }

        group.ForEach(write => write.End());
        return [];
    }

    /// <summary>Stores what the writes have collected.</summary>
    /// <returns>
    /// False if that is not possible and there are several writes. The error is then that of one of them, which alone
    /// will end with it.
    /// </returns>
    private static async Task<bool> TryStoreCollectedAsync(Session session, List<PendingWrite> group)
    {
        try
        {
            await group[0].InContextAsync(() => session.Collected!.StoreAsync(session, CancellationToken.None));
            return true;
        }
        catch (Exception) when (group.Count > 1)
        {
            return false;
        }
    }

    /// <summary>Returns the next write that still waits; null if there is none that the group may have.</summary>
    private PendingWrite? Next(List<PendingWrite> group)
    {
        while (_waiting.TryTake(out var write, partner => MayHave(group, partner)))
        {
            if (write.TryBegin())
                return write;
        }

        return null;
    }

    private static bool MayHave(List<PendingWrite> group, string partner) =>
        group.Count(write => write.Partner == partner) < MostOfPartner
        || group.TrueForAll(write => write.Partner == partner);

    /// <summary>Runs a write in a savepoint. If it fails, its changes are undone and its error is kept.</summary>
    private static async Task RunAsync(Session session, PendingWrite write)
    {
        var connection = (PreparedStatementConnection)session.Connection;
        connection.Run("SAVEPOINT write");
        await write.RunAsync(session);
        if (!HasTransaction(session))
            return;

        session.Collected!.EndWrite(isKept: !write.HasFailed);
        if (write.HasFailed)
            connection.Run("ROLLBACK TO write");
        connection.Run("RELEASE write");
    }

    private static bool HasTransaction(Session session) => !((PreparedStatementConnection)session.Connection).IsIdle;

    /// <summary>A write that waits for its turn or for its commit.</summary>
    private abstract class PendingWrite
    {
        private const int Waiting = 0;
        private const int Begun = 1;
        private const int Abandoned = 2;

        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private readonly long _arrived = Stopwatch.GetTimestamp();
        private int _state = Waiting;

        public string Partner { get; } = WritingPartner.Current;

        public abstract bool HasFailed { get; }

        public bool TryBegin() => TryLeave(Begun);

        public bool TryAbandon() => TryLeave(Abandoned);

        /// <summary>Runs the write, and keeps its answer or its error.</summary>
        public abstract Task RunAsync(Session session);

        /// <summary>Ends the write with the kept answer or error.</summary>
        public abstract void End();

        public abstract void End(Exception error);

        private bool TryLeave(int state)
        {
            if (Interlocked.CompareExchange(ref _state, state, Waiting) != Waiting)
                return false;

            Telemetry.WritersWait.Record(Stopwatch.GetElapsedTime(_arrived).TotalSeconds);
            return true;
        }

        /// <summary>Runs a function in the execution context of the writer, to which its traces belong.</summary>
        public Task InContextAsync(Func<Task> run)
        {
            if (_context is null)
                return run();

            Task? task = null;
            ExecutionContext.Run(_context, _ => task = run(), null);
            return task!;
        }
    }

    private sealed class PendingWrite<T>(Func<Session, Task<T>> change) : PendingWrite
    {
        private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task<T>? _run;

        public Task<T> Outcome => _outcome.Task;

        public override bool HasFailed => _run is not { IsCompletedSuccessfully: true };

        public override async Task RunAsync(Session session)
        {
            _run = null;
            await InContextAsync(() => _run = RunChangeAsync(session))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public override void End()
        {
            if (_run!.IsCompletedSuccessfully)
                _outcome.TrySetResult(_run.Result);
            else if (_run.IsCanceled)
                _outcome.TrySetCanceled();
            else
                _outcome.TrySetException(_run.Exception!.InnerExceptions);
        }

        public override void End(Exception error) => _outcome.TrySetException(error);

        // Asynchronous, so that an exception before the first await is the task's, too.
        private async Task<T> RunChangeAsync(Session session) => await change(session);
    }
}
