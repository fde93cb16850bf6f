using Adam.Data.Engines;

namespace Adam.Data.Imports;

internal static class ImportSql
{
    /// <summary>
    /// The numbers of ranked overlaps of projects, without declared ones (kind 4); no row for a project without
    /// overlaps.
    /// </summary>
    public static string Overlaps(Engine engine) => $"""
        SELECT p.Id, COUNT(*) AS Overlaps
        FROM {engine.Rows("@ids", ("Id", "uniqueidentifier"))} r
        CROSS JOIN Project p
        CROSS JOIN OverlapByProject s
        CROSS JOIN Overlap o
        WHERE p.Id = r.Id AND s.ProjectId = p.ProjectId
          AND o.FirstId = CASE WHEN s.ProjectId < s.OtherId THEN s.ProjectId ELSE s.OtherId END
          AND o.SecondId = CASE WHEN s.ProjectId < s.OtherId THEN s.OtherId ELSE s.ProjectId END
          AND o.Kind <> 4
        GROUP BY p.Id
        """;
}
