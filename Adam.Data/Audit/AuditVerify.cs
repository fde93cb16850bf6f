using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Documents;
using Adam.Data.Keys;
using Adam.Data.Layers;
using Adam.Data.Measures;
using Adam.Data.Meetings;
using Adam.Data.Partners;
using Adam.Data.Posts;
using Adam.Data.Progress.Findings;
using Adam.Data.Progress.Statements;
using Adam.Data.Projects;
using Adam.Data.Questionnaires;
using Adam.Data.Recommendations;
using Adam.Data.Records;
using Adam.Data.Reports;
using Adam.Data.Reports.Notes;
using Adam.Domain.Partners;

namespace Adam.Data.Audit;

/// <summary>The result of a verification.</summary>
/// <param name="Entries">The number of entries that were read.</param>
/// <param name="Records">The number of records that were compared with their last entry.</param>
/// <param name="Cuts">
/// The cuts that the emptied entries are those of. The caller verifies their signatures, for which it has the key.
/// </param>
/// <param name="Faults">One sentence for each fault, at most <see cref="AuditVerify.MostFaults"/>.</param>
public sealed record AuditVerification(
    long Entries,
    long Records,
    AuditHead Head,
    IReadOnlyList<SignedAuditCut> Cuts,
    IReadOnlyList<string> Faults
);

/// <summary>
/// Verifies the audit chain, and the present records against their last entries: it finds each row that was altered,
/// removed or inserted by anybody but the program.
/// </summary>
public sealed class AuditVerify(Database database)
{
    public const int MostFaults = 1_000;

    private const int AtOnce = 500;

    /// <summary>Verifies everything on one snapshot. It writes nothing.</summary>
    /// <param name="known">
    /// A head that was exported before, which the chain must still contain; null if there is none.
    /// </param>
    public async Task<AuditVerification> RunAsync(AuditHead? known, CancellationToken ct)
    {
        var end = new AuditEnd();
        await using var session = await database.OpenSnapshotAsync(
            async first => end = await AuditRecorder.LastAsync(first, ct),
            ct
        );
        session.DisableCommandTimeout();
        var run = new Run(session);
        await run.ChainAsync(known, ct);
        var records = await run.ProjectsAsync(ct) + await run.OthersAsync(ct) + await run.LayerItemsAsync(ct);
        return new(run.Entries, records, new(end.AuditId, end.Hash), run.Cuts, [.. run.Faults]);
    }

    private sealed class Run(Session session)
    {
        /// <summary>
        /// The content of the last entry of each record that is no project and no item of a layer. Of those there may
        /// be too many to keep in memory.
        /// </summary>
        private readonly Dictionary<(AuditSubject, string), string?> _last = [];

        public List<string> Faults { get; } = [];

        public IReadOnlyList<SignedAuditCut> Cuts { get; private set; } = [];

        public long Entries { get; private set; }

        /// <summary>Computes all hashes again.</summary>
        public async Task ChainAsync(AuditHead? known, CancellationToken ct)
        {
            var (number, hash) = (0L, AuditHash.Start);
            var isKnown = known is null or { Entry: 0 };
            Cuts = [.. (await session.QueryAsync(AuditCutSql.All, ct)).Select(row => row.ToCut())];
            using var emptied = new EmptiedEntries(Cuts, Add);
            while (await session.QueryAsync(AuditSql.After, new(number, AtOnce), ct) is { Count: > 0 } rows)
            {
                foreach (var row in rows)
                {
                    Entries++;
                    if (row.AuditId != number + 1)
                        Add(
                            row.AuditId == number + 2
                                ? $"Entry {number + 1} was removed."
                                : $"Entries {number + 1} to {row.AuditId - 1} were removed."
                        );
                    else if (row.IsEmptied)
                        emptied.Add(row.AuditId, row.Hash);
                    else if (AuditHash.Compute(hash, row) != row.Hash)
                        Add($"Entry {row.AuditId} was altered or inserted: {Describe(row)}.");
                    if (row.RecordId is not null && row.Subject != (byte)AuditSubject.LayerItem)
                        _last[((AuditSubject)row.Subject, row.RecordId)] = row.Content;
                    (number, hash) = (row.AuditId, row.Hash);
                    if (known?.Entry != number)
                        continue;

                    isKnown = true;
                    if (known.Hash != hash)
                        Add($"Entry {number} is not the one of the exported head: its hash was {known.Hash}.");
                }
            }

            emptied.Complete();
            if (!isKnown)
                Add($"The chain ends with entry {number}, and the exported head is entry {known!.Entry}.");
        }

        /// <summary>Compares every project with its last version. Returns the number of projects.</summary>
        public async Task<long> ProjectsAsync(CancellationToken ct)
        {
            var (after, count) = (0L, 0L);
            while (true)
            {
                var page = await session.QueryAsync(AuditSql.ProjectsAfter, new(after, AtOnce), ct);
                var isLast = page.Count < AtOnce;
                var to = isLast ? long.MaxValue : page[^1].ProjectId;
                var versions = (await session.QueryAsync(AuditSql.VersionsInRange, new(after, to), ct)).ToLookup(row =>
                    row.ProjectId!.Value
                );
                foreach (var stored in page)
                    Compare(stored, [.. versions[stored.ProjectId]]);
                var ids = page.Select(stored => stored.ProjectId).ToHashSet();
                foreach (var gone in versions.Select(group => group.Key).Where(id => !ids.Contains(id)))
                    Add($"The project with number {gone} was removed: its entries are there, its record is not.");
                count += page.Count;
                if (isLast)
                    return count;

                after = to;
            }
        }

        /// <summary>
        /// Compares the items of layers with their last entries, a page at a time. Returns the number of items.
        /// </summary>
        public async Task<long> LayerItemsAsync(CancellationToken ct)
        {
            var (after, known) = ("", 0L);
            while (
                await session.QueryAsync(AuditSql.LastOfRecords, new((byte)AuditSubject.LayerItem, after, AtOnce), ct)
                    is { Count: > 0 } entries
            )
            {
                var ids = entries.Select(entry => entry.RecordId).Where(id => Guid.TryParseExact(id, "D", out _));
                var items = (
                    await session.QueryAsync(LayerItemSql.ByIds, new(JsonRowSet.FromKeys(ids)), ct)
                ).ToDictionary(item => item.Id.ToString(), StringComparer.Ordinal);
                foreach (var entry in entries)
                {
                    if (items.TryGetValue(entry.RecordId, out var item))
                        CompareItem(item, entry.Content);
                    else if (entry.Content is not null)
                        AddRemoved(AuditSubject.LayerItem, entry.RecordId);
                }

                known += items.Count;
                after = entries[^1].RecordId;
            }

            var count = await session.FirstAsync(LayerItemSql.Count, ct);
            if (count > known)
                await FindInsertedItemsAsync(ct);
            return count;
        }

        private async Task FindInsertedItemsAsync(CancellationToken ct)
        {
            var after = 0L;
            while (await session.QueryAsync(LayerItemSql.AllAfter, new(after, AtOnce), ct) is { Count: > 0 } items)
            {
                foreach (var item in items)
                {
                    var record = new VersionedRecord((byte)AuditSubject.LayerItem, item.Id.ToString());
                    if (await session.FirstAsync(RecordVersionSql.Count, record, ct) == 0)
                        AddInserted(AuditSubject.LayerItem, record.RecordId);
                }

                after = items[^1].ItemId;
            }
        }

        private void CompareItem(StoredItemRow item, string? last)
        {
            var present = item.WithdrawnAt is null
                ? AuditRecorder.ToContent(LayerItemContent.ForAudit(LayerItemContent.Parse(item.Document)))
                : null;
            if (present != last)
                AddAltered(AuditSubject.LayerItem, item.Id.ToString());
        }

        /// <summary>
        /// Compares all other records, such as keys, partners, verdicts and measures, with their last entries. Returns
        /// their number.
        /// </summary>
        public async Task<long> OthersAsync(CancellationToken ct)
        {
            var count = 0L;
            foreach (var row in await session.QueryAsync(KeySql.List, new(0, int.MaxValue), ct))
            {
                var stored = row.ToKey();
                Compare(AuditSubject.Key, stored.Key.Id, KeyContent.FromKey(stored.Key, stored.Hash), null);
            }

            var founding = FoundingPartners.All.ToDictionary(partner => partner.Code, StringComparer.Ordinal);
            foreach (var partner in await PartnerStore.AllAsync(session, ct))
                Compare(AuditSubject.Partner, partner.Code, partner, founding.GetValueOrDefault(partner.Code));

            foreach (var verdict in await session.QueryAsync(AuditSql.CurrentVerdicts, ct))
                Compare(AuditSubject.Overlap, verdict.Pair.ToString(), verdict.ToContent(), null);
            foreach (var note in await session.QueryAsync(AuditSql.Notes, ct))
                Compare(AuditSubject.OverlapNote, note.Id.ToString(), note.ToContent(), null);

            await CompareAllAsync(MeasureStore.Type, measure => measure.Key);
            await CompareAllAsync(MeetingStore.Type, meeting => meeting.Key);
            await CompareAllAsync(RecommendationStore.Type, recommendation => recommendation.Key);
            await CompareAllAsync(DocumentStore.Type, document => document.Key);
            await CompareAllAsync(QuestionnaireStore.Type, questionnaire => questionnaire.Key);
            await CompareAllAsync(PostStore.Type, post => post.Key);

            foreach (var verdict in await session.QueryAsync(MeasureVerdictSql.Current, ct))
                Compare(AuditSubject.MeasureLink, verdict.Link, verdict.ToContent(), null);

            var statements = await session.QueryAsync(ProgressStatementSql.All, ct);
            var named = await StatementStore.ProjectsAsync(session, statements, ct);
            foreach (var row in statements)
            {
                var statement = row.ToStatement(named[row.StatementId]);
                var content = StatementContent.FromStatement(row.ReferenceKey, statement);
                Compare(AuditSubject.ProgressStatement, statement.Id.ToString(), content, null);
            }

            foreach (var row in await session.QueryAsync(ProgressFindingSql.All, ct))
                Compare(AuditSubject.ProgressFinding, row.Id.ToString(), row.ToContent(), null);

            foreach (var row in await session.QueryAsync(ReportNoteSql.All, ct))
            {
                var note = row.ToNote();
                var id = ReportNoteContent.IdOf(note.Year, note.Section);
                Compare(AuditSubject.ReportNote, id, ReportNoteContent.FromNote(note), null);
            }

            // An edition is read with its files, which are some hundred kilobytes.
            foreach (var row in await session.QueryAsync(ReportEditionSql.All, ct))
            {
                var files = await session.QueryAsync(ReportEditionSql.ContentsOf, new(row.ReportEditionId), ct);
                var content = ReportEditionContent.FromRows(row, files);
                Compare(AuditSubject.ReportEdition, ReportEditionContent.IdOf(row.Year, row.Number), content, null);
            }

            foreach (var row in await session.QueryAsync(PartnerResponseSql.All, ct))
            {
                var response = StoredPartnerResponse.FromRow(row).Response;
                var content = PartnerResponseContent.FromResponse(response);
                Compare(AuditSubject.PartnerResponse, response.Key, content, null);
            }

            foreach (var row in await session.QueryAsync(LayerSql.All, ct))
            {
                var layer = LayerContent.FromLayer(LayerContent.Parse(row.Document));
                Compare(AuditSubject.Layer, row.LayerKey, layer, null);
            }

            foreach (
                var (subject, id) in _last
                    .Where(entry =>
                        entry
                            is {
                                Value: not null,
                                Key.Item1: AuditSubject.Key
                                    or AuditSubject.Partner
                                    or AuditSubject.Overlap
                                    or AuditSubject.OverlapNote
                                    or AuditSubject.Measure
                                    or AuditSubject.MeasureLink
                                    or AuditSubject.Meeting
                                    or AuditSubject.Recommendation
                                    or AuditSubject.ProgressStatement
                                    or AuditSubject.ProgressFinding
                                    or AuditSubject.Document
                                    or AuditSubject.ReportNote
                                    or AuditSubject.ReportEdition
                                    or AuditSubject.Questionnaire
                                    or AuditSubject.PartnerResponse
                                    or AuditSubject.Layer
                                    or AuditSubject.Post,
                            }
                    )
                    .Select(entry => entry.Key)
            )
                AddRemoved(subject, id);
            return count;

            async Task CompareAllAsync<TRecord>(RecordType<TRecord> type, Func<TRecord, string> keyOf)
                where TRecord : notnull
            {
                foreach (var (key, document) in await type.DocumentsAsync(session, keyOf, ct))
                    Compare(type.Subject, key, document, null);
            }

            // The founding partners have no entry until they are changed.
            void Compare(AuditSubject subject, string id, object? content, object? atFirst)
            {
                count++;
                var present = content is null ? null : AuditRecorder.ToContent(content);
                if (!_last.Remove((subject, id), out var last))
                {
                    if (present is null || (atFirst is not null && AuditRecorder.ToContent(atFirst) == present))
                        return;
                    AddInserted(subject, id);
                }
                else if (last != present && !IsBeforeMemberships(last, content))
                    AddAltered(subject, id);
            }
        }

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

        private void Compare(StoredProject stored, IReadOnlyList<AuditRow> versions)
        {
            if (versions.Count == 0)
            {
                Add($"The project {stored.Id} was inserted: it has no entry.");
                return;
            }

            string? document = null;
            try
            {
                foreach (var row in versions)
                    document = ProjectHistory.Next(document, row.Content, row.IsPatch == 1, row.Version ?? 0);
            }
            catch (Exception error) when (error is HistoryDamagedException or JsonException)
            {
                Add($"The project {stored.Id} cannot be read from its entries: {error.Message}");
                return;
            }

            var last = versions[^1];
            if (last.Version != stored.Version)
                Add($"The project {stored.Id} has version {stored.Version}; its last entry has {last.Version}.");
            else if (document != stored.Document)
                Add($"The project {stored.Id} was altered: its record is not what its last entry says.");
            else if ((last.Action == (byte)AuditAction.Withdrawn) != (stored.WithdrawnAt is not null))
                Add($"The project {stored.Id} was withdrawn or revived, and its last entry says otherwise.");
            else if (stored.Project.Owner != stored.Owner)
                Add($"The project {stored.Id} has another owner than its record says.");
        }

        private void AddAltered(AuditSubject subject, string id) =>
            Add($"The {NameOf(subject)} {id} was altered: it is not what its last entry says.");

        private void AddInserted(AuditSubject subject, string id) =>
            Add($"The {NameOf(subject)} {id} was inserted: it has no entry.");

        private void AddRemoved(AuditSubject subject, string id) =>
            Add($"The {NameOf(subject)} {id} was removed: its entries are there, its record is not.");

        private void Add(string fault)
        {
            if (Faults.Count < MostFaults)
                Faults.Add(fault);
        }

        private static string NameOf(AuditSubject subject) =>
            subject switch
            {
                AuditSubject.Key => "key",
                AuditSubject.Partner => "partner",
                AuditSubject.OverlapNote => "note",
                AuditSubject.Measure => "measure",
                AuditSubject.Meeting => "meeting",
                AuditSubject.Recommendation => "recommendation",
                AuditSubject.ProgressStatement => "statement",
                AuditSubject.ProgressFinding => "finding",
                AuditSubject.Document => "document",
                AuditSubject.ReportNote => "report note",
                AuditSubject.ReportEdition => "edition",
                AuditSubject.Questionnaire => "questionnaire",
                AuditSubject.PartnerResponse => "response",
                AuditSubject.Layer => "layer",
                AuditSubject.LayerItem => "item",
                AuditSubject.Post => "post",
                _ => "verdict of",
            };

        private static string Describe(AuditRow row) =>
            $"{(AuditSubject)row.Subject} {row.RecordId ?? $"with number {row.ProjectId}"}, version {row.Version}";
    }
}
