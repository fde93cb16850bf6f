using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Data.Subscriptions;
using Adam.Domain.Projects;

namespace Adam.Api.Subscriptions;

/// <summary>The frequency of the mails of a subscription.</summary>
internal enum MailFrequency
{
    /// <summary>One mail a day, if there are events.</summary>
    Daily = 1,

    /// <summary>A mail as soon as there are events, at most one in five minutes.</summary>
    AtOnce = 2,
}

/// <summary>A subscription as its owner writes it.</summary>
internal sealed record SubscriptionBody
{
    /// <summary>The purpose of the subscription, for its owner.</summary>
    [Required, MaxLength(100), Example("Overlaps with our projects")]
    public string? Name { get; init; }

    /// <summary>The way in which it is told. It cannot be changed.</summary>
    [Example(SubscriptionChannel.Webhook)]
    public SubscriptionChannel? Channel { get; init; }

    /// <summary>
    /// The address that receives the events of a webhook: <c>https</c>, on the public Internet. Only for webhooks,
    /// which require it.
    /// </summary>
    [MaxLength(2_000), Example("https://hooks.example.org/adam")]
    public string? Url { get; init; }

    /// <summary>
    /// The mailbox that receives the events. Its owner must agree first, by a link in a mail. Only for the channel
    /// <c>email</c>, which requires it.
    /// </summary>
    public string? Email { get; init; }

    /// <summary>The frequency of mails, <c>daily</c> unless given. Only for the channel <c>email</c>.</summary>
    public MailFrequency? Frequency { get; init; }

    /// <summary>
    /// The hour (UTC) from which a daily mail is sent, 6 unless given. Only for the frequency <c>daily</c>.
    /// </summary>
    [Range(0, 23)]
    public int? Hour { get; init; }

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
    /// The days before the last one of a questionnaire that are told: 30, 14, 7, 3, 1, 0; 14 and 3 unless given. Only
    /// with the event <c>questionnaire.due</c>.
    /// </summary>
    [MaxLength(6)]
    public IReadOnlyList<int>? DueInDays { get; init; }

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
