using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Verdicts;

/// <summary>
/// Groups projects that are linked by current verdicts of duplicate, directly or through other projects (union-find).
/// </summary>
internal sealed class DuplicateGroups
{
    private readonly Dictionary<long, long> _above = [];

    private DuplicateGroups(IEnumerable<DuplicatePair> pairs)
    {
        foreach (var pair in pairs)
        {
            var (one, other) = (GroupOf(pair.FirstId), GroupOf(pair.SecondId));
            _above[one] = one;
            _above[other] = one;
        }
    }

    public IReadOnlyCollection<long> Projects => _above.Keys;

    /// <summary>Returns the number of the group of a project.</summary>
    public long GroupOf(long project)
    {
        while (_above.TryGetValue(project, out var above) && above != project)
            project = above;
        return project;
    }

    public static async Task<DuplicateGroups> ReadAsync(Session session, CancellationToken ct) =>
        new(await session.QueryAsync(VerdictSql.Duplicates, ct));
}
