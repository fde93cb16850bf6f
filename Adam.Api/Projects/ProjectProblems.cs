using System.Text;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Measures;
using Adam.Api.Overlaps;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Domain.Sentences;

namespace Adam.Api.Projects;

/// <summary>Converts outcomes of the store to responses and problems.</summary>
internal static class ProjectProblems
{
    /// <exception cref="ProblemException">The project does not exist, or is withdrawn.</exception>
    public static async Task<StoredProject> GetActiveAsync(this ProjectStore projects, Guid id, CancellationToken ct) =>
        await projects.FindAsync(id, ct) switch
        {
            null => throw NotFound(id),
            { WithdrawnAt: not null } stored => throw Withdrawn(stored, await projects.WhoWithdrewAsync(stored, ct)),
            { } stored => stored,
        };

    /// <summary>Loads a project for update.</summary>
    /// <exception cref="ProblemException">
    /// The project does not exist or is withdrawn, belongs to another partner than the caller's (unless the caller is
    /// an admin), or does not match <c>If-Match</c>.
    /// </exception>
    public static async Task<StoredProject> GetForUpdateAsync(
        this ProjectStore projects,
        Guid id,
        Caller caller,
        EntityTags ifMatch,
        CancellationToken ct
    )
    {
        var stored = await projects.GetActiveAsync(id, ct);
        return RequireOwn(stored, caller, ifMatch);
    }

    /// <summary>Loads a project for update, withdrawn or not.</summary>
    /// <inheritdoc cref="GetForUpdateAsync" path="/exception"/>
    public static async Task<StoredProject> GetForRestoreAsync(
        this ProjectStore projects,
        Guid id,
        Caller caller,
        EntityTags ifMatch,
        CancellationToken ct
    ) => RequireOwn(await projects.FindAsync(id, ct) ?? throw NotFound(id), caller, ifMatch);

    private static StoredProject RequireOwn(StoredProject stored, Caller caller, EntityTags ifMatch)
    {
        if (!caller.MayWriteForEveryPartner && caller.Partner != stored.Owner)
            throw new ProblemException(
                ErrorCodes.NotYourProject,
                $"This project is {stored.Owner}'s; this key is {caller.Partner}'s. Ask {stored.Owner} to change it."
            );

        ifMatch.Require(EntityTags.ForVersion(stored.Version));
        return stored;
    }

    public static Project ThrowIfRejected(this ProjectOutcome outcome) =>
        outcome switch
        {
            ProjectOutcome.Done done => done.Project,
            ProjectOutcome.Unchanged unchanged => unchanged.Stored.Project,
            ProjectOutcome.ReferenceTaken taken => throw ReferenceTaken(taken.By),
            ProjectOutcome.Stale => throw EntityTags.Stale(),
            ProjectOutcome.Withdrawn withdrawn => throw Withdrawn(withdrawn.Stored, by: null),
            ProjectOutcome.NotFound => throw new ProblemException(
                ErrorCodes.UnknownProject,
                "There is no such project."
            ),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

    /// <summary>Returns the response to a write of a project.</summary>
    /// <param name="texts">The language of the reasons.</param>
    /// <exception cref="ProblemException">Nothing was written.</exception>
    public static RecordedProject ThrowIfRejected(
        this ProjectRecording recording,
        IReadOnlyList<ValidationError> warnings,
        SentenceTexts texts
    )
    {
        var project = recording.Outcome.ThrowIfRejected();
        return new(
            ProjectDocument.FromProject(project),
            ProjectOverlapsResponse.FromOverlaps(recording.Overlaps!, project.Id, texts),
            EntryMeasuresResponse.FromMeasures(recording.Measures!, texts),
            warnings
        );
    }

    public static ProblemException ReferenceTaken(StoredProject by)
    {
        var detail = by.WithdrawnAt is null
            ? $"{by.Owner} has a project under the reference {ValidationError.Quote(by.Project.Draft.Reference)} "
                + $"already: /v1/projects/{by.Id}. Change that one, or give this one another reference."
            : $"{by.Owner} had a project under the reference {ValidationError.Quote(by.Project.Draft.Reference)} and "
                + "has withdrawn it; its reference stays taken. Give this one another.";
        return new(ErrorCodes.ReferenceTaken, detail);
    }

    /// <summary>Returns the document and the version of a project.</summary>
    public static (RawJson Document, int Version) ToJson(StoredProject stored) =>
        (new(Encoding.UTF8.GetBytes(stored.Document)), stored.Version);

    public static ProblemException NotFound(Guid id) => new(ErrorCodes.UnknownProject, $"There is no project {id}.");

    /// <param name="by">The author of the withdrawal; null if it is unknown.</param>
    private static ProblemException Withdrawn(StoredProject stored, WithdrawalAuthor? by)
    {
        var detail =
            by?.Partner is { } partner && partner != stored.Owner
                ? $"An admin of {partner}, with the key {ValidationError.Quote(by.KeyName ?? "")}, withdrew this "
                    + $"project of {stored.Owner} on {stored.WithdrawnAt:yyyy-MM-dd}."
                : $"{stored.Owner} withdrew this project on {stored.WithdrawnAt:yyyy-MM-dd}.";
        return new(ErrorCodes.Withdrawn, detail);
    }
}
