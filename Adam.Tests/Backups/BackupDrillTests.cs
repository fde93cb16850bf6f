using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Adam.Domain.Projects;
using Adam.Tests.Cli;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Backups;

/// <summary>
/// Loses a register and gets it back, with the commands that an operator runs: a backup while clients write, a restore
/// elsewhere, both verifications, and a server that serves what was acknowledged before the copy.
/// </summary>
/// <remarks><c>ADAM_TEST_DRILL</c> sets the number of projects. The test prints how long each step takes.</remarks>
public sealed class BackupDrillTests
{
    private const int Writers = 4;
    private const int AcknowledgedBetween = 10;

    private static int Projects =>
        int.TryParse(Environment.GetEnvironmentVariable("ADAM_TEST_DRILL"), out var asked) ? asked : 200;

    [Test]
    public async Task Register_that_is_lost_is_served_again_with_all_that_was_acknowledged_before_the_copy()
    {
        var folder = Directory.CreateDirectory(Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}")).FullName;
        var (lost, copy) = (Path.Combine(folder, "adam.db"), Path.Combine(folder, "copy.db"));
        var key = await FillAsync(lost);
        var acknowledged = new ConcurrentDictionary<string, byte>();
        var (before, sent) = (new List<string>(), 0);
        var (program, address) = await ServeAsync(lost);
        using (program)
        {
            using var client = ProgramProcess.Client(address, key);
            using var stop = new CancellationTokenSource();
            var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync)));
            await UntilAsync(() => acknowledged.Count >= AcknowledgedBetween);
            before.AddRange(acknowledged.Keys);
            await StepAsync("backup while clients write", "backup", copy, $"--Adam:DataPath={lost}");
            var during = acknowledged.Count - before.Count;
            await UntilAsync(() => acknowledged.Count >= before.Count + during + AcknowledgedBetween);
            await stop.CancelAsync();
            await writing;
            program.Signal(Signal.Kill);
            await program.EndAsync();

            async Task WriteAsync()
            {
                while (!stop.IsCancellationRequested)
                {
                    var reference = string.Create(CultureInfo.InvariantCulture, $"W-{Interlocked.Increment(ref sent)}");
                    var body = ProjectHttp.Body($$"""{ "reference": "{{reference}}" }""");
                    using var answer = await client.SendAsync("POST", "/v1/projects", body);
                    Assert.That((int)answer.StatusCode, Is.EqualTo(201), await answer.Content.ReadAsStringAsync());
                    acknowledged[reference] = 0;
                }
            }
        }

        foreach (var file in Directory.GetFiles(folder, "adam.db*"))
            File.Delete(file);

        var restored = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "elsewhere")).FullName, "adam.db");
        var setting = $"--Adam:DataPath={restored}";
        await StepAsync("restore", "restore", copy, setting);
        var began = Stopwatch.GetTimestamp();
        (program, address) = await ServeAsync(restored);
        using (program)
        {
            using var client = ProgramProcess.Client(address, key);
            Assert.That((int)(await client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(200));
            await SayAsync("start until ready", Stopwatch.GetElapsedTime(began));
            await StepAsync("audit verify", "audit", "verify", setting);
            await StepAsync("overlaps verify", "overlaps", "verify", setting);

            using var database = new SqliteDatabase(restored);
            var stored = (await RegisterTables.LinesAsync(database, "SELECT Document ->> 'reference' FROM Project"))
                .Where(line => line.Contains("W-", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf("W-", StringComparison.Ordinal)..])
                .ToList();
            Assert.That(before.Except(stored), Is.Empty, "what was acknowledged before the copy");
            Assert.That(stored, Has.Count.InRange(before.Count, sent));
            var count = (int)(await client.ReadAsync("/v1/projects?limit=1&count=true"))["total"]!;
            Assert.That(count, Is.EqualTo(Projects + stored.Count));
            await client.RecordAsync("""{ "reference": "After the drill" }""");
        }
    }

    /// <summary>
    /// Programs that ship the log (Litestream) hold a read transaction, so that nobody starts the log anew before they
    /// have copied it. The program's own checkpoints must leave it as it is.
    /// </summary>
    [Test]
    public async Task Log_is_not_started_anew_while_another_process_reads_it()
    {
        using var database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
        await RecordAsync(database, 40);
        await using (var connection = (SqliteConnection)TestRegister.Connect(database))
        {
            await connection.OpenAsync();
            // Without "deferred", it would exclude writers.
            await using var transaction = connection.BeginTransaction(deferred: true);
            await using var read = connection.CreateCommand();
            read.CommandText = "SELECT COUNT(*) FROM Project";
            read.Transaction = transaction;
            await read.ExecuteScalarAsync();
            // The reader may have begun when all of the log was in the file. The next write then starts the log anew,
            // once.
            await RecordAsync(database, 1);
            var (salt, size) = Log();
            for (var round = 0; round < 60; round++)
                await RecordAsync(database, 1);
            Assert.That(Log().Salt, Is.EqualTo(salt));
            Assert.That(Log().Size, Is.GreaterThan(size));
        }

        var last = Log().Salt;
        for (var round = 0; Log().Salt == last; round++)
        {
            Assert.That(round, Is.LessThan(1_000), "without a reader, the log starts anew");
            await RecordAsync(database, 1);
        }

        // Bytes 16 to 23 of the log are its salts, which change when it starts anew.
        (string Salt, long Size) Log()
        {
            using var log = new FileStream(
                database.Location + "-wal",
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite
            );
            var header = new byte[32];
            log.ReadExactly(header);
            return (Convert.ToHexString(header, 16, 8), log.Length);
        }
    }

    private static async Task<string> FillAsync(string path)
    {
        await TestRegister.CopyEmptyAsync(path);
        using var database = new SqliteDatabase(path);
        var secret = KeySecret.Create();
        await new KeyStore(database).AddAsync(
            new(secret.Id, "DE", Role.Donor, "Test", DateTimeOffset.UnixEpoch, null),
            secret.Hash(),
            default
        );
        await RecordAsync(database, Projects);
        return secret.ToString();
    }

    private static Task RecordAsync(SqliteDatabase database, int count) =>
        TestStores
            .Projects(database, TimeProvider.System)
            .RecordAllAsync(Enumerable.Range(0, count).Select(Record), "test", default);

    private static (string Owner, ProjectDraft Draft) Record(int number) =>
        AProject
            .By(number % 2 == 0 ? "DE" : "US")
            .Saying(draft =>
                draft with
                {
                    Title = string.Create(
                        CultureInfo.InvariantCulture,
                        $"Course {number / 2} for officers of district {number / 30}"
                    ),
                }
            )
            .Build();

    private static Task<(ProgramProcess Program, Uri Address)> ServeAsync(string path) =>
        ProgramProcess.ServeAsync($"--Adam:DataPath={path}", "--Adam:Limits:WritesPerMinute=0");

    /// <summary>Runs a command, which must succeed, and prints how long it took.</summary>
    private static async Task StepAsync(string step, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        var (exit, output, error) = await ProgramProcess.RunAsync(arguments);
        Assert.That(exit, Is.Zero, $"{step}: {output}{error}");
        await SayAsync(step, Stopwatch.GetElapsedTime(began));
    }

    private static Task SayAsync(string step, TimeSpan took) =>
        TestContext.Progress.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{step}: {took.TotalSeconds:0.0} s")
        );

    private static async Task UntilAsync(Func<bool> isReached)
    {
        using var guard = new CancellationTokenSource(ProgramProcess.HangGuard);
        while (!isReached())
            await Task.Delay(20, guard.Token);
    }
}
