using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Meetings;
using Adam.Data.Recommendations;
using Adam.Domain.Meetings;

namespace Adam.Api.Meetings;

/// <summary>A meeting with what other records decide.</summary>
internal sealed record MeetingResponse : MeetingContent
{
    /// <summary>
    /// The numbers of participants, and who of them was no member of the partnership; null if nothing is known.
    /// </summary>
    [JsonPropertyOrder(1)]
    public MeetingAttendanceResponse? Attendance { get; init; }

    /// <summary>The numbers of recommendations that the meeting made and endorsed.</summary>
    [JsonPropertyOrder(1)]
    public required MeetingRecommendationsResponse Recommendations { get; init; }

    /// <summary>The codes of the partners whose membership the meeting endorsed.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<string> PartnersEndorsed { get; init; }

    /// <summary>The tag of the response. A change of what other records decide makes another one.</summary>
    public string Tag(int version) =>
        EntityTags.ForRepresentation(
            EntityTags.ForVersion(version),
            JsonSerializer.SerializeToUtf8Bytes(this, Json.Options)
        );

    /// <summary>Returns the response for a meeting.</summary>
    /// <param name="register">The other records.</param>
    public static MeetingResponse FromMeeting(Meeting meeting, MeetingSnapshot register)
    {
        var document = FromMeeting(meeting);
        var recommendations = register
            .Recommendations.Where(stored => stored.IsActive)
            .Select(stored => stored.Recommendation.Draft)
            .ToList();
        return new(document)
        {
            Attendance = MeetingAttendance.FromMeeting(meeting.Draft, register.PartnersByCode) is { } attendance
                ? MeetingAttendanceResponse.FromAttendance(attendance)
                : null,
            Recommendations = new(
                recommendations.Count(draft => Is(draft.MadeAt)),
                recommendations.Count(draft => Is(draft.EndorsedAt)),
                recommendations.Count(draft => Is(draft.NotEndorsedAt))
            ),
            PartnersEndorsed =
            [
                .. register
                    .Partners.Where(partner => partner.Memberships.Any(membership => Is(membership.EndorsedAt)))
                    .Select(partner => partner.Code),
            ],
        };

        bool Is(string? reference) => reference is not null && MeetingDraft.KeyOf(reference) == meeting.Key;
    }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private MeetingResponse(MeetingContent document)
        : base(document)
    {
        Recommendations = new(0, 0, 0);
        PartnersEndorsed = [];
    }
}

/// <summary>The attendance of a meeting, in numbers.</summary>
/// <param name="Countries">The number of countries.</param>
/// <param name="Organisations">The number of organisations.</param>
/// <param name="Basis">
/// <c>stated</c>: the numbers were published. <c>listed</c>: the list of participants was counted.
/// </param>
/// <param name="On">The day whose membership decides: the first day of the meeting; null if it is not known.</param>
/// <param name="Members">The number of members of the partnership on that day; null without one.</param>
/// <param name="NonPartners">
/// The listed participants that were no members on that day: codes of countries and partners, names of others; null
/// without a day.
/// </param>
internal sealed record MeetingAttendanceResponse(
    [property: Example(25)] int Countries,
    [property: Example(10)] int Organisations,
    [property: Example("listed")] AttendanceBasis Basis,
    [property: Example("2015-06-01")] DateOnly? On,
    [property: Example(80)] int? Members,
    [property: Example(new[] { "KE", "Combined Maritime Forces" })] IReadOnlyList<string>? NonPartners
)
{
    public static MeetingAttendanceResponse FromAttendance(MeetingAttendance attendance) =>
        new(
            attendance.Countries,
            attendance.Organisations,
            attendance.IsStated ? AttendanceBasis.Stated : AttendanceBasis.Listed,
            attendance.On,
            attendance.Members,
            attendance.NonPartners
        );
}

/// <summary>Where numbers of participants come from.</summary>
internal enum AttendanceBasis
{
    Listed = 1,
    Stated = 2,
}

/// <summary>Numbers of recommendations of a meeting.</summary>
/// <param name="Made">The number of those that it agreed on.</param>
/// <param name="Endorsed">The number of those that it endorsed.</param>
/// <param name="NotEndorsed">The number of those that it decided not to endorse.</param>
internal sealed record MeetingRecommendationsResponse(
    [property: Example(9)] int Made,
    [property: Example(0)] int Endorsed,
    [property: Example(0)] int NotEndorsed
);
