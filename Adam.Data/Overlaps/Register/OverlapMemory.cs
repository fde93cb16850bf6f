using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>
/// Per-process cache of the current term statistics and of prepared projects, one for each database. Entries are keyed
/// by immutable ids and versions, so the cache needs no invalidation when other processes write.
/// </summary>
public sealed class OverlapMemory
{
    /// <summary>The capacity of the cache. At about 10 KB a project it takes at most about 200 MB.</summary>
    private const int MostProjects = 20_000;

    private volatile Edition _edition = Edition.Empty;

    internal PreparedProjects Projects { get; } = new(MostProjects);

    /// <summary>Returns the term statistics with this id if they are cached; otherwise null.</summary>
    internal Edition? Find(string editionId) => _edition is var edition && edition.Id == editionId ? edition : null;

    internal void Keep(Edition edition) => _edition = edition;
}
