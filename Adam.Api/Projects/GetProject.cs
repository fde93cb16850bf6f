using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.History;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Serialization;
using Adam.Data.Audit;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record GetProjectRequest
{
    /// <summary>The id of the project.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid Id { get; init; }

    /// <summary>
    /// The members to return, at the top level. The id is always returned; the others are then missing, even
    /// those that the schema requires.
    /// </summary>
    [QueryParam, CommaSeparated, MembersOf(typeof(ProjectDocument)), Example("reference,title,period")]
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>
    /// <c>names</c> adds a member <c>names</c> as in lists: the names of countries, partners and pillars in the
    /// language of <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }

    /// <summary>
    /// The instant, or the day in UTC at its midnight, of which the project is returned as it stood then.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? AsOf { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>A project, and the names of its codes if they were requested.</summary>
internal sealed record ProjectWithNames : ProjectDocument
{
    /// <summary>
    /// The names of the countries, partners and pillars of the project; only with <c>include=names</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NamesResponse? Names { get; init; }
}

internal sealed class GetProject(
    ProjectStore projects,
    ProjectHistory history,
    CodeNames names,
    AuditRetention retention,
    TimeProvider time
) : Endpoint<GetProjectRequest, RawJson>
{
    public override void Configure()
    {
        Get("/v1/projects/{id}");
        this.Documents(
            "Read a project",
            "Returns the project as its owner wrote it, with the members that the register computes.",
            answer: typeof(ProjectWithNames),
            tagged: true,
            problems: [ErrorCodes.UnknownProject, ErrorCodes.NotRecordedThen, ErrorCodes.Withdrawn]
        );
    }

    public override async Task HandleAsync(GetProjectRequest req, CancellationToken ct)
    {
        var (document, version) = req.AsOf is { } asOf
            ? await history.GetAsOfAsync(projects, req.Id, await AsOf.RequireAsync(asOf, time, retention, ct), ct)
            : await PresentAsync(req.Id, ct);
        await Send.ResourceAsync(
            document,
            EntityTags.ForVersion(version),
            req.Fields,
            req.Include is null ? null : names,
            req.IfNoneMatch,
            ct
        );
    }

    private async Task<(RawJson Document, int Version)> PresentAsync(Guid id, CancellationToken ct) =>
        // The full row is loaded only to explain a 404 or 410, because reading the document alone is faster.
        await projects.ReadAsync(id, ct) is { WithdrawnAt: null } read
            ? (new RawJson(read.Utf8.Bytes), read.Version)
            : ProjectProblems.ToJson(await projects.GetActiveAsync(id, ct));
}
