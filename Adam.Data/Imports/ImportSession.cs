using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>Writes the batches of an import in a transaction that the caller commits.</summary>
public sealed class ImportSession
{
    private readonly Database _database;
    private readonly Session _session;
    private readonly ProjectWriter _writer;
    private readonly TimeProvider _time;
    private readonly Actor _by;
    private readonly ImportLease? _lease;

    /// <summary>The reader of the results.</summary>
    private readonly ReaderScope? _reader;

    internal ImportSession(
        Database database,
        Session session,
        IReadOnlyList<IProjectIndexer> indexers,
        TimeProvider time,
        Actor by,
        ImportLease? lease,
        ReaderScope? reader
    ) =>
        (_database, _session, _writer, _time, _by, _lease, _reader) = (
            database,
            session,
            new(session, indexers),
            time,
            lease is null ? by : by with { ImportId = lease.Import.ImportId },
            lease,
            reader
        );

    internal Session Session => _session;

    /// <inheritdoc cref="Database.MayBeAwaited"/>
    public bool MayBeAwaited => _database.MayBeAwaited;

    /// <inheritdoc cref="Database.IsAwaited"/>
    public bool IsAwaited => _database.IsAwaited;

    /// <summary>Writes a batch. Batches of some hundred records are fastest.</summary>
    /// <param name="batch">The records. No two of one owner may have the same reference, ignoring case.</param>
    /// <param name="merge">
    /// Merges the stored project (first) with the imported record (second), so that members that the format lacks are
    /// kept. The reference must not change.
    /// </param>
    /// <returns>The results, in the order of the batch.</returns>
    /// <exception cref="ArgumentException">An owner's reference occurs twice in the batch, an owner does not exist, or
    /// a merged record has another reference.</exception>
    public async Task<IReadOnlyList<ImportRecordResult>> PutAsync(
        IReadOnlyList<ImportRecord> batch,
        Func<ProjectDraft, ImportRecord, MergedRecord> merge,
        CancellationToken ct
    )
    {
        await RenewAsync(ct);
        var all = await ValidatedImportRecord.ValidateAllAsync(_session, batch, merge, ct);
        await KeepKnownAsync(all, ct);
        var writes = all.Where(record => record.Outcome != ImportOutcome.Unchanged)
            .Select(record => new ProjectWrite(record.Stored, record.Owner, record.Draft))
            .ToList();
        var written = new Queue<Project>(
            writes.Count == 0 ? [] : await _writer.PutAsync(writes, _by, _time.Instant(), ct)
        );
        var results = all.Select(record =>
                record.ToResult(record.Outcome == ImportOutcome.Unchanged ? record.Stored!.Id : written.Dequeue().Id)
            )
            .ToList();
        results = [.. await KeepCreatedAsync(results, ct)];
        var ids = JsonRowSet.Serialize(results.Select(one => new object[] { one.Id!.Value }));
        var overlaps = (await _session.As(_reader).QueryAsync(ImportSql.Overlaps, new(ids), ct)).ToDictionary(
            row => row.Id,
            row => row.Overlaps
        );
        return [.. results.Select(one => one with { Overlaps = overlaps.GetValueOrDefault(one.Id!.Value) })];
    }

    /// <summary>
    /// Finds the projects that the last file of the same source had and this one does not have, and withdraws them if
    /// that was asked for.
    /// </summary>
    public async Task<MissingProjects> FindMissingAsync(FileContent content, CancellationToken ct)
    {
        await RenewAsync(ct);
        var withdrawn = 0;
        var missing = await MissingProjectSearch.FindAsync(
            _session,
            content,
            _lease?.Import.ImportId ?? long.MaxValue,
            async ids =>
            {
                if (!content.Withdraws)
                    return;

                foreach (var some in ids.Chunk(ProjectSql.MostDocuments))
                    withdrawn += await WithdrawAsync(some, ct);
            },
            ct
        );
        return missing with { Withdrawn = withdrawn };
    }

    private async Task<int> WithdrawAsync(long[] ids, CancellationToken ct)
    {
        var active = await _session.QueryAsync(ProjectSql.ByIds, new(ids), ct);
        if (_lease is not null)
        {
            var rows = JsonRowSet.Serialize(
                active.Select(stored => new object[] { stored.Id, (int)ImportedOutcome.Withdrawn })
            );
            await _session.ExecuteAsync(ImportedProjectSql.AddKnown, new(_lease.Import.ImportId, rows), ct);
        }

        await _writer.WithdrawAllAsync(active, _by, _time.Instant(), ct);
        return active.Count;
    }

    /// <exception cref="ImportLeaseLostException">Another process works on the import.</exception>
    private async Task RenewAsync(CancellationToken ct)
    {
        if (_lease is null)
            return;

        var until = _time.Instant() + ImportLease.Lasts;
        var renewal = new LeaseToRenew(_lease.Import.ImportId, ImportLease.Holder, until);
        if (await _session.ExecuteAsync(ImportLogSql.Renew, renewal, ct) == 0)
            throw new ImportLeaseLostException();
    }

    /// <summary>Keeps the stored projects of a batch as they are before the write.</summary>
    private async Task KeepKnownAsync(IReadOnlyList<ValidatedImportRecord> all, CancellationToken ct)
    {
        var known = all.Where(record => record.Stored is not null).ToList();
        if (_lease is null || known.Count == 0)
            return;

        var import = _lease.Import.ImportId;
        var changed = known.Where(record => record.Outcome != ImportOutcome.Unchanged).ToList();
        if (changed.Count > 0)
            await _session.ExecuteAsync(
                ImportedProjectSql.ChangeAgain,
                new(
                    JsonRowSet.Serialize(
                        changed.Select(record => new object[] { import, record.Stored!.Id, (int)record.Outcome })
                    )
                ),
                ct
            );
        var rows = known.Select(record => new object[] { record.Stored!.Id, (int)record.Outcome });
        await _session.ExecuteAsync(ImportedProjectSql.AddKnown, new(import, JsonRowSet.Serialize(rows)), ct);
    }

    /// <summary>
    /// Keeps the projects that a batch has created. Returns the results, of which those that an earlier process of the
    /// same import has written have the outcome that they had then.
    /// </summary>
    private async Task<IReadOnlyList<ImportRecordResult>> KeepCreatedAsync(
        IReadOnlyList<ImportRecordResult> results,
        CancellationToken ct
    )
    {
        if (_lease is null)
            return results;

        var created = results
            .Where(result => result.Outcome == ImportOutcome.Created)
            .Select(result => new object[] { result.Id!.Value, (int)ImportedOutcome.Created })
            .ToList();
        if (created.Count > 0)
            await _session.ExecuteAsync(
                ImportedProjectSql.AddCreated,
                new(_lease.Import.ImportId, JsonRowSet.Serialize(created)),
                ct
            );
        if (!_lease.IsResumed)
            return results;

        var all = JsonRowSet.Serialize(results.Select(result => new object[] { result.Id!.Value, 0 }));
        var before = (
            await _session.QueryAsync(ImportedProjectSql.OutcomesOf, new(_lease.Import.ImportId, all), ct)
        ).ToDictionary(row => row.Id, row => (ImportedOutcome)row.Outcome);
        return
        [
            .. results.Select(result =>
                result.Outcome == ImportOutcome.Unchanged && before[result.Id!.Value] is not ImportedOutcome.Withdrawn
                    ? result with
                    {
                        Outcome = (ImportOutcome)(int)before[result.Id!.Value],
                    }
                    : result
            ),
        ];
    }
}
