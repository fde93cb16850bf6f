using System.Collections.Concurrent;
using System.Globalization;
using Adam.Data.Databases.Migrations;
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
        _database = (SqliteDatabase)(await TestRegister.NewDatabaseAsync("sqlite")).Service;
        await Migrator.RunAsync(_database, _ => { }, default);
        await TestStores.Reindex(_database, TimeProvider.System).RunOutdatedAsync(null, default);
    }

    [TearDown]
    public void LetGo() => _database.Dispose();

    [Test]
    public async Task Of_writes_that_share_commits_each_acknowledged_one_survives_and_none_is_in_parts()
    {
        var key = KeySecret.Create();
        await new KeyStore(_database).AddAsync(
            new(key.Id, "DE", Role.Donor, "Test", DateTimeOffset.UnixEpoch, null),
            key.Hash(),
            default
        );
        var acknowledged = new ConcurrentBag<string>();
        var (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
        {
            using var client = ProgramProcess.Client(address, key.ToString());
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
                                    var reference = $"R-{Interlocked.Increment(ref number)}";
                                    var body = ProjectHttp.Body($$"""{ "reference": "{{reference}}" }""");
                                    var answer = await client.SendAsync("POST", "/v1/projects", body);
                                    Assert.That((int)answer.StatusCode, Is.EqualTo(201));
                                    acknowledged.Add(reference);
                                    if (acknowledged.Count == Acknowledged)
                                        program.Signal(Signal.Kill);
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

        await IsWholeAsync();
        var stored = await RegisterTables.LinesAsync(_database, "SELECT Document ->> 'reference' FROM Project");
        Assert.That(acknowledged, Has.Count.GreaterThanOrEqualTo(Acknowledged));
        Assert.That(acknowledged.Select(reference => $"Project {reference}").Except(stored), Is.Empty);
    }

    [Test]
    public async Task Rebuild_that_is_killed_leaves_the_old_pairs_and_the_next_one_works()
    {
        await TestStores
            .Projects(_database, TimeProvider.System)
            .RecordAllAsync(
                Enumerable
                    .Range(0, 600)
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
        var before = await RegisterTables.ReadAsync(_database);
        using (var program = ProgramProcess.Start("overlaps", "rebuild", DataPath))
        {
            while (!await HasCopiesAsync())
            {
                Assert.That(program.HasExited, Is.False, "the rebuild ended before it could be killed");
                await Task.Delay(1);
            }

            program.Signal(Signal.Kill);
            await program.EndAsync();
        }

        Assert.That(await HasCopiesAsync(), Is.True, "it was killed in the midst");
        Assert.That(await RegisterTables.ReadAsync(_database), Is.EqualTo(before));
        await IsWholeAsync();

        var (exit, _, said) = await ProgramProcess.RunAsync("overlaps", "rebuild", DataPath);
        Assert.That(exit, Is.Zero, said);
        Assert.That(await HasCopiesAsync(), Is.False);
        await IsWholeAsync();
    }

    private async Task<bool> HasCopiesAsync() =>
        (await RegisterTables.LinesAsync(_database, "SELECT name FROM sqlite_master WHERE name = 'NewOverlap'")).Count
        == 1;

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
