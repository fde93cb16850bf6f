using Adam.Data.Databases;
using Adam.Data.Databases.SqlServer;

namespace Adam.Tests.Databases;

/// <summary>Checks the errors for each property of a database. No server is needed.</summary>
public sealed class SqlServerPrerequisitesTests
{
    private static readonly SqlServerPrerequisites Fit = new()
    {
        Name = "Adam",
        UserName = "service",
        DefaultSchema = "adam",
        SchemaId = 5,
        ReadCommittedSnapshot = true,
        SnapshotIsolation = 1,
    };

    [Test]
    public void Database_that_is_set_up_will_do() => Assert.That(Fit.Verify, Throws.Nothing);

    [Test]
    public void Every_fault_is_told_at_once_with_its_cure()
    {
        var unfit = new SqlServerPrerequisites
        {
            Name = "A]b",
            UserName = "service",
            DefaultSchema = "dbo",
            SchemaId = null,
            ReadCommittedSnapshot = false,
            SnapshotIsolation = 0,
        };
        var message = Assert.Throws<UnsupportedDatabaseException>(unfit.Verify)!.Message;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Does.Contain("3_schema.sql"));
            Assert.That(message, Does.Contain("ALTER USER [service] WITH DEFAULT_SCHEMA = adam;"));
            Assert.That(
                message,
                Does.Contain("ALTER DATABASE [A]]b] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;")
            );
            Assert.That(message, Does.Contain("ALTER DATABASE [A]]b] SET ALLOW_SNAPSHOT_ISOLATION ON;"));
            Assert.That(message.Split(Environment.NewLine), Has.Length.EqualTo(4));
        }
    }

    /// <summary>The default schema of dbo cannot be changed, so the message must not suggest ALTER USER.</summary>
    [Test]
    public void Dbo_is_told_to_come_as_somebody_else() =>
        Assert.That(
            () => (Fit with { UserName = "dbo", DefaultSchema = "dbo" }).Verify(),
            Throws
                .TypeOf<UnsupportedDatabaseException>()
                .With.Message.Contains("as dbo")
                .And.Message.Not.Contains("ALTER USER")
        );

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(3)]
    public void Snapshot_isolation_must_have_been_reached(byte state) =>
        Assert.That(
            () => (Fit with { SnapshotIsolation = state }).Verify(),
            Throws.TypeOf<UnsupportedDatabaseException>().With.Message.Contains("ALLOW_SNAPSHOT_ISOLATION")
        );
}
