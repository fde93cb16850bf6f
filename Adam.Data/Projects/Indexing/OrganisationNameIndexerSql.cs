using Adam.Data.Databases;
using Adam.Data.Partners;

namespace Adam.Data.Projects.Indexing;

internal static class OrganisationNameIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(OrganisationNameIndexerSql));

    /// <summary>Returns the names of some keys. @Rows: NameKey.</summary>
    public static readonly SqlQuery<RowsParameter, OrganisationRow> Stored = new(
        Statements,
        dialect =>
            $"""
                SELECT n.NameKey, n.Name
                FROM {Keys(dialect)} r
                CROSS JOIN OrganisationName n
                WHERE n.NameKey = {dialect.ByCodePoint($"r.NameKey")}
                """
    );

    /// <summary>Removes the names of some keys. @Rows: NameKey.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            dialect.DeleteMatching(
                $"OrganisationName",
                $"(SELECT {dialect.ByCodePoint($"gone.NameKey")} AS NameKey FROM {Keys(dialect)} gone)",
                ("NameKey", "NameKey")
            )
    );

    /// <summary>Adds names for keys without a name. @Rows: NameKey, Name.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO OrganisationName (NameKey, Name)
                SELECT r.NameKey, r.Name
                FROM {dialect.Rows($"@Rows", ("NameKey", "nvarchar(200)"), ("Name", "nvarchar(400)"))} r
                WHERE NOT EXISTS (SELECT 1 FROM OrganisationName n WHERE n.NameKey = {dialect.ByCodePoint(
                    $"r.NameKey"
                )})
                """
    );

    private static SqlText Keys(SqlDialect dialect) => dialect.Rows($"@Rows", ("NameKey", "nvarchar(200)"));
}
