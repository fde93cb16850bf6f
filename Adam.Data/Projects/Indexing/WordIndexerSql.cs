using Adam.Data.Engines;

namespace Adam.Data.Projects.Indexing;

internal static class WordIndexerSql
{
    public const string Clear = "DELETE FROM ProjectWord";

    /// <summary>The words of some projects.</summary>
    public static string Stored(Engine engine) => $"""
        SELECT w.Word, w.ProjectId
        FROM {engine.Rows("@projects", ("ProjectId", "bigint"))} r
        CROSS JOIN ProjectWord w
        WHERE w.ProjectId = r.ProjectId
        """;

    public static string Remove(Engine engine) => engine.DeleteMatching(
        "ProjectWord",
        $"(SELECT {engine.ByCodePoint("gone.Word")} AS Word, gone.ProjectId FROM {Words(engine)} gone)",
        ("Word", "Word"), ("ProjectId", "ProjectId"));

    public static string Add(Engine engine) => $"""
        INSERT INTO ProjectWord (Word, ProjectId)
        SELECT r.Word, r.ProjectId
        FROM {Words(engine)} r
        """;

    private static string Words(Engine engine) =>
        engine.Rows("@words", ("Word", "nvarchar(40)"), ("ProjectId", "bigint"));
}
