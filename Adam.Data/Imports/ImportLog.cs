using Adam.Data.Audit.Recording;
using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;

namespace Adam.Data.Imports;

/// <summary>The end of an import.</summary>
/// <param name="Reason">The reason of the state; null if there is none to tell.</param>
/// <param name="Counts">
/// The numbers of records; null for those of the projects that the import has written until now.
/// </param>
/// <param name="IsListed">True if each project of the file has been recorded.</param>
public sealed record ImportEnding(
    ImportState State,
    string? Reason,
    ImportAdvance Advance,
    ImportCounts? Counts,
    bool IsListed
);

/// <summary>The answer to a process that says that it works on an import.</summary>
public enum ImportSign
{
    GoOn = 1,

    /// <summary>Somebody wants the import to end.</summary>
    Cancel = 2,

    /// <summary>Another process works on the import, or has ended it.</summary>
    Lost = 3,
}

/// <summary>Keeps imports: their state, their leases and their ends.</summary>
public sealed class ImportLog(Database database, TimeProvider time)
{
    private const int AtOnce = 20;

    private const string AbandonedReason =
        "The program ended while it worked on the import. Records that it had written until then stay; send the file "
        + "again for the rest.";

    /// <summary>Keeps an import. A job is queued; the caller works on another one at once.</summary>
    /// <param name="respond">
    /// Returns the response that is stored in the same transaction; null if none is to be stored.
    /// </param>
    public Task<KeptImport> AddAsync(
        NewImport import,
        CancellationToken ct,
        Func<KeptImport, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var at = time.Instant();
                var isJob = import.IsJob;
                await session.ExecuteAsync(
                    ImportLogSql.Add,
                    new(
                        import.Id,
                        import.Partner,
                        import.Owner,
                        import.By,
                        (byte)(isJob ? ImportState.Queued : ImportState.Running),
                        Flag(isJob),
                        Flag(import.IsDryRun),
                        import.Format,
                        import.File.Name,
                        import.File.Size,
                        import.File.Sha256,
                        import.Source,
                        import.Options,
                        at,
                        isJob ? null : at,
                        import.TotalBytes,
                        isJob ? null : ImportLease.Holder,
                        isJob ? null : at + ImportLease.Lasts,
                        isJob ? 0 : 1
                    ),
                    ct
                );
                var kept = (await FindAsync(session, import.Id, ct))!;
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(kept), ct);
                return kept;
            },
            ct
        );

    /// <summary>Returns an import; null if there is none.</summary>
    public Task<KeptImport?> FindAsync(Guid id, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindAsync(session, id, ct), ct);

    /// <summary>Returns imports, the last one first, each with its position in that order.</summary>
    /// <param name="before">The position of the last one of the previous page; null for the first page.</param>
    public Task<IReadOnlyList<(long Position, KeptImport Import)>> ListAsync(
        ImportFilter filter,
        long? before,
        int take,
        CancellationToken ct
    ) =>
        database.QueryOnceAsync<IReadOnlyList<(long, KeptImport)>>(
            async session =>
            {
                var page = Page(filter, before, take);
                var rows = filter.Partner is { } partner
                    ? await session.QueryAsync(ImportLogSql.ListOfPartner, OfPartner(partner, page), ct)
                    : await session.QueryAsync(ImportLogSql.List, page, ct);
                return [.. rows.Select(row => (row.ImportId, row.ToImport()))];
            },
            ct
        );

    /// <summary>Returns the number of imports.</summary>
    public Task<long> CountAsync(ImportFilter filter, CancellationToken ct) =>
        database.QueryOnceAsync(
            session =>
            {
                var page = Page(filter, null, 1);
                return filter.Partner is { } partner
                    ? session.FirstAsync(ImportLogSql.CountOfPartner, OfPartner(partner, page), ct)
                    : session.FirstAsync(ImportLogSql.Count, page, ct);
            },
            ct
        );

    /// <summary>States that this process works on an import, and how far it has come.</summary>
    public Task<ImportSign> BeatAsync(ImportLease lease, ImportAdvance advance, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var beat = new ImportBeat(
                    lease.Import.ImportId,
                    ImportLease.Holder,
                    time.Instant() + ImportLease.Lasts,
                    advance.BytesRead,
                    advance.RecordsRead,
                    advance.RecordsWritten
                );
                if (await session.ExecuteAsync(ImportLogSql.Beat, beat, ct) == 0)
                    return ImportSign.Lost;
                return (await FindAsync(session, lease.Import.Id, ct))!.IsCancelled
                    ? ImportSign.Cancel
                    : ImportSign.GoOn;
            },
            ct
        );

    /// <summary>Ends an import with its report. Returns it as it is then; null if the lease is lost.</summary>
    /// <param name="report">The parts of the report; null if none is kept.</param>
    /// <param name="keptUntil">
    /// The instant until which the report and the former records are kept; null if there is nothing to keep.
    /// </param>
    /// <param name="response">The response that is stored in the same transaction; null for none.</param>
    /// <param name="within">The transaction of the records, which the caller commits; null for one of its own.</param>
    public Task<KeptImport?> EndAsync(
        ImportLease lease,
        ImportEnding ending,
        ImportReportParts? report,
        DateTimeOffset? keptUntil,
        CancellationToken ct,
        Actor? by = null,
        KeptResponse? response = null,
        ImportSession? within = null
    ) =>
        within is null
            ? database.InWriteTransactionAsync(
                session => EndAsync(session, lease, ending, report, keptUntil, by, response, ct),
                ct
            )
            : EndAsync(within.Session, lease, ending, report, keptUntil, by, response, ct);

    private async Task<KeptImport?> EndAsync(
        Session session,
        ImportLease lease,
        ImportEnding ending,
        ImportReportParts? report,
        DateTimeOffset? keptUntil,
        Actor? by,
        KeptResponse? response,
        CancellationToken ct
    )
    {
        var import = lease.Import;
        var counts = ending.Counts ?? await OutcomesAsync(session, import, ct);
        var end = new ImportEnd(
            import.ImportId,
            ImportLease.Holder,
            (byte)ending.State,
            ending.Reason,
            time.Instant(),
            ending.Advance.BytesRead,
            ending.Advance.RecordsRead,
            ending.Advance.RecordsWritten,
            counts.Created,
            counts.Updated,
            counts.Unchanged,
            counts.Rejected,
            counts.Missing,
            counts.Withdrawn,
            Flag(ending.IsListed),
            keptUntil
        );
        if (await session.ExecuteAsync(ImportLogSql.End, end, ct) == 0)
            return null;

        if (report is not null)
            await report.WriteAsync(session, import.ImportId, ct);
        await TellAsync(session, import, end.At, ct);
        if (ending.IsListed && import.Owner is not null)
            await ForgetUnchangedAsync(session, import, ct);
        var ended = await FindAsync(session, import.Id, ct);
        await LogAsync(session, AuditAction.Finished, ended!, by ?? AuthorOf(import), end.At, ct);
        if (response is not null)
            await IdempotencyStore.SaveAsync(database, session, response, ct);
        return ended;
    }

    /// <summary>
    /// Ends a job that no server has begun, or asks the server that works on it to end it. Returns false if it has
    /// ended or is no job.
    /// </summary>
    public Task<bool> CancelAsync(KeptImport import, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
                await session.ExecuteAsync(ImportLogSql.CancelQueued, new(import.ImportId, time.Instant()), ct) == 1
                || await session.ExecuteAsync(ImportLogSql.Cancel, new(import.ImportId), ct) == 1,
            ct
        );

    /// <summary>Begins the oldest job that can begin; null if there is none.</summary>
    public async Task<ImportLease?> TakeJobAsync(CancellationToken ct)
    {
        // The write lock is taken only if there may be a job.
        var some = await database.QueryOnceAsync(
            session => session.FirstAsync(ImportLogSql.JobsToTake, new(time.Instant(), 1), ct),
            ct
        );
        return some is null
            ? null
            : await database.InGroupedWriteAsync(
                async session =>
                {
                    var at = time.Instant();
                    if (await session.FirstAsync(ImportLogSql.JobsToTake, new(at, 1), ct) is not { } job)
                        return null;

                    await session.ExecuteAsync(
                        ImportLogSql.Take,
                        new(job.ImportId, ImportLease.Holder, at, at + ImportLease.Lasts),
                        ct
                    );
                    return new ImportLease((await FindAsync(session, job.Id, ct))!, IsResumed: job.Attempts > 0);
                },
                ct
            );
    }

    /// <summary>Puts a job back, so that a server begins it again.</summary>
    /// <param name="reason">The reason for which it did not come to its end; null if the server stops.</param>
    /// <param name="from">The instant from which on it can begin; null for now.</param>
    public Task ReleaseAsync(ImportLease lease, string? reason, DateTimeOffset? from, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            session =>
                session.ExecuteAsync(
                    ImportLogSql.Release,
                    new(lease.Import.ImportId, ImportLease.Holder, reason, from),
                    ct
                ),
            ct
        );

    /// <summary>Lets no server begin a queued job before an instant.</summary>
    public Task PostponeAsync(KeptImport import, DateTimeOffset from, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            session => session.ExecuteAsync(ImportLogSql.Postpone, new(import.ImportId, from), ct),
            ct
        );

    /// <summary>
    /// Puts back the jobs of all other processes. A register with one server calls it at the start, because the former
    /// server is dead.
    /// </summary>
    public Task ReleaseOthersAsync(CancellationToken ct) =>
        database.InGroupedWriteAsync(
            session => session.ExecuteAsync(ImportLogSql.ReleaseOthers, new(ImportLease.Holder), ct),
            ct
        );

    /// <summary>Returns the ids of the jobs that have not ended.</summary>
    public Task<IReadOnlyList<Guid>> OpenJobsAsync(CancellationToken ct) =>
        database.QueryOnceAsync(session => session.QueryAsync(ImportLogSql.OpenJobs, ct), ct);

    /// <summary>
    /// Ends imports whose process is presumed dead, and removes reports and former records that are no longer kept.
    /// Returns false if there may be more of them.
    /// </summary>
    /// <param name="keptFor">The time for which the former records of an abandoned import are kept.</param>
    public async Task<bool> CleanAsync(TimeSpan keptFor, CancellationToken ct)
    {
        var now = time.Instant();
        var (abandoned, expired) = await database.QueryOnceAsync(
            async session =>
                (
                    await session.QueryAsync(ImportLogSql.Abandoned, new(now, AtOnce), ct),
                    await session.QueryAsync(ImportLogSql.Expired, new(now, AtOnce), ct)
                ),
            ct
        );
        foreach (var row in abandoned)
            await database.InGroupedWriteAsync(session => AbandonAsync(session, row.ToImport(), now, keptFor, ct), ct);
        foreach (var id in expired)
            await database.InGroupedWriteAsync(session => ExpireAsync(session, id, ct), ct);
        return abandoned.Count < AtOnce && expired.Count < AtOnce;
    }

    internal static async Task<KeptImport?> FindAsync(Session session, Guid id, CancellationToken ct) =>
        (await session.FirstAsync(ImportLogSql.ById, new(id), ct))?.ToImport();

    /// <summary>
    /// Removes the unchanged projects of all imports of the source but this one and the one before it. That one
    /// is compared with if this one is undone.
    /// </summary>
    private static async Task ForgetUnchangedAsync(Session session, KeptImport import, CancellationToken ct)
    {
        var (owner, source) = (import.Owner!, import.Source);
        var of = new SourceOfImport(owner, source, import.ImportId, 1);
        if (await session.FirstAsync(ImportedProjectSql.Previous, of, ct) is not { } previous)
            return;

        var earlier = new ImportsOfSource(owner, source, previous.ImportId);
        await session.ExecuteAsync(ImportedProjectSql.RemoveUnchanged, earlier, ct);
        await session.ExecuteAsync(ImportedProjectSql.Unlist, earlier, ct);
    }

    private static async Task<bool> AbandonAsync(
        Session session,
        KeptImport import,
        DateTimeOffset now,
        TimeSpan keptFor,
        CancellationToken ct
    )
    {
        var counts = await OutcomesAsync(session, import, ct);
        await TellAsync(session, import, now, ct);
        await session.ExecuteAsync(
            ImportLogSql.Abandon,
            new(
                import.ImportId,
                AbandonedReason,
                now,
                counts.Created,
                counts.Updated,
                counts.Unchanged,
                counts.Withdrawn,
                now + keptFor
            ),
            ct
        );
        var ended = (await FindAsync(session, import.Id, ct))!;
        await LogAsync(session, AuditAction.Finished, ended, AuthorOf(import), now, ct);
        return true;
    }

    /// <summary>Adds the end of an import, or its undoing, to the audit chain.</summary>
    internal static Task LogAsync(
        Session session,
        AuditAction action,
        KeptImport import,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Import,
            action,
            import.Id.ToString(),
            version: null,
            ImportContent.FromImport(import),
            by with
            {
                ImportId = import.ImportId,
            },
            at,
            ct
        );

    /// <summary>Returns the author of an import whose request is no longer known.</summary>
    private static Actor AuthorOf(KeptImport import) => new(import.By) { Partner = import.Partner };

    /// <summary>Adds the end of an import to the log of changes, from which its partner is told.</summary>
    private static Task TellAsync(Session session, KeptImport import, DateTimeOffset at, CancellationToken ct) =>
        import.Partner is { } partner
            ? ChangeRecorder.AddImportAsync(session, import.ImportId, partner, import.By, at, ct)
            : Task.CompletedTask;

    private static async Task<bool> ExpireAsync(Session session, long importId, CancellationToken ct)
    {
        await session.ExecuteAsync(ImportLogSql.RemoveReport, new(importId), ct);
        await session.ExecuteAsync(ImportLogSql.ForgetDocuments, new(importId), ct);
        await session.ExecuteAsync(ImportLogSql.Expire, new(importId), ct);
        return true;
    }

    private static async Task<ImportCounts> OutcomesAsync(Session session, KeptImport import, CancellationToken ct)
    {
        var rows = await session.QueryAsync(ImportLogSql.Outcomes, new(import.ImportId), ct);
        return new(
            Of(ImportedOutcome.Created),
            Of(ImportedOutcome.Updated),
            Of(ImportedOutcome.Unchanged),
            Rejected: 0,
            Withdrawn: Of(ImportedOutcome.Withdrawn)
        );

        int Of(ImportedOutcome outcome) =>
            rows.Where(row => row.Outcome == (byte)outcome).Select(row => row.Projects).SingleOrDefault();
    }

    private static PageOfImports Page(ImportFilter filter, long? before, int take) =>
        new(
            before ?? long.MaxValue,
            filter.Owner ?? "",
            (byte)(filter.State ?? 0),
            filter.From ?? DateTimeOffset.UnixEpoch,
            filter.To ?? new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero),
            take
        );

    private static PageOfPartnersImports OfPartner(string partner, PageOfImports page) =>
        new(partner, page.Before, page.Owner, page.State, page.Since, page.Until, page.Take);

    private static byte Flag(bool value) => value ? (byte)1 : (byte)0;
}
