using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Domain.Records;

namespace Adam.Data.Records;

/// <summary>
/// Stores records of one kind as versioned documents under their references. There are so few that they are read whole.
/// </summary>
public abstract class RecordStore<TStored, TRecord, TDraft>
    where TStored : StoredRecord<TRecord>
    where TRecord : VersionedRecord<TDraft>
    where TDraft : ReferencedDraft
{
    private readonly RecordType<TRecord> _type;
    private volatile Cached? _cached;

    /// <param name="most">The maximum number of records, withdrawn ones included.</param>
    private protected RecordStore(Database database, TimeProvider time, RecordType<TRecord> type, int most) =>
        (Database, Time, _type, MaxRecords) = (database, time, type, most);

    /// <summary>The maximum number of records, withdrawn ones included.</summary>
    public int MaxRecords { get; }

    private protected Database Database { get; }

    private protected TimeProvider Time { get; }

    /// <summary>Returns all records, withdrawn or not, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<TStored>> ListAsync(CancellationToken ct) =>
        Database.InReadTransactionAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Returns the record with a reference, withdrawn or not; null if there was never one.</summary>
    public async Task<TStored?> FindAsync(string reference, CancellationToken ct)
    {
        var key = ReferencedDraft.KeyOf(reference);
        return (await ListAsync(ct)).FirstOrDefault(stored => stored.Record.Key == key);
    }

    /// <summary>Stores a new record.</summary>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<RecordOutcome<TRecord>> AddAsync(
        TDraft draft,
        Actor by,
        CancellationToken ct,
        Func<TRecord, KeptResponse>? respond = null
    ) =>
        Database.InGroupedWriteAsync<RecordOutcome<TRecord>>(
            async session =>
            {
                var key = ReferencedDraft.KeyOf(draft.Reference);
                if (await FindAsync(session, key, ct) is { } taken)
                    return new RecordOutcome<TRecord>.ReferenceTaken(taken);
                if ((await ReadAsync(session, ct, isWrite: true)).Count >= MaxRecords)
                    return new RecordOutcome<TRecord>.TooMany(MaxRecords);
                if (await ObstacleToWriteAsync(session, draft, ct) is { } obstacle)
                    return new RecordOutcome<TRecord>.Obstructed(obstacle);

                var record = await CreateAsync(session, draft, by, Time.Instant(), ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(Database, session, respond(record), ct);
                return new RecordOutcome<TRecord>.Done(record);
            },
            ct
        );

    /// <summary>Replaces the content of a record. Its reference is kept.</summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="by">The key that writes.</param>
    public Task<RecordOutcome<TRecord>> ChangeAsync(
        TDraft draft,
        int expectedVersion,
        Actor by,
        CancellationToken ct
    ) =>
        Database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, draft.Reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;
                if (await ObstacleToWriteAsync(session, draft, ct) is { } obstacle)
                    return new RecordOutcome<TRecord>.Obstructed(obstacle);

                var record = await ChangeAsync(session, stored, draft, by, Time.Instant(), ct);
                return new RecordOutcome<TRecord>.Done(record);
            },
            ct
        );

    /// <summary>Withdraws a record. It and its reference are kept.</summary>
    /// <inheritdoc cref="ChangeAsync(TDraft, int, Actor, CancellationToken)" path="/param"/>
    public Task<RecordOutcome<TRecord>> WithdrawAsync(
        string reference,
        int expectedVersion,
        Actor by,
        CancellationToken ct
    ) =>
        Database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;
                if (await ObstacleToWithdrawalAsync(session, stored, ct) is { } obstacle)
                    return new RecordOutcome<TRecord>.Obstructed(obstacle);

                var at = Time.Instant();
                await session.ExecuteAsync(_type.Sql.Withdraw, new(stored.RecordId, stored.Version, at), ct);
                await LogAsync(session, AuditAction.Withdrawn, stored.Record, stored.Version + 1, by, at, ct);
                return new RecordOutcome<TRecord>.Done(stored.Record);
            },
            ct
        );

    /// <summary>
    /// Writes records, all of them or none. A withdrawn one is active again. Equal content changes nothing.
    /// </summary>
    /// <param name="writes">The drafts, each reference once.</param>
    /// <param name="by">The key that writes.</param>
    /// <returns>
    /// False if one of the records, or one that they name, was changed since it was read, or if the register has no
    /// room for all. Nothing was stored then.
    /// </returns>
    public Task<bool> WriteAllAsync(IReadOnlyList<RecordWrite<TDraft>> writes, Actor by, CancellationToken ct) =>
        Database.InWriteTransactionAsync(
            async session =>
            {
                var present = await ReadAsync(session, ct, isWrite: true);
                var byKey = present.ToDictionary(stored => stored.Record.Key, StringComparer.Ordinal);
                if (present.Count + writes.Count(write => write.ExpectedVersion is null) > MaxRecords)
                    return false;
                foreach (var write in writes)
                {
                    var now = byKey.GetValueOrDefault(ReferencedDraft.KeyOf(write.Draft.Reference))?.Version;
                    if (
                        now != write.ExpectedVersion
                        || await ObstacleToWriteAsync(session, write.Draft, ct) is not null
                    )
                        return false;
                }

                var at = Time.Instant();
                foreach (var (draft, _) in writes)
                {
                    if (byKey.TryGetValue(ReferencedDraft.KeyOf(draft.Reference), out var stored))
                        await ChangeAsync(session, stored, draft, by, at, ct);
                    else
                        await CreateAsync(session, draft, by, at, ct);
                }

                return true;
            },
            ct
        );

    /// <summary>Returns the effect of a draft on the record under its reference.</summary>
    /// <param name="stored">The record, withdrawn or not; null if there was never one.</param>
    public RecordChange ChangeOf(TStored? stored, TDraft draft) =>
        stored is null ? RecordChange.Created
        : !stored.IsActive ? RecordChange.Revived
        : AreEqual(stored, draft) ? RecordChange.Unchanged
        : RecordChange.Updated;

    /// <summary>Returns the first version of a record that is not stored, to validate others that name it.</summary>
    public TRecord Preview(TStored? stored, TDraft draft) =>
        stored is null
            ? Create(draft, Time.Instant(), "")
            : (TRecord)(stored.Record with { Draft = Kept(stored, draft) });

    /// <summary>Returns the versions of a record in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(TStored stored, int after, int take, CancellationToken ct) =>
        Database.InReadTransactionAsync(
            session => RecordVersions.ReadAsync(session, _type.Subject, stored.Record.Key, after, take, ct),
            ct
        );

    /// <summary>
    /// Returns all records as a session reads them. They are cached, and read again only if one has changed.
    /// </summary>
    /// <param name="isWrite">
    /// True if the session writes. What it reads is then not cached, because it may be rolled back.
    /// </param>
    internal async Task<IReadOnlyList<TStored>> ReadAsync(Session session, CancellationToken ct, bool isWrite = false)
    {
        var revision = (await session.FirstAsync(_type.Sql.Revision, ct))!;
        if (_cached is { } cached && cached.Revision == revision)
            return cached.Records;

        IReadOnlyList<TStored> records = [.. (await session.QueryAsync(_type.Sql.All, ct)).Select(FromRow)];
        if (!isWrite)
            _cached = new(revision, records);
        return records;
    }

    /// <summary>Returns the first version of a record.</summary>
    private protected abstract TRecord Create(TDraft draft, DateTimeOffset at, string by);

    private protected abstract TStored Store(int recordId, TRecord record, int version, DateTimeOffset? withdrawnAt);

    /// <summary>
    /// Returns the reference of a record without which a draft cannot be stored; null if there is none.
    /// </summary>
    private protected virtual Task<string?> ObstacleToWriteAsync(Session session, TDraft draft, CancellationToken ct) =>
        Task.FromResult<string?>(null);

    /// <summary>Returns the reference of a record that needs another one; null if there is none.</summary>
    private protected virtual Task<string?> ObstacleToWithdrawalAsync(
        Session session,
        TStored stored,
        CancellationToken ct
    ) => Task.FromResult<string?>(null);

    /// <summary>Writes what depends on the content of a record that has changed.</summary>
    private protected virtual Task OnChangedAsync(
        Session session,
        TStored before,
        TRecord record,
        DateTimeOffset at,
        CancellationToken ct
    ) => Task.CompletedTask;

    /// <summary>Replaces the content of a record that is as it was read. Equal content changes nothing.</summary>
    private protected async Task<TRecord> ChangeAsync(
        Session session,
        TStored stored,
        TDraft draft,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        if (stored.IsActive && AreEqual(stored, draft))
            return stored.Record;

        var record = (TRecord)(
            (VersionedRecord<TDraft>)stored.Record with
            {
                Draft = Kept(stored, draft),
                Version = stored.Version + 1,
                UpdatedAt = at,
                UpdatedBy = by.Name,
            }
        );
        await session.ExecuteAsync(_type.Sql.Change, new(stored.RecordId, stored.Version, _type.Write(record)), ct);
        await OnChangedAsync(session, stored, record, at, ct);
        await LogAsync(session, AuditAction.Changed, record, record.Version, by, at, ct);
        return record;
    }

    private async Task<TRecord> CreateAsync(
        Session session,
        TDraft draft,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var record = Create(draft, at, by.Name);
        await session.ExecuteAsync(_type.Sql.Add, new(record.Key, _type.Write(record)), ct);
        await LogAsync(session, AuditAction.Created, record, record.Version, by, at, ct);
        return record;
    }

    /// <summary>Returns true if a draft has the content of a record. Version and timestamps do not count.</summary>
    private bool AreEqual(TStored stored, TDraft draft) =>
        _type.Write((TRecord)((VersionedRecord<TDraft>)stored.Record with { Draft = Kept(stored, draft) }))
        == _type.Write(stored.Record);

    /// <summary>Returns a draft under the reference as the record has it.</summary>
    private static TDraft Kept(TStored stored, TDraft draft) =>
        (TDraft)((ReferencedDraft)draft with { Reference = stored.Record.Reference });

    /// <summary>Returns the record with a key, withdrawn or not; null if there was never one.</summary>
    private protected async Task<TStored?> FindAsync(Session session, string key, CancellationToken ct) =>
        await session.FirstAsync(_type.Sql.ByKey, new(key), ct) is { } row ? FromRow(row) : null;

    private TStored FromRow(RecordRow row) =>
        Store(row.RecordId, _type.Parse(row.Document), row.Version, row.WithdrawnAt);

    private async Task<(TStored? Stored, RecordOutcome<TRecord>? Rejection)> ForUpdateAsync(
        Session session,
        string reference,
        int expectedVersion,
        CancellationToken ct
    ) =>
        await FindAsync(session, ReferencedDraft.KeyOf(reference), ct) switch
        {
            null => (null, new RecordOutcome<TRecord>.NotFound()),
            { IsActive: false } stored => (null, new RecordOutcome<TRecord>.Withdrawn(stored)),
            { Version: var version } when version != expectedVersion => (null, new RecordOutcome<TRecord>.Stale()),
            var stored => (stored, null),
        };

    private Task LogAsync(
        Session session,
        AuditAction action,
        TRecord record,
        int version,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            _type.Subject,
            action,
            record.Key,
            version,
            action == AuditAction.Withdrawn ? null : _type.ToDocument(record),
            by,
            at,
            ct
        );

    private sealed record Cached(RecordRevision Revision, IReadOnlyList<TStored> Records);
}
