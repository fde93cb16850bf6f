using Adam.Data.Databases;
using Adam.Data.Measures;
using Adam.Domain.Projects;

namespace Adam.Data.Gaps;

/// <summary>
/// Evaluates measures on projects as they stood at an instant. The derived tables have only the present, so each
/// project is tested in memory. Measures are those of the present; verdicts are those that were in force then.
/// </summary>
internal sealed class PastMeasureEvaluation : ICountedProjects
{
    private readonly Dictionary<(int MeasureId, string Country), List<CountedProject>> _counted = [];
    private readonly Dictionary<(string Country, Pillar Pillar), List<CountedProject>> _cells = [];
    private readonly Dictionary<string, int> _owners = new(StringComparer.Ordinal);

    private PastMeasureEvaluation() { }

    /// <param name="projects">The projects that the reader may see, each with its number.</param>
    /// <param name="at">The instant.</param>
    public static async Task<PastMeasureEvaluation> ReadAsync(
        Database database,
        IReadOnlyList<StoredMeasure> measures,
        IAsyncEnumerable<(long ProjectId, Project Project)> projects,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var ids = JsonRowSet.FromIds(measures.Select(measure => (long)measure.MeasureId));
        var rows = await database.QueryOnceAsync(
            session => session.QueryAsync(MeasureVerdictSql.Until, new(ids, at), ct),
            ct
        );
        // The last decision of each link decides.
        var verdicts = new Dictionary<(int, long), LinkVerdict?>();
        foreach (var row in rows)
            verdicts[(row.MeasureId, row.ProjectId)] = row.InForce(at);

        var evaluation = new PastMeasureEvaluation();
        await foreach (var (projectId, project) in projects.WithCancellation(ct))
            evaluation.Add(measures, verdicts, projectId, project);
        return evaluation;
    }

    public IReadOnlyDictionary<string, IReadOnlyList<CountedProject>> CountedIn(StoredMeasure measure) =>
        measure.Criterion.Countries.ToDictionary(
            country => country,
            IReadOnlyList<CountedProject> (country) => _counted.GetValueOrDefault((measure.MeasureId, country)) ?? [],
            StringComparer.Ordinal
        );

    public IReadOnlyList<CountedProject> AllIn(string country, Pillar pillar) =>
        _cells.GetValueOrDefault((country, pillar)) ?? [];

    private void Add(
        IReadOnlyList<StoredMeasure> measures,
        Dictionary<(int, long), LinkVerdict?> verdicts,
        long projectId,
        Project project
    )
    {
        var draft = project.Draft;
        if (draft.Status == ProjectStatus.Cancelled)
            return;

        if (!_owners.TryGetValue(project.Owner, out var ownerId))
            _owners[project.Owner] = ownerId = _owners.Count;
        var counted = new CountedProject(
            projectId,
            CoveringProjects.FromDraft(draft, ownerId),
            draft.Status == ProjectStatus.Suspended
        );
        foreach (var country in draft.Countries)
        foreach (var pillar in draft.Pillars)
            Add(_cells, (country, pillar), counted);

        var words = draft.Words;
        foreach (var measure in measures)
        {
            var verdict = verdicts.GetValueOrDefault((measure.MeasureId, projectId));
            if (
                verdict == LinkVerdict.Rejected
                || (
                    verdict is null && !EntryMeasures.Declares(draft, measure) && !measure.Criterion.IsMet(draft, words)
                )
            )
                continue;

            foreach (var country in draft.Countries)
                Add(_counted, (measure.MeasureId, country), counted);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<CountedProject>> lists, TKey key, CountedProject project)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        list.Add(project);
    }
}
