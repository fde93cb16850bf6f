using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Imports;

namespace Adam.Api.Imports;

/// <summary>
/// Works on jobs beside the requests, and removes what imports no longer need. A job of a server that has died is begun
/// again from its file: records that are there already stay as they are.
/// </summary>
internal sealed partial class ImportJobService(
    Database database,
    ImportLog imports,
    ImportJobs jobs,
    ImportKeeper keeper,
    ImportSpool spool,
    Settings settings,
    TimeProvider time,
    ILogger<ImportJobService> log
) : BackgroundService
{
    /// <summary>The maximum number of jobs of this server at the same time. A partner has one at a time.</summary>
    private const int MostAtOnce = 2;

    /// <summary>The number of times that a job is begun before it fails.</summary>
    private const int MostAttempts = 5;

    /// <summary>The time between two looks for jobs that other servers have accepted or left.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenCleanings = TimeSpan.FromMinutes(10);

    /// <summary>The age from which on a file without a job is a leftover.</summary>
    private static readonly TimeSpan LeftoverAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<Guid, Task> _running = [];
    private DateTimeOffset _cleanAt;
    private bool _hasBegun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var added = jobs.Added;
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                NotLooked(log, error);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.WhenAny([added, Task.Delay(BetweenLooks, stoppingToken), .. _running.Values]);
        }

        await Task.WhenAll(_running.Values);
    }

    private async Task LookAsync(CancellationToken ct)
    {
        foreach (var (id, _) in _running.Where(one => one.Value.IsCompleted).ToList())
            _running.Remove(id);
        if (!_hasBegun)
        {
            // A file has one server, so the server that began its open jobs is dead.
            if (database is SqliteDatabase)
                await imports.ReleaseOthersAsync(ct);
            _hasBegun = true;
        }

        if (time.GetUtcNow() >= _cleanAt)
            await CleanAsync(ct);
        while (spool.IsAvailable && _running.Count < MostAtOnce && await imports.TakeJobAsync(ct) is { } lease)
            _running[lease.Import.Id] = RunAsync(lease, ct);
    }

    private async Task CleanAsync(CancellationToken ct)
    {
        while (!await imports.CleanAsync(settings.ImportRetention, ct))
            ct.ThrowIfCancellationRequested();
        if (spool.IsAvailable)
            spool.RemoveLeftovers([.. await imports.OpenJobsAsync(ct)], time.GetUtcNow() - LeftoverAfter);
        _cleanAt = time.GetUtcNow() + BetweenCleanings;
    }

    private async Task RunAsync(ImportLease lease, CancellationToken ct)
    {
        var import = lease.Import;
        try
        {
            // Nothing of it runs in the loop.
            await Task.Yield();
            WritingPartner.Set(import.Partner);
            await RunOnceAsync(lease, ct);
        }
        catch (Exception error) when (error is ProblemException or UnreadableFileException or ImportCancelledException)
        {
            // The end is kept.
        }
        catch (ImportInterruptedException error) when (error.InnerException is ImportLeaseLostException)
        {
            Interrupted(log, error, import.Id);
            return;
        }
        catch (ImportInterruptedException error)
        {
            if (!ct.IsCancellationRequested)
                Interrupted(log, error, import.Id);
            await ReleaseAsync(lease, error, ct);
            return;
        }
        catch (Exception error)
        {
            Failed(log, error, import.Id);
        }

        await RemoveFileAsync(import);
    }

    private async Task RunOnceAsync(ImportLease lease, CancellationToken ct)
    {
        var import = lease.Import;
        if (import.Attempts > MostAttempts)
        {
            await FailAsync(lease, $"It was begun {MostAttempts} times and did not come to its end.");
            return;
        }

        if (ImportFormats.Find(import.Format) is not { } format)
        {
            await FailAsync(lease, $"This version of the program does not read {import.Format}. Send the file again.");
            return;
        }

        await using var file = spool.Open(import.Id);
        if (file is null)
        {
            await FailAsync(
                lease,
                "The folder for the files of imports does not have its file. If the register has several servers, they "
                    + "must share the folder. Send the file again."
            );
            return;
        }

        var kept = KeptOptions.Read(import);
        var caller = kept.CallerOf(import);
        ReaderScope.Set(caller.Reader);
        using var result = await keeper.RunAsync(lease, file, format, caller, kept.Options, null, ct);
    }

    private Task FailAsync(ImportLease lease, string reason) =>
        keeper.EndAsync(lease, new(ImportState.Failed, reason, lease.Import.Advance, null, IsListed: false));

    /// <summary>Puts a job back: for the next start if the server stops, otherwise for another attempt.</summary>
    private async Task ReleaseAsync(ImportLease lease, ImportInterruptedException error, CancellationToken ct)
    {
        try
        {
            var isStopping = ct.IsCancellationRequested;
            var pause = BetweenLooks * lease.Import.Attempts;
            await imports.ReleaseAsync(
                lease,
                isStopping ? null : $"{error.Message} It is tried again.",
                isStopping ? null : time.Instant() + pause,
                CancellationToken.None
            );
        }
        catch (Exception failure) when (failure is RegisterBusyException or RegisterUnavailableException)
        {
            // Its lease ends by itself.
            Interrupted(log, failure, lease.Import.Id);
        }
    }

    private async Task RemoveFileAsync(KeptImport import)
    {
        try
        {
            if (await imports.FindAsync(import.Id, CancellationToken.None) is not { IsOpen: true })
                spool.Remove(import.Id);
        }
        catch (Exception error)
        {
            // It is a leftover, which a later cleaning removes.
            NotLooked(log, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The service of imports could not look at the register")]
    private static partial void NotLooked(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {Import} was interrupted")]
    private static partial void Interrupted(ILogger log, Exception error, Guid import);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Import} failed")]
    private static partial void Failed(ILogger log, Exception error, Guid import);
}
