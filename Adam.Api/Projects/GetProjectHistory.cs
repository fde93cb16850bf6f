using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Audit;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record GetProjectHistoryRequest : ListRequest
{
    /// <summary>The id of the project.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid Id { get; init; }
}

internal sealed class GetProjectHistory(ProjectHistory history)
    : Endpoint<GetProjectHistoryRequest, ListResponse<ProjectVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/projects/{id}/history");
        this.Documents(
            "Read the history of a project",
            "Returns every version of the project, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. A withdrawn project keeps its history, which says who withdrew it.",
            answer: typeof(ListResponse<ProjectVersionResponse>),
            problems: ErrorCodes.UnknownProject
        );
    }

    public override async Task HandleAsync(GetProjectHistoryRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var page = await history.ReadAsync(req.Id, after, req.Limit, ct) ?? throw ProjectProblems.NotFound(req.Id);
        await Send.PageAsync(
            [.. page.Items.Select(ProjectVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }
}
