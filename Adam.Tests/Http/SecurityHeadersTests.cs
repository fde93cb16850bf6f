using System.Net;
using Adam.Domain.Keys;

namespace Adam.Tests.Http;

/// <summary>Each response restricts what browsers and caches do with it, and no secret is stored by a cache.</summary>
public sealed class SecurityHeadersTests(string engine) : RegisterTests(engine)
{
    private const string NoContent = "default-src 'none'; frame-ancestors 'none'";

    private TestApi Api => TestApi.Over(Register.Database);

    [TestCase("GET", "/health/live", 200)]
    [TestCase("GET", "/v1/changes", 200)]
    [TestCase("GET", "/v1/projects?format=csv", 200)]
    [TestCase("GET", "/v1/nothing", 404)]
    [TestCase("GET", "/v1/projects?limit=x", 400)]
    [TestCase("PUT", "/v1/projects", 405)]
    public async Task Response_is_nothing_that_a_browser_shows_or_stores(string method, string path, int status)
    {
        using var client = await Api.ClientAsync(Role.Admin);
        using var response = await client.SendAsync(method, path);
        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(Header(response, "Content-Security-Policy"), Is.EqualTo(NoContent));
            Assert.That(Header(response, "Cache-Control"), Is.EqualTo("no-store"));
        });
        AssertCommon(response);
    }

    [TestCase("/")]
    [TestCase("/docs/errors")]
    [TestCase("/docs/style.css")]
    [TestCase("/openapi.yaml")]
    [TestCase("/openapi.json")]
    [TestCase("/swagger/index.html")]
    [TestCase("/swagger/swagger-ui.css")]
    [TestCase("/swagger/ndjson.js")]
    public async Task Public_page_runs_in_no_frame_and_is_what_it_says(string path)
    {
        using var client = Api.Anonymous();
        using var response = await client.GetAsync(path);
        var policy = Header(response, "Content-Security-Policy");
        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(policy, Does.StartWith("default-src 'none'; ").And.Contain("frame-ancestors 'none'"));
            Assert.That(policy.Contains("script-src 'self';", StringComparison.Ordinal), Is.EqualTo(HasScript(path)));
            Assert.That(policy.Contains("unsafe-inline", StringComparison.Ordinal), Is.EqualTo(IsSwagger(path)));
            Assert.That(policy, Does.Not.Contain("script-src 'self' ").And.Not.Contain("unsafe-eval"));
            // A browser asks for / again, because it is another page after signing in.
            Assert.That(Header(response, "Cache-Control") == "no-store", Is.EqualTo(path == "/"));
        });
        AssertCommon(response);

        static bool IsSwagger(string path) => path == "/swagger/index.html";
        static bool HasScript(string path) => path == "/" || IsSwagger(path);
    }

    [Test]
    public async Task Swagger_page_has_no_script_of_its_own()
    {
        using var client = Api.Anonymous();
        var page = await client.GetStringAsync("/swagger/index.html");
        Assert.That(page, Does.Not.Match("<script(?![^>]*src=)").And.Not.Contain("<style").And.Not.Contain(" on"));
    }

    [Test]
    public async Task Resource_may_be_kept_for_its_ETag_and_the_answer_with_a_secret_may_not()
    {
        using var client = await Api.ClientAsync(Role.Admin);
        using var created = await client.SendAsync(
            "POST",
            "/v1/keys",
            """{ "partner": "DE", "role": "viewer", "name": "Reader" }"""
        );
        using var subscribed = await client.SendAsync(
            "POST",
            "/v1/subscriptions",
            """{ "name": "Feed", "channel": "feed", "events": ["project.recorded"] }"""
        );
        var subscription = subscribed.Headers.Location!.ToString();
        using var renewed = await client.SendAsync("POST", $"{subscription}/secret", headers: ("If-Match", "*"));
        using var read = await client.GetAsync(created.Headers.Location);
        Assert.Multiple(() =>
        {
            Assert.That((int)created.StatusCode, Is.EqualTo(201));
            Assert.That(Header(created, "Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(Header(subscribed, "Cache-Control"), Is.EqualTo("no-store"));
            Assert.That((int)renewed.StatusCode, Is.EqualTo(200), subscription);
            Assert.That(Header(renewed, "Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(Header(read, "Cache-Control"), Is.EqualTo("no-cache, private"));
        });
    }

    [TestCase("https", "adam.example.org", null, "max-age=31536000")]
    [TestCase("https", "adam.example.org", "1", "max-age=86400")]
    [TestCase("https", "adam.example.org", "0", null)]
    [TestCase("https", "localhost", null, null)]
    [TestCase("http", "adam.example.org", null, null)]
    public async Task Browsers_are_told_to_use_TLS_over_TLS_only(string scheme, string host, string? days, string? told)
    {
        (string, string)[] settings = days is null ? [] : [("Adam:StrictTransportDays", days)];
        await using var api = new TestApi(Register.Database, settings);
        using var client = api.Anonymous();
        foreach (var path in new[] { "/health/live", "/v1/projects" })
        {
            using var response = await client.GetAsync($"{scheme}://{host}{path}");
            var header = response.Headers.TryGetValues("Strict-Transport-Security", out var values)
                ? values.Single()
                : null;
            Assert.That(header, Is.EqualTo(told), path);
        }
    }

    [TestCase("10.0.0.7", true)]
    [TestCase("10.0.0.8", false)]
    public async Task TLS_of_a_proxy_counts_if_the_proxy_is_known(string proxy, bool isTold)
    {
        await using var api = new TestApi(Register.Database, ("Adam:Proxies", "10.0.0.7"));
        var http = await api.Server.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = IPAddress.Parse(proxy);
            request.Request.Host = new("adam.example.org");
            request.Request.Path = "/health/live";
            request.Request.Headers["X-Forwarded-Proto"] = "https";
            request.Request.Headers["X-Forwarded-For"] = "203.0.113.77";
        });
        Assert.That(http.Response.Headers.ContainsKey("Strict-Transport-Security"), Is.EqualTo(isTold));
    }

    private static void AssertCommon(HttpResponseMessage response) =>
        Assert.Multiple(() =>
        {
            Assert.That(Header(response, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(response, "X-Frame-Options"), Is.EqualTo("DENY"));
            // Forms of the desk state their origin, by which they are accepted.
            Assert.That(
                Header(response, "Referrer-Policy"),
                Is.EqualTo(response.RequestMessage!.RequestUri!.AbsolutePath == "/" ? "same-origin" : "no-referrer")
            );
        });

    private static string Header(HttpResponseMessage response, string name) =>
        name == "Cache-Control"
            ? response.Headers.CacheControl?.ToString() ?? ""
            : response.Headers.GetValues(name).Single();
}
