using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Projects.Filtering;
using Adam.Api.Serialization;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record ListProjectsRequest : ProjectFilterRequest
{
    /// <summary>
    /// The order of the list: by creation (default), last change, or start of the period, each also descending. In the
    /// order of creation, concurrent writes neither hide nor repeat a project. In the other orders, a project moves if
    /// its sort key changes between two pages.
    /// </summary>
    [QueryParam, Example("start")]
    public ProjectSort Sort { get; init; } = ProjectSort.Created;
}

internal sealed class ListProjects(ProjectFilterReader filters, ProjectStore projects)
    : Endpoint<ListProjectsRequest, ListResponse<RawJson>>
{
    public override void Configure()
    {
        Get("/v1/projects");
        this.OffersListFormats();
        this.Documents(
            "List projects",
            "Returns the projects that match the filters. A filter can be repeated. Values of one name are "
                + "alternatives (OR); all names must match (AND).",
            answer: typeof(ListResponse<ProjectDocument>)
        );
    }

    public override async Task HandleAsync(ListProjectsRequest req, CancellationToken ct)
    {
        var filter = await filters.ReadAsync(req, ct);
        var after = req.Cursor is { } cursor ? new ProjectPosition(cursor.Number(0), cursor.Number(1)) : null;
        var list = new ListSource<RawJson>
        {
            PageAsync = (limit, token) => PageAsync(filter, req.Sort, after, limit, token),
            StreamAsync = token =>
                projects
                    .StreamAsync(filter, req.Sort, after, token)
                    .Select(project => ProjectProblems.ToJson(project.Document)),
            CountAsync = token => projects.CountAsync(filter, token),
        };
        await Send.ListAsync(req, list, ct);
    }

    private async Task<ListPage<RawJson>> PageAsync(
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int limit,
        CancellationToken ct
    )
    {
        var found = await projects.ListAsync(filter, sort, after, limit + 1, ct);
        var page = found.Take(limit).ToList();
        var last = found.Count > limit ? page[^1].Position(sort) : null;
        return new(
            [.. page.Select(project => ProjectProblems.ToJson(project.Document))],
            last is null ? null : [last.Key, last.Position]
        );
    }
}
