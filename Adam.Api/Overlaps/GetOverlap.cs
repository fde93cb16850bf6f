using Adam.Api.OpenApi;
using Adam.Api.Requests;
using Adam.Data.Overlaps;
using Adam.Domain.Overlaps;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record GetOverlapRequest
{
    /// <summary>The two projects' ids in ordinal order, joined by an underscore.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10_0193a0b7-1f02-7d11-8a3c-5e6d7c8b9a01")]
    public string Id { get; init; } = "";

    /// <summary>The <c>ETag</c> of what the caller has; answered with 304 when it is still so.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetOverlap(OverlapStore overlaps) : Endpoint<GetOverlapRequest, OverlapResponse>
{
    public override void Configure()
    {
        Get("/v1/overlaps/{id}");
        this.Documents("Read an overlap", "One pair, by the ids of its two projects.", answer: typeof(OverlapResponse), tagged: true, problems: ErrorCodes.UnknownOverlap);
    }

    public override async Task HandleAsync(GetOverlapRequest req, CancellationToken ct)
    {
        if (!OverlapId.TryParse(req.Id, out var id))
            throw Refusal.Of(new Fault("id", $"{Fault.Show(req.Id)} is no overlap's id: two projects' ids in ordinal order, joined by an underscore.", ErrorCodes.BadValue));
        if (await overlaps.FindAsync(id, ct) is not var (overlap, versions))
            throw new Refusal(ErrorCodes.UnknownOverlap, $"{id.First} and {id.Second} are not two projects in the register that overlap.");

        await Send.ResourceAsync(OverlapResponse.Of(overlap), $"\"{versions}\"", req.IfNoneMatch, ct);
    }
}
