using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>Writes the batches of an import in a transaction that the caller commits.</summary>
public sealed class ImportSession
{
    private readonly Session _session;
    private readonly ProjectWriter _writer;
    private readonly TimeProvider _time;
    private readonly string _by;

    internal ImportSession(Session session, IReadOnlyList<IProjectIndexer> indexers, TimeProvider time, string by) =>
        (_session, _writer, _time, _by) = (session, new(session, indexers), time, by);

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
        var all = await ValidatedImportRecord.ValidateAllAsync(_session, batch, merge, ct);
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
        var ids = JsonRowSet.Serialize(results.Select(one => new object[] { one.Id!.Value }));
        var overlaps = (await _session.QueryAsync(ImportSql.Overlaps, new(ids), ct)).ToDictionary(
            row => row.Id,
            row => row.Overlaps
        );
        return [.. results.Select(one => one with { Overlaps = overlaps.GetValueOrDefault(one.Id!.Value) })];
    }
}
