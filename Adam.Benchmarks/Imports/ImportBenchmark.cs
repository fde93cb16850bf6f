using System.Diagnostics;
using System.Globalization;
using System.Xml;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Imports;

/// <summary>
/// Measures the import of IATI files by the program, compared with only parsing the same file, and while other clients
/// use the register.
/// </summary>
internal static class ImportBenchmark
{
    /// <summary>
    /// The default owner and pillar of activities, so that none is rejected for lack of them and all cause the same
    /// work.
    /// </summary>
    public const string Owner = "UNODC";

    /// <inheritdoc cref="Owner"/>
    public const string Pillar = "regional-initiatives";

    /// <summary>The number of published activities in 100 MB.</summary>
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
        var report = new Report(
            string.Create(CultureInfo.InvariantCulture, $"{count:#,0} activities, {bytes / Million:0.0} MB"),
            "seconds",
            "MB/s",
            "activities/s",
            "peak memory"
        );
        Walk(file); // Warms up.
        Line("XmlReader alone", Walk(file));
        await RunAsync("dry run", "--dry-run");
        await RunAsync("import");
        await RunAsync("import again, unchanged");

        Forget(data);
        await activities.WriteAsync(file, count, all: false, ct);
        // The limit is for a register that others write to.
        await RunAsync("atomic import", "--atomic", "--Adam:Limits:AtomicRecords=0");
        Forget(data);

        async Task RunAsync(string name, params string[] options)
        {
            var run = await ImportProcess.RunAsync(data, file, options, ct);
            Line(name, run.Took.TotalSeconds, Megabytes(run.MostMemory), "  " + run.Summary);
        }

        void Line(string name, double seconds, params string[] notes) =>
            report.Line(
                name,
                [
                    Seconds(seconds),
                    string.Create(CultureInfo.InvariantCulture, $"{bytes / Million / seconds:0.0}"),
                    Report.Number((long)(count / seconds)),
                    .. notes,
                ]
            );
    }

    public static string Seconds(double value) =>
        value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    public static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Million:0} MB");

    /// <summary>Deletes the database file of a register with its WAL files.</summary>
    public static void Forget(string data)
    {
        foreach (var file in (string[])[data, data + "-wal", data + "-shm"])
            File.Delete(file);
    }

    /// <summary>
    /// Reads every node of a file with an XmlReader and does nothing else: the lower bound of an import.
    /// </summary>
    /// <returns>The duration in seconds.</returns>
    private static double Walk(string file)
    {
        var began = Stopwatch.GetTimestamp();
        using var xml = XmlReader.Create(file);
        while (xml.Read())
        {
            // Reads to the end; the nodes are not needed.
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
