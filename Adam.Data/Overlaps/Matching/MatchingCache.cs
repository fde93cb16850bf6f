using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Caches the current term statistics and prepared projects. A process has one cache for each database. The keys are
/// immutable ids and versions, so writes by other processes need no invalidation.
/// </summary>
public sealed class MatchingCache
{
    /// <summary>
    /// The capacity in projects. A project takes about 10 KB, so the cache takes at most about 200 MB.
    /// </summary>
    private const int MostProjects = 20_000;

    private volatile TermStatistics _statistics = TermStatistics.Empty;

    internal PreparedProjectCache Projects { get; } = new(MostProjects);

    /// <summary>Returns the term statistics with this id if they are cached; otherwise null.</summary>
    internal TermStatistics? Find(string statisticsId) =>
        _statistics is var statistics && statistics.Id == statisticsId ? statistics : null;

    internal void Keep(TermStatistics statistics) => _statistics = statistics;
}
