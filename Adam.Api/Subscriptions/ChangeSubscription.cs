using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Subscriptions;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Subscriptions;

internal sealed record PatchSubscriptionRequest : ChangeSubscriptionRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(SubscriptionBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class PatchSubscription(SubscriptionReader reader, SubscriptionStore subscriptions, TimeProvider time)
    : Endpoint<PatchSubscriptionRequest, SubscriptionResponse>
{
    public override void Configure()
    {
        Patch("/v1/subscriptions/{id}");
        this.RequiresScope(KeyScope.SubscriptionsWrite);
        this.Documents(
            "Change a subscription",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + "replaced as a whole. A disabled subscription becomes active. With `after`, events are sent again "
                + "from that position. A mailbox that has not agreed is asked again.",
            answer: typeof(SubscriptionResponse),
            tagged: true,
            problems: ErrorCodes.UnknownSubscription
        );
    }

    public override async Task HandleAsync(PatchSubscriptionRequest req, CancellationToken ct)
    {
        var current = await subscriptions.GetForUpdateAsync(req, Caller.FromPrincipal(User), ct);
        var errors = new List<ValidationError>();
        var body = MergePatch.Read<SubscriptionBody>(
            JsonSerializer.SerializeToElement(SubscriptionReader.ToBody(current), Json.Options),
            req.Patch,
            errors
        );
        SubscriptionReader.RequireChannel(current, body, errors);
        var (draft, state, after) = await reader.ReadAsync(body, errors, ct);
        var changed =
            await subscriptions.ChangeAsync(
                current,
                draft,
                state,
                after,
                time.Instant(),
                ct,
                Caller.FromPrincipal(User).Actor
            ) ?? throw EntityTags.Stale();
        var response = SubscriptionResponse.FromSubscription(changed);
        await Send.ResourceAsync(response, response.Tag, null, ct);
    }
}

internal sealed class ReplaceSubscriptionSecret(SubscriptionStore subscriptions, TimeProvider time)
    : Endpoint<ChangeSubscriptionRequest, SubscriptionWithSecretResponse>
{
    public override void Configure()
    {
        Post("/v1/subscriptions/{id}/secret");
        this.RequiresScope(KeyScope.SubscriptionsWrite);
        this.HonoursIdempotencyKey();
        this.RespondsWithSecret();
        this.Documents(
            "Replace the key of the signatures, or the token of a feed",
            "Returns the new one once. The former key of a webhook also signs for a day, so that the receiver can "
                + "change at any time. The former token of a feed is void at once. A replay for the same "
                + "`Idempotency-Key` omits the new one.",
            answer: typeof(SubscriptionWithSecretResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownSubscription, ErrorCodes.NoSecret]
        );
    }

    public override async Task HandleAsync(ChangeSubscriptionRequest req, CancellationToken ct)
    {
        var current = await subscriptions.GetForUpdateAsync(req, Caller.FromPrincipal(User), ct);
        if (current.Draft.Channel == SubscriptionChannel.Email)
            throw new ProblemException(
                ErrorCodes.NoSecret,
                "A subscription by e-mail has no key to replace. A link in each of its mails unsubscribes."
            );

        var secret = SubscriptionSecret.Create(current.Draft.Channel);
        var request = IdempotentRequest.Find(HttpContext);
        var changed =
            await subscriptions.ReplaceSecretAsync(
                current,
                secret.Stored,
                time.Instant(),
                ct,
                Caller.FromPrincipal(User).Actor,
                request is null ? null : Keep
            ) ?? throw EntityTags.Stale();
        var response = SubscriptionResponse.FromSubscription(changed);
        await Send.ResourceAsync(new SubscriptionWithSecretResponse(response, secret.Shown), response.Tag, null, ct);

        // A replay omits the secret, which is not stored.
        KeptResponse Keep(Subscription replaced)
        {
            var shown = SubscriptionResponse.FromSubscription(replaced);
            return request.Keep(StatusCodes.Status200OK, shown, tag: shown.Tag);
        }
    }
}

internal sealed class DeleteSubscription(SubscriptionStore subscriptions) : Endpoint<ChangeSubscriptionRequest>
{
    public override void Configure()
    {
        Delete("/v1/subscriptions/{id}");
        this.RequiresScope(KeyScope.SubscriptionsWrite);
        this.Documents(
            "Delete a subscription",
            "Sends no further events, and removes the subscription with its deliveries.",
            StatusCodes.Status204NoContent,
            problems: ErrorCodes.UnknownSubscription
        );
    }

    public override async Task HandleAsync(ChangeSubscriptionRequest req, CancellationToken ct)
    {
        var current = await subscriptions.GetForUpdateAsync(req, Caller.FromPrincipal(User), ct);
        if (!await subscriptions.RemoveAsync(current, ct, Caller.FromPrincipal(User).Actor))
            throw EntityTags.Stale();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}
