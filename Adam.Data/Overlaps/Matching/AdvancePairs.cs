using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// The scores of a project with its candidates, computed in a snapshot before the write of the project began. A score
/// is valid as long as the candidate has the same version.
/// </summary>
/// <param name="Owner">The owner of the project that was compared.</param>
/// <param name="Draft">The content of the project that was compared.</param>
/// <param name="Project">
/// The project as it was compared. A new one has <see cref="NewProjectId"/>; version, owner and scope are not known.
/// </param>
/// <param name="KeyHashes">The hashes of its blocking keys.</param>
/// <param name="Candidates">
/// The version of each candidate, and the pair; null if the two do not overlap or are not ranked.
/// </param>
internal sealed record AdvancePairs(
    string Owner,
    ProjectDraft Draft,
    TermStatistics Statistics,
    PreparedProject Project,
    IReadOnlyList<long> KeyHashes,
    IReadOnlyDictionary<long, (int Version, ScoredRow? Pair)> Candidates
)
{
    /// <summary>
    /// The id of a project that is not stored yet. It is higher than all others, as the stored one will be.
    /// </summary>
    public const long NewProjectId = long.MaxValue;

    /// <summary>Returns true if these are scores of the project that a write has stored.</summary>
    public bool AreOf(ProjectChange change, TermStatistics statistics) =>
        Statistics.Id == statistics.Id
        && Project.ProjectId == (change.IsNew ? NewProjectId : change.ProjectId)
        && change.After is { } after
        && ReferenceEquals(after.Draft, Draft)
        && after.Owner == Owner;

    /// <summary>Returns the project as the write has stored it.</summary>
    public PreparedProject Stored(ProjectChange change) =>
        Project with
        {
            ProjectId = change.ProjectId,
            Version = change.After!.Version,
            OwnerId = change.OwnerId,
            ScopeChangedMicros = change.ScopeChangedAt.ToMicros(),
        };

    /// <summary>
    /// Returns true if a version of a candidate was compared. The pair is then that of the stored project, or null.
    /// </summary>
    public bool TryFind(long candidate, int version, PreparedProject stored, out ScoredRow? pair)
    {
        pair = null;
        if (!Candidates.TryGetValue(candidate, out var found) || found.Version != version)
            return false;

        pair = found.Pair?.With(Project, stored);
        return true;
    }
}
