using Adam.Data.Engines;

namespace Adam.Data.Projects.Indexing;

internal static class OrganisationNameIndexerSql
{
    /// <summary>The names of some keys.</summary>
    public static string Stored(Engine engine) => $"""
        SELECT n.NameKey, n.Name
        FROM {Keys(engine)} r
        CROSS JOIN OrganisationName n
        WHERE n.NameKey = {engine.ByCodePoint("r.NameKey")}
        """;

    public static string Remove(Engine engine) => engine.DeleteMatching(
        "OrganisationName",
        $"(SELECT {engine.ByCodePoint("gone.NameKey")} AS NameKey FROM {Keys(engine)} gone)",
        ("NameKey", "NameKey"));

    public static string Add(Engine engine) => $"""
        INSERT INTO OrganisationName (NameKey, Name)
        SELECT r.NameKey, r.Name
        FROM {engine.Rows("@names", ("NameKey", "nvarchar(200)"), ("Name", "nvarchar(200)"))} r
        WHERE NOT EXISTS (SELECT 1 FROM OrganisationName n WHERE n.NameKey = {engine.ByCodePoint("r.NameKey")})
        """;

    private static string Keys(Engine engine) => engine.Rows("@keys", ("NameKey", "nvarchar(200)"));
}
