using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Meetings;
using Adam.Domain.Meetings;
using Adam.Domain.Recommendations;

namespace Adam.Data.Recommendations;

/// <summary>Stores recommendations. There are at most <see cref="Most"/>, so they are read whole.</summary>
public sealed class RecommendationStore(Database database, TimeProvider time) : IMeetingUse
{
    /// <summary>The maximum number of recommendations, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 5_000;

    private volatile Cached? _cached;

    /// <summary>Returns all recommendations, withdrawn or not, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<StoredRecommendation>> ListAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Returns the recommendation with a reference, withdrawn or not; null if there was never one.</summary>
    public async Task<StoredRecommendation?> FindAsync(string reference, CancellationToken ct)
    {
        var key = RecommendationDraft.KeyOf(reference);
        return (await ListAsync(ct)).FirstOrDefault(stored => stored.Recommendation.Key == key);
    }

    /// <summary>Stores a new recommendation.</summary>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<RecommendationOutcome> AddAsync(
        RecommendationDraft draft,
        Actor by,
        CancellationToken ct,
        Func<Recommendation, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<RecommendationOutcome>(
            async session =>
            {
                var key = RecommendationDraft.KeyOf(draft.Reference);
                if (await session.FirstAsync(RecommendationSql.ByKey, new(key), ct) is { } taken)
                    return new RecommendationOutcome.ReferenceTaken(StoredRecommendation.FromRow(taken));
                if ((await session.QueryAsync(RecommendationSql.All, ct)).Count >= Most)
                    return new RecommendationOutcome.TooMany();

                if (await MissingMeetingAsync(session, draft, ct) is { } missing)
                    return new RecommendationOutcome.NoMeeting(missing);

                var at = time.Instant();
                var recommendation = new Recommendation(draft, Version: 1, at, at, by.Name);
                await session.ExecuteAsync(
                    RecommendationSql.Add,
                    new(key, RecommendationContent.Write(recommendation)),
                    ct
                );
                await LogAsync(session, AuditAction.Created, recommendation, recommendation.Version, by, at, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(recommendation), ct);
                return new RecommendationOutcome.Done(recommendation);
            },
            ct
        );

    /// <summary>Replaces the content of a recommendation. Its reference is kept.</summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="by">The key that writes.</param>
    public Task<RecommendationOutcome> ChangeAsync(
        RecommendationDraft draft,
        int expectedVersion,
        Actor by,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, draft.Reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;
                if (await MissingMeetingAsync(session, draft, ct) is { } missing)
                    return new RecommendationOutcome.NoMeeting(missing);

                var at = time.Instant();
                var before = stored.Recommendation;
                var recommendation = before with
                {
                    Draft = draft with { Reference = before.Draft.Reference },
                    Version = stored.Version + 1,
                    UpdatedAt = at,
                    UpdatedBy = by.Name,
                };
                if (IsSame(before, recommendation))
                    return new RecommendationOutcome.Done(before);

                var document = RecommendationContent.Write(recommendation);
                await session.ExecuteAsync(
                    RecommendationSql.Change,
                    new(stored.RecommendationId, stored.Version, document),
                    ct
                );
                await LogAsync(session, AuditAction.Changed, recommendation, recommendation.Version, by, at, ct);
                return new RecommendationOutcome.Done(recommendation);
            },
            ct
        );

    /// <summary>Withdraws a recommendation. The record and its reference are kept.</summary>
    /// <inheritdoc cref="ChangeAsync" path="/param"/>
    public Task<RecommendationOutcome> WithdrawAsync(
        string reference,
        int expectedVersion,
        Actor by,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                var at = time.Instant();
                await session.ExecuteAsync(
                    RecommendationSql.Withdraw,
                    new(stored.RecommendationId, stored.Version, at),
                    ct
                );
                await LogAsync(session, AuditAction.Withdrawn, stored.Recommendation, stored.Version + 1, by, at, ct);
                return new RecommendationOutcome.Done(stored.Recommendation);
            },
            ct
        );

    /// <summary>
    /// Writes the endorsements of a meeting, all of them or none. Recommendations that it has endorsed already stay as
    /// they are.
    /// </summary>
    /// <param name="meeting">The reference of the meeting, which is in the register.</param>
    /// <param name="expected">The recommendations as the client has been told that they are.</param>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <returns>
    /// The recommendations after the write, in the same order; null if one of them, or the meeting, was changed in the
    /// meantime. Nothing was stored then.
    /// </returns>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<IReadOnlyList<Recommendation>?> EndorseAsync(
        string meeting,
        IReadOnlyList<StoredRecommendation> expected,
        Actor by,
        CancellationToken ct,
        Func<IReadOnlyList<Recommendation>, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<IReadOnlyList<Recommendation>?>(
            async session =>
            {
                var key = MeetingDraft.KeyOf(meeting);
                if (await session.FirstAsync(MeetingSql.ByKey, new(key), ct) is not { WithdrawnAt: null })
                    return null;

                var rows = (await session.QueryAsync(RecommendationSql.All, ct)).ToDictionary(row =>
                    row.RecommendationId
                );
                if (
                    expected.Any(stored =>
                        rows[stored.RecommendationId] is var row
                        && (row.Version != stored.Version || row.WithdrawnAt is not null)
                    )
                )
                    return null;

                var at = time.Instant();
                var endorsed = new List<Recommendation>();
                foreach (var stored in expected)
                {
                    var before = stored.Recommendation;
                    if (before.Draft.EndorsedAt is not null)
                    {
                        endorsed.Add(before);
                        continue;
                    }

                    var recommendation = before with
                    {
                        Draft = before.Draft with { EndorsedAt = meeting },
                        Version = stored.Version + 1,
                        UpdatedAt = at,
                        UpdatedBy = by.Name,
                    };
                    await session.ExecuteAsync(
                        RecommendationSql.Change,
                        new(stored.RecommendationId, stored.Version, RecommendationContent.Write(recommendation)),
                        ct
                    );
                    await LogAsync(session, AuditAction.Changed, recommendation, recommendation.Version, by, at, ct);
                    endorsed.Add(recommendation);
                }

                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(endorsed), ct);
                return endorsed;
            },
            ct
        );

    /// <summary>Returns the versions of a recommendation in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(
        StoredRecommendation stored,
        int after,
        int take,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync(
            session =>
                RecordVersions.ReadAsync(
                    session,
                    AuditSubject.Recommendation,
                    stored.Recommendation.Key,
                    after,
                    take,
                    ct
                ),
            ct
        );

    /// <summary>
    /// Returns all recommendations as a session reads them. They are cached, and read again only if one has changed.
    /// </summary>
    /// <param name="isWrite">
    /// True if the session writes. What it reads is then not cached, because it may be rolled back.
    /// </param>
    internal async Task<IReadOnlyList<StoredRecommendation>> ReadAsync(
        Session session,
        CancellationToken ct,
        bool isWrite = false
    )
    {
        var revision = await session.FirstAsync(RecommendationSql.Revision, ct);
        if (_cached is { } cached && cached.Revision == revision)
            return cached.Recommendations;

        IReadOnlyList<StoredRecommendation> recommendations =
        [
            .. (await session.QueryAsync(RecommendationSql.All, ct)).Select(StoredRecommendation.FromRow),
        ];
        if (!isWrite)
            _cached = new(revision, recommendations);
        return recommendations;
    }

    private static async Task<(StoredRecommendation? Stored, RecommendationOutcome? Rejection)> ForUpdateAsync(
        Session session,
        string reference,
        int expectedVersion,
        CancellationToken ct
    )
    {
        var row = await session.FirstAsync(RecommendationSql.ByKey, new(RecommendationDraft.KeyOf(reference)), ct);
        var stored = row is null ? null : StoredRecommendation.FromRow(row);
        return stored switch
        {
            null => (null, new RecommendationOutcome.NotFound()),
            { IsActive: false } => (null, new RecommendationOutcome.Withdrawn(stored)),
            { Version: var version } when version != expectedVersion => (null, new RecommendationOutcome.Stale()),
            _ => (stored, null),
        };
    }

    async Task<string?> IMeetingUse.FindAsync(Session session, string key, CancellationToken ct) =>
        (await ReadAsync(session, ct, isWrite: true))
            .FirstOrDefault(stored => stored.IsActive && MeetingsOf(stored.Recommendation.Draft).Contains(key))
            ?.Recommendation.Draft.Reference;

    /// <summary>Returns the keys of the meetings that a recommendation names.</summary>
    private static IEnumerable<string> MeetingsOf(RecommendationDraft draft) =>
        new[] { draft.MadeAt, draft.EndorsedAt, draft.NotEndorsedAt }
            .OfType<string>()
            .Select(MeetingDraft.KeyOf)
            .Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Returns the key of a named meeting that is not in the register, or withdrawn; null if there is none.
    /// </summary>
    private static async Task<string?> MissingMeetingAsync(
        Session session,
        RecommendationDraft draft,
        CancellationToken ct
    )
    {
        foreach (var key in MeetingsOf(draft))
        {
            if (await session.FirstAsync(MeetingSql.ByKey, new(key), ct) is not { WithdrawnAt: null })
                return key;
        }

        return null;
    }

    private static bool IsSame(Recommendation one, Recommendation other) =>
        RecommendationContent.Write(one)
        == RecommendationContent.Write(
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
        Recommendation recommendation,
        int version,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Recommendation,
            action,
            recommendation.Key,
            version,
            action == AuditAction.Withdrawn ? null : RecommendationContent.FromRecommendation(recommendation),
            by,
            at,
            ct
        );

    private sealed record Cached(long Revision, IReadOnlyList<StoredRecommendation> Recommendations);
}
