using Adam.Api.Errors;
using Adam.Api.Records;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal sealed record RecordRecommendationRequest : IRecordBody<RecommendationBody>
{
    [FromBody]
    public RecommendationBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordRecommendation(RecommendationResource recommendations)
    : AddRecord<RecordRecommendationRequest, RecommendationBody, RecommendationResponse>(recommendations)
{
    public override void Configure() =>
        Adds(
            "/v1/recommendations",
            "Record a recommendation",
            "Records what a meeting has agreed on. It is pending until a policy meeting endorses it "
                + "(POST /v1/meetings/{reference}/endorsements).",
            ErrorCodes.MeetingReferenceTaken,
            ErrorCodes.TooManyMeetings
        );
}
