using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Subscriptions;
using FastEndpoints;

namespace Adam.Api.Subscriptions;

internal sealed record ListDeliveriesRequest : ListRequest
{
    /// <summary>The id of the subscription.</summary>
    [RouteParam]
    public Guid Id { get; init; }
}

internal sealed class ListDeliveries(SubscriptionStore subscriptions)
    : Endpoint<ListDeliveriesRequest, ListResponse<DeliveryResponse>>
{
    public override void Configure()
    {
        Get("/v1/subscriptions/{id}/deliveries");
        this.Documents(
            "List the deliveries of a subscription",
            "Returns the latest attempts to deliver an event, the last one first. The register keeps the last 200.",
            answer: typeof(ListResponse<DeliveryResponse>),
            problems: ErrorCodes.UnknownSubscription
        );
    }

    public override async Task HandleAsync(ListDeliveriesRequest req, CancellationToken ct)
    {
        var request = new SubscriptionRequest { Id = req.Id };
        var subscription = await subscriptions.GetAsync(request, Caller.FromPrincipal(User), ct);
        var found = await subscriptions.DeliveriesAsync(subscription, req.Cursor?.Number(0), req.Limit + 1, ct);
        var page = found.Take(req.Limit).ToList();
        long? total = req.Count
            ? (await subscriptions.DeliveriesAsync(subscription, null, SubscriptionStore.KeptDeliveries, ct)).Count
            : null;
        await Send.PageAsync(
            [.. page.Select(one => DeliveryResponse.FromDelivery(one.Delivery))],
            found.Count > page.Count ? [page[^1].Position] : null,
            total,
            req.IfNoneMatch,
            ct
        );
    }
}
