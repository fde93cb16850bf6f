using Adam.Data.Engines;

namespace Adam.Data.Projects;

internal static class DerivedTableSql
{
    public const string Versions = "SELECT Name, Version FROM DerivedTable";

    public static string Remove(Engine engine) => engine.DeleteMatching(
        "DerivedTable", $"(SELECT {engine.ByCodePoint("v.Name")} AS Name FROM {Rows(engine)} v)", ("Name", "Name"));

    public static string Add(Engine engine) => $"""
        INSERT INTO DerivedTable (Name, Version)
        SELECT r.Name, r.Version
        FROM {Rows(engine)} r
        """;

    private static string Rows(Engine engine) =>
        engine.Rows("@versions", ("Name", "nvarchar(40)"), ("Version", "int"));
}
