using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Projects;
using Adam.Data.Records;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>A response as the register stores it.</summary>
public sealed record StoredPartnerResponse(int QuestionnaireId, int PartnerId, PartnerResponse Response)
{
    internal static StoredPartnerResponse FromRow(PartnerResponseRow row) =>
        new(row.QuestionnaireId, row.PartnerId, PartnerResponseContent.Parse(row.Document).ToResponse());
}

/// <summary>A response that was received.</summary>
/// <param name="Partner">The code of the partner.</param>
public sealed record ReceivedResponse(int QuestionnaireId, string Partner, DateOnly On);

/// <summary>Stores the responses of partners to questionnaires.</summary>
public sealed class PartnerResponseStore(Database database, TimeProvider time)
{
    /// <summary>Returns the responses to a questionnaire, in the order of the partners in the register.</summary>
    public Task<IReadOnlyList<StoredPartnerResponse>> ListAsync(int questionnaireId, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<StoredPartnerResponse>>(
            async session =>
                [
                    .. (await session.QueryAsync(PartnerResponseSql.OfQuestionnaire, new(questionnaireId), ct)).Select(
                        StoredPartnerResponse.FromRow
                    ),
                ],
            ct
        );

    /// <summary>Returns the response of a partner to a questionnaire; null if it has not begun one.</summary>
    /// <param name="partner">The code of the partner.</param>
    public Task<StoredPartnerResponse?> FindAsync(int questionnaireId, string partner, CancellationToken ct) =>
        database.InReadTransactionAsync(session => FindAsync(session, questionnaireId, partner, ct), ct);

    /// <summary>Returns the responses to all questionnaires that were received by a day.</summary>
    public Task<IReadOnlyList<ReceivedResponse>> ReceivedAsync(DateOnly by, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<ReceivedResponse>>(
            async session =>
                [
                    .. (await session.QueryAsync(PartnerResponseSql.Received, new(by.DayNumber), ct)).Select(
                        row => new ReceivedResponse(
                            row.QuestionnaireId,
                            row.Partner,
                            DateOnly.FromDayNumber(row.ReceivedDay)
                        )
                    ),
                ],
            ct
        );

    /// <summary>
    /// Returns those of some partners that own a project under each pillar with a day in a year, as far as the reader
    /// sees projects.
    /// </summary>
    /// <param name="partners">Codes of partners.</param>
    public Task<ILookup<Pillar, string>> UnderPillarsAsync(
        IReadOnlyList<string> partners,
        int year,
        CancellationToken ct
    )
    {
        var pillars = Enum.GetValues<Pillar>().ToDictionary(ProjectIndex.CodeOf, StringComparer.Ordinal);
        var rows = partners.SelectMany(partner => pillars.Keys.Select(pillar => new object[] { partner, pillar }));
        return database.InReadTransactionAsync(
            async session =>
                (
                    await session.QueryAsync(
                        PartnerResponseSql.UnderPillars,
                        new(
                            JsonRowSet.Serialize(rows),
                            new DateOnly(year, 1, 1).DayNumber,
                            new DateOnly(year, 12, 31).DayNumber
                        ),
                        ct
                    )
                ).ToLookup(row => pillars[row.Pillar], row => row.Partner),
            ct
        );
    }

    /// <summary>Writes a response, a new one or another version of one.</summary>
    /// <param name="questionnaire">The questionnaire as the caller has read it.</param>
    /// <param name="before">The response as the caller has read it; null if there was none.</param>
    /// <param name="response">The response to write. Version and stamps are set here.</param>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">
    /// Returns the response of the API that is stored in the same transaction; null to store none.
    /// </param>
    /// <returns>
    /// The response after the write; null if it or the questionnaire was changed since it was read. Nothing was stored
    /// then.
    /// </returns>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<PartnerResponse?> WriteAsync(
        StoredQuestionnaire questionnaire,
        StoredPartnerResponse? before,
        PartnerResponse response,
        Actor by,
        CancellationToken ct,
        Func<PartnerResponse, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var row = await session.FirstAsync(
                    QuestionnaireStore.Type.Sql.ByKey,
                    new(questionnaire.Questionnaire.Key),
                    ct
                );
                var current = await FindAsync(session, questionnaire.QuestionnaireId, response.Partner, ct);
                if (row?.Version != questionnaire.Version || current?.Response.Version != before?.Response.Version)
                    return null;

                var at = time.Instant();
                var written = response with
                {
                    Version = (before?.Response.Version ?? 0) + 1,
                    CreatedAt = before?.Response.CreatedAt ?? at,
                    UpdatedAt = at,
                    UpdatedBy = by.Name,
                };
                if (before is not null && IsSame(before.Response, written))
                    written = before.Response;
                else
                    await StoreAsync(session, questionnaire.QuestionnaireId, before, written, by, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(written), ct);
                return written;
            },
            ct
        );

    /// <summary>Returns the versions of a response in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(PartnerResponse response, int after, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(
            session => RecordVersions.ReadAsync(session, AuditSubject.PartnerResponse, response.Key, after, take, ct),
            ct
        );

    private static async Task<StoredPartnerResponse?> FindAsync(
        Session session,
        int questionnaireId,
        string partner,
        CancellationToken ct
    ) =>
        await session.FirstAsync(PartnerResponseSql.OfPartner, new(questionnaireId, partner), ct) is { } row
            ? StoredPartnerResponse.FromRow(row)
            : null;

    private static async Task StoreAsync(
        Session session,
        int questionnaireId,
        StoredPartnerResponse? before,
        PartnerResponse response,
        Actor by,
        CancellationToken ct
    )
    {
        var (day, document) = (response.ReceivedOn?.DayNumber, PartnerResponseContent.Write(response));
        if (before is null)
            await session.ExecuteAsync(
                PartnerResponseSql.Add,
                new(questionnaireId, response.Partner, day, document),
                ct
            );
        else
            await session.ExecuteAsync(
                PartnerResponseSql.Change,
                new(questionnaireId, before.PartnerId, before.Response.Version, day, document),
                ct
            );
        await AuditRecorder.AddAsync(
            session,
            AuditSubject.PartnerResponse,
            before is null ? AuditAction.Created : AuditAction.Changed,
            response.Key,
            response.Version,
            PartnerResponseContent.FromResponse(response),
            by,
            response.UpdatedAt,
            ct
        );
    }

    private static bool IsSame(PartnerResponse one, PartnerResponse other) =>
        PartnerResponseContent.Write(one)
        == PartnerResponseContent.Write(
            other with
            {
                Version = one.Version,
                UpdatedAt = one.UpdatedAt,
                UpdatedBy = one.UpdatedBy,
            }
        );
}
