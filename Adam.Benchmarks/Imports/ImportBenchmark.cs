using System.Diagnostics;
using System.Globalization;
using System.Xml;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Imports;

/// <summary>The import of IATI files, as the program itself does it: beside a bare walk through the same file, and while others use the register.</summary>
internal static class ImportBenchmark
{
    /// <summary>No record is left out for what it is about or whose it is: what is measured is the work.</summary>
    public const string Owner = "UNODC";

    /// <inheritdoc cref="Owner"/>
    public const string Pillar = "regional-initiatives";

    /// <summary>Of the published activities, so many are 100 MB.</summary>
    private const int OverHttp = 30_000;

    private const double Million = 1_000_000;

    public static async Task RunAsync(IReadOnlyList<int> sizes, string? published, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("adam-benchmarks-").FullName;
        try
        {
            var activities = await ActivityFile.OfAsync(published, folder, ct);
            foreach (var size in sizes)
                await CommandAsync(activities, size, folder, ct);
            await ImportOverHttp.MeasureAsync(activities, Math.Min(OverHttp, sizes.Max()), atomic: false, folder, ct);
            await ImportOverHttp.MeasureAsync(activities, sizes.Max(), atomic: true, folder, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CommandAsync(ActivityFile activities, int count, string folder, CancellationToken ct)
    {
        var (file, data) = (Path.Combine(folder, "activities.xml"), Path.Combine(folder, "register.db"));
        await activities.WriteAsync(file, count, all: true, ct);
        var bytes = new FileInfo(file).Length;
        var report = new Report(string.Create(CultureInfo.InvariantCulture, $"{count:#,0} activities, {bytes / Million:0.0} MB"), "seconds", "MB/s", "activities/s", "peak memory");
        Walk(file); // to warm up
        Line("bare walk with XmlReader", Walk(file));
        await RunAsync("read and judge, write nothing", "--dry-run");
        await RunAsync("import");
        await RunAsync("import the same again");

        Forget(data);
        await activities.WriteAsync(file, count, all: false, ct);
        await RunAsync("import, all or nothing", "--atomic");
        Forget(data);

        async Task RunAsync(string name, params string[] options)
        {
            var run = await ImportProcess.RunAsync(data, file, options, ct);
            Line(name, run.Took.TotalSeconds, Megabytes(run.MostMemory), "  " + run.Summary);
        }

        void Line(string name, double seconds, params string[] notes) => report.Line(name,
            [Seconds(seconds), string.Create(CultureInfo.InvariantCulture, $"{bytes / Million / seconds:0.0}"), Report.Number((long)(count / seconds)), .. notes]);
    }

    public static string Seconds(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Million:0} MB");

    /// <summary>Forgets a register.</summary>
    public static void Forget(string data)
    {
        foreach (var file in (string[])[data, data + "-wal", data + "-shm"])
            File.Delete(file);
    }

    /// <summary>The least that reading takes: every node, and nothing made of it.</summary>
    /// <returns>Seconds.</returns>
    private static double Walk(string file)
    {
        var began = Stopwatch.GetTimestamp();
        using var xml = XmlReader.Create(file);
        while (xml.Read())
        {
            // Nothing is made of it.
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
