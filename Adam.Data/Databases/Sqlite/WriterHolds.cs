using System.Diagnostics;
using SQLitePCL;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Runs the write transactions of a long task, and measures for how long each excludes other writers, and by how much
/// work.
/// </summary>
/// <param name="held">Receives each transaction after its commit.</param>
internal sealed class WriterHolds(SqliteDatabase database, Action<WriterHold> held)
{
    /// <summary>The number of instructions of SQLite between two counts.</summary>
    private const int StepsOfCount = 100;

    /// <summary>The longest of them so far; null before the first.</summary>
    public WriterHold? Longest { get; private set; }

    /// <summary>Runs a write in one transaction. Returns the time for which it excluded other writers.</summary>
    /// <param name="step">The purpose of the transaction, as part of an English sentence.</param>
    public async Task<TimeSpan> RunAsync(string step, Func<Session, Task> write, CancellationToken ct)
    {
        var (began, counts) = (0L, 0L);
        await database.InWriteTransactionAsync(
            async session =>
            {
                began = Stopwatch.GetTimestamp();
                var writer = ((PreparedStatementConnection)session.Connection).Handle;
                raw.sqlite3_progress_handler(
                    writer,
                    StepsOfCount,
                    _ =>
                    {
                        counts++;
                        return 0;
                    },
                    null
                );
                try
                {
                    await write(session);
                }
                finally
                {
                    raw.sqlite3_progress_handler(writer, 0, null, null);
                }
            },
            ct
        );
        var hold = new WriterHold(step, Stopwatch.GetElapsedTime(began), counts * StepsOfCount);
        if (Longest is null || hold.Time > Longest.Time)
            Longest = hold;
        held(hold);
        return hold.Time;
    }
}

/// <summary>A transaction that excluded other writers.</summary>
/// <param name="Step">Its purpose, as part of an English sentence.</param>
/// <param name="Instructions">
/// The number of instructions of SQLite, in steps of 100. Unlike the time, it does not depend on the machine.
/// </param>
public sealed record WriterHold(string Step, TimeSpan Time, long Instructions);
