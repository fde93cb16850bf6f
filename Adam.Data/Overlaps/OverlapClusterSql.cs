using Adam.Data.Engines;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps;

internal static class OverlapClusterSql
{
    /// <summary>
    /// The pairs of projects that form clusters: strong enough, and not separated by a current verdict. Parameter:
    /// @projects.
    /// </summary>
    public static string Links(Engine engine) => $"""
        SELECT DISTINCT o.FirstId, o.SecondId, o.Score, o.Kind
        FROM {engine.Rows("@projects", ("ProjectId", "bigint"))} focus
        CROSS JOIN OverlapByProject s
        CROSS JOIN Overlap o
        WHERE s.ProjectId = focus.ProjectId
          AND o.FirstId = CASE WHEN s.ProjectId < s.OtherId THEN s.ProjectId ELSE s.OtherId END
          AND o.SecondId = CASE WHEN s.ProjectId < s.OtherId THEN s.OtherId ELSE s.ProjectId END
          AND o.Kind IN ({(int)OverlapKind.SameActivity}, {(int)OverlapKind.SameProject})
          AND (o.Verdict IS NULL OR o.IsStale = 1 OR o.Verdict NOT IN ({(int)Verdict.Complementary}, {(int)Verdict.Unrelated}))
        """;
}
