using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Scoring;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Register;

/// <summary>One version of a project, made ready to be compared with others.</summary>
/// <param name="ScopeChangedMicros">Since when it has had what decides what it overlaps with.</param>
internal sealed record PreparedProject(long ProjectId, int Version, int OwnerId, long ScopeChangedMicros, Activity Activity, DeclaredLinks Links, Weighed Weighed)
{
    public static PreparedProject Of(long projectId, int version, int ownerId, long scopeChangedMicros, string owner, ProjectDraft draft, Edition edition) => new(
        projectId, version, ownerId, scopeChangedMicros, Activity.Of(null, owner, draft), DeclaredLinks.Of(draft), Weighed.Of(Profile.Of(owner, draft), edition));

    public bool Counts => Activity.Status != ProjectStatus.Cancelled;

    /// <summary>Returns the same project, weighted by other term statistics.</summary>
    public PreparedProject Under(Edition edition) => Weighed.Edition.Id == edition.Id ? this : this with { Weighed = Weighed.Of(Weighed.Profile, edition) };
}
