using Adam.Data.Engines;
using Adam.Data.Keys;
using Adam.Data.Overlaps.Register;
using Adam.Domain.Security;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Engines.Faults;

/// <summary>Tests of what a caller is told, and of what then stands in the register, while servers, connections and the database go away. On SQL Server: to SQLite there is no connection.</summary>
[Category("sqlserver")]
public abstract class FaultTests
{
    /// <summary>How much longer than in the daily run: <c>ADAM_TEST_FAULTS</c>, or once.</summary>
    protected static int Times { get; } = int.TryParse(Environment.GetEnvironmentVariable("ADAM_TEST_FAULTS"), out var asked) ? asked : 1;

    protected TestRegister Register { get; private set; } = null!;

    private protected SqlServerEngine Server => (SqlServerEngine)Register.Engine;

    [OneTimeSetUp]
    public async Task OpenRegister() => Register = await TestRegister.GetAsync("sqlserver");

    [SetUp]
    public Task EmptyRegister() => Register.ResetAsync();

    /// <summary>A key that was issued without any fault.</summary>
    protected async Task<string> KeyAsync(Role role, string partner)
    {
        var secret = KeySecret.Create();
        Assert.That(await new KeyStore(Register.Engine).AddAsync(new(secret.Id, partner, role, "Test", DateTimeOffset.UnixEpoch, null), secret.Hash(), default), Is.True);
        return secret.ToString();
    }

    /// <summary>The same database by another way.</summary>
    private protected string Through(CuttingProxy proxy) =>
        new SqlConnectionStringBuilder(Server.ConnectionString) { DataSource = proxy.Address, Encrypt = SqlConnectionEncryptOption.Optional }.ConnectionString;

    protected async Task NothingIsMissedAsync() => Assert.That(await new OverlapVerify(Register.Engine, new()).RunAsync(null, default), Is.Empty, "overlaps verify");
}
