using System.Diagnostics;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data;
using Adam.Data.Measures;
using Adam.Data.Monitoring;
using Adam.Data.Overlaps;

namespace Adam.Benchmarks.Overlaps;

/// <summary>
/// Shows what the write of a project consists of: the number and time of its statements, and the rest. Then several
/// writers record the same kind of projects.
/// </summary>
internal static class WriteStatements
{
    private const int WarmUp = 2_000;
    private const int Writes = 2_000;
    private const int Writers = 8;

    /// <summary>The number of writes of all writers.</summary>
    private const int Together = 4_000;

    /// <summary>The share of the time from which a statement has a line of its own.</summary>
    private const double Shown = 0.001;

    public static async Task RunAsync(int size, CancellationToken ct)
    {
        using var register = await Register.FilledAsync(size, seed: 1, ct);
        var recorder = new ProjectRecorder(
            register.Database,
            new(register.Database, TimeProvider.System, AdamData.CreateIndexers(register.Database, register.Memory)),
            register.Overlaps,
            new EntryMeasures(new MeasureStore(register.Database, TimeProvider.System), TimeProvider.System)
        );
        var drafts = new World(seed: 2).Take(WarmUp + Writes + Together).ToList();
        foreach (var (owner, draft) in drafts.Take(WarmUp).Select(entry => (entry.Owner, entry.Draft)))
            await recorder.RecordAsync(owner, draft, "benchmark", 5, ct);

        var (times, total) = (new Dictionary<string, (int Count, double Milliseconds)>(), 0.0);
        using (Listen(times))
        {
            foreach (var (owner, draft) in drafts.Skip(WarmUp).Take(Writes).Select(entry => (entry.Owner, entry.Draft)))
            {
                var began = Stopwatch.GetTimestamp();
                await recorder.RecordAsync(owner, draft, "benchmark", 5, ct);
                total += Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }

        var report = new Report(
            $"One write of a project, {Report.Number(size)} projects",
            "statements",
            "time",
            "share"
        );
        foreach (var (name, (count, milliseconds)) in times.OrderByDescending(one => one.Value.Milliseconds))
        {
            if (milliseconds >= Shown * total)
                Line(name, count, milliseconds);
        }

        var others = times.Values.Where(one => one.Milliseconds < Shown * total).ToList();
        Line("others", others.Sum(one => one.Count), others.Sum(one => one.Milliseconds));
        Line("beside the statements", 0, total - times.Values.Sum(one => one.Milliseconds));
        Line("a write", times.Values.Sum(one => one.Count), total);
        await TogetherAsync(size, recorder, [.. drafts.Skip(WarmUp + Writes)], ct);

        void Line(string name, int count, double milliseconds) =>
            report.Line(
                name,
                ((double)count / Writes).ToString("0.0", provider: null),
                Report.Milliseconds(milliseconds / Writes),
                Report.Ratio(milliseconds / total)
            );
    }

    /// <summary>Measures the same writes of eight writers, which share commits.</summary>
    private static async Task TogetherAsync(
        int size,
        ProjectRecorder recorder,
        IReadOnlyList<Entry> entries,
        CancellationToken ct
    )
    {
        var report = new Report(
            $"Writes of {Writers} writers, {Report.Number(size)} projects",
            "writes/s",
            "CPU/write",
            "writes/commit"
        );
        var times = new Dictionary<string, (int Count, double Milliseconds)>();
        using var listener = Listen(times);
        var (began, worked, next) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, -1);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync, ct)));
        report.Line(
            "record a project",
            (entries.Count / Stopwatch.GetElapsedTime(began).TotalSeconds).ToString("0", provider: null),
            Report.Milliseconds((Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / entries.Count),
            ((double)entries.Count / times["COMMIT"].Count).ToString("0.0", provider: null)
        );

        async Task WriteAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < entries.Count)
                await recorder.RecordAsync(entries[number].Owner, entries[number].Draft, "benchmark", 5, ct);
        }
    }

    /// <summary>Adds the calls of the database to the times until the listener is disposed of.</summary>
    private static ActivityListener Listen(Dictionary<string, (int Count, double Milliseconds)> times)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = call =>
            {
                // The writer runs on other threads, one after the other with the caller.
                lock (times)
                {
                    var (count, milliseconds) = times.GetValueOrDefault(call.OperationName);
                    times[call.OperationName] = (count + 1, milliseconds + call.Duration.TotalMilliseconds);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
