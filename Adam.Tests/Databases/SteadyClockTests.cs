using Adam.Data.Databases;
using CsCheck;

namespace Adam.Tests.Databases;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Instants_never_go_back_and_are_never_before_those_of_the_system() =>
        Gen.Int[-5_000, 5_000]
            .Array[1, 40]
            .Sample(
                jumps =>
                {
                    var system = new JumpingClock();
                    var clock = new SteadyClock(system);
                    var last = clock.GetUtcNow();
                    foreach (var jump in jumps)
                    {
                        system.Jump(TimeSpan.FromSeconds(jump));
                        system.Advance(TimeSpan.FromSeconds(1));
                        var now = clock.GetUtcNow();
                        Assert.That(now, Is.GreaterThan(last));
                        Assert.That(now, Is.GreaterThanOrEqualTo(system.GetUtcNow()));
                        last = now;
                    }
                },
                iter: 1_000
            );

    [Test]
    public void Clock_goes_on_if_the_system_goes_back_to_the_last_instant()
    {
        var system = new JumpingClock();
        var clock = new SteadyClock(system);
        var last = clock.GetUtcNow();
        system.Jump(TimeSpan.FromSeconds(-1));
        system.Advance(TimeSpan.FromSeconds(1));
        Assert.That(clock.GetUtcNow(), Is.GreaterThan(last));
    }

    [Test]
    public void Clock_that_is_ahead_is_caught_up_with()
    {
        var system = new JumpingClock();
        var clock = new SteadyClock(system);
        clock.GetUtcNow();
        system.Jump(TimeSpan.FromHours(-1));
        for (var minute = 0; minute < 121; minute++)
        {
            system.Advance(TimeSpan.FromMinutes(1));
            clock.GetUtcNow();
        }

        Assert.That(clock.GetUtcNow(), Is.EqualTo(system.GetUtcNow()));
    }

    [Test]
    public void Clock_goes_on_from_the_last_change_after_a_start()
    {
        var clock = new SteadyClock(new JumpingClock());
        clock.GoOnFrom(Start.AddMinutes(5));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(Start.AddMinutes(5)));
        clock.GoOnFrom(Start);
        Assert.That(clock.GetUtcNow(), Is.EqualTo(Start.AddMinutes(5)));
    }

    /// <summary>A clock of a machine, whose time jumps and whose timestamps count on.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private DateTimeOffset _now = Start;
        private TimeSpan _elapsed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _elapsed.Ticks;

        public void Jump(TimeSpan by) => _now += by;

        public void Advance(TimeSpan by) => (_now, _elapsed) = (_now + by, _elapsed + by);
    }
}
