using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>A project as it is read for comparison.</summary>
internal sealed record ProjectRow
{
    public long ProjectId { get; init; }
    public int Version { get; init; }
    public int OwnerId { get; init; }
    public DateTimeOffset ScopeChangedAt { get; init; }
    public string Document { get; init; } = "";

    public PreparedProject Prepare(TermStatistics statistics)
    {
        var project = ProjectJson.Read(Document);
        return PreparedProject.Create(
            ProjectId,
            Version,
            OwnerId,
            ScopeChangedAt.ToMicros(),
            project.Owner,
            project.Draft,
            statistics
        );
    }

    /// <summary>
    /// Returns the profile that term statistics count; null if the project is cancelled, or restricted: scores of other
    /// projects would show its terms.
    /// </summary>
    public Profile? ReadProfile() =>
        ProjectJson.Read(Document)
            is { Draft: { Status: not ProjectStatus.Cancelled, Visibility: not Visibility.Restricted } } project
            ? Profile.FromDraft(project.Owner, project.Draft)
            : null;
}
