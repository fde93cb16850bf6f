using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;
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
        this.HonoursIdempotencyKey();
        this.RespondsWithSecret();
        this.Documents(
            "Subscribe to events",
            "Sends the events to a webhook, signed after Standard Webhooks. The subscription belongs to the partner of "
                + "the key. Returns the key of the signatures once.",
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

        var (caller, secret, at) = (Caller.FromPrincipal(User), WebhookSecret.Create(), time.Instant());
        var stored =
            await subscriptions.AddAsync(
                Guid.CreateVersion7(at),
                caller.Partner,
                draft,
                secret,
                after ?? await changes.LastPositionAsync(ct),
                caller.KeyName,
                at,
                ct
            )
            ?? throw new ProblemException(
                ErrorCodes.TooManySubscriptions,
                $"{caller.Partner} has {SubscriptionStore.MostOfPartner} subscriptions, and no more are possible. "
                    + "Change or delete one."
            );
        var response = SubscriptionResponse.FromSubscription(stored);
        IdempotencyMiddleware.StoreInstead(HttpContext, JsonSerializer.Serialize(response, Json.Options));
        await Send.CreatedAsync(
            $"/v1/subscriptions/{stored.Id}",
            new SubscriptionWithSecretResponse(response, secret),
            response.Tag,
            ct
        );
    }
}
