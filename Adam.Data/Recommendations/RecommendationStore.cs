using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Meetings;
using Adam.Data.Records;
using Adam.Domain.Meetings;
using Adam.Domain.Recommendations;

namespace Adam.Data.Recommendations;

/// <summary>A recommendation as the register stores it.</summary>
public sealed record StoredRecommendation(
    int RecommendationId,
    Recommendation Recommendation,
    int Version,
    DateTimeOffset? WithdrawnAt
) : StoredRecord<Recommendation>(RecommendationId, Version, WithdrawnAt)
{
    public override Recommendation Record => Recommendation;
}

/// <summary>Stores recommendations. The meetings that they name must be in the register.</summary>
public sealed class RecommendationStore(Database database, TimeProvider time)
    : RecordStore<StoredRecommendation, Recommendation, RecommendationDraft>(database, time, Type, Most),
        IMeetingUse
{
    /// <summary>The maximum number of recommendations, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 5_000;

    internal static RecordType<Recommendation> Type { get; } =
        new(
            AuditSubject.Recommendation,
            RecommendationContent.FromRecommendation,
            json => RecordJson.Read<RecommendationContent>(json).ToRecommendation()
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
        Database.InGroupedWriteAsync<IReadOnlyList<Recommendation>?>(
            async session =>
            {
                if (!await HasMeetingAsync(session, MeetingDraft.KeyOf(meeting), ct))
                    return null;

                var present = (await ReadAsync(session, ct, isWrite: true)).ToDictionary(one => one.RecommendationId);
                if (
                    expected.Any(stored =>
                        present[stored.RecommendationId] is var now && (now.Version != stored.Version || !now.IsActive)
                    )
                )
                    return null;

                var at = Time.Instant();
                var endorsed = new List<Recommendation>();
                foreach (var stored in expected)
                {
                    var draft = stored.Recommendation.Draft;
                    endorsed.Add(
                        draft.EndorsedAt is not null
                            ? stored.Recommendation
                            : await ChangeAsync(session, stored, draft with { EndorsedAt = meeting }, by, at, ct)
                    );
                }

                if (respond is not null)
                    await IdempotencyStore.SaveAsync(Database, session, respond(endorsed), ct);
                return endorsed;
            },
            ct
        );

    async Task<string?> IMeetingUse.FindAsync(Session session, string key, CancellationToken ct) =>
        (await ReadAsync(session, ct, isWrite: true))
            .Where(stored => stored.IsActive && MeetingsOf(stored.Recommendation.Draft).Contains(key))
            .Select(stored => $"recommendation {stored.Recommendation.Reference}")
            .FirstOrDefault();

    private protected override Recommendation Create(RecommendationDraft draft, DateTimeOffset at, string by) =>
        new(draft, Version: 1, at, at, by);

    private protected override StoredRecommendation Store(
        int recordId,
        Recommendation record,
        int version,
        DateTimeOffset? withdrawnAt
    ) => new(recordId, record, version, withdrawnAt);

    /// <summary>Returns the key of a named meeting that is not in the register, or withdrawn.</summary>
    private protected override async Task<string?> ObstacleToWriteAsync(
        Session session,
        RecommendationDraft draft,
        CancellationToken ct
    )
    {
        foreach (var key in MeetingsOf(draft))
        {
            if (!await HasMeetingAsync(session, key, ct))
                return key;
        }

        return null;
    }

    private static async Task<bool> HasMeetingAsync(Session session, string key, CancellationToken ct) =>
        await session.FirstAsync(MeetingStore.Type.Sql.ByKey, new(key), ct) is { WithdrawnAt: null };

    /// <summary>Returns the keys of the meetings that a recommendation names.</summary>
    private static IEnumerable<string> MeetingsOf(RecommendationDraft draft) =>
        new[] { draft.MadeAt, draft.EndorsedAt, draft.NotEndorsedAt }
            .OfType<string>()
            .Select(MeetingDraft.KeyOf)
            .Distinct(StringComparer.Ordinal);
}
