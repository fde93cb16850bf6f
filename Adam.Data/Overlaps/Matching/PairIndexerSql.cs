using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

internal static class PairIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(PairIndexerSql));

    private static readonly SqlText PairColumns = $"""
        o.FirstId, o.SecondId, o.Score, o.Kind, o.StartDay, o.EndDay, o.Days, o.Pillars, o.Countries, o.FoundMicros,
        o.UpdatedMicros, o.Verdict, o.IsStale, o.IsRestricted, t.Reasons
        """;

    /// <summary>Returns the stored blocking keys of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, StoredBlockingKey> BlockingKeysOf = new(
        Statements,
        dialect =>
            $"""
                SELECT e.KeyHash, e.ProjectId, e.StartDay, e.EndDay
                FROM {Projects(dialect)} r
                CROSS JOIN ProjectBlockingKey e
                WHERE e.ProjectId = r.ProjectId
                """
    );

    public static readonly SqlChange<RowsParameter> RemoveBlockingKeys = new(
        Statements,
        dialect =>
            dialect.DeleteMatching(
                $"ProjectBlockingKey",
                BlockingKeyRows(dialect),
                ("ProjectId", "ProjectId"),
                ("KeyHash", "KeyHash")
            )
    );

    public static readonly SqlChange<RowsParameter> AddBlockingKeys = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO ProjectBlockingKey (KeyHash, ProjectId, StartDay, EndDay)
                SELECT r.KeyHash, r.ProjectId, r.StartDay, r.EndDay
                FROM {BlockingKeyRows(dialect)} r
                """
    );

    /// <summary>
    /// Returns the candidate pairs of some projects: pairs that share a blocking key (which includes a country and a
    /// pillar) and a day, and differ in the owner or the donors. The definition then decides if they overlap. @Rows:
    /// ProjectId, StartDay, EndDay.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, CandidatePair> Candidates = new(
        Statements,
        dialect =>
            $"""
                SELECT pair.OneId, pair.OtherId, p.Version
                FROM (
                    SELECT DISTINCT r.ProjectId AS OneId, theirs.ProjectId AS OtherId
                    FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"), ("StartDay", "int"), ("EndDay", "int"))} r
                    CROSS JOIN ProjectBlockingKey mine
                    CROSS JOIN ProjectBlockingKey theirs
                    WHERE mine.ProjectId = r.ProjectId
                      AND theirs.KeyHash = mine.KeyHash AND theirs.ProjectId <> mine.ProjectId
                      AND theirs.StartDay <= r.EndDay AND theirs.EndDay >= r.StartDay) pair
                CROSS JOIN Project p
                WHERE p.ProjectId = pair.OtherId
                  AND EXISTS (
                      SELECT 1
                      FROM ProjectCell a
                      CROSS JOIN ProjectCell b
                      WHERE a.ProjectId = pair.OneId AND b.ProjectId = pair.OtherId
                        AND (b.OwnerId <> a.OwnerId OR b.DonorSetId <> a.DonorSetId))
                """
    );

    /// <summary>
    /// Returns the candidates of a project whose keys are not stored: projects that share a day and a blocking key.
    /// Those of the same owner and donors are included. @Rows: KeyHash.
    /// </summary>
    public static readonly SqlQuery<CandidatesParameters, CandidatePair> CandidatesOfKeys = new(
        Statements,
        dialect =>
            $"""
                SELECT @Self AS OneId, p.ProjectId AS OtherId, p.Version
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

    /// <summary>Returns the documents of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, ProjectRow> Documents = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
                FROM {Projects(dialect)} r
                CROSS JOIN Project p
                WHERE p.ProjectId = r.ProjectId
                """
    );

    /// <summary>Returns the stored pairs of some projects; a pair of two of them twice. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, StoredPair> PairsOf = new(
        Statements,
        dialect =>
            $"""
                SELECT {PairColumns}
                FROM {Projects(dialect)} r
                CROSS JOIN Overlap o
                CROSS JOIN OverlapReasons t
                WHERE o.FirstId = r.ProjectId AND t.FirstId = o.FirstId AND t.SecondId = o.SecondId
                UNION ALL
                SELECT {PairColumns}
                FROM {Projects(dialect)} r
                CROSS JOIN Overlap o
                CROSS JOIN OverlapReasons t
                WHERE o.SecondId = r.ProjectId AND t.FirstId = o.FirstId AND t.SecondId = o.SecondId
                """
    );

    /// <summary>Marks the current verdicts about some projects as stale. @Rows: ProjectId.</summary>
    public static readonly SqlChange<StaleVerdicts> MakeStale = new(
        Statements,
        dialect =>
            $"""
                UPDATE OverlapVerdict
                SET StaleAt = @At
                WHERE StaleAt IS NULL AND Verdict IS NOT NULL
                  AND VerdictId IN (
                      SELECT v.VerdictId
                      FROM {Projects(dialect)} r
                      CROSS JOIN OverlapVerdict v
                      WHERE v.FirstId = r.ProjectId
                      UNION ALL
                      SELECT v.VerdictId
                      FROM {Projects(dialect)} r
                      CROSS JOIN OverlapVerdict v
                      WHERE v.SecondId = r.ProjectId)
                  AND NOT EXISTS (
                      SELECT 1
                      FROM OverlapVerdict later
                      WHERE later.FirstId = OverlapVerdict.FirstId AND later.SecondId = OverlapVerdict.SecondId
                        AND later.VerdictId > OverlapVerdict.VerdictId)
                """
    );

    /// <summary>Returns the current verdicts about some pairs. @Rows: FirstId, SecondId.</summary>
    public static readonly SqlQuery<RowsParameter, VerdictRow> Verdicts = new(
        Statements,
        dialect =>
            $"""
                SELECT v.FirstId, v.SecondId, v.Verdict, CASE WHEN v.StaleAt IS NULL THEN 0 ELSE 1 END AS IsStale
                FROM {Pairs(dialect)} r
                CROSS JOIN OverlapVerdict v
                WHERE v.FirstId = r.FirstId AND v.SecondId = r.SecondId AND v.Verdict IS NOT NULL
                  AND NOT EXISTS (
                      SELECT 1
                      FROM OverlapVerdict later
                      WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
                """
    );

    public static readonly SqlChange<RowsParameter> RemovePairs = new(
        Statements,
        dialect => dialect.DeleteMatching($"Overlap", Pairs(dialect), ("FirstId", "FirstId"), ("SecondId", "SecondId"))
    );

    public static readonly SqlChange<RowsParameter> RemoveReasons = new(
        Statements,
        dialect =>
            dialect.DeleteMatching($"OverlapReasons", Pairs(dialect), ("FirstId", "FirstId"), ("SecondId", "SecondId"))
    );

    public static readonly SqlChange<RowsParameter> RemoveFacets = new(
        Statements,
        dialect =>
            dialect.DeleteMatching($"OverlapFacet", Pairs(dialect), ("FirstId", "FirstId"), ("SecondId", "SecondId"))
    );

    public static readonly SqlChange<RowsParameter> RemoveByFirstProject = new(
        Statements,
        dialect =>
            dialect.DeleteMatching(
                $"OverlapByProject",
                Pairs(dialect),
                ("ProjectId", "FirstId"),
                ("OtherId", "SecondId")
            )
    );

    public static readonly SqlChange<RowsParameter> RemoveBySecondProject = new(
        Statements,
        dialect =>
            dialect.DeleteMatching(
                $"OverlapByProject",
                Pairs(dialect),
                ("ProjectId", "SecondId"),
                ("OtherId", "FirstId")
            )
    );

    public static readonly SqlChange<RowsParameter> AddPairs = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO Overlap (
                    FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars, Countries, FoundMicros,
                    UpdatedMicros, Verdict, IsStale, IsRestricted)
                SELECT
                    r.FirstId, r.SecondId, r.Score, r.Kind, r.StartDay, r.EndDay, r.Days, r.Pillars, r.Countries,
                    r.FoundMicros, r.UpdatedMicros, NULLIF(r.Verdict, 0), r.IsStale, r.IsRestricted
                FROM {PlacedPairs(dialect)} r
                """
    );

    public static readonly SqlChange<RowsParameter> ChangePairs = new(
        Statements,
        dialect =>
            $"""
                UPDATE Overlap
                SET Score = r.Score, Kind = r.Kind, StartDay = r.StartDay, EndDay = r.EndDay, Days = r.Days,
                    Pillars = r.Pillars, Countries = r.Countries, FoundMicros = r.FoundMicros,
                    UpdatedMicros = r.UpdatedMicros, Verdict = NULLIF(r.Verdict, 0), IsStale = r.IsStale,
                    IsRestricted = r.IsRestricted
                FROM {PlacedPairs(dialect)} r
                WHERE Overlap.FirstId = r.FirstId AND Overlap.SecondId = r.SecondId
                """
    );

    public static readonly SqlChange<RowsParameter> AddReasons = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO OverlapReasons (FirstId, SecondId, Reasons)
                SELECT r.FirstId, r.SecondId, r.Reasons
                FROM {Reasons(dialect)} r
                """
    );

    public static readonly SqlChange<RowsParameter> ChangeReasons = new(
        Statements,
        dialect =>
            $"""
                UPDATE OverlapReasons
                SET Reasons = r.Reasons
                FROM {Reasons(dialect)} r
                WHERE OverlapReasons.FirstId = r.FirstId AND OverlapReasons.SecondId = r.SecondId
                """
    );

    public static readonly SqlChange<RowsParameter> SetScoresByProject = new(
        Statements,
        dialect =>
            $"""
                UPDATE OverlapByProject
                SET Score = r.Score
                FROM {ProjectRows(dialect)} r
                WHERE OverlapByProject.ProjectId = r.ProjectId AND OverlapByProject.OtherId = r.OtherId
                """
    );

    /// <summary>Sets the scores of a pair's facets. @Rows: FirstId, SecondId, Score.</summary>
    public static readonly SqlChange<RowsParameter> SetScoresOfFacets = new(
        Statements,
        dialect =>
            $"""
                UPDATE OverlapFacet
                SET Score = r.Score
                FROM {dialect.Rows($"@Rows", ("FirstId", "bigint"), ("SecondId", "bigint"), ("Score", "int"))} r
                WHERE OverlapFacet.FirstId = r.FirstId AND OverlapFacet.SecondId = r.SecondId
                """
    );

    public static readonly SqlChange<RowsParameter> AddByProject = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO OverlapByProject (ProjectId, OtherOwnerId, Score, OtherId)
                SELECT r.ProjectId, r.OtherOwnerId, r.Score, r.OtherId
                FROM {ProjectRows(dialect)} r
                """
    );

    public static readonly SqlChange<RowsParameter> AddFacets = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("Facet", "nvarchar(20)"),
                ("Value", "nvarchar(200)"),
                ("Score", "int"),
                ("Bits", "bigint"),
                ("FirstId", "bigint"),
                ("SecondId", "bigint")
            );
            return $"""
                INSERT INTO OverlapFacet (Facet, Value, Score, Bits, FirstId, SecondId)
                SELECT r.Facet, r.Value, r.Score, r.Bits, r.FirstId, r.SecondId
                FROM {rows} r
                """;
        }
    );

    /// <summary>
    /// Returns the pairs whose kind may depend on the pairs of some projects. For each project that is paired with one
    /// of them, these are its pairs with projects of the same owner and a score of at least <c>@Least</c>. The result
    /// includes the pairs of the given projects. @Rows: ProjectId.
    /// </summary>
    public static readonly SqlQuery<PairsFromScore, CompetingPair> CompetingPairs = new(
        Statements,
        dialect =>
            $"""
                SELECT rival.ProjectId AS OneId, rival.OtherId
                FROM {Projects(dialect)} r
                CROSS JOIN OverlapByProject mine
                CROSS JOIN OverlapByProject back
                CROSS JOIN OverlapByProject rival
                WHERE mine.ProjectId = r.ProjectId AND back.ProjectId = mine.OtherId AND back.OtherId = mine.ProjectId
                  AND rival.ProjectId = back.ProjectId AND rival.OtherOwnerId = back.OtherOwnerId
                  AND rival.Score >= @Least
                """
    );

    /// <summary>
    /// Returns the score and the stored kind of some pairs (null if the pair is not stored yet), and the best score
    /// that each project has with the other's owner. @Rows: FirstId, SecondId.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, BestOfPair> Best = new(
        Statements,
        dialect =>
            $"""
                SELECT one.ProjectId AS FirstId, one.OtherId AS SecondId, one.Score,
                    (SELECT o.Kind FROM Overlap o WHERE o.FirstId = one.ProjectId AND o.SecondId = one.OtherId) AS Kind,
                    (
                        SELECT MAX(best.Score)
                        FROM OverlapByProject best
                        WHERE best.ProjectId = one.ProjectId AND best.OtherOwnerId = one.OtherOwnerId) AS BestOfFirst,
                    (
                        SELECT MAX(best.Score)
                        FROM OverlapByProject best
                        WHERE best.ProjectId = other.ProjectId
                          AND best.OtherOwnerId = other.OtherOwnerId) AS BestOfSecond
                FROM {Pairs(dialect)} r
                CROSS JOIN OverlapByProject one
                CROSS JOIN OverlapByProject other
                WHERE one.ProjectId = r.FirstId AND one.OtherId = r.SecondId
                  AND other.ProjectId = r.SecondId AND other.OtherId = r.FirstId
                """
    );

    public static readonly SqlChange<RowsParameter> SetKinds = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("FirstId", "bigint"),
                ("SecondId", "bigint"),
                ("Kind", "tinyint"),
                ("UpdatedMicros", "bigint")
            );
            return $"""
                UPDATE Overlap
                SET Kind = r.Kind, UpdatedMicros = r.UpdatedMicros
                FROM {rows} r
                WHERE Overlap.FirstId = r.FirstId AND Overlap.SecondId = r.SecondId
                """;
        }
    );

    private static SqlText Projects(SqlDialect dialect) => dialect.Rows($"@Rows", ("ProjectId", "bigint"));

    private static SqlText Pairs(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("FirstId", "bigint"), ("SecondId", "bigint"));

    private static SqlText BlockingKeyRows(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("KeyHash", "bigint"), ("ProjectId", "bigint"), ("StartDay", "int"), ("EndDay", "int"));

    private static SqlText Reasons(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("FirstId", "bigint"), ("SecondId", "bigint"), ("Reasons", "nvarchar(max)"));

    private static SqlText ProjectRows(SqlDialect dialect) =>
        dialect.Rows(
            $"@Rows",
            ("ProjectId", "bigint"),
            ("OtherOwnerId", "int"),
            ("Score", "int"),
            ("OtherId", "bigint")
        );

    private static SqlText PlacedPairs(SqlDialect dialect) =>
        dialect.Rows(
            $"@Rows",
            ("FirstId", "bigint"),
            ("SecondId", "bigint"),
            ("Score", "int"),
            ("Kind", "tinyint"),
            ("StartDay", "int"),
            ("EndDay", "int"),
            ("Days", "int"),
            ("Pillars", "tinyint"),
            ("Countries", "bigint"),
            ("FoundMicros", "bigint"),
            ("UpdatedMicros", "bigint"),
            ("Verdict", "tinyint"),
            ("IsStale", "bit"),
            ("IsRestricted", "bit")
        );
}

/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record StaleVerdicts(DateTimeOffset At, string Rows);

/// <param name="Least">The lowest score, in ten-thousandths.</param>
/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record PairsFromScore(int Least, string Rows);

/// <param name="Self">The project itself, which is no candidate.</param>
/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record CandidatesParameters(long Self, int StartDay, int EndDay, string Rows);

/// <summary>A stored blocking key of a project.</summary>
internal sealed record StoredBlockingKey
{
    public long KeyHash { get; init; }
    public long ProjectId { get; init; }
    public int StartDay { get; init; }
    public int EndDay { get; init; }

    public BlockingKeyRow Row => new(KeyHash, ProjectId, StartDay, EndDay);
}

/// <summary>Two projects with a common blocking key.</summary>
internal sealed record CandidatePair
{
    public long OneId { get; init; }
    public long OtherId { get; init; }

    /// <summary>The version of the other project.</summary>
    public int Version { get; init; }
}

internal sealed record CompetingPair
{
    public long OneId { get; init; }
    public long OtherId { get; init; }
}

/// <summary>A pair with the best scores that each project has with the other's owner.</summary>
internal sealed record BestOfPair
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>In ten-thousandths, as <see cref="BestOfFirst"/> and <see cref="BestOfSecond"/>.</summary>
    public int Score { get; init; }
    public int BestOfFirst { get; init; }
    public int BestOfSecond { get; init; }

    /// <summary>The stored kind; null if the pair is not stored yet.</summary>
    public OverlapKind? Kind { get; init; }

    public PairKey Key => new(FirstId, SecondId);

    public bool IsMutualBest => MutualBestMatches.IsMutualBest(new(Score), new(BestOfFirst), new(BestOfSecond));

    /// <summary>
    /// The kind after the write of a stored pair whose projects are unchanged. The caller excludes pairs that are not
    /// stored yet.
    /// </summary>
    public OverlapKind CurrentKind => OverlapClassifier.Reclassify(Kind!.Value, new(Score), IsMutualBest);
}
