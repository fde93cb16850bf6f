using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;

namespace Adam.Data.Overlaps;

internal static class OverlapDraftSql
{
    public static readonly StatementSet Statements = new(nameof(OverlapDraftSql));

    /// <summary>
    /// Returns the candidates of a draft: projects that share a day and a blocking key, which includes a country and a
    /// pillar. @Rows: KeyHash.
    /// </summary>
    public static readonly SqlQuery<DraftParameters, ProjectRow> Candidates = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
                FROM (
                    SELECT DISTINCT theirs.ProjectId
                    FROM {dialect.Rows($"@Rows", ("KeyHash", "bigint"))} mine
                    CROSS JOIN ProjectBlockingKey theirs
                    WHERE theirs.KeyHash = mine.KeyHash AND theirs.ProjectId <> @Self
                      AND theirs.StartDay <= @EndDay AND theirs.EndDay >= @StartDay) other
                CROSS JOIN Project p
                WHERE p.ProjectId = other.ProjectId
                """
    );

    /// <summary>
    /// Returns the highest score, in ten-thousandths, that a project has with projects of an owner, except @Self; null
    /// if there is none.
    /// </summary>
    public static readonly SqlQuery<PairsWithOwner, int?> Best = new(
        Statements,
        $"""
        SELECT MAX(Score)
        FROM OverlapByProject
        WHERE ProjectId = @ProjectId AND OtherOwnerId = @OwnerId AND OtherId <> @Self
        """
    );
}

/// <param name="Self">The recorded project that the draft would replace; 0 if there is none.</param>
/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record DraftParameters(long Self, int StartDay, int EndDay, string Rows);

internal sealed record PairsWithOwner(long ProjectId, int OwnerId, long Self);
