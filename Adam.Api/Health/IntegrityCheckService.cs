using Adam.Api.Configuration;
using Adam.Data.Databases.Sqlite;

namespace Adam.Api.Health;

/// <summary>
/// Checks the whole SQLite file after the start, and then at an interval. If it is damaged, the program is not ready
/// until somebody has restored a backup and started it again: damage spreads with each backup and each copy.
/// </summary>
internal sealed partial class IntegrityCheckService(
    SqliteDatabase database,
    Settings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<IntegrityCheckService> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A start that fails closes the register at once, and does not wait for this service.
        var started = new TaskCompletionSource();
        using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stoppingToken);

        using var timer = new PeriodicTimer(settings.IntegrityCheckInterval!.Value, time);
        do await CheckAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CheckAsync(CancellationToken ct)
    {
        try
        {
            var problems = await new IntegrityCheck(database).RunAsync(ct);
            if (problems.Count == 0)
                return;

            database.Health.ReportDamage();
            foreach (var problem in problems)
                Damaged(log, database.Location, problem);
        }
        catch (Exception error) when (RegisterFileFaults.FromException(error) is not null)
        {
            NotChecked(log, error, database.Location);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The register in {Place} is damaged: stop the program and restore a backup. {Problem}"
    )]
    private static partial void Damaged(ILogger log, string place, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The register in {Place} could not be checked for damage")]
    private static partial void NotChecked(ILogger log, Exception error, string place);
}
