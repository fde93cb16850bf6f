using Adam.Data.Databases;

namespace Adam.Data.Projects.Indexing;

internal static class FacetIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(FacetIndexerSql));

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM ProjectFacet");

    /// <summary>Removes the rows of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ProjectFacet
                WHERE ProjectId IN (SELECT r.ProjectId FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r)
                """
    );

    /// <summary>Adds facets. @Rows: Facet, Value, ProjectId, StartDay, EndDay, UpdatedMicros.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("Facet", "nvarchar(20)"),
                ("Value", "nvarchar(200)"),
                ("ProjectId", "bigint"),
                ("StartDay", "int"),
                ("EndDay", "int"),
                ("UpdatedMicros", "bigint")
            );
            return $"""
                INSERT INTO ProjectFacet (Facet, Value, ProjectId, StartDay, EndDay, UpdatedMicros)
                SELECT r.Facet, r.Value, r.ProjectId, r.StartDay, r.EndDay, r.UpdatedMicros
                FROM {rows} r
                """;
        }
    );
}
