using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>The result of a write of a project.</summary>
/// <param name="Overlaps">The overlaps of the project after the write; null if the write was rejected.</param>
public sealed record ProjectRecording(ProjectOutcome Outcome, OverlapsOfProject? Overlaps);

/// <summary>
/// Records and changes projects, and returns the overlaps of the project after the write. They are read in the
/// transaction of the write, so that no other write can change them in between.
/// </summary>
public sealed class ProjectRecorder(ProjectStore projects, OverlapStore overlaps)
{
    /// <summary>Records a new project.</summary>
    /// <param name="strongest">The maximum number of overlaps that are returned. The count includes all.</param>
    /// <inheritdoc cref="ProjectStore.RecordAsync(string, ProjectDraft, string, CancellationToken)"/>
    public async Task<ProjectRecording> RecordAsync(
        string owner,
        ProjectDraft draft,
        string by,
        int strongest,
        CancellationToken ct
    )
    {
        var (outcome, found) = await projects.RecordAsync(owner, draft, by, Read(strongest, ct), ct);
        return new(outcome, found);
    }

    /// <summary>Replaces the contents of a project.</summary>
    /// <param name="strongest">The maximum number of overlaps that are returned. The count includes all.</param>
    /// <inheritdoc cref="ProjectStore.ChangeAsync(Guid, int?, string, ProjectDraft, string, CancellationToken)"/>
    public async Task<ProjectRecording> ChangeAsync(
        Guid id,
        int? expectedVersion,
        string owner,
        ProjectDraft draft,
        string by,
        int strongest,
        CancellationToken ct
    )
    {
        var (outcome, found) = await projects.ChangeAsync(
            id,
            expectedVersion,
            owner,
            draft,
            by,
            Read(strongest, ct),
            ct
        );
        return new(outcome, found);
    }

    private Func<Session, Project, Task<OverlapsOfProject>> Read(int strongest, CancellationToken ct) =>
        (session, project) => overlaps.ForProjectAsync(session, project.Id, strongest, ct);
}
