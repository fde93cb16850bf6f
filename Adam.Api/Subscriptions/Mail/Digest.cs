using Adam.Data.Changes;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>The events of a mail.</summary>
/// <param name="Listed">The first events, in the order of the commits.</param>
/// <param name="Counts">The number of events of each type, those that are not listed too.</param>
/// <param name="ListedUpTo">The position up to which all events are listed.</param>
/// <param name="To">The position up to which the events were read.</param>
/// <param name="ChangesRead">The number of changes that were read.</param>
/// <param name="IsComplete">False if there may be further events, for a later mail.</param>
internal sealed record Digest(
    IReadOnlyList<SubscriptionEvent> Listed,
    IReadOnlyDictionary<EventType, int> Counts,
    ChangePosition ListedUpTo,
    ChangePosition To,
    int ChangesRead,
    bool IsComplete
)
{
    /// <summary>The maximum number of events that a mail lists.</summary>
    public const int MostListed = 50;

    public int Total => Counts.Values.Sum();
}

/// <summary>Reads the events of a mail from the log of changes.</summary>
internal sealed class DigestReader(ChangeStore changes, SubscriptionEvents events)
{
    /// <summary>The maximum number of changes that a mail covers. The next mail begins there.</summary>
    private const int MostChanges = 50_000;

    private const int ChangesAtOnce = 500;

    /// <param name="from">The position after which the events begin.</param>
    public async Task<Digest> ReadAsync(Subscription subscription, ChangePosition from, CancellationToken ct)
    {
        var listed = new List<SubscriptionEvent>();
        var counts = new SortedDictionary<EventType, int>();
        var (position, listedUpTo, read) = (from, from, 0);
        var isAllListed = true;
        while (true)
        {
            var page = await changes.ReadAsync(position, ChangeFilter.All, ChangesAtOnce, ct);
            foreach (var change in page.Items)
            {
                foreach (var one in await events.ForAsync(subscription, change, ct))
                {
                    counts[one.Type] = counts.GetValueOrDefault(one.Type) + 1;
                    if (listed.Count < Digest.MostListed)
                        listed.Add(one);
                    else
                        isAllListed = false;
                }

                position = change.Position;
                if (isAllListed)
                    listedUpTo = position;
            }

            read += page.Items.Count;
            if (page.Items.Count < ChangesAtOnce || read >= MostChanges)
                return new(listed, counts, listedUpTo, position, read, page.Items.Count < ChangesAtOnce);
        }
    }
}
