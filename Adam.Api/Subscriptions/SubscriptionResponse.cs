using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Data.Subscriptions;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Subscriptions;

/// <summary>A subscription.</summary>
internal record SubscriptionResponse
{
    public required Guid Id { get; init; }

    /// <summary>The partner whose keys manage the subscription.</summary>
    [Example("DE")]
    public required string Partner { get; init; }

    /// <summary>The purpose of the subscription, for its owner.</summary>
    [Example("Overlaps with our projects")]
    public required string Name { get; init; }

    /// <summary>The way in which it is told.</summary>
    public required SubscriptionChannel Channel { get; init; }

    /// <summary>The address of a webhook; null for other channels.</summary>
    [Example("https://hooks.example.org/adam")]
    public required string? Url { get; init; }

    /// <summary>The mailbox of a subscription by e-mail; null for other channels.</summary>
    public required string? Email { get; init; }

    /// <summary>The frequency of mails; null for other channels.</summary>
    public required MailFrequency? Frequency { get; init; }

    /// <summary>The hour (UTC) of daily mails; otherwise null.</summary>
    public required int? Hour { get; init; }

    /// <summary>
    /// The instant at which the recipient of mails agreed. Null until then, in which no event is sent, and for other
    /// channels.
    /// </summary>
    public required DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The events to be told.</summary>
    [Example(new[] { EventType.OverlapRecorded, EventType.VerdictGiven })]
    public required IReadOnlyList<EventType> Events { get; init; }

    /// <summary>Recipient countries; empty for all.</summary>
    [Example(new[] { "TJ" })]
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>Pillars; empty for all.</summary>
    [Example(new Pillar[] { })]
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>Codes of partners; empty for all.</summary>
    [Example(new string[] { })]
    public required IReadOnlyList<string> Owners { get; init; }

    /// <summary>Codes of partners and keys of other organisations; empty for all.</summary>
    [Example(new string[] { })]
    public required IReadOnlyList<string> Donors { get; init; }

    /// <summary>The days before the last one of a questionnaire that are told; null without its event.</summary>
    public required IReadOnlyList<int>? DueInDays { get; init; }

    /// <summary>
    /// <c>active</c>, <c>paused</c> by its owner, or <c>disabled</c> after failures or by the recipient of mails.
    /// Events wait until it is active.
    /// </summary>
    public required SubscriptionState State { get; init; }

    /// <summary>The reason of the state <c>disabled</c>; otherwise null.</summary>
    public string? StateReason { get; init; }

    /// <summary>The version, which is also the <c>ETag</c>.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of the key that created the subscription.</summary>
    [Example("Reporting desk, Berlin")]
    public required string CreatedBy { get; init; }

    [JsonIgnore]
    public string Tag => EntityTags.ForVersion(Version);

    public static SubscriptionResponse FromSubscription(Subscription subscription)
    {
        var (draft, definition) = (subscription.Draft, subscription.Draft.Definition);
        return new()
        {
            Id = subscription.Id,
            Partner = subscription.Partner,
            Name = draft.Name,
            Channel = draft.Channel,
            Url = draft.Channel == SubscriptionChannel.Webhook ? draft.Url : null,
            Email = draft.Channel == SubscriptionChannel.Email ? draft.Url : null,
            Frequency = FrequencyOf(draft),
            Hour = draft.DigestHour,
            ConfirmedAt = subscription.ConfirmedAt,
            Events = definition.Events,
            Countries = definition.Countries,
            Pillars = definition.Pillars,
            Owners = definition.Owners,
            Donors = definition.Donors,
            DueInDays =
                !definition.Events.Contains(EventType.QuestionnaireDue) ? null
                : definition.DueInDays.Count == 0 ? ReminderSteps.Usual
                : definition.DueInDays,
            State = subscription.State,
            StateReason = subscription.StateReason,
            Version = subscription.Version,
            CreatedAt = subscription.CreatedAt,
            CreatedBy = subscription.CreatedBy,
        };
    }

    /// <summary>Returns the frequency of mails; null for other channels.</summary>
    public static MailFrequency? FrequencyOf(SubscriptionDraft draft) =>
        draft.Channel != SubscriptionChannel.Email ? null
        : draft.DigestHour is null ? MailFrequency.AtOnce
        : MailFrequency.Daily;
}

/// <summary>A subscription, with its key or its token if that was just created.</summary>
internal sealed record SubscriptionWithSecretResponse : SubscriptionResponse
{
    /// <summary>
    /// The key of the signatures of a webhook, with which the receiver verifies the sender, or the token of a feed. It
    /// is returned only when it is created, and omitted when the response is replayed for the same Idempotency-Key, and
    /// for e-mail.
    /// </summary>
    [
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull),
        Example("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
    ]
    public string? Secret { get; init; }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public SubscriptionWithSecretResponse(SubscriptionResponse subscription, string? secret)
        : base(subscription) => Secret = secret;
}

/// <summary>An attempt to deliver an event or a mail.</summary>
/// <param name="Event">
/// The id of the event, sent as <c>webhook-id</c>; or that of the mail, the first part of its <c>Message-ID</c>. It is
/// the same in all attempts at the same content.
/// </param>
/// <param name="Type">The type of the event; null for a mail.</param>
/// <param name="Events">
/// The number of events: 1 for a webhook, any number for a mail, and 0 for the mail that asks the recipient to agree.
/// </param>
/// <param name="At">The instant of the attempt.</param>
/// <param name="Status">
/// The HTTP status of the response, or the reply code of the mail server (250 for a mail that it took); null if there
/// was none.
/// </param>
/// <param name="Error">The reason of a failure; null if the event was delivered.</param>
internal sealed record DeliveryResponse(
    [property: Example("evt_MTg6MTc2OTg1MTgwMDAwMDAwMA")] string Event,
    [property: Example(EventType.OverlapRecorded)] EventType? Type,
    int Events,
    DateTimeOffset At,
    [property: Example(503)] int? Status,
    [property: Example("The receiver answered 503; 200 to 299 means that it took the event.")] string? Error
)
{
    public static DeliveryResponse FromDelivery(Delivery delivery) =>
        new(delivery.EventId, delivery.Type, delivery.Events, delivery.At, delivery.Status, delivery.Error);
}
