using System.Collections.Concurrent;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Changes;

/// <summary>
/// A follower polls while eight writers record, change, withdraw, import and decide, some of them in vain. At the end
/// its copy is exactly the register, and it has read every change once.
/// </summary>
public sealed class ChangeFollowerPropertyTests(string engine) : RegisterTests(engine)
{
    private const int Writers = 8;

    private static readonly Gen<Step> OneStep = Gen.Select(
        Gen.Int[0, 11],
        Gen.Int[0, 40],
        RelatedRecords.Owner,
        Gen.Int[0, 11].SelectMany(RelatedRecords.Draft),
        (what, which, owner, draft) => new Step(what, which, owner, WithoutAmounts(draft))
    );

    [Test]
    public async Task Follower_of_eight_writers_holds_exactly_the_register()
    {
        await OneStep
            .Array[1, 8]
            .Array[Writers]
            .SampleAsync(
                async histories =>
                {
                    await Register.ResetAsync();
                    var follower = new ChangeFollower(Register.Database);
                    var memory = new MatchingCache();
                    var ids = new ConcurrentBag<Guid>();
                    var writing = Task.WhenAll(
                        histories.Select(history =>
                            Task.Run(async () =>
                            {
                                foreach (var step in history)
                                    await TakeAsync(memory, ids, step);
                            })
                        )
                    );
                    await Task.WhenAll(writing, Task.Run(() => follower.FollowAsync(writing)));
                    await follower.HoldsExactlyTheRegisterAsync();
                },
                iter: RandomRegister.Count(20),
                threads: 1
            );
    }

    /// <summary>Amounts concern other tables, and no change.</summary>
    private static ProjectDraft WithoutAmounts(ProjectDraft draft) =>
        draft with
        {
            Donors = [.. draft.Donors.Select(donor => donor with { Amount = null, Currency = null })],
        };

    private async Task TakeAsync(MatchingCache memory, ConcurrentBag<Guid> ids, Step step)
    {
        var store = TestStores.Projects(Register.Database, TimeProvider.System, memory);
        var known = ids.ToArray();
        var id = known.Length == 0 ? Guid.Empty : known[step.Which % known.Length];
        switch (step.What)
        {
            case < 4:
                if (await store.RecordAsync(step.Owner, step.Draft, "test", default) is ProjectOutcome.Done done)
                    ids.Add(done.Project.Id);
                break;
            case < 7:
                var draft = step.Draft with { Reference = $"changed {id}" };
                await store.ChangeAsync(id, null, step.Owner, draft, "test", default);
                break;
            case 7:
                await store.WithdrawAsync(id, null, "test", default);
                break;
            case < 10:
                // An import revives what was withdrawn, and its last record fails, so that nothing of it is stored.
                await ImportAsync(memory, step, fails: step.What == 9);
                break;
            default:
                var other = known.Length == 0 ? Guid.Empty : known[(step.Which + 1) % known.Length];
                if (id != other)
                    await TestOverlaps
                        .Store(Register.Database)
                        .DecideAsync(
                            OverlapId.Create(id, other),
                            _ => true,
                            step.What == 10 ? Verdict.Unrelated : null,
                            null,
                            "test",
                            "UNODC",
                            DateTimeOffset.UnixEpoch,
                            default
                        );
                break;
        }
    }

    private async Task ImportAsync(MatchingCache memory, Step step, bool fails)
    {
        try
        {
            await TestStores
                .Imports(Register.Database, TimeProvider.System, memory)
                .WriteAsync(
                    "test",
                    async session =>
                    {
                        ImportRecord[] batch = [new(step.Owner, step.Draft)];
                        await session.PutAsync(batch, (_, record) => MergedRecord.FromDraft(record.Draft), default);
                        return fails ? throw new InvalidDataException("The import fails.") : true;
                    },
                    default
                );
        }
        catch (InvalidDataException) when (fails)
        {
            // It has left no project, and no change.
        }
    }

    private sealed record Step(int What, int Which, string Owner, ProjectDraft Draft);
}
