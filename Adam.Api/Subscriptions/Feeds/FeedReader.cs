using Adam.Data.Changes;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Feeds;

/// <summary>Reads the events of a feed from the end of the log of changes.</summary>
internal sealed class FeedReader(ChangeStore changes, SubscriptionEvents events)
{
    /// <summary>The maximum number of events of a feed.</summary>
    public const int MostEvents = 50;

    /// <summary>The maximum number of changes that are searched for events.</summary>
    public const int MostChanges = 2_000;

    private const int ChangesAtOnce = 200;

    /// <summary>Returns the latest events, the last one first.</summary>
    /// <param name="upTo">The position of the last change.</param>
    public async Task<IReadOnlyList<SubscriptionEvent>> ReadAsync(
        Subscription subscription,
        ChangePosition upTo,
        CancellationToken ct
    )
    {
        var found = new List<SubscriptionEvent>();
        var next = upTo.ChangeId;
        for (var read = 0; read < MostChanges; )
        {
            var page = await changes.ReadBackAsync(next, ChangesAtOnce, ct);
            foreach (var change in page)
            {
                found.AddRange((await events.ForAsync(subscription, change, ct)).Reverse());
                if (found.Count >= MostEvents)
                    return [.. found.Take(MostEvents)];
            }

            if (page.Count < ChangesAtOnce)
                break;
            read += page.Count;
            next = page[^1].Position.ChangeId - 1;
        }

        return found;
    }
}
