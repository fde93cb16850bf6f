using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Clusters;

internal static class ClusterRebuildSql
{
    public static readonly StatementSet Statements = new(nameof(ClusterRebuildSql));

    public static readonly SqlChange<NoParameters> EmptyLinks = new(Statements, $"DELETE FROM OverlapLink");

    public static readonly SqlChange<NoParameters> EmptyMembers = new(Statements, $"DELETE FROM OverlapClusterMember");

    public static readonly SqlChange<NoParameters> EmptyClusters = new(Statements, $"DELETE FROM OverlapCluster");

    /// <summary>Returns all pairs that connect their projects.</summary>
    public static readonly SqlQuery<NoParameters, ScoredLink> Connecting = new(
        Statements,
        $"SELECT o.FirstId, o.SecondId, o.Score FROM Overlap o WHERE {ClusterUpdateSql.Connects}"
    );

    /// <summary>
    /// Adds clusters with the values that the rebuild has counted: the copies of the tables that it fills have no index
    /// by which a statement could count them. @Rows: ClusterId, Score, Projects, Links, Revision.
    /// </summary>
    public static readonly SqlChange<RowsParameter> AddClusters = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("ClusterId", "bigint"),
                ("Score", "int"),
                ("Projects", "bigint"),
                ("Links", "bigint"),
                ("Revision", "bigint")
            );
            return $"""
                INSERT INTO OverlapCluster (ClusterId, Score, Projects, Links, Revision, IsUnverified)
                SELECT r.ClusterId, r.Score, r.Projects, r.Links, r.Revision, 0
                FROM {rows} r
                """;
        }
    );

    /// <summary>Returns all links, each once.</summary>
    public static readonly SqlQuery<NoParameters, ScoredLink> Links = new(
        Statements,
        $"SELECT ProjectId AS FirstId, OtherId AS SecondId, Score FROM OverlapLink"
    );

    public static readonly SqlQuery<NoParameters, MemberRow> Members = new(
        Statements,
        $"SELECT ProjectId, ClusterId, Score, Links FROM OverlapClusterMember"
    );

    public static readonly SqlQuery<NoParameters, ClusterRow> Clusters = new(
        Statements,
        $"SELECT ClusterId, Score, Projects, Links, IsUnverified FROM OverlapCluster"
    );
}

internal sealed record ScoredLink
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>The score in ten-thousandths.</summary>
    public int Score { get; init; }
}

internal sealed record MemberRow
{
    public long ProjectId { get; init; }
    public long ClusterId { get; init; }
    public int Score { get; init; }
    public int Links { get; init; }
}

internal sealed record ClusterRow
{
    public long ClusterId { get; init; }
    public int Score { get; init; }
    public long Projects { get; init; }
    public long Links { get; init; }
    public bool IsUnverified { get; init; }
}
