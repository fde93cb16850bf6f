using Adam.Data.Engines;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Scoring;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Register;

/// <summary>A project as read for comparison.</summary>
internal sealed record ProjectRow
{
    public long ProjectId { get; init; }
    public int Version { get; init; }
    public int OwnerId { get; init; }
    public DateTimeOffset ScopeChangedAt { get; init; }
    public string Document { get; init; } = "";

    public PreparedProject Prepare(Edition edition)
    {
        var project = ProjectJson.Read(Document);
        return PreparedProject.Of(ProjectId, Version, OwnerId, ScopeChangedAt.ToMicros(), project.Owner, project.Draft, edition);
    }

    /// <summary>Returns the profile for scoring; null if the project is cancelled.</summary>
    public Profile? ReadProfile() => ProjectJson.Read(Document) is { Draft.Status: not ProjectStatus.Cancelled } project ? Profile.Of(project.Owner, project.Draft) : null;
}
