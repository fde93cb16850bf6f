using System.Text;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.History;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Projects.Filtering;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Data.Audit;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record ListProjectsRequest : ProjectFilterRequest
{
    /// <summary>
    /// The instant, or the day in UTC at its midnight, of which the register is returned as it stood then. The filters
    /// test the projects as they were. The order is that of creation, and a page tests at most 2,000 projects: with a
    /// rare filter it can be short, or empty, and still have a <c>nextCursor</c>.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? AsOf { get; init; }

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
    PastProjects pastProjects,
    CodeNames names,
    FilterSuggestions suggestions,
    AuditRetention retention,
    TimeProvider time
) : Endpoint<ListProjectsRequest, ListResponse<RawJson>>
{
    public override void Configure()
    {
        Get("/v1/projects");
        this.OffersListFormats(ListFormatScope.Projects, ListFormatScope.TypedTables);
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
        if (req.AsOf is { } asOf)
        {
            await SendPastAsync(req, filter, await AsOf.RequireAsync(asOf, time, retention, ct), ct);
            return;
        }

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
            Table = TableFor(req),
            IsSelection = req.Fields.Count > 0,
            SuggestAsync = token => suggestions.FindAsync(req, token),
        };
        await Send.ListAsync(req, list, ct);
    }

    private async Task SendPastAsync(
        ListProjectsRequest req,
        ProjectFilter filter,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        RejectWithAsOf(req);
        var after = req.Cursor?.Number(0) ?? 0;
        var list = new ListSource<RawJson>
        {
            PageAsync = async (limit, token) =>
            {
                var page = await pastProjects.ReadAsync(filter, at, after, limit, token);
                return new([.. page.Items.Select(ToPast)], page.Next is { } next ? [next] : null);
            },
            StreamAsync = token => pastProjects.StreamAsync(filter, at, after, token).Select(ToPast),
            CountAsync = _ => throw new InvalidOperationException("count was rejected."),
            NameAsync = req.Include is null ? null : (items, token) => names.FindAsync(HttpContext, items, token),
            Table = TableFor(req),
            IsSelection = req.Fields.Count > 0,
        };
        await Send.ListAsync(req, list, ct);

        RawJson ToPast(PastProject project) =>
            MemberSelection.Select(
                new(Encoding.UTF8.GetBytes(project.Document)),
                req.Explode.Count > 0 ? [] : req.Fields
            );
    }

    /// <exception cref="ProblemException">The request has what the past cannot be asked for.</exception>
    private void RejectWithAsOf(ListProjectsRequest req)
    {
        var errors = new List<ValidationError>();
        if (req.Sort != ProjectSort.Created)
            errors.Add(
                new("sort", "With asOf, the list is in the order of creation. Leave sort out.", ErrorCodes.NotAsOf)
            );
        if (req.Count)
            errors.Add(new("count", "With asOf, the projects are not counted. Leave count out.", ErrorCodes.NotAsOf));
        if (Negotiation.FormatOf(HttpContext) is ProjectListFormat { ShowsCoFunded: true })
            errors.Add(
                new(
                    "format",
                    "With asOf, the projects are not available in this format. Ask for json, ndjson or csv.",
                    ErrorCodes.NotAsOf
                )
            );
        errors.ThrowIfAny();
    }

    private static ListTable TableFor(ListProjectsRequest req) =>
        ProjectTable
            .All.With(req.Fields)
            .Exploded(
                req.Explode.Count == 0 ? null : project => ProjectRows.Explode(project, req.Explode),
                ProjectRows.MembersOf(req.Explode)
            );

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
