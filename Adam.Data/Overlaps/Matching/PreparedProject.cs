using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>One version of a project, prepared for comparison.</summary>
/// <param name="ScopeChangedMicros">
/// The instant since which the project has had its present scope, in microseconds since 1970-01-01T00:00:00Z.
/// </param>
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

    /// <summary>True if not everybody reads the project.</summary>
    public bool IsRestricted => Scope.Visibility == Visibility.Restricted;

    /// <summary>
    /// The number under which the project competes with others to be the best match of a project: that of the owner,
    /// negative for a restricted project. Restricted projects thus compete only among themselves, and the kind of a
    /// pair depends on no project that a reader of the pair does not see.
    /// </summary>
    public int CompetitorId => IsRestricted ? -OwnerId : OwnerId;

    /// <inheritdoc cref="ProjectRow.ReadProfile"/>
    public Profile? ProfileToCount => IsMatchable && !IsRestricted ? Profile.Profile : null;

    public bool IsMatchable => Scope.Status != ProjectStatus.Cancelled;

    /// <summary>Returns the same project, weighted by the given term statistics.</summary>
    public PreparedProject WithStatistics(TermStatistics statistics) =>
        Profile.TermStatistics.Id == statistics.Id
            ? this
            : this with
            {
                Profile = WeightedProfile.Create(Profile.Profile, statistics),
            };
}
