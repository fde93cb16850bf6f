using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Report;

/// <summary>A way to find the stored pairs that a filter leaves.</summary>
internal abstract record AccessPath
{
    /// <summary>
    /// Returns the conditions that pairs of this path may not meet, and that each of them is tested for.
    /// </summary>
    public virtual PairConditions Residual(PairConditions conditions) => conditions;

    /// <summary>
    /// Returns the queries that find the pairs, each the columns FirstId, SecondId and SortKey. A query returns a pair
    /// once, several may return the same.
    /// </summary>
    public abstract IReadOnlyList<SqlText> Queries(PairSelection selection);
}

/// <summary>Scans all pairs in the index of the order, until the page is full.</summary>
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
        // CROSS JOIN: SQLite joins in the order of the text. DISTINCT: two of the projects may be a pair.
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
