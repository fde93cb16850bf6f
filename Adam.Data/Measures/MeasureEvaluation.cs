using Adam.Data.Databases;
using Adam.Domain.Gaps;
using Adam.Domain.Measures;
using Adam.Domain.Projects;

namespace Adam.Data.Measures;

/// <summary>The way in which the register came to a link.</summary>
public enum MeasureBasis
{
    /// <summary>The owner names the measure in the project, or an analyst has linked the project.</summary>
    Declared = 1,

    /// <summary>The project meets the criterion.</summary>
    Found = 2,

    /// <summary>Pillar and country fit, and the text is like that of the measure. It never counts.</summary>
    Suggested = 3,
}

/// <summary>The links of a measure that the present reader may see.</summary>
/// <param name="declared">The projects that declare the measure, or that an analyst has confirmed.</param>
/// <param name="confirmed">The projects that an analyst has confirmed.</param>
/// <param name="rejected">The projects that an analyst has rejected.</param>
/// <param name="meeting">The projects with the types and phrases of the criterion; null for all.</param>
/// <param name="cells">The projects of the cells of the measure that are read.</param>
internal sealed class LinkedProjects(
    StoredMeasure measure,
    IReadOnlySet<long> declared,
    IReadOnlySet<long> confirmed,
    IReadOnlySet<long> rejected,
    ProjectSet? meeting,
    IReadOnlyList<IReadOnlyList<CountedProject>> cells
)
{
    // Gaps need neither of them, and evaluate many measures.
    private readonly Lazy<HashSet<long>> _inPlace = new(() =>
        cells.SelectMany(cell => cell).Select(one => one.ProjectId).ToHashSet()
    );

    private HashSet<long>? _found;

    public StoredMeasure Measure => measure;

    /// <summary>The projects that declare the measure, or that an analyst has confirmed.</summary>
    public IReadOnlySet<long> Declared => declared;

    /// <summary>The projects that meet the criterion.</summary>
    public IReadOnlySet<long> Found =>
        _found ??= meeting is null ? _inPlace.Value : _inPlace.Value.Where(meeting.Contains).ToHashSet();

    /// <summary>The projects that an analyst has confirmed.</summary>
    public IReadOnlySet<long> Confirmed => confirmed;

    /// <summary>The projects that an analyst has rejected.</summary>
    public IReadOnlySet<long> Rejected => rejected;

    /// <summary>The number of projects with a pillar and a country of the measure.</summary>
    public int InPlace => _inPlace.Value.Count;

    /// <summary>Returns true if a project counts: it is declared or found, and not rejected.</summary>
    public bool Counts(long projectId) =>
        !rejected.Contains(projectId) && (declared.Contains(projectId) || Found.Contains(projectId));

    /// <summary>Returns true if a project of a cell of the measure counts.</summary>
    public bool CountsInCell(long projectId) =>
        (meeting is null || meeting.Contains(projectId) || declared.Contains(projectId))
        && (rejected.Count == 0 || !rejected.Contains(projectId));
}

/// <summary>A project of a cell, with its days.</summary>
/// <param name="IsSuspended">True if the project counts as none, and the cell says so.</param>
internal sealed record CountedProject(long ProjectId, CoveringProject Project, bool IsSuspended);

/// <summary>The projects of cells, present or as they stood at an instant.</summary>
internal interface ICountedProjects
{
    /// <summary>
    /// Returns the counted projects of a measure in each of its countries, suspended ones among them.
    /// </summary>
    IReadOnlyDictionary<string, IReadOnlyList<CountedProject>> CountedIn(StoredMeasure measure);

    /// <summary>Returns all projects of a cell, suspended ones among them.</summary>
    IReadOnlyList<CountedProject> AllIn(string country, Pillar pillar);
}

/// <summary>
/// Evaluates measures from the derived tables, for all measures at once: each cell, facet and word is read once, and
/// the projects are intersected in memory. Work grows with the rows of the cells and words that the measures name.
/// </summary>
internal sealed class MeasureEvaluation : ICountedProjects
{
    private readonly CriterionParts _parts;
    private readonly HashSet<(string Country, Pillar Pillar)> _cells;
    private readonly Dictionary<long, List<MeasureCellRow>> _furtherCells = [];

    private readonly Dictionary<int, Dictionary<string, IReadOnlyList<CountedProject>>> _counted = [];

    private MeasureEvaluation(CriterionParts parts, IEnumerable<(string Country, Pillar Pillar)> cells) =>
        (_parts, _cells) = (parts, [.. cells]);

    /// <summary>The links of the measures, by MeasureId.</summary>
    public IReadOnlyDictionary<int, LinkedProjects> Links { get; private set; } = null!;

    /// <summary>Evaluates measures in a session of the reader.</summary>
    /// <param name="kept">The parts of criteria that earlier questions have read.</param>
    /// <param name="cells">Further cells to read, for gaps of pillars without a measure.</param>
    /// <param name="isAsked">
    /// Returns true for the countries whose cells are read; null for all. A measure that one project anywhere serves is
    /// read in all its countries. Nothing is found in the others.
    /// </param>
    public static async Task<MeasureEvaluation> ReadAsync(
        Session session,
        CriterionPartsCache kept,
        IReadOnlyList<StoredMeasure> measures,
        IEnumerable<(string Country, Pillar Pillar)> cells,
        CancellationToken ct,
        Func<string, bool>? isAsked = null
    )
    {
        var evaluation = new MeasureEvaluation(
            await kept.CurrentAsync(session, ct),
            measures.SelectMany(measure => CellsOf(measure, isAsked)).Concat(cells)
        );
        await evaluation._parts.ReadAsync(
            session,
            evaluation._cells,
            measures.SelectMany(measure => measure.Criterion.ActivityTypes),
            measures.SelectMany(measure => measure.Criterion.Phrases).SelectMany(phrase => phrase.Words),
            ct
        );
        await evaluation.LinkAsync(session, measures, ct);
        return evaluation;
    }

    /// <summary>
    /// Evaluates only the projects that are linked by name: by their owners or by an analyst. Nothing is found. It
    /// keeps nothing, because the session may have written.
    /// </summary>
    public static async Task<MeasureEvaluation> ReadLinkedAsync(
        Session session,
        IReadOnlyList<StoredMeasure> measures,
        CancellationToken ct
    )
    {
        var evaluation = new MeasureEvaluation(new(new(), partner: null), []);
        await evaluation.LinkAsync(session, measures, ct);
        if (evaluation._furtherCells.Count > 0)
            await evaluation._parts.ReadAsync(session, [], [], [], ct);
        return evaluation;
    }

    public IReadOnlyDictionary<string, IReadOnlyList<CountedProject>> CountedIn(StoredMeasure measure)
    {
        // Progress asks for the cells of a measure, and for the evidence of statements about it.
        if (!_counted.TryGetValue(measure.MeasureId, out var counted))
            _counted[measure.MeasureId] = counted = Count(measure);
        return counted;
    }

    public IReadOnlyList<CountedProject> AllIn(string country, Pillar pillar) =>
        _cells.Contains((country, pillar)) ? _parts.Cell(country, pillar) : [];

    private Dictionary<string, IReadOnlyList<CountedProject>> Count(StoredMeasure measure)
    {
        var links = Links[measure.MeasureId];
        // A declared project counts in its countries, whatever its pillars.
        var declared = links
            .Declared.Where(links.Counts)
            .SelectMany(project => _furtherCells.GetValueOrDefault(project) ?? [])
            .ToLookup(row => row.Country, StringComparer.Ordinal);
        return measure.Criterion.Countries.ToDictionary(
            country => country,
            IReadOnlyList<CountedProject> (country) =>
            {
                var counted = measure
                    .Criterion.Pillars.SelectMany(pillar => AllIn(country, pillar))
                    .Where(one => links.CountsInCell(one.ProjectId));
                return measure.Criterion.Pillars.Count == 1 && !declared.Contains(country)
                    ? [.. counted]
                    : [.. counted.Concat(declared[country].Select(_parts.ToCounted)).DistinctBy(one => one.ProjectId)];
            },
            StringComparer.Ordinal
        );
    }

    private static IEnumerable<(string Country, Pillar Pillar)> CellsOf(
        StoredMeasure measure,
        Func<string, bool>? isAsked
    ) =>
        measure
            .Criterion.Countries.Where(country =>
                isAsked is null || measure.Measure.Draft.Scope == MeasureScope.Any || isAsked(country)
            )
            .SelectMany(country => measure.Criterion.Pillars.Select(pillar => (country, pillar)));

    private async Task LinkAsync(Session session, IReadOnlyList<StoredMeasure> measures, CancellationToken ct)
    {
        var keys = JsonRowSet.Serialize(measures.Select((measure, i) => new object[] { i, measure.Measure.Key }));
        var declared = (await session.QueryAsync(MeasureLinkSql.Declared, new(keys), ct)).ToLookup(
            row => measures[row.Number].MeasureId,
            row => row.ProjectId
        );
        var ids = JsonRowSet.FromIds(measures.Select(measure => (long)measure.MeasureId));
        var verdicts = (await session.QueryAsync(MeasureVerdictSql.OfMeasures, new(ids), ct)).ToLookup(row =>
            row.MeasureId
        );
        var named = declared
            .SelectMany(group => group)
            .Concat(verdicts.SelectMany(group => group).Select(row => row.ProjectId))
            .Distinct();
        var ofProjects = new RowsParameter(JsonRowSet.FromIds(named));
        foreach (var row in await session.QueryAsync(MeasureLinkSql.CellsOfProjects, ofProjects, ct))
        {
            if (!_furtherCells.TryGetValue(row.ProjectId, out var rows))
                _furtherCells[row.ProjectId] = rows = [];
            rows.Add(row);
        }

        Links = measures.ToDictionary(
            measure => measure.MeasureId,
            measure =>
            {
                var given = verdicts[measure.MeasureId].ToLookup(row => row.InForce(), row => row.ProjectId);
                var cells = CellsOf(measure, isAsked: null).Where(_cells.Contains).ToList();
                return new LinkedProjects(
                    measure,
                    // A cancelled or withdrawn project has no cell.
                    declared[measure.MeasureId]
                        .Concat(given[LinkVerdict.Confirmed])
                        .Where(_furtherCells.ContainsKey)
                        .ToHashSet(),
                    given[LinkVerdict.Confirmed].ToHashSet(),
                    given[LinkVerdict.Rejected].ToHashSet(),
                    cells.Count == 0 ? null : Meeting(measure.Criterion),
                    [.. cells.Select(cell => _parts.Cell(cell.Country, cell.Pillar))]
                );
            }
        );
    }

    /// <summary>Returns the projects with the types and phrases of a criterion; null if it has none of them.</summary>
    private ProjectSet? Meeting(MeasureCriterion criterion)
    {
        var parts = new List<ProjectSet>();
        if (criterion.ActivityTypes.Count > 0)
            parts.Add(ProjectSet.Union([.. criterion.ActivityTypes.Select(_parts.WithType)]));
        if (criterion.Phrases.Count > 0)
            parts.Add(
                ProjectSet.Union([
                    .. criterion.Phrases.Select(phrase =>
                        ProjectSet.Intersect([.. phrase.Words.Select(_parts.WithWord)])
                    ),
                ])
            );
        return parts.Count == 0 ? null : ProjectSet.Intersect(parts);
    }
}
