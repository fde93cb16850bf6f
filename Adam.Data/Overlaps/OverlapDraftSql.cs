using Adam.Data.Engines;

namespace Adam.Data.Overlaps;

internal static class OverlapDraftSql
{
    /// <summary>
    /// The projects that a draft is to be compared with: they share rare evidence, which stands for a country and a
    /// pillar too, and a day. @evidence are hashes.
    /// </summary>
    public static string Candidates(Engine engine) => $"""
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ActivityAt, p.Document
        FROM (
            SELECT DISTINCT theirs.ProjectId
            FROM {engine.Rows("@evidence", ("KeyHash", "bigint"))} mine
            CROSS JOIN ProjectEvidence theirs
            WHERE theirs.KeyHash = mine.KeyHash AND theirs.ProjectId <> @self AND theirs.StartDay <= @endDay AND theirs.EndDay >= @startDay) other
        CROSS JOIN Project p
        WHERE p.ProjectId = other.ProjectId
        """;

    /// <summary>
    /// The highest score, in ten-thousandths, of a project @other with a project of the owner @ownerId other than
    /// @self; null if there is none.
    /// </summary>
    public const string Best = "SELECT MAX(Score) FROM OverlapSide WHERE ProjectId = @other AND OtherOwnerId = @ownerId AND OtherId <> @self";
}
