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
                SELECT o.FirstId, o.SecondId, {selection.Key} AS SortKey
                FROM Overlap o
                WHERE {selection.Conditions(scanned)}
                {selection.InOrder(scanned)}
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
                SELECT DISTINCT o.FirstId, o.SecondId, {selection.Key} AS SortKey
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
