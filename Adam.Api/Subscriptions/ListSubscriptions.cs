using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Subscriptions;
using FastEndpoints;

namespace Adam.Api.Subscriptions;

internal sealed record ListSubscriptionsRequest : ListRequest;

internal sealed class ListSubscriptions(SubscriptionStore subscriptions)
    : Endpoint<ListSubscriptionsRequest, ListResponse<SubscriptionResponse>>
{
    public override void Configure()
    {
        Get("/v1/subscriptions");
        this.Documents(
            "List the subscriptions",
            "Returns the subscriptions of the partner of the key, in the order of their creation. An admin reads those "
                + "of all partners.",
            answer: typeof(ListResponse<SubscriptionResponse>)
        );
    }

    public override async Task HandleAsync(ListSubscriptionsRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var partner = caller.MayWriteForEveryPartner ? null : caller.Partner;
        var found = await subscriptions.ListAsync(partner, req.Cursor?.Number(0) ?? 0, req.Limit + 1, ct);
        var page = found.Take(req.Limit).ToList();
        long? total = req.Count ? (await subscriptions.ListAsync(partner, 0, int.MaxValue, ct)).Count : null;
        await Send.PageAsync(
            [.. page.Select(one => SubscriptionResponse.FromSubscription(one.Subscription))],
            found.Count > page.Count ? [page[^1].Position] : null,
            total,
            req.IfNoneMatch,
            ct
        );
    }
}
