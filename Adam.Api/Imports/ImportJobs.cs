using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.Imports.Formats;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Imports;
using Adam.Domain.Text;

namespace Adam.Api.Imports;

/// <summary>Accepts imports as jobs, and wakes the service that works on them.</summary>
internal sealed class ImportJobs(
    ImportLog log,
    ImportSpool spool,
    ImportStops stops,
    Settings settings,
    TimeProvider time
)
{
    private TaskCompletionSource _added = Create();

    /// <summary>A task that ends with the next job that this process accepts.</summary>
    public Task Added => Volatile.Read(ref _added).Task;

    /// <summary>True if imports can be jobs.</summary>
    public bool IsAvailable => spool.IsAvailable;

    /// <summary>Saves the file, and queues the job.</summary>
    /// <param name="request">The request with an Idempotency-Key; null if it has none.</param>
    public async Task<KeptImport> AddAsync(
        Upload upload,
        Caller caller,
        ImportOptions options,
        IdempotentRequest? request,
        CancellationToken ct
    )
    {
        await CheckOpenAsync(caller.Partner, ct);
        var id = Guid.CreateVersion7(time.Instant());
        await spool.SaveAsync(id, upload.Content, ct);
        try
        {
            var size = upload.Content.Length;
            var import = KeptOptions.Create(id, caller, upload.Format, upload.Sent, size, options, isJob: true);
            var kept = await log.AddAsync(import, ct, request is null ? null : Keep);
            Interlocked.Exchange(ref _added, Create()).TrySetResult();
            return kept;
        }
        // If the outcome of the commit is unknown, the job may be there. Otherwise its file is a leftover, which the
        // service removes.
        catch (Exception error) when (error is not CommitUnknownException)
        {
            spool.Remove(id);
            throw;
        }

        KeptResponse Keep(KeptImport added) =>
            request.Keep(
                StatusCodes.Status202Accepted,
                ImportResponse.FromImport(added),
                ImportResponse.PathOf(added.Id)
            );
    }

    /// <summary>Ends a job.</summary>
    /// <exception cref="ProblemException">It has ended, or is no job.</exception>
    public async Task CancelAsync(KeptImport import, CancellationToken ct)
    {
        if (import.IsJob && stops.TryStop(import.Id))
            return;
        if (!await log.CancelAsync(import, ct))
            throw new ProblemException(
                ErrorCodes.ImportEnded,
                import.IsJob
                    ? $"The import {import.Id} has ended. GET shows how; POST …/undo takes it back."
                    : $"The import {import.Id} is no job: it ends with the request that sent its file."
            );
        if ((await log.FindAsync(import.Id, ct)) is { IsOpen: false })
            spool.Remove(import.Id);
    }

    /// <exception cref="ProblemException">So many jobs of the partner have not ended that no more can wait.</exception>
    private async Task CheckOpenAsync(string partner, CancellationToken ct)
    {
        var most = settings.Limits.OpenImports;
        if (most == 0)
            return;

        var open =
            await log.CountAsync(new(partner, State: ImportState.Queued), ct)
            + await log.CountAsync(new(partner, State: ImportState.Running), ct);
        if (open >= most)
            throw new ProblemException(
                ErrorCodes.TooManyImports,
                $"{Counted.Noun(open, "import")} of {partner} {(open == 1 ? "has" : "have")} not ended, and no "
                    + "more can wait. GET /v1/imports shows them; send "
                    + "the file again when some have ended."
            )
            {
                Headers = { ["Retry-After"] = "60" },
            };
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
