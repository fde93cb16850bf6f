using Adam.Api.Subscriptions.Deliveries;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>Sends the mails of all subscriptions.</summary>
internal sealed class MailService(
    Database database,
    SubscriptionStore subscriptions,
    MailDelivery delivery,
    ChangeStore changes,
    ChangeSignal signal,
    TimeProvider time,
    ILogger<MailService> log
)
    : DeliveryService(
        SubscriptionChannel.Email,
        "adam:mail",
        // All mails go to one server.
        mostAtOnce: 4,
        database,
        subscriptions,
        delivery,
        changes,
        signal,
        time,
        log
    );
