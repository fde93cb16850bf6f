using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Imports;

/// <summary>
/// Measures an import over HTTP and, during it, the response times of two other clients: one records projects, one
/// reads a list.
/// </summary>
internal static class ImportOverHttp
{
    private const int MostPosts = 20_000;

    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(10);

    public static async Task MeasureAsync(
        ActivityFile activities,
        int count,
        bool atomic,
        string folder,
        CancellationToken ct
    )
    {
        var (file, data) = (Path.Combine(folder, "activities.xml"), Path.Combine(folder, "register.db"));
        await activities.WriteAsync(file, count, all: !atomic, ct);
        await MeasureAsync(file, data, count, atomic, ct);
        ImportBenchmark.Forget(data);
    }

    private static async Task MeasureAsync(string file, string data, int count, bool atomic, CancellationToken ct)
    {
        using var server = await Server.OfRegisterAsync(data, "UNODC", "admin");
        using var http = new HttpClient
        {
            BaseAddress = server.Address,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", server.Key) },
        };
        var report = new Report(
            string.Create(CultureInfo.InvariantCulture, $"POST {count:#,0} activities{(atomic ? ", atomic" : "")}"),
            "median",
            "p99",
            "maximum",
            "requests",
            "rejected"
        );

        var began = Stopwatch.GetTimestamp();
        var import = PostAsync(http, file, atomic, ct);
        var posts = Question.All(["none"], ["AF"], MostPosts).Single(question => question.Bodies is not null);
        var others = new[]
        {
            AskAsync(http, server, posts, import, ct),
            AskAsync(http, server, new("GET 50 projects", ["/v1/projects?country=AL&limit=50"]), import, ct),
        };
        var bytes = await import;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.Line(
            "import",
            ImportBenchmark.Seconds(seconds),
            "",
            "",
            Report.Number((long)(count / seconds)) + "/s",
            "",
            ImportBenchmark.Megabytes(server.MostMemory) + " peak, ",
            ImportBenchmark.Megabytes(bytes) + " returned"
        );
        foreach (var (name, timings, refused) in await Task.WhenAll(others))
            report.Line(
                $"{name} during the import",
                Report.Milliseconds(timings.Median),
                Report.Milliseconds(timings.At(0.99)),
                Report.Milliseconds(timings.Slowest),
                Report.Number(timings.Milliseconds.Count),
                Report.Number(refused)
            );
    }

    /// <returns>The length of the response in bytes.</returns>
    private static async Task<long> PostAsync(HttpClient http, string file, bool atomic, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(
                $"/v1/imports?owner={ImportBenchmark.Owner}&pillar={ImportBenchmark.Pillar}"
                    + $"&atomic={(atomic ? "true" : "false")}",
                UriKind.Relative
            )
        )
        {
            Content = new StreamContent(stream, 1 << 16) { Headers = { ContentType = new("application/xml") } },
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The import failed: {await answer.Content.ReadAsStringAsync(ct)}");

        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var (length, buffer) = (0L, new byte[1 << 16]);
        while (await body.ReadAsync(buffer, ct) is var read and > 0)
            length += read;
        return length;
    }

    private static async Task<(string Name, Timings Timings, int Refused)> AskAsync(
        HttpClient http,
        Server server,
        Question question,
        Task until,
        CancellationToken ct
    )
    {
        var (milliseconds, refused) = (new List<double>(), 0);
        for (var number = 0; number < question.Most && !until.IsCompleted; number++)
        {
            var asked = Stopwatch.GetTimestamp();
            using var request = question.Ask(server, number);
            using var answer = await http.SendAsync(request, ct);
            milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            refused += answer.IsSuccessStatusCode ? 0 : 1;
            await Task.Delay(BetweenQuestions, ct);
        }

        milliseconds.Sort();
        return (question.Name, new(milliseconds), refused);
    }
}
