using Adam.Data.Engines;

namespace Adam.Data.Overlaps.Register;

internal static class RegisterRebuildSql
{
    /// <summary>The projects that are not withdrawn.</summary>
    public const string Projects = """
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
        FROM ProjectFacet f
        CROSS JOIN Project p
        WHERE f.Facet = 'all' AND f.Value = '' AND p.ProjectId = f.ProjectId
        """;

    /// <summary>The first country after another one in which projects take part in overlaps; null when there is none.</summary>
    public const string NextCountry = "SELECT MIN(Country) FROM ProjectCell WHERE Country > @after";

    public const string CountOfCells = "SELECT COUNT(*) FROM ProjectCell WHERE Country = @country";

    /// <summary>The projects of a country under the pillars from @first to @last, both included.</summary>
    public const string ProjectsOfCountry = """
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
        FROM (SELECT DISTINCT ProjectId FROM ProjectCell WHERE Country = @country AND Pillar BETWEEN @first AND @last) focus
        CROSS JOIN Project p
        WHERE p.ProjectId = focus.ProjectId
        ORDER BY p.ProjectId
        """;

    /// <summary>How often a project takes part in a country under a pillar: how much there is to do.</summary>
    public const string CountOfAllCells = "SELECT COUNT(*) FROM ProjectCell";

    public const string Pairs = """
        SELECT o.FirstId, o.SecondId, o.Score, o.Kind, o.StartDay, o.EndDay, o.Days, o.Pillars, o.FoundMicros, o.UpdatedMicros, o.Verdict, o.IsStale, COALESCE(t.Reasons, '') AS Reasons
        FROM Overlap o
        LEFT JOIN OverlapReasons t ON t.FirstId = o.FirstId AND t.SecondId = o.SecondId
        """;

    public const string Reasons = "SELECT FirstId, SecondId, Reasons FROM OverlapReasons";

    public const string Sides = "SELECT ProjectId, OtherOwnerId, Score, OtherId FROM OverlapByProject";

    public const string Facets = "SELECT Facet AS Name, Value, Score, Bits, FirstId, SecondId FROM OverlapFacet";

    public const string Evidence = "SELECT KeyHash, ProjectId, StartDay, EndDay FROM ProjectBlockingKey";

    /// <summary>All verdicts that stand.</summary>
    public const string Verdicts = """
        SELECT v.FirstId, v.SecondId, v.Verdict, CASE WHEN v.StaleAt IS NULL THEN 0 ELSE 1 END AS IsStale
        FROM OverlapVerdict v
        WHERE v.Verdict IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM OverlapVerdict later WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        """;

    public const string EmptyFacets = "DELETE FROM OverlapFacet";

    public const string EmptySides = "DELETE FROM OverlapByProject";

    public const string EmptyPairs = "DELETE FROM Overlap";

    public const string EmptyReasons = "DELETE FROM OverlapReasons";

    public const string EmptyEvidence = "DELETE FROM ProjectBlockingKey";

    public static string Ids(Engine engine) => $"""
        SELECT p.ProjectId, p.Id
        FROM {engine.Rows("@projects", ("ProjectId", "bigint"))} r
        CROSS JOIN Project p
        WHERE p.ProjectId = r.ProjectId
        """;
}
