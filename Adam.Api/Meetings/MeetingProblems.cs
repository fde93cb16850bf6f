using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Data.Meetings;
using Adam.Domain.Meetings;
using Adam.Domain.Text;

namespace Adam.Api.Meetings;

/// <summary>Converts outcomes of the store to responses and problems.</summary>
internal static class MeetingProblems
{
    /// <exception cref="ProblemException">The meeting does not exist, or is withdrawn.</exception>
    public static async Task<StoredMeeting> GetActiveAsync(
        this MeetingStore meetings,
        string reference,
        CancellationToken ct
    ) => await meetings.GetAsync(reference, ct) is var stored && stored.IsActive ? stored : throw Withdrawn(stored);

    /// <summary>Returns a meeting, withdrawn or not.</summary>
    /// <exception cref="ProblemException">The meeting does not exist.</exception>
    public static async Task<StoredMeeting> GetAsync(
        this MeetingStore meetings,
        string reference,
        CancellationToken ct
    ) => await meetings.FindAsync(reference, ct) ?? throw await UnknownAsync(meetings, reference, ct);

    /// <summary>Loads a meeting for update.</summary>
    /// <exception cref="ProblemException">
    /// The meeting does not exist, is withdrawn, or does not match <c>If-Match</c>.
    /// </exception>
    public static async Task<StoredMeeting> GetForUpdateAsync(
        this MeetingStore meetings,
        ChangeMeetingRequest request,
        CancellationToken ct
    )
    {
        var stored = await meetings.GetActiveAsync(request.Reference, ct);
        request.IfMatch.Require(EntityTags.ForVersion(stored.Version));
        return stored;
    }

    public static Meeting ThrowIfRejected(this MeetingOutcome outcome) =>
        outcome switch
        {
            MeetingOutcome.Done done => done.Meeting,
            MeetingOutcome.ReferenceTaken taken => throw ReferenceTaken(taken.By),
            MeetingOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyMeetings,
                $"The register has {MeetingStore.Most} meetings, and takes no more. Change one that is done with."
            ),
            MeetingOutcome.Named named => throw new ProblemException(
                ErrorCodes.MeetingInUse,
                $"The recommendation {named.By} names the meeting. Change or withdraw it first: "
                    + $"/v1/recommendations/{named.By}."
            ),
            MeetingOutcome.NotFound => throw new ProblemException(
                ErrorCodes.UnknownMeeting,
                "There is no such meeting."
            ),
            MeetingOutcome.Withdrawn withdrawn => throw Withdrawn(withdrawn.Stored),
            MeetingOutcome.Stale => throw EntityTags.Stale(),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

    public static ProblemException ReferenceTaken(StoredMeeting by)
    {
        var reference = ValidationError.Quote(by.Meeting.Draft.Reference);
        return new(
            ErrorCodes.MeetingReferenceTaken,
            by.IsActive
                ? $"There is a meeting {reference} already: /v1/meetings/{by.Meeting.Draft.Reference}. Change that "
                    + "one, or give this one another reference."
                : $"There was a meeting {reference}, which is withdrawn; its reference stays taken. Give this one "
                    + "another."
        );
    }

    private static ProblemException Withdrawn(StoredMeeting stored) =>
        new(
            ErrorCodes.MeetingWithdrawn,
            $"The meeting {ValidationError.Quote(stored.Meeting.Draft.Reference)} was withdrawn on "
                + $"{stored.WithdrawnAt:yyyy-MM-dd}. GET /v1/meetings/{stored.Meeting.Draft.Reference}/history has it."
        );

    private static async Task<ProblemException> UnknownAsync(
        MeetingStore meetings,
        string reference,
        CancellationToken ct
    )
    {
        var known = (await meetings.ListAsync(ct)).Select(meeting => meeting.Meeting.Draft.Reference).ToList();
        return new(
            ErrorCodes.UnknownMeeting,
            $"There is no meeting {ValidationError.Quote(reference)}."
                + (
                    Nearest.FindIn(reference, known) is { } meant
                        ? $" Did you mean {ValidationError.Quote(meant)}?"
                        : " GET /v1/meetings lists them."
                )
        );
    }
}
