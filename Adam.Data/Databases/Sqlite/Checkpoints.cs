using SQLitePCL;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Moves the write-ahead log into the file beside the writer, on a connection of its own. Otherwise SQLite would do so
/// within a commit, and one write in ten would wait for it.
/// </summary>
/// <param name="open">Opens a connection that may write.</param>
/// <param name="writing">The right to write, which one writer has at a time.</param>
internal sealed class Checkpoints(Func<PreparedStatementConnection> open, WriterTurns writing) : IDisposable
{
    /// <summary>The number of short transactions between two checkpoints.</summary>
    private const int Often = 16;

    /// <summary>
    /// The number of pages in the log from which a checkpoint excludes the writer: 64 MB. The log starts anew only when
    /// all of its pages are in the file, and a writer that never pauses keeps adding to it.
    /// </summary>
    private const int MostPages = 16_384;

    /// <summary>The maximum time to wait for the writer. The next checkpoint tries again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private PreparedStatementConnection? _connection;
    private int _transactions;
    private bool _isClosed;

    /// <summary>Starts a checkpoint if one is due after a transaction.</summary>
    /// <param name="isLong">True if the transaction may have written many pages.</param>
    public void AfterTransaction(bool isLong)
    {
        if (Interlocked.Increment(ref _transactions) % Often == 0 || isLong)
            _ = Task.Run(RunAsync);
    }

    public void Dispose()
    {
        _one.Wait();
        _isClosed = true;
        _connection?.Dispose();
        _one.Release();
    }

    private async Task RunAsync()
    {
        // A checkpoint that is running covers what was committed, or the next one will.
        if (!await _one.WaitAsync(0))
            return;

        try
        {
            if (_isClosed || Checkpoint() <= MostPages)
                return;

            // Few pages are left to move, so the writer waits for milliseconds.
            if (!await writing.WaitAsync(isLong: false, LongestWait, CancellationToken.None))
                return;

            try
            {
                Checkpoint();
            }
            finally
            {
                writing.Release();
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Moves the pages that no reader needs in the log any more. An error loses nothing, because the pages stay in the
    /// log: SQLite ignores it in its own checkpoints, too, and a disk that fails also fails the next commit.
    /// </summary>
    /// <returns>The number of pages in the log.</returns>
    private int Checkpoint()
    {
        _connection ??= open();
        raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out _);
        return pages;
    }
}
