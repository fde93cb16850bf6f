using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Imports;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Exchange;

/// <summary>
/// Measures whole lists in each format, over HTTP, beside a server that writes one of the records again and again with
/// the same library; and imports of the same files.
/// </summary>
internal static class ExchangeBenchmark
{
    /// <summary>The projects of a page, of which the one of median length is the constant of the floor.</summary>
    private const int Sampled = 500;

    /// <summary>The lists of each server, of which the fastest one counts.</summary>
    private const int Lists = 8;

    /// <summary>The records of the largest file that is imported.</summary>
    private const int MostImported = 100_000;

    private static readonly string[] Formats = ["ndjson", "csv", "xlsx", "geojson", "iati", "parquet"];

    /// <param name="formats">The formats to measure; null for all.</param>
    public static async Task RunAsync(IReadOnlyList<int> sizes, IReadOnlyList<string>? formats, CancellationToken ct)
    {
        foreach (var size in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("adam-benchmarks-").FullName;
            try
            {
                using var register = await Register.FilledAsync(size, seed: 7, ct);
                var data = Path.Combine(folder, "register.db");
                register.CopyTo(data);
                await ExportAsync(data, folder, size, formats ?? Formats, ct);
                if (size <= MostImported)
                    await ImportAsync(folder, size, formats ?? Formats, ct);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task ExportAsync(
        string data,
        string folder,
        int size,
        IReadOnlyList<string> formats,
        CancellationToken ct
    )
    {
        var report = new Report(
            string.Create(CultureInfo.InvariantCulture, $"{size:#,0} projects out"),
            "seconds",
            "rows/s",
            "MB",
            "floor rows/s",
            "ratio",
            "memory"
        );
        foreach (var format in formats)
        {
            // A new process for each format, because its peak memory never falls.
            using var server = await Server.OfRegisterAsync(data, "UNODC", "admin");
            using var http = ClientOf(server);
            var sample = Path.Combine(folder, $"sample.{format}");
            await SaveAsync(
                http,
                $"/v1/projects?format={format}&limit=1&cursor={await MedianAsync(http, ct)}",
                sample,
                ct
            );
            if (format is "xlsx" or "parquet")
                await SaveAsync(
                    http,
                    $"/v1/projects?format=csv&limit=1&cursor={await MedianAsync(http, ct)}",
                    sample,
                    ct
                );
            await SaveAsync(http, $"/v1/projects?format={format}&limit={Sampled}", Path.Combine(folder, "warm"), ct);
            var before = server.MostMemory;
            var path = $"/v1/projects?format={format}";
            var seconds = await FastestAsync(http, path, Path.Combine(folder, $"projects.{format}"), ct);
            var grown = server.MostMemory - before;

            using var floor = await Server.OfExchangeFloorAsync(sample);
            using var client = ClientOf(floor);
            await SaveAsync(client, $"/{format}?rows={Sampled}", Path.Combine(folder, "warm"), ct);
            var least = await FastestAsync(client, $"/{format}?rows={size}", Path.Combine(folder, "floor"), ct);
            report.Line(
                format,
                ImportBenchmark.Seconds(seconds),
                Report.Number((long)(size / seconds)),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{new FileInfo(Path.Combine(folder, $"projects.{format}")).Length / 1e6:0.0}"
                ),
                Report.Number((long)(size / least)),
                Report.Ratio(least / seconds),
                "+" + ImportBenchmark.Megabytes(grown)
            );
        }
    }

    private static async Task ImportAsync(string folder, int size, IReadOnlyList<string> formats, CancellationToken ct)
    {
        var report = new Report(
            string.Create(CultureInfo.InvariantCulture, $"{size:#,0} projects in, with their overlaps"),
            "seconds",
            "rows/s",
            "peak memory"
        );
        var data = Path.Combine(folder, "imported.db");
        foreach (var format in formats.Where(format => format is not ("geojson" or "parquet")))
        {
            var file = Path.Combine(folder, $"projects.{format}");
            if (format == "iati")
            {
                File.Move(file, Path.ChangeExtension(file, "xml"));
                file = Path.ChangeExtension(file, "xml");
            }

            foreach (var again in (bool[])[false, true])
            {
                var run = await ImportProcess.RunAsync(data, file, [], ct);
                report.Line(
                    again ? $"{format}, unchanged" : format,
                    ImportBenchmark.Seconds(run.Took.TotalSeconds),
                    Report.Number((long)(size / run.Took.TotalSeconds)),
                    ImportBenchmark.Megabytes(run.MostMemory),
                    "  " + run.Summary
                );
            }

            ImportBenchmark.Forget(data);
        }
    }

    private static HttpClient ClientOf(Server server) =>
        new()
        {
            BaseAddress = server.Address,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders =
            {
                Authorization = server.Key is null ? null : new AuthenticationHeaderValue("Bearer", server.Key),
            },
        };

    /// <summary>Returns the cursor before the project whose JSON has the median length among the first ones.</summary>
    private static async Task<string> MedianAsync(HttpClient http, CancellationToken ct)
    {
        var lines = (
            await http.GetStringAsync(new Uri($"/v1/projects?format=ndjson&limit={Sampled}", UriKind.Relative), ct)
        ).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The cursor after the first project is the earliest one.
        var median = lines.Index().Skip(1).OrderBy(line => line.Item.Length).ElementAt((lines.Length - 1) / 2).Index;
        await using var page = await http.GetStreamAsync(
            new Uri(string.Create(CultureInfo.InvariantCulture, $"/v1/projects?limit={median}"), UriKind.Relative),
            ct
        );
        using var document = await JsonDocument.ParseAsync(page, cancellationToken: ct);
        return document.RootElement.GetProperty("nextCursor").GetString()!;
    }

    /// <summary>
    /// Returns the seconds of the fastest of some lists. The first ones compile the program, in seconds of processor
    /// time in which it writes tens of thousands of rows.
    /// </summary>
    private static async Task<double> FastestAsync(HttpClient http, string path, string file, CancellationToken ct)
    {
        var fastest = double.MaxValue;
        for (var list = 0; list < Lists; list++)
            fastest = Math.Min(fastest, await SaveAsync(http, path, file, ct));
        return fastest;
    }

    /// <returns>The duration in seconds.</returns>
    private static async Task<double> SaveAsync(HttpClient http, string path, string file, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(
            new Uri(path, UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"GET {path} failed: {await answer.Content.ReadAsStringAsync(ct)}");
        await using (var saved = File.Create(file))
            await answer.Content.CopyToAsync(saved, ct);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
