using Adam.Data.Databases;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Projects.Indexing;

/// <summary>After any sequence of writes, the derived tables equal those of a rebuild from the documents.</summary>
public sealed class ReindexPropertyTests(string engine) : RegisterTests(engine)
{
    private const int Numbers = 8;

    private readonly ATime _time = new();

    private static readonly Gen<Step> Record = Gen.Int[0, Numbers - 1]
        .SelectMany(number =>
            Gen.Select(
                RelatedRecords.Owner,
                RelatedRecords.Draft(number),
                Gen.Bool,
                (owner, draft, upper) => (Step)new Step.Import([new(owner, Named(draft, upper))])
            )
        );

    private static readonly Gen<Step> Import = Gen.Int[0, Numbers - 1]
        .List[1, 5]
        .SelectMany(numbers =>
            Gen.Select(
                RelatedRecords.Owner,
                Drafts([.. numbers.Distinct()]),
                (owner, drafts) => (Step)new Step.Import([.. drafts.Select(draft => new ImportRecord(owner, draft))])
            )
        );

    private static readonly Gen<Step> Change = Gen.Select(
        Gen.Int[0, 20],
        RelatedRecords.Owner,
        RelatedRecords.Draft(0),
        Gen.Bool,
        Gen.Bool,
        (which, owner, draft, upper, whole) => (Step)new Step.Change(which, owner, Named(draft, upper), whole)
    );

    private static readonly Gen<Step> Withdraw = Gen.Int[0, 20].Select(which => (Step)new Step.Withdraw(which));

    private static readonly Gen<Step> Decide = Gen.Select(
        Gen.Int[0, 400],
        Gen.Int[1, 4],
        (which, verdict) => (Step)new Step.Decide(which, verdict)
    );

    private static readonly Gen<Step> Rebuild = Gen.Const((Step)new Step.Rebuild());

    private static readonly Gen<Step> OneStep = Gen.Frequency(
        (5, Record),
        (3, Import),
        (4, Change),
        (2, Withdraw),
        (1, Decide),
        (1, Rebuild)
    );

    private static readonly Gen<Step[]> History = Gen.Select(
        Record,
        OneStep.Array[0, 12],
        (first, rest) => (Step[])[first, .. rest]
    );

    [Test]
    public async Task Reindex_changes_no_row()
    {
        await History.SampleAsync(
            async history =>
            {
                await Register.ResetAsync();
                var memory = new MatchingCache();
                foreach (var step in history)
                    await TakeAsync(step, memory);
                var before = await RowsAsync();

                _time.Pass();
                await TestStores.Reindex(Register.Database, _time, memory).RunAsync([], null, default);
                Assert.That(await RowsAsync(), Is.EqualTo(before));
            },
            iter: RandomRegister.Count(25),
            threads: 1
        );
    }

    private async Task TakeAsync(Step step, MatchingCache memory)
    {
        _time.Pass();
        var store = TestStores.Projects(Register.Database, _time, memory);
        switch (step)
        {
            case Step.Import import:
                await TestStores
                    .Imports(Register.Database, _time, memory)
                    .WriteAsync(
                        "test",
                        session =>
                            session.PutAsync(
                                import.Batch,
                                (_, record) => MergedRecord.FromDraft(record.Draft),
                                default
                            ),
                        default
                    );
                break;
            case Step.Change change when await SomeAsync(change.Which) is { WithdrawnAt: null } stored:
                var before = stored.Project.Draft;
                var (owner, draft) = change.IsWhole
                    ? (change.Owner, change.Draft with { Reference = before.Reference })
                    : (stored.Owner, before with { Title = change.Draft.Title });
                await store.ChangeAsync(stored.Id, null, owner, draft, "test", default);
                break;
            case Step.Withdraw withdraw when await SomeAsync(withdraw.Which) is { WithdrawnAt: null } stored:
                await store.WithdrawAsync(stored.Id, null, "test", default);
                break;
            case Step.Decide decide when await AllAsync() is { Count: > 1 } all:
                var (one, other) = (decide.Which % all.Count, decide.Which / all.Count % all.Count);
                var (first, second) = (all[Math.Min(one, other)].ProjectId, all[Math.Max(one, other)].ProjectId);
                if (first != second)
                    await VerdictRows.DecideAsync(Register.Database, first, second, decide.Verdict, _time.Instant());
                break;
            case Step.Rebuild:
                await new OverlapRebuild(Register.Database, memory, _time).RunAsync(null, default);
                break;
        }
    }

    private async Task<StoredProject?> SomeAsync(int which) =>
        await AllAsync() is { Count: > 0 } all ? all[which % all.Count] : null;

    private async Task<IReadOnlyList<StoredProject>> AllAsync()
    {
        await using var session = await Register.Database.InReadTransactionAsync(default);
        const string Ids = "SELECT CAST(Id AS nvarchar(36)) FROM Project ORDER BY ProjectId";
        var ids = await session.QueryAsync<string>(Ids, null, default);
        var all = new List<StoredProject>();
        foreach (var id in ids)
            all.Add((await ProjectStore.FindAsync(session, Guid.Parse(id), default))!);
        return all;
    }

    private Task<IReadOnlyList<string>> RowsAsync() =>
        RegisterTables.LinesAsync(
            Register.Database,
            [
                .. RegisterTable
                    .All.Select(table => table.Name)
                    // Refusals of an earlier test may be written late.
                    .Except(["Refusal"])
                    .Select(RegisterTables.SelectFrom),
            ]
        );

    /// <summary>Varies the spelling of the names of organisations outside the partnership.</summary>
    private static ProjectDraft Named(ProjectDraft draft, bool upper) =>
        draft with
        {
            Implementers =
            [
                .. draft.Implementers.Select(one => one with { Name = Spelt(one.Partner, one.Name, upper) }),
            ],
            Donors = [.. draft.Donors.Select(one => one with { Name = Spelt(one.Partner, one.Name, upper) })],
        };

    private static string? Spelt(string? partner, string? name, bool upper) =>
        partner is null && upper ? name?.ToUpperInvariant() : name;

    private static Gen<ProjectDraft[]> Drafts(int[] numbers) =>
        numbers.Length == 0
            ? Gen.Const(Array.Empty<ProjectDraft>())
            : Gen.Select(
                RelatedRecords.Draft(numbers[0]),
                Drafts(numbers[1..]),
                (draft, rest) => (ProjectDraft[])[draft, .. rest]
            );

    private abstract record Step
    {
        public sealed record Import(IReadOnlyList<ImportRecord> Batch) : Step;

        public sealed record Change(int Which, string Owner, ProjectDraft Draft, bool IsWhole) : Step;

        public sealed record Withdraw(int Which) : Step;

        public sealed record Decide(int Which, int Verdict) : Step;

        public sealed record Rebuild : Step;
    }
}
