using System.Globalization;
using Adam.Data;
using Adam.Data.Imports;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Overlaps.Matching;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Imports.Kept;

/// <summary>An import that is undone leaves the register as it was before.</summary>
public sealed class UndoPropertyTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Owners = ["DE", "US"];

    /// <summary>
    /// The tables of projects, apart from versions and stamps, and those derived from them. An instant of a pair is
    /// that of the last write.
    /// </summary>
    private static readonly string[] Tables =
    [
        "SELECT ProjectId, OwnerId, ReferenceKey, CASE WHEN WithdrawnAt IS NULL THEN 1 ELSE 0 END FROM Project "
            + "WHERE WithdrawnAt IS NULL OR ProjectId <= @Last",
        "SELECT ProjectId, Facet, Value, StartDay, EndDay FROM ProjectFacet",
        "SELECT ProjectId, Word FROM ProjectWord",
        "SELECT ProjectId, Currency, Amount FROM ProjectAmount",
        "SELECT ProjectId, Country, Pillar, StartDay, EndDay, OpenEndDay, OwnerId, DonorSetId FROM ProjectCell",
        "SELECT FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars FROM Overlap",
        "SELECT ProjectId, OtherOwnerId, Score, OtherId FROM OverlapByProject",
        "SELECT Facet, Value, Score, Bits, FirstId, SecondId FROM OverlapFacet",
        "SELECT KeyHash, ProjectId, StartDay, EndDay FROM ProjectBlockingKey",
        "SELECT Dimensions, Cell, Kind, Verdict, Overlaps, Days FROM OverlapSum",
        "SELECT Dimensions, Cell, Kind, Verdict, Currency, Amounts, Units, TenThousandths FROM OverlapAmountSum",
        "SELECT Donor, Month, Kind, Verdict, Projects FROM OverlapMonthSum",
        "SELECT Dimensions, Cell, Partner, Projects FROM PresenceSum",
        "SELECT Dimensions, Cell, Currency, StartYear, Amounts, Units, TenThousandths FROM PresenceAmountSum",
    ];

    /// <summary>Generates drafts, of which an import has some again, changed or not, and some new ones.</summary>
    private static readonly Gen<Step> Steps = Gen.Select(
        RandomRegister.Drafts,
        RandomRegister.Drafts.Where(drafts => drafts.Count > 0),
        Gen.Int[0, 20].List[0, 6],
        Gen.Int[0, 24].List[1, 12],
        Gen.Bool,
        Gen.Int[1, 25],
        (before, after, withdrawn, touched, withdraws, size) =>
            new Step(
                [.. before.Select((item, index) => new ImportRecord(Owners[index % 2], item.Draft))],
                [.. after.Select((item, index) => new ImportRecord(Owners[index % 2], item.Draft))],
                withdrawn,
                touched,
                withdraws,
                size
            )
    );

    [Test]
    public async Task Import_and_undo_leave_projects_pairs_and_sums_as_they_were() =>
        await Steps.SampleAsync(
            async step =>
            {
                await Register.ResetAsync();
                var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
                var database = Register.Database;
                var imports = TestStores.Imports(database, time);
                var log = new ImportLog(database, time);
                var first = new ImportLease(await log.AddAsync(New(), default), IsResumed: false);
                await imports.WriteAsync(
                    "before",
                    session => session.PutAsync(step.Before, Merge, default),
                    default,
                    first
                );
                await EndAsync(log, first, time);
                var projects = TestStores.Projects(database, time);
                var stored = await projects.ListAsync(new(), ProjectSort.Created, null, 100, default);
                foreach (var index in step.Withdrawn.Distinct().Where(index => index < stored.Count))
                    await projects.WithdrawAsync(ProjectJson.Read(stored[index].Document).Id, null, "before", default);
                var last = stored.Count == 0 ? 0 : stored[^1].ProjectId;
                var (before, documents) = (await TablesAsync(last), await DocumentsAsync(projects));

                time.Advance(TimeSpan.FromDays(1));
                var lease = new ImportLease(await log.AddAsync(New(), default), IsResumed: false);
                // Some projects of the register get the content of others, and some are new.
                var touched = step.Touched.Distinct().Where(index => index < step.Before.Count);
                var file = touched
                    .Select(index =>
                        step.Before[index] with
                        {
                            Draft = step.After[index % step.After.Count].Draft with
                            {
                                Reference = step.Before[index].Draft.Reference,
                            },
                        }
                    )
                    .Concat(
                        step.After.Select(record =>
                            record with
                            {
                                Draft = record.Draft with { Reference = "N" + record.Draft.Reference },
                            }
                        )
                    )
                    .ToList();
                foreach (var batch in file.Chunk(step.Size))
                    await imports.WriteAsync(
                        "import",
                        session => session.PutAsync(batch, Merge, default),
                        default,
                        lease
                    );
                var keys = file.Select(Key).ToHashSet();
                var content = new FileContent(
                    "DE",
                    "csv",
                    (owner, reference) => keys.Contains((owner, reference)),
                    _ => true,
                    step.Withdraws
                );
                await imports.WriteAsync(
                    "import",
                    session => session.FindMissingAsync(content, default),
                    default,
                    lease
                );
                var ended = await EndAsync(log, lease, time);
                Assert.That(await TablesAsync(last), Is.Not.EqualTo(before), "the import has changed something");

                var undo = new ImportUndo(database, time, AdamData.CreateIndexers(database, new()));
                var outcome = await undo.UndoAsync(ended, "undo", _ => true, default);
                Assert.That(outcome, Is.InstanceOf<ImportUndoOutcome.Done>());
                Assert.That(await TablesAsync(last), Is.EqualTo(before));
                Assert.That(await DocumentsAsync(projects), Is.EqualTo(documents));
            },
            iter: 12,
            threads: 1
        );

    private static async Task<KeptImport> EndAsync(ImportLog log, ImportLease lease, FakeTimeProvider time) =>
        (
            await log.EndAsync(
                lease,
                new(ImportState.Finished, null, new(0, 0, 0, 0), null, IsListed: true),
                null,
                time.GetUtcNow().AddDays(1),
                default
            )
        )!;

    private static NewImport New() =>
        new(
            Guid.CreateVersion7(),
            "DE",
            "DE",
            "import",
            IsJob: false,
            IsDryRun: false,
            new("file", 1, new byte[32]),
            "csv",
            "csv",
            "{}",
            1
        );

    private static MergedRecord Merge(ProjectDraft stored, ImportRecord record) =>
        MergedRecord.FromDraft(record.Draft with { Reference = stored.Reference });

    private static (string, string) Key(ImportRecord record) =>
        (record.Owner, record.Draft.Reference.ToUpperInvariant());

    private Task<IReadOnlyList<string>> TablesAsync(long last) =>
        RegisterTables.LinesAsync(
            Register.Database,
            [
                .. Tables.Select(table =>
                    table.Replace("@Last", last.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                ),
            ]
        );

    /// <summary>Returns the content of all active projects, without versions and stamps.</summary>
    private static async Task<IReadOnlyList<string>> DocumentsAsync(ProjectStore projects) =>
        [
            .. (await projects.ListAsync(new(), ProjectSort.Created, null, 200, default))
                .Select(one => ProjectJson.Read(one.Document))
                .Select(one => ProjectJson.Write(one with { Version = 0, UpdatedAt = default, UpdatedBy = "" })),
        ];

    private sealed record Step(
        IReadOnlyList<ImportRecord> Before,
        IReadOnlyList<ImportRecord> After,
        IReadOnlyList<int> Withdrawn,
        IReadOnlyList<int> Touched,
        bool Withdraws,
        int Size
    );
}
