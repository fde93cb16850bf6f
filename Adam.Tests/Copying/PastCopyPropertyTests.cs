using Adam.Data;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Copying;

/// <summary>
/// After any history, a copy as of an instant has the rows that the register had then, in all tables but those that
/// <see cref="PastCopy"/> leaves out.
/// </summary>
public sealed class PastCopyPropertyTests(string engine) : RegisterTests(engine)
{
    private const int Numbers = 6;

    /// <summary>
    /// Not copied, or of the present. Names of organisations keep their first spelling, also of former versions. Sets
    /// of donors are numbered in the order of their first use; <see cref="Select"/> has what they contain.
    /// </summary>
    private static readonly string[] Other =
    [
        "ApiKey",
        "BrowserSession",
        "IdempotencyKey",
        "RegisterChange",
        "AuditEntry",
        "AuditCut",
        "Refusal",
        "Subscription",
        "SubscriptionDelivery",
        "SubscriptionToken",
        "Import",
        "ImportedProject",
        "ImportReport",
        "ImportMapping",
        "TermStatistics",
        "LearnedRules",
        "OrganisationName",
        "DonorSet",
        "DonorSetDonor",
        // Compared without the instant of the last change, which is that of the copy.
        "Overlap",
    ];

    private readonly ATime _time = new();

    private static readonly Gen<Step> OneStep = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 400],
        RelatedRecords.Owner,
        Gen.Int[0, Numbers - 1].SelectMany(RelatedRecords.Draft),
        Gen.Bool,
        (what, which, owner, draft, isRestricted) =>
            new Step(
                what,
                which,
                owner,
                draft with
                {
                    Visibility = isRestricted && which % 4 == 0 ? Visibility.Restricted : Visibility.Partners,
                }
            )
    );

    [Test]
    public async Task Copy_as_of_an_instant_is_the_register_of_then()
    {
        await Gen.Select(OneStep.Array[1, 14], Gen.Int[0, 13])
            .SampleAsync(
                async (history, chosen) =>
                {
                    await Register.ResetAsync();
                    var memory = new MatchingCache();
                    var (at, then) = (DateTimeOffset.MinValue, (IReadOnlyList<string>)[]);
                    for (var number = 0; number < history.Length; number++)
                    {
                        _time.Pass();
                        await TakeAsync(history[number], memory);
                        if (number == chosen % history.Length)
                            (at, then) = (_time.Instant(), await RowsAsync(Register.Database));
                    }

                    using var copy = (SqliteDatabase)(await TestRegister.NewDatabaseAsync("sqlite")).Service;
                    var copied = await new PastCopy(
                        Register.Database,
                        copy,
                        AdamData.CreateIndexers(copy, new()),
                        at,
                        _time
                    ).RunAsync(_ => { }, default);
                    Assert.That(await RowsAsync(copy), Is.EqualTo(then));
                    Assert.That(copied.Missing, Is.Zero);
                    Assert.That(await new OverlapVerify(copy, new()).RunAsync(null, default), Is.Empty);
                },
                iter: RandomRegister.Count(20),
                threads: 1
            );
    }

    private async Task TakeAsync(Step step, MatchingCache memory)
    {
        var store = TestStores.Projects(Register.Database, _time, memory);
        var all = await BruteForcePairs.ProjectsAsync(Register.Database);
        var some = all.Count == 0 ? null : all[step.Which % all.Count];
        switch (step.What)
        {
            case < 5:
                // Changes or revives a record that has the reference.
                await TestStores
                    .Imports(Register.Database, _time, memory)
                    .WriteAsync(
                        "test",
                        session =>
                            session.PutAsync(
                                [new(step.Owner, step.Draft)],
                                (_, record) => MergedRecord.FromDraft(record.Draft),
                                default
                            ),
                        default
                    );
                break;
            case 5 when some is { WithdrawnAt: null }:
                var title = some.Project.Draft with { Title = step.Draft.Title };
                await store.ChangeAsync(some.Id, null, some.Owner, title, "test", default);
                break;
            case 6 when some is { WithdrawnAt: null }:
                var draft = step.Draft with { Reference = some.Project.Draft.Reference };
                await store.ChangeAsync(some.Id, null, some.Owner, draft, "test", default);
                break;
            case 7 when some is { WithdrawnAt: null }:
                await store.WithdrawAsync(some.Id, null, "test", default);
                break;
            case > 7 when all.Count > 1:
                var (one, other) = (step.Which % all.Count, step.Which / all.Count % all.Count);
                if (one != other)
                    await VerdictRows.DecideAsync(
                        Register.Database,
                        all[Math.Min(one, other)].ProjectId,
                        all[Math.Max(one, other)].ProjectId,
                        step.Which % 5 == 0 ? null : step.Which % 5,
                        _time.Instant()
                    );
                break;
        }
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(Database database) =>
        [
            .. await RegisterTables.LinesAsync(
                database,
                [.. RegisterTable.All.Select(table => table.Name).Except(Other).Select(Select)]
            ),
            .. await RegisterTables.ReadAsync(database),
        ];

    private static string Select(string table) =>
        table == "ProjectCell"
            ? "SELECT Country, Pillar, StartDay, ProjectId, EndDay, OpenEndDay, OwnerId, Lower, "
                + "(SELECT s.DonorSetKey FROM DonorSet s WHERE s.DonorSetId = c.DonorSetId) FROM ProjectCell c"
            : RegisterTables.SelectFrom(table);

    private sealed record Step(int What, int Which, string Owner, ProjectDraft Draft);
}
