using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Data.Subscriptions;
using Adam.Domain.Projects;

namespace Adam.Api.Subscriptions;

/// <summary>A subscription as its owner writes it.</summary>
internal sealed record SubscriptionBody
{
    /// <summary>The purpose of the subscription, for its owner.</summary>
    [Required, MaxLength(100), Example("Overlaps with our projects")]
    public string? Name { get; init; }

    /// <summary>The way in which it is told. It cannot be changed.</summary>
    [Example(SubscriptionChannel.Webhook)]
    public SubscriptionChannel? Channel { get; init; }

    /// <summary>The address that receives the events: <c>https</c>, on the public Internet.</summary>
    [Required, MaxLength(2_000), Example("https://hooks.example.org/adam")]
    public string? Url { get; init; }

    /// <summary>The events to be told: at least one.</summary>
    [Required, MaxLength(20), Example(new[] { EventType.OverlapRecorded, EventType.VerdictGiven })]
    public IReadOnlyList<EventType>? Events { get; init; }

    /// <summary>
    /// Recipient countries before or after the change: ISO 3166-1 alpha-2. For overlaps and verdicts, countries that
    /// both projects have. Empty for all.
    /// </summary>
    [MaxLength(50), Example(new[] { "TJ" })]
    public IReadOnlyList<string>? Countries { get; init; }

    /// <summary>Pillars, in the same way as countries.</summary>
    public IReadOnlyList<Pillar>? Pillars { get; init; }

    /// <summary>Owners of the project, or of one of the two projects: codes or names of partners.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string>? Owners { get; init; }

    /// <summary>Donors of the project, or of one of the two projects: partners or organisations.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string>? Donors { get; init; }

    /// <summary>
    /// <c>active</c> or <c>paused</c>. Events wait while a subscription is paused or disabled, and follow when it is
    /// active again.
    /// </summary>
    public SubscriptionState? State { get; init; }

    /// <summary>
    /// The position after which the events begin: a cursor of the changes, or <c>now</c>. A new subscription begins
    /// now, and a changed one continues, unless this is given.
    /// </summary>
    public string? After { get; init; }
}
