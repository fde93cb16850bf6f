using System.Collections.Concurrent;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;

namespace Adam.Api.Security;

/// <summary>
/// Collects the hours in which keys are used, and stores them every minute and when the program stops, so that no
/// request waits for a write. It also stores which keys have expired unused.
/// </summary>
internal sealed partial class KeyUses(KeyStore keys, TimeProvider time, ILogger<KeyUses> log) : BackgroundService
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _pending = new(StringComparer.Ordinal);

    /// <summary>Adds a use. It never waits, and does nothing if the hour is stored or pending already.</summary>
    public void Add(ApiKey key, DateTimeOffset now)
    {
        var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        if (key.LastUsedAt < hour || key.LastUsedAt is null)
            _pending.AddOrUpdate(key.Id, hour, (_, known) => known > hour ? known : hour);
    }

    /// <summary>Stores what was added before, and which keys have expired.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var pending = _pending.ToArray();
        await keys.SaveUsesAsync(pending, ct);
        // A use of the next hour, added meanwhile, stays. What could not be stored stays, too.
        foreach (var use in pending)
            _pending.TryRemove(use);
        await keys.ExpireAllAsync(time.Instant(), ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenWrites, time);
        try
        {
            do await TryFlushAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            await TryFlushAsync();
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            NotStored(log, error);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The last uses of keys could not be stored; they are stored later"
    )]
    private static partial void NotStored(ILogger log, Exception error);
}
