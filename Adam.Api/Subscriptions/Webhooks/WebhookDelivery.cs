using System.Net;
using Adam.Api.Subscriptions.Deliveries;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Webhooks;

/// <summary>
/// Delivers the events of one subscription, one after the other in the order of the commits, until there are no more or
/// one fails. A failed event is tried again before any later one, so events of a project arrive in their order.
/// </summary>
internal sealed class WebhookDelivery(
    ChangeStore changes,
    SubscriptionEvents events,
    SubscriptionStore subscriptions,
    WebhookClient client,
    TimeProvider time
) : IDelivery
{
    private const int ChangesAtOnce = 100;

    /// <summary>
    /// The number of deliveries after which the progress is stored. After a kill, at most that many events are sent
    /// again.
    /// </summary>
    private const int DeliveriesAtOnce = 20;

    /// <summary>
    /// The number of changes without an event after which the progress is stored. A restart reads them again.
    /// </summary>
    private const int ChangesBetweenSaves = 5_000;

    public bool RunsWithoutChanges(Subscription subscription) => false;

    /// <inheritdoc/>
    public async Task<ChangePosition> RunAsync(Subscription subscription, ChangePosition from, CancellationToken ct)
    {
        var run = new Run(subscription, from);
        while (true)
        {
            var page = await changes.ReadAsync(run.Progress.Position, ChangeFilter.All, ChangesAtOnce, ct);
            foreach (var change in page.Items)
            {
                foreach (var one in await events.ForAsync(subscription, change, ct))
                {
                    if (!await DeliverAsync(run, one, ct))
                        return run.Progress.Position;
                }

                run.MoveTo(change.Position);
                if (run.Attempts.Count >= DeliveriesAtOnce && !await SaveAsync(run, ct))
                    return run.Progress.Position;
            }

            if (page.Items.Count < ChangesAtOnce)
                break;
        }

        if (run.Attempts.Count > 0 || run.Unsaved > ChangesBetweenSaves)
            await SaveAsync(run, ct);
        return run.Progress.Position;
    }

    /// <returns>False if no later event may be sent now.</returns>
    private async Task<bool> DeliverAsync(Run run, SubscriptionEvent one, CancellationToken ct)
    {
        var id = EventPayload.IdOf(one);
        var attempt = await client.SendAsync(run.Subscription, id, EventPayload.FromEvent(one).Write(), ct);
        var now = time.Instant();
        run.Attempts.Add(new(id, one.Type, 1, now, (int?)attempt.Status, attempt.Error));
        if (attempt.IsDelivered)
        {
            run.Progress = DeliveryProgress.FromPosition(run.Progress.Position);
            return true;
        }

        run.Progress = RetrySchedule.AfterFailure(run.Progress, now, attempt.RetryAfter, Random.Shared.NextDouble());
        await SaveAsync(run, ct, ReasonToDisable(run.Progress, attempt, now));
        return false;
    }

    private static string? ReasonToDisable(DeliveryProgress progress, WebhookAttempt attempt, DateTimeOffset now) =>
        attempt.Status == HttpStatusCode.Gone ? "The receiver answered 410: it wants no more events."
        : RetrySchedule.IsOver(progress, now)
            ? $"No event could be delivered since {progress.FailingSince:yyyy-MM-dd'T'HH:mm:ss'Z'}. {attempt.Error}"
        : null;

    /// <returns>False if the subscription was changed or removed meanwhile.</returns>
    private async Task<bool> SaveAsync(Run run, CancellationToken ct, string? disabledBecause = null)
    {
        var isSaved = await subscriptions.SaveAsync(run.Subscription, run.Progress, run.Attempts, disabledBecause, ct);
        run.Attempts.Clear();
        run.Unsaved = 0;
        return isSaved;
    }

    /// <summary>The state of one run.</summary>
    private sealed class Run(Subscription subscription, ChangePosition from)
    {
        public Subscription Subscription => subscription;

        public DeliveryProgress Progress { get; set; } = subscription.Progress with { Position = from };

        /// <summary>The attempts that are not stored yet.</summary>
        public List<Delivery> Attempts { get; } = [];

        /// <summary>The number of changes that were passed since the progress was stored.</summary>
        public int Unsaved { get; set; }

        public void MoveTo(ChangePosition position)
        {
            Progress = Progress with { Position = position };
            Unsaved++;
        }
    }
}
