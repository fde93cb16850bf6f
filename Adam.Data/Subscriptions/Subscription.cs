using Adam.Data.Changes;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Subscriptions;

/// <summary>The way in which a subscription is told.</summary>
public enum SubscriptionChannel
{
    /// <summary>A signed POST request for each event, after Standard Webhooks.</summary>
    Webhook = 1,

    /// <summary>A mail for each day or soon after the events, once the recipient has agreed.</summary>
    Email = 2,

    /// <summary>An Atom feed, which programs read with a token of its own. Nothing is sent.</summary>
    Feed = 3,
}

public enum SubscriptionState
{
    /// <summary>Events are delivered.</summary>
    Active = 1,

    /// <summary>The owner has paused the subscription. Events wait.</summary>
    Paused = 2,

    /// <summary>
    /// Deliveries have failed for too long, or the recipient wants no more. Events wait until the owner activates the
    /// subscription.
    /// </summary>
    Disabled = 3,
}

/// <summary>
/// Events and filters. Values of one filter are alternatives (OR); all filters must match (AND). An empty list is no
/// condition.
/// </summary>
/// <param name="Events">At least one, each once.</param>
/// <param name="Countries">ISO 3166-1 alpha-2.</param>
/// <param name="Owners">Codes of partners.</param>
/// <param name="Donors">Keys of participants.</param>
public sealed record SubscriptionDefinition(
    IReadOnlyList<EventType> Events,
    IReadOnlyList<string> Countries,
    IReadOnlyList<Pillar> Pillars,
    IReadOnlyList<string> Owners,
    IReadOnlyList<string> Donors
)
{
    /// <summary>The days before the last one of a questionnaire that are told; empty for the usual ones.</summary>
    public IReadOnlyList<int> DueInDays { get; init; } = [];

    /// <summary>Returns true if a reminder of a step is told.</summary>
    public bool TellsStep(int step) => (DueInDays.Count == 0 ? ReminderSteps.Usual : DueInDays).Contains(step);

    /// <summary>The filters, without events.</summary>
    public ChangeFilter Filter =>
        new()
        {
            Countries = Countries,
            Pillars = Pillars,
            Owners = Owners,
            Donors = Donors,
        };
}

/// <summary>The content of a subscription that its owner writes.</summary>
/// <param name="Url">The URL of a webhook, or the address of a mailbox; empty for a feed.</param>
public sealed record SubscriptionDraft(
    SubscriptionChannel Channel,
    string Name,
    string Url,
    SubscriptionDefinition Definition
)
{
    /// <summary>
    /// The hour of daily mails, from 0 to 23 in UTC; null for mails soon after the events, and for other channels.
    /// </summary>
    public int? DigestHour { get; init; }

    /// <summary>
    /// Returns the first instant after <paramref name="now"/> at which a mail may be sent; null for now.
    /// </summary>
    public DateTimeOffset? NextDigestAfter(DateTimeOffset now)
    {
        if (DigestHour is not { } hour)
            return null;

        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(hour);
        return today > now ? today : today.AddDays(1);
    }
}

/// <summary>The keys that sign deliveries; for a feed, the hash of its token.</summary>
/// <param name="Previous">The key before the current one; null if there is none.</param>
/// <param name="PreviousUntil">The instant until which the previous key also signs.</param>
public sealed record SubscriptionSecrets(byte[] Current, byte[]? Previous, DateTimeOffset? PreviousUntil)
{
    /// <summary>Returns the keys that sign at an instant, the current one first.</summary>
    public IEnumerable<byte[]> At(DateTimeOffset now) =>
        Previous is not null && now < PreviousUntil ? [Current, Previous] : [Current];
}

/// <summary>The deliveries of a subscription up to now.</summary>
/// <param name="Position">The change up to which everything is delivered.</param>
/// <param name="Failures">The number of failed attempts since the last delivery.</param>
/// <param name="FailingSince">The instant of the first of them; null if there is none.</param>
/// <param name="NextAttemptAt">The earliest instant of the next attempt; null for now.</param>
public sealed record DeliveryProgress(
    ChangePosition Position,
    int Failures,
    DateTimeOffset? FailingSince,
    DateTimeOffset? NextAttemptAt
)
{
    /// <summary>
    /// The instant of an attempt to send a mail whose outcome is unknown, because the connection or the program ended
    /// before the response; null if there is none.
    /// </summary>
    public DateTimeOffset? UnansweredAt { get; init; }

    public static DeliveryProgress FromPosition(ChangePosition position) => new(position, 0, null, null);
}

/// <summary>A stored subscription.</summary>
/// <param name="Partner">The code of the partner whose keys manage it.</param>
/// <param name="StateReason">The reason of a disabled state; otherwise null.</param>
/// <param name="Version">1 after creation; increased by 1 when its owner changes it, and when it is disabled.</param>
/// <param name="CreatedBy">The name of the key.</param>
public sealed record Subscription(
    Guid Id,
    string Partner,
    SubscriptionDraft Draft,
    SubscriptionSecrets Secrets,
    SubscriptionState State,
    string? StateReason,
    int Version,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DeliveryProgress Progress
)
{
    /// <summary>The instant at which the recipient of mails was asked; null if that is still to be done.</summary>
    public DateTimeOffset? ConfirmationSentAt { get; init; }

    /// <summary>The instant at which the recipient of mails agreed; null before, and for other channels.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    internal long SubscriptionId { get; init; }

    internal int PartnerId { get; init; }
}

/// <summary>An attempt to deliver an event or a mail.</summary>
/// <param name="EventId">The id of the event or of the mail, the same in all attempts.</param>
/// <param name="Type">The type of the event; null for a mail.</param>
/// <param name="Events">The number of events.</param>
/// <param name="Status">The HTTP status or the reply code of SMTP; null if there was no response.</param>
/// <param name="Error">The reason of a failure; null if the event was delivered.</param>
public sealed record Delivery(
    string EventId,
    EventType? Type,
    int Events,
    DateTimeOffset At,
    int? Status,
    string? Error
);
