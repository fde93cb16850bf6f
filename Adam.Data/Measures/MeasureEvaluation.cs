using Adam.Data.Databases;
using Adam.Data.Projects;
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
/// <param name="Declared">The projects that declare the measure, or that an analyst has confirmed.</param>
/// <param name="Found">The projects that meet the criterion.</param>
/// <param name="Confirmed">The projects that an analyst has confirmed.</param>
/// <param name="Rejected">The projects that an analyst has rejected.</param>
/// <param name="InPlace">The number of projects with a pillar and a country of the measure.</param>
internal sealed record LinkedProjects(
    StoredMeasure Measure,
    IReadOnlySet<long> Declared,
    IReadOnlySet<long> Found,
    IReadOnlySet<long> Confirmed,
    IReadOnlySet<long> Rejected,
    int InPlace
)
{
    /// <summary>Returns true if a project counts: it is declared or found, and not rejected.</summary>
    public bool Counts(long projectId) =>
        !Rejected.Contains(projectId) && (Declared.Contains(projectId) || Found.Contains(projectId));
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
    private const string Pipeline = "pipeline";
    private const string Suspended = "suspended";

    private readonly Dictionary<(string Country, Pillar Pillar), List<MeasureCellRow>> _cells = [];
    private readonly Dictionary<(string Facet, string Value), HashSet<long>> _facets = [];
    private readonly Dictionary<string, HashSet<long>> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<MeasureCellRow>> _furtherCells = [];

    private MeasureEvaluation() { }

    /// <summary>The links of the measures, by MeasureId.</summary>
    public IReadOnlyDictionary<int, LinkedProjects> Links { get; private set; } = null!;

    /// <summary>Evaluates measures in a session of the reader.</summary>
    /// <param name="cells">Further cells to read, for gaps of pillars without a measure.</param>
    /// <param name="isAsked">
    /// Returns true for the countries whose cells are read; null for all. A measure that one project anywhere serves is
    /// read in all its countries. Nothing is found in the others.
    /// </param>
    public static async Task<MeasureEvaluation> ReadAsync(
        Session session,
        IReadOnlyList<StoredMeasure> measures,
        IEnumerable<(string Country, Pillar Pillar)> cells,
        CancellationToken ct,
        Func<string, bool>? isAsked = null
    )
    {
        var evaluation = new MeasureEvaluation();
        await evaluation.ReadCellsAsync(session, measures, cells, isAsked, ct);
        await evaluation.ReadFacetsAsync(session, measures, ct);
        await evaluation.ReadWordsAsync(session, measures, ct);
        await evaluation.LinkAsync(session, measures, ct);
        return evaluation;
    }

    /// <summary>
    /// Evaluates only the projects that are linked by name: by their owners or by an analyst. Nothing is found.
    /// </summary>
    public static async Task<MeasureEvaluation> ReadLinkedAsync(
        Session session,
        IReadOnlyList<StoredMeasure> measures,
        CancellationToken ct
    )
    {
        var evaluation = new MeasureEvaluation();
        await evaluation.LinkAsync(session, measures, ct, byName: true);
        if (evaluation._furtherCells.Count > 0)
            await evaluation.ReadFacetsAsync(session, [], ct);
        return evaluation;
    }

    public IReadOnlyDictionary<string, IReadOnlyList<CountedProject>> CountedIn(StoredMeasure measure)
    {
        var links = Links[measure.MeasureId];
        var counted = measure.Criterion.Countries.ToDictionary(
            country => country,
            _ => new Dictionary<long, MeasureCellRow>(),
            StringComparer.Ordinal
        );
        foreach (var country in measure.Criterion.Countries)
        foreach (var pillar in measure.Criterion.Pillars)
        foreach (var row in CellOf(country, pillar).Where(row => links.Counts(row.ProjectId)))
            counted[country][row.ProjectId] = row;

        // A declared project counts in its countries, whatever its pillars.
        foreach (var project in links.Declared.Where(links.Counts))
        foreach (var row in _furtherCells.GetValueOrDefault(project) ?? [])
        {
            if (counted.TryGetValue(row.Country, out var there))
                there[project] = row;
        }

        return counted.ToDictionary(
            country => country.Key,
            IReadOnlyList<CountedProject> (country) => [.. country.Value.Values.Select(ToCounted)],
            StringComparer.Ordinal
        );
    }

    public IReadOnlyList<CountedProject> AllIn(string country, Pillar pillar) =>
        [.. CellOf(country, pillar).Select(ToCounted)];

    private CountedProject ToCounted(MeasureCellRow row)
    {
        // A finished project without an end is active on its first day only, as ProjectIndex.LastActiveDay has it.
        var last = Has(Facet.EndBasis, ProjectIndex.CodeOf(EndBasis.Unknown), row.ProjectId)
            ? row.StartDay
            : row.EndDay;
        var isPipeline = Has(Facet.Status, Pipeline, row.ProjectId);
        return new(
            row.ProjectId,
            new(row.StartDay, last, isPipeline, row.OwnerId),
            Has(Facet.Status, Suspended, row.ProjectId)
        );
    }

    private bool Has(string facet, string value, long projectId) => _facets[(facet, value)].Contains(projectId);

    private List<MeasureCellRow> CellOf(string country, Pillar pillar) =>
        _cells.GetValueOrDefault((country, pillar)) ?? [];

    private async Task ReadCellsAsync(
        Session session,
        IReadOnlyList<StoredMeasure> measures,
        IEnumerable<(string Country, Pillar Pillar)> further,
        Func<string, bool>? isAsked,
        CancellationToken ct
    )
    {
        var cells = measures
            .SelectMany(measure =>
                measure
                    .Criterion.Countries.Where(country =>
                        isAsked is null || measure.Measure.Draft.Scope == MeasureScope.Any || isAsked(country)
                    )
                    .SelectMany(country =>
                        measure.Criterion.Pillars.Select(pillar => (Country: country, Pillar: pillar))
                    )
            )
            .Concat(further)
            .Distinct()
            .OrderBy(cell => cell.Country, StringComparer.Ordinal)
            .ThenBy(cell => cell.Pillar)
            .Select(cell => new object[] { cell.Country, (int)cell.Pillar });
        foreach (var row in await session.QueryAsync(MeasureLinkSql.Cells, new(JsonRowSet.Serialize(cells)), ct))
        {
            var key = (row.Country, (Pillar)row.Pillar);
            if (!_cells.TryGetValue(key, out var rows))
                _cells[key] = rows = [];
            rows.Add(row);
        }
    }

    private async Task ReadFacetsAsync(Session session, IReadOnlyList<StoredMeasure> measures, CancellationToken ct)
    {
        (string Facet, string Value)[] facets =
        [
            (Facet.Status, Pipeline),
            (Facet.Status, Suspended),
            (Facet.EndBasis, ProjectIndex.CodeOf(EndBasis.Unknown)),
            .. measures
                .SelectMany(measure => measure.Criterion.ActivityTypes)
                .Distinct(StringComparer.Ordinal)
                .Select(type => (Facet.ActivityType, type)),
        ];
        var rows = await session.QueryAsync(
            MeasureLinkSql.Facets,
            new(JsonRowSet.Serialize(facets.Select((facet, i) => new object[] { i, facet.Facet, facet.Value }))),
            ct
        );
        var projects = rows.ToLookup(row => row.Number, row => row.ProjectId);
        foreach (var (i, facet) in facets.Index())
            _facets[facet] = [.. projects[i]];
    }

    private async Task ReadWordsAsync(Session session, IReadOnlyList<StoredMeasure> measures, CancellationToken ct)
    {
        var words = measures
            .SelectMany(measure => measure.Criterion.Phrases)
            .SelectMany(phrase => phrase.Words)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (words.Count == 0)
            return;

        var rows = await session.QueryAsync(
            MeasureLinkSql.Words,
            new(
                JsonRowSet.Serialize(
                    words.Select((word, i) => new object[] { i, word, ProjectConditions.WordEnd(word) })
                )
            ),
            ct
        );
        var projects = rows.ToLookup(row => row.Number, row => row.ProjectId);
        foreach (var (i, word) in words.Index())
            _words[word] = [.. projects[i]];
    }

    /// <param name="byName">True to find nothing by criteria.</param>
    private async Task LinkAsync(
        Session session,
        IReadOnlyList<StoredMeasure> measures,
        CancellationToken ct,
        bool byName = false
    )
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
                var (found, inPlace) = byName ? ([], 0) : FoundBy(measure.Criterion);
                return new LinkedProjects(
                    measure,
                    // A cancelled or withdrawn project has no cell.
                    declared[measure.MeasureId]
                        .Concat(given[LinkVerdict.Confirmed])
                        .Where(_furtherCells.ContainsKey)
                        .ToHashSet(),
                    found,
                    given[LinkVerdict.Confirmed].ToHashSet(),
                    given[LinkVerdict.Rejected].ToHashSet(),
                    inPlace
                );
            }
        );
    }

    private (HashSet<long> Found, int InPlace) FoundBy(MeasureCriterion criterion)
    {
        var types = criterion.ActivityTypes.Select(type => _facets[(Facet.ActivityType, type)]).ToList();
        var phrases = criterion.Phrases.Select(With).ToList();
        var (found, inPlace) = (new HashSet<long>(), new HashSet<long>());
        foreach (var country in criterion.Countries)
        foreach (var pillar in criterion.Pillars)
        foreach (var row in CellOf(country, pillar))
        {
            if (
                inPlace.Add(row.ProjectId)
                && (types.Count == 0 || types.Any(type => type.Contains(row.ProjectId)))
                && (phrases.Count == 0 || phrases.Any(phrase => phrase.Contains(row.ProjectId)))
            )
                found.Add(row.ProjectId);
        }

        return (found, inPlace.Count);
    }

    /// <summary>Returns the projects that have all words of a phrase.</summary>
    private HashSet<long> With(MeasurePhrase phrase)
    {
        var sets = phrase.Words.Select(word => _words[word]).OrderBy(set => set.Count).ToList();
        return sets.Count == 1
            ? sets[0]
            : [.. sets[0].Where(project => sets.Skip(1).All(set => set.Contains(project)))];
    }
}
