namespace Adam.Tests.Overlaps.Matching;

/// <summary>A clock that advances only on request.</summary>
internal sealed class ATime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Advances the clock by nine days, so that a few steps reach another month.</summary>
    public void Pass() => Pass(TimeSpan.FromDays(9));

    public void Pass(TimeSpan duration) => _now += duration;
}
