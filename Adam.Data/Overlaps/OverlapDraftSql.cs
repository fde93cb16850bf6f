using Adam.Data.Engines;

namespace Adam.Data.Overlaps;

internal static class OverlapDraftSql
{
    /// <summary>The projects that a draft is to be compared with: they share rare evidence and, as far as the cells tell, a country, a pillar and a day. @evidence are hashes, @cells country and pillar.</summary>
    public static string Candidates(Engine engine) => $"""
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ActivityAt, p.Document
        FROM (
            SELECT DISTINCT theirs.ProjectId
            FROM {engine.Rows("@evidence", ("KeyHash", "bigint"))} mine
            CROSS JOIN ProjectEvidence theirs
            WHERE theirs.KeyHash = mine.KeyHash AND theirs.ProjectId <> @self) other
        CROSS JOIN Project p
        WHERE p.ProjectId = other.ProjectId AND EXISTS (
            SELECT 1
            FROM ProjectCell b
            CROSS JOIN {engine.Rows("@cells", ("Country", "nvarchar(2)"), ("Pillar", "tinyint"))} a
            WHERE b.ProjectId = p.ProjectId AND b.Pillar = a.Pillar AND b.Country = {engine.ByCodePoint("a.Country")}
              AND b.StartDay <= @endDay AND b.EndDay >= @startDay)
        """;

    /// <summary>How strong the strongest pair of a project with another of one owner's is.</summary>
    public const string Best = "SELECT MAX(Score) FROM OverlapSide WHERE ProjectId = @other AND OtherOwnerId = @ownerId AND OtherId <> @self";
}
