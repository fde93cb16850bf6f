using Adam.Data.Engines;

namespace Adam.Data.Overlaps.Register;

internal static class OverlapKeeperSql
{
    private const string PairColumns = "o.FirstId, o.SecondId, o.Score, o.Kind, o.StartDay, o.EndDay, o.Days, o.Pillars, o.FoundMicros, o.UpdatedMicros, o.Verdict, o.IsStale, t.Reasons";

    public static string EvidenceOf(Engine engine) => $"SELECT e.KeyHash, e.ProjectId, e.StartDay, e.EndDay FROM {Projects(engine)} r CROSS JOIN ProjectBlockingKey e WHERE e.ProjectId = r.ProjectId";

    public static string RemoveEvidence(Engine engine) => engine.DeleteMatching("ProjectBlockingKey", Evidence(engine), ("ProjectId", "ProjectId"), ("KeyHash", "KeyHash"));

    public static string AddEvidence(Engine engine) => $"""
        INSERT INTO ProjectBlockingKey (KeyHash, ProjectId, StartDay, EndDay)
        SELECT r.KeyHash, r.ProjectId, r.StartDay, r.EndDay
        FROM {Evidence(engine)} r
        """;

    /// <summary>
    /// The projects that some projects are to be compared with: they share rare evidence, which stands for a country and a pillar too, and a day, and have not the same owner and donors. Whether they do
    /// overlap the definition says.
    /// </summary>
    public static string Candidates(Engine engine) => $"""
        SELECT pair.OneId, pair.OtherId, p.Version
        FROM (
            SELECT DISTINCT r.ProjectId AS OneId, theirs.ProjectId AS OtherId
            FROM {engine.Rows("@projects", ("ProjectId", "bigint"), ("StartDay", "int"), ("EndDay", "int"))} r
            CROSS JOIN ProjectBlockingKey mine
            CROSS JOIN ProjectBlockingKey theirs
            WHERE mine.ProjectId = r.ProjectId AND theirs.KeyHash = mine.KeyHash AND theirs.ProjectId <> mine.ProjectId AND theirs.StartDay <= r.EndDay AND theirs.EndDay >= r.StartDay) pair
        CROSS JOIN Project p
        WHERE p.ProjectId = pair.OtherId
          AND EXISTS (
              SELECT 1
              FROM ProjectCell a
              CROSS JOIN ProjectCell b
              WHERE a.ProjectId = pair.OneId AND b.ProjectId = pair.OtherId AND (b.OwnerId <> a.OwnerId OR b.DonorSetId <> a.DonorSetId))
        """;

    public static string Documents(Engine engine) => $"""
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
        FROM {Projects(engine)} r
        CROSS JOIN Project p
        WHERE p.ProjectId = r.ProjectId
        """;

    /// <summary>The stored pairs of some projects; one between two of them comes twice.</summary>
    public static string PairsOf(Engine engine) => $"""
        SELECT {PairColumns}
        FROM {Projects(engine)} r
        CROSS JOIN Overlap o
        CROSS JOIN OverlapReasons t
        WHERE o.FirstId = r.ProjectId AND t.FirstId = o.FirstId AND t.SecondId = o.SecondId
        UNION ALL
        SELECT {PairColumns}
        FROM {Projects(engine)} r
        CROSS JOIN Overlap o
        CROSS JOIN OverlapReasons t
        WHERE o.SecondId = r.ProjectId AND t.FirstId = o.FirstId AND t.SecondId = o.SecondId
        """;

    /// <summary>The decisions that stand and are in force about some projects go stale.</summary>
    public static string MakeStale(Engine engine) => $"""
        UPDATE OverlapVerdict
        SET StaleAt = @at
        WHERE StaleAt IS NULL AND Verdict IS NOT NULL
          AND VerdictId IN (
              SELECT v.VerdictId FROM {Projects(engine)} r CROSS JOIN OverlapVerdict v WHERE v.FirstId = r.ProjectId
              UNION ALL
              SELECT v.VerdictId FROM {Projects(engine)} r CROSS JOIN OverlapVerdict v WHERE v.SecondId = r.ProjectId)
          AND NOT EXISTS (
              SELECT 1 FROM OverlapVerdict later
              WHERE later.FirstId = OverlapVerdict.FirstId AND later.SecondId = OverlapVerdict.SecondId AND later.VerdictId > OverlapVerdict.VerdictId)
        """;

    /// <summary>The verdicts that stand about some pairs.</summary>
    public static string Verdicts(Engine engine) => $"""
        SELECT v.FirstId, v.SecondId, v.Verdict, CASE WHEN v.StaleAt IS NULL THEN 0 ELSE 1 END AS IsStale
        FROM {Pairs(engine)} r
        CROSS JOIN OverlapVerdict v
        WHERE v.FirstId = r.FirstId AND v.SecondId = r.SecondId AND v.Verdict IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM OverlapVerdict later WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        """;

    public static string RemovePairs(Engine engine) => engine.DeleteMatching("Overlap", Pairs(engine), ("FirstId", "FirstId"), ("SecondId", "SecondId"));

    public static string RemoveReasons(Engine engine) => engine.DeleteMatching("OverlapReasons", Pairs(engine), ("FirstId", "FirstId"), ("SecondId", "SecondId"));

    public static string RemoveFacets(Engine engine) => engine.DeleteMatching("OverlapFacet", Pairs(engine), ("FirstId", "FirstId"), ("SecondId", "SecondId"));

    public static string RemoveFirstSides(Engine engine) => engine.DeleteMatching("OverlapByProject", Pairs(engine), ("ProjectId", "FirstId"), ("OtherId", "SecondId"));

    public static string RemoveSecondSides(Engine engine) => engine.DeleteMatching("OverlapByProject", Pairs(engine), ("ProjectId", "SecondId"), ("OtherId", "FirstId"));

    public static string AddPairs(Engine engine) => $"""
        INSERT INTO Overlap (FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars, FoundMicros, UpdatedMicros, Verdict, IsStale)
        SELECT r.FirstId, r.SecondId, r.Score, r.Kind, r.StartDay, r.EndDay, r.Days, r.Pillars, r.FoundMicros, r.UpdatedMicros, NULLIF(r.Verdict, 0), r.IsStale
        FROM {PlacedPairs(engine)} r
        """;

    public static string ChangePairs(Engine engine) => $"""
        UPDATE Overlap
        SET Score = r.Score, Kind = r.Kind, StartDay = r.StartDay, EndDay = r.EndDay, Days = r.Days, Pillars = r.Pillars, FoundMicros = r.FoundMicros, UpdatedMicros = r.UpdatedMicros,
            Verdict = NULLIF(r.Verdict, 0), IsStale = r.IsStale
        FROM {PlacedPairs(engine)} r
        WHERE Overlap.FirstId = r.FirstId AND Overlap.SecondId = r.SecondId
        """;

    public static string AddReasons(Engine engine) => $"INSERT INTO OverlapReasons (FirstId, SecondId, Reasons) SELECT r.FirstId, r.SecondId, r.Reasons FROM {Reasons(engine)} r";

    public static string ChangeReasons(Engine engine) => $"""
        UPDATE OverlapReasons
        SET Reasons = r.Reasons
        FROM {Reasons(engine)} r
        WHERE OverlapReasons.FirstId = r.FirstId AND OverlapReasons.SecondId = r.SecondId
        """;

    public static string SetScoresOfSides(Engine engine) => $"""
        UPDATE OverlapByProject
        SET Score = r.Score
        FROM {Sides(engine)} r
        WHERE OverlapByProject.ProjectId = r.ProjectId AND OverlapByProject.OtherId = r.OtherId
        """;

    public static string SetScoresOfFacets(Engine engine) => $"""
        UPDATE OverlapFacet
        SET Score = r.Score
        FROM {engine.Rows("@scores", ("FirstId", "bigint"), ("SecondId", "bigint"), ("Score", "int"))} r
        WHERE OverlapFacet.FirstId = r.FirstId AND OverlapFacet.SecondId = r.SecondId
        """;

    public static string AddSides(Engine engine) => $"""
        INSERT INTO OverlapByProject (ProjectId, OtherOwnerId, Score, OtherId)
        SELECT r.ProjectId, r.OtherOwnerId, r.Score, r.OtherId
        FROM {Sides(engine)} r
        """;

    public static string AddFacets(Engine engine) => $"""
        INSERT INTO OverlapFacet (Facet, Value, Score, Bits, FirstId, SecondId)
        SELECT r.Facet, r.Value, r.Score, r.Bits, r.FirstId, r.SecondId
        FROM {engine.Rows("@facets", ("Facet", "nvarchar(20)"), ("Value", "nvarchar(200)"), ("Score", "int"), ("Bits", "bigint"), ("FirstId", "bigint"), ("SecondId", "bigint"))} r
        """;

    /// <summary>
    /// The pairs whose kind can hang on the pairs of some projects: of each project that pairs with one of them, the pairs with the same owner's projects, from <c>@least</c> on. Their own pairs are among these.
    /// </summary>
    public static string Rivals(Engine engine) => $"""
        SELECT rival.ProjectId AS OneId, rival.OtherId
        FROM {Projects(engine)} r
        CROSS JOIN OverlapByProject mine
        CROSS JOIN OverlapByProject back
        CROSS JOIN OverlapByProject rival
        WHERE mine.ProjectId = r.ProjectId AND back.ProjectId = mine.OtherId AND back.OtherId = mine.ProjectId
          AND rival.ProjectId = back.ProjectId AND rival.OtherOwnerId = back.OtherOwnerId AND rival.Score >= @least
        """;

    /// <summary>Of pairs that are there, the score, the kind that the table has (null when it has none yet), and the best score of each with the other's owner.</summary>
    public static string Best(Engine engine) => $"""
        SELECT one.ProjectId AS FirstId, one.OtherId AS SecondId, one.Score,
            (SELECT o.Kind FROM Overlap o WHERE o.FirstId = one.ProjectId AND o.SecondId = one.OtherId) AS Kind,
            (SELECT MAX(best.Score) FROM OverlapByProject best WHERE best.ProjectId = one.ProjectId AND best.OtherOwnerId = one.OtherOwnerId) AS BestOfFirst,
            (SELECT MAX(best.Score) FROM OverlapByProject best WHERE best.ProjectId = other.ProjectId AND best.OtherOwnerId = other.OtherOwnerId) AS BestOfSecond
        FROM {Pairs(engine)} r
        CROSS JOIN OverlapByProject one
        CROSS JOIN OverlapByProject other
        WHERE one.ProjectId = r.FirstId AND one.OtherId = r.SecondId AND other.ProjectId = r.SecondId AND other.OtherId = r.FirstId
        """;

    public static string SetKinds(Engine engine) => $"""
        UPDATE Overlap
        SET Kind = r.Kind, UpdatedMicros = r.UpdatedMicros
        FROM {engine.Rows("@kinds", ("FirstId", "bigint"), ("SecondId", "bigint"), ("Kind", "tinyint"), ("UpdatedMicros", "bigint"))} r
        WHERE Overlap.FirstId = r.FirstId AND Overlap.SecondId = r.SecondId
        """;

    private static string Projects(Engine engine) => engine.Rows("@projects", ("ProjectId", "bigint"));

    private static string Evidence(Engine engine) => engine.Rows("@evidence", ("KeyHash", "bigint"), ("ProjectId", "bigint"), ("StartDay", "int"), ("EndDay", "int"));

    private static string Reasons(Engine engine) => engine.Rows("@reasons", ("FirstId", "bigint"), ("SecondId", "bigint"), ("Reasons", "nvarchar(max)"));

    private static string Sides(Engine engine) => engine.Rows("@sides", ("ProjectId", "bigint"), ("OtherOwnerId", "int"), ("Score", "int"), ("OtherId", "bigint"));

    private static string PlacedPairs(Engine engine) => engine.Rows("@pairs",
        ("FirstId", "bigint"), ("SecondId", "bigint"), ("Score", "int"), ("Kind", "tinyint"), ("StartDay", "int"), ("EndDay", "int"), ("Days", "int"), ("Pillars", "tinyint"), ("FoundMicros", "bigint"),
        ("UpdatedMicros", "bigint"), ("Verdict", "tinyint"), ("IsStale", "bit"));

    private static string Pairs(Engine engine) => engine.Rows("@pairs", ("FirstId", "bigint"), ("SecondId", "bigint"));
}
