using System.Collections.Concurrent;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Measures;

/// <summary>
/// The parts of criteria in one state of the register, as one reader sees it: the projects of each cell, and those with
/// each facet and each word. A part is read when it is first asked for. All questions about this state share it.
/// </summary>
/// <param name="head">The end of the audit chain in this state.</param>
/// <param name="partner">The partner of the reader; null for one who sees everything.</param>
internal sealed class CriterionParts(AuditEnd head, string? partner)
{
    private const string Pipeline = "pipeline";
    private const string Suspended = "suspended";

    /// <summary>The facets that say how a project counts.</summary>
    private static readonly (string Facet, string Value)[] Counting =
    [
        (Facet.Status, Pipeline),
        (Facet.Status, Suspended),
        (Facet.EndBasis, ProjectIndex.CodeOf(EndBasis.Unknown)),
    ];

    private readonly ConcurrentDictionary<(string Country, Pillar Pillar), CountedProject[]> _cells = new();
    private readonly ConcurrentDictionary<(string Facet, string Value), ProjectSet> _facets = new();
    private readonly ConcurrentDictionary<string, ProjectSet> _words = new(StringComparer.Ordinal);

    public AuditEnd Head { get; } = head;

    public string? Partner { get; } = partner;

    /// <summary>About the memory that the parts take, in bytes.</summary>
    public long Size =>
        _cells.Values.Sum(cell => (long)cell.Length * 64)
        + _facets.Values.Sum(set => (long)set.Size)
        + _words.Values.Sum(set => (long)set.Size);

    /// <summary>Returns the projects of a cell that has been read, by their first days.</summary>
    public IReadOnlyList<CountedProject> Cell(string country, Pillar pillar) => _cells[(country, pillar)];

    /// <summary>Returns the projects with a type of activity that has been read.</summary>
    public ProjectSet WithType(string type) => _facets[(Facet.ActivityType, type)];

    /// <summary>Returns the projects with a word that begins with one that has been read.</summary>
    public ProjectSet WithWord(string word) => _words[word];

    /// <summary>Reads those of some parts that have not been read.</summary>
    public async Task ReadAsync(
        Session session,
        IEnumerable<(string Country, Pillar Pillar)> cells,
        IEnumerable<string> types,
        IEnumerable<string> words,
        CancellationToken ct
    )
    {
        await ReadFacetsAsync(session, [.. Counting, .. types.Select(type => (Facet.ActivityType, type))], ct);
        await ReadCellsAsync(session, cells, ct);
        await ReadWordsAsync(session, words, ct);
    }

    /// <summary>Returns rows of cells as projects that count. How they count is read before.</summary>
    public CountedProject ToCounted(MeasureCellRow row)
    {
        // A finished project without an end is active on its first day only, as ProjectIndex.LastActiveDay has it.
        var last = _facets[Counting[2]].Contains(row.ProjectId) ? row.StartDay : row.EndDay;
        return new(
            row.ProjectId,
            new(row.StartDay, last, _facets[Counting[0]].Contains(row.ProjectId), row.OwnerId),
            _facets[Counting[1]].Contains(row.ProjectId)
        );
    }

    /// <summary>
    /// Returns the same parts in a later state, in which some projects have changed. Only these are read.
    /// </summary>
    public async Task<CriterionParts> LaterAsync(
        Session session,
        AuditEnd later,
        IReadOnlyCollection<long> changed,
        CancellationToken ct
    )
    {
        var ids = new RowsParameter(JsonRowSet.FromIds(changed));
        var facets = (await session.QueryAsync(MeasureLinkSql.FacetsOfProjects, ids, ct)).ToLookup(
            row => (row.Facet, row.Value),
            row => row.ProjectId
        );
        var words = await session.QueryAsync(MeasureLinkSql.WordsOfProjects, ids, ct);
        var cells = (await session.QueryAsync(MeasureLinkSql.CellsOfProjects, ids, ct)).ToLookup(row =>
            (row.Country, (Pillar)row.Pillar)
        );
        var next = new CriterionParts(later, Partner);
        foreach (var (facet, set) in _facets)
            next._facets[facet] = set.With(changed, [.. facets[facet]]);
        foreach (var (prefix, set) in _words)
            next._words[prefix] = set.With(
                changed,
                [
                    .. words
                        .Where(row => row.Word.StartsWith(prefix, StringComparison.Ordinal))
                        .Select(row => row.ProjectId),
                ]
            );
        var gone = changed.ToHashSet();
        foreach (var (cell, projects) in _cells)
        {
            var come = cells[cell].Select(next.ToCounted).ToList();
            next._cells[cell] =
                come.Count == 0 && !projects.Any(one => gone.Contains(one.ProjectId))
                    ? projects
                    : InOrder(projects.Where(one => !gone.Contains(one.ProjectId)).Concat(come));
        }

        return next;
    }

    private async Task ReadCellsAsync(
        Session session,
        IEnumerable<(string Country, Pillar Pillar)> cells,
        CancellationToken ct
    )
    {
        var missing = cells
            .Distinct()
            .Where(cell => !_cells.ContainsKey(cell))
            .OrderBy(cell => cell.Country, StringComparer.Ordinal)
            .ThenBy(cell => cell.Pillar)
            .ToList();
        if (missing.Count == 0)
            return;

        var asked = missing.Select(cell => new object[] { cell.Country, (int)cell.Pillar });
        var rows = (await session.QueryAsync(MeasureLinkSql.Cells, new(JsonRowSet.Serialize(asked)), ct)).ToLookup(
            row => (row.Country, (Pillar)row.Pillar)
        );
        foreach (var cell in missing)
            _cells[cell] = InOrder(rows[cell].Select(ToCounted));
    }

    private async Task ReadFacetsAsync(
        Session session,
        IEnumerable<(string Facet, string Value)> facets,
        CancellationToken ct
    )
    {
        var missing = facets.Distinct().Where(facet => !_facets.ContainsKey(facet)).ToList();
        if (missing.Count == 0)
            return;

        var asked = missing.Select((facet, i) => new object[] { i, facet.Facet, facet.Value });
        var sets = SetsOf(
            missing.Count,
            await session.QueryAsync(MeasureLinkSql.Facets, new(JsonRowSet.Serialize(asked)), ct)
        );
        foreach (var (i, facet) in missing.Index())
            _facets[facet] = sets[i];
    }

    private async Task ReadWordsAsync(Session session, IEnumerable<string> words, CancellationToken ct)
    {
        var missing = words.Distinct(StringComparer.Ordinal).Where(word => !_words.ContainsKey(word)).ToList();
        if (missing.Count == 0)
            return;

        var asked = missing.Select((word, i) => new object[] { i, word, ProjectConditions.WordEnd(word) });
        var sets = SetsOf(
            missing.Count,
            await session.QueryAsync(MeasureLinkSql.Words, new(JsonRowSet.Serialize(asked)), ct)
        );
        foreach (var (i, word) in missing.Index())
            _words[word] = sets[i];
    }

    private static List<ProjectSet> SetsOf(int count, IReadOnlyList<NumberedProject> rows)
    {
        var ids = Enumerable.Range(0, count).Select(_ => new List<long>()).ToList();
        foreach (var row in rows)
            ids[row.Number].Add(row.ProjectId);
        return [.. ids.Select(ProjectSet.FromIds)];
    }

    private static CountedProject[] InOrder(IEnumerable<CountedProject> projects) =>
        [.. projects.OrderBy(one => one.Project.FirstDay)];
}
