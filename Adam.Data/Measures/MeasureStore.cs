using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Domain.Measures;

namespace Adam.Data.Measures;

/// <summary>Stores measures. There are at most <see cref="Most"/>, so they are read whole.</summary>
public sealed class MeasureStore(Database database, TimeProvider time)
{
    /// <summary>The maximum number of measures, withdrawn ones included. It bounds the work of gaps.</summary>
    public const int Most = 1_000;

    private volatile Cached? _cached;

    /// <summary>Returns all measures, withdrawn or not, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<StoredMeasure>> ListAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Returns the measure with a reference, withdrawn or not; null if there was never one.</summary>
    public async Task<StoredMeasure?> FindAsync(string reference, CancellationToken ct)
    {
        var key = MeasureDraft.KeyOf(reference);
        return (await ListAsync(ct)).FirstOrDefault(stored => stored.Measure.Key == key);
    }

    /// <summary>Stores a new measure.</summary>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<MeasureOutcome> AddAsync(
        MeasureDraft draft,
        Actor by,
        CancellationToken ct,
        Func<Measure, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<MeasureOutcome>(
            async session =>
            {
                var key = MeasureDraft.KeyOf(draft.Reference);
                if (await session.FirstAsync(MeasureSql.ByKey, new(key), ct) is { } taken)
                    return new MeasureOutcome.ReferenceTaken(StoredMeasure.FromRow(taken));
                if ((await session.QueryAsync(MeasureSql.All, ct)).Count >= Most)
                    return new MeasureOutcome.TooMany();

                var at = time.Instant();
                var measure = new Measure(draft, Version: 1, at, at, by.Name);
                await session.ExecuteAsync(MeasureSql.Add, new(key, MeasureDocument.Write(measure)), ct);
                await LogAsync(session, AuditAction.Created, measure, measure.Version, by, at, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(measure), ct);
                return new MeasureOutcome.Done(measure);
            },
            ct
        );

    /// <summary>
    /// Replaces the content of a measure. Its reference is kept. If other projects serve it then, verdicts about its
    /// projects become stale.
    /// </summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="by">The key that writes.</param>
    public Task<MeasureOutcome> ChangeAsync(MeasureDraft draft, int expectedVersion, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, draft.Reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                var at = time.Instant();
                var before = stored.Measure;
                var measure = before with
                {
                    Draft = draft with { Reference = before.Draft.Reference },
                    Version = stored.Version + 1,
                    UpdatedAt = at,
                    UpdatedBy = by.Name,
                };
                if (IsSame(before, measure))
                    return new MeasureOutcome.Done(before);

                var document = MeasureDocument.Write(measure);
                await session.ExecuteAsync(MeasureSql.Change, new(stored.MeasureId, stored.Version, document), ct);
                if (!MeasureCriterion.AreEqual(before.Draft, measure.Draft))
                    await session.ExecuteAsync(MeasureVerdictSql.MakeStaleOfMeasure, new(stored.MeasureId, at), ct);
                await LogAsync(session, AuditAction.Changed, measure, measure.Version, by, at, ct);
                return new MeasureOutcome.Done(measure);
            },
            ct
        );

    /// <summary>Withdraws a measure: it asks for nothing any more. The record and its reference are kept.</summary>
    /// <inheritdoc cref="ChangeAsync" path="/param"/>
    public Task<MeasureOutcome> WithdrawAsync(string reference, int expectedVersion, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                var at = time.Instant();
                await session.ExecuteAsync(MeasureSql.Withdraw, new(stored.MeasureId, stored.Version, at), ct);
                await LogAsync(session, AuditAction.Withdrawn, stored.Measure, stored.Version + 1, by, at, ct);
                return new MeasureOutcome.Done(stored.Measure);
            },
            ct
        );

    /// <summary>
    /// Returns all measures as a session reads them. They are cached, and read again only if one has changed.
    /// </summary>
    /// <param name="isWrite">
    /// True if the session writes. What it reads is then not cached, because it may be rolled back.
    /// </param>
    internal async Task<IReadOnlyList<StoredMeasure>> ReadAsync(
        Session session,
        CancellationToken ct,
        bool isWrite = false
    )
    {
        var revision = (await session.FirstAsync(MeasureSql.Revision, ct))!;
        if (_cached is { } cached && cached.Revision == revision)
            return cached.Measures;

        IReadOnlyList<StoredMeasure> measures =
        [
            .. (await session.QueryAsync(MeasureSql.All, ct)).Select(StoredMeasure.FromRow),
        ];
        if (!isWrite)
            _cached = new(revision, measures);
        return measures;
    }

    private static async Task<(StoredMeasure? Stored, MeasureOutcome? Rejection)> ForUpdateAsync(
        Session session,
        string reference,
        int expectedVersion,
        CancellationToken ct
    )
    {
        var row = await session.FirstAsync(MeasureSql.ByKey, new(MeasureDraft.KeyOf(reference)), ct);
        var stored = row is null ? null : StoredMeasure.FromRow(row);
        return stored switch
        {
            null => (null, new MeasureOutcome.NotFound()),
            { IsActive: false } => (null, new MeasureOutcome.Withdrawn(stored)),
            { Version: var version } when version != expectedVersion => (null, new MeasureOutcome.Stale()),
            _ => (stored, null),
        };
    }

    private static bool IsSame(Measure one, Measure other) =>
        MeasureDocument.Write(one)
        == MeasureDocument.Write(
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
        Measure measure,
        int version,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Measure,
            action,
            measure.Key,
            version,
            action == AuditAction.Withdrawn ? null : MeasureDocument.FromMeasure(measure),
            by,
            at,
            ct
        );

    private sealed record Cached(MeasureRevision Revision, IReadOnlyList<StoredMeasure> Measures);
}
