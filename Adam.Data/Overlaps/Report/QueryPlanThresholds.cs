namespace Adam.Data.Overlaps.Report;

/// <summary>
/// The numbers at which the query planner changes its access path. They affect speed only, never results.
/// </summary>
internal sealed record QueryPlanThresholds
{
    /// <summary>
    /// The most candidate projects that a query starts from. With more, each pair's projects are tested instead.
    /// </summary>
    public int CandidateProjects { get; init; } = 1_000;

    /// <summary>
    /// In the order of starts, the most candidate projects whose pairs are all found and sorted for a page. With more,
    /// all pairs are scanned in order and tested for a candidate.
    /// </summary>
    public int SortedCandidateProjects { get; init; } = 50;

    /// <summary>The most pairs that meet one indexed condition and are fetched and sorted for a page.</summary>
    public int SelectivePairs { get; init; } = 5_000;
}
