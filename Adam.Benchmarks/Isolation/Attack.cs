using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Adam.Benchmarks.Isolation;

/// <summary>A way in which one caller takes more than its share, until it is stopped.</summary>
internal sealed record Attack(string Name, Func<Attacker, CancellationToken, Task> RunAsync)
{
    private const int ParallelPosts = 150;
    private const int ParallelReads = 32;
    private const int Connections = 2_000;

    public static readonly IReadOnlyList<Attack> All =
    [
        new("150 parallel POSTs", (attacker, ct) => attacker.RepeatAsync(ParallelPosts, attacker.PostAsync, ct)),
        new("import of a large file", (attacker, ct) => attacker.RepeatAsync(1, attacker.ImportAsync, ct)),
        new(
            "pages of clusters and overlaps of alike records",
            (attacker, ct) =>
                attacker.RepeatAsync(
                    ParallelReads,
                    (number, own) =>
                        attacker.ReadAsync(
                            number % 2 == 0 ? "/v1/overlaps/clusters?limit=200" : "/v1/overlaps?limit=500&count=true",
                            own
                        ),
                    ct
                )
        ),
        new(
            "whole lists that are read slowly",
            (attacker, ct) => attacker.RepeatAsync(ParallelReads, attacker.ReadSlowlyAsync, ct)
        ),
        new("guesses of keys", (attacker, ct) => attacker.RepeatAsync(ParallelReads, attacker.GuessAsync, ct)),
        new("2,000 connections that are kept", (attacker, ct) => attacker.KeepConnectionsAsync(Connections, ct)),
    ];
}

/// <summary>One misbehaving key.</summary>
/// <param name="file">An IATI file to import.</param>
internal sealed class Attacker(Uri address, string key, string file, IReadOnlyList<byte[]> bodies) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = address,
        Timeout = Timeout.InfiniteTimeSpan,
    };
    private int _posted = -1;

    /// <summary>The number of responses, by status.</summary>
    public SortedDictionary<int, int> Answers { get; } = [];

    public void Dispose() => _http.Dispose();

    /// <summary>Repeats a request by parallel clients, each of which waits for its response.</summary>
    public Task RepeatAsync(int clients, Func<int, CancellationToken, Task<int>> ask, CancellationToken ct) =>
        Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(number =>
                    Task.Run(
                        async () =>
                        {
                            try
                            {
                                while (!ct.IsCancellationRequested)
                                    Count(await ask(number, ct));
                            }
                            catch (Exception error)
                                when (error is OperationCanceledException or HttpRequestException or IOException)
                            {
                                // It is stopped, or the server has refused the connection.
                            }
                        },
                        CancellationToken.None
                    )
                )
        );

    public Task<int> PostAsync(int client, CancellationToken ct)
    {
        var content = new ByteArrayContent(bodies[Interlocked.Increment(ref _posted) % bodies.Count]);
        content.Headers.ContentType = Json;
        return SendAsync(HttpMethod.Post, "/v1/projects", key, content, ct);
    }

    public Task<int> ImportAsync(int client, CancellationToken ct)
    {
        var content = new StreamContent(File.OpenRead(file), 1 << 16);
        content.Headers.ContentType = new("application/xml");
        return SendAsync(HttpMethod.Post, "/v1/imports?pillar=precursors", key, content, ct);
    }

    public Task<int> ReadAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, key, null, ct);

    public async Task<int> ReadSlowlyAsync(int client, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, "/v1/projects?format=ndjson", key, null);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[1 << 10];
        while (await body.ReadAsync(buffer, ct) > 0)
            await Task.Delay(100, ct);
        return (int)answer.StatusCode;
    }

    public Task<int> GuessAsync(int client, CancellationToken ct) =>
        SendAsync(
            HttpMethod.Get,
            "/v1/projects",
            string.Create(CultureInfo.InvariantCulture, $"adam_{Random.Shared.NextInt64():x16}_{new string('0', 48)}"),
            null,
            ct
        );

    public async Task KeepConnectionsAsync(int count, CancellationToken ct)
    {
        var kept = new List<TcpClient>();
        try
        {
            while (!ct.IsCancellationRequested)
            {
                if (kept.Count < count)
                {
                    var client = new TcpClient();
                    kept.Add(client);
                    await client.ConnectAsync(address.Host, address.Port, ct);
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /v1/me HTTP/1.1\r\n"), ct);
                }
                else
                {
                    await Task.Delay(100, ct);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
        {
            // It is stopped, or the server has closed the connection.
        }
        finally
        {
            kept.ForEach(client => client.Dispose());
        }
    }

    private async Task<int> SendAsync(
        HttpMethod method,
        string path,
        string secret,
        HttpContent? content,
        CancellationToken ct
    )
    {
        using var request = Request(method, path, secret, content);
        using var answer = await _http.SendAsync(request, ct);
        return (int)answer.StatusCode;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string secret, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new("Bearer", secret);
        return request;
    }

    private void Count(int status)
    {
        lock (Answers)
            Answers[status] = Answers.GetValueOrDefault(status) + 1;
    }
}
