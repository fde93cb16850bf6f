using Adam.Data.Overlaps.Register;

namespace Adam.Api.Overlaps;

/// <summary>
/// Makes a new edition of the register's statistics once the register has outgrown the one that it has: what was rare then has become common, and more and more projects would be compared in vain. Imports see to it
/// themselves; this is for registers that grow one project at a time.
/// </summary>
internal sealed partial class EditionRenewal(OverlapEditionStore editions, OverlapRebuild rebuild, TimeProvider time, ILogger<EditionRenewal> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!await editions.IsOutgrownAsync(stoppingToken))
                    continue;

                var rebuilt = await rebuild.RunAsync(null, stoppingToken);
                Renewed(log, rebuilt.Pairs);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The register is right as it is, only slower to write: another look will do.
                NotRenewed(log, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The register had outgrown its statistics: overlaps were scored anew, {Pairs} pairs")]
    private static partial void Renewed(ILogger log, long pairs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The register has outgrown its statistics, and they could not be renewed")]
    private static partial void NotRenewed(ILogger log, Exception error);
}
