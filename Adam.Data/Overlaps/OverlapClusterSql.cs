using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

internal static class OverlapClusterSql
{
    public static readonly StatementSet Statements = new(nameof(OverlapClusterSql));

    /// <summary>Returns clusters by their strongest link, after a position.</summary>
    public static readonly SqlQuery<ClusterPosition, RankedCluster> Page = new(
        Statements,
        dialect =>
            $"""
                SELECT ClusterId, Score, Projects, Links
                FROM OverlapCluster
                WHERE Score <= @Score AND (Score < @Score OR ClusterId < @ClusterId)
                ORDER BY Score DESC, ClusterId DESC
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>
    /// Returns those of some pairs that connect projects of a cluster, with the cluster. @Rows: FirstId, SecondId.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, ClusterOfPair> Of = new(
        Statements,
        dialect =>
            $"""
                SELECT r.FirstId, r.SecondId, c.ClusterId, c.Score, c.Projects, c.Links
                FROM {PairRows(dialect)} r
                CROSS JOIN OverlapLink l
                CROSS JOIN OverlapClusterMember member
                CROSS JOIN OverlapCluster c
                WHERE l.ProjectId = r.FirstId AND l.OtherId = r.SecondId
                  AND member.ProjectId = r.FirstId AND c.ClusterId = member.ClusterId
                """
    );

    /// <summary>Returns the projects of some clusters. @Rows: ClusterId.</summary>
    public static readonly SqlQuery<RowsParameter, MemberOfCluster> Members = new(
        Statements,
        dialect =>
            $"""
                SELECT member.ClusterId, member.ProjectId
                FROM {dialect.Rows($"@Rows", ("ClusterId", "bigint"))} r
                CROSS JOIN OverlapClusterMember member
                WHERE member.ClusterId = r.ClusterId
                """
    );

    /// <summary>Returns the projects of a cluster that have the strongest links.</summary>
    public static readonly SqlQuery<FirstOfCluster, MemberOfCluster> Strongest = new(
        Statements,
        dialect =>
            $"""
                SELECT ClusterId, ProjectId
                FROM OverlapClusterMember
                WHERE ClusterId = @ClusterId
                ORDER BY Score DESC, ProjectId DESC
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns those of some pairs of projects that are links. @Rows: FirstId, SecondId.</summary>
    public static readonly SqlQuery<RowsParameter, ClusterLink> Links = new(
        Statements,
        dialect =>
            $"""
                SELECT l.ProjectId AS FirstId, l.OtherId AS SecondId, l.Score, o.Kind
                FROM {PairRows(dialect)} r
                CROSS JOIN OverlapLink l
                CROSS JOIN Overlap o
                WHERE l.ProjectId = r.FirstId AND l.OtherId = r.SecondId
                  AND o.FirstId = l.ProjectId AND o.SecondId = l.OtherId
                """
    );

    private static SqlText PairRows(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("FirstId", "bigint"), ("SecondId", "bigint"));
}

/// <param name="Score">In ten-thousandths.</param>
internal sealed record ClusterPosition(int Score, long ClusterId, int Take);

internal sealed record FirstOfCluster(long ClusterId, int Take);

/// <summary>A cluster with the score of its strongest link.</summary>
internal record RankedCluster
{
    public long ClusterId { get; init; }

    /// <summary>The score in ten-thousandths.</summary>
    public int Score { get; init; }

    public long Projects { get; init; }
    public long Links { get; init; }
}

/// <summary>A pair, and the cluster that contains both of its projects.</summary>
internal sealed record ClusterOfPair : RankedCluster
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }
}

internal sealed record MemberOfCluster
{
    public long ClusterId { get; init; }
    public long ProjectId { get; init; }
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
