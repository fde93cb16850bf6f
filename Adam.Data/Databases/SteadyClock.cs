namespace Adam.Data.Databases;

/// <summary>
/// A clock whose instants never go back, and go on while time passes, so that later changes have later instants, and
/// a cursor by instant misses none. If the clock of the system goes back, this one goes on at half its speed until the
/// system has caught up.
/// </summary>
/// <param name="system">The clock of the system.</param>
public sealed class SteadyClock(TimeProvider system) : TimeProvider
{
    private const int Slower = 2;

    private readonly Lock _lock = new();
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private long _timestamp;

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public override long TimestampFrequency => system.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var (now, timestamp) = (system.GetUtcNow(), system.GetTimestamp());
            if (now <= _last)
                now = _last + (system.GetElapsedTime(_timestamp, timestamp) / Slower);
            (_last, _timestamp) = (now, timestamp);
            return _last;
        }
    }

    /// <summary>
    /// Goes on from an instant, such as that of the last change, if it is later than the present one.
    /// </summary>
    public void GoOnFrom(DateTimeOffset instant)
    {
        lock (_lock)
        {
            if (instant > GetUtcNow())
                _last = instant;
        }
    }

    public override long GetTimestamp() => system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);
}
