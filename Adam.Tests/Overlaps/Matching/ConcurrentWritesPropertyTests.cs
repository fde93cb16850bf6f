using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>
/// Writers that record, change and withdraw related projects and decide about their pairs at the same time, and a
/// rebuild in their midst. Each acknowledged write stands, and each that fails has left nothing. The pairs, clusters
/// and sums are those of a comparison of every two projects, and those of another rebuild.
/// </summary>
public sealed class ConcurrentWritesPropertyTests(string engine) : RegisterTests(engine)
{
    private const int Writers = 6;
    private const int Numbers = 12;

    private static readonly Gen<Step> OneStep = Gen.Select(
        Gen.Int[0, 11],
        Gen.Int[0, 400],
        RelatedRecords.Owner,
        Gen.Int[0, Numbers - 1].SelectMany(RelatedRecords.Draft),
        (what, which, owner, draft) => new Step(what, which, owner, draft)
    );

    private static readonly Gen<History> Histories = Gen.Select(
        OneStep.Array[1, 8].Array[Writers],
        Gen.Int[0, 24],
        Gen.Bool,
        (writers, stepsBefore, sameStatistics) => new History(writers, stepsBefore, sameStatistics)
    );

    [Test]
    public async Task Writes_at_the_same_time_are_each_whole_or_absent_also_amid_a_rebuild()
    {
        await Histories.SampleAsync(
            async history =>
            {
                await Register.ResetAsync();
                var memory = new MatchingCache();
                var store = TestStores.Projects(Register.Database, TimeProvider.System, memory);
                var ledger = new Ledger();
                await RunAsync(history, store, ledger, memory);

                await ledger.HoldsAsync(store);
                Assert.That(await new OverlapVerify(Register.Database, memory).RunAsync(null, default), Is.Empty);
                Assert.That(
                    await new PresenceVerify(Register.Database, TimeProvider.System).RunAsync(default),
                    Is.Empty
                );
                await SummedSummaries.AssertCountedAsync(Register.Database);
                var maintained = await RegisterTables.ReadAsync(Register.Database);
                var statistics = await new TermStatisticsStore(Register.Database, memory).CurrentAsync(default);
                Assert.That(
                    maintained.Where(line => line.StartsWith("Overlap ", StringComparison.Ordinal)),
                    Is.EqualTo(await BruteForcePairs.ReadAsync(Register.Database, statistics))
                );
                await new OverlapRebuild(Register.Database, memory, TimeProvider.System).RunAsync(
                    null,
                    default,
                    sameStatistics: true
                );
                Assert.That(await RegisterTables.ReadAsync(Register.Database), Is.EqualTo(maintained));
            },
            iter: RandomRegister.Count(15),
            threads: 1
        );
    }

    /// <summary>Runs the writers, and a rebuild that begins after some of their steps.</summary>
    private async Task RunAsync(History history, ProjectStore store, Ledger ledger, MatchingCache memory)
    {
        var taken = 0;
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rebuild = RebuildAsync();
        await Task.WhenAll(history.Writers.Select(steps => Task.Run(() => WriteAsync(steps))));
        begin.TrySetResult();
        await rebuild;

        async Task RebuildAsync()
        {
            await begin.Task;
            await new OverlapRebuild(Register.Database, memory, TimeProvider.System).RunAsync(
                null,
                default,
                history.SameStatistics
            );
        }

        async Task WriteAsync(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
            {
                if (Interlocked.Increment(ref taken) > history.StepsBefore)
                    begin.TrySetResult();
                await TakeAsync(store, ledger, step);
            }
        }
    }

    private async Task TakeAsync(ProjectStore store, Ledger ledger, Step step)
    {
        switch (step.What)
        {
            case 0:
                await Ledger.FailAsync(store, step.Owner, step.Draft);
                break;
            case < 6:
                ledger.Recorded(await store.RecordAsync(step.Owner, step.Draft, "test", default));
                break;
            case < 9 when ledger.Some(step.Which) is { } id:
                var draft = step.Draft with { Reference = $"changed {id}" };
                ledger.Changed(id, await store.ChangeAsync(id, null, step.Owner, draft, "test", default));
                break;
            case 9 when ledger.Some(step.Which) is { } id:
                ledger.Withdrawn(id, await store.WithdrawAsync(id, null, "test", default));
                break;
            case > 9 when ledger.Pair(step.Which) is { } pair:
                await TestOverlaps
                    .Store(Register.Database)
                    .DecideAsync(
                        pair,
                        _ => true,
                        step.Which % 5 == 0 ? null : (Verdict)(step.Which % 5),
                        null,
                        "test",
                        "DE",
                        TimeProvider.System.Instant(),
                        default
                    );
                break;
        }
    }

    /// <param name="StepsBefore">The number of steps that have begun when the rebuild begins.</param>
    private sealed record History(Step[][] Writers, int StepsBefore, bool SameStatistics);

    private sealed record Step(int What, int Which, string Owner, ProjectDraft Draft);

    /// <summary>The answers that the writers were given.</summary>
    private sealed class Ledger
    {
        private const string Failing = "fails";

        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, int> _versions = [];
        private readonly HashSet<Guid> _withdrawn = [];

        public Guid? Some(int which)
        {
            lock (_gate)
                return _versions.Count == 0 ? null : _versions.Keys.ElementAt(which % _versions.Count);
        }

        public OverlapId? Pair(int which)
        {
            lock (_gate)
            {
                var ids = _versions.Keys.ToList();
                return ids.Count < 2 || which % ids.Count == which / ids.Count % ids.Count
                    ? null
                    : OverlapId.Create(ids[which % ids.Count], ids[which / ids.Count % ids.Count]);
            }
        }

        public void Recorded(ProjectOutcome outcome)
        {
            lock (_gate)
            {
                if (outcome is ProjectOutcome.Done done)
                    Assert.That(_versions.TryAdd(done.Project.Id, 1), "an id is given once");
                else
                    Assert.That(outcome, Is.InstanceOf<ProjectOutcome.ReferenceTaken>());
            }
        }

        public void Changed(Guid id, ProjectOutcome outcome)
        {
            lock (_gate)
            {
                if (outcome is ProjectOutcome.Done)
                    _versions[id]++;
                else
                    Assert.That(
                        outcome,
                        Is.InstanceOf<ProjectOutcome.Unchanged>().Or.InstanceOf<ProjectOutcome.Withdrawn>()
                    );
            }
        }

        public void Withdrawn(Guid id, ProjectOutcome outcome)
        {
            lock (_gate)
            {
                if (outcome is not ProjectOutcome.Done)
                {
                    Assert.That(outcome, Is.InstanceOf<ProjectOutcome.Withdrawn>());
                    return;
                }

                Assert.That(_withdrawn.Add(id), "a project is withdrawn once");
                _versions[id]++;
            }
        }

        public static async Task FailAsync(ProjectStore store, string owner, ProjectDraft draft)
        {
            var failing = draft with { Reference = $"{Failing} {Guid.NewGuid()}" };
            try
            {
                await store.RecordAsync<bool>(owner, failing, "test", (_, _) => throw new TimeoutException(), default);
                Assert.Fail("The write should have failed.");
            }
            catch (TimeoutException)
            {
                Assert.That(await store.FindByReferenceAsync(owner, failing, default), Is.Null);
            }
        }

        public async Task HoldsAsync(ProjectStore store)
        {
            var listed = await store.ListAsync(new(), ProjectSort.Created, null, 500, default);
            var active = listed.Select(project => ProjectJson.Read(project.Document)).ToList();
            Assert.That(active.Select(project => project.Id), Is.EquivalentTo(_versions.Keys.Except(_withdrawn)));
            foreach (var (id, version) in _versions)
                Assert.That((await store.FindAsync(id, default))!.Version, Is.EqualTo(version), "no change is lost");
        }
    }
}
