using Adam.Data.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>Looks every 10 minutes for questionnaires that are due soon, so that subscriptions are told.</summary>
internal sealed partial class ReminderService(ReminderStore reminders, TimeProvider time, ILogger<ReminderService> log)
    : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await reminders.AddAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // A step holds until the next one, so the look in 10 minutes finds it again.
                NotReminded(log, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Questionnaires that are due could not be looked for")]
    private static partial void NotReminded(ILogger log, Exception error);
}
