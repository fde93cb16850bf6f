using Adam.Api.Security;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions;

/// <summary>A new secret of a subscription.</summary>
/// <param name="Stored">The key of the signatures of a webhook, or the hash of the token of a feed.</param>
/// <param name="Shown">The form in which its owner gets it, once; null if the channel has no secret.</param>
internal sealed record SubscriptionSecret(byte[] Stored, string? Shown)
{
    public static SubscriptionSecret Create(SubscriptionChannel channel)
    {
        switch (channel)
        {
            case SubscriptionChannel.Webhook:
                var key = WebhookSecret.Create();
                return new(key, WebhookSecret.Show(key));
            case SubscriptionChannel.Feed:
                var token = FeedToken.Create();
                return new(FeedToken.Hash(token), token);
            default:
                return new([], null);
        }
    }
}
