using Adam.Api.Subscriptions.Webhooks;

namespace Adam.Api.Subscriptions;

internal static class SubscriptionServices
{
    /// <summary>Registers the services that read subscriptions and deliver events.</summary>
    public static IServiceCollection AddSubscriptions(this IServiceCollection services) =>
        services
            .AddSingleton<SubscriptionReader>()
            .AddSingleton<WebhookAddress>()
            .AddSingleton<WebhookClient>()
            .AddSingleton<WebhookDelivery>()
            .AddHostedService<WebhookService>();
}
