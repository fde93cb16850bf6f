using System.Diagnostics;
using System.Globalization;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Imports;
using Adam.Benchmarks.Overlaps;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Isolation;

/// <summary>
/// Measures the reads and writes of one partner while another one misbehaves, in each way of
/// <see cref="Attack.All"/>, and before it, when nobody does.
/// </summary>
internal static class IsolationBenchmark
{
    private const int Alike = 300;
    private const int MostPosts = 20_000;

    /// <summary>The activities of the imported file, of about one kilobyte each.</summary>
    private const int Activities = 50_000;

    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(int projects, TimeSpan duration, string only, CancellationToken ct)
    {
        using var register = await Register.FilledAsync(projects, seed: 1, ct);
        for (var number = 0; number < Alike; number++)
            await AlikeRecords.RecordAsync(register, number, ct);
        var folder = Directory.CreateTempSubdirectory("adam-isolation-").FullName;
        try
        {
            var file = Path.Combine(folder, "activities.xml");
            await (await ActivityFile.OfAsync(null, folder, ct)).WriteAsync(file, Activities, all: true, ct);
            await RunAsync(register, folder, file, duration, only, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(
        Register register,
        string folder,
        string file,
        TimeSpan duration,
        string only,
        CancellationToken ct
    )
    {
        var size = new FileInfo(file).Length >> 20;
        var report = new Report(
            string.Create(
                CultureInfo.InvariantCulture,
                $"One partner while another one misbehaves (import: {size} MB)"
            ),
            "read median",
            "read p99",
            "write median",
            "write p99",
            "refused",
            "WAL"
        );
        var posts = Question.All(["none"], ["AF"], MostPosts).Single(question => question.Bodies is not null);
        var read = new Question("GET 50 projects", ["/v1/projects?country=AL&limit=50"]);
        var asked = 0;
        var quiet = new Attack("nobody", (_, _) => Task.CompletedTask);
        var attacks = Attack.All.Where(one => one.Name.Contains(only, StringComparison.Ordinal));
        foreach (var attack in attacks.Prepend(quiet))
        {
            // Jobs of an earlier attack would go on in the same register.
            var data = Path.Combine(folder, $"{Guid.NewGuid():N}.db");
            register.CopyTo(data);
            using var server = await Server.OfRegisterAsync(data, isLimited: true);
            using var attacker = new Attacker(
                server.Address,
                await Server.IssueKeyAsync(data, "US", "donor"),
                file,
                posts.Bodies!
            );
            using var http = new HttpClient();
            // The first requests compile the program.
            await AskAsync(http, server, read, 0, TimeSpan.FromSeconds(2), ct);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var running = attack.RunAsync(attacker, stop.Token);
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            var both = await Task.WhenAll(
                AskAsync(http, server, read, 0, duration, ct),
                AskAsync(http, server, posts, asked, duration, ct)
            );
            var log = new FileInfo(data + "-wal") is { Exists: true } wal ? wal.Length >> 20 : 0;
            asked += both[1].Asked;
            await stop.CancelAsync();
            await running;
            report.Line(
                attack.Name,
                Report.Milliseconds(both[0].Timings.Median),
                Report.Milliseconds(both[0].Timings.At(0.99)),
                Report.Milliseconds(both[1].Timings.Median),
                Report.Milliseconds(both[1].Timings.At(0.99)),
                Report.Number(both.Sum(one => one.Refused)),
                string.Create(CultureInfo.InvariantCulture, $"{log} MB"),
                "  " + string.Join(", ", attacker.Answers.Select(one => $"{one.Key}: {one.Value}"))
            );
        }
    }

    private static async Task<(Timings Timings, int Asked, int Refused)> AskAsync(
        HttpClient http,
        Server server,
        Question question,
        int first,
        TimeSpan duration,
        CancellationToken ct
    )
    {
        var (milliseconds, number, refused) = (new List<double>(), first, 0);
        for (
            var began = Stopwatch.GetTimestamp();
            Stopwatch.GetElapsedTime(began) < duration && number < question.Most;
            number++
        )
        {
            using var request = question.Ask(server, number);
            var asked = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, ct);
            milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            refused += answer.IsSuccessStatusCode ? 0 : 1;
            await Task.Delay(BetweenQuestions, ct);
        }

        milliseconds.Sort();
        return (new(milliseconds), number - first, refused);
    }
}
