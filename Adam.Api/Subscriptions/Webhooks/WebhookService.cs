using Adam.Api.Subscriptions.Deliveries;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Webhooks;

/// <summary>Delivers the events of all webhooks.</summary>
internal sealed class WebhookService(
    Database database,
    SubscriptionStore subscriptions,
    WebhookDelivery delivery,
    ChangeStore changes,
    ChangeSignal signal,
    TimeProvider time,
    ILogger<WebhookService> log
)
    : DeliveryService(
        SubscriptionChannel.Webhook,
        "adam:webhooks",
        mostAtOnce: 32,
        database,
        subscriptions,
        delivery,
        changes,
        signal,
        time,
        log
    );
