using Adam.Data.Engines;

namespace Adam.Data.Projects.Indexing;

internal static class FacetIndexerSql
{
    public const string Clear = "DELETE FROM ProjectFacet";

    public static string Remove(Engine engine) => $"""
        DELETE FROM ProjectFacet
        WHERE ProjectId IN (SELECT r.ProjectId FROM {engine.Rows("@projects", ("ProjectId", "bigint"))} r)
        """;

    public static string Add(Engine engine) => $"""
        INSERT INTO ProjectFacet (Facet, Value, ProjectId, StartDay, EndDay, UpdatedMicros)
        SELECT r.Facet, r.Value, r.ProjectId, r.StartDay, r.EndDay, r.UpdatedMicros
        FROM {engine.Rows("@facets",
            ("Facet", "nvarchar(20)"), ("Value", "nvarchar(200)"), ("ProjectId", "bigint"), ("StartDay", "int"),
            ("EndDay", "int"), ("UpdatedMicros", "bigint"))} r
        """;
}
