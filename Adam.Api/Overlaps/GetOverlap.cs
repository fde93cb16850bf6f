using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Serialization;
using Adam.Data.Overlaps;
using Adam.Domain.Overlaps;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal record OverlapRequest
{
    /// <summary>The ids of the two projects in ordinal order, joined by an underscore.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10_0193a0b7-1f02-7d11-8a3c-5e6d7c8b9a01")]
    public string Id { get; init; } = "";

    /// <exception cref="ProblemException">The text is not the id of an overlap.</exception>
    public OverlapId ToId() =>
        OverlapId.TryParse(Id, out var id)
            ? id
            : throw ProblemException.ForErrors(
                new ValidationError(
                    "id",
                    $"{ValidationError.Quote(Id)} is no overlap's id: two projects' ids in ordinal order, joined by "
                        + "an underscore.",
                    ErrorCodes.BadValue
                )
            );
}

internal sealed record GetOverlapRequest : OverlapRequest
{
    /// <summary>
    /// The members to return, at the top level. The id is always returned; the others are then missing, even
    /// those that the schema requires.
    /// </summary>
    [QueryParam, CommaSeparated, MembersOf(typeof(OverlapResponse)), Example("score,kind,projects")]
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>
    /// <c>names</c> adds a member <c>names</c> as in lists: the names of countries, partners and pillars in the
    /// language of <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>An overlap, and the names of its codes if they were requested.</summary>
internal sealed record OverlapWithNames : OverlapResponse
{
    public OverlapWithNames(OverlapResponse overlap)
        : base(overlap) { }

    /// <summary>
    /// The names of the countries, partners and pillars of the overlap; only with <c>include=names</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NamesResponse? Names { get; init; }
}

internal sealed class GetOverlap(OverlapStore overlaps, CodeNames names) : Endpoint<GetOverlapRequest, RawJson>
{
    public override void Configure()
    {
        Get("/v1/overlaps/{id}");
        this.Documents(
            "Read an overlap",
            "Returns one pair by the ids of its two projects, with any score.",
            answer: typeof(OverlapWithNames),
            tagged: true,
            problems: ErrorCodes.UnknownOverlap
        );
    }

    public override async Task HandleAsync(GetOverlapRequest req, CancellationToken ct)
    {
        var id = req.ToId();
        var overlap = await overlaps.FindAsync(id, ct) ?? throw await overlaps.NoneAsync(id, ct);
        var texts = HttpContext.ChooseSentences();
        var response = OverlapResponse.FromOverlap(overlap, texts);
        await Send.ResourceAsync(
            response.ToJson(),
            response.TagIn(texts, overlap.Tag),
            req.Fields,
            req.Include is null ? null : names,
            req.IfNoneMatch,
            ct
        );
    }
}
