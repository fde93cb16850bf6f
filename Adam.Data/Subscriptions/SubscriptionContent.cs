using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

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
    /// <summary>
    /// SHA-256 of the URL of a webhook, so that one that leads elsewhere is detected; null for other channels. Entries
    /// of subscriptions from before it was added do not have it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UrlDigest { get; init; }

    public static SubscriptionContent FromSubscription(Subscription subscription) =>
        new(
            subscription.Partner,
            subscription.Draft.Channel,
            subscription.Draft.Name,
            DefinitionJson.Write(subscription.Draft.Definition),
            subscription.State
        )
        {
            UrlDigest =
                subscription.Draft.Channel == SubscriptionChannel.Webhook
                    ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subscription.Draft.Url)))
                    : null,
        };
}
