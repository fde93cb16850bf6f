using Adam.Domain.Keys;

namespace Adam.Tests.Http;

/// <summary>A register with a public address is served under that name and no other.</summary>
public sealed class HostNameTests(string engine) : RegisterTests(engine)
{
    private const string PublicUrl = "https://adam.example.org";

    [TestCase("adam.example.org", null, PublicUrl, true)]
    [TestCase("ADAM.example.org:8443", null, PublicUrl, true)]
    [TestCase("localhost:5080", null, PublicUrl, true)]
    [TestCase("10.0.0.7:8080", null, PublicUrl, true)]
    [TestCase("[::1]:8080", null, PublicUrl, true)]
    [TestCase("evil.example", null, PublicUrl, false)]
    [TestCase("adam.example.org.evil.example", null, PublicUrl, false)]
    [TestCase("evil.example", null, null, true)]
    [TestCase("evil.example", "*", PublicUrl, true)]
    [TestCase("one.example.org", "*.example.org;two.example", PublicUrl, true)]
    [TestCase("two.example", "*.example.org; two.example", null, true)]
    [TestCase("10.0.0.7", "two.example", null, false)]
    [TestCase("localhost", "two.example", null, false)]
    public async Task Host_is_served_if_it_is_allowed(string host, string? allowed, string? publicUrl, bool isServed)
    {
        await using var api = new TestApi(
            Register.Database,
            [
                .. allowed is null ? [] : new[] { ("AllowedHosts", allowed) },
                .. publicUrl is null ? [] : new[] { ("Adam:PublicUrl", publicUrl) },
            ]
        );
        using var client = await api.ClientAsync(Role.Viewer);
        using var response = await client.SendAsync("GET", "/v1/projects", headers: ("Host", host));
        if (isServed)
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
        else
            Assert.That(
                (string?)(await response.ProblemAsync(400, "ADAM-2007"))["detail"],
                Does.StartWith($"The register is not served as '{host}'.")
            );

        using var health = await client.SendAsync("GET", "/health/live", headers: ("Host", host));
        Assert.That((int)health.StatusCode, Is.EqualTo(200), "probes address a server by its own name");
    }
}
