using Adam.Domain.Meetings;

namespace Adam.Data.Meetings;

/// <summary>A meeting as the register stores it.</summary>
/// <param name="Version">The version of the row; that of a withdrawn meeting is one higher than its document's.</param>
/// <param name="WithdrawnAt">The instant at which the meeting was withdrawn; null if it is active.</param>
public sealed record StoredMeeting(int MeetingId, Meeting Meeting, int Version, DateTimeOffset? WithdrawnAt)
{
    /// <summary>True if the meeting is not withdrawn.</summary>
    public bool IsActive => WithdrawnAt is null;

    internal static StoredMeeting FromRow(MeetingRow row) =>
        new(row.MeetingId, MeetingContent.Parse(row.Document).ToMeeting(), row.Version, row.WithdrawnAt);
}

/// <summary>The outcome of a write of a meeting.</summary>
public abstract record MeetingOutcome
{
    private MeetingOutcome() { }

    public sealed record Done(Meeting Meeting) : MeetingOutcome;

    /// <summary>There is a meeting with this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredMeeting By) : MeetingOutcome;

    /// <summary>The register has as many meetings as it takes.</summary>
    public sealed record TooMany : MeetingOutcome;

    /// <summary>A recommendation names the meeting.</summary>
    /// <param name="By">Its reference.</param>
    public sealed record Named(string By) : MeetingOutcome;

    public sealed record NotFound : MeetingOutcome;

    public sealed record Withdrawn(StoredMeeting Stored) : MeetingOutcome;

    /// <summary>The meeting was changed after the client had read it.</summary>
    public sealed record Stale : MeetingOutcome;
}
