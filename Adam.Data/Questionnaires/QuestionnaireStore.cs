using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Records;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>Stores questionnaires. There are at most <see cref="Most"/>, so they are read whole.</summary>
public sealed class QuestionnaireStore(Database database, TimeProvider time)
{
    /// <summary>The maximum number of questionnaires, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 1_000;

    private volatile Cached? _cached;

    /// <summary>Returns all questionnaires, withdrawn or not, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<StoredQuestionnaire>> ListAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Returns the questionnaire with a reference, withdrawn or not; null if there was never one.</summary>
    public async Task<StoredQuestionnaire?> FindAsync(string reference, CancellationToken ct)
    {
        var key = QuestionnaireDraft.KeyOf(reference);
        return (await ListAsync(ct)).FirstOrDefault(stored => stored.Questionnaire.Key == key);
    }

    /// <summary>Stores a new questionnaire.</summary>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<QuestionnaireOutcome> AddAsync(
        QuestionnaireDraft draft,
        Actor by,
        CancellationToken ct,
        Func<Questionnaire, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<QuestionnaireOutcome>(
            async session =>
            {
                var key = QuestionnaireDraft.KeyOf(draft.Reference);
                if (await session.FirstAsync(QuestionnaireSql.ByKey, new(key), ct) is { } taken)
                    return new QuestionnaireOutcome.ReferenceTaken(StoredQuestionnaire.FromRow(taken));
                if ((await session.QueryAsync(QuestionnaireSql.All, ct)).Count >= Most)
                    return new QuestionnaireOutcome.TooMany();

                var at = time.Instant();
                var questionnaire = new Questionnaire(draft, Version: 1, at, at, by.Name);
                await session.ExecuteAsync(
                    QuestionnaireSql.Add,
                    new(key, QuestionnaireContent.Write(questionnaire)),
                    ct
                );
                await LogAsync(session, AuditAction.Created, questionnaire, questionnaire.Version, by, at, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(questionnaire), ct);
                return new QuestionnaireOutcome.Done(questionnaire);
            },
            ct
        );

    /// <summary>Replaces the content of a questionnaire. Its reference is kept.</summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="by">The key that writes.</param>
    public Task<QuestionnaireOutcome> ChangeAsync(
        QuestionnaireDraft draft,
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

                var at = time.Instant();
                var before = stored.Questionnaire;
                var questionnaire = before with
                {
                    Draft = draft with { Reference = before.Draft.Reference },
                    Version = stored.Version + 1,
                    UpdatedAt = at,
                    UpdatedBy = by.Name,
                };
                if (IsSame(before, questionnaire))
                    return new QuestionnaireOutcome.Done(before);

                var document = QuestionnaireContent.Write(questionnaire);
                await session.ExecuteAsync(
                    QuestionnaireSql.Change,
                    new(stored.QuestionnaireId, stored.Version, document),
                    ct
                );
                await LogAsync(session, AuditAction.Changed, questionnaire, questionnaire.Version, by, at, ct);
                return new QuestionnaireOutcome.Done(questionnaire);
            },
            ct
        );

    /// <summary>Withdraws a questionnaire. The record and its reference are kept.</summary>
    /// <inheritdoc cref="ChangeAsync" path="/param"/>
    public Task<QuestionnaireOutcome> WithdrawAsync(
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
                    QuestionnaireSql.Withdraw,
                    new(stored.QuestionnaireId, stored.Version, at),
                    ct
                );
                await LogAsync(session, AuditAction.Withdrawn, stored.Questionnaire, stored.Version + 1, by, at, ct);
                return new QuestionnaireOutcome.Done(stored.Questionnaire);
            },
            ct
        );

    /// <summary>Returns the versions of a questionnaire in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(
        StoredQuestionnaire stored,
        int after,
        int take,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync(
            session =>
                RecordVersions.ReadAsync(
                    session,
                    AuditSubject.Questionnaire,
                    stored.Questionnaire.Key,
                    after,
                    take,
                    ct
                ),
            ct
        );

    /// <summary>
    /// Returns all questionnaires as a session reads them. They are cached, and read again only if one has changed.
    /// </summary>
    /// <param name="isWrite">
    /// True if the session writes. What it reads is then not cached, because it may be rolled back.
    /// </param>
    internal async Task<IReadOnlyList<StoredQuestionnaire>> ReadAsync(
        Session session,
        CancellationToken ct,
        bool isWrite = false
    )
    {
        var revision = await session.FirstAsync(QuestionnaireSql.Revision, ct);
        if (_cached is { } cached && cached.Revision == revision)
            return cached.Questionnaires;

        IReadOnlyList<StoredQuestionnaire> questionnaires =
        [
            .. (await session.QueryAsync(QuestionnaireSql.All, ct)).Select(StoredQuestionnaire.FromRow),
        ];
        if (!isWrite)
            _cached = new(revision, questionnaires);
        return questionnaires;
    }

    private static async Task<(StoredQuestionnaire? Stored, QuestionnaireOutcome? Rejection)> ForUpdateAsync(
        Session session,
        string reference,
        int expectedVersion,
        CancellationToken ct
    )
    {
        var row = await session.FirstAsync(QuestionnaireSql.ByKey, new(QuestionnaireDraft.KeyOf(reference)), ct);
        var stored = row is null ? null : StoredQuestionnaire.FromRow(row);
        return stored switch
        {
            null => (null, new QuestionnaireOutcome.NotFound()),
            { IsActive: false } => (null, new QuestionnaireOutcome.Withdrawn(stored)),
            { Version: var version } when version != expectedVersion => (null, new QuestionnaireOutcome.Stale()),
            _ => (stored, null),
        };
    }

    private static bool IsSame(Questionnaire one, Questionnaire other) =>
        QuestionnaireContent.Write(one)
        == QuestionnaireContent.Write(
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
        Questionnaire questionnaire,
        int version,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Questionnaire,
            action,
            questionnaire.Key,
            version,
            action == AuditAction.Withdrawn ? null : QuestionnaireContent.FromQuestionnaire(questionnaire),
            by,
            at,
            ct
        );

    private sealed record Cached(long Revision, IReadOnlyList<StoredQuestionnaire> Questionnaires);
}
