using System.Net;
using Adam.Domain.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Keys;

public sealed class KeyAddressHttpTests(string engine) : RegisterTests(engine)
{
    [TestCase("192.0.2.17", null, 200)]
    [TestCase("::ffff:192.0.2.17", null, 200)]
    [TestCase("2001:db8:17::1", null, 200)]
    [TestCase("192.0.3.1", null, 403)]
    [TestCase("2001:db8:18::1", null, 403)]
    [TestCase(null, null, 403)]
    // Nobody but the configured proxy says for whom it sends.
    [TestCase("198.51.100.7", "192.0.2.17", 403)]
    [TestCase("10.0.0.7", "192.0.2.17", 200)]
    [TestCase("10.0.0.7", "192.0.2.17, 198.51.100.7", 403)]
    [TestCase("10.0.0.7", null, 403)]
    public async Task Key_is_accepted_from_its_addresses_only(string? from, string? forwarded, int status)
    {
        await using var api = new TestApi(Register.Database, ("Adam:Proxies", "10.0.0.7"));
        var secret = await IssueAsync(api, """["192.0.2.0/24", "2001:db8:17::/48"]""");
        var http = await SendAsync(api, secret, from, forwarded);
        Assert.That(http.Response.StatusCode, Is.EqualTo(status));
        if (status == 200)
            return;

        using var body = new StreamReader(http.Response.Body);
        Assert.That(await body.ReadToEndAsync(), Does.Contain("ADAM-2013"));
        using var admin = await api.ClientAsync(Role.Admin);
        await api.Services.GetRequiredService<Adam.Api.Audit.RefusalLog>().FlushAsync(default);
        var refusals = await (await admin.GetAsync("/v1/audit/refusals")).JsonAsync();
        var refusal = refusals["items"]!.AsArray().Single(one => (string?)one!["code"] == "ADAM-2013")!;
        Assert.That((string?)refusal["keyId"], Is.EqualTo(KeySecret.Parse(secret)!.Id));
    }

    [Test]
    public async Task Right_id_with_a_wrong_secret_learns_nothing_of_the_addresses()
    {
        await using var api = new TestApi(Register.Database);
        var secret = KeySecret.Parse(await IssueAsync(api, """["192.0.2.0/24"]"""))!;
        var guess = new KeySecret(secret.Id, KeySecret.Create().Secret).ToString();
        var http = await SendAsync(api, guess, "198.51.100.7", null);
        Assert.That(http.Response.StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task Restriction_takes_effect_at_once_and_is_taken_away()
    {
        await using var api = new TestApi(Register.Database);
        using var admin = await api.ClientAsync(Role.Admin);
        var key = await api.KeyAsync(Role.Viewer);
        var path = $"/v1/keys/{KeySecret.Parse(key)!.Id}";
        Assert.That((await SendAsync(api, key, "192.0.2.1", null)).Response.StatusCode, Is.EqualTo(200));
        await PatchAsync("""{ "allowedAddresses": ["198.51.100.0/24"] }""");
        Assert.That((await SendAsync(api, key, "192.0.2.1", null)).Response.StatusCode, Is.EqualTo(403));
        await PatchAsync("""{ "allowedAddresses": null }""");
        Assert.That((await SendAsync(api, key, "192.0.2.1", null)).Response.StatusCode, Is.EqualTo(200));

        async Task PatchAsync(string body) =>
            Assert.That(
                (int)(await admin.SendAsync("PATCH", path, body, headers: ("If-Match", "*"))).StatusCode,
                Is.EqualTo(200)
            );
    }

    [TestCase("""["192.0.2.17/24"]""", "allowedAddresses[0] ADAM-1018", "192.0.2.0/24")]
    [TestCase("""["192.0.2.0/24", "x"]""", "allowedAddresses[1] ADAM-1018", "CIDR")]
    [TestCase("[]", "allowedAddresses ADAM-1016", "At least 1")]
    [TestCase("[17]", "allowedAddresses[0] ADAM-1006", "text")]
    public async Task Wrong_network_is_named(string networks, string fault, string reason)
    {
        using var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var refused = await PostAsync(admin, networks);
        Assert.That(await refused.FaultsAsync(), Is.EqualTo(new[] { fault }));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain(reason));
    }

    [Test]
    public async Task Networks_have_a_limit()
    {
        using var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var most = Enumerable.Range(0, 50).Select(number => $"\"2001:db8:aaaa:bbbb:cccc:dddd:eeee:{number:x}/128\"");
        Assert.That((int)(await PostAsync(admin, $"[{string.Join(',', most)}]")).StatusCode, Is.EqualTo(201));
        var refused = await PostAsync(admin, $"[{string.Join(',', most.Append("\"::1\""))}]");
        Assert.That(await refused.FaultsAsync(), Is.EqualTo(new[] { "allowedAddresses ADAM-1015" }));
    }

    private static async Task<string> IssueAsync(TestApi api, string networks)
    {
        using var admin = await api.ClientAsync(Role.Admin);
        return (string)(await (await PostAsync(admin, networks)).JsonAsync())["secret"]!;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient admin, string networks) =>
        admin.SendAsync(
            "POST",
            "/v1/keys",
            $$"""{ "partner": "DE", "role": "viewer", "name": "Desk", "allowedAddresses": {{networks}} }"""
        );

    private static Task<HttpContext> SendAsync(TestApi api, string secret, string? from, string? forwarded) =>
        api.Server.SendAsync(http =>
        {
            http.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
            http.Request.Path = "/v1/me";
            http.Request.Headers.Authorization = $"Bearer {secret}";
            if (forwarded is not null)
                http.Request.Headers["X-Forwarded-For"] = forwarded;
        });
}
