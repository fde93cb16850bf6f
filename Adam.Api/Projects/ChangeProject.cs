using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Idempotency;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using Adam.Domain.Projects;
using Adam.Domain.Sentences;
using FastEndpoints;

namespace Adam.Api.Projects;

internal record ChangeProjectRequest
{
    /// <summary>The id of the project.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid Id { get; init; }

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplaceProjectRequest : ChangeProjectRequest, IHasBindingErrors
{
    [FromBody]
    public ProjectBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchProjectRequest : ChangeProjectRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(ProjectBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceProject(ProjectChanges changes, ProjectStore projects)
    : Endpoint<ReplaceProjectRequest, RecordedProject>
{
    public override void Configure()
    {
        Put("/v1/projects/{id}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.DocumentsChange(
            "Replace a project",
            "Members that the body omits are emptied. A body that equals the stored project changes nothing, "
                + "and the version stays the same."
        );
    }

    public override async Task HandleAsync(ReplaceProjectRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        if (req.Id == default)
            req.BindingErrors.ThrowIfAny(); // without an id, the body cannot be validated any further
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            req.BindingErrors.Count == 0
                ? await projects.GetForUpdateAsync(req.Id, caller, req.IfMatch, ct)
                : await projects.GetActiveAsync(req.Id, ct);
        var changed = await changes.MakeAsync(
            stored,
            req.Body,
            req.BindingErrors,
            caller,
            HttpContext.ChooseSentences(),
            ct
        );
        await Send.ResourceAsync(changed, EntityTags.ForVersion(changed.Version), null, ct);
    }
}

internal sealed class PatchProject(ProjectChanges changes, ProjectStore projects)
    : Endpoint<PatchProjectRequest, RecordedProject>
{
    /// <summary>
    /// Members that the register computes from other members. They are removed before the patch is applied, because a
    /// patch of the other members changes their values.
    /// </summary>
    public static readonly string[] Computed =
    [
        .. typeof(ProjectDraft)
            .GetProperties()
            .Where(property => !property.CanWrite)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
    ];

    public override void Configure()
    {
        Patch("/v1/projects/{id}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.DocumentsChange(
            "Change a project",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, "
                + "and a list is replaced as a whole."
        );
    }

    public override async Task HandleAsync(PatchProjectRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var stored = await projects.GetForUpdateAsync(req.Id, caller, req.IfMatch, ct);
        var errors = new List<ValidationError>();
        using var current = JsonDocument.Parse(stored.Document);
        var body = MergePatch.Read<ProjectBody>(Without(current.RootElement, req.Patch), req.Patch, errors);
        var changed = await changes.MakeAsync(stored, body, errors, caller, HttpContext.ChooseSentences(), ct);
        await Send.ResourceAsync(changed, EntityTags.ForVersion(changed.Version), null, ct);
    }

    /// <summary>Returns the document without computed members, except those that the patch contains.</summary>
    private static JsonElement Without(JsonElement document, JsonElement patch) =>
        JsonSerializer.SerializeToElement(
            document
                .EnumerateObject()
                .Where(member => !Computed.Contains(member.Name) || patch.TryGetProperty(member.Name, out _))
                .ToDictionary(member => member.Name, member => member.Value)
        );
}

/// <summary>Validates and writes the content of a project from PUT or PATCH.</summary>
internal sealed class ProjectChanges(ProjectReader reader, ProjectRecorder recorder, ProjectWarnings warnings)
{
    /// <param name="stored">The project in the version that the client has read.</param>
    /// <param name="body">The complete new content.</param>
    /// <param name="errors">The errors found while the body was parsed.</param>
    /// <param name="texts">The language of the reasons in the response.</param>
    /// <param name="revives">True if a withdrawn project becomes active again; false to reject it.</param>
    /// <param name="respond">
    /// Returns the response that is stored in the transaction of the change; null to store none.
    /// </param>
    /// <exception cref="ProblemException">
    /// The body has errors, or the project was changed or withdrawn in the meantime.
    /// </exception>
    public async Task<RecordedProject> MakeAsync(
        StoredProject stored,
        ProjectBody body,
        IReadOnlyList<ValidationError> errors,
        Caller caller,
        SentenceTexts texts,
        CancellationToken ct,
        bool revives = false,
        Func<RecordedProject, KeptResponse>? respond = null
    )
    {
        var read = await reader.ReadAsync(body, errors, caller, stored.Project, ct);
        read.Errors.ThrowIfAny();
        var found = await warnings.ForAsync(read.Input, read.Draft, ct);
        var recording = await recorder.ChangeAsync(
            stored.Id,
            stored.Version,
            read.Owner,
            read.Draft,
            caller.Actor,
            ProjectOverlapsResponse.Strongest,
            ct,
            revives,
            respond is null ? null : recorded => respond(recorded.ThrowIfRejected(found, texts))
        );
        return recording.ThrowIfRejected(found, texts);
    }
}

internal static class ChangeDocumentation
{
    /// <summary>Documents an endpoint that changes a project.</summary>
    public static void DocumentsChange(
        this BaseEndpoint endpoint,
        string summary,
        string description,
        params ErrorCode[] further
    ) =>
        endpoint.Documents(
            summary,
            $"{description} The response lists the overlaps of the project.",
            answer: typeof(RecordedProject),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownProject,
                ErrorCodes.Withdrawn,
                ErrorCodes.NotYourProject,
                ErrorCodes.ReferenceTaken,
                .. further,
            ]
        );
}
