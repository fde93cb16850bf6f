using System.Diagnostics;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Http;

/// <summary>What one round has measured.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Worked">The time that processors have spent on the server meanwhile.</param>
internal sealed record Round(IReadOnlyList<double> Milliseconds, double Seconds, TimeSpan Worked)
{
    public double PerSecond => Milliseconds.Count / Seconds;

    public Timings Timings => new([.. Milliseconds.Order()]);

    public static Round Of(IReadOnlyList<Round> rounds) =>
        new([.. rounds.SelectMany(round => round.Milliseconds)], rounds.Sum(round => round.Seconds), new(rounds.Sum(round => round.Worked.Ticks)));
}

/// <summary>Some callers, each on its own connection, who ask one question over and over and wait for each answer.</summary>
internal sealed class Load(Server server, Question question) : IDisposable
{
    private const int Callers = 8;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Callers, UseProxy = false, UseCookies = false });
    private int _asked = -1;

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for as long as this, or until there is nothing left to ask.</summary>
    /// <exception cref="InvalidOperationException">The server does not do what it is asked.</exception>
    public async Task<Round> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var (worked, began) = (server.Worked, Stopwatch.GetTimestamp());
        var answered = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(began, duration, ct), ct)));
        return new([.. answered.SelectMany(milliseconds => milliseconds)], Stopwatch.GetElapsedTime(began).TotalSeconds, server.Worked - worked);
    }

    private async Task<List<double>> CallAsync(long began, TimeSpan duration, CancellationToken ct)
    {
        var (milliseconds, buffer) = (new List<double>(10_000), new byte[1 << 16]);
        while (Stopwatch.GetElapsedTime(began) < duration && Interlocked.Increment(ref _asked) is var number && number < question.Most)
        {
            using var request = question.Ask(server, number);
            var sent = Stopwatch.GetTimestamp();
            using var answer = await _http.SendAsync(request, ct);
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            while (await body.ReadAsync(buffer, ct) > 0)
            {
                // All of it is waited for, none of it is looked at.
            }

            milliseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"The {server.Name} answers {request.Method} {request.RequestUri} with {(int)answer.StatusCode}.");
        }

        return milliseconds;
    }
}
