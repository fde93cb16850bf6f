namespace Adam.Data.Overlaps.Report;

/// <summary>
/// The thresholds at which the query planner changes its access path. They affect speed only, never results.
/// </summary>
internal sealed record QueryPlanThresholds
{
    /// <summary>
    /// The maximum number of candidate projects that a query starts from. With more, the query tests the projects of
    /// each pair.
    /// </summary>
    public int CandidateProjects { get; init; } = 600;

    /// <summary>
    /// The maximum number of candidate projects whose pairs are all found and sorted for a page in the order of starts.
    /// With more, the query scans all pairs in order and tests each for a candidate.
    /// </summary>
    public int SortedCandidateProjects { get; init; } = 50;

    /// <summary>The maximum number of pairs of one indexed condition that are fetched and sorted for a page.</summary>
    public int SelectivePairs { get; init; } = 5_000;
}
