using System.Collections.Concurrent;
using Adam.Data.Databases.Sqlite;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Databases;

/// <summary>Each commit of any connection is seen at once, and nothing else is taken for one.</summary>
[Category("sqlite")]
public sealed class CommitLookTests
{
    private string _folder = null!;
    private SqliteConnection _writer = null!;

    [SetUp]
    public void CreateFile()
    {
        _folder = Directory.CreateTempSubdirectory("adam-tests-").FullName;
        _writer = Connect();
        Run(
            _writer,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE Counter (Value INTEGER NOT NULL)"
        );
        Run(_writer, "INSERT INTO Counter VALUES (0)");
    }

    [TearDown]
    public void DeleteFile()
    {
        _writer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Number_differs_after_each_commit_and_only_then()
    {
        using var look = Open()!;
        var numbers = new List<long?>();
        for (var commit = 0; commit < 300; commit++)
        {
            var before = look.Read();
            Assert.That(before, Is.Not.Null);
            Assert.That(look.Read(), Is.EqualTo(before), "nobody has committed");
            numbers.Add(before);
            Run(_writer, "BEGIN IMMEDIATE; UPDATE Counter SET Value = Value + 1");
            Assert.That(look.Read(), Is.EqualTo(before), "nobody has committed yet");
            Run(_writer, "COMMIT");
            if (commit % 7 == 0)
                Run(_writer, "PRAGMA wal_checkpoint(TRUNCATE)"); // the log begins anew
        }

        Assert.That(numbers, Is.Unique);
    }

    [Test]
    public async Task Number_of_a_read_belongs_to_no_later_state()
    {
        using var look = Open()!;
        var committed = 0L;
        var known = new ConcurrentDictionary<long, long>();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(Watch)).ToList();
        try
        {
            for (var commit = 1; commit <= 3_000; commit++)
            {
                Run(_writer, "UPDATE Counter SET Value = Value + 1");
                Volatile.Write(ref committed, commit);
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(readers);
        Assert.That(known, Has.Count.GreaterThan(1), "the readers have seen commits");

        void Watch()
        {
            using var reader = Connect();
            while (!stop.IsCancellationRequested)
            {
                var least = Volatile.Read(ref committed);
                if (look.Read() is not { } number)
                    continue;
                // A value that is kept under the number is never older than a commit that has returned before a look
                // with the same number.
                var value = known.GetOrAdd(number, _ => Value(reader));
                Assert.That(value, Is.GreaterThanOrEqualTo(least));
            }
        }
    }

    [Test]
    public void Register_without_a_log_has_no_number()
    {
        using (var plain = Connect("plain.db"))
            Run(plain, "CREATE TABLE Counter (Value INTEGER NOT NULL)");
        Assert.That(Open("plain.db"), Is.Null);
        Assert.That(File.Exists(Path.Combine(_folder, "plain.db-shm")), Is.False, "nothing was created");
    }

    [Test]
    public void Closed_look_has_no_number_and_leaves_no_log()
    {
        var look = Open()!;
        look.Dispose();
        Assert.That(look.Read(), Is.Null);
        _writer.Close();
        Assert.That(File.Exists(Path.Combine(_folder, "register.db-wal")), Is.False);
    }

    private CommitLook? Open(string name = "register.db") => CommitLook.Open(Connect(name));

    private SqliteConnection Connect(string name = "register.db")
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, name)};Pooling=False");
        connection.Open();
        return connection;
    }

    private static long Value(SqliteConnection connection, string sql = "SELECT Value FROM Counter")
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
