using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Audit;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record GetProjectVersionRequest
{
    /// <summary>The id of the project.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid Id { get; init; }

    /// <summary>The number of the version.</summary>
    [RouteParam, Example(1)]
    public int Version { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetProjectVersion(ProjectHistory history, ProjectStore projects)
    : Endpoint<GetProjectVersionRequest, PastProjectResponse>
{
    public override void Configure()
    {
        Get("/v1/projects/{id}/versions/{version}");
        this.Documents(
            "Read a version of a project",
            "Returns the project as this version had it. The `ETag` of the last version is that of the project: with "
                + "it, a withdrawn project can be restored.",
            answer: typeof(PastProjectResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownProject, ErrorCodes.UnknownVersion]
        );
    }

    public override async Task HandleAsync(GetProjectVersionRequest req, CancellationToken ct)
    {
        var version = await history.GetAsync(projects, req.Id, req.Version, ct);
        await Send.ResourceAsync(
            PastProjectResponse.FromVersion(version),
            EntityTags.ForVersion(version.Version),
            req.IfNoneMatch,
            ct
        );
    }
}

internal static class ProjectVersions
{
    /// <exception cref="ProblemException">The project or the version does not exist.</exception>
    public static async Task<ProjectVersion> GetAsync(
        this ProjectHistory history,
        ProjectStore projects,
        Guid id,
        int version,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(id, version, ct) is { } found)
            return found;

        var stored = await projects.FindAsync(id, ct) ?? throw ProjectProblems.NotFound(id);
        throw new ProblemException(
            ErrorCodes.UnknownVersion,
            version > stored.Version || version < 1
                ? $"The project has the versions 1 to {stored.Version}, and no version {version}."
                : $"Version {version} is not kept: it was recorded before history was kept, or while the "
                    + "project was restricted. "
                    + $"/v1/projects/{id}/history lists the versions that are."
        );
    }
}
