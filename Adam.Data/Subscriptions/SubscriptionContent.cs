namespace Adam.Data.Subscriptions;

/// <summary>
/// A subscription as its audit entries contain it: without the key of the signatures, and without the address, which
/// can contain a token or name a person.
/// </summary>
internal sealed record SubscriptionContent(
    string Partner,
    SubscriptionChannel Channel,
    string Name,
    string Definition,
    SubscriptionState State
)
{
    public static SubscriptionContent FromSubscription(Subscription subscription) =>
        new(
            subscription.Partner,
            subscription.Draft.Channel,
            subscription.Draft.Name,
            DefinitionJson.Write(subscription.Draft.Definition),
            subscription.State
        );
}
