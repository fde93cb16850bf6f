using Adam.Data.Databases.SqlServer;
using Adam.Data.Keys;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases.Faults;

/// <summary>
/// Base of tests that check responses and stored rows while servers, connections and the database fail. They run only
/// on SQL Server, because SQLite has no network connection.
/// </summary>
[Category("sqlserver")]
[NonParallelizable]
public abstract class FaultTests
{
    /// <summary>The factor by which runs are longer than in the daily suite: <c>ADAM_TEST_FAULTS</c>, or 1.</summary>
    protected static int Times { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("ADAM_TEST_FAULTS"), out var asked) ? asked : 1;

    protected TestRegister Register { get; private set; } = null!;

    private protected SqlServerDatabase Server => (SqlServerDatabase)Register.Database;

    [OneTimeSetUp]
    public async Task OpenRegister() => Register = await TestRegister.GetAsync("sqlserver");

    [SetUp]
    public Task EmptyRegister() => Register.ResetAsync();

    /// <summary>Issues a key over a direct connection, without the proxy.</summary>
    protected async Task<string> KeyAsync(Role role, string partner)
    {
        var secret = KeySecret.Create();
        Assert.That(
            await new KeyStore(Register.Database).AddAsync(
                new(secret.Id, partner, role, "Test", DateTimeOffset.UnixEpoch, null),
                secret.Hash(),
                default
            ),
            Is.True
        );
        return secret.ToString();
    }

    /// <summary>Returns a connection string for the same database through the proxy.</summary>
    private protected string Through(CuttingProxy proxy) =>
        new SqlConnectionStringBuilder(Server.ConnectionString)
        {
            DataSource = proxy.Address,
            Encrypt = SqlConnectionEncryptOption.Optional,
        }.ConnectionString;

    protected async Task NothingIsMissedAsync() =>
        Assert.That(
            await new OverlapVerify(Register.Database, new()).RunAsync(null, default),
            Is.Empty,
            "overlaps verify"
        );
}
