using System.Text.RegularExpressions;
using Adam.Data.Engines;
using Adam.Data.Partners;
using Dapper;

namespace Adam.Tests.Engines;

[TestFixture("sqlite", Category = "sqlite")]
[TestFixture("sqlserver", Category = "sqlserver")]
public sealed partial class MigrationTests(string engineName)
{
    [SetUp]
    public Task NeedsServer() => TestRegister.GetAsync(engineName);

    [Test]
    public async Task Migrating_an_empty_database_brings_the_founding_partners_and_twice_is_as_once()
    {
        var engine = await TestRegister.NewDatabaseAsync(engineName);
        var log = new List<string>();
        await Migrations.RunAsync(engine, log.Add, default);
        Assert.That(log, Is.EqualTo(new[] { $"Migrating: {engineName}/0001_register.sql", $"Migrating: {engineName}/0002_overlaps.sql" }));

        log.Clear();
        await Migrations.RunAsync(engine, log.Add, default);
        Assert.That(log, Is.Empty);

        var partners = await new PartnerStore(engine).ListAsync(default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(partners.Count(partner => partner.Kind == Domain.Partners.PartnerKind.Country), Is.EqualTo(58));
            Assert.That(partners.Count(partner => partner.Kind == Domain.Partners.PartnerKind.Organisation), Is.EqualTo(23));
        }
    }

    [Test]
    public async Task Programs_that_start_at_once_migrate_once()
    {
        var engine = await TestRegister.NewDatabaseAsync(engineName);
        var log = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Migrations.RunAsync(engine, log.Add, default))));
        Assert.That(log, Has.Count.EqualTo(2));
    }

    /// <summary>DacFx does not read migrations: only a server can tell that they give the declared schema.</summary>
    [Test]
    public async Task Migrations_give_the_declared_schema()
    {
        if (engineName != "sqlserver")
            Assert.Ignore("Only SQL Server has a declared schema beside its migrations.");

        var migrated = await TestRegister.NewDatabaseAsync(engineName);
        await Migrations.RunAsync(migrated, _ => { }, default);
        var declared = await TestRegister.NewDatabaseAsync(engineName);
        await using (var connection = TestRegister.Connect(declared))
        {
            foreach (var batch in Batches().Split(Repository.Read("db", "sqlserver", "schema.sql")).Where(batch => batch.Trim().Length > 0))
                await connection.ExecuteAsync(batch);
        }

        Assert.That(await ColumnsAsync(migrated), Is.EqualTo(await ColumnsAsync(declared)));
    }

    private static async Task<IReadOnlyList<string>> ColumnsAsync(Engine engine)
    {
        await using var connection = TestRegister.Connect(engine);
        var rows = await connection.QueryAsync<(string Table, string Column, string Type, int? Length, string Nullable)>("""
            SELECT LOWER(TABLE_NAME), LOWER(COLUMN_NAME), DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE
            FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA = 'dbo' AND LOWER(TABLE_NAME) <> 'schemaversion'
            """);
        return [.. rows.Select(row => $"{row.Table}.{row.Column} {row.Type}({row.Length}) {row.Nullable}").Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline)]
    private static partial Regex Batches();
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

    private static List<string> Scripts(string engine) =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "db", engine), "0*.sql").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
