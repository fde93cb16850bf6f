using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

internal static class OverlapClusterSql
{
    public static readonly StatementSet Statements = new(nameof(OverlapClusterSql));

    private static readonly SqlText Linked =
        $"""
        {SqlText.Literal((int)OverlapKind.SameActivity)}, {SqlText.Literal((int)OverlapKind.SameProject)},
        {SqlText.Literal((int)OverlapKind.CoFunded)}
        """;

    private static readonly SqlText Apart =
        $"{SqlText.Literal((int)Verdict.Complementary)}, {SqlText.Literal((int)Verdict.Unrelated)}";

    /// <summary>
    /// Returns the pairs of some projects that form clusters: pairs of the kinds same-project, same-activity and
    /// co-funded without a current verdict that separates them. @Rows: ProjectId.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, ClusterLink> Links = new(
        Statements,
        dialect =>
            $"""
                SELECT DISTINCT o.FirstId, o.SecondId, o.Score, o.Kind
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN OverlapByProject s
                CROSS JOIN Overlap o
                WHERE s.ProjectId = r.ProjectId
                  AND {PairOfProject.IsPair}
                  AND o.Kind IN ({Linked})
                  AND (o.Verdict IS NULL OR o.IsStale = 1 OR o.Verdict NOT IN ({Apart}))
                """
    );
}

/// <summary>A pair that links two projects of a cluster.</summary>
internal sealed record ClusterLink
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>The score in ten-thousandths.</summary>
    public int Score { get; init; }

    public OverlapKind Kind { get; init; }
}
