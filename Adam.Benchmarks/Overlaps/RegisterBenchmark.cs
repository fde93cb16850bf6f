using System.Diagnostics;
using Adam.Benchmarks.Processes;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;

namespace Adam.Benchmarks.Overlaps;

/// <summary>Measures the cost of scored pairs: a rebuild of all, and the writes that update them.</summary>
internal static class RegisterBenchmark
{
    private const int Batch = 250;

    /// <summary>The number of writers beside a rebuild.</summary>
    private const int Writers = 8;

    /// <param name="rebuildOnly">True to measure only a rebuild and a page of its result.</param>
    public static async Task RunAsync(IReadOnlyList<int> sizes, bool rebuildOnly, CancellationToken ct)
    {
        foreach (var size in sizes)
        {
            var began = Stopwatch.GetTimestamp();
            using var register = await Register.UnscoredAsync(size, seed: 1, ct);
            Console.WriteLine(
                $"{Report.Number(size)} projects recorded without pairs "
                    + $"in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"
            );
            if (rebuildOnly)
            {
                await RebuildAsync(register, size, ct);
                await OverlapsBenchmark.FirstPageAsync(register, size, ct);
            }
            else
            {
                await RunAsync(register, size, ct);
            }
        }
    }

    /// <summary>Measures only a rebuild of all pairs, into full tables, while eight writers record projects.</summary>
    public static async Task BesideWritersAsync(IReadOnlyList<int> sizes, CancellationToken ct)
    {
        foreach (var size in sizes)
        {
            using var register = await Register.FilledAsync(size, seed: 1, ct);
            var report = new Report(
                $"Writes beside a rebuild, {Report.Number(size)} projects",
                "median",
                "95 of 100",
                "99 of 100",
                "slowest"
            );
            var timings = await DuringRebuildAsync(register, register.Projects, register.Memory, ct);
            report.Line(
                $"record a project, {Writers} writers",
                Report.Milliseconds(timings.Median),
                Report.Milliseconds(timings.At(0.95)),
                Report.Milliseconds(timings.At(0.99)),
                Report.Milliseconds(timings.Slowest)
            );
        }
    }

    public static async Task RunAsync(Register register, int size, CancellationToken ct) =>
        await WritesAsync(register, size, await RebuildAsync(register, size, ct), ct);

    private static async Task<TimeSpan> RebuildAsync(Register register, int size, CancellationToken ct)
    {
        var run = await ProgramRun.OfAsync(["overlaps", "rebuild", $"--Adam:DataPath={register.Path}"], ct);
        var report = new Report($"Scored pairs, {Report.Number(size)} projects", "", "peak memory");
        report.Line("rebuild", $"{run.Took.TotalSeconds:0.0} s", $"{run.MostMemory >> 20} MB");
        report.Line("database file", $"{new FileInfo(register.Path).Length >> 20} MB");
        Console.WriteLine(run.Said);
        return run.Took;
    }

    private static async Task WritesAsync(Register register, int size, TimeSpan whole, CancellationToken ct)
    {
        var memory = new MatchingCache();
        var report = new Report(
            $"Writes with their upkeep, {Report.Number(size)} projects",
            "median",
            "95 of 100",
            "99 of 100",
            "slowest",
            "of a rebuild"
        );
        var projects = new ProjectStore(
            register.Database,
            TimeProvider.System,
            AdamData.CreateIndexers(register.Database, memory)
        );
        var drafts = new World(seed: 3).Take(2_000).ToList();
        Line(
            "record a project, cold cache",
            await Stopped.RunAsync(
                300,
                run => projects.RecordAsync(drafts[run].Owner, drafts[run].Draft, "benchmark", ct)
            )
        );
        Line(
            "record a project, warm cache",
            await Stopped.RunAsync(
                1_000,
                run => projects.RecordAsync(drafts[400 + run].Owner, drafts[400 + run].Draft, "benchmark", ct)
            )
        );

        var listed = await register.Projects.ListAsync(new(), ProjectSort.Created, null, 300, ct);
        var stored = listed.Select(one => ProjectJson.Read(one.Document)).ToList();
        Line(
            "change a title",
            await Stopped.RunAsync(
                250,
                run =>
                    projects.ChangeAsync(
                        stored[run].Id,
                        null,
                        stored[run].Owner,
                        stored[run].Draft with
                        {
                            Title = $"{stored[run].Draft.Title} again",
                        },
                        "benchmark",
                        ct
                    )
            )
        );
        Line(
            "change a field that affects no pair",
            await Stopped.RunAsync(
                250,
                run =>
                    projects.ChangeAsync(
                        stored[run].Id,
                        null,
                        stored[run].Owner,
                        stored[run].Draft with
                        {
                            Title = $"{stored[run].Draft.Title} again",
                            Language = "fr",
                        },
                        "benchmark",
                        ct
                    )
            )
        );

        var arrivals = new World(seed: 4)
            .Take(Batch * 12)
            .Select(entry => new ImportRecord(entry.Owner, entry.Draft))
            .Chunk(Batch)
            .ToList();
        var imports = new ImportStore(
            register.Database,
            TimeProvider.System,
            AdamData.CreateIndexers(register.Database, memory)
        );
        Line(
            $"import {Batch} projects",
            await Stopped.RunAsync(
                10,
                run =>
                    imports.WriteAsync(
                        "benchmark",
                        session =>
                            session.PutAsync(arrivals[run], (_, record) => MergedRecord.FromDraft(record.Draft), ct),
                        ct
                    )
            )
        );

        Line("record a project during a rebuild", await DuringRebuildAsync(register, projects, memory, ct));

        void Line(string name, Timings timings) =>
            report.Line(
                name,
                Report.Milliseconds(timings.Median),
                Report.Milliseconds(timings.At(0.95)),
                Report.Milliseconds(timings.At(0.99)),
                Report.Milliseconds(timings.Slowest),
                $"1/{Report.Number((long)(whole.TotalMilliseconds / timings.Median))}"
            );
    }

    /// <summary>
    /// Eight writers record projects while all pairs are rebuilt. The slowest write shows the longest time for which
    /// the rebuild holds the writer.
    /// </summary>
    private static async Task<Timings> DuringRebuildAsync(
        Register register,
        ProjectStore projects,
        MatchingCache memory,
        CancellationToken ct
    )
    {
        var (began, holds) = (Stopwatch.GetTimestamp(), new Dictionary<string, TimeSpan>(StringComparer.Ordinal));
        var rebuild = Task.Run(
            () =>
                new OverlapRebuild(register.Database, memory, TimeProvider.System)
                {
                    Held = hold =>
                        holds[hold.Step] =
                            holds.TryGetValue(hold.Step, out var longest) && longest > hold.Time ? longest : hold.Time,
                }.RunAsync(null, ct),
            ct
        );
        var times = new List<double>();
        var log = new FileInfo(register.Path + "-wal");
        var largestLog = 0L;
        using var entries = new World(seed: 5).Take(1_000_000).GetEnumerator();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync, ct)));
        var rebuilt = await rebuild;
        Console.WriteLine(
            $"A rebuild with {Report.Number(times.Count)} writes of {Writers} writers in its midst took "
                + $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s. It excluded other writers for "
                + $"{Report.Milliseconds(rebuilt.LongestHold!.Time.TotalMilliseconds)} at most, and in its last "
                + $"transaction for {Report.Milliseconds(rebuilt.Exchange!.Value.TotalMilliseconds)}. "
                + $"The log had {largestLog >> 20} MB at most. The longest time of each step:"
        );
        foreach (var (step, time) in holds.OrderByDescending(hold => hold.Value))
            Console.WriteLine($"  {step}: {Report.Milliseconds(time.TotalMilliseconds)}");
        times.Sort();
        return new(times);

        async Task WriteAsync()
        {
            while (!rebuild.IsCompleted && Next() is { } entry)
            {
                var begun = Stopwatch.GetTimestamp();
                await projects.RecordAsync(entry.Owner, entry.Draft, "benchmark", ct);
                var time = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                lock (times)
                {
                    times.Add(time);
                    log.Refresh();
                    largestLog = Math.Max(largestLog, log.Exists ? log.Length : 0);
                }
            }
        }

        Entry? Next()
        {
            lock (entries)
                return entries.MoveNext() ? entries.Current : null;
        }
    }
}
