using Adam.Data;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Data.Projects.Indexing;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps.Matching;

namespace Adam.Tests.Projects.Indexing;

/// <summary>Rebuilds damaged and outdated tables from the documents.</summary>
public sealed class ReindexTests(string engine) : RegisterTests(engine)
{
    /// <summary>Statements that delete, change and add rows of each derived table.</summary>
    private static readonly (string Table, string Sql)[] Damages =
    [
        ("ProjectFacet", "DELETE FROM ProjectFacet"),
        ("ProjectFacet", "UPDATE ProjectFacet SET EndDay = 0, UpdatedMicros = 1 WHERE Facet = 'country'"),
        (
            "ProjectFacet",
            """
            INSERT INTO ProjectFacet (Facet, Value, ProjectId, StartDay, EndDay, UpdatedMicros)
            SELECT 'country', 'ZZ', ProjectId, 1, 2, 3 FROM Project
            """
        ),
        ("ProjectWord", "DELETE FROM ProjectWord WHERE Word = 'training'"),
        ("ProjectWord", "INSERT INTO ProjectWord (Word, ProjectId) SELECT 'zzz', ProjectId FROM Project"),
        ("OrganisationName", "DELETE FROM OrganisationName"),
        ("OrganisationName", "UPDATE OrganisationName SET Name = 'Somebody else'"),
        ("ProjectAmount", "DELETE FROM ProjectAmount"),
        ("ProjectAmount", "UPDATE ProjectAmount SET Amount = Amount + 1"),
        ("ProjectDonorAmount", "DELETE FROM ProjectDonorAmount"),
        ("ProjectDonorAmount", "UPDATE ProjectDonorAmount SET Amount = Amount + 1"),
        ("ProjectPlace", "DELETE FROM ProjectPlace"),
        ("ProjectPlace", "UPDATE ProjectPlace SET X = 0, Y = 0, Z = 0"),
        ("ProjectCell", "DELETE FROM ProjectCell"),
        ("ProjectCell", "UPDATE ProjectCell SET DonorSetId = 0, OwnerId = 1, Lower = 0"),
        ("DonorSet", "DELETE FROM DonorSetDonor; DELETE FROM DonorSet"),
        ("DonorSetDonor", "DELETE FROM DonorSetDonor"),
        ("DonorSetDonor", "INSERT INTO DonorSetDonor (DonorSetId, DonorKey) SELECT DonorSetId, 'ZZ' FROM DonorSet"),
        ("ProjectMeasure", "DELETE FROM ProjectMeasure"),
        ("ProjectMeasure", "INSERT INTO ProjectMeasure (ReferenceKey, ProjectId) SELECT 'ZZ', ProjectId FROM Project"),
        ("Overlap", "DELETE FROM Overlap"),
        ("Overlap", "UPDATE Overlap SET Score = 1, Kind = 1, Days = 1, Pillars = 15, Verdict = NULL, IsStale = 0"),
        ("OverlapReasons", "DELETE FROM OverlapReasons"),
        ("OverlapReasons", "UPDATE OverlapReasons SET Reasons = ''"),
        ("OverlapByProject", "DELETE FROM OverlapByProject"),
        ("OverlapByProject", "UPDATE OverlapByProject SET Score = 1, OtherOwnerId = 1"),
        ("OverlapFacet", "DELETE FROM OverlapFacet"),
        ("OverlapFacet", "UPDATE OverlapFacet SET Score = 1, Bits = 0"),
        ("ProjectBlockingKey", "DELETE FROM ProjectBlockingKey"),
        ("ProjectBlockingKey", "UPDATE ProjectBlockingKey SET EndDay = EndDay + 1"),
        ("PresenceSum", "DELETE FROM PresenceSum"),
        ("PresenceSum", "UPDATE PresenceSum SET Projects = Projects + 1"),
        ("PresenceAmountSum", "DELETE FROM PresenceAmountSum"),
        ("PresenceAmountSum", "UPDATE PresenceAmountSum SET Units = Units + 1"),
        ("OverlapLink", "DELETE FROM OverlapLink"),
        ("OverlapLink", "UPDATE OverlapLink SET Score = 1"),
        ("OverlapClusterMember", "DELETE FROM OverlapClusterMember"),
        ("OverlapClusterMember", "UPDATE OverlapClusterMember SET ClusterId = ProjectId, Links = 0"),
        ("OverlapSum", "DELETE FROM OverlapSum"),
        ("OverlapSum", "UPDATE OverlapSum SET Days = Days + 1"),
        ("OverlapAmountSum", "DELETE FROM OverlapAmountSum"),
        ("OverlapAmountSum", "UPDATE OverlapAmountSum SET Units = Units + 1"),
        ("OverlapMonthSum", "DELETE FROM OverlapMonthSum"),
        ("OverlapMonthSum", "UPDATE OverlapMonthSum SET Projects = Projects + 1"),
        ("OverlapCluster", "DELETE FROM OverlapCluster"),
        ("OverlapCluster", "UPDATE OverlapCluster SET Projects = 0, IsUnverified = 1"),
    ];

    // A stopped clock, so that a pair has the same instant of change each time it is recreated.
    private readonly ATime _time = new();

    private ProjectReindex Reindex => TestStores.Reindex(Register.Database, _time);

    /// <summary>Restores the versions of tables, which are not emptied between tests.</summary>
    [TearDown]
    public Task RecordVersions() => Reindex.RunOutdatedAsync(null, default);

    [Test]
    public async Task Reindex_of_a_table_repairs_it()
    {
        await FillAsync();
        var before = await RowsAsync();
        Assert.That(
            Damages.Select(damage => damage.Table).Distinct(),
            Is.EquivalentTo(Reindex.Groups.SelectMany(group => group))
        );

        foreach (var (table, sql) in Damages)
        {
            await RegisterTables.ExecuteAsync(Register.Database, sql);
            Assert.That(await RowsAsync(), Is.Not.EqualTo(before), sql);

            Assert.That(await Reindex.RunAsync([table], null, default), Does.Contain(table));
            Assert.That(await RowsAsync(), Is.EqualTo(before), sql);
        }
    }

    [Test]
    public async Task Reindex_without_names_repairs_all_tables()
    {
        await FillAsync();
        var before = await RowsAsync();
        foreach (var table in Reindex.Groups.SelectMany(group => group.Reverse()))
            await RegisterTables.ExecuteAsync(Register.Database, $"DELETE FROM {table}");

        Assert.That(await Reindex.RunAsync([], null, default), Is.EqualTo(Reindex.Groups.SelectMany(group => group)));
        Assert.That(await RowsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Reindex_that_is_interrupted_changes_nothing_and_readers_see_nothing_of_it()
    {
        await FillAsync();
        var whole = await RowsAsync();
        await RegisterTables.ExecuteAsync(Register.Database, "DELETE FROM ProjectWord");
        await RegisterTables.ExecuteAsync(Register.Database, "DELETE FROM ProjectFacet WHERE Facet = 'country'");
        var before = await RowsAsync();

        using var stop = new CancellationTokenSource();
        IReadOnlyList<string>? during = null;
        var progress = new Watcher(value =>
        {
            if (value.Table != "ProjectCell")
                return;

            // Facets and words are filled again now, but not committed.
            during ??= RowsAsync().GetAwaiter().GetResult();
            stop.Cancel();
        });
        Assert.That(() => Reindex.RunAsync([], progress, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(during, Is.EqualTo(before));
        Assert.That(await RowsAsync(), Is.EqualTo(before));

        await Reindex.RunAsync([], null, default);
        Assert.That(await RowsAsync(), Is.EqualTo(whole));
    }

    [Test]
    public async Task Tables_of_another_version_are_found_and_they_alone_are_rebuilt()
    {
        await FillAsync();
        var words = await LinesAsync("SELECT Word, ProjectId FROM ProjectWord");
        Assert.That((await Reindex.CheckAsync(default)).Outdated, Is.Empty);

        foreach (
            var sql in (string[])
                [
                    "UPDATE DerivedTable SET Version = 0 WHERE Name = 'ProjectWord'",
                    "DELETE FROM DerivedTable WHERE Name = 'DonorSetDonor'",
                    "DELETE FROM ProjectWord",
                    "DELETE FROM ProjectAmount",
                ]
        )
            await RegisterTables.ExecuteAsync(Register.Database, sql);
        var found = await Reindex.CheckAsync(default);
        Assert.That(found.Outdated, Is.EqualTo(new[] { "ProjectWord", "ProjectCell", "DonorSet", "DonorSetDonor" }));
        Assert.That(found.HasProjects, Is.True);

        Assert.That(await Reindex.RunOutdatedAsync(null, default), Is.EqualTo(found.Outdated));
        Assert.That((await Reindex.CheckAsync(default)).Outdated, Is.Empty);
        Assert.That(await Reindex.RunOutdatedAsync(null, default), Is.Empty);
        Assert.That(await LinesAsync("SELECT Word, ProjectId FROM ProjectWord"), Is.EqualTo(words));
        Assert.That(await LinesAsync("SELECT ProjectId FROM ProjectAmount"), Is.Empty);
    }

    [Test]
    public async Task Indexer_with_a_new_facet_and_version_fills_it_from_the_documents()
    {
        await FillAsync();
        var present = await LinesAsync("SELECT ProjectId FROM Project WHERE WithdrawnAt IS NULL");
        var newer = new ProjectReindex(
            Register.Database,
            _time,
            new(() =>
                [
                    .. AdamData
                        .CreateIndexers(Register.Database, new())
                        .Create()
                        .Select(one => one is FacetIndexer ? new LanguageIndexer(one) : one),
                ]
            )
        );
        Assert.That((await newer.CheckAsync(default)).Outdated, Is.EqualTo(new[] { "ProjectFacet" }));

        await newer.RunOutdatedAsync(null, default);
        Assert.That((await newer.CheckAsync(default)).Outdated, Is.Empty);
        Assert.That(
            await LinesAsync("SELECT Value FROM ProjectFacet WHERE Facet = 'a-later-one'"),
            Has.Count.EqualTo(present.Count).And.All.EndsWith("'a-later-one' en")
        );
        var older = await Reindex.CheckAsync(default);
        Assert.That(older.Outdated, Is.EqualTo(new[] { "ProjectFacet" }), "an older program notices, too");
    }

    [Test]
    public async Task Register_without_projects_has_its_versions_recorded_and_stays_empty()
    {
        await RegisterTables.ExecuteAsync(Register.Database, "DELETE FROM DerivedTable");
        var state = await Reindex.CheckAsync(default);
        Assert.That(state.Outdated, Is.EqualTo(Reindex.Groups.SelectMany(group => group)));
        Assert.That(state.HasProjects, Is.False);

        Assert.That(await Reindex.RunOutdatedAsync(null, default), Is.EqualTo(state.Outdated));
        Assert.That((await Reindex.CheckAsync(default)).Outdated, Is.Empty);
        foreach (var table in RegisterTable.All.Except(RegisterTable.FilledAtFirst))
            Assert.That(
                await LinesAsync($"SELECT * FROM {table.Name}"),
                Is.Empty,
                "or nothing could be copied into it"
            );
    }

    [Test]
    public void Unknown_table_is_refused() =>
        Assert.That(
            () => Reindex.RunAsync(["Project"], null, default),
            Throws.ArgumentException.With.Message.StartsWith("There is no derived table Project.")
        );

    /// <summary>
    /// Records projects of every kind: in several countries, with open ends, cancelled, changed, withdrawn, in pairs
    /// with verdicts. Every name and set of donors is also in a current record that is not withdrawn.
    /// </summary>
    private async Task FillAsync()
    {
        var store = TestStores.Projects(Register.Database, _time);
        var ids = new List<Guid>();
        foreach (var number in Enumerable.Range(0, 24))
        {
            var (owner, recorded) = AProject
                .By(
                    number % 3 == 0 ? "EU"
                    : number % 3 == 1 ? "US"
                    : "DE"
                )
                .With(
                    new Donor(number % 2 == 0 ? "US" : "DE", null, 1_000.25m + number, "USD"),
                    new Donor(null, number % 5 == 0 ? "World Bank" : "Фонд «Мир»", null, null)
                )
                .In(number % 2 == 0 ? ["TJ"] : ["TJ", "UZ"])
                .On(number % 4 == 0 ? [Pillar.Precursors] : [Pillar.Precursors, Pillar.RegionalInitiatives])
                .Running($"20{10 + (number % 5)}-01-01", number % 7 == 0 ? null : $"20{12 + (number % 5)}-06-30")
                .Saying(blank =>
                    blank with
                    {
                        Language = "en",
                        Title = $"Training of border police {number / 2}",
                        Places =
                        [
                            new($"Post {number % 4}", "Khatlon", 37 + number % 4, 68.6),
                            new("Panj", null, null, null),
                        ],
                        Implementers = [new(null, number % 2 == 0 ? "Border Service" : "BORDER SERVICE")],
                        DeclaredMeasures = number % 3 == 0 ? ["M-1", $"m-{number}"] : [],
                        Status = number == 20 ? ProjectStatus.Cancelled : ProjectStatus.Implementation,
                    }
                )
                .Build();
            ids.Add(((ProjectOutcome.Done)await store.RecordAsync(owner, recorded, "test", default)).Project.Id);
        }

        await store.WithdrawAsync(ids[17], null, "test", default);
        var changed = (await store.FindAsync(ids[10], default))!;
        var draft = changed.Project.Draft with { Title = "Other training", Countries = ["KG", "TJ"] };
        await store.ChangeAsync(ids[10], null, changed.Owner, draft, "test", default);
        var pairs = await LinesAsync("SELECT FirstId, SecondId FROM Overlap");
        Assert.That(pairs, Has.Count.GreaterThan(50));
        foreach (var (pair, verdict) in pairs.Take(3).Zip([1, 2, 3]))
        {
            var keys = pair["Overlap ".Length..].Split(" | ").Select(long.Parse).ToList();
            await VerdictRows.DecideAsync(Register.Database, keys[0], keys[1], verdict, _time.Instant());
        }
    }

    /// <summary>
    /// Returns the rows of all tables. Sets of donors are identified by their keys, because deleted sets get other
    /// numbers.
    /// </summary>
    private Task<IReadOnlyList<string>> RowsAsync() =>
        LinesAsync([
            .. RegisterTable
                .All.Select(table => table.Name)
                // Refusals of an earlier test may be written late.
                .Except(["ProjectCell", "DonorSet", "DonorSetDonor", "Refusal"])
                .Select(RegisterTables.SelectFrom),
            """
            SELECT c.Country, c.Pillar, c.StartDay, c.ProjectId, c.EndDay, c.OpenEndDay, c.OwnerId,
                d.DonorSetKey, c.Lower
            FROM ProjectCell c LEFT JOIN DonorSet d ON d.DonorSetId = c.DonorSetId
            """,
            "SELECT s.DonorSetKey, d.DonorKey FROM DonorSet s LEFT JOIN DonorSetDonor d ON d.DonorSetId = s.DonorSetId",
        ]);

    private Task<IReadOnlyList<string>> LinesAsync(params string[] statements) =>
        RegisterTables.LinesAsync(Register.Database, statements);

    private sealed class Watcher(Action<ReindexProgress> watch) : IProgress<ReindexProgress>
    {
        public void Report(ReindexProgress value) => watch(value);
    }

    /// <summary>The indexer of facets in a later version, with one more facet.</summary>
    private sealed class LanguageIndexer(IProjectIndexer inner) : IProjectIndexer
    {
        public IReadOnlyList<string> Tables => inner.Tables;

        public int Version => inner.Version + 1;

        public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
        {
            await inner.ApplyAsync(session, changes, ct);
            await AddAsync(session, changes, ct);
        }

        public async Task RebuildAsync(
            Session session,
            ProjectDocuments documents,
            IProgress<ReindexProgress>? progress,
            CancellationToken ct
        )
        {
            await inner.RebuildAsync(session, documents, progress, ct);
            await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                await AddAsync(session, changes, ct);
        }

        private static Task AddAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
        {
            var facets = JsonRowSet.Serialize(
                changes.Present.Select(one =>
                    new object[] { "a-later-one", one.Project.Draft.Language!, one.ProjectId, 0, 0, 0L }
                )
            );
            return session.ExecuteAsync(FacetIndexerSql.Add, new(facets), ct);
        }
    }
}
