using System.Collections.Concurrent;
using System.Globalization;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Cli;

/// <summary>Kills the program in the midst of its work, and looks at the register that it leaves.</summary>
[Platform(Exclude = "Win", Reason = "Windows has no POSIX signals.")]
public sealed class KillTests
{
    private const int Writers = 8;
    private const int Acknowledged = 60;

    private SqliteDatabase _database = null!;

    private string DataPath => $"--Adam:DataPath={_database.Location}";

    [SetUp]
    public async Task MakeRegister()
    {
        _database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
    }

    [TearDown]
    public void LetGo() => _database.Dispose();

    [Test]
    public async Task Of_writes_that_share_commits_each_acknowledged_one_survives_and_none_is_in_parts()
    {
        var key = await NewKeyAsync();
        var acknowledged = new ConcurrentBag<string>();
        var (program, address) = await ServeAsync();
        using (program)
        {
            using var client = ProgramProcess.Client(address, key);
            await PostUntilKilledAsync(
                (_, body) => client.SendAsync("POST", "/v1/projects", body),
                (reference, _) =>
                {
                    acknowledged.Add(reference);
                    if (acknowledged.Count == Acknowledged)
                        program.Signal(Signal.Kill);
                }
            );
        }

        await IsWholeAsync();
        var stored = await RegisterTables.LinesAsync(_database, "SELECT Document ->> 'reference' FROM Project");
        Assert.That(acknowledged, Has.Count.GreaterThanOrEqualTo(Acknowledged));
        Assert.That(acknowledged.Select(reference => $"Project {reference}").Except(stored), Is.Empty);
    }

    [Test]
    public async Task Killed_server_has_stored_each_project_with_its_answer_and_replays_it()
    {
        var key = await NewKeyAsync();
        var acknowledged = new ConcurrentDictionary<string, string>();
        var (program, address) = await ServeAsync();
        using (program)
        {
            using var client = ProgramProcess.Client(address, key);
            await PostUntilKilledAsync(
                (reference, body) =>
                    client.SendAsync("POST", "/v1/projects", body, headers: (Name: "Idempotency-Key", reference)),
                (reference, answer) =>
                {
                    acknowledged[reference] = answer;
                    if (acknowledged.Count == Acknowledged)
                        program.Signal(Signal.Kill);
                }
            );
        }

        await IsWholeAsync();
        var stored = await RegisterTables.LinesAsync(_database, "SELECT Document ->> 'reference' AS x FROM Project");
        var answered = await RegisterTables.LinesAsync(_database, "SELECT Value FROM IdempotencyKey");
        Assert.That(
            answered.Select(line => line.Split(' ')[1]),
            Is.EquivalentTo(stored.Select(line => line.Split(' ')[1])),
            "each is stored with its answer, or neither is"
        );
        var (again, there) = await ProgramProcess.ServeAsync(DataPath);
        using (again)
        {
            using var client = ProgramProcess.Client(there, key);
            foreach (var (reference, first) in acknowledged)
            {
                var body = ProjectHttp.Body($$"""{ "reference": "{{reference}}" }""");
                var answer = await client.SendAsync(
                    "POST",
                    "/v1/projects",
                    body,
                    headers: (Name: "Idempotency-Key", reference)
                );
                Assert.That(answer.Headers.Contains("Idempotent-Replayed"), reference);
                Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(first));
            }
        }
    }

    [Test]
    public async Task Rebuild_that_is_killed_amid_writes_loses_none_and_leaves_the_old_pairs_whole()
    {
        await RecordAsync(600);
        var key = await NewKeyAsync();
        var acknowledged = new ConcurrentBag<string>();
        var (server, address) = await ServeAsync();
        using (server)
        {
            using var client = ProgramProcess.Client(address, key);
            var hasWriters = new TaskCompletionSource();
            var writes = PostUntilKilledAsync(
                (_, body) => client.SendAsync("POST", "/v1/projects", body),
                (reference, _) =>
                {
                    acknowledged.Add(reference);
                    if (acknowledged.Count >= Writers)
                        hasWriters.TrySetResult();
                }
            );
            await Task.WhenAny(writes, hasWriters.Task);
            using var rebuild = ProgramProcess.Start("overlaps", "rebuild", DataPath);
            await WaitForCopiesAsync(rebuild);
            rebuild.Signal(Signal.Kill);
            server.Signal(Signal.Kill);
            await writes;
            await rebuild.EndAsync();
        }

        await IsWholeAsync();
        var stored = await RegisterTables.LinesAsync(_database, "SELECT Document ->> 'reference' FROM Project");
        Assert.That(acknowledged.Select(reference => $"Project {reference}").Except(stored), Is.Empty);
    }

    [Test]
    public async Task Rebuild_that_is_killed_leaves_the_old_pairs_and_the_next_one_works()
    {
        await RecordAsync(600);
        var before = await RegisterTables.ReadAsync(_database);
        await KillRebuildAsync();
        Assert.That(await RegisterTables.ReadAsync(_database), Is.EqualTo(before));
        await IsWholeAsync();

        var (exit, _, said) = await ProgramProcess.RunAsync("overlaps", "rebuild", DataPath);
        Assert.That(exit, Is.Zero, said);
        Assert.That(await HasCopiesAsync(), Is.False);
        await IsWholeAsync();
    }

    [Test]
    public async Task Server_removes_what_a_killed_rebuild_has_left()
    {
        await RecordAsync(600);
        await KillRebuildAsync();
        var (server, _) = await ProgramProcess.ServeAsync(DataPath);
        using (server)
            Assert.That(await HasCopiesAsync(), Is.False);
        await IsWholeAsync();
    }

    [Test]
    public async Task Server_removes_an_index_that_a_killed_rebuild_has_begun_or_taken_from_a_copy()
    {
        await RecordAsync(600);
        await KillRebuildAsync("NewIX%Rows");
        await IsWholeAsync();
        var (server, _) = await ProgramProcess.ServeAsync(DataPath);
        using (server)
            Assert.That(await HasCopiesAsync(), Is.False);
        await IsWholeAsync();
    }

    [Test]
    public async Task Second_rebuild_ends_at_once_and_a_start_leaves_the_copies_of_the_first()
    {
        await RecordAsync(20);
        var isFirst = true;
        await new OverlapRebuild(_database, new(), TimeProvider.System)
        {
            Between = async () =>
            {
                if (!isFirst)
                    return;

                isFirst = false;
                var (exit, _, said) = await ProgramProcess.RunAsync("overlaps", "rebuild", DataPath);
                Assert.That(exit, Is.EqualTo(1));
                Assert.That(
                    said.Trim(),
                    Is.EqualTo(
                        $"The scored pairs of the register in {_database.Location} are being rebuilt already; "
                            + "wait until that ends."
                    )
                );
                var (server, _) = await ProgramProcess.ServeAsync(DataPath);
                using (server)
                    Assert.That(await HasCopiesAsync(), Is.True);
            },
        }.RunAsync(null, default);
        Assert.That(isFirst, Is.False);
        Assert.That(await HasCopiesAsync(), Is.False);
        await IsWholeAsync();
    }

    /// <remarks>The test writes as fast as it can, so no limit may end it.</remarks>
    private Task<(ProgramProcess Program, Uri Address)> ServeAsync() =>
        ProgramProcess.ServeAsync(DataPath, "--Adam:Limits:WritesPerMinute=0");

    private async Task<string> NewKeyAsync()
    {
        var key = KeySecret.Create();
        await new KeyStore(_database).AddAsync(
            new(key.Id, "DE", Role.Donor, "Test", DateTimeOffset.UnixEpoch, null),
            key.Hash(),
            default
        );
        return key.ToString();
    }

    /// <summary>Records projects by several clients at the same time, until the program is killed.</summary>
    /// <param name="answered">Receives the reference and the body of each successful response.</param>
    private static async Task PostUntilKilledAsync(
        Func<string, string, Task<HttpResponseMessage>> post,
        Action<string, string> answered
    )
    {
        var number = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            while (true)
                            {
                                // Not the references of AProject, which other records of the register may have.
                                var reference = $"K-{Interlocked.Increment(ref number)}";
                                var answer = await post(
                                    reference,
                                    ProjectHttp.Body($$"""{ "reference": "{{reference}}" }""")
                                );
                                Assert.That((int)answer.StatusCode, Is.EqualTo(201));
                                answered(reference, await answer.Content.ReadAsStringAsync());
                            }
                        }
                        catch (HttpRequestException)
                        {
                            // The program is killed.
                        }
                    })
                )
        );
    }

    /// <summary>Records related projects, of which many are pairs.</summary>
    private Task RecordAsync(int count) =>
        TestStores
            .Projects(_database, TimeProvider.System)
            .RecordAllAsync(
                Enumerable
                    .Range(0, count)
                    .Select(number =>
                        AProject
                            .By(number % 2 == 0 ? "DE" : "US")
                            .Saying(draft =>
                                draft with
                                {
                                    Title = string.Create(
                                        CultureInfo.InvariantCulture,
                                        $"Training {number / 2} for border police of district {number / 20}"
                                    ),
                                }
                            )
                            .Build()
                    ),
                "test",
                default
            );

    /// <summary>
    /// Starts a rebuild, and kills it while a copy is there. On a busy machine it can end before the copy was seen; it
    /// is started again then.
    /// </summary>
    /// <param name="copy">The name of the copy, as a pattern of LIKE.</param>
    private async Task KillRebuildAsync(string copy = "NewOverlap")
    {
        const int MostRuns = 20;
        for (var run = 1; !await HasCopiesAsync(); run++)
        {
            Assert.That(run, Is.LessThanOrEqualTo(MostRuns), "the rebuild ended before it could be killed");
            using var program = ProgramProcess.Start("overlaps", "rebuild", DataPath);
            if (await IsSeenAsync(program, copy))
                program.Signal(Signal.Kill);
            await program.EndAsync();
        }
    }

    private async Task WaitForCopiesAsync(ProgramProcess program) =>
        Assert.That(await IsSeenAsync(program, "NewOverlap"), Is.True, "the rebuild ended before it could be stopped");

    /// <summary>Waits for a copy. Returns false if the program ends before it is seen.</summary>
    private async Task<bool> IsSeenAsync(ProgramProcess program, string copy)
    {
        while (!await HasAsync(copy))
        {
            if (program.HasExited)
                return false;

            await Task.Delay(1);
        }

        return true;
    }

    private Task<bool> HasCopiesAsync() => HasAsync("New%");

    private async Task<bool> HasAsync(string table) =>
        (await RegisterTables.LinesAsync(_database, $"SELECT name FROM sqlite_master WHERE name LIKE '{table}'")).Count
        > 0;

    private async Task IsWholeAsync()
    {
        Assert.That(await new OverlapVerify(_database, new()).RunAsync(null, default), Is.Empty);
        await using var connection = (SqliteConnection)TestRegister.Connect(_database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo("ok"));
    }
}
