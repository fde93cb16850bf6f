using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Measures;
using Adam.Data.Questionnaires;
using Adam.Data.Records;
using Adam.Domain.Progress;

namespace Adam.Data.Progress.Findings;

/// <summary>A finding as the register stores it.</summary>
/// <param name="FindingId">Its number, in the order of promotion.</param>
public sealed record StoredFinding(long FindingId, FindingDocument Finding);

/// <summary>
/// Stores findings: answers to questions that were promoted to evidence of the progress of measures. They are added,
/// never changed or removed.
/// </summary>
/// <remarks>
/// They have answers to open questions of enough partners alone, so that everybody may read all of them. Nothing in
/// them is about a project.
/// </remarks>
public sealed class FindingStore(Database database, TimeProvider time)
{
    /// <summary>The maximum number of findings about a measure. It bounds the work of lists.</summary>
    public const int MostOfMeasure = 1_000;

    /// <summary>Returns all findings about a measure, in the order in which they were promoted.</summary>
    public Task<IReadOnlyList<StoredFinding>> ListAsync(StoredMeasure measure, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<StoredFinding>>(
            async session =>
                [
                    .. (await session.QueryAsync(ProgressFindingSql.OfMeasure, new(measure.MeasureId), ct)).Select(
                        row => new StoredFinding(row.FindingId, row.ToFinding())
                    ),
                ],
            ct
        );

    /// <summary>Promotes a finding to evidence of the progress of a measure.</summary>
    /// <param name="partner">The code of the partner of the key.</param>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <returns>The finding; null if the measure has as many as it takes. Nothing was stored then.</returns>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<FindingDocument?> AddAsync(
        StoredMeasure measure,
        StoredQuestionnaire questionnaire,
        FindingDraft draft,
        string partner,
        Actor by,
        CancellationToken ct,
        Func<FindingDocument, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var count = await session.FirstAsync(ProgressFindingSql.CountOfMeasure, new(measure.MeasureId), ct);
                if (count >= MostOfMeasure)
                    return null;

                var (at, reference) = (time.Instant(), measure.Measure.Draft.Reference);
                var finding = FindingDocument.FromDraft(
                    draft,
                    Guid.CreateVersion7(at),
                    reference,
                    partner,
                    by.Name,
                    at
                );
                await session.ExecuteAsync(
                    ProgressFindingSql.Add,
                    new(
                        finding.Id,
                        measure.MeasureId,
                        questionnaire.QuestionnaireId,
                        finding.Question,
                        finding.AsOf.DayNumber,
                        RecordJson.Write(finding),
                        at
                    ),
                    ct
                );
                await AuditRecorder.AddAsync(
                    session,
                    AuditSubject.ProgressFinding,
                    AuditAction.Created,
                    finding.Id.ToString(),
                    version: null,
                    finding,
                    by,
                    at,
                    ct
                );
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(finding), ct);
                return finding;
            },
            ct
        );
}
