namespace Adam.Data.Copying;

/// <summary>A clock that always shows the instant of a register of the past.</summary>
internal sealed class StoppedClock(DateTimeOffset instant) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => instant;
}
