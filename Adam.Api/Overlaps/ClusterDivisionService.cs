using Adam.Data.Overlaps.Clusters;

namespace Adam.Api.Overlaps;

/// <summary>
/// Divides large clusters that removed pairs may have divided. A write does this itself for clusters of a few thousand
/// pairs; larger ones would hold other writers. The service checks every 5 seconds.
/// </summary>
internal sealed partial class ClusterDivisionService(
    ClusterDivision division,
    TimeProvider time,
    ILogger<ClusterDivisionService> log
) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await division.RunAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The next attempt in 5 seconds is sufficient: the clusters contain all their pairs until then.
                NotDivided(log, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Large clusters could not be divided")]
    private static partial void NotDivided(ILogger log, Exception error);
}
