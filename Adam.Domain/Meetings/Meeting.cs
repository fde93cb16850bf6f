using Adam.Domain.Projects;
using Adam.Domain.Records;

namespace Adam.Domain.Meetings;

/// <summary>The kinds of meetings.</summary>
/// <remarks>The numbers are never changed.</remarks>
public enum MeetingKind
{
    ExpertWorkingGroup = 1,
    PolicyConsultativeGroup = 2,
    MinisterialConference = 3,
    Other = 4,
}

/// <summary>The stage of a meeting: to come, held or cancelled.</summary>
/// <inheritdoc cref="MeetingKind" path="/remarks"/>
public enum MeetingStatus
{
    Planned = 1,
    Held = 2,
    Cancelled = 3,
}

/// <summary>The content of a meeting, validated and in canonical form.</summary>
public sealed record MeetingDraft : ReferencedDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 40;

    public required MeetingKind Kind { get; init; }

    public required string Title { get; init; }

    public required MeetingStatus Status { get; init; }

    /// <summary>The pillars of the Vienna Declaration that it is about, each once.</summary>
    public IReadOnlyList<Pillar> Pillars { get; init; } = [];

    /// <summary>The first day; null if only the year is known.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>The last day, included; null if only the year is known.</summary>
    public DateOnly? End { get; init; }

    /// <summary>The year of a planned meeting without days; otherwise that of the first day.</summary>
    public required int Year { get; init; }

    /// <summary>The town; null if it is not known.</summary>
    public string? City { get; init; }

    /// <summary>ISO 3166-1 alpha-2; null if it is not known.</summary>
    public string? Country { get; init; }

    public IReadOnlyList<MeetingParticipant> Hosts { get; init; } = [];

    public IReadOnlyList<MeetingSession> Sessions { get; init; } = [];

    public IReadOnlyList<MeetingParticipant> Participants { get; init; } = [];

    /// <summary>The outcomes, one line each.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>The number of countries as published; null to count the list of participants.</summary>
    public int? StatedCountries { get; init; }

    /// <summary>The number of organisations as published; null to count the list of participants.</summary>
    public int? StatedOrganisations { get; init; }

    /// <summary>Returns true if a text can be the reference of a meeting.</summary>
    public static bool IsReference(string text) => text.Length <= MaxReferenceLength && IsWord(text);

    /// <summary>True if recommendations are endorsed at a meeting of this kind.</summary>
    public bool CanEndorse => Kind is MeetingKind.PolicyConsultativeGroup or MeetingKind.MinisterialConference;
}

/// <summary>
/// A host or participant of a meeting: a partner, or a country or organisation that is none. Never a person.
/// </summary>
/// <param name="Partner">The partner's code; null for others.</param>
/// <param name="Country">ISO 3166-1 alpha-2 of a country that is no partner; null for others.</param>
/// <param name="Name">The name of an organisation that is no partner; null for others.</param>
public sealed record MeetingParticipant(string? Partner, string? Country, string? Name);

/// <summary>A session of a meeting. One under two pillars is a joint session.</summary>
/// <param name="Start">The first day; null if it is not known.</param>
/// <param name="End">The last day, included; null if it is not known.</param>
public sealed record MeetingSession(string Title, IReadOnlyList<Pillar> Pillars, DateOnly? Start, DateOnly? End);

/// <summary>A meeting as the register stores it.</summary>
/// <param name="Id">The identifier, which never changes.</param>
/// <inheritdoc cref="VersionedRecord{TDraft}" path="/param"/>
public sealed record Meeting(
    Guid Id,
    MeetingDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
) : VersionedRecord<MeetingDraft>(Draft, Version, CreatedAt, UpdatedAt, UpdatedBy);
