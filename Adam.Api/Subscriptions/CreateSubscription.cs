using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Subscriptions;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Subscriptions;

internal sealed record CreateSubscriptionRequest : IHasBindingErrors
{
    [FromBody]
    public SubscriptionBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class CreateSubscription(
    SubscriptionReader reader,
    SubscriptionStore subscriptions,
    ChangeStore changes,
    TimeProvider time
) : Endpoint<CreateSubscriptionRequest, SubscriptionWithSecretResponse>
{
    public override void Configure()
    {
        Post("/v1/subscriptions");
        this.RequiresScope(KeyScope.SubscriptionsWrite);
        this.HonoursIdempotencyKey();
        this.RespondsWithSecret();
        this.Documents(
            "Subscribe to events",
            "Sends the events to a webhook, signed after Standard Webhooks, or to a mailbox whose owner agrees, or "
                + "offers them as an Atom feed. The subscription belongs to the partner of the key. Returns the key of "
                + "the signatures or the token of the feed once.",
            201,
            typeof(SubscriptionWithSecretResponse),
            tagged: true,
            problems: ErrorCodes.TooManySubscriptions
        );
    }

    public override async Task HandleAsync(CreateSubscriptionRequest req, CancellationToken ct)
    {
        var (draft, state, after) = await reader.ReadAsync(req.Body, req.BindingErrors, ct);
        if (state != SubscriptionState.Active)
            throw ProblemException.ForErrors(
                new ValidationError("state", "A new subscription is active. Leave the member out.", ErrorCodes.BadValue)
            );

        var (caller, at) = (Caller.FromPrincipal(User), time.Instant());
        var secret = SubscriptionSecret.Create(draft.Channel);
        var request = IdempotentRequest.Find(HttpContext);
        var stored =
            await subscriptions.AddAsync(
                Guid.CreateVersion7(at),
                caller.Partner,
                draft,
                secret.Stored,
                after ?? await changes.LastPositionAsync(ct),
                caller.Actor,
                at,
                ct,
                request is null ? null : Keep
            )
            ?? throw new ProblemException(
                ErrorCodes.TooManySubscriptions,
                $"{caller.Partner} has {SubscriptionStore.MostOfPartner} subscriptions, and no more are possible. "
                    + "Change or delete one."
            );
        var response = SubscriptionResponse.FromSubscription(stored);
        await Send.CreatedAsync(
            LocationOf(stored),
            new SubscriptionWithSecretResponse(response, secret.Shown),
            response.Tag,
            ct
        );

        // A replay has no secret, because the register does not store it in responses.
        KeptResponse Keep(Subscription added)
        {
            var kept = SubscriptionResponse.FromSubscription(added);
            return request!.KeepCreated(LocationOf(added), kept, kept.Tag);
        }
    }

    private static string LocationOf(Subscription subscription) => $"/v1/subscriptions/{subscription.Id}";
}
