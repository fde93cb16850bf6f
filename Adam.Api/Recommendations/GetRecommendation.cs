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

internal sealed record GetRecommendationRequest
{
    /// <summary>The set of the recommendation: its reference up to the slash, in any case.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("EWG-2015-II")]
    public string Set { get; init; } = "";

    /// <summary>The number of the recommendation in the set.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("3")]
    public string Number { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetRecommendation(RecommendationStore recommendations, MeetingRegister register)
    : Endpoint<GetRecommendationRequest, RecommendationResponse>
{
    public override void Configure()
    {
        Get("/v1/recommendations/{set}/{number}");
        this.Documents(
            "Read a recommendation",
            "Returns a recommendation with its state and those that continue it.",
            answer: typeof(RecommendationResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownRecommendation, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(GetRecommendationRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var stored = await recommendations.GetActiveAsync($"{req.Set}/{req.Number}", ct);
        var recommendation = RecommendationResponse.FromRecommendation(stored.Recommendation, others);
        await Send.ResourceAsync(recommendation, recommendation.Tag(stored.Version), req.IfNoneMatch, ct);
    }
}
