using Adam.Data.Engines;

namespace Adam.Data.Overlaps;

internal static class OverlapDraftSql
{
    /// <summary>
    /// The projects that a draft is to be compared with: they share rare evidence, which stands for a country and a
    /// pillar too, and a day. @evidence are hashes.
    /// </summary>
    public static string Candidates(Engine engine) => $"""
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
        FROM (
            SELECT DISTINCT theirs.ProjectId
            FROM {engine.Rows("@evidence", ("KeyHash", "bigint"))} mine
            CROSS JOIN ProjectBlockingKey theirs
            WHERE theirs.KeyHash = mine.KeyHash AND theirs.ProjectId <> @self AND theirs.StartDay <= @endDay AND theirs.EndDay >= @startDay) other
        CROSS JOIN Project p
        WHERE p.ProjectId = other.ProjectId
        """;

    /// <summary>How strong the strongest pair of a project with another of one owner's is.</summary>
    public const string Best = "SELECT MAX(Score) FROM OverlapByProject WHERE ProjectId = @other AND OtherOwnerId = @ownerId AND OtherId <> @self";
}
