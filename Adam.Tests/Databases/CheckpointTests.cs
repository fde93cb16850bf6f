using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;

namespace Adam.Tests.Databases;

/// <summary>The write-ahead log of SQLite stays small, whatever the writers do.</summary>
[Category("sqlite")]
public sealed class CheckpointTests
{
    private const int Writers = 4;
    private const int Writes = 100; // of each, and each of a megabyte
    private const long MostBytes = 200 << 20;

    [Test]
    public async Task Log_is_bounded_beneath_writers_that_never_pause()
    {
        using var database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
        await database.InWriteTransactionAsync(
            session => RunAsync(session, "CREATE TABLE Filler (Id INTEGER PRIMARY KEY, Content BLOB)"),
            default
        );
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(database)));
        // Without a pause, SQLite never starts the log anew, and it would have all that was written.
        Assert.That(new FileInfo(database.FilePath + "-wal").Length, Is.LessThan(MostBytes));
    }

    private static async Task WriteAsync(SqliteDatabase database)
    {
        for (var write = 0; write < Writes; write++)
            await database.InWriteTransactionAsync(
                session => RunAsync(session, "INSERT INTO Filler (Content) VALUES (ZEROBLOB(1048576))"),
                default
            );
    }

    private static async Task<int> RunAsync(Session session, string sql)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }
}
