using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Overlaps;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record ListVerdictsRequest : OverlapRequest
{
    /// <summary>The <c>ETag</c> of the list that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class ListVerdicts(OverlapStore overlaps)
    : Endpoint<ListVerdictsRequest, ListResponse<OverlapVerdictResponse>>
{
    public override void Configure()
    {
        Get("/v1/overlaps/{id}/verdicts");
        this.Documents(
            "List the verdicts on an overlap",
            "Returns all decisions about the pair, the latest first. A decision without a verdict took back the "
                + "previous one.",
            answer: typeof(ListResponse<OverlapVerdictResponse>),
            problems: ErrorCodes.UnknownOverlap
        );
    }

    public override async Task HandleAsync(ListVerdictsRequest req, CancellationToken ct)
    {
        var id = req.ToId();
        var decisions = await overlaps.DecisionsAsync(id, ct) ?? throw await overlaps.NoneAsync(id, ct);
        await Send.PageAsync(
            [.. decisions.Select(OverlapVerdictResponse.FromDecision)],
            null,
            null,
            req.IfNoneMatch,
            ct
        );
    }
}
