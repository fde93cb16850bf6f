using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Imports;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Layers;

/// <summary>Measures imports of items of a layer over HTTP, and pages of the imported items by box and days.</summary>
internal static class LayersBenchmark
{
    private const int Runs = 40;
    private const int Seed = 1;

    public static async Task RunAsync(IReadOnlyList<int> sizes, CancellationToken ct)
    {
        foreach (var size in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("adam-benchmarks-").FullName;
            try
            {
                await RunAsync(size, folder, ct);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task RunAsync(int size, string folder, CancellationToken ct)
    {
        var (file, data) = (Path.Combine(folder, "seizures.csv"), Path.Combine(folder, "register.db"));
        await SeizureFile.WriteAsync(file, size, Seed, ct);
        var report = new Report(
            $"Layers, {Report.Number(size)} items, {ImportBenchmark.Megabytes(new FileInfo(file).Length)}",
            "seconds",
            "items/s",
            "peak memory"
        );
        using (var server = await Server.OfRegisterAsync(data, "UNODC", "admin"))
        {
            using var http = Client(server);
            foreach (
                var (name, query) in new[]
                {
                    ("dry run", "?dryRun=true"),
                    ("import", ""),
                    ("import again, unchanged", ""),
                }
            )
            {
                var began = Stopwatch.GetTimestamp();
                await SendAsync(http, file, query, ct);
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                report.Line(
                    name,
                    ImportBenchmark.Seconds(seconds),
                    Report.Number((long)(size / seconds)),
                    ImportBenchmark.Megabytes(server.MostMemory)
                );
            }
        }

        using (var server = await Server.OfRegisterAsync(data, "UNODC", "admin"))
        {
            using var http = Client(server);
            await PagesAsync(http, size, ct);
        }
    }

    private static async Task PagesAsync(HttpClient http, int size, CancellationToken ct)
    {
        var report = new Report(
            $"GET items?limit=100, {Report.Number(size)} items",
            "fastest",
            "median",
            "p95",
            "runs",
            "matched"
        );
        foreach (var side in new[] { 1, 4, 20, 360 })
        {
            foreach (
                var (name, days) in new (string, int?)[]
                {
                    ("a day", 1),
                    ("a month", 30),
                    ("a year", 365),
                    ("all", null),
                }
            )
            {
                var random = new Random(Seed);
                var matched = new List<string>();
                var timings = await Stopped.RunAsync(
                    Runs,
                    async _ =>
                    {
                        using var page = await http.GetAsync(
                            new Uri(
                                $"/v1/layers/seizures/items?limit=100{Filter(random, side, days)}",
                                UriKind.Relative
                            ),
                            ct
                        );
                        var body = await page.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct);
                        const string Matched = "\"numberMatched\":";
                        var at = body.IndexOf(Matched, StringComparison.Ordinal);
                        matched.Add(at < 0 ? "> 10,000" : body[(at + Matched.Length)..].Split(',')[0]);
                    }
                );
                report.Line($"{side} degrees, {name}", timings, $"  {string.Join(' ', matched.TakeLast(4))}");
            }
        }
    }

    /// <summary>Returns a box around a place where items lie, or of the whole Earth, and an interval.</summary>
    private static string Filter(Random random, int side, int? days)
    {
        var (longitude, latitude) = SeizureFile.Place(random);
        var (west, south) = side == 360 ? (-180, -90) : (longitude - side / 2.0, latitude - side / 2.0);
        var (east, north) = side == 360 ? (180, 90) : (west + side, south + side);
        var first = SeizureFile.Day(random);
        var interval = days is { } count ? $"&datetime={first:yyyy-MM-dd}/{first.AddDays(count - 1):yyyy-MM-dd}" : "";
        return string.Create(
                CultureInfo.InvariantCulture,
                $"&bbox={west:0.####},{south:0.####},{east:0.####},{north:0.####}"
            ) + interval;
    }

    private static async Task SendAsync(HttpClient http, string file, string query, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        using var request = new HttpRequestMessage(
            HttpMethod.Patch,
            new Uri($"/v1/layers/seizures/items{query}", UriKind.Relative)
        )
        {
            Content = new StreamContent(stream, 1 << 16) { Headers = { ContentType = new("text/csv") } },
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The import failed: {await answer.Content.ReadAsStringAsync(ct)}");

        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        await body.CopyToAsync(Stream.Null, ct);
    }

    private static HttpClient Client(Server server) =>
        new()
        {
            BaseAddress = server.Address,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", server.Key) },
        };
}
