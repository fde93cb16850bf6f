using Adam.Data.Changes;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Deliveries;

/// <summary>Delivers the events of one subscription.</summary>
internal interface IDelivery
{
    /// <summary>Returns true if a subscription that is due has something to do even if nothing has changed.</summary>
    bool RunsWithoutChanges(Subscription subscription);

    /// <summary>Delivers until there is nothing left to deliver now, or until a delivery fails.</summary>
    /// <param name="from">The position to continue after: that of the subscription, or a later one.</param>
    /// <returns>The position up to which there is nothing left to deliver.</returns>
    Task<ChangePosition> RunAsync(Subscription subscription, ChangePosition from, CancellationToken ct);
}
