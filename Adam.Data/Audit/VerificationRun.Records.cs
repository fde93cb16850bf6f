using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Data.Audit.Recording;
using Adam.Data.Audit.Verification;
using Adam.Data.Documents;
using Adam.Data.ExchangeRates;
using Adam.Data.Imports;
using Adam.Data.Keys;
using Adam.Data.Layers;
using Adam.Data.Measures;
using Adam.Data.Meetings;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Partners;
using Adam.Data.Posts;
using Adam.Data.Progress.Findings;
using Adam.Data.Progress.Statements;
using Adam.Data.Questionnaires;
using Adam.Data.Recommendations;
using Adam.Data.Records;
using Adam.Data.Reports;
using Adam.Data.Reports.Notes;
using Adam.Domain.Partners;

namespace Adam.Data.Audit;

internal sealed partial class VerificationRun
{
    /// <summary>
    /// Compares all other records, such as keys, partners, verdicts and measures, with their last entries. Returns
    /// their number.
    /// </summary>
    public async Task<long> OthersAsync(CancellationToken ct)
    {
        var count = 0L;
        foreach (var row in await session.QueryAsync(KeySql.List, new(0, int.MaxValue), ct))
        {
            if (Read(AuditSubject.Key, row.Id, row.ToKey) is { } stored)
                Compare(AuditSubject.Key, row.Id, KeyContent.FromKey(stored.Key, stored.Hash));
        }

        var founding = FoundingPartners.All.ToDictionary(partner => partner.Code, StringComparer.Ordinal);
        var spellings = (await session.QueryAsync(PartnerSql.Spellings, ct)).ToLookup(row => row.PartnerId);
        var partners = await session.QueryAsync(PartnerSql.All, ct);
        _partners = partners.ToDictionary(row => row.PartnerId, row => row.Code);
        foreach (var (partner, row) in (await PartnerStore.AllAsync(session, ct)).Zip(partners))
        {
            var atFirst = founding.GetValueOrDefault(partner.Code);
            var isNamed = spellings[row.PartnerId]
                .Select(one => new PartnerSpelling(one.NameKey, one.Ordinal, one.Name))
                .ToHashSet()
                .SetEquals(PartnerStore.SpellingsOf(partner));
            Compare(AuditSubject.Partner, partner.Code, partner, atFirst: atFirst, isWhole: isNamed);
        }

        CompareDecisions(
            AuditSubject.Overlap,
            (await session.QueryAsync(AuditSql.Verdicts, ct)).Select(verdict => verdict.ToDecision())
        );
        foreach (var note in await session.QueryAsync(AuditSql.Notes, ct))
            Compare(AuditSubject.OverlapNote, note.Id.ToString(), note.ToContent(), new() { At = note.WrittenAt });

        await CompareAllAsync(MeasureStore.Type);
        await CompareAllAsync(MeetingStore.Type);
        await CompareAllAsync(RecommendationStore.Type);
        await CompareAllAsync(DocumentStore.Type);
        await CompareAllAsync(QuestionnaireStore.Type);
        await CompareAllAsync(PostStore.Type);

        CompareDecisions(
            AuditSubject.MeasureLink,
            (await session.QueryAsync(MeasureVerdictSql.All, ct)).Select(verdict => verdict.ToDecision())
        );

        var statements = await session.QueryAsync(ProgressStatementSql.All, ct);
        var named = await StatementStore.ProjectsAsync(session, statements, ct);
        foreach (var row in statements)
        {
            var id = row.Id.ToString();
            if (
                Read(AuditSubject.ProgressStatement, id, () => row.ToStatement(named[row.StatementId]))
                is not { } statement
            )
                continue;

            var content = StatementContent.FromStatement(row.ReferenceKey, statement);
            Compare(AuditSubject.ProgressStatement, id, content, new() { At = row.WrittenAt });
        }

        foreach (var row in await session.QueryAsync(ProgressFindingSql.All, ct))
        {
            var id = row.Id.ToString();
            if (Read(AuditSubject.ProgressFinding, id, row.ToFinding) is { } finding)
                Compare(AuditSubject.ProgressFinding, id, finding, isWhole: row.IsOf(finding));
        }

        foreach (var row in await session.QueryAsync(ReportNoteSql.All, ct))
        {
            var note = row.ToNote();
            var id = ReportNoteContent.IdOf(note.Year, note.Section);
            Compare(
                AuditSubject.ReportNote,
                id,
                ReportNoteContent.FromNote(note),
                new()
                {
                    Version = row.Version,
                    At = row.UpdatedAt,
                    By = row.UpdatedBy,
                }
            );
        }

        // An edition is read with its files, which are some hundred kilobytes.
        foreach (var row in await session.QueryAsync(ReportEditionSql.All, ct))
        {
            var files = await session.QueryAsync(ReportEditionSql.ContentsOf, new(row.ReportEditionId), ct);
            var content = ReportEditionContent.FromRows(row, files);
            Compare(
                AuditSubject.ReportEdition,
                ReportEditionContent.IdOf(row.Year, row.Number),
                content,
                new() { At = row.CreatedAt, By = row.CreatedBy }
            );
        }

        var questionnaires = (await session.QueryAsync(QuestionnaireStore.Type.Sql.All, ct)).ToDictionary(
            row => row.RecordId,
            row => row.ReferenceKey
        );
        foreach (var row in await session.QueryAsync(PartnerResponseSql.All, ct))
        {
            // As its entries name it, by the columns of the row.
            var id =
                $"{questionnaires.GetValueOrDefault(row.QuestionnaireId)}/{_partners.GetValueOrDefault(row.PartnerId)}";
            if (Read(AuditSubject.PartnerResponse, id, () => StoredPartnerResponse.FromRow(row)) is not { } stored)
                continue;

            Compare(
                AuditSubject.PartnerResponse,
                id,
                PartnerResponseContent.FromResponse(stored.Response),
                new() { Version = row.Version },
                isWhole: row.ReceivedDay == stored.Response.ReceivedOn?.DayNumber
            );
        }

        foreach (var row in await session.QueryAsync(LayerSql.All, ct))
        {
            if (Read(AuditSubject.Layer, row.LayerKey, () => LayerContent.Parse(row.Document)) is not { } layer)
            {
                _unreadable.Add(row.LayerKey);
                continue;
            }

            _layers[row.LayerKey] = layer;
            var content = LayerContent.FromLayer(layer);
            Compare(AuditSubject.Layer, row.LayerKey, content, new() { Version = row.Version });
        }

        await CompareSettingsAsync();
        // Deliveries change subscriptions without an entry.
        _records.TakeAll(AuditSubject.Subscription);
        foreach (var (subject, id) in _records.Left())
            AddRemoved(subject, id);
        return count;

        async Task CompareAllAsync<TRecord>(RecordType<TRecord> type)
            where TRecord : class
        {
            foreach (var row in await session.QueryAsync(type.Sql.All, ct))
            {
                if (Read(type.Subject, row.ReferenceKey, () => type.Parse(row.Document)) is not { } record)
                    continue;

                var (document, isActive) = (type.ToDocument(record), row.WithdrawnAt is null);
                Compare(
                    type.Subject,
                    row.ReferenceKey,
                    isActive ? document : null,
                    new()
                    {
                        Version = row.Version,
                        At = row.WithdrawnAt,
                        Former = isActive ? null : document,
                    }
                );
            }
        }

        // Settings, imports and learned rules.
        async Task CompareSettingsAsync()
        {
            foreach (var row in await session.QueryAsync(ExchangeRateSql.All, ct))
            {
                if (Read(AuditSubject.ExchangeRate, row.RecordId, row.ToRate) is { } rate)
                    Compare(
                        AuditSubject.ExchangeRate,
                        row.RecordId,
                        rate,
                        new() { At = row.AddedAt, By = row.AddedBy }
                    );
            }

            foreach (var row in await session.QueryAsync(ImportMappingSql.All, ct))
            {
                var mapping = row.ToMapping();
                Compare(
                    AuditSubject.Mapping,
                    mapping.RecordId,
                    SavedMappingContent.FromMapping(mapping),
                    new() { Version = row.Version, By = row.UpdatedBy }
                );
            }

            var after = 0L;
            while (await session.QueryAsync(ImportLogSql.After, new(after, AtOnce), ct) is { Count: > 0 } imports)
            {
                foreach (var import in imports.Select(row => row.ToImport()).Where(import => !import.IsOpen))
                    Compare(
                        AuditSubject.Import,
                        import.Id.ToString(),
                        ImportContent.FromImport(import),
                        new() { At = import.UndoneAt ?? import.EndedAt, By = import.UndoneBy ?? import.By }
                    );
                after = imports[^1].ImportId;
            }

            await CompareLearnedRulesAsync();
        }

        // A version of the rules is a record, whose rows were adopted one after the other.
        async Task CompareLearnedRulesAsync()
        {
            var entries = _records.TakeAll(AuditSubject.LearnedRules);
            var rows = (await session.QueryAsync(LearnedRulesSql.All, ct)).ToLookup(
                row => row.RulesVersion.ToString(CultureInfo.InvariantCulture),
                row => new AdoptedRules(row.Multipliers, row.CreatedAt, row.WithdrawnAt),
                StringComparer.Ordinal
            );
            foreach (var version in entries.Keys.Union(rows.Select(group => group.Key)))
            {
                count++;
                var expected = AdoptedRules.FromEntries(entries.GetValueOrDefault(version)?.All ?? []);
                // Rules that were adopted before the first entry that is kept are unknown.
                var isWhole = !_records.BeganLater && Cuts.Count == 0;
                var present = isWhole ? rows[version] : rows[version].TakeLast(expected.Count);
                if (isWhole ? !present.SequenceEqual(expected) : present.Count() < expected.Count)
                    AddAltered(AuditSubject.LearnedRules, version);
            }
        }

        // The founding partners have no entry until they are changed.
        void Compare(
            AuditSubject subject,
            string id,
            object? content,
            RowOfRecord row = default,
            object? atFirst = null,
            bool isWhole = true
        )
        {
            count++;
            var present = content is null ? null : AuditRecorder.ToContent(content);
            if (_records.Take(subject, id) is not { } entries)
            {
                if (atFirst is not null && isWhole && AuditRecorder.ToContent(atFirst) == present)
                    return;
                if (present is not null && !MayLackEntries(subject))
                    AddInserted(subject, id);
            }
            else if (
                !isWhole
                || (entries.Last.Content != present && !IsBeforeMemberships(entries.Last.Content, content))
                || !row.IsOf(entries)
            )
                AddAltered(subject, id);
        }

        // The decisions about each pair or link, in their order.
        void CompareDecisions(AuditSubject subject, IEnumerable<DecisionRow> decisions)
        {
            foreach (var one in decisions.GroupBy(decision => decision.RecordId, StringComparer.Ordinal))
            {
                var rows = one.ToList();
                count++;
                if (_records.Take(subject, one.Key) is not { } entries)
                {
                    if (!_records.BeganLater || rows[^1].Content is not null)
                        AddInserted(subject, one.Key);
                    continue;
                }

                // Earlier entries may be emptied, and decisions from before the chain have none.
                var missing = rows.Count - entries.All.Count;
                if (missing < 0)
                    Add($"A {NameOf(subject)} {one.Key} was removed: its entry is there, its row is not.");
                else if (missing > 0 && !_records.BeganLater && Cuts.Count == 0)
                    Add($"A {NameOf(subject)} {one.Key} was inserted: it has no entry.");
                else if (!rows[^1].IsOf(entries.Last))
                    AddAltered(subject, one.Key);
                else if (rows.Skip(missing).Zip(entries.All).Any(pair => !pair.First.IsOf(pair.Second)))
                    Add($"An earlier {NameOf(subject)} {one.Key} was altered: it is not what its entry says.");
            }
        }
    }

    /// <summary>
    /// Returns true if there are records of a kind without an entry: imports that were cancelled before they began,
    /// and what was recorded before the chain began.
    /// </summary>
    private bool MayLackEntries(AuditSubject subject) =>
        subject == AuditSubject.Import
        || (_records.BeganLater && subject is AuditSubject.ExchangeRate or AuditSubject.Mapping);

    /// <summary>
    /// Returns true if an entry of a partner from before memberships had days says what the partner is. The
    /// migration gave it the memberships of a founding partner, without an entry.
    /// </summary>
    private static bool IsBeforeMemberships(string? last, object? content) =>
        last is not null
        && content is Partner partner
        && JsonNode.Parse(last) is JsonObject entry
        && entry["member"] is JsonValue value
        && value.TryGetValue(out bool isMember)
        && partner.Memberships.SequenceEqual(FoundingPartners.MembershipsOf(partner.Code, isMember))
        && JsonNode.Parse(AuditRecorder.ToContent(content)) is JsonObject present
        && entry.Remove("member")
        && present.Remove("memberships")
        && JsonNode.DeepEquals(entry, present);
}
