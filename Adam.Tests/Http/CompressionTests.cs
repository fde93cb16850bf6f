using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Adam.Domain.Keys;
using Adam.Tests.Exports;
using Adam.Tests.Projects;

namespace Adam.Tests.Http;

/// <summary>
/// Responses are compressed for clients that accept it, and the entity tags of compressed responses serve for changes.
/// </summary>
[NonParallelizable]
public sealed class CompressionTests(string engine) : RegisterTests(engine)
{
    private const string Ndjson = "/v1/projects?format=ndjson";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Every_kind_of_text_is_compressed(
        [Values(
            "/v1/projects",
            "/v1/projects/00000000-0000-0000-0000-000000000000",
            Ndjson,
            "/openapi.yaml",
            "/openapi.json",
            "/",
            "/docs/errors",
            "/docs/errors.md",
            "/docs/style.css",
            "/swagger/index.html",
            "/swagger/swagger-ui.css",
            "/swagger/swagger-ui-bundle.js"
        )]
            string path,
        [Values("br", "gzip")] string coding
    )
    {
        await _germany.RecordAsync();
        var plain = await _germany.GetAsync(path);
        var compressed = await GetAsync(path, coding);
        Assert.Multiple(() =>
        {
            Assert.That(plain.Content.Headers.ContentEncoding, Is.Empty);
            Assert.That(compressed.Content.Headers.ContentEncoding, Is.EqualTo([coding]));
            Assert.That(compressed.StatusCode, Is.EqualTo(plain.StatusCode));
            Assert.That(compressed.Content.Headers.ContentType, Is.EqualTo(plain.Content.Headers.ContentType));
            Assert.That(compressed.Headers.Vary, Does.Contain("Accept-Encoding"));
            Assert.That(compressed.Headers.Vary, Is.Unique);
            Assert.That(plain.Headers.Vary, Is.EquivalentTo(compressed.Headers.Vary), "a cache has either first");
        });
        Assert.That(
            WithoutRequestId(await ReadAsync(compressed, coding)),
            Is.EqualTo(WithoutRequestId(await plain.Content.ReadAsStringAsync()))
        );
    }

    [TestCase("br;q=0.5, gzip", "gzip")]
    [TestCase("gzip, deflate, br, zstd", "br")]
    [TestCase("deflate", null)]
    [TestCase("identity", null)]
    [TestCase("gzip;q=0, br;q=0", null)]
    public async Task Client_chooses_the_coding(string accepted, string? coding)
    {
        var response = await GetAsync("/v1/partners", accepted);
        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(coding is null ? [] : new[] { coding }));
    }

    [Test]
    public async Task Secret_of_a_key_is_not_compressed()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        const string Key = """{ "partner": "DE", "role": "viewer", "name": "x" }""";
        var issued = await admin.SendAsync("POST", "/v1/keys", Key, headers: ("Accept-Encoding", "gzip, br"));
        Assert.That((int)issued.StatusCode, Is.EqualTo(201));
        Assert.That(issued.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That((string?)(await issued.JsonAsync())["secret"], Does.StartWith("adam_"));
        var listed = await admin.SendAsync("GET", "/v1/keys", headers: ("Accept-Encoding", "gzip, br"));
        Assert.That(listed.Content.Headers.ContentEncoding, Is.EqualTo(["br"]), "without secrets");
    }

    [Test]
    public async Task Each_coding_has_its_own_strong_entity_tag()
    {
        var path = $"/v1/projects/{(await _germany.RecordAsync()).Id()}";
        var tags = new List<EntityTagHeaderValue>();
        foreach (var coding in (string[])["identity", "br", "gzip"])
            tags.Add((await GetAsync(path, coding)).Headers.ETag!);
        Assert.That(tags.Select(tag => $"{tag}"), Is.EqualTo(["\"1\"", "\"1-br\"", "\"1-gzip\""]));
        Assert.That(tags, Has.All.Property(nameof(EntityTagHeaderValue.IsWeak)).False);
    }

    [Test]
    public async Task What_the_client_has_is_not_sent_again(
        [Values("br", "gzip", "identity")] string coding,
        [Values("/v1/partners/DE", "/v1/codelists/pillars", "/docs/errors", "/docs", "/v1/me")] string path
    )
    {
        var first = await GetAsync(path, coding);
        var again = await _germany.SendAsync(
            "GET",
            path,
            headers: [("Accept-Encoding", coding), ("If-None-Match", first.Headers.ETag!.ToString())]
        );
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
        Assert.That(again.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(again.Headers.Vary, Is.EquivalentTo(first.Headers.Vary));
        Assert.That(again.Content.Headers.ContentEncoding, Is.Empty);
        var changed = await _germany.SendAsync(
            "GET",
            path,
            headers: [("Accept-Encoding", coding), ("If-None-Match", "\"999-gzip\", \"other\"")]
        );
        Assert.That((int)changed.StatusCode, Is.EqualTo(200));
    }

    [TestCase("br")]
    [TestCase("gzip")]
    public async Task Tag_of_a_compressed_response_serves_for_changes(string coding)
    {
        var recorded = await _germany.SendAsync(
            "POST",
            "/v1/projects",
            ProjectHttp.Body(),
            headers: ("Accept-Encoding", coding)
        );
        var path = recorded.Headers.Location!.ToString();
        var first = recorded.Headers.ETag!.ToString();
        Assert.That(first, Is.EqualTo($"\"1-{coding}\""));

        var second = await ChangeAsync("PUT", ProjectHttp.Body("""{ "title": "Second" }"""), "application/json", first);
        Assert.That(second, Is.EqualTo((200, $"\"2-{coding}\"")));
        var third = await ChangeAsync("PATCH", """{ "title": "Third" }""", ProjectHttp.MergePatch, second.Tag!);
        Assert.That(third, Is.EqualTo((200, $"\"3-{coding}\"")));
        foreach (var method in (string[])["PUT", "PATCH", "DELETE"])
            Assert.That((await ChangeAsync(method, "{}", "application/json", second.Tag!)).Status, Is.EqualTo(412));
        Assert.That((await ChangeAsync("DELETE", null, "", third.Tag!)).Status, Is.EqualTo(204));

        async Task<(int Status, string? Tag)> ChangeAsync(string method, string? body, string type, string tag)
        {
            var response = await _germany.SendAsync(
                method,
                path,
                method == "DELETE" ? null
                    : method == "PUT" && body == "{}" ? ProjectHttp.Body()
                    : body,
                type,
                ("If-Match", tag),
                ("Accept-Encoding", coding)
            );
            return ((int)response.StatusCode, response.Headers.ETag?.ToString());
        }
    }

    [Test]
    public async Task Replay_has_the_tag_of_its_own_coding()
    {
        (string, string) key = ("Idempotency-Key", "one");
        foreach (var (coding, tag) in new[] { ("gzip", "\"1-gzip\""), ("br", "\"1-br\""), ("identity", "\"1\"") })
        {
            var response = await _germany.SendAsync(
                "POST",
                "/v1/projects",
                ProjectHttp.Body(),
                headers: [key, ("Accept-Encoding", coding)]
            );
            Assert.That((int)response.StatusCode, Is.EqualTo(201));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo(tag));
            Assert.That(await ReadAsync(response, coding), Does.Contain("\"reference\":\"R-1\""));
        }
    }

    [TestCase("/v1/partners/DE")]
    [TestCase("/docs/errors")]
    [TestCase(Ndjson)]
    public async Task Head_has_the_headers_of_the_compressed_response(string path)
    {
        await _germany.RecordAsync();
        var get = await GetAsync(path, "gzip");
        var head = await _germany.SendAsync("HEAD", path, headers: ("Accept-Encoding", "gzip"));
        Assert.Multiple(() =>
        {
            Assert.That(head.StatusCode, Is.EqualTo(get.StatusCode));
            Assert.That(head.Headers.ETag, Is.EqualTo(get.Headers.ETag));
            Assert.That(head.Headers.Vary, Is.EquivalentTo(get.Headers.Vary));
            Assert.That(head.Content.Headers.ContentType, Is.EqualTo(get.Content.Headers.ContentType));
        });
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task Plain_response_states_its_length_and_others_do_not()
    {
        var project = await _germany.RecordAsync();
        foreach (var path in (string[])["/v1/projects?limit=1", $"/v1/projects/{project["id"]}"])
        {
            var plain = await _germany.GetAsync(path);
            var bytes = await plain.Content.ReadAsByteArrayAsync();
            Assert.That(Length(plain), Is.EqualTo($"{bytes.Length}"), path);
            Assert.That(Length(await GetAsync(path, "gzip")), Is.Null, path);
            var head = await _germany.SendAsync("HEAD", path);
            Assert.That(head.Headers.ETag, Is.EqualTo(plain.Headers.ETag), path);
            Assert.That(Length(head), Is.Null.Or.EqualTo("0"), path);
        }

        // The client computes a length for what it has read; this one was sent.
        static string? Length(HttpResponseMessage response) =>
            response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var sent) ? sent.ToString() : null;
    }

    [TestCase("br")]
    [TestCase("gzip")]
    public async Task Compressed_stream_flows_while_the_list_is_read(string coding)
    {
        const int Count = 2_000;
        const int MostBytes = 15_000_000;
        var description = new string('x', 10_000);
        await TestStores
            .Projects(Register.Database, TimeProvider.System)
            .RecordAllAsync(
                Enumerable
                    .Range(0, Count)
                    .Select(number =>
                        AProject
                            .By("DE")
                            .In("UZ")
                            .Running($"20{10 + number % 9}-01-01", null)
                            // Text that compresses badly, so that the buffers of the test host fill.
                            .Saying(draft => draft with { Description = Noise(number) })
                            .Build()
                    ),
                "test",
                default
            );
        using var queries = new PausedQuery("ProjectListSql.", 6);
        var memory = new MemoryGrowth(MostBytes);
        var request = new HttpRequestMessage(HttpMethod.Get, Ndjson) { Headers = { { "Accept-Encoding", coding } } };
        using var response = await _germany.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = Decompress(await response.Content.ReadAsStreamAsync(), coding);
        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadLineAsync(), Does.Contain("\"owner\":\"DE\""));
        // The first line comes before all 21 pages are read.
        queries.GoOn();

        var (lines, most) = (1, 0L);
        for (; await reader.ReadLineAsync() is not null; lines++)
        {
            if (lines % 500 == 0)
                most = Math.Max(most, memory.Look());
        }

        Assert.That((lines, queries.Count), Is.EqualTo((Count, Count / 100 + 1)));
        Assert.That(most, Is.LessThan(MostBytes), "a page of documents is 2 MB, a window of Brotli 4 MB");

        string Noise(int seed)
        {
            var random = new Random(seed);
            return string.Create(
                description.Length,
                random,
                static (text, random) =>
                {
                    foreach (ref var character in text)
                        character = (char)random.Next('a', 'z' + 1);
                }
            );
        }
    }

    private Task<HttpResponseMessage> GetAsync(string path, string coding) =>
        _germany.SendAsync("GET", path, headers: ("Accept-Encoding", coding));

    private static async Task<string> ReadAsync(HttpResponseMessage response, string coding)
    {
        await using var stream = Decompress(await response.Content.ReadAsStreamAsync(), coding);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static Stream Decompress(Stream stream, string coding) =>
        coding switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "gzip" => new GZipStream(stream, CompressionMode.Decompress),
            _ => stream,
        };

    /// <summary>Removes the only part of a response that differs between two requests.</summary>
    private static string WithoutRequestId(string body) => body.Split("\"requestId\"")[0];
}
