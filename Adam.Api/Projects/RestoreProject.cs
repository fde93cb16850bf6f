using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Audit;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record RestoreProjectRequest : ChangeProjectRequest
{
    /// <summary>The number of the version to restore.</summary>
    [RouteParam, Example(1)]
    public int Version { get; init; }
}

internal sealed class RestoreProject(ProjectHistory history, ProjectStore projects, ProjectChanges changes)
    : Endpoint<RestoreProjectRequest, RecordedProject>
{
    /// <summary>Members that the register gives to the new version.</summary>
    private static readonly string[] Stamps = ["id", "version", "createdAt", "updatedAt", "updatedBy"];

    public override void Configure()
    {
        Post("/v1/projects/{id}/versions/{version}/restore");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.HonoursIdempotencyKey();
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.DocumentsChange(
            "Restore a version of a project",
            "Writes the content of an earlier version as a new version, by the rules of today. A withdrawn project "
                + "becomes active again; `If-Match` is then the `ETag` of its last version. The version that the "
                + "project has already changes nothing.",
            ErrorCodes.UnknownVersion
        );
    }

    public override async Task HandleAsync(RestoreProjectRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var stored = await projects.GetForRestoreAsync(req.Id, caller, req.IfMatch, ct);
        var version = await history.GetAsync(projects, req.Id, req.Version, ct);
        var errors = new List<ValidationError>();
        using var former = JsonDocument.Parse(version.Document);
        using var nothing = JsonDocument.Parse("{}");
        var content = JsonSerializer.SerializeToElement(
            former
                .RootElement.EnumerateObject()
                .Where(member => !Stamps.Contains(member.Name) && !PatchProject.Computed.Contains(member.Name))
                .ToDictionary(member => member.Name, member => member.Value)
        );
        var body = MergePatch.Read<ProjectBody>(content, nothing.RootElement, errors);
        var request = IdempotentRequest.Find(HttpContext);
        var restored = await changes.MakeAsync(
            stored,
            body,
            errors,
            caller,
            HttpContext.ChooseSentences(),
            ct,
            revives: true,
            request is null
                ? null
                : project => request.Keep(StatusCodes.Status200OK, project, tag: EntityTags.ForVersion(project.Version))
        );
        await Send.ResourceAsync(restored, EntityTags.ForVersion(restored.Version), null, ct);
    }
}
