using Adam.Data.Databases;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>
/// After any sequence of writes, the tables contain the same rows as after a rebuild with the same term statistics, and
/// as a brute-force comparison of all pairs.
/// </summary>
public sealed class RegisterPropertyTests(string engine) : RegisterTests(engine)
{
    private const int Numbers = 9;

    private readonly ATime _time = new();

    private static readonly Gen<Step> OneWrite = Gen.Frequency(
        (
            6,
            Gen.Int[0, Numbers - 1]
                .SelectMany(number =>
                    Gen.Select(
                        RelatedRecords.Owner,
                        RelatedRecords.Draft(number),
                        (owner, draft) => (Step)new Step.Put(owner, draft)
                    )
                )
        ),
        (
            5,
            Gen.Int[0, 20]
                .SelectMany(which =>
                    Gen.Select(
                        RelatedRecords.Owner,
                        RelatedRecords.Draft(which % Numbers),
                        Gen.Int[0, 17],
                        (owner, draft, what) => (Step)new Step.Change(which, owner, draft, what)
                    )
                )
        ),
        (1, Gen.Int[0, 20].Select(which => (Step)new Step.Withdraw(which))),
        (
            2,
            Gen.Shuffle(Enumerable.Range(0, Numbers).ToArray())
                .SelectMany(numbers => Gen.Int[1, Numbers].SelectMany(count => Batch(numbers[..count])))
        ),
        (2, Gen.Select(Gen.Int[0, 400], Gen.Int[0, 4], (which, verdict) => (Step)new Step.Decide(which, verdict)))
    );

    private static readonly Gen<Step> OneStep = Gen.Frequency(
        (16, OneWrite),
        (1, Gen.Select(Gen.Bool, OneWrite.Array[0, 5], (same, meanwhile) => (Step)new Step.Rebuild(same, meanwhile)))
    );

    private static readonly Gen<Step[]> History = OneStep.Array[1, 14];

    private static Gen<Step> Batch(int[] numbers) =>
        Gen.Select(
            RelatedRecords.Owner.Array[numbers.Length],
            Drafts(numbers),
            (owners, drafts) =>
                (Step)new Step.Import([.. owners.Zip(drafts, (owner, draft) => new ImportRecord(owner, draft))])
        );

    private static Gen<ProjectDraft[]> Drafts(int[] numbers) =>
        numbers.Length == 0
            ? Gen.Const(Array.Empty<ProjectDraft>())
            : Gen.Select(
                RelatedRecords.Draft(numbers[0]),
                Drafts(numbers[1..]),
                (draft, rest) => (ProjectDraft[])[draft, .. rest]
            );

    [Test]
    public async Task Maintained_equals_rebuilt_and_brute_force()
    {
        await History.SampleAsync(
            async history =>
            {
                await Register.ResetAsync();
                var memory = new MatchingCache();
                foreach (var step in history)
                    await TakeAsync(step, memory);

                var maintained = await RegisterTables.ReadAsync(Register.Database);
                var updated = await RegisterTables.UpdatedAsync(Register.Database);
                var statistics = await new TermStatisticsStore(Register.Database, memory).CurrentAsync(default);
                Assert.That(
                    maintained.Where(line => line.StartsWith("Overlap ", StringComparison.Ordinal)),
                    Is.EqualTo(await BruteForcePairs.ReadAsync(Register.Database, statistics))
                );
                Assert.That(await new OverlapVerify(Register.Database, memory).RunAsync(null, default), Is.Empty);
                await SummedSummaries.AssertCountedAsync(Register.Database);

                // A limit of 0 makes the rebuild proceed pillar by pillar, as it does for countries with very many
                // projects.
                await new OverlapRebuild(Register.Database, memory, _time) { Most = 0 }.RunAsync(
                    null,
                    default,
                    sameStatistics: true
                );
                Assert.That(await RegisterTables.ReadAsync(Register.Database), Is.EqualTo(maintained));
                Assert.That(
                    await RegisterTables.UpdatedAsync(Register.Database),
                    Is.EqualTo(updated),
                    "the rebuild changed no pair"
                );
            },
            iter: RandomRegister.Count(60),
            threads: 1
        );
    }

    private async Task TakeAsync(Step step, MatchingCache memory)
    {
        _time.Pass();
        var store = TestStores.Projects(Register.Database, _time, memory);
        switch (step)
        {
            case Step.Put put:
                await store.RecordAsync(put.Owner, put.Draft, "test", default);
                break;
            case Step.Change change when await SomeAsync(change.Which) is { WithdrawnAt: null } stored:
                await store.ChangeAsync(
                    stored.Id,
                    null,
                    change.What == 0 ? change.Owner : stored.Owner,
                    Changed(stored.Project.Draft, change),
                    "test",
                    default
                );
                break;
            case Step.Withdraw withdraw when await SomeAsync(withdraw.Which) is { WithdrawnAt: null } stored:
                await store.WithdrawAsync(stored.Id, null, "test", default);
                break;
            case Step.Import import:
                await TestStores
                    .Imports(Register.Database, _time, memory)
                    .WriteAsync(
                        "test",
                        session =>
                            session.PutAsync(
                                [.. import.Batch.DistinctBy(arrival => (arrival.Owner, arrival.Draft.Reference))],
                                (_, record) => MergedRecord.FromDraft(record.Draft),
                                default
                            ),
                        default
                    );
                break;
            case Step.Decide decide:
                await DecideAsync(decide);
                break;
            case Step.Rebuild rebuild:
                var meanwhile = new Queue<Step>(rebuild.Meanwhile);
                Task TakeOneAsync() => meanwhile.TryDequeue(out var one) ? TakeAsync(one, memory) : Task.CompletedTask;
                await new OverlapRebuild(Register.Database, memory, _time)
                {
                    Between = TakeOneAsync,
                    BeforeBlock = TakeOneAsync,
                }.RunAsync(null, default, rebuild.SameStatistics);
                foreach (var one in meanwhile)
                    await TakeAsync(one, memory);
                break;
        }
    }

    /// <summary>
    /// Changes one group of fields or all of them, so that changes that affect no pair are covered separately.
    /// </summary>
    private static ProjectDraft Changed(ProjectDraft draft, Step.Change change) =>
        change.What switch
        {
            0 => draft,
            1 => draft with { Title = change.Draft.Title },
            2 => draft with { PlannedStart = change.Draft.PlannedStart, PlannedEnd = change.Draft.PlannedEnd },
            3 => draft with { Places = change.Draft.Places },
            4 => draft with { Status = change.Draft.Status },
            5 => draft with { Donors = change.Draft.Donors },
            6 => draft with { Description = change.Draft.Description },
            7 => draft with { Countries = change.Draft.Countries },
            8 => draft with { Pillars = change.Draft.Pillars },
            9 => draft with { RelatedProjects = change.Draft.RelatedProjects },
            10 => draft with { IatiIdentifier = change.Draft.IatiIdentifier },
            11 => draft with { Implementers = change.Draft.Implementers },
            12 => draft with { Beneficiaries = change.Draft.Beneficiaries },
            13 => draft with { ActivityTypes = change.Draft.ActivityTypes },
            14 => draft with { Language = change.Draft.Language },
            15 => draft with { Reference = $"{change.Draft.Reference}/{change.Which}" },
            _ => change.Draft with { Reference = draft.Reference },
        };

    private async Task<StoredProject?> SomeAsync(int which)
    {
        var all = await BruteForcePairs.ProjectsAsync(Register.Database);
        return all.Count == 0 ? null : all[which % all.Count];
    }

    /// <summary>Stores a verdict on any two projects.</summary>
    private async Task DecideAsync(Step.Decide decide)
    {
        var all = await BruteForcePairs.ProjectsAsync(Register.Database);
        if (all.Count < 2)
            return;
        var (one, other) = (decide.Which % all.Count, decide.Which / all.Count % all.Count);
        if (one == other)
            return;
        var (first, second) = (all[Math.Min(one, other)].ProjectId, all[Math.Max(one, other)].ProjectId);
        await VerdictRows.DecideAsync(
            Register.Database,
            first,
            second,
            decide.Verdict == 0 ? null : decide.Verdict,
            _time.Instant()
        );
    }

    private abstract record Step
    {
        public sealed record Put(string Owner, ProjectDraft Draft) : Step;

        public sealed record Change(int Which, string Owner, ProjectDraft Draft, int What) : Step;

        public sealed record Withdraw(int Which) : Step;

        public sealed record Import(IReadOnlyList<ImportRecord> Batch) : Step;

        public sealed record Decide(int Which, int Verdict) : Step;

        /// <param name="Meanwhile">Writes in the midst of the rebuild; after it where it excludes them.</param>
        public sealed record Rebuild(bool SameStatistics, IReadOnlyList<Step> Meanwhile) : Step;
    }
}
