using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Imports;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Projects;

namespace Adam.Benchmarks.Exchange;

/// <summary>
/// Measures whole lists in each format, over HTTP, beside a server that writes some thousand of the records again and
/// again with the same library; and imports of the same files.
/// </summary>
internal static class ExchangeBenchmark
{
    /// <summary>The projects of a page, which is the largest one of the API.</summary>
    private const int PageSize = 500;

    /// <summary>The pages whose projects are the constants of the floor.</summary>
    private const int Pages = 8;

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

    /// <summary>Measures the lists of a copy of a register that there is.</summary>
    public static async Task ExportAsync(string file, IReadOnlyList<string>? formats, CancellationToken ct)
    {
        using var register = Register.OfFile(file);
        var folder = Directory.CreateTempSubdirectory("adam-benchmarks-").FullName;
        try
        {
            var data = Path.Combine(folder, "register.db");
            register.CopyTo(data);
            var size = await register.Projects.CountAsync(new ProjectFilter(), ct);
            await ExportAsync(data, folder, (int)size, formats ?? Formats, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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
            "rows/s",
            "µs a row",
            "MB",
            "floor rows/s",
            "µs a row",
            "MB",
            "ratio",
            "memory"
        );
        foreach (var format in formats)
        {
            // A new process for each format, because its peak memory never falls.
            using var server = await Server.OfRegisterAsync(data, "UNODC", "admin");
            using var http = ClientOf(server);
            var pages = Directory.CreateDirectory(Path.Combine(folder, $"pages-{format}")).FullName;
            await SavePagesAsync(http, format, pages, ct);
            using var floor = await Server.OfExchangeFloorAsync(format, pages);
            using var client = ClientOf(floor);
            var before = server.MostMemory;
            var (ours, least) = (new Fastest(server), new Fastest(floor));
            // In turns, so that both have the same share of a busy machine.
            for (var list = 0; list < Lists; list++)
            {
                await ours.MeasureAsync(http, $"/v1/projects?format={format}", ct);
                await least.MeasureAsync(client, $"/?rows={size}", ct);
            }

            var grown = server.MostMemory - before;
            report.Line(
                format,
                [
                    .. ours.Figures(size),
                    .. least.Figures(size),
                    Report.Ratio(least.Seconds / ours.Seconds),
                    "+" + ImportBenchmark.Megabytes(grown),
                ]
            );
            await SaveAsync(http, $"/v1/projects?format={format}", Path.Combine(folder, $"projects.{format}"), ct);
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

    /// <summary>Saves the first pages of a list as the constants of the floor.</summary>
    private static async Task SavePagesAsync(HttpClient http, string format, string folder, CancellationToken ct)
    {
        var next = string.Create(CultureInfo.InvariantCulture, $"/v1/projects?format={format}&limit={PageSize}");
        for (var page = 0; page < Pages && next is not null; page++)
        {
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{page}.{format}"));
            next = await SaveAsync(http, next, file, ct);
        }
    }

    /// <returns>The address of the next page; null if there is none.</returns>
    private static async Task<string?> SaveAsync(HttpClient http, string path, string file, CancellationToken ct)
    {
        using var answer = await GetAsync(http, path, ct);
        await using var saved = File.Create(file);
        await answer.Content.CopyToAsync(saved, ct);
        return answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string path, CancellationToken ct)
    {
        var answer = await http.GetAsync(
            new Uri(path, UriKind.RelativeOrAbsolute),
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        return answer.IsSuccessStatusCode
            ? answer
            : throw new InvalidOperationException($"GET {path} failed: {await answer.Content.ReadAsStringAsync(ct)}");
    }

    /// <summary>
    /// The fastest of some lists. The first ones compile the program, in seconds of processor time in which it writes
    /// tens of thousands of rows.
    /// </summary>
    private sealed class Fastest(Server server)
    {
        private const int ReadSize = 1 << 20;

        private readonly byte[] _part = new byte[ReadSize];
        private double _work = double.MaxValue;
        private long _bytes;

        public double Seconds { get; private set; } = double.MaxValue;

        /// <summary>Reads a list, and keeps nothing of it.</summary>
        public async Task MeasureAsync(HttpClient http, string path, CancellationToken ct)
        {
            var (began, worked) = (Stopwatch.GetTimestamp(), server.Worked);
            using var answer = await GetAsync(http, path, ct);
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            _bytes = 0;
            for (var count = -1; count != 0; _bytes += count)
                count = await body.ReadAsync(_part, ct);
            Seconds = Math.Min(Seconds, Stopwatch.GetElapsedTime(began).TotalSeconds);
            _work = Math.Min(_work, (server.Worked - worked).TotalMicroseconds);
        }

        /// <summary>Returns the rows a second, the processor time of the server for each row, and the size.</summary>
        public IEnumerable<string> Figures(int rows) =>
            [
                Report.Number((long)(rows / Seconds)),
                string.Create(CultureInfo.InvariantCulture, $"{_work / rows:0.0}"),
                string.Create(CultureInfo.InvariantCulture, $"{_bytes / 1e6:0.0}"),
            ];
    }
}
