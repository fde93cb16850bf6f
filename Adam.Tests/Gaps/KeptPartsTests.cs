using Adam.Data.Audit;
using Adam.Data.Databases;
using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Domain.Measures;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using CsCheck;

namespace Adam.Tests.Gaps;

/// <summary>
/// Compares gaps from parts that were kept before a change with those that are read anew after it, for readers who see
/// everything, nothing or their own of the restricted projects.
/// </summary>
public sealed class KeptPartsTests(string engine) : RegisterTests(engine)
{
    private static readonly ReaderScope?[] Readers = [null, ReaderScope.Nobody, ReaderScope.ForPartner("DE")];

    private static readonly GapQuery Query = new() { AsOf = new(2020, 2, 20) };

    private static readonly MeasureDraft[] Measures =
    [
        Measure("M-0", [Pillar.Precursors], [], ["border"]),
        Measure("M-1", [Pillar.FinancialFlows, Pillar.RegionalInitiatives], ["training"], []),
        Measure("M-2", [Pillar.PreventionAndHealth], [], ["nowhere", "other polic"]),
        Measure("M-3", [Pillar.FinancialFlows], [], []) with
        {
            Scope = MeasureScope.Any,
        },
    ];

    [Test]
    public async Task A_change_is_seen_at_once() =>
        await Gen.Select(
                RandomRegister.Drafts,
                RandomRegister.Drafts.Where(list => list.Count > 0),
                Gen.Int[0, 5].List[1, 12]
            )
            .SampleAsync(
                async (before, after, changes) =>
                {
                    await Register.ResetAsync();
                    var (projects, measures) = (
                        TestStores.Projects(Register.Database, TimeProvider.System),
                        new MeasureStore(Register.Database, TimeProvider.System)
                    );
                    var recorded = await Register.RecordAsync(before);
                    foreach (var measure in Measures)
                        await measures.AddAsync(measure, "test", default);
                    var kept = Store(measures);
                    foreach (var reader in Readers)
                        await ShownAsync(kept, reader);

                    foreach (var (i, project) in recorded.Index())
                    {
                        var (_, other) = after[i % after.Count];
                        var draft = other with { Reference = project.Draft.Reference };
                        ProjectDraft? next = changes[i % changes.Count] switch
                        {
                            0 => draft,
                            1 => draft with { Title = "Other police" },
                            2 => project.Draft with { Visibility = Visibility.Restricted },
                            3 => project.Draft with { DeclaredMeasures = ["M-2"], Status = ProjectStatus.Suspended },
                            _ => null,
                        };
                        if (next is not null)
                            await projects.ChangeAsync(project.Id, null, project.Owner, next, "test", default);
                        else if (changes[i % changes.Count] == 4)
                            await projects.WithdrawAsync(project.Id, null, "test", default);
                        // After some of the changes only, so that one question meets several of them.
                        if (i % 3 != 0)
                            continue;

                        foreach (var reader in Readers)
                            Assert.That(
                                await ShownAsync(kept, reader),
                                Is.EqualTo(await ShownAsync(Store(measures), reader)),
                                $"{i}, reader {reader?.Partner}"
                            );
                    }
                },
                iter: RandomRegister.Count(20),
                threads: 1
            );

    /// <summary>The numbers of entries start again after a restored backup, and the hashes differ.</summary>
    [Test]
    public async Task A_register_that_was_replaced_is_read_anew()
    {
        var measures = new MeasureStore(Register.Database, TimeProvider.System);
        var kept = Store(measures);
        foreach (var title in new[] { "Training of border police", "Other police", "Other things" })
        {
            await Register.ResetAsync();
            await Register.RecordAsync([("DE", Project(title))]);
            foreach (var measure in Measures)
                await measures.AddAsync(measure, "test", default);
            Assert.That(
                await ShownAsync(kept, reader: null),
                Is.EqualTo(await ShownAsync(Store(measures), reader: null)),
                title
            );
        }
    }

    private static ProjectDraft Project(string title) =>
        new()
        {
            Reference = "P-1",
            Title = title,
            Countries = ["UZ"],
            Pillars = [Pillar.Precursors, Pillar.PreventionAndHealth],
            Status = ProjectStatus.Implementation,
            PlannedStart = new DateOnly(2020, 2, 15),
            Donors = [new("DE", null, null, null)],
        };

    private static MeasureDraft Measure(
        string reference,
        IReadOnlyList<Pillar> pillars,
        IReadOnlyList<string> types,
        IReadOnlyList<string> words
    ) =>
        new()
        {
            Reference = reference,
            Title = "A measure",
            Pillars = pillars,
            Countries = ["AF", "NE", "UZ"],
            ActivityTypes = types,
            Words = words,
            From = new DateOnly(2020, 2, 1),
            Until = new DateOnly(2020, 4, 1),
        };

    /// <summary>Returns a store that has kept nothing yet.</summary>
    private GapStore Store(MeasureStore measures) =>
        new(Register.Database, measures, new PastProjects(Register.Database), new CriterionPartsCache());

    private static async Task<IReadOnlyList<string>> ShownAsync(GapStore gaps, ReaderScope? reader)
    {
        // Until the end of this method.
        ReaderScope.Set(reader);
        return
        [
            .. (await gaps.ListAsync(Query, default)).Select(gap =>
                $"{gap.Measure!.Draft.Reference} {gap.Country} {gap.Coverage} {gap.Suspended} {gap.Hidden.Count}"
            ),
        ];
    }
}
