using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.Imports.Formats;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Imports;
using Adam.Domain.Partners;

namespace Adam.Api.Imports;

/// <summary>
/// Runs imports that the register keeps: says meanwhile that this process works on them, ends them when somebody asks
/// for it, and keeps their ends and their reports.
/// </summary>
internal sealed partial class ImportKeeper(
    ImportRunner runner,
    ImportLog log,
    ImportStops stops,
    Settings settings,
    TimeProvider time,
    ILogger<ImportKeeper> logger
)
{
    /// <summary>The time between two signs of this process, which also store the progress of the import.</summary>
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(2);

    /// <summary>Imports a file. It is kept unless it is a dry run that is no job.</summary>
    /// <param name="request">The request with an Idempotency-Key; null if it has none.</param>
    /// <inheritdoc cref="ImportRunner.RunAsync"/>
    public async Task<ImportResult> RunAsync(
        Stream file,
        SentFile sent,
        IImportFormat format,
        Caller caller,
        ImportOptions options,
        IProgress<ImportProgress>? progress,
        CancellationToken ct,
        IdempotentRequest? request = null
    )
    {
        if (options.DryRun)
            return await runner.RunAsync(file, format, caller, options, progress, ct);

        var id = Guid.CreateVersion7(time.Instant());
        var import = KeptOptions.Create(id, caller, format, sent, file.Length, options, isJob: false);
        var kept = await log.AddAsync(import, ct);
        return await RunAsync(new(kept, IsResumed: false), file, format, caller, options, progress, ct, request);
    }

    /// <summary>Runs a kept import, and keeps its end unless it is a job that shall go on later.</summary>
    /// <param name="file">The unpacked file, which can seek.</param>
    /// <exception cref="ImportCancelledException">Somebody has ended the import.</exception>
    /// <inheritdoc cref="ImportRunner.RunAsync"/>
    public async Task<ImportResult> RunAsync(
        ImportLease lease,
        Stream file,
        IImportFormat format,
        Caller caller,
        ImportOptions options,
        IProgress<ImportProgress>? progress,
        CancellationToken ct,
        IdempotentRequest? request = null
    )
    {
        var tracker = new ImportTracker(file.Length, progress);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var isStopped = false;
        using var registration = stops.Add(
            lease.Import.Id,
            () =>
            {
                Volatile.Write(ref isStopped, true);
                stopping.Cancel();
            }
        );
        // The end of an atomic import commits with its records: a program that is killed has stored both or neither.
        var isEnded = false;
        using var beats = new CancellationTokenSource();
        var beating = BeatAsync(lease, tracker, stopping, beats.Token);
        ImportResult result;
        try
        {
            result = await runner.RunAsync(
                file,
                format,
                caller,
                options,
                tracker,
                stopping.Token,
                lease.Import.IsDryRun ? null : lease,
                async (session, written) =>
                {
                    await beats.CancelAsync();
                    await FinishAsync(written, session);
                    isEnded = true;
                }
            );
        }
        catch (Exception error)
        {
            await beats.CancelAsync();
            var sign = await beating;
            if (sign == ImportSign.Cancel || Volatile.Read(ref isStopped))
            {
                await EndAsync(lease, new(ImportState.Cancelled, error.Message, tracker.Advance, null, false));
                throw new ImportCancelledException(error.Message, error);
            }

            if (sign != ImportSign.Lost && !(lease.Import.IsJob && error is ImportInterruptedException))
                await EndAsync(lease, new(ImportState.Failed, ReasonOf(error), tracker.Advance, null, false));
            throw;
        }

        await beats.CancelAsync();
        await beating;
        if (isEnded)
            return result;

        try
        {
            await FinishAsync(result, within: null);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }

        Task FinishAsync(ImportResult finished, ImportSession? within)
        {
            finished.Id = lease.Import.Id;
            return this.FinishAsync(lease, finished, file, format, caller, options, tracker.Advance, request, within);
        }
    }

    /// <summary>Keeps the end of an import without a report. The reason is cut to what the register stores.</summary>
    public Task<KeptImport?> EndAsync(ImportLease lease, ImportEnding ending) =>
        log.EndAsync(
            lease,
            ending with
            {
                Reason = ending.Reason is null ? null : ValidationError.Printable(ending.Reason, LongestReason),
            },
            null,
            time.Instant() + settings.ImportRetention,
            CancellationToken.None,
            KeptOptions.Read(lease.Import).CallerOf(lease.Import).Actor
        );

    private const int LongestReason = 2_000;

    private async Task FinishAsync(
        ImportLease lease,
        ImportResult result,
        Stream file,
        IImportFormat format,
        Caller caller,
        ImportOptions options,
        ImportAdvance advance,
        IdempotentRequest? request,
        ImportSession? within
    )
    {
        var ct = CancellationToken.None;
        await using FileStream head = TemporaryFile.Create(),
            items = TemporaryFile.Create(),
            rejected = TemporaryFile.Create();
        var parts = new ImportReportParts();
        await parts.AddAsync(ImportReportKind.Head, head, to => result.WriteHeadAsync(to, ct));
        await parts.AddAsync(ImportReportKind.Items, items, to => result.WriteLinesAsync(to, ct));
        var rows = new RejectedRows();
        var context = new ImportContext(PartnerDirectory.Empty, caller, options);
        if (rows.IsFor(format))
            await parts.AddAsync(
                ImportReportKind.RejectedRows,
                rejected,
                to => rows.WriteAsync(to, new(result, file, format, context), ct)
            );

        var isKept = parts.Size <= ImportReportParts.MostBytes;
        var ending = new ImportEnding(
            ImportState.Finished,
            isKept ? null : $"The report is not kept, because it has more than {ImportReportParts.MostBytes} bytes.",
            advance,
            result.Counts,
            IsListed: !options.DryRun
        );
        var keptUntil = time.Instant() + settings.ImportRetention;
        // A replay sends the report of the import.
        var kept = request?.KeepLocation(StatusCodes.Status200OK, ImportResponse.PathOf(lease.Import.Id));
        var report = isKept ? parts : null;
        if (await log.EndAsync(lease, ending, report, keptUntil, ct, caller.Actor, kept, within) is null)
            throw ImportInterruptedException.Abandoned();
    }

    /// <summary>
    /// Says until <paramref name="ct"/> is cancelled that this process works on an import, and stops it if it
    /// shall end.
    /// </summary>
    /// <returns>The last answer.</returns>
    private async Task<ImportSign> BeatAsync(
        ImportLease lease,
        ImportTracker tracker,
        CancellationTokenSource stopping,
        CancellationToken ct
    )
    {
        while (true)
        {
            await Task.Delay(BetweenBeats, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ct.IsCancellationRequested)
                return ImportSign.GoOn;

            try
            {
                // Not cancelled, because its end is waited for. A write that is refused is tried again.
                var sign = await log.BeatAsync(lease, tracker.Advance, CancellationToken.None);
                if (sign == ImportSign.GoOn)
                    continue;
                // The import has ended in its own transaction, and has no lease anymore.
                if (sign == ImportSign.Lost && ct.IsCancellationRequested)
                    return ImportSign.GoOn;

                await stopping.CancelAsync();
                return sign;
            }
            catch (Exception error)
                when (error is RegisterBusyException or RegisterUnavailableException or CommitUnknownException)
            {
                // An atomic import holds the register while it writes, and so can others. The lease lasts longer.
                NotStored(logger, error, lease.Import.Id);
            }
        }
    }

    private static string ReasonOf(Exception error) =>
        error switch
        {
            ProblemException { Errors.Count: > 0 } problem =>
                $"{problem.Message} The first one: {problem.Errors.First().Reason}",
            UnreadableFileException or ProblemException or ImportInterruptedException => error.Message,
            _ => "The server failed. Its operator finds the cause in the log under the id of the import.",
        };

    [LoggerMessage(Level = LogLevel.Debug, Message = "The progress of import {Import} could not be stored")]
    private static partial void NotStored(ILogger log, Exception error, Guid import);
}

/// <summary>Somebody has ended the import. The message states how many records were written.</summary>
internal sealed class ImportCancelledException(string message, Exception inner) : Exception(message, inner);
