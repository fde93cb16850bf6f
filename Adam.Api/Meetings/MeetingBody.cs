using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Domain.Meetings;

namespace Adam.Api.Meetings;

/// <summary>
/// A meeting as an analyst writes it. Computed members are accepted if they equal the current value, so that a client
/// can edit a meeting and send it back.
/// </summary>
internal sealed record MeetingBody
{
    /// <summary>
    /// The reference, unique in the register ignoring case: letters, digits, hyphens, dots and underscores. It cannot
    /// be changed, and a withdrawn meeting keeps it.
    /// </summary>
    [Required, MaxLength(MeetingDraft.MaxReferenceLength), Example("EWG-2026-II")]
    public string? Reference { get; init; }

    /// <summary>The kind of the meeting.</summary>
    [Required, Example("expert-working-group")]
    public MeetingKind? Kind { get; init; }

    /// <summary>The title.</summary>
    [Required, MaxLength(300), Example("Expert working group on financial flows")]
    public string? Title { get; init; }

    /// <summary><c>planned</c>, <c>held</c> or <c>cancelled</c>.</summary>
    [Required, Example("planned")]
    public MeetingStatus? Status { get; init; }

    /// <summary>Pillars of the Vienna Declaration that the meeting is about.</summary>
    [OneOf("pillars"), Example(new[] { "financial-flows" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>The first day. A meeting that is planned or cancelled may have only a year.</summary>
    [Example("2026-10-06")]
    public DateOnly? Start { get; init; }

    /// <summary>The last day, included; the first day by default.</summary>
    [Example("2026-10-07")]
    public DateOnly? End { get; init; }

    /// <summary>The year of a meeting without days; otherwise that of the first day.</summary>
    [Range(1970, 2100), Example(2026)]
    public int? Year { get; init; }

    /// <summary>Where the meeting is held.</summary>
    public MeetingPlaceBody? Place { get; init; }

    /// <summary>The hosts of the meeting.</summary>
    [MaxLength(20)]
    public IReadOnlyList<MeetingParticipantBody>? Hosts { get; init; }

    /// <summary>The sessions. One under two pillars is a joint session.</summary>
    [MaxLength(100)]
    public IReadOnlyList<MeetingSessionBody>? Sessions { get; init; }

    /// <summary>The countries and organisations that attend; never persons.</summary>
    [MaxLength(300)]
    public IReadOnlyList<MeetingParticipantBody>? Participants { get; init; }

    /// <summary>The outcomes, one line each.</summary>
    [MaxLength(50), Example(new[] { "Ten recommendations were agreed." })]
    public IReadOnlyList<string>? Outcomes { get; init; }

    /// <summary>
    /// The numbers of participants that were published, if they are more than the list has. Without it, the list is
    /// counted.
    /// </summary>
    public MeetingStatedBody? Stated { get; init; }

    /// <summary>Computed: the identifier.</summary>
    public Guid? Id { get; init; }

    /// <summary>Computed: the numbers of participants, and who of them was no member of the partnership.</summary>
    [SchemaOf(typeof(MeetingAttendanceResponse))]
    public JsonElement? Attendance { get; init; }

    /// <summary>Computed: the recommendations that the meeting made and endorsed.</summary>
    [SchemaOf(typeof(MeetingRecommendationsResponse))]
    public JsonElement? Recommendations { get; init; }

    /// <summary>Computed: the partners whose membership the meeting endorsed.</summary>
    [SchemaOf(typeof(IReadOnlyList<string>))]
    public JsonElement? PartnersEndorsed { get; init; }

    /// <summary>Computed: 1 when recorded, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the meeting was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>Where a meeting is held.</summary>
internal sealed record MeetingPlaceBody
{
    /// <summary>The town.</summary>
    [MaxLength(100), Example("Vienna")]
    public string? City { get; init; }

    /// <summary>
    /// The country: ISO 3166-1 alpha-2, and XK for Kosovo. Alpha-3, lower case and names are accepted.
    /// </summary>
    [MaxLength(100), Example("AT")]
    public string? Country { get; init; }
}

/// <summary>A session of a meeting.</summary>
internal sealed record MeetingSessionBody
{
    /// <summary>The title.</summary>
    [Required, MaxLength(300), Example("Financial investigations against the supply of precursors")]
    public string? Title { get; init; }

    /// <summary>The pillars of the session; two or more make it a joint session.</summary>
    [OneOf("pillars"), Example(new[] { "financial-flows", "precursors" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>The first day, which is one of the meeting.</summary>
    [Example("2026-10-06")]
    public DateOnly? Start { get; init; }

    /// <summary>The last day, included; the first day by default.</summary>
    [Example("2026-10-06")]
    public DateOnly? End { get; init; }
}

/// <summary>A host or participant of a meeting: one of the three members.</summary>
internal sealed record MeetingParticipantBody
{
    /// <summary>A partner: its code, or any of its names or registered identifiers.</summary>
    [MaxLength(200), Example("UNODC")]
    public string? Partner { get; init; }

    /// <summary>A country, by code or name. If it is a partner, it is stored as that.</summary>
    [MaxLength(100)]
    public string? Country { get; init; }

    /// <summary>
    /// An organisation, by its name; never a person. If a partner or a country has the name, it is stored as that.
    /// </summary>
    [MaxLength(200)]
    public string? Name { get; init; }
}

/// <summary>Numbers of participants that were published.</summary>
internal sealed record MeetingStatedBody
{
    /// <summary>The number of countries; without it, the list is counted.</summary>
    [Range(0, 1000), Example(25)]
    public int? Countries { get; init; }

    /// <summary>The number of organisations; without it, the list is counted.</summary>
    [Range(0, 1000), Example(10)]
    public int? Organisations { get; init; }
}
