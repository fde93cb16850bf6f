using Adam.Data.Databases;
using Adam.Data.Databases.SqlServer;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases;

[Category("sqlserver")]
public sealed class SessionTests
{
    /// <summary>A statement that waits for two seconds without an error.</summary>
    private static readonly SqlChange<NoParameters> Wait = new(
        new StatementSet(nameof(SessionTests)),
        $"""
        EXEC sp_getapplock
            @Resource = 'adam:register', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 2000
        """
    );

    [Test]
    public async Task Long_statement_is_given_up_unless_it_may_take_its_time()
    {
        var server = (SqlServerDatabase)(await TestRegister.GetAsync("sqlserver")).Database;
        await using var writer = await server.InWriteTransactionAsync(default);
        var database = new SqlServerDatabase(
            new SqlConnectionStringBuilder(server.ConnectionString) { CommandTimeout = 1 }.ConnectionString
        );
        await using (var session = await database.QueryOnceAsync(default))
            Assert.That(() => session.ExecuteAsync(Wait, default), Throws.InstanceOf<SqlException>());

        await using var patient = await database.QueryOnceAsync(default);
        patient.DisableCommandTimeout();
        Assert.That(() => patient.ExecuteAsync(Wait, default), Throws.Nothing);
    }
}
