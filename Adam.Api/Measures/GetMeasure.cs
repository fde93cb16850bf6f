using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Data.Measures;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Measures;

internal sealed record GetMeasureRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetMeasure(MeasureStore measures) : Endpoint<GetMeasureRequest, MeasureDocument>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}");
        this.Documents(
            "Read a measure",
            "Returns a measure as it was written. GET /v1/gaps?measure= has its coverage, and "
                + "GET /v1/measures/{reference}/projects the projects that serve it.",
            answer: typeof(MeasureDocument),
            tagged: true,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn]
        );
    }

    public override async Task HandleAsync(GetMeasureRequest req, CancellationToken ct)
    {
        var stored = await measures.GetActiveAsync(req.Reference, ct);
        await Send.ResourceAsync(
            MeasureDocument.FromMeasure(stored.Measure),
            EntityTags.ForVersion(stored.Version),
            req.IfNoneMatch,
            ct
        );
    }
}
