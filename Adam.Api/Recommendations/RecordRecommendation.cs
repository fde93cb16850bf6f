using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Recommendations;
using Adam.Domain.Keys;
using Adam.Domain.Recommendations;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal sealed record RecordRecommendationRequest : IHasBindingErrors
{
    [FromBody]
    public RecommendationBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordRecommendation(RecommendationStore recommendations, MeetingRegister register)
    : Endpoint<RecordRecommendationRequest, RecommendationResponse>
{
    public override void Configure()
    {
        Post("/v1/recommendations");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Record a recommendation",
            "Records what a meeting has agreed on. It is pending until a policy meeting endorses it "
                + "(POST /v1/meetings/{reference}/endorsements).",
            201,
            typeof(RecommendationResponse),
            tagged: true,
            problems: [ErrorCodes.MeetingReferenceTaken, ErrorCodes.TooManyMeetings]
        );
    }

    public override async Task HandleAsync(RecordRecommendationRequest req, CancellationToken ct)
    {
        var (errors, others) = (req.BindingErrors, await register.ReadAsync(ct));
        var draft = RecommendationReader.Read(req.Body, errors, current: null, others, Caller.FromPrincipal(User));
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await recommendations.AddAsync(
            draft,
            Caller.FromPrincipal(User).Actor,
            ct,
            request is null ? null : Keep
        );
        var recommendation = RecommendationResponse.FromRecommendation(outcome.ThrowIfRejected(), others);
        await Send.CreatedAsync(
            LocationOf(recommendation),
            recommendation,
            recommendation.Tag(recommendation.Version),
            ct
        );

        KeptResponse Keep(Recommendation added)
        {
            var response = RecommendationResponse.FromRecommendation(added, others);
            return request.KeepCreated(LocationOf(response), response, response.Tag(response.Version));
        }
    }

    private static string LocationOf(RecommendationResponse recommendation) =>
        $"/v1/recommendations/{recommendation.Reference}";
}
