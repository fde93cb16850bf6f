using Adam.Data.Engines;

namespace Adam.Data.Projects.Indexing;

internal static class OrganisationNameIndexerSql
{
    public static string Add(Engine engine) => $"""
        INSERT INTO OrganisationName (NameKey, Name)
        SELECT r.NameKey, r.Name
        FROM {engine.Rows("@names", ("NameKey", "nvarchar(200)"), ("Name", "nvarchar(200)"))} r
        WHERE NOT EXISTS (SELECT 1 FROM OrganisationName n WHERE n.NameKey = {engine.ByCodePoint("r.NameKey")})
        """;
}
