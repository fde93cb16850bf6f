using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>One version of a project, made ready to be compared with others.</summary>
/// <param name="ScopeChangedMicros">Since when it has had what decides what it overlaps with.</param>
internal sealed record PreparedProject(
    long ProjectId,
    int Version,
    int OwnerId,
    long ScopeChangedMicros,
    ProjectScope Scope,
    DeclaredLinks Links,
    WeightedProfile Profile
)
{
    public static PreparedProject Create(
        long projectId,
        int version,
        int ownerId,
        long scopeChangedMicros,
        string owner,
        ProjectDraft draft,
        TermStatistics statistics
    ) =>
        new(
            projectId,
            version,
            ownerId,
            scopeChangedMicros,
            ProjectScope.FromDraft(null, owner, draft),
            DeclaredLinks.FromDraft(draft),
            WeightedProfile.Create(Domain.Overlaps.Matching.Profile.FromDraft(owner, draft), statistics)
        );

    public bool IsMatchable => Scope.Status != ProjectStatus.Cancelled;

    /// <summary>Returns the same project, weighted by other term statistics.</summary>
    public PreparedProject WithStatistics(TermStatistics statistics) =>
        Profile.TermStatistics.Id == statistics.Id
            ? this
            : this with
            {
                Profile = WeightedProfile.Create(Profile.Profile, statistics),
            };
}
