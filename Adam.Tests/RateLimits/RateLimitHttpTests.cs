using System.Net;
using Adam.Api.RateLimits;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.RateLimits;

/// <summary>One key, partner or address that asks for too much is told so, and the others are served.</summary>
public sealed class RateLimitHttpTests(string engine) : RegisterTests(engine)
{
    [Test]
    public async Task Key_with_too_many_reads_waits_and_another_key_does_not()
    {
        await using var api = Api(("ReadsPerMinute", "3"));
        using var greedy = await api.ClientAsync(Role.Viewer, "DE");
        using var other = await api.ClientAsync(Role.Viewer, "DE");
        for (var read = 3; read > 0; read--)
        {
            var response = await greedy.GetAsync("/v1/me");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(
                Header(response, "RateLimit-Policy"),
                Is.EqualTo("\"reads\";q=3;w=60, \"partner-reads\";q=12;w=60")
            );
            Assert.That(Header(response, "RateLimit"), Does.StartWith($"\"reads\";r={read - 1};t="));
        }

        var refused = await greedy.GetAsync("/v1/me");
        await refused.ProblemAsync(429, "ADAM-1060");
        Assert.That(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(1, 20));
        Assert.That(Header(refused, "RateLimit"), Does.StartWith("\"reads\";r=0;t="));
        Assert.That((await other.GetAsync("/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Keys_of_a_partner_share_its_limit_and_those_of_another_partner_have_their_own()
    {
        // The limit of a partner is four times that of a key: one request more in each 15 seconds.
        await using var api = Api(("ReadsPerMinute", "1"));
        var clients = new List<HttpClient>();
        for (var key = 0; key < 5; key++)
            clients.Add(await api.ClientAsync(Role.Viewer, "DE"));
        for (var key = 0; key < 4; key++)
            Assert.That((await clients[key].GetAsync("/v1/me")).IsSuccessStatusCode, Is.True);

        var fifth = clients[4];
        var refused = await fifth.GetAsync("/v1/me");
        Assert.That((await refused.ProblemAsync(429, "ADAM-1060")).ToString(), Does.Contain("partner-reads"));
        using var other = await api.ClientAsync(Role.Viewer, "US");
        Assert.That((await other.GetAsync("/v1/me")).IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task Reads_writes_and_imports_have_limits_of_their_own()
    {
        await using var api = Api(("ReadsPerMinute", "1"), ("WritesPerMinute", "1"), ("ImportsPerMinute", "1"));
        using var client = await api.ClientAsync(Role.Donor, "DE");
        var file = ProjectHttp.Body().ReplaceLineEndings(" ");
        for (var time = 0; time < 2; time++)
        {
            HttpStatusCode[] statuses =
            [
                (await client.GetAsync("/v1/me")).StatusCode,
                (await client.SendAsync("POST", "/v1/projects/check", ProjectHttp.Body())).StatusCode,
                (await client.SendAsync("POST", "/v1/imports?dryRun=true", file, "application/x-ndjson")).StatusCode,
            ];
            Assert.That(statuses, Has.All.EqualTo(time == 0 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests));
        }
    }

    [Test]
    public async Task Address_without_a_key_is_limited_and_health_is_not()
    {
        await using var api = Api(("AnonymousPerMinute", "2"));
        using var nobody = api.Anonymous();
        for (var time = 0; time < 2; time++)
            Assert.That((await nobody.GetAsync("/openapi.yaml")).IsSuccessStatusCode, Is.True);
        await (await nobody.GetAsync("/openapi.yaml")).ProblemAsync(429, "ADAM-1060");
        for (var time = 0; time < 5; time++)
        {
            Assert.That((await nobody.GetAsync("/health/live")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            // On a busy machine the database may be too late for a probe.
            Assert.That(
                (await nobody.GetAsync("/health/ready")).StatusCode,
                Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable)
            );
        }
    }

    [Test]
    public async Task Guesses_of_keys_are_not_looked_at_after_many_wrong_ones()
    {
        await using var api = Api(("WrongKeysPerMinute", "3"));
        using var known = await api.ClientAsync(Role.Viewer);
        using var newcomer = await api.ClientAsync(Role.Viewer);
        Assert.That((await known.GetAsync("/v1/me")).IsSuccessStatusCode, Is.True);
        for (var guess = 0; guess < 3; guess++)
            await (await api.With(KeySecret.Create().ToString()).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2002");
        var refused = await api.With(KeySecret.Create().ToString()).GetAsync("/v1/me");
        await refused.ProblemAsync(429, "ADAM-2010");
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        await (await newcomer.GetAsync("/v1/me")).ProblemAsync(429, "ADAM-2010");
        Assert.That((await known.GetAsync("/v1/me")).IsSuccessStatusCode, Is.True, "it was right before");
        Assert.That((await api.Anonymous().GetAsync("/health/live")).IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task Writes_of_a_partner_beyond_those_that_run_and_wait_are_refused_at_once()
    {
        await using var api = Api(("WritesAtOnce", "1"));
        using var client = await api.ClientAsync(Role.Donor, "DE");
        using var other = await api.ClientAsync(Role.Donor, "US");
        List<Task<HttpResponseMessage>> sent;
        await using (await Register.Database.InWriteTransactionAsync(default))
        {
            sent = [.. Enumerable.Range(0, 10).Select(number => PostAsync(client, $"R-{number}"))];
            // One runs, eight wait, and one is refused.
            var first = await Task.WhenAny(sent);
            await (await first).ProblemAsync(429, "ADAM-1061");
            sent.Remove(first);
            sent.Add(PostAsync(other, "R-0"));
        }

        Assert.That(
            (await Task.WhenAll(sent)).Select(response => response.StatusCode),
            Has.All.EqualTo(HttpStatusCode.Created)
        );
    }

    [Test]
    public async Task Imports_of_a_partner_beyond_those_that_run_and_wait_are_refused_at_once()
    {
        await using var api = Api(("FilesAtOnce", "1"));
        using var client = await api.ClientAsync(Role.Donor, "DE");
        using var other = await api.ClientAsync(Role.Donor, "US");
        List<Task<HttpResponseMessage>> sent;
        await using (await Register.Database.InWriteTransactionAsync(default))
        {
            sent = [.. Enumerable.Range(0, 10).Select(number => ImportAsync(client, $"R-{number}"))];
            // One runs, eight wait, and one is refused.
            var first = await Task.WhenAny(sent);
            await (await first).ProblemAsync(429, "ADAM-1061");
            sent.Remove(first);
            sent.Add(ImportAsync(other, "R-0"));
        }

        Assert.That(
            (await Task.WhenAll(sent)).Select(response => response.StatusCode),
            Has.All.EqualTo(HttpStatusCode.OK)
        );
    }

    [Test]
    public async Task Import_of_too_many_records_as_a_whole_is_refused()
    {
        await using var api = Api(("AtomicRecords", "1"));
        using var client = await api.ClientAsync(Role.Donor, "DE");
        var lines = Enumerable
            .Range(0, 2)
            .Select(number => ProjectHttp.Body($$"""{ "reference": "R-{{number}}" }""").ReplaceLineEndings(" "));
        var file = string.Join('\n', lines);
        var refused = await client.SendAsync("POST", "/v1/imports?atomic=true", file, "application/x-ndjson");
        await refused.ProblemAsync(400, "ADAM-1065");
        var taken = await client.SendAsync("POST", "/v1/imports", file, "application/x-ndjson");
        Assert.That((int?)(await taken.JsonAsync())["created"], Is.EqualTo(2));
    }

    [Test]
    public async Task Partner_with_many_open_imports_sends_no_more()
    {
        await using var api = Api(("OpenImports", "2"));
        using var client = await api.ClientAsync(Role.Donor, "DE");
        for (var time = 0; time < 2; time++)
            Assert.That((int)(await JobAsync()).StatusCode, Is.EqualTo(202));
        var refused = await JobAsync();
        await refused.ProblemAsync(429, "ADAM-1063");
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);

        Task<HttpResponseMessage> JobAsync() =>
            client.SendAsync(
                "POST",
                "/v1/imports",
                ProjectHttp.Body().ReplaceLineEndings(" "),
                "application/x-ndjson",
                ("Prefer", "respond-async")
            );
    }

    /// <summary>Each limit has a timer, which would keep it in memory.</summary>
    [Test]
    public async Task Limits_end_with_their_program()
    {
        var api = Api(("AnonymousPerMinute", "2"));
        var limit = api.Services.GetRequiredService<RequestPolicies>().ForKind(RequestKind.Anonymous).Single().Limiter;
        var request = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        Assert.That(IsClosed, Is.False);
        await api.DisposeAsync();
        // The thread of the program's entry point may close it, and nobody waits for that thread.
        Assert.That(IsClosed, Is.True.After((int)ProgramProcess.HangGuard.TotalMilliseconds, 20));

        bool IsClosed()
        {
            try
            {
                limit.GetStatistics(request);
                return false;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }
    }

    private TestApi Api(params (string Name, string Value)[] limits) =>
        new(Register.Database, [.. limits.Select(limit => ($"Adam:Limits:{limit.Name}", limit.Value))]);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string reference) =>
        client.SendAsync("POST", "/v1/projects", ProjectHttp.Body($$"""{ "reference": "{{reference}}" }"""));

    private static Task<HttpResponseMessage> ImportAsync(HttpClient client, string reference) =>
        client.SendAsync(
            "POST",
            "/v1/imports",
            ProjectHttp.Body($$"""{ "reference": "{{reference}}" }""").ReplaceLineEndings(" "),
            "application/x-ndjson"
        );

    private static string Header(HttpResponseMessage response, string name) =>
        string.Join(", ", response.Headers.GetValues(name));
}
