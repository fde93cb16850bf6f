using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>The result of a write of a project.</summary>
/// <param name="Overlaps">The overlaps of the project after the write; null if the write was rejected.</param>
/// <param name="Measures">The measures of the project after the write; null if the write was rejected.</param>
public sealed record ProjectRecording(ProjectOutcome Outcome, OverlapsOfProject? Overlaps, MeasuresOfEntry? Measures);

/// <summary>
/// Records and changes projects, and returns the overlaps and the measures of the project after the write. They are
/// read in the transaction of the write, so that no other write can change them in between.
/// </summary>
public sealed class ProjectRecorder(
    Database database,
    ProjectStore projects,
    OverlapStore overlaps,
    EntryMeasures measures
)
{
    /// <summary>Records a new project.</summary>
    /// <param name="strongest">The maximum number of overlaps that are returned. The count includes all.</param>
    /// <param name="respond">
    /// Returns the response that is stored in the same transaction; null to store none. It may run several times; only
    /// the last run counts.
    /// </param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was recorded.
    /// </exception>
    /// <inheritdoc cref="ProjectStore.RecordAsync(string, ProjectDraft, Actor, CancellationToken)"/>
    public async Task<ProjectRecording> RecordAsync(
        string owner,
        ProjectDraft draft,
        Actor by,
        int strongest,
        CancellationToken ct,
        Func<ProjectRecording, KeptResponse>? respond = null
    )
    {
        // Another flow may run the write.
        var reader = ReaderScope.Current;
        var (outcome, found) = await projects.RecordAsync(
            owner,
            draft,
            by,
            (session, project) => ReadAsync(session, reader, project, strongest, respond, ct),
            ct
        );
        return new(outcome, found?.Overlaps, found?.Measures);
    }

    /// <summary>Replaces the contents of a project.</summary>
    /// <param name="strongest">The maximum number of overlaps that are returned. The count includes all.</param>
    /// <param name="respond">
    /// Returns the response that is stored in the same transaction; null to store none. It may run several times; only
    /// the last run counts.
    /// </param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was changed.
    /// </exception>
    /// <inheritdoc cref="ProjectStore.ChangeAsync(Guid, int?, string, ProjectDraft, Actor, CancellationToken)"/>
    public async Task<ProjectRecording> ChangeAsync(
        Guid id,
        int? expectedVersion,
        string owner,
        ProjectDraft draft,
        Actor by,
        int strongest,
        CancellationToken ct,
        bool revives = false,
        Func<ProjectRecording, KeptResponse>? respond = null
    )
    {
        var reader = ReaderScope.Current;
        var (outcome, found) = await projects.ChangeAsync(
            id,
            expectedVersion,
            owner,
            draft,
            by,
            (session, project) => ReadAsync(session, reader, project, strongest, respond, ct),
            ct,
            revives
        );
        return new(outcome, found?.Overlaps, found?.Measures);
    }

    private async Task<Found> ReadAsync(
        Session session,
        ReaderScope? reader,
        Project project,
        int strongest,
        Func<ProjectRecording, KeptResponse>? respond,
        CancellationToken ct
    )
    {
        var pairs = await overlaps.ForProjectAsync(session.As(reader), project.Id, strongest, ct) with
        {
            Restricted = await RestrictedCells.OfDraftAsync(session, reader, project.Draft, ct),
        };
        var projectId = (await session.FirstAsync(ProjectSql.PositionOf, new(project.Id), ct))!.Value;
        var served = await measures.ReadAsync(session, reader, project.Draft, projectId, isWrite: true, ct);
        if (respond is not null)
        {
            var response = respond(new(new ProjectOutcome.Done(project), pairs, served));
            await IdempotencyStore.SaveAsync(database, session, response, ct);
        }

        return new(pairs, served);
    }

    private sealed record Found(OverlapsOfProject Overlaps, MeasuresOfEntry Measures);
}
