using System.Diagnostics.Metrics;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Monitoring;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;

namespace Adam.Tests.Databases;

/// <summary>Writes that wait at the same time share one commit, and are otherwise as if alone.</summary>
[Category("sqlite")]
public sealed class GroupCommitTests
{
    private const int Writers = 8;

    private SqliteDatabase _database = null!;
    private MatchingCache _memory = null!;

    private ProjectStore Projects => TestStores.Projects(_database, TimeProvider.System, _memory);

    [SetUp]
    public async Task Empty()
    {
        var register = await TestRegister.GetAsync("sqlite");
        await register.ResetAsync();
        (_database, _memory) = ((SqliteDatabase)register.Database, new());
    }

    [Test]
    public async Task Writes_that_wait_together_share_a_commit_in_their_order()
    {
        var (commits, outcomes) = await TogetherAsync([
            .. Enumerable
                .Range(0, Writers)
                .Select(number => (Func<Task<ProjectOutcome>>)(() => RecordAsync(Referenced($"R-{number}")))),
        ]);
        var added = outcomes.Cast<ProjectOutcome.Done>().Select(outcome => outcome.Project).ToList();
        Assert.That(commits, Is.EqualTo(1));
        Assert.That(added.Select(project => project.Id), Is.Ordered);
        Assert.That(await StoredAsync(), Is.EqualTo(Enumerable.Range(0, Writers).Select(number => $"R-{number}")));
    }

    [Test]
    public async Task Write_that_fails_leaves_nothing_and_the_others_of_its_commit_stand()
    {
        var (commits, outcomes) = await TogetherAsync([
            () => RecordAsync(Referenced("R-0")),
            () => FailAsync(Referenced("R-1")),
            () => RecordAsync(Referenced("R-0")),
            () => RecordAsync(Referenced("R-1")),
        ]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(commits, Is.EqualTo(1));
            Assert.That(outcomes[1], Is.Null, "it failed");
            Assert.That(
                ((ProjectOutcome.ReferenceTaken)outcomes[2]!).By.Id,
                Is.EqualTo(((ProjectOutcome.Done)outcomes[0]!).Project.Id)
            );
            Assert.That(outcomes[3], Is.InstanceOf<ProjectOutcome.Done>(), "the reference was free again");
            Assert.That(await StoredAsync(), Is.EqualTo(new[] { "R-0", "R-1" }));
        }

        Assert.That(await new OverlapVerify(_database, _memory).RunAsync(null, default), Is.Empty);
        Assert.That(await new PresenceVerify(_database, TimeProvider.System).RunAsync(default), Is.Empty);
    }

    [Test]
    public async Task Collected_changes_are_stored_once_and_without_those_of_a_write_that_fails()
    {
        var stored = new List<int>();
        await TogetherAsync([
            () => CollectAsync(new CollectedNumber(1, stored)),
            () => CollectAsync(new CollectedNumber(2, stored), fails: true),
            () => CollectAsync(new CollectedNumber(4, stored)),
        ]);
        Assert.That(stored, Is.EqualTo(new[] { 5 }));
    }

    [Test]
    public async Task Write_whose_collected_changes_cannot_be_stored_ends_alone_with_the_error()
    {
        var stored = new List<int>();
        var (_, outcomes) = await TogetherAsync([
            () => RecordAsync(Referenced("R-0")),
            () => CollectAsync(new CollectedNumber(CollectedNumber.Unstorable, stored)),
            () => CollectAsync(new CollectedNumber(3, stored)),
            () => RecordAsync(Referenced("R-1")),
        ]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes.Select(outcome => outcome is null), Is.EqualTo(new[] { false, true, false, false }));
            Assert.That(stored, Is.EqualTo(new[] { 3 }));
            Assert.That(await StoredAsync(), Is.EqualTo(new[] { "R-0", "R-1" }));
        }

        Assert.That(await new PresenceVerify(_database, TimeProvider.System).RunAsync(default), Is.Empty);
    }

    /// <summary>A temporary file would take each page of a write once more.</summary>
    [Test]
    public async Task Short_write_is_undone_from_memory_and_a_long_one_from_a_file()
    {
        var (file, memory) = (0L, 2L);
        Assert.That(await _database.InGroupedWriteAsync(TempStoreAsync, default), Is.EqualTo(memory));
        Assert.That(await _database.InWriteTransactionAsync(TempStoreAsync, default), Is.EqualTo(file));
        Assert.That(await _database.InGroupedWriteAsync(TempStoreAsync, default), Is.EqualTo(memory));
    }

    [Test]
    public async Task Writes_before_one_that_ends_the_transaction_are_run_again()
    {
        var (_, outcomes) = await TogetherAsync([
            () => RecordAsync(Referenced("R-0")),
            () => RecordAsync(Referenced("R-1", "US")),
            () => RollBackAsync(),
            () => RecordAsync(Referenced("R-2")),
        ]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes[2], Is.Null, "it failed");
            Assert.That(outcomes.Count(outcome => outcome is ProjectOutcome.Done), Is.EqualTo(3));
            Assert.That(await StoredAsync(), Is.EquivalentTo(new[] { "R-0", "R-1", "R-2" }));
        }

        Assert.That(await new OverlapVerify(_database, _memory).RunAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task What_a_lost_transaction_has_written_is_not_remembered()
    {
        // The second write has compared its project with that of the first one. Afterwards, another project takes the
        // id and version of the first one.
        await TogetherAsync([
            () => OnceAsync(Referenced("R-0")),
            () => OnceAsync(Referenced("R-1", "US")),
            () => RollBackAsync(),
        ]);
        Assert.That(await StoredAsync(), Is.Empty);

        var (owner, draft) = Referenced("R-2");
        var other = draft with { Description = "Reagents for the laboratory.", PlannedStart = new(2020, 6, 1) };
        await Projects.RecordAsync(owner, other, "test", default);
        await RecordAsync(Referenced("R-3", "US"));
        Assert.That(await RegisterTables.UpdatedAsync(_database), Has.Count.EqualTo(1), "they are compared");
        Assert.That(await new OverlapVerify(_database, _memory).RunAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task Score_from_before_the_write_is_not_used_if_its_candidate_has_changed_since()
    {
        var first = (ProjectOutcome.Done)await RecordAsync(Referenced("R-0"));
        var (owner, draft) = Referenced("R-0");
        var changed = draft with { Title = "Reagents for the laboratory", Description = "Reagents." };
        var (_, outcomes) = await TogetherAsync([
            () => Projects.ChangeAsync(first.Project.Id, null, owner, changed, "test", default),
            // Its candidates were scored before the change, which precedes it in the commit.
            () => RecordAsync(Referenced("R-1", "US")),
            () => RecordAsync(Referenced("R-2", "EU")),
        ]);
        Assert.That(outcomes, Has.All.InstanceOf<ProjectOutcome.Done>());
        Assert.That(await RegisterTables.UpdatedAsync(_database), Is.Not.Empty);
        Assert.That(await new OverlapVerify(_database, _memory).RunAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task Write_of_a_commit_finds_the_projects_of_the_earlier_ones()
    {
        await TogetherAsync([
            () => RecordAsync(Referenced("R-0")),
            () => RecordAsync(Referenced("R-1", "US")),
            () => RecordAsync(Referenced("R-2", "EU")),
        ]);
        Assert.That(await RegisterTables.UpdatedAsync(_database), Has.Count.EqualTo(3));
        Assert.That(await new OverlapVerify(_database, _memory).RunAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task Write_that_is_cancelled_while_it_waits_is_not_run()
    {
        using var cancel = new CancellationTokenSource();
        await using (await _database.InWriteTransactionAsync(default))
        {
            var (owner, draft) = Referenced("R-0");
            var write = Projects.RecordAsync(owner, draft, "test", cancel.Token);
            await cancel.CancelAsync();
            Assert.That(async () => await write, Throws.InstanceOf<OperationCanceledException>());
        }

        await RecordAsync(Referenced("R-1"));
        Assert.That(await StoredAsync(), Is.EqualTo(new[] { "R-1" }));
    }

    private static (string Owner, ProjectDraft Draft) Referenced(string reference, string partner = "DE") =>
        AProject.By(partner).Saying(draft => draft with { Reference = reference }).Build();

    private Task<ProjectOutcome> RecordAsync((string Owner, ProjectDraft Draft) record) =>
        Projects.RecordAsync(record.Owner, record.Draft, "test", default);

    /// <summary>Collects a change, with a write that does nothing else.</summary>
    private Task<ProjectOutcome> CollectAsync(CollectedNumber change, bool fails = false) =>
        _database.InGroupedWriteAsync<ProjectOutcome>(
            session =>
            {
                // Each run of a write collects anew.
                session.Collected!.Add(change with { });
                return fails
                    ? throw new InvalidOperationException("The test fails this write.")
                    : Task.FromResult<ProjectOutcome>(new ProjectOutcome.NotFound());
            },
            default
        );

    private static Task<long> TempStoreAsync(Session session)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = "PRAGMA temp_store";
        return Task.FromResult((long)command.ExecuteScalar()!);
    }

    /// <summary>Writes a project, and fails before its write ends.</summary>
    private async Task<ProjectOutcome> FailAsync((string Owner, ProjectDraft Draft) record) =>
        (
            await Projects.RecordAsync<bool>(
                record.Owner,
                record.Draft,
                "test",
                (_, _) => throw new InvalidOperationException("The test fails this write."),
                default
            )
        ).Outcome;

    /// <summary>Writes a project. Fails if it is run again.</summary>
    private async Task<ProjectOutcome> OnceAsync((string Owner, ProjectDraft Draft) record)
    {
        var runs = 0;
        return (
            await Projects.RecordAsync(
                record.Owner,
                record.Draft,
                "test",
                (_, _) =>
                    ++runs == 1
                        ? Task.FromResult(true)
                        : throw new InvalidOperationException("The test lets this write run once."),
                default
            )
        ).Outcome;
    }

    /// <summary>Ends the transaction as SQLite does when the disk is full.</summary>
    private Task<ProjectOutcome> RollBackAsync() =>
        _database.InGroupedWriteAsync<ProjectOutcome>(
            async session =>
            {
                await session.ExecuteAsync("ROLLBACK", null, default);
                throw new InvalidOperationException("The test fails this write.");
            },
            default
        );

    /// <summary>
    /// Starts writes, in their order, while another writer holds the register. Returns the number of commits that they
    /// take, and their outcomes; null for a write that fails as the test made it.
    /// </summary>
    private async Task<(int Commits, IReadOnlyList<ProjectOutcome?> Outcomes)> TogetherAsync(
        IReadOnlyList<Func<Task<ProjectOutcome>>> writes
    )
    {
        var commits = 0;
        // A commit runs in the context of its first write. Other fixtures commit at the same time.
        var isOurs = new AsyncLocal<bool> { Value = true };
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<double>(
            (_, _, tags, _) =>
            {
                if (!isOurs.Value)
                    return;

                foreach (var tag in tags)
                {
                    if (tag is { Key: "db.query.summary", Value: "COMMIT" })
                        Interlocked.Increment(ref commits);
                }
            }
        );
        listener.EnableMeasurementEvents(Telemetry.DatabaseCalls);
        IReadOnlyList<Task<ProjectOutcome?>> running;
        // A write has joined the queue when its method returns.
        await using (await _database.InWriteTransactionAsync(default))
            running = [.. writes.Select(EndAsync)];
        var outcomes = await Task.WhenAll(running);
        return (commits, outcomes);
    }

    private static async Task<ProjectOutcome?> EndAsync(Func<Task<ProjectOutcome>> write)
    {
        try
        {
            return await write();
        }
        catch (InvalidOperationException error) when (error.Message.StartsWith("The test", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> StoredAsync() =>
        [
            .. (await Projects.ListAsync(new(), ProjectSort.Created, null, 500, default)).Select(project =>
                ProjectJson.Read(project.Document).Draft.Reference
            ),
        ];

    /// <param name="Stored">Receives the sum when it is stored.</param>
    private sealed record CollectedNumber(int Number, List<int> Stored) : ICollectedChange
    {
        public const int Unstorable = 1_000;

        private int _sum = Number;

        public bool TryAdd(ICollectedChange later)
        {
            if (later is not CollectedNumber other)
                return false;

            _sum += other._sum;
            return true;
        }

        public Task StoreAsync(Session session, CancellationToken ct)
        {
            if (_sum >= Unstorable)
                throw new InvalidOperationException("The test does not let this be stored.");

            Stored.Add(_sum);
            return Task.CompletedTask;
        }
    }
}
