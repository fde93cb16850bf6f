using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Projects;

namespace Adam.Tests.Databases;

/// <summary>Runs readers and writers concurrently.</summary>
public sealed class ConcurrencyTests(string engine) : RegisterTests(engine)
{
    private const int Writers = 8;

    private ProjectStore Projects => TestStores.Projects(Register.Database, TimeProvider.System);

    private OverlapStore Overlaps => TestOverlaps.Store(Register.Database);

    [Test]
    public async Task Of_writers_of_one_version_one_wins_and_no_change_is_lost()
    {
        var (owner, draft) = AProject.By("DE").Build();
        var recorded = (ProjectOutcome.Done)await Projects.RecordAsync(owner, draft, "test", default);
        var id = recorded.Project.Id;

        // Each writer adds its own beneficiary to the version that it has read, and retries after a conflict, like a
        // client with If-Match.
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var change = 0; change < 5; change++)
                        {
                            ProjectOutcome outcome;
                            do
                            {
                                var read = (await Projects.FindAsync(id, default))!;
                                var next = read.Project.Draft with
                                {
                                    Beneficiaries = [.. read.Project.Draft.Beneficiaries, $"{writer}.{change}"],
                                };
                                outcome = await Projects.ChangeAsync(id, read.Version, owner, next, "test", default);
                            } while (outcome is ProjectOutcome.Stale);
                            Assert.That(outcome, Is.InstanceOf<ProjectOutcome.Done>());
                        }
                    })
                )
        );

        var last = (await Projects.FindAsync(id, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(last.Version, Is.EqualTo(1 + Writers * 5));
            Assert.That(last.Project.Draft.Beneficiaries, Is.Unique);
            Assert.That(last.Project.Draft.Beneficiaries, Has.Count.EqualTo(Writers * 5));
        }
    }

    [Test]
    public async Task Readers_see_whole_records_while_others_write()
    {
        using var stop = new CancellationTokenSource();
        var ids = (
            await Register.RecordAsync(
                Enumerable.Range(0, 20).Select(number => AProject.By(number % 2 == 0 ? "DE" : "US").Build())
            )
        )
            .Select(project => project.Id)
            .ToList();

        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    var reads = 0;
                    while (!stop.IsCancellationRequested)
                    {
                        // The store throws if a pair of the index is no overlap according to the documents. It would
                        // throw here if the index and the documents came from different snapshots.
                        var page = await Overlaps.RankAsync(new(), OverlapSort.Score, null, 500, default);
                        Assert.That(page.Items.All(pair => pair.Overlap.Earlier.Owner != pair.Overlap.Later.Owner));
                        var list = await Projects.ListAsync(
                            new() { Countries = ["UZ"] },
                            ProjectSort.Created,
                            null,
                            500,
                            default
                        );
                        Assert.That(
                            list.All(project => ProjectJson.Read(project.Document).Draft.Countries.Contains("UZ")),
                            "a list must not match an earlier version of a project"
                        );
                        reads++;
                    }

                    return reads;
                })
            )
            .ToList();

        var random = new Random(7);
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var change = 0; change < 20; change++)
                        {
                            Guid id;
                            lock (random)
                                id = ids[random.Next(ids.Count)];
                            var read = (await Projects.FindAsync(id, default))!;
                            var countries = read.Project.Draft.Countries.Contains("UZ") ? new[] { "TJ" } : ["UZ", "KG"];
                            await Projects.ChangeAsync(
                                id,
                                read.Version,
                                read.Owner,
                                read.Project.Draft with
                                {
                                    Countries = countries,
                                    PlannedEnd = new DateOnly(2020, 6, 1).AddDays(change),
                                },
                                "test",
                                default
                            );
                        }
                    })
                )
        );
        await stop.CancelAsync();

        Assert.That(await Task.WhenAll(readers), Has.All.GreaterThan(0));
    }

    [Test]
    public async Task Readers_wait_for_no_batch_that_is_being_written()
    {
        await Register.RecordAsync([AProject.By("DE").Build(), AProject.By("US").Build()]);
        await using var session = await Register.Database.InWriteTransactionAsync(default);
        var writer = TestStores.Writer(Register.Database, session);
        // About 9,000 words, which are more rows than SQL Server locks one by one in one statement.
        var batch = Enumerable
            .Range(0, 250)
            .Select(number =>
                AProject
                    .By("FR")
                    .In("KG")
                    .Saying(draft =>
                        draft with
                        {
                            Description = string.Join(' ', Enumerable.Range(number, 30).Select(word => $"word{word}")),
                        }
                    )
                    .Build()
            );
        await writer.PutAsync(
            [.. batch.Select(one => new ProjectWrite(null, one.Owner, one.Draft))],
            "test",
            DateTimeOffset.UnixEpoch,
            default
        );

        // A hang guard: a reader that waited for the batch would wait until it is committed below.
        var patience = TimeSpan.FromMinutes(2);
        Assert.That(await Projects.CountAsync(new(), default).WaitAsync(patience), Is.EqualTo(2));
        Assert.That(
            await Projects
                .ListAsync(new() { Words = ["border"] }, ProjectSort.Created, null, 500, default)
                .WaitAsync(patience),
            Has.Count.EqualTo(2)
        );
        Assert.That(
            (await Overlaps.WalkAsync(new(), null, 500, default).WaitAsync(patience)).Items,
            Has.Count.EqualTo(1)
        );

        await session.CommitAsync(default);
        Assert.That(await Projects.CountAsync(new() { Words = ["word100"] }, default), Is.EqualTo(30));
        Assert.That(await Projects.CountAsync(new(), default), Is.EqualTo(252));
    }

    [Test]
    public async Task Change_that_was_not_ended_properly_stands_in_nobodys_way()
    {
        await using (var session = await Register.Database.InWriteTransactionAsync(default))
            await session.ExecuteAsync("DELETE FROM ProjectFacet WHERE ProjectId = 0; ROLLBACK", null, default);
        await using (await Register.Database.InWriteTransactionAsync(default))
        {
            // The session is disposed without a commit.
        }

        Assert.That(async () => await Register.RecordAsync([AProject.By("DE").Build()]), Throws.Nothing);
    }

    [Test]
    public async Task Two_who_record_at_the_same_moment_meet()
    {
        for (var round = 0; round < 25; round++)
        {
            var found = await Task.WhenAll(
                new[] { "DE", "US" }.Select(partner =>
                    Task.Run(async () =>
                    {
                        var (owner, draft) = AProject
                            .By(partner)
                            .In("KG")
                            .Running($"20{10 + round % 80}-01-01", $"20{10 + round % 80}-01-31")
                            .Build();
                        var done = (ProjectOutcome.Done)await Projects.RecordAsync(owner, draft, "test", default);
                        return (await Overlaps.ForProjectAsync(done.Project.Id, 5, default)).Count;
                    })
                )
            );
            Assert.That(found.Max(), Is.EqualTo(1), "the later request must return the overlap");
        }
    }

    [Test]
    public async Task One_reference_is_taken_once_whoever_comes_first()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        var (owner, draft) = AProject.By("DE").Build();
                        return Projects.RecordAsync(owner, draft with { Reference = "TJ-1" }, "test", default);
                    })
                )
        );

        Assert.That(outcomes.Count(outcome => outcome is ProjectOutcome.Done), Is.EqualTo(1));
        Assert.That(outcomes.OfType<ProjectOutcome.ReferenceTaken>().Count(), Is.EqualTo(Writers - 1));
    }
}
