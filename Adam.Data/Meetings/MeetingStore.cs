using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Records;
using Adam.Domain.Meetings;

namespace Adam.Data.Meetings;

/// <summary>A meeting as the register stores it.</summary>
public sealed record StoredMeeting(int MeetingId, Meeting Meeting, int Version, DateTimeOffset? WithdrawnAt)
    : StoredRecord<Meeting>(MeetingId, Version, WithdrawnAt)
{
    public override Meeting Record => Meeting;
}

/// <summary>Finds the records that name a meeting, so that it is not withdrawn.</summary>
public interface IMeetingUse
{
    /// <summary>
    /// Returns the kind and the reference of a record that names a meeting, such as <c>document EX-STUDY-2024</c>; null
    /// if none does.
    /// </summary>
    /// <param name="key">The key of the meeting (<see cref="Domain.Records.ReferencedDraft.KeyOf"/>).</param>
    internal Task<string?> FindAsync(Session session, string key, CancellationToken ct);
}

/// <summary>Stores meetings.</summary>
public sealed class MeetingStore(Database database, TimeProvider time, IEnumerable<IMeetingUse> uses)
    : RecordStore<StoredMeeting, Meeting, MeetingDraft>(database, time, Type, Most)
{
    /// <summary>The maximum number of meetings, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 2_000;

    internal static RecordType<Meeting> Type { get; } =
        new(
            AuditSubject.Meeting,
            MeetingContent.FromMeeting,
            json => RecordJson.Read<MeetingContent>(json).ToMeeting()
        );

    private protected override Meeting Create(MeetingDraft draft, DateTimeOffset at, string by) =>
        new(Guid.CreateVersion7(at), draft, Version: 1, at, at, by);

    private protected override StoredMeeting Store(
        int recordId,
        Meeting record,
        int version,
        DateTimeOffset? withdrawnAt
    ) => new(recordId, record, version, withdrawnAt);

    /// <summary>A meeting that a recommendation or a document names cannot be withdrawn.</summary>
    private protected override async Task<string?> ObstacleToWithdrawalAsync(
        Session session,
        StoredMeeting stored,
        CancellationToken ct
    )
    {
        foreach (var use in uses)
        {
            if (await use.FindAsync(session, stored.Meeting.Key, ct) is { } record)
                return record;
        }

        return null;
    }
}
