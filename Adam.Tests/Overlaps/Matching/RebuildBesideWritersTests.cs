using System.Globalization;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>A rebuild beside writers ends, has their projects, and lets the log start anew.</summary>
public sealed class RebuildBesideWritersTests
{
    private const int Writers = 8;

    private SqliteDatabase _database = null!;
    private ProjectStore _store = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
        _store = TestStores.Projects(_database, TimeProvider.System);
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task Rebuild_ends_beside_writers_that_never_pause()
    {
        await RecordAsync(200);
        var written = 0;
        var rebuild = Task.Run(() => new OverlapRebuild(_database, new(), TimeProvider.System).RunAsync(null, default));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync)));
        var rebuilt = await rebuild;

        Assert.That(written, Is.GreaterThan(Writers), "others wrote meanwhile");
        Assert.That(rebuilt.Pairs, Is.Positive);
        await IsWholeAsync();

        async Task WriteAsync()
        {
            while (!rebuild.IsCompleted)
                await _store.RecordAllAsync([Project(Interlocked.Increment(ref written))], "test", default);
        }
    }

    [Test]
    public async Task Log_starts_anew_before_each_block_and_round()
    {
        await RecordAsync(40);
        var (blocks, rounds) = (0, 0);
        await new OverlapRebuild(_database, new(), TimeProvider.System)
        {
            BeforeBlock = async () =>
            {
                blocks++;
                await EmptyLogAsync();
            },
            // The first call precedes the search, the others a round each.
            Between = async () =>
            {
                if (rounds++ == 1)
                    await RecordAsync(CatchUpPace.Few + 1);
                await EmptyLogAsync();
            },
        }.RunAsync(null, default);

        Assert.That((blocks, rounds), Is.EqualTo((2, 3)), "two countries, and two rounds after the search");
        await IsWholeAsync();
    }

    [Test]
    public async Task Project_that_changes_between_its_blocks_has_each_pair_once()
    {
        var (owner, draft) = AProject.By("DE").In("AF", "TJ").Build();
        var id = ((ProjectOutcome.Done)await _store.RecordAsync(owner, draft, "test", default)).Project.Id;
        await _store.RecordAllAsync([AProject.By("US").In("AF", "TJ").Build()], "test", default);
        var blocks = 0;
        await new OverlapRebuild(_database, new(), TimeProvider.System)
        {
            BeforeBlock = async () =>
            {
                if (++blocks == 2)
                    await _store.ChangeAsync(
                        id,
                        null,
                        owner,
                        draft with
                        {
                            Countries = ["TJ"],
                            Places = [],
                        },
                        "test",
                        default
                    );
            },
        }.RunAsync(null, default);

        Assert.That(blocks, Is.EqualTo(2));
        await IsWholeAsync();
    }

    private Task RecordAsync(int count) =>
        _store.RecordAllAsync(Enumerable.Range(0, count).Select(Project), "test", default);

    private static (string Owner, ProjectDraft Draft) Project(int number) =>
        AProject
            .By(number % 2 == 0 ? "DE" : "US")
            .In(number % 3 == 0 ? "TJ" : "AF")
            .Saying(draft =>
                draft with
                {
                    Title = string.Create(
                        CultureInfo.InvariantCulture,
                        $"Training {number / 4} for border police of district {number / 20}"
                    ),
                }
            )
            .Build();

    /// <summary>Empties the log, which is impossible while anybody reads from it.</summary>
    private async Task EmptyLogAsync()
    {
        const int MostTries = 200;
        await using var connection = (SqliteConnection)TestRegister.Connect(_database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        // SQLite does not wait for the checkpoint that the writes before have begun, which ends by itself.
        var tries = 0;
        while (await command.ExecuteScalarAsync() is not 0L && ++tries < MostTries)
            await Task.Delay(10);
        Assert.That(tries, Is.LessThan(MostTries), "nobody reads from the log");
        Assert.That(new FileInfo(_database.FilePath + "-wal").Length, Is.Zero);
    }

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
