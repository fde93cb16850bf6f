using System.Data.Common;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Data.Subscriptions;
using Adam.Domain.Projects;
using Adam.Tests.Projects;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Support;

namespace Adam.Tests.Databases;

[TestFixture("sqlite", Category = "sqlite")]
[TestFixture("sqlserver", Category = "sqlserver")]
public sealed class MigrationTests(string engineName)
{
    private static readonly string[] Files = [.. MigrationFileTests.Scripts("sqlite")];

    [SetUp]
    public Task NeedsServer() => TestRegister.GetAsync(engineName);

    [Test]
    public async Task Migrating_an_empty_database_brings_the_founding_partners_and_twice_is_as_once()
    {
        var database = await TestRegister.NewDatabaseAsync(engineName);
        var log = new List<string>();
        await Migrator.RunAsync(database.Migrator, log.Add, default);
        Assert.That(log, Is.EqualTo(Files.Select(file => $"Migrating: {engineName}/{file}")));

        log.Clear();
        await Migrator.RunAsync(database.Service, log.Add, default);
        Assert.That(log, Is.Empty);

        var partners = await new PartnerStore(database.Service).ListAsync(default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(partners.Count(partner => partner.Kind == Domain.Partners.PartnerKind.Country), Is.EqualTo(58));
            Assert.That(
                partners.Count(partner => partner.Kind == Domain.Partners.PartnerKind.Organisation),
                Is.EqualTo(23)
            );
        }
    }

    [Test]
    public async Task Programs_that_start_at_once_migrate_once()
    {
        var database = (await TestRegister.NewDatabaseAsync(engineName)).Migrator;
        var log = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Task.Run(() => Migrator.RunAsync(database, log.Add, default)))
        );
        Assert.That(log, Has.Count.EqualTo(Files.Length));
    }

    [Test]
    public async Task Program_that_does_not_migrate_says_what_the_database_lacks()
    {
        var database = await TestRegister.NewDatabaseAsync(engineName);
        Assert.That(
            () => Migrator.CheckAsync(database.Service, default),
            Throws.TypeOf<UnsupportedDatabaseException>().With.Message.Contains($"lacks {engineName}/{Files[0]}")
        );

        await Migrator.RunAsync(database.Migrator, _ => { }, default);
        Assert.That(() => Migrator.CheckAsync(database.Service, default), Throws.Nothing);
    }

    [TestCase("9999_later.sql", TestName = "Program_leaves_the_database_of_a_newer_one_alone")]
    [TestCase("0002_overlaps.sql", TestName = "Program_leaves_a_database_from_before_the_first_release_alone")]
    public async Task Program_leaves_a_database_of_another_version_alone(string unknown)
    {
        var database = (await TestRegister.NewDatabaseAsync(engineName)).Migrator;
        MigrateTo(database, 1);
        await ExecuteAsync(
            database,
            $"INSERT INTO SchemaVersion (ScriptName, Applied) VALUES ('{engineName}/{unknown}', '2040-01-01')"
        );

        Func<Database, Task>[] starts =
        [
            e => Migrator.RunAsync(e, _ => { }, default),
            e => Migrator.CheckAsync(e, default),
            e => Migrator.PrintAsync(e, default),
        ];
        foreach (var start in starts)
            Assert.That(
                () => start(database),
                Throws
                    .TypeOf<UnsupportedDatabaseException>()
                    .With.Message.Contains($"does not know {engineName}/{unknown}. Nothing was changed.")
            );

        await using var connection = TestRegister.Connect(database);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM SchemaVersion"),
                Is.EqualTo(2),
                "no script may have run"
            );
            Assert.That(
                await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM Partner"),
                Is.Zero,
                "no partner may have been written"
            );
        }
    }

    /// <summary>DacFx does not read migrations, so the resulting schema can only be compared on a server.</summary>
    [Test]
    public async Task Migrations_give_the_declared_schema()
    {
        if (engineName != "sqlserver")
            Assert.Ignore("Only SQL Server has a declared schema besides its migrations.");

        var declared = await TestServer.CreateAsync();
        await using (var connection = await TestServer.OwnerAsync(declared))
        {
            foreach (
                var batch in new SqlCommandSplitter().SplitScriptIntoCommands(
                    Repository.Read("db", "sqlserver", "schema.sql")
                )
            )
                await TestServer.ExecuteAsync(connection, batch);
        }

        var migrated = await SchemaOf.MigratedAsync(engineName);
        Assert.That(migrated, Is.EqualTo(await SchemaOf.ServerAsync(declared)));
        Assert.That(migrated, Has.Count.GreaterThan(200));
    }

    [Test]
    public async Task What_migrate_prints_migrates_by_hand()
    {
        for (var version = 0; version < Files.Length; version++)
        {
            var database = await TestRegister.NewDatabaseAsync(engineName);
            MigrateTo(database.Migrator, version);
            var script = await Migrator.PrintAsync(database.Migrator, default);
            Assert.That(
                Files.Where(file => script.Contains(file, StringComparison.Ordinal)),
                Is.EqualTo(Files.Skip(version))
            );

            if (engineName == "sqlserver")
                Assert.That(
                    () => Sql.Tsql.Parse(script),
                    Throws.Nothing,
                    "SQL Server must be able to parse the script"
                );
            await ExecuteAsync(database.Migrator, script);
            var log = new List<string>();
            await Migrator.RunAsync(database.Service, log.Add, default);
            Assert.That(log, Is.Empty, "no script may be left to run");
            Assert.That(await Migrator.PrintAsync(database.Service, default), Is.Empty);
            Assert.That(
                await SchemaOf.DatabaseAsync(database.Migrator),
                Is.EqualTo(await SchemaOf.MigratedAsync(engineName)),
                $"from version {version}"
            );
        }
    }

    /// <summary>A tool may continue the script after an error, as sqlcmd does without -b.</summary>
    [Test]
    public async Task What_migrate_prints_leaves_nothing_behind_when_it_fails()
    {
        if (engineName == "sqlite" || await TestServer.IsBabelfishAsync())
            Assert.Ignore("The script for SQLite is run with -bail, and Babelfish continues after SET NOEXEC ON.");

        var database = (await TestRegister.NewDatabaseAsync(engineName)).Migrator;
        var script = await Migrator.PrintAsync(database, default);
        await ExecuteAsync(database, "CREATE TABLE adam.ProjectWord (InTheWay int NOT NULL)");
        await using var connection = TestRegister.Connect(database);
        await connection.OpenAsync();
        var errors = 0;
        foreach (var batch in new SqlCommandSplitter().SplitScriptIntoCommands(script))
        {
            try
            {
                await connection.ExecuteAsync(batch);
            }
            catch (DbException)
            {
                errors++;
            }
        }

        Assert.That(errors, Is.GreaterThan(0));
        Assert.That(
            await connection.QueryAsync<string>("SELECT name FROM sys.tables"),
            Is.EquivalentTo(["ProjectWord"])
        );
    }

    [Test]
    public async Task What_records_and_decisions_tell_of_their_history_becomes_changes()
    {
        var database = await TestRegister.NewDatabaseAsync(engineName);
        MigrateTo(database.Migrator, 7);
        await using (var connection = TestRegister.Connect(database.Service))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(
                "INSERT INTO Partner (Code, Kind, Name, Member, Version) VALUES ('DE', 1, 'Germany', 1, 1)"
            );
            await RecordAsync(connection, "first", version: 1, day: 1, withdrawn: null);
            await RecordAsync(connection, "changed", version: 3, day: 2, withdrawn: null);
            await RecordAsync(connection, "withdrawn", version: 1, day: 3, withdrawn: Day(9));
            await connection.ExecuteAsync(
                """
                INSERT INTO OverlapVerdict (FirstId, SecondId, Verdict, DecidedBy, Partner, DecidedAt)
                VALUES (1, 2, 4, 'analyst', 'DE', @Given), (1, 2, NULL, 'other', 'DE', @TakenBack)
                """,
                new { Given = Day(5), TakenBack = Day(6) }
            );
        }

        await Migrator.RunAsync(database.Migrator, _ => { }, default);
        var page = await new ChangeStore(database.Service).ReadAsync(
            ChangePosition.Start,
            new() { Countries = ["TJ"], Donors = ["DE"] },
            100,
            default
        );
        Assert.That(
            page.Items.Select(change => $"{change.At:M-dd HH:mm:ss.ffffff} {change.Kind} {change.Version} {change.By}"),
            Is.EqualTo(
                new[]
                {
                    "1-01 00:00:00.500000 Created 1 writer",
                    "1-02 00:00:00.500000 Created 1 ",
                    "1-03 00:00:00.500000 Created 1 writer",
                    "1-05 00:00:00.123456 VerdictGiven  analyst",
                    "1-06 00:00:00.123456 VerdictTakenBack  other",
                    "1-07 00:00:00.000000 Changed 3 writer",
                    "1-09 00:00:00.123456 Withdrawn 2 ",
                }
            )
        );
        Assert.That(page.Items.Select(change => change.Fields), Is.All.Null);
    }

    [Test]
    public async Task Subscriptions_and_their_deliveries_are_kept_when_channels_are_added()
    {
        var database = await TestRegister.NewDatabaseAsync(engineName);
        MigrateTo(database.Migrator, 8);
        var id = Guid.NewGuid();
        await using (var connection = TestRegister.Connect(database.Service))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(
                "INSERT INTO Partner (Code, Kind, Name, Member, Version) VALUES ('DE', 1, 'Germany', 1, 1)"
            );
            await connection.ExecuteAsync(
                """
                INSERT INTO Subscription (
                    Id, PartnerId, Channel, Name, Url, Definition, Secret, State, Version, CreatedAt, CreatedBy,
                    ChangeId, ChangeMicros, Failures)
                VALUES (@Id, 1, 1, 'Ours', 'https://1.1.1.1/', @Definition, @Secret, 2, 5, @At, 'writer', 7, 8, 3)
                """,
                new
                {
                    Id = id,
                    Definition = DefinitionJson.Write(new([EventType.VerdictGiven], ["TJ"], [], [], [])),
                    Secret = new byte[] { 1, 2 },
                    At = Day(1),
                }
            );
            await connection.ExecuteAsync(
                """
                INSERT INTO SubscriptionDelivery (SubscriptionId, EventId, EventType, AttemptedAt, Status, Error)
                VALUES (1, 'evt', 6, @At, 503, 'failed')
                """,
                new { At = Day(2) }
            );
        }

        await Migrator.RunAsync(database.Migrator, _ => { }, default);
        var store = new SubscriptionStore(database.Service);
        var kept = (await store.FindAsync(id, default))!;
        Assert.That(
            (kept.Draft.Channel, kept.Draft.Url, kept.State, kept.Version, kept.Progress, kept.ConfirmedAt),
            Is.EqualTo(
                (
                    SubscriptionChannel.Webhook,
                    "https://1.1.1.1/",
                    SubscriptionState.Paused,
                    5,
                    new DeliveryProgress(new(7, 8), 3, null, null),
                    (DateTimeOffset?)null
                )
            )
        );
        Assert.That(kept.Secrets.Current, Is.EqualTo(new byte[] { 1, 2 }));
        var delivery = new Delivery("evt", EventType.VerdictGiven, 1, Day(2), 503, "failed");
        Assert.That(await DeliveriesAsync(), Is.EqualTo(new[] { delivery }));

        // The keys of the new tables continue, and refer to each other.
        await store.SaveAsync(kept, kept.Progress, [delivery with { EventId = "later" }], null, default);
        Assert.That((await DeliveriesAsync()).Select(one => one.EventId), Is.EqualTo(new[] { "later", "evt" }));
        Assert.That(await store.RemoveAsync(kept, default), Is.True);

        async Task<IEnumerable<Delivery>> DeliveriesAsync() =>
            (await store.DeliveriesAsync(kept, null, 10, default)).Select(one => one.Delivery);
    }

    private static DateTimeOffset Day(int day) =>
        new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456);

    /// <summary>Stores a project as releases before the log of changes did.</summary>
    private static Task<int> RecordAsync(
        DbConnection connection,
        string reference,
        int version,
        int day,
        DateTimeOffset? withdrawn
    )
    {
        var (owner, draft) = AProject.By("DE").Saying(draft => draft with { Reference = reference }).Build();
        var created = new DateTimeOffset(2026, 1, day, 0, 0, 0, 500, TimeSpan.Zero);
        var updated = version == 1 ? created : new DateTimeOffset(2026, 1, 7, 0, 0, 0, TimeSpan.Zero);
        var project = new Project(Guid.NewGuid(), owner, draft, version, created, updated, "writer");
        return connection.ExecuteAsync(
            """
            INSERT INTO Project (
                Id, OwnerId, ReferenceKey, Version, UpdatedAt, WithdrawnAt, ScopeChangedAt, Document)
            VALUES (@Id, 1, @Reference, @Version, @Updated, @Withdrawn, @Updated, @Document)
            """,
            new
            {
                project.Id,
                Reference = reference,
                Version = withdrawn is null ? version : version + 1,
                Updated = withdrawn ?? updated,
                Withdrawn = withdrawn,
                Document = ProjectJson.Write(project),
            }
        );
    }

    /// <summary>Runs only the first scripts, as an older release did.</summary>
    private static void MigrateTo(Database database, int version)
    {
        // Connections of the program open a file, and never make one.
        if (database is SqliteDatabase { Location: var path } && !File.Exists(path))
            File.Create(path).Dispose();
        var builder = database switch
        {
            SqliteDatabase sqlite => DeployChanges
                .To.SqliteDatabase(sqlite.ConnectionString)
                .JournalToSqliteTable(Migrator.Journal),
            SqlServerDatabase server => DeployChanges
                .To.SqlDatabase(server.ConnectionString)
                .JournalToSqlTable(SqlServerPrerequisites.Schema, Migrator.Journal),
            _ => throw new ArgumentException(database.Name, nameof(database)),
        };
        var scripts = Files
            .Take(version)
            .Select(file => new SqlScript($"{database.Name}/{file}", Repository.Read("db", database.Name, file)));
        var result = builder
            .WithScripts(scripts)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        Assert.That(result.Error, Is.Null);
    }

    private static async Task ExecuteAsync(Database database, string sql)
    {
        await using var connection = TestRegister.Connect(database);
        await connection.OpenAsync();
        foreach (var batch in new SqlCommandSplitter().SplitScriptIntoCommands(sql))
            await connection.ExecuteAsync(batch);
    }
}

public sealed class MigrationFileTests
{
    [Test]
    public void Both_engines_have_the_same_scripts_numbered_without_a_gap()
    {
        var (sqlite, server) = (Scripts("sqlite"), Scripts("sqlserver"));
        Assert.That(server, Is.EqualTo(sqlite));
        Assert.That(sqlite.Select(name => int.Parse(name[..4], null)), Is.EqualTo(Enumerable.Range(1, sqlite.Count)));
    }

    internal static List<string> Scripts(string engine) =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository.Root, "db", engine), "0*.sql")
                .Select(file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal),
        ];
}
