using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.Meetings;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Meetings;
using Adam.Data.Recommendations;
using Adam.Domain.Keys;
using Adam.Domain.Meetings;
using Adam.Domain.Recommendations;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal sealed record EndorseRecommendationsRequest : IHasBindingErrors
{
    /// <summary>The reference of the meeting, in any case.</summary>
    [RouteParam, MaxLength(MeetingDraft.MaxReferenceLength), Example("PCG-12")]
    public string Reference { get; init; } = "";

    [FromBody]
    public EndorsementsBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

/// <summary>The recommendations that a meeting endorses.</summary>
internal sealed record EndorsementsBody
{
    /// <summary>The references of the recommendations, each once.</summary>
    [Required, MinLength(1), MaxLength(500), Example(new[] { "EWG-2015-II/1", "EWG-2015-II/2" })]
    public IReadOnlyList<string>? Recommendations { get; init; }
}

/// <summary>The recommendations that a meeting has endorsed.</summary>
/// <param name="Meeting">The reference of the meeting.</param>
/// <param name="Endorsed">The number of recommendations that are endorsed by this request.</param>
/// <param name="Unchanged">The number of those that the meeting had endorsed before.</param>
/// <param name="Items">The recommendations, in the order of the request.</param>
internal sealed record EndorsementsResponse(
    [property: Example("PCG-12")] string Meeting,
    [property: Example(2)] int Endorsed,
    [property: Example(0)] int Unchanged,
    IReadOnlyList<RecommendationResponse> Items
);

internal sealed class EndorseRecommendations(
    MeetingStore meetings,
    RecommendationStore recommendations,
    MeetingRegister register
) : Endpoint<EndorseRecommendationsRequest, EndorsementsResponse>
{
    public override void Configure()
    {
        Post("/v1/meetings/{reference}/endorsements");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Endorse recommendations at a meeting",
            "Endorses a set of recommendations at once, all of them or none. The meeting is a policy meeting that was "
                + "held. A recommendation that it has endorsed already stays as it is; one about which another meeting "
                + "has decided is refused.",
            answer: typeof(EndorsementsResponse),
            problems: [ErrorCodes.UnknownMeeting, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(EndorseRecommendationsRequest req, CancellationToken ct)
    {
        EndorsementsResponse? response = null;
        // If another request has changed one of them since they were read, they are read and validated again.
        while (response is null)
            response = await EndorseAsync(req, ct);
        await Send.OkAsync(response, ct);
    }

    /// <summary>Endorses the set; returns null if one of the records has changed since it was read.</summary>
    private async Task<EndorsementsResponse?> EndorseAsync(EndorseRecommendationsRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var meeting = (await meetings.GetActiveAsync(req.Reference, ct)).Meeting.Draft;
        var set = Read(req, meeting, others);
        req.BindingErrors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var endorsed = await recommendations.EndorseAsync(
            meeting.Reference,
            set,
            Caller.FromPrincipal(User).Actor,
            ct,
            request is null ? null : Keep
        );
        return endorsed is null ? null : ToResponse(endorsed);

        KeptResponse Keep(IReadOnlyList<Recommendation> written) =>
            request.Keep(StatusCodes.Status200OK, ToResponse(written));

        EndorsementsResponse ToResponse(IReadOnlyList<Recommendation> written)
        {
            var changed = written.Where((one, i) => one.Version != set[i].Recommendation.Version).Count();
            var after = others.With(written);
            var states = after.StatesOn(null);
            return new(
                meeting.Reference,
                changed,
                written.Count - changed,
                [.. written.Select(one => RecommendationResponse.FromRecommendation(one, after, states))]
            );
        }
    }

    /// <summary>Returns the recommendations, and adds an error for each that the meeting cannot endorse.</summary>
    private static List<StoredRecommendation> Read(
        EndorseRecommendationsRequest req,
        MeetingDraft meeting,
        MeetingSnapshot register
    )
    {
        var reading = new BodyErrors(req.BindingErrors);
        var set = new List<StoredRecommendation>();
        foreach (var (i, reference) in (req.Body.Recommendations ?? []).Index())
        {
            var name = $"recommendations[{i}]";
            if (register.FindRecommendation(reference) is not { IsActive: true } stored)
            {
                reading.Add(name, RecommendationReader.Unknown(reference, register), ErrorCodes.UnknownCode);
                continue;
            }

            var draft = stored.Recommendation.Draft;
            if (set.Any(other => other.RecommendationId == stored.RecommendationId))
                reading.Add(name, $"{draft.Reference} stands in the list already.", ErrorCodes.BadValue);
            else if (RecommendationReader.Obstacle(meeting, draft.MadeAt, register) is { } obstacle)
                reading.Add(name, obstacle, ErrorCodes.NotEndorsable);
            else if (
                draft.EndorsedAt is { } earlier
                && MeetingDraft.KeyOf(earlier) != MeetingDraft.KeyOf(meeting.Reference)
            )
                reading.Add(name, $"{earlier} has endorsed {draft.Reference} already.", ErrorCodes.NotEndorsable);
            else if (draft.NotEndorsedAt is { } against)
                reading.Add(
                    name,
                    $"{against} has decided not to endorse {draft.Reference}. Change that decision first, by PATCH.",
                    ErrorCodes.NotEndorsable
                );
            set.Add(stored);
        }

        return set;
    }
}
