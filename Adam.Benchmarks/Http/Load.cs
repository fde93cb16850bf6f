using System.Diagnostics;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Http;

/// <summary>The result of one round.</summary>
/// <param name="Milliseconds">The duration of each request.</param>
/// <param name="Seconds">The duration of the round.</param>
/// <param name="Worked">The processor time of the server during the round.</param>
internal sealed record Round(IReadOnlyList<double> Milliseconds, double Seconds, TimeSpan Worked)
{
    public double PerSecond => Milliseconds.Count / Seconds;

    public Timings Timings => new([.. Milliseconds.Order()]);

    public static Round Of(IReadOnlyList<Round> rounds) =>
        new(
            [.. rounds.SelectMany(round => round.Milliseconds)],
            rounds.Sum(round => round.Seconds),
            new(rounds.Sum(round => round.Worked.Ticks))
        );
}

/// <summary>Eight clients, each on its own connection, that repeat one request and wait for each response.</summary>
internal sealed class Load(Server server, Question question) : IDisposable
{
    private const int Callers = 8;

    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            MaxConnectionsPerServer = Callers,
            UseProxy = false,
            UseCookies = false,
        }
    );
    private int _asked = -1;

    public void Dispose() => _http.Dispose();

    /// <summary>Sends requests for the given duration, or until no bodies are left.</summary>
    /// <exception cref="InvalidOperationException">A response has no success status.</exception>
    public async Task<Round> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var (worked, began) = (server.Worked, Stopwatch.GetTimestamp());
        var answered = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(began, duration, ct), ct))
        );
        return new(
            [.. answered.SelectMany(milliseconds => milliseconds)],
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            server.Worked - worked
        );
    }

    private async Task<List<double>> CallAsync(long began, TimeSpan duration, CancellationToken ct)
    {
        var (milliseconds, buffer) = (new List<double>(10_000), new byte[1 << 16]);
        while (
            Stopwatch.GetElapsedTime(began) < duration
            && Interlocked.Increment(ref _asked) is var number
            && number < question.Most
        )
        {
            using var request = question.Ask(server, number);
            var sent = Stopwatch.GetTimestamp();
            using var answer = await _http.SendAsync(request, ct);
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            while (await body.ReadAsync(buffer, ct) > 0)
            {
                // Reads the body to its end. Its content is not needed.
            }

            milliseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException(
                    $"The {server.Name} returned {(int)answer.StatusCode} to {request.Method} {request.RequestUri}."
                );
        }

        return milliseconds;
    }
}
