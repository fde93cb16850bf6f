using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Domain.Meetings;

namespace Adam.Data.Meetings;

/// <summary>Finds the records that name a meeting, so that it is not withdrawn.</summary>
public interface IMeetingUse
{
    /// <summary>Returns the reference of a record that names a meeting; null if none does.</summary>
    /// <param name="key">The key of the meeting (<see cref="MeetingDraft.KeyOf"/>).</param>
    internal Task<string?> FindAsync(Session session, string key, CancellationToken ct);
}

/// <summary>Stores meetings. There are at most <see cref="Most"/>, so they are read whole.</summary>
public sealed class MeetingStore(Database database, TimeProvider time, IMeetingUse use)
{
    /// <summary>The maximum number of meetings, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 2_000;

    private volatile Cached? _cached;

    /// <summary>Returns all meetings, withdrawn or not, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<StoredMeeting>> ListAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Returns the meeting with a reference, withdrawn or not; null if there was never one.</summary>
    public async Task<StoredMeeting?> FindAsync(string reference, CancellationToken ct)
    {
        var key = MeetingDraft.KeyOf(reference);
        return (await ListAsync(ct)).FirstOrDefault(stored => stored.Meeting.Key == key);
    }

    /// <summary>Stores a new meeting.</summary>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<MeetingOutcome> AddAsync(
        MeetingDraft draft,
        Actor by,
        CancellationToken ct,
        Func<Meeting, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<MeetingOutcome>(
            async session =>
            {
                var key = MeetingDraft.KeyOf(draft.Reference);
                if (await session.FirstAsync(MeetingSql.ByKey, new(key), ct) is { } taken)
                    return new MeetingOutcome.ReferenceTaken(StoredMeeting.FromRow(taken));
                if ((await session.QueryAsync(MeetingSql.All, ct)).Count >= Most)
                    return new MeetingOutcome.TooMany();

                var at = time.Instant();
                var meeting = new Meeting(Guid.CreateVersion7(at), draft, Version: 1, at, at, by.Name);
                await session.ExecuteAsync(MeetingSql.Add, new(key, MeetingContent.Write(meeting)), ct);
                await LogAsync(session, AuditAction.Created, meeting, meeting.Version, by, at, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(meeting), ct);
                return new MeetingOutcome.Done(meeting);
            },
            ct
        );

    /// <summary>Replaces the content of a meeting. Its reference is kept.</summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="by">The key that writes.</param>
    public Task<MeetingOutcome> ChangeAsync(MeetingDraft draft, int expectedVersion, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, draft.Reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                var at = time.Instant();
                var before = stored.Meeting;
                var meeting = before with
                {
                    Draft = draft with { Reference = before.Draft.Reference },
                    Version = stored.Version + 1,
                    UpdatedAt = at,
                    UpdatedBy = by.Name,
                };
                if (IsSame(before, meeting))
                    return new MeetingOutcome.Done(before);

                var document = MeetingContent.Write(meeting);
                await session.ExecuteAsync(MeetingSql.Change, new(stored.MeetingId, stored.Version, document), ct);
                await LogAsync(session, AuditAction.Changed, meeting, meeting.Version, by, at, ct);
                return new MeetingOutcome.Done(meeting);
            },
            ct
        );

    /// <summary>
    /// Withdraws a meeting that no recommendation names. The record and its reference are kept.
    /// </summary>
    /// <inheritdoc cref="ChangeAsync" path="/param"/>
    public Task<MeetingOutcome> WithdrawAsync(string reference, int expectedVersion, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                if (await use.FindAsync(session, stored.Meeting.Key, ct) is { } user)
                    return new MeetingOutcome.Named(user);

                var at = time.Instant();
                await session.ExecuteAsync(MeetingSql.Withdraw, new(stored.MeetingId, stored.Version, at), ct);
                await LogAsync(session, AuditAction.Withdrawn, stored.Meeting, stored.Version + 1, by, at, ct);
                return new MeetingOutcome.Done(stored.Meeting);
            },
            ct
        );

    /// <summary>Returns the versions of a meeting in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(StoredMeeting stored, int after, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(
            session => RecordVersions.ReadAsync(session, AuditSubject.Meeting, stored.Meeting.Key, after, take, ct),
            ct
        );

    /// <summary>
    /// Returns all meetings as a session reads them. They are cached, and read again only if one has changed.
    /// </summary>
    /// <param name="isWrite">
    /// True if the session writes. What it reads is then not cached, because it may be rolled back.
    /// </param>
    internal async Task<IReadOnlyList<StoredMeeting>> ReadAsync(
        Session session,
        CancellationToken ct,
        bool isWrite = false
    )
    {
        var revision = await session.FirstAsync(MeetingSql.Revision, ct);
        if (_cached is { } cached && cached.Revision == revision)
            return cached.Meetings;

        IReadOnlyList<StoredMeeting> meetings =
        [
            .. (await session.QueryAsync(MeetingSql.All, ct)).Select(StoredMeeting.FromRow),
        ];
        if (!isWrite)
            _cached = new(revision, meetings);
        return meetings;
    }

    private static async Task<(StoredMeeting? Stored, MeetingOutcome? Rejection)> ForUpdateAsync(
        Session session,
        string reference,
        int expectedVersion,
        CancellationToken ct
    )
    {
        var row = await session.FirstAsync(MeetingSql.ByKey, new(MeetingDraft.KeyOf(reference)), ct);
        var stored = row is null ? null : StoredMeeting.FromRow(row);
        return stored switch
        {
            null => (null, new MeetingOutcome.NotFound()),
            { IsActive: false } => (null, new MeetingOutcome.Withdrawn(stored)),
            { Version: var version } when version != expectedVersion => (null, new MeetingOutcome.Stale()),
            _ => (stored, null),
        };
    }

    private static bool IsSame(Meeting one, Meeting other) =>
        MeetingContent.Write(one)
        == MeetingContent.Write(
            other with
            {
                Version = one.Version,
                UpdatedAt = one.UpdatedAt,
                UpdatedBy = one.UpdatedBy,
            }
        );

    private static Task LogAsync(
        Session session,
        AuditAction action,
        Meeting meeting,
        int version,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Meeting,
            action,
            meeting.Key,
            version,
            action == AuditAction.Withdrawn ? null : MeetingContent.FromMeeting(meeting),
            by,
            at,
            ct
        );

    private sealed record Cached(long Revision, IReadOnlyList<StoredMeeting> Meetings);
}
