using Adam.Api.OpenApi;
using Adam.Api.Requests;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record ListProjectsRequest : ProjectFilterRequest
{
    /// <summary>
    /// The order of the list: by creation (default), last change, or start of the period; each also descending. In the
    /// order of creation, concurrent writes neither hide nor repeat a record. In the others, a record whose key changes
    /// meanwhile may move.
    /// </summary>
    [QueryParam, Example("start")]
    public ProjectSort Sort { get; init; } = ProjectSort.Created;
}

internal sealed class ListProjects(ProjectFilterReader filters, ProjectStore projects) : Endpoint<ListProjectsRequest, ListResponse<RawJson>>
{
    public override void Configure()
    {
        Get("/v1/projects");
        this.Documents("List projects", "Who does what, where and when. A filter may be repeated: values of one name are alternatives, names must all hold.", answer: typeof(ListResponse<ProjectDocument>));
    }

    public override async Task HandleAsync(ListProjectsRequest req, CancellationToken ct)
    {
        var filter = await filters.ReadAsync(req, ct);
        var after = req.Cursor is { } cursor ? new ProjectPosition(cursor.Number(0), cursor.Number(1)) : null;
        var found = await projects.ListAsync(filter, req.Sort, after, req.Limit + 1, ct);
        var page = found.Take(req.Limit).ToList();
        var last = found.Count > req.Limit ? page[^1].Position(req.Sort) : null;
        await Send.PageAsync(
            [.. page.Select(project => ProjectAnswers.ToJson(project.Document))], last is null ? null : [last.Key, last.Position], req.Count ? await projects.CountAsync(filter, ct) : null, ct);
    }
}
