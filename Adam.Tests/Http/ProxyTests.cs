using System.Net;
using Adam.Domain.Keys;

namespace Adam.Tests.Http;

/// <summary>
/// Forwarded headers are used only if the operator has listed the proxy. Links must work behind any proxy.
/// </summary>
public sealed class ProxyTests(string engine) : RegisterTests(engine)
{
    [TestCase("10.1.2.3", "https", "203.0.113.77")]
    [TestCase("::ffff:10.1.2.3", "https", "203.0.113.77")]
    [TestCase("192.168.0.9", "https", "203.0.113.77")]
    [TestCase("127.0.0.1", "http", "127.0.0.1")]
    [TestCase("192.168.0.8", "http", "192.168.0.8")]
    public async Task Forwarded_headers_are_believed_from_known_proxies_only(string from, string scheme, string address)
    {
        await using var api = TestApi
            .Over(Register.Database)
            .WithWebHostBuilder(builder => builder.UseSetting("Adam:Proxies", "10.0.0.0/8, 192.168.0.9"));
        var http = await AskAsync(api.Server, from);
        Assert.That((http.Request.Scheme, $"{http.Connection.RemoteIpAddress}"), Is.EqualTo((scheme, address)));
    }

    [Test]
    public async Task Nobody_is_believed_unless_named()
    {
        var http = await AskAsync(TestApi.Over(Register.Database).Server, "127.0.0.1");
        Assert.That((http.Request.Scheme, $"{http.Connection.RemoteIpAddress}"), Is.EqualTo(("http", "127.0.0.1")));
    }

    [Test]
    public async Task Links_name_no_host_and_hold_behind_any()
    {
        using var client = await TestApi.Over(Register.Database).ClientAsync(Role.Viewer);
        var response = await client.SendAsync(
            "GET",
            "/v1/partners?limit=1",
            headers: [("Host", "inside:8080"), ("X-Forwarded-Host", "evil.example")]
        );
        Assert.That(response.Headers.GetValues("Link").Single(), Does.StartWith("</v1/partners?limit=1&cursor="));
    }

    private static Task<Microsoft.AspNetCore.Http.HttpContext> AskAsync(
        Microsoft.AspNetCore.TestHost.TestServer server,
        string from
    ) =>
        server.SendAsync(http =>
        {
            http.Connection.RemoteIpAddress = IPAddress.Parse(from);
            http.Request.Path = "/health/live";
            http.Request.Headers["X-Forwarded-For"] = "203.0.113.77";
            http.Request.Headers["X-Forwarded-Proto"] = "https";
        });
}
