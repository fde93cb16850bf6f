using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Verdicts;

/// <summary>Projects that standing verdicts call duplicates of each other: two that are linked by such verdicts, also by way of a third, are in one group.</summary>
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

    /// <summary>The same number for all projects of a group.</summary>
    public long GroupOf(long project)
    {
        while (_above.TryGetValue(project, out var above) && above != project)
            project = above;
        return project;
    }

    public static async Task<DuplicateGroups> ReadAsync(Session session, CancellationToken ct) =>
        new(await session.QueryAsync(VerdictSql.Duplicates, ct));
}
