using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Subscriptions;
using FastEndpoints;

namespace Adam.Api.Subscriptions;

internal record SubscriptionRequest
{
    /// <summary>The id of the subscription.</summary>
    [RouteParam]
    public Guid Id { get; init; }
}

internal record ChangeSubscriptionRequest : SubscriptionRequest
{
    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record GetSubscriptionRequest : SubscriptionRequest
{
    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetSubscription(SubscriptionStore subscriptions)
    : Endpoint<GetSubscriptionRequest, SubscriptionResponse>
{
    public override void Configure()
    {
        Get("/v1/subscriptions/{id}");
        this.Documents(
            "Read a subscription",
            "Returns a subscription of the partner of the key, without the key of its signatures. An admin reads all.",
            answer: typeof(SubscriptionResponse),
            tagged: true,
            problems: ErrorCodes.UnknownSubscription
        );
    }

    public override async Task HandleAsync(GetSubscriptionRequest req, CancellationToken ct)
    {
        var stored = await subscriptions.GetAsync(req, Caller.FromPrincipal(User), ct);
        var response = SubscriptionResponse.FromSubscription(stored);
        await Send.ResourceAsync(response, response.Tag, req.IfNoneMatch, ct);
    }
}

internal static class SubscriptionAccess
{
    /// <exception cref="ProblemException">
    /// There is no such subscription, or it is another partner's, whose subscriptions are nobody's business.
    /// </exception>
    public static async Task<Subscription> GetAsync(
        this SubscriptionStore subscriptions,
        SubscriptionRequest request,
        Caller caller,
        CancellationToken ct
    ) =>
        await subscriptions.FindAsync(request.Id, ct) is { } found
        && (found.Partner == caller.Partner || caller.MayWriteForEveryPartner)
            ? found
            : throw new ProblemException(
                ErrorCodes.UnknownSubscription,
                $"{caller.Partner} has no subscription {request.Id}. GET /v1/subscriptions lists them."
            );

    /// <exception cref="ProblemException">As <see cref="GetAsync"/>, or the version does not match.</exception>
    public static async Task<Subscription> GetForUpdateAsync(
        this SubscriptionStore subscriptions,
        ChangeSubscriptionRequest request,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = await subscriptions.GetAsync(request, caller, ct);
        request.IfMatch.Require(EntityTags.ForVersion(found.Version));
        return found;
    }
}
