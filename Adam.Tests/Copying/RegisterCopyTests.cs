using Adam.Benchmarks.Copying;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Keys;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps;
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
    [OneTimeSetUp]
    public Task NeedsServer() => TestRegister.GetAsync("sqlserver");

    [Test]
    public async Task Register_comes_back_from_the_other_engine_row_by_row_and_answers_alike_everywhere()
    {
        var here = await FilledRegister.CreateAsync();
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
        var here = await FilledRegister.CreateAsync();
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
                    new("new", "DE", Role.Viewer, "new", FilledRegister.Decided, null),
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
                    FilledRegister.Decided.AddDays(1),
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
        var here = await FilledRegister.CreateAsync();
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
        var here = await FilledRegister.CreateAsync(projects: 400);
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
        var there = await CopiedAsync(await FilledRegister.CreateAsync());
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
            (await TestRegister.NewRegisterAsync("sqlite")).Service,
            await TestRegister.NewDatabaseAsync("sqlite")
        );
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
