using Adam.Api.Configuration;
using Adam.Api.Subscriptions.Feeds;
using Adam.Api.Subscriptions.Mail;
using Adam.Api.Subscriptions.Webhooks;

namespace Adam.Api.Subscriptions;

internal static class SubscriptionServices
{
    /// <summary>Registers the services that read subscriptions and deliver events.</summary>
    public static IServiceCollection AddSubscriptions(this IServiceCollection services, Settings settings)
    {
        services
            .AddSingleton<SubscriptionReader>()
            .AddSingleton<FeedReader>()
            .AddSingleton<WebhookAddress>()
            .AddSingleton<WebhookClient>()
            .AddSingleton<WebhookDelivery>()
            .AddHostedService<WebhookService>();
        // Without a mail server, subscriptions by e-mail wait.
        if (settings is { Mail: { } mail, PublicUrl: { } register })
            services
                .AddSingleton(mail)
                .AddSingleton(new MailLinks(register))
                .AddSingleton<DigestReader>()
                .AddSingleton<MailClient>()
                .AddSingleton<MailDelivery>()
                .AddHostedService<MailService>();
        return services;
    }
}
