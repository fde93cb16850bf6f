using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Projects.Filtering;
using Adam.Api.Serialization;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record ListProjectsRequest : ProjectFilterRequest
{
    /// <summary>
    /// The order of the list: by creation (default), last change, start or end of the period, each also descending. An
    /// unknown start is earlier than every date, and an open end is later. A finished project without an end sorts by
    /// its start, the last day that is reported. In the order of creation, concurrent writes neither hide nor repeat a
    /// project. In the other orders, a project moves if its sort key changes between two pages.
    /// </summary>
    [QueryParam, Example("start")]
    public ProjectSort Sort { get; init; } = ProjectSort.Created;

    /// <summary>
    /// The members of the projects to return, at the top level. The id is always returned; the others are then missing,
    /// even those that the schema requires.
    /// </summary>
    [QueryParam, CommaSeparated, MembersOf(typeof(ProjectDocument)), Example("reference,title,period")]
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>
    /// <c>names</c> adds the names of countries, partners and pillars in the language of <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }

    /// <summary>
    /// Makes one row for each country, pillar or donor of a project, with the part of the amounts that belongs to the
    /// row; only with <c>format=csv</c>, <c>format=xlsx</c> and <c>format=parquet</c>. With several, there is one row
    /// for each combination.
    /// </summary>
    [QueryParam, CommaSeparated, Example("country,donor")]
    public IReadOnlyList<ProjectRowDimension> Explode { get; init; } = [];

    public override bool IsExploded => Explode.Count > 0;
}

internal sealed class ListProjects(
    ProjectFilterReader filters,
    ProjectStore projects,
    CoFundedProjects coFunded,
    CodeNames names,
    FilterSuggestions suggestions
) : Endpoint<ListProjectsRequest, ListResponse<RawJson>>
{
    public override void Configure()
    {
        Get("/v1/projects");
        this.OffersListFormats(ListFormatScope.Tables, ListFormatScope.Projects, ListFormatScope.TypedTables);
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
        var showsCoFunded = Negotiation.FormatOf(HttpContext) is ProjectListFormat { ShowsCoFunded: true };
        var list = new ListSource<RawJson>
        {
            PageAsync = (limit, token) =>
                showsCoFunded
                    ? PageAsync(
                        req,
                        coFunded.ListAsync(filter, req.Sort, after, limit + 1, token),
                        limit,
                        one => one.Project,
                        ToJson
                    )
                    : PageAsync(
                        req,
                        projects.ListAsync(filter, req.Sort, after, limit + 1, token),
                        limit,
                        one => one,
                        ToJson
                    ),
            StreamAsync = token =>
                showsCoFunded
                    ? coFunded.StreamAsync(filter, req.Sort, after, token).Select(project => ToJson(project, req))
                    : projects.StreamAsync(filter, req.Sort, after, token).Select(project => ToJson(project, req)),
            CountAsync = token => projects.CountAsync(filter, token),
            NameAsync = req.Include is null ? null : (items, token) => names.FindAsync(HttpContext, items, token),
            Table = ProjectTable
                .All.With(req.Fields)
                .Exploded(
                    req.Explode.Count == 0 ? null : project => ProjectRows.Explode(project, req.Explode),
                    ProjectRows.MembersOf(req.Explode)
                ),
            IsSelection = req.Fields.Count > 0,
            SuggestAsync = token => suggestions.FindAsync(req, token),
        };
        await Send.ListAsync(req, list, ct);
    }

    private static async Task<ListPage<RawJson>> PageAsync<T>(
        ListProjectsRequest req,
        Task<IReadOnlyList<T>> reading,
        int limit,
        Func<T, ListedProject> project,
        Func<T, ListProjectsRequest, RawJson> toJson
    )
    {
        var found = await reading;
        var page = found.Take(limit).ToList();
        var last = found.Count > limit ? project(page[^1]).Position(req.Sort) : null;
        return new([.. page.Select(one => toJson(one, req))], last is null ? null : [last.Key, last.Position]);
    }

    private static RawJson ToJson(ProjectWithCoFunded project, ListProjectsRequest req) =>
        project.CoFunded.Count == 0
            ? ToJson(project.Project, req)
            : MemberSelection.With(ToJson(project.Project, req), ProjectListFormat.CoFunded, project.CoFunded);

    private static RawJson ToJson(ListedProject project, ListProjectsRequest req) =>
        // The rows of a project are computed from members that the client may not have selected.
        MemberSelection.Select(new(project.Utf8.Bytes), req.Explode.Count > 0 ? [] : req.Fields);
}
