using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Subscriptions;
using Adam.Domain.Projects;

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

    /// <summary>The address that receives the events.</summary>
    [Example("https://hooks.example.org/adam")]
    public required string Url { get; init; }

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

    /// <summary>
    /// <c>active</c>, <c>paused</c> by its owner, or <c>disabled</c> after failures. Events wait until it is active.
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
            Url = draft.Url,
            Events = definition.Events,
            Countries = definition.Countries,
            Pillars = definition.Pillars,
            Owners = definition.Owners,
            Donors = definition.Donors,
            State = subscription.State,
            StateReason = subscription.StateReason,
            Version = subscription.Version,
            CreatedAt = subscription.CreatedAt,
            CreatedBy = subscription.CreatedBy,
        };
    }
}

/// <summary>A subscription with a key that was just created.</summary>
internal sealed record SubscriptionWithSecretResponse : SubscriptionResponse
{
    /// <summary>
    /// The key of the signatures, with which the receiver verifies the sender. It is returned only when it is created,
    /// and omitted when the response is replayed for the same Idempotency-Key.
    /// </summary>
    [
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull),
        Example("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
    ]
    public string? Secret { get; init; }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public SubscriptionWithSecretResponse(SubscriptionResponse subscription, byte[] secret)
        : base(subscription) => Secret = WebhookSecret.Show(secret);
}

/// <summary>An attempt to deliver an event.</summary>
/// <param name="Event">The id of the event, sent as <c>webhook-id</c>: the same in all attempts.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="At">The instant of the attempt.</param>
/// <param name="Status">The HTTP status of the response; null if there was none.</param>
/// <param name="Error">The reason of a failure; null if the event was delivered.</param>
internal sealed record DeliveryResponse(
    [property: Example("evt_MTg6MTc2OTg1MTgwMDAwMDAwMA")] string Event,
    EventType Type,
    DateTimeOffset At,
    [property: Example(503)] int? Status,
    [property: Example("The receiver answered 503; 200 to 299 means that it took the event.")] string? Error
)
{
    public static DeliveryResponse FromDelivery(Delivery delivery) =>
        new(delivery.EventId, delivery.Type, delivery.At, delivery.Status, delivery.Error);
}
