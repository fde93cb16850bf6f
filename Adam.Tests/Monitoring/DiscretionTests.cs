using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Monitoring;

/// <summary>
/// Client input and identity must not occur in logs, at any level that an operator would enable, nor in exported
/// telemetry.
/// </summary>
[NonParallelizable]
public sealed class DiscretionTests(string engine) : RegisterTests(engine)
{
    private const string Word = "sesame";

    private MonitoredApi _api = null!;

    [SetUp]
    public void Start() => _api = new(TestApi.Over(Register.Database));

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [Test]
    public async Task Nothing_that_a_caller_sends_is_logged_or_exported()
    {
        var admin = await _api.ClientAsync(Role.Admin);
        var key = admin.DefaultRequestHeaders.Authorization!.Parameter!;
        admin.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", $"{Word}/1.0");
        admin.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.77");
        admin.DefaultRequestHeaders.TryAddWithoutValidation("Host", $"{Word}.example");
        admin.DefaultRequestHeaders.TryAddWithoutValidation(
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        );
        admin.DefaultRequestHeaders.TryAddWithoutValidation("tracestate", $"{Word}=1");
        admin.DefaultRequestHeaders.TryAddWithoutValidation("baggage", $"{Word}={Word}");
        var statuses = new List<int>();
        async Task SendAsync(
            string method,
            string path,
            string? body = null,
            string mediaType = "application/json",
            params (string, string)[] headers
        ) => statuses.Add((int)(await admin.SendAsync(method, path, body, mediaType, headers)).StatusCode);

        await SendAsync("GET", $"/v1/projects?q={Word}&limit=2");
        await SendAsync("GET", $"/v1/projects?{Word}={Word}");
        await SendAsync("GET", $"/v1/projects/{key}");
        await SendAsync("GET", $"/{Word}/{key}");
        await SendAsync(
            "POST",
            "/v1/partners",
            $$"""{ "code": "{{Word.ToUpperInvariant()}}", "kind": "organisation", "name": "{{Word}}","""
                + $$""" "member": false, "contact": "{{Word}}@example.org" }"""
        );
        await SendAsync(
            "POST",
            "/v1/projects",
            ProjectHttp.Body(
                $$"""{ "reference": "{{Word}}", "owner": "DE", "title": "{{Word}}","""
                    + $$""" "donors": [{ "name": "{{Word}}" }] }"""
            ),
            "application/json",
            ("Idempotency-Key", Word)
        );
        await SendAsync(
            "POST",
            "/v1/projects",
            ProjectHttp.Body($$"""{ "reference": "{{Word}}", "owner": "DE", "donors": [{ "name": "{{Word}}" }] }""")
        );
        await SendAsync("POST", "/v1/keys", $$"""{ "partner": "DE", "role": "viewer", "name": "{{Word}}" }""");
        await SendAsync("POST", "/v1/imports", $"<{Word}", "application/xml");
        await SendAsync("POST", "/v1/projects", $"{{ \"{Word}\"");
        await SendAsync(Word.ToUpperInvariant(), "/v1/routes");
        using var stranger = _api.Anonymous();
        statuses.Add(
            (int)
                (
                    await stranger.SendAsync("GET", "/v1/routes", headers: ("Authorization", $"Bearer {key[..^1]}!"))
                ).StatusCode
        );
        Assert.That(statuses, Is.EqualTo(new[] { 200, 400, 400, 404, 201, 201, 409, 201, 400, 400, 405, 401 }));

        string[] forbidden = [Word, key, key[5..21], "203.0.113.77", "example.org"];
        var (logged, exported) = (_api.LogTexts.ToList(), Exported().ToList());
        Assert.That(logged, Has.Count.GreaterThan(10));
        Assert.That(exported, Has.Count.GreaterThan(10));
        Assert.Multiple(() =>
        {
            foreach (var word in forbidden)
            {
                Assert.That(
                    logged.Where(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)),
                    Is.Empty,
                    word
                );
                Assert.That(
                    exported.Where(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)),
                    Is.Empty,
                    word
                );
            }
        });
    }

    /// <summary>Returns all exported texts. Baggage is omitted, because OTLP does not transmit it.</summary>
    private IEnumerable<string> Exported()
    {
        foreach (var span in _api.Spans)
            yield return $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} "
                + $"{string.Join(' ', span.Events.SelectMany(one => one.Tags))} {span.TraceStateString}";
        foreach (var point in _api.Measure())
            yield return $"{point.Name} {string.Join(' ', point.Tags)}";
    }
}
