using Adam.Benchmarks.Copying;
using Adam.Data.BrowserSessions;
using Adam.Data.Changes;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.ExchangeRates;
using Adam.Data.Imports;
using Adam.Data.Keys;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Data.Subscriptions;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;

namespace Adam.Tests.Copying;

/// <summary>Copies a register from SQLite to SQL Server and back.</summary>
[Category("sqlserver")]
public sealed class RegisterCopyTests
{
    private static readonly DateTimeOffset Decided = new DateTimeOffset(
        2026,
        3,
        2,
        8,
        0,
        0,
        TimeSpan.Zero
    ).AddMicroseconds(123_456);

    [OneTimeSetUp]
    public Task NeedsServer() => TestRegister.GetAsync("sqlserver");

    [Test]
    public async Task Register_comes_back_from_the_other_engine_row_by_row_and_answers_alike_everywhere()
    {
        var here = await FilledAsync();
        var (there, back) = (
            await TestRegister.NewDatabaseAsync("sqlserver"),
            await TestRegister.NewDatabaseAsync("sqlite")
        );
        // The state of a register that a program has served before anything was recorded.
        await Migrator.RunAsync(there.Migrator, _ => { }, default);
        await TestStores.Reindex(there.Service, TimeProvider.System).RunOutdatedAsync(null, default);

        var copied = await CopyAsync(here, there);
        await CopyAsync(there.Service, back);

        Assert.That(copied.Where(table => table.Rows == 0), Is.Empty, "the test data must fill every table");
        Assert.That(await RowsAsync(back.Service), Is.EqualTo(await RowsAsync(here)));
        await AssertAnswersAsync(here, there.Service, back.Service);
    }

    [Test]
    public async Task Copy_goes_on_where_the_register_had_come_to()
    {
        var here = await FilledAsync();
        var there = await TestRegister.NewDatabaseAsync("sqlserver");
        await CopyAsync(here, there);
        var back = await TestRegister.NewDatabaseAsync("sqlite");
        await CopyAsync(there.Service, back);

        foreach (var database in (Database[])[there.Service, back.Service])
        {
            var last = await LastAsync(database, ProjectSort.CreatedDescending);
            Assert.That(
                await RecordAsync(
                    database,
                    AProject.By("DE").With(new Donor(null, $"New donor on {database.Name}", null, null)).Build()
                ),
                Is.InstanceOf<ProjectOutcome.Done>()
            );
            Assert.That(await LastAsync(database, ProjectSort.CreatedDescending), Is.GreaterThan(last));

            Assert.That(
                await new PartnerStore(database).AddAsync(
                    new("ZZ", PartnerKind.Organisation, "Zeta", [Membership.SinceBeforeRecords], [], [], null, 1),
                    default
                ),
                Is.InstanceOf<PartnerOutcome.Done>()
            );
            Assert.That((await new PartnerStore(database).ListAsync(default))[^1].Code, Is.EqualTo("ZZ"));

            Assert.That(
                await new KeyStore(database).AddAsync(
                    new("new", "DE", Role.Viewer, "new", Decided, null),
                    [1],
                    default
                ),
                Is.True
            );
            Assert.That((await new KeyStore(database).ListAsync(null, 0, 10, default))[^1].Key.Id, Is.EqualTo("new"));

            var overlaps = TestOverlaps.Store(database);
            var pair = (
                await overlaps.RankAsync(
                    new() { Verdicts = [VerdictFilter.Duplicate] },
                    OverlapSort.Score,
                    null,
                    1,
                    default
                )
            ).Items.Single();
            Assert.That(
                await overlaps.DecideAsync(
                    pair.Overlap.Id!.Value,
                    _ => true,
                    Verdict.Unrelated,
                    null,
                    "test",
                    "UNODC",
                    Decided.AddDays(1),
                    default
                ),
                Is.InstanceOf<DecisionOutcome.Done>()
            );
            Assert.That(
                (await overlaps.FindAsync(pair.Overlap.Id!.Value, default))!.Decision!.Verdict,
                Is.EqualTo(Verdict.Unrelated),
                "the last verdict counts"
            );

            await new OverlapRebuild(database, new(), TimeProvider.System).RunAsync(null, default);
        }
    }

    [Test]
    public async Task Register_that_is_not_empty_is_left_as_it_is()
    {
        var here = await FilledAsync();
        foreach (
            var change in (Func<Database, Task>[])
                [
                    database => RecordAsync(database, AProject.By("DE").Build()),
                    database =>
                        new PartnerStore(database).AddAsync(
                            new(
                                "ZZ",
                                PartnerKind.Organisation,
                                "Zeta",
                                [Membership.SinceBeforeRecords],
                                [],
                                [],
                                null,
                                1
                            ),
                            default
                        ),
                ]
        )
        {
            var there = await TestRegister.NewDatabaseAsync("sqlserver");
            await Migrator.RunAsync(there.Migrator, _ => { }, default);
            await change(there.Service);
            var before = await RowsAsync(there.Service);

            Assert.That(
                () => CopyAsync(here, there),
                Throws.TypeOf<CopyRejectedException>().With.Message.Contains("is not empty")
            );

            Assert.That(await RowsAsync(there.Service), Is.EqualTo(before));
        }
    }

    [TestCase(false, TestName = "Copy_that_is_given_up_while_it_writes_leaves_nothing")]
    [TestCase(true, TestName = "Copy_that_is_given_up_while_it_checks_leaves_nothing")]
    public async Task Copy_that_is_given_up_leaves_nothing(bool whileChecking)
    {
        var here = await FilledAsync(projects: 400);
        foreach (var (from, to) in (List<(Database, string)>)[(here, "sqlserver"), (await CopiedAsync(here), "sqlite")])
        {
            var target = await TestRegister.NewDatabaseAsync(to);
            using var stop = new CancellationTokenSource();
            var progress = new ProgressCallback(value =>
            {
                if (value.Checking == whileChecking && value.Done > 0)
                    stop.Cancel();
            });

            Assert.That(
                () => new RegisterCopy(from, target.Migrator).RunAsync(_ => { }, progress, stop.Token),
                Throws.InstanceOf<OperationCanceledException>()
            );

            var empty = await TestRegister.NewDatabaseAsync(to);
            await Migrator.RunAsync(empty.Migrator, _ => { }, default);
            Assert.That(await RowsAsync(target.Service), Is.EqualTo(await RowsAsync(empty.Service)));
            await CopyAsync(from, target);
        }
    }

    [Test]
    public async Task Row_that_arrives_otherwise_undoes_the_copy()
    {
        var there = await CopiedAsync(await FilledAsync());
        var target = await TestRegister.NewDatabaseAsync("sqlite");
        await Migrator.RunAsync(target.Migrator, _ => { }, default);
        await RegisterTables.ExecuteAsync(
            target.Service,
            """
            CREATE TRIGGER Spoil AFTER INSERT ON OrganisationName WHEN NEW.NameKey = 'worldbank'
            BEGIN UPDATE OrganisationName SET Name = 'World Ban' WHERE NameKey = 'worldbank'; END
            """
        );
        var before = await RowsAsync(target.Service);

        Assert.That(
            () => CopyAsync(there, target),
            Throws.TypeOf<CopyRejectedException>().With.Message.Contains("OrganisationName")
        );

        Assert.That(await RowsAsync(target.Service), Is.EqualTo(before));
    }

    [TestCase("sqlite", "sqlserver")]
    [TestCase("sqlserver", "sqlite")]
    public async Task Database_of_another_schema_is_not_copied(string from, string to)
    {
        var (source, target) = (await TestRegister.NewDatabaseAsync(from), await TestRegister.NewDatabaseAsync(to));
        Assert.That(
            () => CopyAsync(source.Service, target),
            Throws
                .TypeOf<UnsupportedDatabaseException>()
                .With.Message.StartsWith(source.Service.Location)
                .And.Message.Contains("migrate")
        );
    }

    /// <summary>Creates a register with rows in every table and with names that a careless copy would damage.</summary>
    private static async Task<Database> FilledAsync(int projects = 120)
    {
        var database = (await TestRegister.NewDatabaseAsync("sqlite")).Service;
        await Migrator.RunAsync(database, _ => { }, default);
        await TestStores.Reindex(database, TimeProvider.System).RunOutdatedAsync(null, default);
        var partners = new PartnerStore(database);
        await partners.AddAsync(
            new(
                "IDB",
                PartnerKind.Organisation,
                "Bank \"of\" the C:\\ Isthmus",
                Memberships: [],
                ["Banco 😀", "İstanbul ıssız"],
                ["XI-IDB-*"],
                "ask@example.org",
                1
            ),
            default
        );
        // With a single key, a server that assigns the identity value 1 twice after a bulk copy would go unnoticed.
        await new KeyStore(database).AddAsync(new("first", "DE", Role.Viewer, "first", Decided, null), [1], default);
        await new KeyStore(database).AddAsync(
            new("key", "IDB", Role.Donor, "Schlüssel", Decided, Decided.AddDays(1)),
            [0, 1, 2, 255],
            default
        );
        await new BrowserSessionStore(database, TimeProvider.System).StartAsync("key", TimeSpan.FromHours(1), default);
        await TestStores.SaveResponseAsync(
            database,
            "key",
            "v\"1\\",
            new()
            {
                RequestHash = [9, 8],
                Status = 201,
                Location = "/v1/projects/1",
                ETag = "\"1\"",
                Body = "{\"a\":\"\\u0041\"}",
                CreatedAt = Decided,
            },
            default
        );

        await new ExchangeRateStore(database).AddAsync(
            [new("EUR", 2026, 0.861234567890123456m, "A bulletin “of” 😀")],
            "key",
            Decided,
            default
        );

        var store = TestStores.Projects(database, TimeProvider.System);
        await store.RecordAllAsync(
            Enumerable
                .Range(0, projects)
                .Select(number =>
                    AProject
                        .By(
                            number % 3 == 0 ? "IDB"
                            : number % 3 == 1 ? "US"
                            : "DE"
                        )
                        .With(
                            new Donor(number % 2 == 0 ? "US" : "DE", "Agency \"A\\B\"", 1_000.25m + number, "USD"),
                            new Donor(null, number % 5 == 0 ? "World Bank" : $"Фонд «{number}» 😀", null, null)
                        )
                        .In(number % 2 == 0 ? ["TJ"] : ["TJ", "UZ"])
                        .On(number % 4 == 0 ? [Pillar.Precursors] : [Pillar.Precursors, Pillar.RegionalInitiatives])
                        .Running(
                            $"20{10 + (number % 15)}-01-01",
                            number % 7 == 0 ? null : $"20{12 + (number % 15)}-06-30"
                        )
                        .Saying(draft =>
                            draft with
                            {
                                Reference = $"R\"{number}\\ é",
                                Title = $"Training of border police {number / 2} ba ko ta ‮مرز‬ İ ı ß 😀",
                                Description = new string('ж', number) + " trailing ",
                                Implementers = [new(null, $"Centre {number % 9}")],
                                PlannedStart = number % 11 == 0 ? null : draft.PlannedStart,
                                Places = number % 6 == 0 ? [new("Панж", "Khatlon", 37.2000001, -179.9)] : [],
                            }
                        )
                        .Build()
                ),
            "test 😀",
            default
        );
        await new OverlapRebuild(database, new(), TimeProvider.System).RunAsync(null, default);

        var listed = (await store.ListAsync(new(), ProjectSort.Created, null, projects, default))
            .Select(one => ProjectJson.Read(one.Document))
            .ToList();
        await store.WithdrawAsync(listed[3].Id, null, "test", default);
        await store.ChangeAsync(
            listed[4].Id,
            null,
            listed[4].Owner,
            listed[4].Draft with
            {
                Title = "Changed \\ \"quoted\"",
            },
            "test",
            default
        );
        var germany = (await partners.ListAsync(default)).Single(partner => partner.Code == "DE");
        await partners.ChangeAsync(
            germany with
            {
                OtherNames = [.. germany.OtherNames, "Deutschland „neu“"],
            },
            germany.Version,
            default
        );

        var overlaps = TestOverlaps.Store(database);
        var pairs = (await overlaps.RankAsync(new(), OverlapSort.Score, null, 3, default)).Items;
        await overlaps.DecideAsync(
            pairs[0].Overlap.Id!.Value,
            _ => true,
            Verdict.Complementary,
            "first",
            "test",
            "UNODC",
            Decided,
            default
        );
        await overlaps.DecideAsync(
            pairs[0].Overlap.Id!.Value,
            _ => true,
            Verdict.Duplicate,
            "\"sure\" \\ 😀",
            "test",
            "UNODC",
            Decided.AddTicks(10),
            default
        );
        await overlaps.DecideAsync(
            pairs[1].Overlap.Id!.Value,
            _ => true,
            Verdict.Unrelated,
            null,
            "test",
            "UNODC",
            Decided,
            default
        );
        await new OverlapNoteStore(database).AddAsync(
            pairs[0].Overlap.Id!.Value,
            new()
            {
                Id = Guid.CreateVersion7(Decided),
                Text = "\"ours\" \\ 😀\nсобаки",
                Proposed = Verdict.Complementary,
                WrittenBy = "test",
                Partner = "DE",
                WrittenAt = Decided,
            },
            _ => true,
            "test",
            default
        );
        var stale = await store.FindAsync(pairs[1].Overlap.Earlier.Id!.Value, default);
        await store.ChangeAsync(
            stale!.Id,
            null,
            stale.Owner,
            stale.Project.Draft with
            {
                PlannedStart = new(2009, 1, 1),
            },
            "test",
            default
        );
        await FilledHub.FillAsync(database);
        await SubscribeAsync(database);
        await ImportAsync(database);
        var learned = new LearnedRulesStore(database);
        await learned.AdoptAsync(LearnedRules.None, Decided, default);
        await learned.AdoptAsync(LearnedRules.None, Decided.AddDays(1), default);
        await learned.UndoAsync(Decided.AddDays(2), default);
        return database;
    }

    private static async Task ImportAsync(Database database)
    {
        var log = new ImportLog(database, TimeProvider.System);
        var kept = await log.AddAsync(
            new(
                Guid.CreateVersion7(),
                "DE",
                "US",
                "test 😀",
                IsJob: false,
                IsDryRun: false,
                new("Dátei 😀.csv", 3, [1, 2, 3]),
                "csv",
                "csv|||",
                "{}",
                TotalBytes: 3
            ),
            default
        );
        var lease = new ImportLease(kept, IsResumed: false);
        var (owner, draft) = AProject.By("US").Saying(draft => draft with { Reference = "Impórted" }).Build();
        foreach (var title in (string[])["before", "after"])
            await TestStores
                .Imports(database, TimeProvider.System)
                .WriteAsync(
                    "test",
                    session =>
                        session.PutAsync(
                            [new ImportRecord(owner, draft with { Title = title })],
                            (_, record) => MergedRecord.FromDraft(record.Draft),
                            default
                        ),
                    default,
                    lease
                );
        var report = new ImportReportParts();
        using var file = new MemoryStream();
        await report.AddAsync(ImportReportKind.Items, file, to => to.WriteAsync(new byte[] { 1, 2, 3 }).AsTask());
        var ending = new ImportEnding(ImportState.Finished, "é 😀", kept.Advance, null, IsListed: true);
        await log.EndAsync(lease, ending, report, Decided.AddYears(100), default);
        var mappings = new ImportMappings(database, TimeProvider.System);
        await mappings.SaveAsync("DE", "budget-sheet", """{"columns":{"Größe 😀":null}}""", null, "test 😀", default);
    }

    private static async Task SubscribeAsync(Database database)
    {
        var subscriptions = new SubscriptionStore(database);
        var draft = new SubscriptionDraft(
            SubscriptionChannel.Webhook,
            "Övérlaps 😀",
            "https://hooks.example.org/",
            new([EventType.VerdictGiven], ["TJ"], [Pillar.Precursors], ["DE"], ["world bank"])
        );
        var added = await subscriptions.AddAsync(
            Guid.CreateVersion7(),
            "DE",
            draft,
            [1, 2, 3],
            await new ChangeStore(database).LastPositionAsync(default),
            "test 😀",
            Decided,
            default
        );
        var changed = await subscriptions.ReplaceSecretAsync(added!, [4, 5, 6], Decided, default);
        await subscriptions.SaveAsync(
            changed!,
            new(changed!.Progress.Position, 1, Decided, Decided.AddHours(1)),
            [new("evt_1", EventType.VerdictGiven, 1, Decided, null, "The host has no address.")],
            null,
            default
        );
        var mail = await subscriptions.AddAsync(
            Guid.CreateVersion7(),
            "DE",
            draft with
            {
                Channel = SubscriptionChannel.Email,
                Url = "desk@example.org",
                DigestHour = 6,
            },
            [],
            changed.Progress.Position,
            "test",
            Decided,
            default
        );
        var tokens = new SubscriptionTokenStore(database);
        await tokens.BeginAsync(mail!, TokenPurpose.Confirmation, [7, 8, 9], Decided, default);
        await tokens.SetAskedAsync(mail!, Decided, default);
        await tokens.ConfirmAsync([7, 8, 9], Decided, default);
    }

    private static async Task<Database> CopiedAsync(Database here)
    {
        var there = await TestRegister.NewDatabaseAsync("sqlserver");
        await CopyAsync(here, there);
        return there.Service;
    }

    private static Task<IReadOnlyList<CopiedTable>> CopyAsync(Database from, TestDatabase to) =>
        new RegisterCopy(from, to.Migrator).RunAsync(_ => { }, null, default);

    /// <summary>
    /// Returns all rows with the values that the driver returns, independently of the copy's own comparison. Only rows
    /// of the same kind of database are comparable.
    /// </summary>
    private static Task<IReadOnlyList<string>> RowsAsync(Database database) =>
        RegisterTables.LinesAsync(database, [.. RegisterTable.All.Select(table => $"SELECT * FROM {table.Name}")]);

    private static async Task AssertAnswersAsync(Database first, params Database[] others)
    {
        var expected = new List<string>();
        foreach (var (_, ask) in Questions.Of(first))
            expected.Add(await ask(default));
        Assert.That(expected, Has.Count.GreaterThan(200));
        Assert.That(
            expected.Count(answer => answer.Length > 100),
            Is.GreaterThan(120),
            "most queries must return rows"
        );
        foreach (var other in others)
        {
            var place = 0;
            foreach (var (name, ask) in Questions.Of(other))
                Assert.That(await ask(default), Is.EqualTo(expected[place++]), $"{name}, on {other.Name}");
        }
    }

    private static async Task<ProjectOutcome> RecordAsync(Database database, (string Owner, ProjectDraft Draft) one) =>
        await TestStores.Projects(database, TimeProvider.System).RecordAsync(one.Owner, one.Draft, "test", default);

    private static async Task<long> LastAsync(Database database, ProjectSort sort) =>
        (await TestStores.Projects(database, TimeProvider.System).ListAsync(new(), sort, null, 1, default))
            .Single()
            .ProjectId;

    private sealed class ProgressCallback(Action<CopyProgress> tell) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => tell(value);
    }
}

/// <summary>Checks which tables and columns are copied and how rows are compared, without copying anything.</summary>
public sealed class RegisterTableTests
{
    [TestCase(
        "sqlite",
        """
            SELECT m.name, c.name
            FROM sqlite_schema m
            CROSS JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            """
    )]
    [TestCase(
        "sqlserver",
        """
            SELECT TABLE_NAME, COLUMN_NAME
            FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_NAME IN (
                SELECT t.TABLE_NAME FROM INFORMATION_SCHEMA.TABLES t WHERE t.TABLE_TYPE = 'BASE TABLE')
            """,
        Category = "sqlserver"
    )]
    public async Task All_tables_are_copied_with_all_their_columns(string engine, string sql)
    {
        var register = await TestRegister.GetAsync(engine);
        var columns = (await RegisterTables.LinesAsync(register.Database, sql))
            .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].ToUpperInvariant())
            .Where(line =>
                !line.StartsWith("SCHEMAVERSION", StringComparison.Ordinal)
                && !line.StartsWith("CALENDARYEAR", StringComparison.Ordinal)
                && !line.StartsWith("COMMITMARK", StringComparison.Ordinal)
            )
            .ToList();
        Assert.That(
            columns,
            Is.EquivalentTo(
                RegisterTable.All.SelectMany(table =>
                    table.Columns.Select(column => $"{table.Name} | {column.Name}".ToUpperInvariant())
                )
            ),
            "a new table or column must be added to RegisterTable.All, or the copy loses it"
        );
    }

    /// <summary>Both engines read and write rows by one list of tables, so that one of them tests it.</summary>
    [Test]
    public async Task Rows_of_every_table_of_the_hub_are_copied()
    {
        string[] hub =
        [
            "Measure",
            "MeasureVerdict",
            "ProjectMeasure",
            "Meeting",
            "Recommendation",
            "Document",
            "ProgressStatement",
            "ProgressStatementProject",
            "ProgressFinding",
            "Questionnaire",
            "PartnerResponse",
            "Layer",
            "LayerItem",
            "LayerItemNumber",
            "Post",
            "ReportNote",
            "ReportEdition",
            "ReportEditionFile",
        ];
        var (here, there) = (
            (await TestRegister.NewDatabaseAsync("sqlite")).Service,
            await TestRegister.NewDatabaseAsync("sqlite")
        );
        await Migrator.RunAsync(here, _ => { }, default);
        await TestStores.Reindex(here, TimeProvider.System).RunOutdatedAsync(null, default);
        await FilledHub.FillAsync(here);

        var copied = await new RegisterCopy(here, there.Migrator).RunAsync(_ => { }, null, default);

        Assert.That(copied.Where(table => table.Rows == 0).Select(table => table.Name).Intersect(hub), Is.Empty);
        foreach (var table in RegisterTable.All)
        {
            var rows = $"SELECT * FROM {table.Name}";
            Assert.That(
                await RegisterTables.LinesAsync(there.Service, rows),
                Is.EqualTo(await RegisterTables.LinesAsync(here, rows)),
                table.Name
            );
        }
    }

    [Test]
    public void Hash_tells_rows_apart_by_any_value_and_knows_no_order()
    {
        object?[] row =
        [
            1L,
            "ab",
            null,
            new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            1.5m,
            new byte[] { 1 },
            Guid.Empty,
        ];
        object?[] other = [2L, "cd", "", null, null, null, null];
        Assert.That(Hash(row, other).Equals(Hash(other, [.. row[..4], 1.5000m, .. row[5..]])), Is.True);

        foreach (
            var different in (object?[][])
                [
                    [2L, .. row[1..]],
                    [1L, "aB", .. row[2..]],
                    [1L, "a", .. row[2..]],
                    [1L, "ab", "", .. row[3..]],
                    [.. row[..3], new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMicroseconds(1), .. row[4..]],
                    [.. row[..4], 1.5001m, .. row[5..]],
                    [.. row[..5], new byte[] { 1, 0 }, row[6]],
                    [.. row[..6], new Guid(1, 0, 0, new byte[8])],
                ]
        )
            Assert.That(Hash(different, other).Equals(Hash(row, other)), Is.False, string.Join(" ", different));
        Assert.That(Hash(row).Equals(Hash(row, row)), Is.False);
        Assert.That(Hash(["a", "b"]).Equals(Hash(["b", "a"])), Is.False);
        Assert.That(Hash(["ab", "c"]).Equals(Hash(["a", "bc"])), Is.False);
    }

    private static RowHash Hash(params object?[][] rows)
    {
        var hash = new RowHash();
        foreach (var row in rows)
            hash.Add(row);
        return hash;
    }
}
