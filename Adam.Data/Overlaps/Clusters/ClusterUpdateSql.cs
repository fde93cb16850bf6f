using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Clusters;

internal static class ClusterUpdateSql
{
    public static readonly StatementSet Statements = new(nameof(ClusterUpdateSql));

    /// <summary>
    /// The condition that a pair <c>o</c> of Overlap connects its projects, as <see cref="ConnectingPairs.Connects"/>.
    /// A restricted project is in no cluster, because it would show readers that two others are connected.
    /// </summary>
    public static readonly SqlText Connects = $"""
        o.IsRestricted = 0
          AND o.Kind IN ({SqlText.Join($", ", ConnectingKinds.All.Select(kind => SqlText.Literal((int)kind)))})
          AND (o.Verdict IS NULL OR o.IsStale = 1
            OR o.Verdict NOT IN (
                {SqlText.Join($", ", ConnectingPairs.Separating.Select(verdict => SqlText.Literal((int)verdict)))}))
        """;

    /// <summary>
    /// Returns those of some pairs that have become, ceased to be, or changed as links, with the score now and the
    /// stored one; null if the pair is no link. @Rows: FirstId, SecondId.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, LinkChange> Changes = new(
        Statements,
        dialect =>
            $"""
                SELECT r.FirstId, r.SecondId, o.Score, l.Score AS Stored
                FROM {dialect.Rows($"@Rows", ("FirstId", "bigint"), ("SecondId", "bigint"))} r
                LEFT JOIN Overlap o ON o.FirstId = r.FirstId AND o.SecondId = r.SecondId
                  AND {Connects}
                LEFT JOIN OverlapLink l ON l.ProjectId = r.FirstId AND l.OtherId = r.SecondId
                WHERE COALESCE(o.Score, 0) <> COALESCE(l.Score, 0)
                """
    );

    /// <summary>Removes links. @Rows: ProjectId, OtherId.</summary>
    public static readonly SqlChange<RowsParameter> RemoveLinks = new(
        Statements,
        dialect =>
            dialect.DeleteMatching(
                $"OverlapLink",
                dialect.Rows($"@Rows", ("ProjectId", "bigint"), ("OtherId", "bigint")),
                ("ProjectId", "ProjectId"),
                ("OtherId", "OtherId")
            )
    );

    /// <summary>Adds links. @Rows: ProjectId, OtherId, Score.</summary>
    public static readonly SqlChange<RowsParameter> AddLinks = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO OverlapLink (ProjectId, OtherId, Score)
                SELECT r.ProjectId, r.OtherId, r.Score
                FROM {Links(dialect)} r
                """
    );

    /// <summary>Sets the scores of links. @Rows: ProjectId, OtherId, Score.</summary>
    public static readonly SqlChange<RowsParameter> SetScores = new(
        Statements,
        dialect =>
            $"""
                UPDATE OverlapLink
                SET Score = r.Score
                FROM {Links(dialect)} r
                WHERE OverlapLink.ProjectId = r.ProjectId AND OverlapLink.OtherId = r.OtherId
                """
    );

    /// <summary>
    /// Returns the cluster of some projects, and the strongest link and the number of links that they have now; null
    /// and 0 if a project is in no cluster, or has no link. @Rows: ProjectId.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, LinkedProject> Projects = new(
        Statements,
        dialect =>
            $"""
                SELECT r.ProjectId, MAX(member.ClusterId) AS ClusterId, MAX(l.Score) AS Score, COUNT(l.OtherId) AS Links
                FROM {Ids(dialect)} r
                LEFT JOIN OverlapClusterMember member ON member.ProjectId = r.ProjectId
                LEFT JOIN OverlapLink l ON l.ProjectId = r.ProjectId
                GROUP BY r.ProjectId
                """
    );

    /// <summary>Returns some clusters. @Rows: ClusterId.</summary>
    public static readonly SqlQuery<RowsParameter, StoredCluster> Clusters = new(
        Statements,
        dialect =>
            $"""
                SELECT c.ClusterId, c.Projects, c.Links, c.Revision, c.IsUnverified
                FROM {ClusterIds(dialect)} r
                CROSS JOIN OverlapCluster c
                WHERE c.ClusterId = r.ClusterId
                """
    );

    /// <summary>Returns the highest ClusterId; null if there are no clusters.</summary>
    public static readonly SqlQuery<NoParameters, long?> LastId = new(
        Statements,
        $"SELECT MAX(ClusterId) FROM OverlapCluster"
    );

    /// <summary>Returns the projects of a cluster.</summary>
    public static readonly SqlQuery<ClusterParameter, long> Members = new(
        Statements,
        $"SELECT ProjectId FROM OverlapClusterMember WHERE ClusterId = @ClusterId"
    );

    /// <summary>Returns the links of the projects of a cluster, each once.</summary>
    public static readonly SqlQuery<ClusterParameter, Link> LinksOfCluster = new(
        Statements,
        $"""
        SELECT l.ProjectId, l.OtherId
        FROM OverlapClusterMember member
        CROSS JOIN OverlapLink l
        WHERE member.ClusterId = @ClusterId AND l.ProjectId = member.ProjectId AND l.OtherId > l.ProjectId
        """
    );

    /// <summary>Returns the links of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, Link> LinksOfProjects = new(
        Statements,
        dialect =>
            $"""
                SELECT l.ProjectId, l.OtherId
                FROM {Ids(dialect)} r
                CROSS JOIN OverlapLink l
                WHERE l.ProjectId = r.ProjectId
                """
    );

    /// <summary>Removes projects from their clusters. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> RemoveMembers = new(
        Statements,
        dialect => dialect.DeleteMatching($"OverlapClusterMember", Ids(dialect), ("ProjectId", "ProjectId"))
    );

    /// <summary>Adds projects to clusters. @Rows: ProjectId, ClusterId, Score, Links.</summary>
    public static readonly SqlChange<RowsParameter> AddMembers = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO OverlapClusterMember (ProjectId, ClusterId, Score, Links)
                SELECT r.ProjectId, r.ClusterId, r.Score, r.Links
                FROM {MemberRows(dialect)} r
                """
    );

    /// <summary>Updates projects of clusters. @Rows: ProjectId, ClusterId, Score, Links.</summary>
    public static readonly SqlChange<RowsParameter> ChangeMembers = new(
        Statements,
        dialect =>
            $"""
                UPDATE OverlapClusterMember
                SET ClusterId = r.ClusterId, Score = r.Score, Links = r.Links
                FROM {MemberRows(dialect)} r
                WHERE OverlapClusterMember.ProjectId = r.ProjectId
                """
    );

    /// <summary>Moves projects to other clusters. @Rows: ProjectId, ClusterId.</summary>
    public static readonly SqlChange<RowsParameter> MoveMembers = new(
        Statements,
        dialect =>
            $"""
                UPDATE OverlapClusterMember
                SET ClusterId = r.ClusterId
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"), ("ClusterId", "bigint"))} r
                WHERE OverlapClusterMember.ProjectId = r.ProjectId
                """
    );

    /// <summary>Removes some clusters, without their projects. @Rows: ClusterId.</summary>
    public static readonly SqlChange<RowsParameter> RemoveClusters = new(
        Statements,
        dialect => dialect.DeleteMatching($"OverlapCluster", ClusterIds(dialect), ("ClusterId", "ClusterId"))
    );

    /// <summary>
    /// Adds those of some clusters that have projects. @Rows: ClusterId, Revision, IsUnverified.
    /// </summary>
    public static readonly SqlChange<RowsParameter> AddClusters = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows($"@Rows", ("ClusterId", "bigint"), ("Revision", "bigint"), ("IsUnverified", "bit"));
            return $"""
                INSERT INTO OverlapCluster (ClusterId, Score, Projects, Links, Revision, IsUnverified)
                SELECT r.ClusterId, MAX(member.Score), COUNT(*), SUM(member.Links) / 2, r.Revision, r.IsUnverified
                FROM {rows} r
                CROSS JOIN OverlapClusterMember member
                WHERE member.ClusterId = r.ClusterId
                GROUP BY r.ClusterId, r.Revision, r.IsUnverified
                """;
        }
    );

    /// <summary>Returns the clusters that may have to be divided.</summary>
    public static readonly SqlQuery<NoParameters, StoredCluster> Unverified = new(
        Statements,
        $"""
        SELECT ClusterId, Projects, Links, Revision, IsUnverified
        FROM OverlapCluster
        WHERE IsUnverified = 1
        ORDER BY ClusterId
        """
    );

    private static SqlText Ids(SqlDialect dialect) => dialect.Rows($"@Rows", ("ProjectId", "bigint"));

    private static SqlText ClusterIds(SqlDialect dialect) => dialect.Rows($"@Rows", ("ClusterId", "bigint"));

    private static SqlText Links(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("ProjectId", "bigint"), ("OtherId", "bigint"), ("Score", "int"));

    private static SqlText MemberRows(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("ProjectId", "bigint"), ("ClusterId", "bigint"), ("Score", "int"), ("Links", "int"));
}

internal sealed record ClusterParameter(long ClusterId);

/// <summary>A pair that may have become or ceased to be a link.</summary>
internal sealed record LinkChange
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>The score in ten-thousandths; null if the pair is no link now.</summary>
    public int? Score { get; init; }

    /// <summary>The score of the stored link; null if there is none.</summary>
    public int? Stored { get; init; }
}

/// <summary>A project with its cluster and its present links.</summary>
internal sealed record LinkedProject
{
    public long ProjectId { get; init; }
    public long? ClusterId { get; init; }
    public int? Score { get; init; }
    public int Links { get; init; }
}

internal sealed record StoredCluster
{
    public long ClusterId { get; init; }
    public long Projects { get; init; }
    public long Links { get; init; }
    public long Revision { get; init; }
    public bool IsUnverified { get; init; }
}

internal sealed record Link
{
    public long ProjectId { get; init; }
    public long OtherId { get; init; }
}
