using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Per-process cache of the current term statistics and of prepared projects, one for each database. Entries are keyed
/// by immutable ids and versions, so the cache needs no invalidation when other processes write.
/// </summary>
public sealed class MatchingCache
{
    /// <summary>The capacity of the cache. At about 10 KB a project it takes at most about 200 MB.</summary>
    private const int MostProjects = 20_000;

    private volatile TermStatistics _edition = TermStatistics.Empty;

    internal PreparedProjectCache Projects { get; } = new(MostProjects);

    /// <summary>Returns the term statistics with this id if they are cached; otherwise null.</summary>
    internal TermStatistics? Find(string editionId) =>
        _edition is var statistics && statistics.Id == editionId ? statistics : null;

    internal void Keep(TermStatistics statistics) => _edition = statistics;
}
