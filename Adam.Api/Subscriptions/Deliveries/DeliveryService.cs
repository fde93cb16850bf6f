using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Deliveries;

/// <summary>
/// Delivers the events of all subscriptions of a channel, each independently of the others, beside the writes. Of
/// several servers one delivers; another one takes over when it ends.
/// </summary>
/// <param name="channel">The channel whose subscriptions are delivered.</param>
/// <param name="lockName">The name of the lock that the delivering server has.</param>
/// <param name="mostAtOnce">The maximum number of subscriptions that are delivered at the same time.</param>
internal abstract partial class DeliveryService(
    SubscriptionChannel channel,
    string lockName,
    int mostAtOnce,
    Database database,
    SubscriptionStore subscriptions,
    IDelivery delivery,
    ChangeStore changes,
    ChangeSignal signal,
    TimeProvider time,
    ILogger log
) : BackgroundService
{
    /// <summary>The time between two looks for retries, new subscriptions and the lock.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Guid, Task> _running = [];

    /// <summary>The positions that were reached without an event, which are not stored.</summary>
    private readonly Dictionary<Guid, (int Version, ChangePosition Position)> _reached = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using (var held = await database.TryLockAsync(lockName, stoppingToken))
                {
                    while (held is not null && await held.IsHeldAsync(stoppingToken))
                        await LookAsync(stoppingToken);
                    await Task.WhenAll(_running.Values);
                }

                await Task.Delay(AfterFailure, time, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                NotDelivered(log, error);
                await Task.Delay(AfterFailure, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The server stops. What is not stored is delivered again after the next start.
            }
        }

        await Task.WhenAll(_running.Values);
    }

    /// <summary>Starts the deliveries that are due, and waits for the next reason to look again.</summary>
    private async Task LookAsync(CancellationToken ct)
    {
        foreach (var (id, _) in _running.Where(one => one.Value.IsCompleted).ToList())
            _running.Remove(id);

        var last = await changes.LastPositionAsync(ct);
        foreach (var subscription in await subscriptions.DueAsync(channel, last, time.GetUtcNow(), ct))
        {
            var from = PositionOf(subscription);
            if (from == last && !delivery.RunsWithoutChanges(subscription))
                continue;
            if (_running.Count < mostAtOnce && !_running.ContainsKey(subscription.Id))
                _running.Add(subscription.Id, RunAsync(subscription, from, ct));
        }

        using var look = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var changed = signal.WaitAsync(last, look.Token);
        await Task.WhenAny([changed, Task.Delay(BetweenLooks, time, ct), .. _running.Values]);
        await look.CancelAsync();
        await changed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ChangePosition PositionOf(Subscription subscription)
    {
        var stored = subscription.Progress.Position;
        lock (_reached)
            return
                _reached.TryGetValue(subscription.Id, out var reached)
                && reached.Version == subscription.Version
                && reached.Position.ChangeId > stored.ChangeId
                ? reached.Position
                : stored;
    }

    private async Task RunAsync(Subscription subscription, ChangePosition from, CancellationToken ct)
    {
        try
        {
            // Nothing of it runs in the loop.
            await Task.Yield();
            var position = await delivery.RunAsync(subscription, from, ct);
            lock (_reached)
                _reached[subscription.Id] = (subscription.Version, position);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            // It stays due, and the next look tries again.
            NotDelivered(log, error);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events could not be delivered")]
    private static partial void NotDelivered(ILogger log, Exception error);
}
