using Adam.Api.Configuration;
using Adam.Api.Subscriptions.Deliveries;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;
using MimeKit;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>
/// Sends the mails of one subscription: first the question to its recipient, and after the consent its events. A mail
/// that fails is tried again with all events since.
/// </summary>
internal sealed class MailDelivery(
    DigestReader digests,
    SubscriptionStore subscriptions,
    SubscriptionTokenStore tokens,
    MailClient client,
    MailSettings settings,
    MailLinks links,
    TimeProvider time
) : IDelivery
{
    /// <summary>The time between two mails of a subscription that is told at once.</summary>
    public static readonly TimeSpan BetweenMails = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The number of changes without an event after which the progress is stored. A restart reads them again.
    /// </summary>
    private const int ChangesBetweenSaves = 5_000;

    /// <summary>True for the question to a recipient, and for the hour of a daily mail, which moves on.</summary>
    public bool RunsWithoutChanges(Subscription subscription) =>
        subscription.ConfirmedAt is null || subscription.Draft.DigestHour is not null;

    /// <inheritdoc/>
    public async Task<ChangePosition> RunAsync(Subscription subscription, ChangePosition from, CancellationToken ct)
    {
        if (subscription.ConfirmedAt is null)
        {
            await RequestConsentAsync(subscription, ct);
            return from;
        }

        var digest = await digests.ReadAsync(subscription, from, ct);
        if (digest.Total > 0)
            return await SendAsync(subscription, digest, ct) ? digest.To : from;

        if (subscription.Draft.DigestHour is not null || digest.ChangesRead >= ChangesBetweenSaves)
            await subscriptions.SaveAsync(subscription, ProgressAfter(subscription, digest), [], null, ct);
        return digest.To;
    }

    /// <summary>
    /// Sends the question. The recipient is not asked again unless the owner changes the subscription.
    /// </summary>
    private async Task RequestConsentAsync(Subscription subscription, CancellationToken ct)
    {
        var token = MailToken.Create();
        var id = FormattableString.Invariant($"{subscription.Id:N}.confirm-{subscription.Version}");
        var (begun, attempt) = await AttemptAsync(
            subscription,
            TokenPurpose.Confirmation,
            token,
            id,
            ConfirmationMail.Compose(subscription, links.Confirm(token)),
            ct
        );
        if (!begun)
            return;

        var delivery = new Delivery(id, null, 0, time.Instant(), attempt.Status, attempt.Error);
        if (!attempt.IsDelivered)
        {
            await FailAsync(subscription, delivery, attempt, ct);
            return;
        }

        await tokens.SetAskedAsync(subscription, delivery.At, ct);
        var progress = DeliveryProgress.FromPosition(subscription.Progress.Position);
        await subscriptions.SaveAsync(subscription, progress, [delivery], null, ct);
    }

    /// <returns>False if the mail was not sent.</returns>
    private async Task<bool> SendAsync(Subscription subscription, Digest digest, CancellationToken ct)
    {
        var token = MailToken.Create();
        var from = subscription.Progress.Position;
        var id = FormattableString.Invariant($"{subscription.Id:N}.{from.ChangeId}-{digest.To.ChangeId}");
        var mail = new DigestMail(subscription, digest, links, time.GetUtcNow());
        var (begun, attempt) = await AttemptAsync(
            subscription,
            TokenPurpose.Unsubscription,
            token,
            id,
            mail.Compose(links.Unsubscribe(token)),
            ct
        );
        if (!begun)
            return false;

        var delivery = new Delivery(id, null, digest.Total, time.Instant(), attempt.Status, attempt.Error);
        if (!attempt.IsDelivered)
        {
            await FailAsync(subscription, delivery, attempt, ct);
            return false;
        }

        await subscriptions.SaveAsync(subscription, ProgressAfter(subscription, digest), [delivery], null, ct);
        return true;
    }

    /// <summary>Stores the token, sends a mail, and removes the token if the mail was certainly not taken.</summary>
    /// <returns>False, and no meaningful attempt, if the subscription was changed or removed meanwhile.</returns>
    private async Task<(bool IsBegun, MailAttempt Attempt)> AttemptAsync(
        Subscription subscription,
        TokenPurpose purpose,
        string token,
        string id,
        MimeMessage mail,
        CancellationToken ct
    )
    {
        var hash = MailToken.Hash(token);
        using (mail)
        {
            switch (await tokens.BeginAsync(subscription, purpose, hash, time.Instant(), ct))
            {
                case MailBeginning.SubscriptionChanged:
                    return (false, new(null, null, false));
                case MailBeginning.MailboxAskedTooOften:
                    return (true, NotAsked("The mailbox was asked often enough for the next days."));
                case MailBeginning.PartnerAsksTooMuch:
                    return (true, NotAsked($"{subscription.Partner} has asked too many mailboxes in the last days."));
                case MailBeginning.Begun:
                    break;
            }

            mail.From.Add(new MimeKit.MailboxAddress(settings.From.DisplayName, settings.From.Address));
            mail.To.Add(new MimeKit.MailboxAddress("", subscription.Draft.Url));
            mail.Date = time.GetUtcNow();
            mail.MessageId = $"{id}@{links.Host}";
            // RFC 3834: no answering machine replies to it.
            mail.Headers.Add("Auto-Submitted", "auto-generated");
            var attempt = await client.SendAsync(mail, ct);
            if (attempt is { IsDelivered: false, IsUnanswered: false })
                await tokens.RemoveAsync(hash, ct);
            return (true, attempt);
        }
    }

    private static MailAttempt NotAsked(string reason) => new(null, reason, false);

    private async Task FailAsync(
        Subscription subscription,
        Delivery delivery,
        MailAttempt attempt,
        CancellationToken ct
    )
    {
        var progress = RetrySchedule.AfterFailure(
            subscription.Progress,
            delivery.At,
            retryAfter: null,
            Random.Shared.NextDouble()
        );
        if (attempt.IsUnanswered)
            progress = progress with { UnansweredAt = delivery.At };
        var disabledBecause = RetrySchedule.IsOver(progress, delivery.At)
            ? $"No mail could be sent since {progress.FailingSince:yyyy-MM-dd'T'HH:mm:ss'Z'}. {attempt.Error}"
            : null;
        await subscriptions.SaveAsync(subscription, progress, [delivery], disabledBecause, ct);
    }

    private DeliveryProgress ProgressAfter(Subscription subscription, Digest digest) =>
        DeliveryProgress.FromPosition(digest.To) with
        {
            NextAttemptAt =
                !digest.IsComplete ? null
                : subscription.Draft.DigestHour is not null ? subscription.Draft.NextDigestAfter(time.GetUtcNow())
                : digest.Total > 0 ? time.GetUtcNow() + BetweenMails
                : null,
        };
}
