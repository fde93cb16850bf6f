using System.Diagnostics;

namespace Adam.Benchmarks.Timing;

/// <summary>The durations of several runs.</summary>
/// <param name="Milliseconds">One value per run, in ascending order.</param>
internal sealed record Timings(IReadOnlyList<double> Milliseconds)
{
    public double Median => At(0.5);

    /// <summary>The duration with the least interference from other processes.</summary>
    public double Fastest => Milliseconds[0];

    public double Slowest => Milliseconds[^1];

    /// <summary>Returns the durations of these runs and of others.</summary>
    public Timings With(Timings others) => new([.. Milliseconds.Concat(others.Milliseconds).Order()]);

    /// <summary>Returns the quantile of the durations for a share between 0 and 1, in milliseconds.</summary>
    public double At(double share) => Milliseconds[Math.Min((int)(share * Milliseconds.Count), Milliseconds.Count - 1)];
}

internal static class Stopped
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Runs once to warm up, then up to <paramref name="runs"/> times within 20 s, but at least three times. If the
    /// first run takes more than a third of that time, it is the only one and is returned.
    /// </summary>
    public static async Task<Timings> RunAsync(int runs, Func<int, Task> run)
    {
        var times = new List<double>();
        var started = Stopwatch.GetTimestamp();
        await OnceAsync(0);
        if (times[0] > Patience.TotalMilliseconds / 3)
            return new(times);

        times.Clear();
        for (var i = 1; i <= runs && (times.Count < 3 || Stopwatch.GetElapsedTime(started) < Patience); i++)
            await OnceAsync(i);
        times.Sort();
        return new(times);

        async Task OnceAsync(int number)
        {
            var begun = Stopwatch.GetTimestamp();
            await run(number);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }
}
