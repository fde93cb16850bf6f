using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Report;

/// <summary>A way to find the stored pairs that meet a filter.</summary>
internal abstract record AccessPath
{
    /// <summary>Returns the conditions that this path does not guarantee. The query tests each pair for them.</summary>
    public virtual PairConditions Residual(PairConditions conditions) => conditions;

    /// <summary>
    /// Returns the queries that find the pairs, each with the columns FirstId, SecondId and SortKey. One query returns
    /// a pair at most once; several queries may return the same pair.
    /// </summary>
    public abstract IReadOnlyList<SqlText> Queries(PairSelection selection);
}

/// <summary>Scans all pairs in the index of the sort order, until the page is full.</summary>
internal sealed record FullOrder : AccessPath
{
    public override IReadOnlyList<SqlText> Queries(PairSelection selection)
    {
        var scanned = new ScannedColumns($"o.FirstId", $"o.SecondId", selection.Key, $"o.Score", $"o.UpdatedMicros");
        return
        [
            $"""
                SELECT o.FirstId, o.SecondId, {selection.Key} AS SortKey{selection.Columns}
                FROM Overlap o
                WHERE {selection.Conditions(scanned)}
                {selection.InOrder(scanned)}
                """,
        ];
    }
}

/// <summary>
/// Looks up the links of one cluster with at least a score. Of more than <paramref name="Most"/> links, those of the
/// projects with the strongest links are read.
/// </summary>
/// <param name="Least">The lowest score, in ten-thousandths.</param>
internal sealed record LinksOfCluster(long ClusterId, int Least, int Most) : AccessPath
{
    public override IReadOnlyList<SqlText> Queries(PairSelection selection)
    {
        var scanned = new ScannedColumns($"o.FirstId", $"o.SecondId", selection.Key, $"o.Score", $"o.UpdatedMicros");
        SqlText least = $"{Least}";
        return
        [
            $"""
                SELECT o.FirstId, o.SecondId, {selection.Key} AS SortKey{selection.Columns}
                FROM (
                    SELECT l.ProjectId, l.OtherId
                    FROM OverlapClusterMember m
                    CROSS JOIN OverlapLink l
                    WHERE m.ClusterId = {ClusterId} AND m.Score >= {least}
                      AND l.ProjectId = m.ProjectId AND l.OtherId > l.ProjectId AND l.Score >= {least}
                    ORDER BY m.Score DESC, m.ProjectId DESC
                    {selection.Dialect.Page($"{Most}")}) linked
                CROSS JOIN Overlap o
                WHERE o.FirstId = linked.ProjectId AND o.SecondId = linked.OtherId
                  AND {selection.Conditions(scanned)}
                {selection.InOrder($"SortKey", $"o.FirstId", $"o.SecondId")}
                """,
        ];
    }
}

/// <summary>Starts from some projects, looks up the pairs of each and sorts them.</summary>
internal sealed record CandidateProjects(IReadOnlyList<long> ProjectIds) : AccessPath
{
    public override IReadOnlyList<SqlText> Queries(PairSelection selection)
    {
        var scanned = new ScannedColumns($"o.FirstId", $"o.SecondId", selection.Key, $"o.Score", $"o.UpdatedMicros");
        SqlText candidates = $"{JsonRowSet.Serialize(ProjectIds.Select(id => new object[] { id }))}";
        // CROSS JOIN: SQLite joins in the order of the text. DISTINCT: two of the projects may form a pair.
        return
        [
            $"""
                SELECT DISTINCT o.FirstId, o.SecondId, {selection.Key} AS SortKey{selection.Columns}
                FROM {selection.Dialect.Rows(candidates, ("ProjectId", "bigint"))} candidate
                CROSS JOIN OverlapByProject s
                CROSS JOIN Overlap o
                WHERE s.ProjectId = candidate.ProjectId
                  AND {PairOfProject.IsPair}
                  AND {selection.Conditions(scanned)}
                {selection.InOrder($"SortKey", $"o.FirstId", $"o.SecondId")}
                """,
        ];
    }
}
