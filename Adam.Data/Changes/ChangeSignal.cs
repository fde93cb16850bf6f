using Adam.Data.Databases;

namespace Adam.Data.Changes;

/// <summary>
/// Lets callers wait for the next change. A commit of this process ends the wait at once. Commits of other processes,
/// such as an import from the command line, are found by polling.
/// </summary>
public sealed class ChangeSignal : IDisposable
{
    /// <summary>The time between two looks for commits of other processes.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);

    /// <summary>The shortest time between two queries of one waiter, while others write without changes.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    private readonly Database _database;
    private readonly ChangeStore _changes;
    private TaskCompletionSource _written = Create();

    public ChangeSignal(Database database, ChangeStore changes)
    {
        (_database, _changes) = (database, changes);
        _database.Written += Wake;
    }

    /// <summary>Returns when the log has a change after a position.</summary>
    /// <exception cref="OperationCanceledException">The caller has cancelled the wait.</exception>
    public async Task WaitAsync(ChangePosition after, CancellationToken ct)
    {
        while (true)
        {
            // Taken before the query, so that no commit falls between the two.
            var (written, version) = (Volatile.Read(ref _written).Task, _database.ReadCommitVersion());
            // Not cancelled, because the end of a wait is no error of the database. It reads one row.
            if (await _changes.LastAsync(CancellationToken.None) > after.ChangeId)
                return;

            do
            {
                await Task.WhenAny(written, Task.Delay(BetweenLooks, ct));
                ct.ThrowIfCancellationRequested();
            } while (!written.IsCompleted && version is not null && version == _database.ReadCommitVersion());
            await Task.Delay(ShortestPause, ct);
        }
    }

    public void Dispose() => _database.Written -= Wake;

    private void Wake() => Interlocked.Exchange(ref _written, Create()).TrySetResult();

    // The continuations run elsewhere, so that no write waits for a reader.
    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
