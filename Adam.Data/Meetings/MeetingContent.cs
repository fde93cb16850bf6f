using System.Text.Json.Serialization;
using Adam.Domain.CodeLists;
using Adam.Domain.Meetings;
using Adam.Domain.Projects;

namespace Adam.Data.Meetings;

/// <summary>A meeting as it was written. The register stores it; the API adds what other records decide.</summary>
public record MeetingContent
{
    /// <summary>The identifier, which never changes. It is the UID of the meeting in calendars.</summary>
    public required Guid Id { get; init; }

    /// <summary>The reference, unique in the register ignoring case. It cannot be changed.</summary>
    public required string Reference { get; init; }

    /// <summary>The kind of the meeting.</summary>
    public required MeetingKind Kind { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary><c>planned</c>, <c>held</c> or <c>cancelled</c>.</summary>
    public required MeetingStatus Status { get; init; }

    /// <summary>The pillars of the Vienna Declaration that the meeting is about.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>The first day; null if only the year is known.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>The last day, included; null if only the year is known.</summary>
    public DateOnly? End { get; init; }

    /// <summary>The year of the first day, or the year for which the meeting is planned.</summary>
    public required int Year { get; init; }

    /// <summary>Where the meeting is held.</summary>
    public required MeetingPlaceDocument Place { get; init; }

    /// <summary>The hosts of the meeting.</summary>
    public required IReadOnlyList<MeetingParticipantDocument> Hosts { get; init; }

    /// <summary>The sessions. One under two pillars is a joint session.</summary>
    public required IReadOnlyList<MeetingSessionDocument> Sessions { get; init; }

    /// <summary>The countries and organisations that attend; never persons.</summary>
    public required IReadOnlyList<MeetingParticipantDocument> Participants { get; init; }

    /// <summary>The outcomes, one line each.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>The numbers that were published; null to count the list of participants.</summary>
    public MeetingStatedDocument? Stated { get; init; }

    /// <summary>1 after recording; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the meeting was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static MeetingContent FromMeeting(Meeting meeting)
    {
        var draft = meeting.Draft;
        return new()
        {
            Id = meeting.Id,
            Reference = draft.Reference,
            Kind = draft.Kind,
            Title = draft.Title,
            Status = draft.Status,
            Pillars = draft.Pillars,
            Start = draft.Start,
            End = draft.End,
            Year = draft.Year,
            Place = new(draft.City, draft.Country),
            Hosts = [.. draft.Hosts.Select(MeetingParticipantDocument.FromParticipant)],
            Sessions =
            [
                .. draft.Sessions.Select(session => new MeetingSessionDocument(
                    session.Title,
                    session.Pillars,
                    session.Start,
                    session.End
                )),
            ],
            Participants = [.. draft.Participants.Select(MeetingParticipantDocument.FromParticipant)],
            Outcomes = draft.Outcomes,
            Stated =
                draft.StatedCountries is null && draft.StatedOrganisations is null
                    ? null
                    : new(draft.StatedCountries, draft.StatedOrganisations),
            Version = meeting.Version,
            CreatedAt = meeting.CreatedAt,
            UpdatedAt = meeting.UpdatedAt,
            UpdatedBy = meeting.UpdatedBy,
        };
    }

    public Meeting ToMeeting() =>
        new(
            Id,
            new()
            {
                Reference = Reference,
                Kind = Kind,
                Title = Title,
                Status = Status,
                Pillars = Pillars,
                Start = Start,
                End = End,
                Year = Year,
                City = Place.City,
                Country = Place.Country,
                Hosts = [.. Hosts.Select(host => host.ToParticipant())],
                Sessions =
                [
                    .. Sessions.Select(session => new MeetingSession(
                        session.Title,
                        session.Pillars,
                        session.Start,
                        session.End
                    )),
                ],
                Participants = [.. Participants.Select(participant => participant.ToParticipant())],
                Outcomes = Outcomes,
                StatedCountries = Stated?.Countries,
                StatedOrganisations = Stated?.Organisations,
            },
            Version,
            CreatedAt,
            UpdatedAt,
            UpdatedBy
        );
}

/// <summary>Where a meeting is held.</summary>
/// <param name="City">The town; null if it is not known.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null if it is not known.</param>
public sealed record MeetingPlaceDocument(string? City, [property: CodeOf("countries")] string? Country);

/// <summary>A session of a meeting.</summary>
/// <param name="Title">The title.</param>
/// <param name="Pillars">The pillars of the session; a joint session has two or more.</param>
/// <param name="Start">The first day; null if it is not known.</param>
/// <param name="End">The last day, included; null if it is not known.</param>
public sealed record MeetingSessionDocument(
    string Title,
    IReadOnlyList<Pillar> Pillars,
    DateOnly? Start,
    DateOnly? End
);

/// <summary>A host or participant of a meeting: a partner, or a country or organisation that is none.</summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Country">A country that is no partner: ISO 3166-1 alpha-2.</param>
/// <param name="Name">The name of an organisation that is no partner.</param>
public sealed record MeetingParticipantDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Partner = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), CodeOf("countries")] string? Country = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null
)
{
    public static MeetingParticipantDocument FromParticipant(MeetingParticipant participant) =>
        new(participant.Partner, participant.Country, participant.Name);

    public MeetingParticipant ToParticipant() => new(Partner, Country, Name);
}

/// <summary>Numbers of participants that were published.</summary>
/// <param name="Countries">The number of countries; null to count the list.</param>
/// <param name="Organisations">The number of organisations; null to count the list.</param>
public sealed record MeetingStatedDocument(int? Countries, int? Organisations);
