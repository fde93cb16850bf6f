using Adam.Data.Databases;

namespace Adam.Data.Projects.Indexing;

internal static class PlaceIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(PlaceIndexerSql));

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM ProjectPlace");

    /// <summary>Removes the rows of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ProjectPlace
                WHERE ProjectId IN (SELECT r.ProjectId FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r)
                """
    );

    /// <summary>Adds places. @Rows: ProjectId, LatitudeBand, Longitude, Latitude, X, Y, Z.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("ProjectId", "bigint"),
                ("LatitudeBand", "tinyint"),
                ("Longitude", "int"),
                ("Latitude", "int"),
                ("X", "int"),
                ("Y", "int"),
                ("Z", "int")
            );
            return $"""
                INSERT INTO ProjectPlace (LatitudeBand, Longitude, Latitude, ProjectId, X, Y, Z)
                SELECT r.LatitudeBand, r.Longitude, r.Latitude, r.ProjectId, r.X, r.Y, r.Z
                FROM {rows} r
                """;
        }
    );
}
