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

internal sealed record GetMeasureHistoryRequest : ListRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";
}

internal sealed class GetMeasureHistory(MeasureStore measures)
    : Endpoint<GetMeasureHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}/history");
        this.Documents(
            "Read the history of a measure",
            "Returns every version of the measure, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. A withdrawn measure keeps its history.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: ErrorCodes.UnknownMeasure
        );
    }

    public override Task HandleAsync(GetMeasureHistoryRequest req, CancellationToken ct) =>
        Send.HistoryAsync(measures, req.Reference, req, ct);
}
