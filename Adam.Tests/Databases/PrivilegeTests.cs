using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Partners;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases;

/// <summary>
/// Checks which statements are denied to the users of <c>db/sqlserver/setup</c>. All other tests on a server run as the
/// service and so show that its permissions suffice.
/// </summary>
[Category("sqlserver")]
[NonParallelizable]
public sealed class PrivilegeTests
{
    private TestDatabase _database = null!;

    [OneTimeSetUp]
    public async Task MakeDatabase()
    {
        await TestRegister.GetAsync("sqlserver");
        _database = await TestRegister.NewDatabaseAsync("sqlserver");
        await Migrator.RunAsync(_database.Migrator, _ => { }, default);
        await using var owner = await TestServer.OwnerAsync(NameOf(_database.Service));
        await owner.ExecuteAsync("CREATE TABLE dbo.Elsewhere (Number int NOT NULL)");
    }

    [TestCase("CREATE TABLE adam.More (Number int NOT NULL)")]
    [TestCase("CREATE TABLE dbo.More (Number int NOT NULL)")]
    [TestCase("ALTER TABLE adam.Project ADD More int NULL")]
    [TestCase("CREATE INDEX IX_More ON adam.Project (Version)")]
    [TestCase("DROP TABLE adam.ProjectWord")]
    [TestCase("TRUNCATE TABLE adam.ProjectWord")]
    [TestCase("CREATE SCHEMA more")]
    [TestCase("SELECT Number FROM dbo.Elsewhere")]
    [TestCase("DELETE FROM dbo.Elsewhere")]
    public void Service_may_not(string sql) => Refuses(_database.Service, sql);

    [TestCase("CREATE TABLE dbo.More (Number int NOT NULL)")]
    [TestCase("ALTER TABLE dbo.Elsewhere ADD More int NULL")]
    [TestCase("DROP TABLE dbo.Elsewhere")]
    [TestCase("SELECT Number FROM dbo.Elsewhere")]
    [TestCase("CREATE SCHEMA more")]
    public void Migrator_may_not(string sql) => Refuses(_database.Migrator, sql);

    [Test]
    public async Task Setting_up_twice_is_as_once()
    {
        var schema = await SchemaOf.DatabaseAsync(_database.Migrator);
        await TestServer.SetUpAsync(NameOf(_database.Service));
        Assert.That(await SchemaOf.DatabaseAsync(_database.Migrator), Is.EqualTo(schema));
        Assert.That(await new PartnerStore(_database.Service).ListAsync(default), Has.Count.EqualTo(81));
        Refuses(_database.Service, "TRUNCATE TABLE adam.ProjectWord");
    }

    [Test]
    public void Program_refuses_to_come_as_the_owner_of_the_database()
    {
        var owner = new SqlServerDatabase(TestServer.Owner(NameOf(_database.Service)));
        Assert.That(
            () => Migrator.RunAsync(owner, _ => { }, default),
            Throws.TypeOf<UnsupportedDatabaseException>().With.Message.Contains("as dbo")
        );
        Assert.That(
            () => Migrator.CheckAsync(owner, default),
            Throws.TypeOf<UnsupportedDatabaseException>().With.Message.Contains("as dbo")
        );
    }

    [Test]
    public async Task User_who_seeks_the_register_elsewhere_is_told_the_cure_and_it_cures()
    {
        var database = await TestRegister.NewDatabaseAsync("sqlserver");
        await Migrator.RunAsync(database.Migrator, _ => { }, default);
        var service = (SqlServerDatabase)database.Service;
        await using var owner = await TestServer.OwnerAsync(NameOf(service));
        await owner.ExecuteAsync(
            $"ALTER USER [{new SqlConnectionStringBuilder(service.ConnectionString).UserID}] WITH DEFAULT_SCHEMA = dbo"
        );
        SqlConnection.ClearAllPools();

        var refused = (
            await Assert.ThrowsAsync<UnsupportedDatabaseException>(() => Migrator.CheckAsync(service, default))
        )!;
        await owner.ExecuteAsync(refused.Message[refused.Message.IndexOf("ALTER USER", StringComparison.Ordinal)..]);
        SqlConnection.ClearAllPools();
        Assert.That(() => Migrator.CheckAsync(service, default), Throws.Nothing);
    }

    private static void Refuses(Database database, string sql)
    {
        using var connection = TestRegister.Connect(database);
        // SQL Server's message contains "permission", also if it hides whether the object exists. Babelfish's contains
        // "permission denied" or "must be owner".
        Assert.That(
            () => connection.ExecuteAsync(sql),
            Throws.TypeOf<SqlException>().With.Message.Contains("permission").Or.Message.Contains("must be owner")
        );
    }

    private static string NameOf(Database database) =>
        new SqlConnectionStringBuilder(((SqlServerDatabase)database).ConnectionString).InitialCatalog;
}
