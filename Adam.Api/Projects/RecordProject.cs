using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.Measures;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record RecordProjectRequest : IHasBindingErrors
{
    [FromBody]
    public ProjectBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

/// <summary>The recorded project, its overlaps and its measures.</summary>
internal sealed record RecordedProject : ProjectDocument
{
    [SetsRequiredMembers]
    public RecordedProject(
        ProjectDocument project,
        ProjectOverlapsResponse overlaps,
        EntryMeasuresResponse measures,
        IReadOnlyList<ValidationError> warnings
    )
        : base(project) => (Overlaps, Measures, Warnings) = (overlaps, measures, warnings);

    /// <summary>
    /// The overlaps of the project: projects of other partners in the same country, on the same pillar and in the same
    /// days.
    /// </summary>
    [JsonPropertyOrder(1)]
    public ProjectOverlapsResponse Overlaps { get; }

    /// <summary>The measures that the project serves, and the gaps that it closes.</summary>
    [JsonPropertyOrder(2)]
    public EntryMeasuresResponse Measures { get; }

    /// <summary>
    /// Values that are valid but probably wrong, such as a place far outside the countries. They reject nothing.
    /// </summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<ValidationError> Warnings { get; }
}

internal sealed class RecordProject(ProjectReader reader, ProjectRecorder recorder, ProjectWarnings warnings)
    : Endpoint<RecordProjectRequest, RecordedProject>
{
    public override void Configure()
    {
        Post("/v1/projects");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Record a project",
            "The owner is the partner of the key; only an admin can state another. The response lists the overlaps: "
                + "projects of other partners in the same country, on the same pillar and in the same days.",
            201,
            typeof(RecordedProject),
            tagged: true,
            problems: [ErrorCodes.ReferenceTaken, ErrorCodes.NotYourProject]
        );
    }

    public override async Task HandleAsync(RecordProjectRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var read = await reader.ReadAsync(req.Body, req.BindingErrors, caller, null, ct);
        read.Errors.ThrowIfAny();

        var found = await warnings.ForAsync(read.Input, read.Draft, ct);
        var texts = HttpContext.ChooseSentences();
        var recording = await recorder.RecordAsync(
            read.Owner,
            read.Draft,
            caller.Actor,
            ProjectOverlapsResponse.Strongest,
            ct,
            IdempotentRequest.Find(HttpContext) is { } request ? Keep : null
        );
        var project = recording.ThrowIfRejected(found, texts);
        await Send.CreatedAsync(LocationOf(project), project, TagOf(project), ct);

        KeptResponse Keep(ProjectRecording recorded)
        {
            var response = recorded.ThrowIfRejected(found, texts);
            return request.KeepCreated(LocationOf(response), response, TagOf(response));
        }
    }

    private static string LocationOf(RecordedProject project) => $"/v1/projects/{project.Id}";

    private static string TagOf(RecordedProject project) => EntityTags.ForVersion(project.Version);
}
