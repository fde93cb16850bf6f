using Adam.Data.Databases;

namespace Adam.Data.Projects;

internal static class DerivedTableSql
{
    public static readonly StatementSet Statements = new(nameof(DerivedTableSql));

    public static readonly SqlQuery<NoParameters, VersionRow> Versions = new(
        Statements,
        $"SELECT Name, Version FROM DerivedTable"
    );

    /// <summary>Removes the versions of some tables. @Rows: Name, Version.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            dialect.DeleteMatching(
                $"DerivedTable",
                $"(SELECT {dialect.ByCodePoint($"v.Name")} AS Name FROM {Rows(dialect)} v)",
                ("Name", "Name")
            )
    );

    /// <summary>Adds the versions of some tables. @Rows: Name, Version.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO DerivedTable (Name, Version)
                SELECT r.Name, r.Version
                FROM {Rows(dialect)} r
                """
    );

    private static SqlText Rows(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("Name", "nvarchar(40)"), ("Version", "int"));
}

/// <summary>The version of the rules that filled a table.</summary>
internal sealed record VersionRow
{
    public string Name { get; init; } = "";
    public int Version { get; init; }
}
