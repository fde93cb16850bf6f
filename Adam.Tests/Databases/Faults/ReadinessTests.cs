using System.Diagnostics;
using System.Net;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.SqlServer;
using Adam.Tests.Cli;

namespace Adam.Tests.Databases.Faults;

/// <summary>Checks the responses of <c>/health/ready</c> and their maximum duration.</summary>
public sealed class ReadinessTests : FaultTests
{
    [Test]
    public async Task Database_that_hangs_is_told_in_time_and_comes_back_by_itself()
    {
        await using var proxy = new CuttingProxy(Server.ConnectionString);
        using var api = new TestApi(new SqlServerDatabase(Through(proxy)));
        using var anybody = api.Anonymous();
        Assert.That(
            () => ReadyAsync(anybody),
            Is.EqualTo(200).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );

        proxy.Hangs = true;
        for (var round = 0; round < 3; round++)
            Assert.That(await ReadyAsync(anybody), Is.EqualTo(503));
        Assert.That((await anybody.GetAsync("/health/live")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        proxy.Hangs = false;
        Assert.That(
            () => ReadyAsync(anybody),
            Is.EqualTo(200).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );

        proxy.IsClosed = true;
        Assert.That(await ReadyAsync(anybody), Is.EqualTo(503));
        proxy.IsClosed = false;
        Assert.That(
            () => ReadyAsync(anybody),
            Is.EqualTo(200).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );
    }

    [Test]
    public async Task Database_without_a_migration_is_not_ready_and_the_answer_names_it()
    {
        var (migrator, service) = await TestRegister.NewDatabaseAsync("sqlserver");
        await Migrator.RunAsync(migrator, _ => { }, default);
        using var api = new TestApi(service);
        using var anybody = api.Anonymous();
        Assert.That(
            () => ReadyAsync(anybody),
            Is.EqualTo(200).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );

        // The state after the database is restored from an old copy while the program runs.
        await JournalAsync(
            "UPDATE SchemaVersion SET ScriptName = 'away' WHERE ScriptName = 'sqlserver/0001_register.sql'"
        );
        var problem = await (await anybody.GetAsync("/health/ready")).ProblemAsync(503, "ADAM-9002");
        Assert.That((string?)problem["detail"], Does.Contain("sqlserver/0001_register.sql"));

        await JournalAsync(
            "UPDATE SchemaVersion SET ScriptName = 'sqlserver/0001_register.sql' WHERE ScriptName = 'away'"
        );
        Assert.That(
            () => ReadyAsync(anybody),
            Is.EqualTo(200).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );

        Task JournalAsync(string sql) =>
            migrator.InWriteTransactionAsync(session => session.ExecuteAsync(sql, null, default), default);
    }

    private static async Task<int> ReadyAsync(HttpClient client)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(3)));
        return (int)response.StatusCode;
    }
}
