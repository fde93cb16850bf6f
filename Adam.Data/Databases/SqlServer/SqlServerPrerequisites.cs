using Dapper;
using Microsoft.Data.SqlClient;

namespace Adam.Data.Databases.SqlServer;

/// <summary>
/// The properties of a database on SQL Server and of the connected user that the register depends on.
/// </summary>
internal sealed record SqlServerPrerequisites
{
    public const string Schema = "adam";

    private const byte On = 1;

    // Selected by name, because the ids in sys.databases differ from DB_ID() in Azure SQL.
    private const string Ask = """
        SELECT DB_NAME() AS Name, USER_NAME() AS UserName,
               SCHEMA_NAME() AS DefaultSchema, SCHEMA_ID(N'adam') AS SchemaId,
               is_read_committed_snapshot_on AS ReadCommittedSnapshot, snapshot_isolation_state AS SnapshotIsolation
        FROM sys.databases
        WHERE name = DB_NAME()
        """;

    public required string Name { get; init; }

    public required string UserName { get; init; }

    /// <summary>The schema in which SQL Server resolves table names. The queries name no schema.</summary>
    public required string DefaultSchema { get; init; }

    /// <summary>Null if the schema of the register does not exist or is not visible to the user.</summary>
    public required int? SchemaId { get; init; }

    public required bool ReadCommittedSnapshot { get; init; }

    /// <summary>The state of snapshot isolation: 0 off, 1 on, 2 turning off, 3 turning on.</summary>
    public required byte SnapshotIsolation { get; init; }

    public static Task<SqlServerPrerequisites> ReadAsync(SqlConnection connection, CancellationToken ct) =>
        connection.QuerySingleAsync<SqlServerPrerequisites>(new CommandDefinition(Ask, cancellationToken: ct));

    /// <summary>Verifies that the register can be served from this database.</summary>
    /// <exception cref="UnsupportedDatabaseException">
    /// It cannot. The message lists all causes, each with its remedy.
    /// </exception>
    public void Verify()
    {
        var violations = Violations().ToList();
        if (violations.Count > 0)
            throw new UnsupportedDatabaseException(string.Join(Environment.NewLine, violations));
    }

    private IEnumerable<string> Violations()
    {
        if (SchemaId is null)
            yield return $"The database {Name} has no schema {Schema}, or {UserName} may not see it. "
                + "Run db/sqlserver/setup/3_schema.sql.";

        if (UserName == "dbo")
            yield return $"The program has come to the database {Name} as dbo, as sysadmins and owners of a database "
                + "do, and its tables are not in dbo. Let it come as a user of its own: db/sqlserver/setup makes one.";
        else if (!DefaultSchema.Equals(Schema, StringComparison.OrdinalIgnoreCase))
            yield return $"The register is in the schema {Schema}, and {UserName} seeks it in {DefaultSchema}. "
                + $"Run in the database {Name}: ALTER USER {Quoted(UserName)} WITH DEFAULT_SCHEMA = {Schema};";

        if (!ReadCommittedSnapshot)
            yield return "Readers would wait for writers. "
                + $"Run: ALTER DATABASE {Quoted(Name)} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;";

        if (SnapshotIsolation != On)
            yield return "Answers of several statements could not show one moment. "
                + $"Run: ALTER DATABASE {Quoted(Name)} SET ALLOW_SNAPSHOT_ISOLATION ON;";
    }

    private static string Quoted(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";
}
