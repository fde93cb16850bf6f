using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.Gaps;
using Adam.Domain.Progress;

namespace Adam.Data.Progress;

/// <summary>The evidence that the register has for statements about a measure, as a reader may know it.</summary>
internal sealed class MeasureEvidence
{
    private readonly Dictionary<long, CoveringProject> _projects;

    /// <param name="hidden">All restricted projects that the reader does not see.</param>
    public MeasureEvidence(StoredMeasure measure, ICountedProjects projects, IReadOnlyList<RestrictedCell> hidden)
    {
        _projects = projects
            .CountedIn(measure)
            .Values.SelectMany(counted => counted)
            .Where(one => !one.IsSuspended)
            .DistinctBy(one => one.ProjectId)
            .ToDictionary(one => one.ProjectId, one => one.Project);
        Hidden =
        [
            .. hidden.Where(cell =>
                measure.Criterion.Countries.Contains(cell.Country) && measure.Criterion.Pillars.Contains(cell.Pillar)
            ),
        ];
    }

    /// <summary>The restricted projects of the measure's cells that the reader does not see.</summary>
    public IReadOnlyList<RestrictedCell> Hidden { get; }

    /// <summary>The number of projects that count, without suspended ones.</summary>
    public int Projects => _projects.Count;

    /// <summary>The number of partners that own them.</summary>
    public int Partners => _projects.Values.Select(project => project.OwnerId).Distinct().Count();

    /// <summary>Returns true if a project counts for the measure.</summary>
    public bool Counts(long projectId) => _projects.ContainsKey(projectId);

    /// <summary>
    /// Returns true if nothing stands behind a statement that says substantial or complete: no document, and no project
    /// of its writer or named in it that counts for the measure and had begun.
    /// </summary>
    /// <param name="ownerId">The PartnerId of the writer.</param>
    /// <param name="ask">The address that readers are told for restricted projects of the writer.</param>
    /// <param name="named">The projects that the statement names.</param>
    public bool IsLacking(StatementDraft draft, int ownerId, string ask, IReadOnlyCollection<long> named) =>
        draft.IsClaim
        && draft.Documents.Count == 0
        && !Hidden.Any(cell => cell.Ask == ask)
        && !_projects.Any(project =>
            project.Value is { IsPipeline: false } days
            && days.FirstDay <= draft.AsOf.DayNumber
            && (days.OwnerId == ownerId || named.Contains(project.Key))
        );
}
