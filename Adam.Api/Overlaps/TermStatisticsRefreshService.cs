using Adam.Data.Overlaps.Matching;

namespace Adam.Api.Overlaps;

/// <summary>
/// Computes new term statistics when the register has outgrown the current ones. Terms that were rare are then common,
/// and more candidate pairs are compared without a result. Imports do this themselves. This service covers registers
/// that grow one project at a time, and checks every 10 minutes.
/// </summary>
internal sealed partial class TermStatisticsRefreshService(
    TermStatisticsStore termStatistics,
    OverlapRebuild rebuild,
    TimeProvider time,
    ILogger<TermStatisticsRefreshService> log
) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!await termStatistics.IsOutgrownAsync(stoppingToken))
                    continue;

                var rebuilt = await rebuild.RunAsync(null, stoppingToken);
                Renewed(log, rebuilt.Pairs);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The next attempt in 10 minutes is sufficient: the scores are correct, and only writes are slower.
                NotRenewed(log, error);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The register had outgrown its statistics: overlaps were scored anew, {Pairs} pairs"
    )]
    private static partial void Renewed(ILogger log, long pairs);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The register has outgrown its statistics, and they could not be renewed"
    )]
    private static partial void NotRenewed(ILogger log, Exception error);
}
