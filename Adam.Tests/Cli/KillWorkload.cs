using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Adam.Tests.Projects;

namespace Adam.Tests.Cli;

/// <summary>A request of a <see cref="KillWorkload"/> with an <c>Idempotency-Key</c>.</summary>
/// <param name="Client">The index of the client, which has a key of its own.</param>
/// <param name="Value">The value of the <c>Idempotency-Key</c>.</param>
/// <param name="Projects">The number of projects that the request adds; negative for an undo.</param>
internal sealed record KillRequest(int Client, string Value, string Path, string Body, string Type, int Projects)
{
    /// <summary>The first response, which the client has received whole; null if there is none.</summary>
    public string? Answer { get; set; }
}

/// <summary>The records that a <see cref="KillWorkload"/> writes again and again.</summary>
/// <param name="Titled">The path of the project of Germany whose title is changed.</param>
/// <param name="Restored">The path of the project of America of which the versions 1 and 2 are restored.</param>
/// <param name="Decided">The path of the pair that is decided.</param>
internal sealed record KillTargets(string Titled, string Restored, string Decided);

/// <summary>
/// A value that one client writes again and again, in ascending numbers and without a key for retries.
/// </summary>
internal sealed class KillCounter
{
    /// <summary>The last number that was acknowledged.</summary>
    public int Acknowledged { get; set; }

    /// <summary>The last number that was sent.</summary>
    public int Sent { get; set; }
}

/// <summary>
/// Clients that write at the same time until the program is killed: they record, import, undo, restore versions, change
/// a project and decide a pair. It remembers each request with its response.
/// </summary>
internal sealed class KillWorkload(IReadOnlyList<string> keys, KillTargets targets)
{
    /// <summary>The keys: of two donors, of an analyst.</summary>
    public const int Germany = 0;

    /// <inheritdoc cref="Germany"/>
    public const int America = 1;

    /// <inheritdoc cref="Germany"/>
    public const int Analyst = 2;

    private const int RowsOfImport = 25;

    private static readonly string[] Countries = ["TJ", "UZ", "KG", "KZ", "TM", "AF", "PK", "IR", "AM", "AZ"];

    // The first references are those of the targets.
    private int _number = 1_000;

    /// <summary>The number of acknowledged requests since the last start.</summary>
    private int _acknowledged;

    public KillTargets Targets => targets;

    public ConcurrentQueue<KillRequest> Requests { get; } = new();

    /// <summary>The title of the project.</summary>
    public KillCounter Titles { get; } = new();

    /// <summary>The note of the verdict.</summary>
    public KillCounter Notes { get; } = new();

    /// <summary>Writes until the servers are killed, which happens when a number of requests is acknowledged.</summary>
    public async Task RunAsync(IReadOnlyList<Uri> servers, int acknowledged, Action kill)
    {
        _acknowledged = 0;
        await Task.WhenAll(
            UntilKilledAsync(servers[0], Germany, client => RecordAsync(client, Germany)),
            UntilKilledAsync(servers[^1], Germany, client => RecordAsync(client, Germany)),
            UntilKilledAsync(servers[0], America, client => RecordAsync(client, America)),
            UntilKilledAsync(servers[^1], America, client => RecordAsync(client, America)),
            UntilKilledAsync(servers[0], Germany, client => ImportAsync(client, Germany)),
            UntilKilledAsync(servers[^1], America, client => ImportAsync(client, America)),
            UntilKilledAsync(servers[0], America, RestoreAsync),
            UntilKilledAsync(servers[^1], Germany, client => CountAsync(client, Titles, Retitle)),
            UntilKilledAsync(servers[0], Analyst, client => CountAsync(client, Notes, Decide))
        );

        async Task UntilKilledAsync(Uri server, int key, Func<HttpClient, Task> step)
        {
            using var client = ProgramProcess.Client(server, keys[key]);
            try
            {
                while (true)
                    await step(client);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
            {
                // The program is killed.
            }
        }

        Task RecordAsync(HttpClient client, int key) =>
            SendAsync(client, New(key, "/v1/projects", Record(Next()), "application/json", 1));

        async Task ImportAsync(HttpClient client, int key)
        {
            var number = Next();
            var rows = Enumerable.Range(0, RowsOfImport).Select(_ => Record(Next()).ReplaceLineEndings(""));
            var path = number % 2 == 0 ? "/v1/imports?atomic=true" : "/v1/imports";
            var import = New(key, path, string.Join('\n', rows), "application/x-ndjson", RowsOfImport);
            if (await SendAsync(client, import) is not { } answer || number % 3 == 0)
                return;

            var undo = $"/v1/imports/{(string)JsonNode.Parse(answer)!["id"]!}/undo";
            await SendAsync(client, New(key, undo, "", "application/json", -RowsOfImport));
        }

        Task RestoreAsync(HttpClient client)
        {
            var path = $"{targets.Restored}/versions/{1 + Next() % 2}/restore";
            return SendAsync(client, New(America, path, "", "application/json", 0));
        }

        Task<HttpResponseMessage> Retitle(HttpClient client, int number) =>
            client.SendAsync(
                "PATCH",
                targets.Titled,
                $$"""{ "title": "Title {{number}}" }""",
                ProjectHttp.MergePatch,
                ("If-Match", "*")
            );

        Task<HttpResponseMessage> Decide(HttpClient client, int number) =>
            client.SendAsync(
                "PUT",
                $"{targets.Decided}/verdict",
                $$"""{ "verdict": "complementary", "note": "Note {{number}}" }""",
                headers: ("If-Match", "*")
            );

        async Task CountAsync(
            HttpClient client,
            KillCounter counter,
            Func<HttpClient, int, Task<HttpResponseMessage>> send
        )
        {
            var number = ++counter.Sent;
            if (await ReadAsync(await send(client, number)) is not null)
                counter.Acknowledged = number;
        }

        async Task<string?> SendAsync(HttpClient client, KillRequest request)
        {
            Requests.Enqueue(request);
            return request.Answer = await ReadAsync(await SendOnceAsync(client, request));
        }

        async Task<string?> ReadAsync(HttpResponseMessage response)
        {
            using var _ = response;
            var answer = await response.Content.ReadAsStringAsync();
            // On SQL Server, the lock of a server that was killed can be held for a while.
            if ((int)response.StatusCode == 503)
                return null;

            Assert.That((int)response.StatusCode, Is.AnyOf(200, 201), answer);
            if (Interlocked.Increment(ref _acknowledged) == acknowledged)
                kill();
            return answer;
        }
    }

    /// <summary>Sends a request with its <c>Idempotency-Key</c>, for the first time or again.</summary>
    public static Task<HttpResponseMessage> SendOnceAsync(HttpClient client, KillRequest request) =>
        client.SendAsync(
            "POST",
            request.Path,
            request.Body.Length == 0 ? null : request.Body,
            request.Type,
            ("Idempotency-Key", request.Value),
            ("If-Match", "*")
        );

    private int Next() => Interlocked.Increment(ref _number);

    private KillRequest New(int client, string path, string body, string type, int projects) =>
        new(client, string.Create(CultureInfo.InvariantCulture, $"k-{Next()}"), path, body, type, projects);

    private static string Record(int number) =>
        ProjectHttp.Body(
            $$"""
            {
              "reference": "R-{{number}}", "title": "Course {{number / 3}} of district {{number / 40}}",
              "countries": ["{{Countries[number % Countries.Length]}}"],
              "plannedStart": "{{1990 + number % 30}}-01-01", "plannedEnd": "{{1990 + number % 30}}-12-31"
            }
            """
        );
}
