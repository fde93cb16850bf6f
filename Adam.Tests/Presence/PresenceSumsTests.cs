using System.Text.Json;
using Adam.Data.Imports;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using CsCheck;

namespace Adam.Tests.Presence;

/// <summary>
/// After any sequence of writes, tables that are read from sums equal counted ones, and the sums equal rebuilt ones.
/// </summary>
public sealed class PresenceSumsTests(string engine) : RegisterTests(engine)
{
    private const int ThisYear = 2023;

    private static readonly ProjectFilter[] Filters =
    [
        new(),
        new() { Countries = ["SO"] },
        new() { Countries = ["SO"], Pillars = [Pillar.Precursors] },
        new() { Donors = ["US"] },
        new() { Donors = ["worldbank"], Countries = ["AF"] },
        new() { Partners = ["DE"] },
        new() { Statuses = [ProjectStatus.Cancelled] },
        new() { SdgTargets = ["16.5"] },
        // Counted.
        new() { Countries = ["SO", "AF"] },
        new() { ActivityTypes = ["training"] },
    ];

    private static readonly PresenceDimension[][] Tables =
    [
        .. PresenceSet.All.Where(set => set.Dimensions.Count > 0).Select(set => set.Dimensions.ToArray()),
        [PresenceDimension.Pillar, PresenceDimension.Country],
        [PresenceDimension.Year, PresenceDimension.Country],
        [PresenceDimension.Implementer],
    ];

    private static readonly Gen<Step> OneStep = Gen.Select(
        Gen.Frequency((4, Gen.Const(0)), (4, Gen.Const(1)), (1, Gen.Const(2)), (2, Gen.Const(3))),
        Gen.Int[0, 20],
        RandomRegister.Drafts.Where(drafts => drafts.Count > 0),
        (action, which, drafts) => new Step(action, which, drafts)
    );

    private readonly ATime _time = new();

    [Test]
    public async Task Sums_equal_counting_and_rebuilt_sums()
    {
        var served = 0;
        await OneStep
            .Array[1, 8]
            .SampleAsync(
                async history =>
                {
                    await Register.ResetAsync();
                    for (var number = 0; number < history.Length; number++)
                        await TakeAsync(history[number], number);
                    foreach (var by in Tables)
                    {
                        foreach (var filter in Filters)
                        {
                            foreach (var currency in (string?[])[null, "EUR"])
                            {
                                var question = new PresenceQuery(by, filter, ThisYear, currency);
                                served += SummedPresence.For(question) is null ? 0 : 1;
                                Assert.That(
                                    await TableAsync(question, usesSums: true),
                                    Is.EqualTo(await TableAsync(question, usesSums: false)),
                                    $"{string.Join(",", by)} {JsonSerializer.Serialize(filter)} {currency}"
                                );
                            }
                        }
                    }

                    Assert.That(await Verify.RunAsync(default), Is.Empty);
                    var maintained = await SumsAsync();
                    await TestStores
                        .Reindex(Register.Database, TimeProvider.System)
                        .RunAsync(["PresenceSum"], null, default);
                    Assert.That(await SumsAsync(), Is.EqualTo(maintained));
                },
                iter: RandomRegister.Count(8),
                threads: 1
            );
        Assert.That(served, Is.GreaterThan(300));
    }

    [Test]
    public async Task Verify_names_each_difference()
    {
        await Register.RecordAsync([AProject.By("DE").Build()]);
        Assert.That(await Verify.RunAsync(default), Is.Empty);

        await RegisterTables.ExecuteAsync(
            Register.Database,
            "UPDATE PresenceSum SET Projects = 7 WHERE Dimensions = 1 AND Partner = ''"
        );
        await RegisterTables.ExecuteAsync(
            Register.Database,
            "INSERT INTO PresenceAmountSum (Dimensions, Cell, Currency, StartYear, Amounts, Units, TenThousandths, "
                + "GivenUnits, GivenTenThousandths) VALUES (2, 'precursors', 'XTS', 2020, 1, 2, 5000, 0, 0)"
        );
        Assert.That(
            await Verify.RunAsync(default),
            Is.EqualTo(
                new[]
                {
                    "PresenceSum for Country TJ: 7 instead of 1",
                    "PresenceAmountSum for Pillar precursors, XTS, starts in 2020: "
                        + "1 amounts of 2.5, given 0 instead of no row",
                }
            )
        );
    }

    private PresenceVerify Verify => new(Register.Database, _time);

    private async Task TakeAsync(Step step, int number)
    {
        _time.Pass();
        var store = TestStores.Projects(Register.Database, _time);
        var (owner, draft) = step.Drafts[0];
        var all = await store.ListAsync(new(), ProjectSort.Created, null, 100, default);
        var some = all.Count == 0 ? null : ProjectJson.Read(all[step.Which % all.Count].Document);
        switch (step.Action)
        {
            case 0:
                await store.RecordAsync(owner, draft with { Reference = $"new {number}" }, "test", default);
                break;
            case 1 when some is not null:
                await store.ChangeAsync(
                    some.Id,
                    null,
                    owner,
                    draft with
                    {
                        Reference = some.Draft.Reference,
                    },
                    "test",
                    default
                );
                break;
            case 2 when some is not null:
                await store.WithdrawAsync(some.Id, null, "test", default);
                break;
            case 3:
                // References of earlier imports are changed, and withdrawn projects are revived.
                var batch = step.Drafts.Select(one => new ImportRecord(one.Owner, one.Draft)).ToList();
                await TestStores
                    .Imports(Register.Database, _time)
                    .WriteAsync(
                        "test",
                        session =>
                            session.PutAsync(batch, (_, record) => MergedRecord.FromDraft(record.Draft), default),
                        default
                    );
                break;
        }
    }

    private async Task<string> TableAsync(PresenceQuery question, bool usesSums)
    {
        var presence = new PresenceStore(Register.Database) { UsesSums = usesSums };
        return JsonSerializer.Serialize(await presence.QueryPresenceAsync(question, default));
    }

    private Task<IReadOnlyList<string>> SumsAsync() =>
        RegisterTables.LinesAsync(
            Register.Database,
            "SELECT Dimensions, Cell, Partner, Projects FROM PresenceSum",
            "SELECT Dimensions, Cell, Currency, StartYear, Amounts, Units, TenThousandths, GivenUnits, "
                + "GivenTenThousandths FROM PresenceAmountSum"
        );

    /// <param name="Action">0 records, 1 changes, 2 withdraws, 3 imports.</param>
    private sealed record Step(int Action, int Which, List<(string Owner, ProjectDraft Draft)> Drafts);
}
