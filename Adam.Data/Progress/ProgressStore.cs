using Adam.Data.Databases;
using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Data.Partners;
using Adam.Data.Progress.Findings;
using Adam.Data.Progress.Statements;
using Adam.Data.Projects;
using Adam.Domain.Progress;

namespace Adam.Data.Progress;

/// <summary>
/// Computes the progress of measures: what partners state, what analysts assess, and what the register finds. Nothing
/// but statements and findings is stored.
/// </summary>
/// <remarks>
/// A restricted project that the reader does not see supports the statements of its owner if it has a country and a
/// pillar of the measure, whatever its words and days. So the mark of a statement tells what gaps tell, and no more.
/// </remarks>
public sealed class ProgressStore(Database database, CriterionPartsCache kept)
{
    /// <summary>Returns the progress of measures on a day, in their order.</summary>
    public Task<IReadOnlyList<MeasureProgress>> ReadAsync(
        IReadOnlyList<StoredMeasure> measures,
        DateOnly day,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync<IReadOnlyList<MeasureProgress>>(
            async session =>
            {
                var ids = JsonRowSet.FromIds(measures.Select(measure => (long)measure.MeasureId));
                var last = await session.QueryAsync(ProgressStatementSql.LastOfMeasures, new(ids, day.DayNumber), ct);
                var named = await StatementStore.ProjectsAsync(session, last, ct);
                var findings = await session.QueryAsync(ProgressFindingSql.LastOfMeasures, new(ids, day.DayNumber), ct);
                var evaluation = await MeasureEvaluation.ReadAsync(session, kept, measures, [], ct);
                var hidden = await RestrictedCells.AllAsync(session, ReaderScope.Current, ct);
                var ofMeasures = last.ToLookup(row => row.MeasureId);
                var promoted = findings.ToLookup(row => row.MeasureId, row => row.ToFinding());
                return
                [
                    .. measures.Select(measure =>
                        ProgressOf(
                            measure,
                            day,
                            ofMeasures[measure.MeasureId],
                            named,
                            [.. promoted[measure.MeasureId]],
                            evaluation,
                            hidden
                        )
                    ),
                ];
            },
            ct
        );

    /// <summary>Returns the evidence behind a draft of a partner, before it is written.</summary>
    public Task<StatementEvidence> CheckAsync(
        StoredMeasure measure,
        StatementDraft draft,
        string partner,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync(
            async session =>
            {
                var named = new List<long>();
                foreach (var id in draft.Projects)
                    named.Add((await ProjectStore.FindAsync(session, id, ct))?.ProjectId ?? 0);
                var evidence = new MeasureEvidence(
                    measure,
                    await MeasureEvaluation.ReadAsync(session, kept, [measure], [], ct),
                    await RestrictedCells.AllAsync(session, ReaderScope.Current, ct)
                );
                var writer = (await session.FirstAsync(PartnerSql.ByCode, new(partner), ct))!;
                return new StatementEvidence(
                    evidence.IsLacking(draft, writer.PartnerId, writer.Contact ?? partner, named),
                    [.. named.Index().Where(one => !evidence.Counts(one.Item)).Select(one => one.Index)]
                );
            },
            ct
        );

    private static MeasureProgress ProgressOf(
        StoredMeasure measure,
        DateOnly day,
        IEnumerable<LastStatementRow> last,
        ILookup<long, StatementProjectRow> named,
        IReadOnlyList<FindingDocument> findings,
        MeasureEvaluation evaluation,
        IReadOnlyList<RestrictedCell> hidden
    )
    {
        var evidence = new MeasureEvidence(measure, evaluation, hidden);
        var ofTypes = last.ToLookup(row => (StatementType)row.Type);
        return new(
            measure,
            day,
            [.. ofTypes[StatementType.Statement].OrderBy(row => row.Partner, StringComparer.Ordinal).Select(ToLast)],
            // Analysts of several partners assess one measure: the last of them speaks.
            ofTypes[StatementType.Assessment]
                .OrderBy(row => row.AsOf)
                .ThenBy(row => row.StatementId)
                .Select(ToLast)
                .LastOrDefault(),
            GapStore.GapsOf(new() { AsOf = day }, measure, evaluation, hidden),
            evidence.Projects,
            evidence.Partners,
            findings,
            evidence.Hidden
        );

        LastStatement ToLast(LastStatementRow row)
        {
            var statement = row.ToStatement(named[row.StatementId]);
            return new(
                statement,
                day.DayNumber - row.AsOf,
                statement.Type == StatementType.Statement
                    && evidence.IsLacking(
                        statement.Draft,
                        row.PartnerId,
                        row.Contact ?? row.Partner,
                        [.. named[row.StatementId].Select(project => project.ProjectId)]
                    )
            );
        }
    }
}
