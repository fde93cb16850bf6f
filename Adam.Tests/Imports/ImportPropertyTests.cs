using System.Globalization;
using Adam.Data.Imports;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Imports;

/// <summary>Importing records in batches stores the same rows as writing them one by one.</summary>
public sealed class ImportPropertyTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Owners = ["DE", "US", "UNODC"];

    /// <summary>
    /// Selects every table of projects, one string for each row. Ids and numbers differ between runs, so a project is
    /// identified by owner and reference, and a set of donors by its key.
    /// </summary>
    private static readonly string[] Tables =
    [
        "SELECT o.Code, p.ReferenceKey, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt, p.Document "
            + "FROM Project p INNER JOIN Partner o ON o.PartnerId = p.OwnerId",
        "SELECT o.Code, p.ReferenceKey, f.Facet, f.Value, f.StartDay, f.EndDay, f.UpdatedMicros "
            + "FROM ProjectFacet f INNER JOIN Project p ON p.ProjectId = f.ProjectId "
            + "INNER JOIN Partner o ON o.PartnerId = p.OwnerId",
        "SELECT o.Code, p.ReferenceKey, w.Word "
            + "FROM ProjectWord w INNER JOIN Project p ON p.ProjectId = w.ProjectId "
            + "INNER JOIN Partner o ON o.PartnerId = p.OwnerId",
        "SELECT o.Code, p.ReferenceKey, a.Currency, a.Amount "
            + "FROM ProjectAmount a INNER JOIN Project p ON p.ProjectId = a.ProjectId "
            + "INNER JOIN Partner o ON o.PartnerId = p.OwnerId",
        """
            SELECT o.Code, p.ReferenceKey, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt, p.Document
            FROM Project p
            INNER JOIN Partner o ON o.PartnerId = p.OwnerId
            """,
        """
            SELECT o.Code, p.ReferenceKey, f.Facet, f.Value, f.StartDay, f.EndDay, f.UpdatedMicros
            FROM ProjectFacet f
            INNER JOIN Project p ON p.ProjectId = f.ProjectId
            INNER JOIN Partner o ON o.PartnerId = p.OwnerId
            """,
        """
            SELECT o.Code, p.ReferenceKey, w.Word
            FROM ProjectWord w
            INNER JOIN Project p ON p.ProjectId = w.ProjectId
            INNER JOIN Partner o ON o.PartnerId = p.OwnerId
            """,
        """
            SELECT o.Code, p.ReferenceKey, a.Currency, a.Amount
            FROM ProjectAmount a
            INNER JOIN Project p ON p.ProjectId = a.ProjectId
            INNER JOIN Partner o ON o.PartnerId = p.OwnerId
            """,
        """
            SELECT
                o.Code, p.ReferenceKey, c.Country, c.Pillar, c.StartDay, c.EndDay, c.OpenEndDay, c.OwnerId,
                d.DonorSetKey, c.Lower
            FROM ProjectCell c
            INNER JOIN Project p ON p.ProjectId = c.ProjectId
            INNER JOIN Partner o ON o.PartnerId = p.OwnerId
            INNER JOIN DonorSet d ON d.DonorSetId = c.DonorSetId
            """,
        "SELECT DonorSetKey FROM DonorSet",
        "SELECT s.DonorSetKey, d.DonorKey FROM DonorSetDonor d INNER JOIN DonorSet s ON s.DonorSetId = d.DonorSetId",
        "SELECT NameKey, Name FROM OrganisationName",
    ];

    private static readonly Gen<Implementer> Implementer = Gen.OneOf(
        new Implementer("UNODC", null),
        new Implementer(null, "Border Service"),
        new Implementer(null, "BORDER SERVICE"),
        new Implementer(null, "World bank")
    );

    /// <summary>
    /// Generates records whose references reappear in later batches, in another case, with the same or other content.
    /// </summary>
    private static readonly Gen<Step> Steps = Gen.Select(
        RandomRegister.Drafts,
        Gen.Select(
            Gen.OneOf("Training", "Boats and обучение", "Boats"),
            Gen.OneOf("r", "R"),
            Implementer.List[0, 2],
            Gen.OneOf("", "Police")
        ).Array[25],
        Gen.Bool,
        Gen.Int[0, 3].List[0, 4],
        Gen.Int[1, 25],
        (drafts, sayings, again, withdrawn, size) =>
            new Step(
                [
                    .. drafts
                        .Zip(
                            sayings,
                            (item, saying) =>
                                item.Draft with
                                {
                                    Title = saying.Item1,
                                    Reference = saying.Item2 + item.Draft.Reference[1..],
                                    Implementers = saying.Item3,
                                    Beneficiaries = saying.Item4.Length == 0 ? [] : [saying.Item4],
                                }
                        )
                        .Select((draft, index) => new ImportRecord(Owners[index % Owners.Length], draft)),
                ],
                again,
                withdrawn,
                size
            )
    );

    [Test]
    public async Task Batches_leave_what_one_by_one_leaves()
    {
        await Steps
            .List[1, 4]
            .SampleAsync(
                async steps =>
                {
                    var oneByOne = await RunAsync(steps, OneByOneAsync);
                    var inBatches = await RunAsync(steps, InBatchesAsync);
                    using (Assert.EnterMultipleScope())
                    {
                        Assert.That(inBatches.Outcomes, Is.EqualTo(oneByOne.Outcomes));
                        foreach (var (rows, expected) in inBatches.Tables.Zip(oneByOne.Tables))
                            Assert.That(rows, Is.EqualTo(expected));
                    }
                },
                iter: RandomRegister.Count(15),
                threads: 1
            );
    }

    private async Task<(
        IReadOnlyList<(ImportOutcome, bool)> Outcomes,
        IReadOnlyList<IReadOnlyList<string>> Tables
    )> RunAsync(
        List<Step> steps,
        Func<TimeProvider, IReadOnlyList<ImportRecord>, int, Task<IReadOnlyList<ImportRecordResult>>> put
    )
    {
        await Register.ResetAsync();
        var time = new FakeTimeProvider(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var outcomes = new List<(ImportOutcome, bool)>();
        foreach (var step in steps)
        {
            for (var round = 0; round < (step.Again ? 2 : 1); round++)
            {
                var arrived = await put(time, step.Batch, step.Size);
                outcomes.AddRange(arrived.Select(one => (one.Outcome, one.Revived)));
                time.Advance(TimeSpan.FromSeconds(1));
                foreach (var index in step.Withdrawn.Where(index => index < arrived.Count))
                    await TestStores
                        .Projects(Register.Database, time)
                        .WithdrawAsync(arrived[index].Id!.Value, null, "test", default);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        var tables = new List<IReadOnlyList<string>>();
        await using var session = await Register.Database.InReadTransactionAsync(default);
        foreach (var sql in Tables)
        {
            var rows = await session.QueryAsync<object>(sql, null, default);
            tables.Add([.. rows.Select(row => Line((IDictionary<string, object?>)row)).Order(StringComparer.Ordinal)]);
        }

        return (outcomes, tables);
    }

    private async Task<IReadOnlyList<ImportRecordResult>> InBatchesAsync(
        TimeProvider time,
        IReadOnlyList<ImportRecord> arrivals,
        int size
    )
    {
        var imports = TestStores.Imports(Register.Database, time);
        var judged = await imports.ValidateAsync(arrivals, Merge, default);
        var arrived = await imports.WriteAsync(
            "import",
            async session =>
            {
                var all = new List<ImportRecordResult>();
                foreach (var batch in arrivals.Chunk(size))
                    all.AddRange(await session.PutAsync(batch, Merge, default));
                return all;
            },
            default
        );

        Assert.That(
            arrived.Select(one =>
                one with
                {
                    Id = one.Outcome == ImportOutcome.Created ? null : one.Id,
                    Overlaps = null,
                }
            ),
            Is.EqualTo(judged),
            "a dry run must predict the outcomes"
        );
        return arrived;
    }

    private async Task<IReadOnlyList<ImportRecordResult>> OneByOneAsync(
        TimeProvider time,
        IReadOnlyList<ImportRecord> arrivals,
        int size
    )
    {
        var projects = TestStores.Projects(Register.Database, time);
        var arrived = new List<ImportRecordResult>();
        foreach (var arrival in arrivals)
        {
            var (owner, draft) = arrival;
            var holder = await projects.FindByReferenceAsync(owner, draft, default);
            await using var session = await Register.Database.InWriteTransactionAsync(default);
            var writer = TestStores.Writer(Register.Database, session);
            if (holder is null)
            {
                arrived.Add(
                    new(
                        ImportOutcome.Created,
                        (await writer.AddAsync(owner, draft, "import", time.GetUtcNow(), default)).Id
                    )
                );
            }
            else
            {
                var merged = Merge(holder.Project.Draft, arrival).Draft;
                var unchanged =
                    holder.WithdrawnAt is null
                    && ProjectJson.Write(holder.Project) == ProjectJson.Write(holder.Project with { Draft = merged });
                if (!unchanged)
                    await writer.ChangeAsync(holder, owner, merged, "import", time.GetUtcNow(), default);
                arrived.Add(
                    new(unchanged ? ImportOutcome.Unchanged : ImportOutcome.Updated, holder.Id)
                    {
                        Revived = holder.WithdrawnAt is not null,
                    }
                );
            }

            await session.CommitAsync(default);
        }

        return arrived;
    }

    private static MergedRecord Merge(ProjectDraft current, ImportRecord incoming) =>
        MergedRecord.FromDraft(
            incoming.Draft with
            {
                Reference = current.Reference,
                Beneficiaries = current.Beneficiaries,
            }
        );

    /// <summary>Joins the values of a row. The id of a document, its first member, is cut off.</summary>
    private static string Line(IDictionary<string, object?> row) =>
        string.Join(
            " | ",
            row.Values.Select(value =>
                value is string text && text.StartsWith("{\"id\":", StringComparison.Ordinal)
                    ? text[text.IndexOf(',', StringComparison.Ordinal)..]
                    : Convert.ToString(value, CultureInfo.InvariantCulture)
            )
        );

    /// <param name="Again">True if the batch is imported twice.</param>
    /// <param name="Withdrawn">The indexes of the records of the batch that are withdrawn afterwards.</param>
    /// <param name="Size">The number of records of a batch.</param>
    private sealed record Step(IReadOnlyList<ImportRecord> Batch, bool Again, IReadOnlyList<int> Withdrawn, int Size);
}
