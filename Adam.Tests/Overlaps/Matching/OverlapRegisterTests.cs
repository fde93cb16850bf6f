using Adam.Data.Databases;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps.Matching;

public sealed class OverlapRegisterTests(string engine) : RegisterTests(engine)
{
    private const int Duplicate = 1;

    private ATime _time = null!;
    private MatchingCache _memory = null!;

    private ProjectStore Store => TestStores.Projects(Register.Database, _time, _memory);

    private TermStatisticsStore Statistics => new(Register.Database, _memory);

    private OverlapVerify Verify => new(Register.Database, _memory);

    [SetUp]
    public void Begin() => (_time, _memory) = (new(), new());

    [Test]
    public async Task A_pair_is_there_with_the_write_that_makes_it_and_gone_with_the_one_that_ends_it()
    {
        await RecordAsync(Station("DE"));
        var twin = await RecordAsync(Station("US"));
        var pair = (await PairsAsync()).Single();
        Assert.That(pair.Kind, Is.EqualTo(OverlapKind.SameProject));
        Assert.That(pair.Score, Is.GreaterThanOrEqualTo(6_000));

        await Store.WithdrawAsync(twin, null, "test", default);
        Assert.That(await RegisterTables.ReadAsync(Register.Database), Has.None.StartsWith("Overlap"));
    }

    [Test]
    public async Task Decision_goes_stale_with_a_change_that_counts_and_with_no_other()
    {
        var (one, _) = (await RecordAsync(Station("DE")), await RecordAsync(Station("US")));
        await DecideAsync(Duplicate);

        await ChangeAsync(one, draft => draft with { Language = "de", Sectors = [new("dac", "16063")] });
        Assert.That(
            (await PairsAsync()).Single(),
            Has.Property("Verdict").EqualTo(Duplicate).And.Property("IsStale").False
        );

        await ChangeAsync(one, draft => draft with { Places = [new("Khorog", null, null, null)] });
        Assert.That(
            (await PairsAsync()).Single(),
            Has.Property("Verdict").EqualTo(Duplicate).And.Property("IsStale").True
        );
        var stale = await VerdictsAsync();

        await ChangeAsync(one, draft => draft with { Places = [] });
        Assert.That(await VerdictsAsync(), Is.EqualTo(stale), "the time of the first change remains");
    }

    [Test]
    public async Task Decision_outlives_its_pair_and_is_back_with_it()
    {
        var (one, _) = (await RecordAsync(Station("DE")), await RecordAsync(Station("US")));
        await DecideAsync(Duplicate);
        await ChangeAsync(one, draft => draft with { Countries = ["KG"] });
        Assert.That(await PairsAsync(), Is.Empty);

        await ChangeAsync(one, draft => draft with { Countries = ["TJ"] });
        Assert.That(
            (await PairsAsync()).Single(),
            Has.Property("Verdict").EqualTo(Duplicate).And.Property("IsStale").True
        );
    }

    [Test]
    public async Task Withdrawn_and_back_as_it_was_a_decision_is_not_stale()
    {
        var (one, _) = (await RecordAsync(Station("DE")), await RecordAsync(Station("US")));
        await DecideAsync(Duplicate);
        var draft = (await Store.FindAsync(one, default))!.Project.Draft;
        await Store.WithdrawAsync(one, null, "test", default);
        await ImportAsync([new("DE", draft)]);
        Assert.That(
            (await PairsAsync()).Single(),
            Has.Property("Verdict").EqualTo(Duplicate).And.Property("IsStale").False
        );
    }

    [Test]
    public async Task Decision_that_was_taken_back_does_not_stand()
    {
        await RecordAsync(Station("DE"));
        await RecordAsync(Station("US"));
        await DecideAsync(Duplicate);
        await DecideAsync(null);
        await new OverlapRebuild(Register.Database, _memory, _time).RunAsync(null, default);
        Assert.That((await PairsAsync()).Single(), Has.Property("Verdict").Null.And.Property("IsStale").False);
    }

    [Test]
    public async Task Better_match_takes_the_crown_and_gives_it_back()
    {
        var theirs = await RecordAsync(Station("US"));
        await RecordAsync(
            Saying(Station("DE"), draft => draft with { PlannedStart = new(2020, 3, 1), Beneficiaries = [] })
        );
        var before = (await PairsAsync()).Single();
        Assert.That(before.Kind, Is.EqualTo(OverlapKind.SameProject));

        _time.Pass();
        var better = await RecordAsync(
            Saying(Station("DE"), draft => draft with { Donors = Station("US").Draft.Donors })
        );
        var pairs = (await PairsAsync())
            .Where(pair => pair.FirstId == before.FirstId)
            .OrderBy(pair => pair.SecondId)
            .ToList();
        Assert.That(
            pairs.Select(pair => pair.Kind),
            Is.EqualTo(new[] { OverlapKind.SameActivity, OverlapKind.SameProject }),
            string.Join("\n", pairs)
        );
        Assert.That(pairs[0].UpdatedMicros, Is.GreaterThan(before.UpdatedMicros), "its kind has changed");
        Assert.That(pairs[0].FoundMicros, Is.EqualTo(before.FoundMicros));

        _time.Pass();
        await ChangeAsync(better, draft => draft, owner: "EU");
        var after = (await PairsAsync()).Single(pair => pair.Key == before.Key);
        Assert.That(after.Kind, Is.EqualTo(OverlapKind.SameProject));
        Assert.That(await Verify.RunAsync(null, default), Is.Empty);
        Assert.That(await Store.FindAsync(theirs, default), Is.Not.Null);
    }

    [Test]
    public async Task Pair_is_declared_where_both_name_the_other()
    {
        var one = await RecordAsync(
            Saying(
                Station("DE"),
                draft => draft with { Reference = "Station-1", RelatedProjects = [new("STATION-2", Relation.CoFunded)] }
            )
        );
        await RecordAsync(
            Saying(Station("US"), draft => draft with { Reference = "US-77", IatiIdentifier = "station-2" })
        );
        Assert.That((await PairsAsync()).Single().Kind, Is.Not.EqualTo(OverlapKind.Declared), "one alone says so");

        await ImportAsync([
            new(
                "US",
                (await StoredAsync(1)).Project.Draft with
                {
                    RelatedProjects = [new("station-1", Relation.Parent)],
                }
            ),
        ]);
        Assert.That((await PairsAsync()).Single().Kind, Is.EqualTo(OverlapKind.Declared));

        await ChangeAsync(one, draft => draft with { RelatedProjects = [new("STATION-2", Relation.ThirdParty)] });
        Assert.That((await PairsAsync()).Single().Kind, Is.EqualTo(OverlapKind.SameProject));
    }

    [Test]
    public async Task Change_that_counts_for_nothing_touches_no_pair()
    {
        var (one, _) = (await RecordAsync(Station("DE")), await RecordAsync(Station("US")));
        var before = await RegisterTables.UpdatedAsync(Register.Database);
        _time.Pass();
        await ChangeAsync(one, draft => draft with { Language = "de" });
        Assert.That(await RegisterTables.UpdatedAsync(Register.Database), Is.EqualTo(before));
    }

    [Test]
    public async Task Pair_that_comes_out_as_it_was_is_found_anew_and_not_updated()
    {
        var (one, _) = (await RecordAsync(Station("DE")), await RecordAsync(Station("US")));
        var before = (await PairsAsync()).Single();
        _time.Pass();
        await ChangeAsync(one, draft => draft with { Countries = ["TJ", "UZ"] });
        var after = (await PairsAsync()).Single();
        Assert.That(after, Is.EqualTo(before with { FoundMicros = after.FoundMicros }));
        Assert.That(after.FoundMicros, Is.GreaterThan(before.FoundMicros));
    }

    [Test]
    public async Task Import_that_outgrows_the_edition_makes_a_new_one()
    {
        await ImportAsync([.. Enumerable.Range(0, 50).Select(number => Numbered(number))]);
        Assert.That((await Statistics.CurrentAsync(default)).Id, Is.EqualTo(TermStatistics.Empty.Id));
        Assert.That(await Statistics.IsOutgrownAsync(default), Is.False);

        await ImportAsync([.. Enumerable.Range(50, 200).Select(number => Numbered(number))]);
        Assert.That((await Statistics.CurrentAsync(default)).Projects, Is.EqualTo(250));
        Assert.That(
            await RegisterTables.LinesAsync(Register.Database, "SELECT ProjectCount, RulesVersion FROM TermStatistics"),
            Is.EqualTo(new[] { $"TermStatistics 250 | {Rules.Version}" })
        );
        Assert.That(await Verify.RunAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task First_import_of_200_projects_has_statistics()
    {
        await ImportAsync([.. Enumerable.Range(0, 200).Select(number => Numbered(number))]);
        Assert.That((await Statistics.CurrentAsync(default)).Projects, Is.EqualTo(200));
    }

    [Test]
    public async Task Import_that_outgrows_the_edition_uses_no_former_version_of_a_project()
    {
        ImportRecord[] first = [.. Enumerable.Range(0, 50).Select(number => Numbered(number))];
        await ImportAsync(first);

        // Another process, with a cache of its own, gives the projects other countries and titles.
        await ImportAsync([.. first.Select(record => Moved(record))], new());
        await ImportAsync([.. Enumerable.Range(50, 200).Select(number => Numbered(number))]);
        Assert.That((await Statistics.CurrentAsync(default)).Projects, Is.EqualTo(250));
        Assert.That(await Verify.RunAsync(null, default), Is.Empty);

        static ImportRecord Moved(ImportRecord record) =>
            record with
            {
                Draft = record.Draft with { Countries = ["UZ"], Title = $"Dogs for border post {record.Draft.Title}" },
            };
    }

    [Test]
    public async Task Single_writes_leave_an_outgrown_edition_to_others()
    {
        await ImportAsync([.. Enumerable.Range(0, 50).Select(number => Numbered(number))]);
        await RecordAsync((Numbered(50).Owner, Numbered(50).Draft));
        Assert.That((await Statistics.CurrentAsync(default)).Projects, Is.Zero);
        Assert.That(await Statistics.IsOutgrownAsync(default), Is.True);
    }

    [Test]
    public async Task What_is_not_committed_leaves_nothing()
    {
        await RecordAsync(Station("DE"));
        var before = await RegisterTables.ReadAsync(Register.Database);
        GiveUp([RecordFor(Station("US"))], [.. Enumerable.Range(0, 260).Select(number => Numbered(number))]);

        Assert.That(await RegisterTables.ReadAsync(Register.Database), Is.EqualTo(before));
        Assert.That((await Statistics.CurrentAsync(default)).Id, Is.EqualTo(TermStatistics.Empty.Id));
    }

    [Test]
    public async Task What_is_not_committed_is_not_remembered()
    {
        await RecordAsync(Station("DE"));
        GiveUp([RecordFor(Station("US"))], [RecordFor(Station("EU"))]);

        // If the database reuses ids after a rollback, this project has the id and version of a rolled-back one, but
        // other content.
        await RecordAsync(
            Saying(
                Station("US"),
                draft => draft with { Description = "Reagents for the laboratory.", PlannedStart = new(2020, 6, 1) }
            )
        );
        await RecordAsync(Station("EU"));
        Assert.That(await Verify.RunAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task Verify_names_each_difference_and_a_rebuild_under_the_same_edition_puts_it_right()
    {
        await RecordAsync(Station("DE"));
        await RecordAsync(Station("US"));
        await RecordAsync(Station("EU"));
        var before = await RegisterTables.ReadAsync(Register.Database);
        Assert.That(await Verify.RunAsync(null, default), Is.Empty);

        var pairs = await PairsAsync();
        var ids = new { first = pairs[0].FirstId, second = pairs[0].SecondId };
        foreach (
            var (damage, said) in new[]
            {
                ("UPDATE Overlap SET Score = Score + 1 WHERE FirstId = @first AND SecondId = @second", "score"),
                ("UPDATE Overlap SET Kind = 1 WHERE FirstId = @first AND SecondId = @second", "kind 1"),
                ("UPDATE Overlap SET Days = 1 WHERE FirstId = @first AND SecondId = @second", "days"),
                ("UPDATE Overlap SET Pillars = 15 WHERE FirstId = @first AND SecondId = @second", "pillars"),
                ("UPDATE Overlap SET Countries = 0 WHERE FirstId = @first AND SecondId = @second", "countries"),
                (
                    "UPDATE OverlapFacet SET Bits = Bits + 4 "
                        + "WHERE FirstId = @first AND SecondId = @second AND Facet = 'payer'",
                    "by filter"
                ),
                ("UPDATE OverlapReasons SET Reasons = '' WHERE FirstId = @first AND SecondId = @second", "reasons"),
                ("DELETE FROM OverlapReasons WHERE FirstId = @first AND SecondId = @second", "reasons"),
                ("UPDATE Overlap SET Verdict = 1 WHERE FirstId = @first AND SecondId = @second", "verdict"),
                ("UPDATE Overlap SET FoundMicros = 1 WHERE FirstId = @first AND SecondId = @second", "instant"),
                ("DELETE FROM Overlap WHERE FirstId = @first AND SecondId = @second", "missing"),
                ("DELETE FROM OverlapByProject WHERE ProjectId = @first AND OtherId = @second", "by project"),
                (
                    "UPDATE OverlapFacet SET Value = 'UZ' "
                        + "WHERE FirstId = @first AND SecondId = @second AND Facet = 'country'",
                    "by filter"
                ),
                ("DELETE FROM OverlapLink WHERE ProjectId = @first AND OtherId = @second", "other links"),
                ("UPDATE OverlapClusterMember SET Links = Links + 1 WHERE ProjectId = @first", "figures"),
                ("UPDATE OverlapCluster SET Projects = 9", "a cluster with other figures"),
                ("UPDATE OverlapSum SET Overlaps = 9 WHERE Dimensions = 0", "OverlapSum for Totals, kind SameProject"),
                ("DELETE FROM OverlapSum WHERE Dimensions = 1", "OverlapSum for Country TJ, kind SameProject"),
                (
                    "INSERT INTO OverlapAmountSum "
                        + "(Dimensions, Cell, Kind, Verdict, Currency, Amounts, Units, TenThousandths) "
                        + "VALUES (0, '', 3, 5, 'XTS', 1, 2, 5000)",
                    "OverlapAmountSum for Totals, kind SameProject, stale verdict in XTS: 1 amounts of 2.5 instead of"
                ),
                (
                    "INSERT INTO OverlapMonthSum (Donor, Month, Kind, Verdict, Projects) VALUES ('XX', 24241, 3, 0, 1)",
                    "OverlapMonthSum for donor XX in 2020-02, kind SameProject, no verdict: 1 instead of no row"
                ),
                ("DELETE FROM ProjectBlockingKey WHERE ProjectId = @first", "blocking keys"),
                ("UPDATE ProjectBlockingKey SET EndDay = EndDay + 1 WHERE ProjectId = @first", "blocking keys"),
            }
        )
        {
            await RegisterTables.ExecuteAsync(Register.Database, damage, ids);
            var differences = await Verify.RunAsync(null, default);
            Assert.That(differences.Single().What, Does.Contain(said), damage);

            await new OverlapRebuild(Register.Database, _memory, _time).RunAsync(null, default, sameStatistics: true);
            Assert.That(await RegisterTables.ReadAsync(Register.Database), Is.EqualTo(before), damage);
        }
    }

    [Test]
    public async Task Register_of_other_rules_is_outdated()
    {
        Assert.That(await Statistics.IsOutdatedAsync(default), Is.False, "an empty register has nothing to score");
        await RecordAsync(Station("DE"));
        Assert.That(await Statistics.IsOutdatedAsync(default), Is.False);

        await RegisterTables.ExecuteAsync(
            Register.Database,
            "UPDATE TermStatistics SET RulesVersion = RulesVersion + 1"
        );
        Assert.That(await Statistics.IsOutdatedAsync(default), Is.True);
        await new OverlapRebuild(Register.Database, _memory, _time).RunAsync(null, default);
        Assert.That(await Statistics.IsOutdatedAsync(default), Is.False);
    }

    private static (string Owner, ProjectDraft Draft) Station(string partner) =>
        AProject
            .By(partner)
            .Saying(draft =>
                draft with
                {
                    Title = "Forensic laboratory for precursor chemicals in Dushanbe",
                    Description =
                        "Spectrometers, reagents and training for the chemists of the Drug Control Agency, "
                        + "who are to tell diverted acetic anhydride from declared shipments.",
                    Places = [new("Dushanbe", null, null, null)],
                    Beneficiaries = ["Drug Control Agency"],
                }
            )
            .Build();

    private static (string Owner, ProjectDraft Draft) Saying(
        (string Owner, ProjectDraft Draft) record,
        Func<ProjectDraft, ProjectDraft> change
    ) => (record.Owner, change(record.Draft));

    private static ImportRecord RecordFor((string Owner, ProjectDraft Draft) record) => new(record.Owner, record.Draft);

    private static ImportRecord Numbered(int number)
    {
        var (owner, draft) = AProject.By(number % 2 == 0 ? "DE" : "US").In(number % 3 == 0 ? "TJ" : "KG").Build();
        return new(owner, draft with { Reference = $"N-{number}", Title = $"Course {number / 5 * 7919} for officers" });
    }

    private async Task<Guid> RecordAsync((string Owner, ProjectDraft Draft) record) =>
        await Store.RecordAsync(record.Owner, record.Draft, "test", default) is ProjectOutcome.Done done
            ? done.Project.Id
            : throw new AssertionException($"{record.Draft.Reference} is taken.");

    private async Task ChangeAsync(Guid id, Func<ProjectDraft, ProjectDraft> change, string? owner = null)
    {
        var stored = (await Store.FindAsync(id, default))!;
        Assert.That(
            await Store.ChangeAsync(id, null, owner ?? stored.Owner, change(stored.Project.Draft), "test", default),
            Is.InstanceOf<ProjectOutcome.Done>()
        );
    }

    private Task ImportAsync(IReadOnlyList<ImportRecord> batch, MatchingCache? memory = null) =>
        TestStores
            .Imports(Register.Database, _time, memory ?? _memory)
            .WriteAsync(
                "test",
                session => session.PutAsync(batch, (_, record) => MergedRecord.FromDraft(record.Draft), default),
                default
            );

    /// <summary>Writes batches, and throws before they are committed.</summary>
    private void GiveUp(params IReadOnlyList<ImportRecord>[] batches) =>
        Assert.That(
            () =>
                TestStores
                    .Imports(Register.Database, _time, _memory)
                    .WriteAsync<bool>(
                        "test",
                        async session =>
                        {
                            foreach (var batch in batches)
                                await session.PutAsync(
                                    batch,
                                    (_, record) => MergedRecord.FromDraft(record.Draft),
                                    default
                                );
                            throw new TimeoutException("Given up");
                        },
                        default
                    ),
            Throws.TypeOf<TimeoutException>()
        );

    private async Task<StoredProject> StoredAsync(int place)
    {
        var listed = await Store.ListAsync(new(), ProjectSort.Created, null, 50, default);
        return (await Store.FindAsync(ProjectJson.Read(listed[place].Document).Id, default))!;
    }

    private async Task DecideAsync(int? verdict)
    {
        var pair = (await PairsAsync()).Single();
        await VerdictRows.DecideAsync(Register.Database, pair.FirstId, pair.SecondId, verdict, _time.Instant());
    }

    private Task<IReadOnlyList<string>> VerdictsAsync() =>
        RegisterTables.LinesAsync(Register.Database, "SELECT VerdictId, StaleAt FROM OverlapVerdict");

    private async Task<IReadOnlyList<StoredPair>> PairsAsync()
    {
        await using var session = await Register.Database.InReadTransactionAsync(default);
        return await session.QueryAsync(PairRebuildSql.Pairs, default);
    }
}
