using Adam.Domain.Partners;

namespace Adam.Domain.Meetings;

/// <summary>The numbers of countries and organisations at a meeting, and who of them was no partner then.</summary>
/// <param name="Countries">The number of countries.</param>
/// <param name="Organisations">The number of organisations.</param>
/// <param name="IsStated">
/// True if the meeting states the numbers; false if its list of participants was counted.
/// </param>
/// <param name="On">The day whose membership decides: the first day of the meeting; null if it is not known.</param>
/// <param name="Members">The number of members of the partnership on that day; null without one.</param>
/// <param name="NonPartners">
/// The codes or names of the listed participants that were no members on that day; null without one.
/// </param>
public sealed record MeetingAttendance(
    int Countries,
    int Organisations,
    bool IsStated,
    DateOnly? On,
    int? Members,
    IReadOnlyList<string>? NonPartners
)
{
    /// <summary>Returns the attendance of a meeting; null if nothing is known of it.</summary>
    /// <param name="partners">All partners with their memberships.</param>
    public static MeetingAttendance? FromMeeting(MeetingDraft meeting, IReadOnlyDictionary<string, Partner> partners)
    {
        var isStated = meeting.StatedCountries is not null || meeting.StatedOrganisations is not null;
        if (!isStated && meeting.Participants.Count == 0)
            return null;

        var countries = meeting.Participants.Count(participant => IsCountry(participant, partners));
        return new(
            meeting.StatedCountries ?? countries,
            meeting.StatedOrganisations ?? meeting.Participants.Count - countries,
            isStated,
            meeting.Start,
            meeting.Start is { } day ? partners.Values.Count(partner => partner.IsMemberOn(day)) : null,
            meeting.Start is { } first
                ?
                [
                    .. meeting
                        .Participants.Where(participant => !IsMember(participant, partners, first))
                        .Select(participant => participant.Partner ?? participant.Country ?? participant.Name!),
                ]
                : null
        );
    }

    /// <summary>Returns true if a participant is a country, and false if it is an organisation.</summary>
    public static bool IsCountry(MeetingParticipant participant, IReadOnlyDictionary<string, Partner> partners) =>
        participant.Country is not null
        || (
            participant.Partner is { } code
            && partners.TryGetValue(code, out var partner)
            && partner.Kind == PartnerKind.Country
        );

    private static bool IsMember(
        MeetingParticipant participant,
        IReadOnlyDictionary<string, Partner> partners,
        DateOnly day
    ) => participant.Partner is { } code && partners.TryGetValue(code, out var partner) && partner.IsMemberOn(day);
}
