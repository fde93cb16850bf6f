using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Checks a SQLite file page by page: its trees, its indexes and its foreign keys. It reads the whole file as of one
/// moment, beside all other readers and the writer.
/// </summary>
public sealed class IntegrityCheck(SqliteDatabase database)
{
    /// <summary>The maximum number of problems that are returned.</summary>
    private const int Most = 20;

    /// <summary>Returns the problems, at most 20; empty if there are none.</summary>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public Task<IReadOnlyList<string>> RunAsync(CancellationToken ct) => Task.Run(() => Run(ct), ct);

    private IReadOnlyList<string> Run(CancellationToken ct)
    {
        try
        {
            using var connection = database.OpenReadOnly();
            var handle = connection.Handle!;
            // Each of the two statements runs within one call, which only an interrupt ends.
            using var stop = ct.Register(() => raw.sqlite3_interrupt(handle));
            var problems = Read(connection, $"PRAGMA integrity_check({Most})", row => row.GetString(0));
            return problems is ["ok"]
                ? Read(
                    connection,
                    "PRAGMA foreign_key_check",
                    row => $"row {row.GetValue(1)} of {row.GetString(0)} refers to no row of {row.GetString(2)}"
                )
                : problems;
        }
        catch (SqliteException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (SqliteException error) when (RegisterFileFaults.FromException(error) is RegisterFileFault.Damaged)
        {
            return [error.Message];
        }
    }

    private static List<string> Read(SqliteConnection connection, string sql, Func<SqliteDataReader, string> describe)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        var problems = new List<string>();
        while (problems.Count < Most && reader.Read())
            problems.Add(describe(reader).ReplaceLineEndings(" "));
        return problems;
    }
}
