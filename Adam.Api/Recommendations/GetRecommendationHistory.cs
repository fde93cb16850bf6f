using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Data.Recommendations;
using Adam.Domain.Recommendations;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal sealed record GetRecommendationHistoryRequest : ListRequest
{
    /// <summary>The set of the recommendation: its reference up to the slash, in any case.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("EWG-2015-II")]
    public string Set { get; init; } = "";

    /// <summary>The number of the recommendation in the set.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("3")]
    public string Number { get; init; } = "";
}

internal sealed class GetRecommendationHistory(RecommendationStore recommendations)
    : Endpoint<GetRecommendationHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/recommendations/{set}/{number}/history");
        this.Documents(
            "Read the history of a recommendation",
            "Returns every version of the recommendation, the first one first: who wrote it, when, and which members "
                + "it changed from what to what. A withdrawn recommendation keeps its history.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: ErrorCodes.UnknownRecommendation
        );
    }

    public override Task HandleAsync(GetRecommendationHistoryRequest req, CancellationToken ct) =>
        Send.HistoryAsync(recommendations, $"{req.Set}/{req.Number}", req, ct);
}
