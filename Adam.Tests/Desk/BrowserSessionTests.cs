using System.Net;
using Adam.Data.BrowserSessions;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Desk;

/// <summary>
/// A person exchanges a key for a session, and the API accepts it from the register's own pages only.
/// </summary>
public sealed class BrowserSessionTests(string engine) : RegisterTests(engine)
{
    private static readonly (string, string) OwnForm = ("Sec-Fetch-Site", "same-origin");
    private static readonly (string, string) Desk = ("X-Adam-Desk", "1");

    private HttpClient _browser = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public void OpenBrowser() =>
        _browser = Api.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });

    [TearDown]
    public void CloseBrowser() => _browser.Dispose();

    [Test]
    public async Task Key_becomes_a_cookie_that_no_script_reads_and_no_other_site_sends()
    {
        var response = await SignInAsync(await Api.KeyAsync(Role.Viewer), "/desk/matrix?country=TJ");
        Assert.That((int)response.StatusCode, Is.EqualTo(303), await response.Content.ReadAsStringAsync());
        Assert.That(response.Headers.Location!.ToString(), Is.EqualTo("/desk/matrix?country=TJ"));
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        var parts = cookie.Split("; ");
        Assert.That(parts[0], Does.StartWith("adam-session="));
        Assert.That(parts[1..], Is.EquivalentTo(new[] { "max-age=43200", "path=/", "samesite=strict", "httponly" }));

        using var secure = Api.CreateClient(
            new()
            {
                AllowAutoRedirect = false,
                BaseAddress = new("https://localhost"),
                HandleCookies = false,
            }
        );
        var overTls = await SendFormAsync(secure, "/desk/sign-in", [("key", await Api.KeyAsync(Role.Viewer))], OwnForm);
        Assert.That(overTls.Headers.GetValues("Set-Cookie").Single(), Does.Contain("; secure"));
    }

    [Test]
    public async Task Wrong_key_starts_no_session_and_is_not_shown_again()
    {
        foreach (
            var (key, status) in new[]
            {
                (KeySecret.Create().ToString(), 401),
                ("adam_nothing", 401),
                ("", 400),
                ("два слова", 400),
                ("a\r\nX-Adam-Desk: 1", 400),
            }
        )
        {
            var response = await SignInAsync(key);
            var page = await response.Content.ReadAsStringAsync();
            Assert.That((int)response.StatusCode, Is.EqualTo(status), key);
            Assert.That(response.Headers.Contains("Set-Cookie"), Is.False, key);
            Assert.That(page, Does.Contain("role=\"alert\"").And.Contain("name=\"key\""));
            if (key.Length > 0)
                Assert.That(page, Does.Not.Contain(WebUtility.HtmlEncode(key)));
        }

        var revoked = await Api.KeyAsync(Role.Viewer);
        await RevokeAsync(revoked);
        var refused = await SignInAsync(revoked);
        Assert.That((int)refused.StatusCode, Is.EqualTo(401));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("revoked"));
    }

    [TestCase("GET", "X-Adam-Desk", "1", 200)]
    [TestCase("GET", "Sec-Fetch-Site", "same-origin", 200)]
    [TestCase("GET", "Sec-Fetch-Site", "none", 200)]
    [TestCase("HEAD", "Sec-Fetch-Site", "none", 200)]
    [TestCase("GET", "Sec-Fetch-Site", "same-site", 401)]
    [TestCase("GET", "Sec-Fetch-Site", "cross-site", 401)]
    [TestCase("GET", "Origin", "http://localhost", 401)]
    [TestCase("GET", "Accept", "text/html", 401)]
    [TestCase("POST", "Sec-Fetch-Site", "same-origin", 401)]
    [TestCase("POST", "Sec-Fetch-Site", "none", 401)]
    [TestCase("POST", "X-Adam-Desk", "1", 200)]
    public async Task Api_answers_a_session_only_if_no_other_site_can_have_caused_the_request(
        string method,
        string header,
        string value,
        int status
    )
    {
        var cookie = await SessionAsync(Role.Viewer);
        var (path, body) = method == "POST" ? ("/v1/projects/check", "{}") : ("/v1/me", null);
        var response = await _browser.SendAsync(method, path, body, headers: [("Cookie", cookie), (header, value)]);
        if (status == 401)
            await response.ProblemAsync(401, "ADAM-2020");
        else
            Assert.That((int)response.StatusCode, Is.AnyOf(200, 400), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Session_has_the_role_and_partner_of_its_key_and_a_key_precedes_it()
    {
        var cookie = await SessionAsync(Role.Viewer, "DE");
        var me = await (await GetAsync(cookie)).JsonAsync();
        Assert.That((string?)me["partner"]!["code"], Is.EqualTo("DE"));
        Assert.That((string?)me["role"], Is.EqualTo("viewer"));
        await (
            await _browser.SendAsync("POST", "/v1/projects", "{}", headers: [("Cookie", cookie), Desk])
        ).ProblemAsync(403, "ADAM-2004");

        var admin = await Api.KeyAsync(Role.Admin);
        var both = await _browser.SendAsync(
            "GET",
            "/v1/me",
            headers: [("Cookie", cookie), ("Authorization", $"Bearer {admin}")]
        );
        Assert.That((string?)(await both.JsonAsync())["role"], Is.EqualTo("admin"));
    }

    [Test]
    public async Task Session_ends_with_its_key_at_once()
    {
        var key = await Api.KeyAsync(Role.Viewer);
        var cookie = CookieOf(await SignInAsync(key));
        Assert.That((int)(await GetAsync(cookie)).StatusCode, Is.EqualTo(200));
        await RevokeAsync(key);
        await (await GetAsync(cookie)).ProblemAsync(401, "ADAM-2003");

        var page = await _browser.SendAsync("GET", "/desk/map?country=TJ", headers: ("Cookie", cookie));
        Assert.That((int)page.StatusCode, Is.EqualTo(302));
        Assert.That(page.Headers.Location!.ToString(), Is.EqualTo("/?return=%2Fdesk%2Fmap%3Fcountry%3DTJ"));
    }

    [Test]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        var (first, second) = (await SessionAsync(Role.Viewer), await SessionAsync(Role.Viewer));
        var response = await SendFormAsync(_browser, "/desk/sign-out", [], ("Cookie", first), OwnForm);
        Assert.That((int)response.StatusCode, Is.EqualTo(303));
        Assert.That(
            response.Headers.GetValues("Set-Cookie").Single(),
            Does.StartWith("adam-session=; expires=Thu, 01 Jan 1970")
        );
        await (await GetAsync(first)).ProblemAsync(401, "ADAM-2021");
        Assert.That((int)(await GetAsync(second)).StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Session_expires_and_does_not_revive_with_the_clock()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var sessions = new BrowserSessionStore(Register.Database, time);
        var token = await sessions.StartAsync(await KeyIdAsync(), TimeSpan.FromHours(12), default);
        time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.That(await sessions.FindAsync(token!, default), Is.Not.Null);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await sessions.FindAsync(token!, default), Is.Null);

        // The next person who signs in removes it.
        await sessions.StartAsync(await KeyIdAsync(), TimeSpan.FromHours(12), default);
        var earlier = new BrowserSessionStore(Register.Database, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        Assert.That(await earlier.FindAsync(token!, default), Is.Null);
    }

    [Test]
    public async Task Another_server_of_the_register_knows_the_session()
    {
        var cookie = await SessionAsync(Role.Viewer);
        await using var other = new TestApi(Register.Database);
        using var client = other.Anonymous();
        var response = await client.SendAsync("GET", "/v1/me", headers: [("Cookie", cookie), Desk]);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Key_has_at_most_fifty_sessions_and_the_oldest_ends()
    {
        var sessions = Api.Services.GetRequiredService<BrowserSessionStore>();
        var id = await KeyIdAsync();
        var tokens = new List<string>();
        for (var i = 0; i <= BrowserSessionStore.MostOfHolder; i++)
            tokens.Add((await sessions.StartAsync(id, TimeSpan.FromHours(1), default))!);
        Assert.That(await sessions.FindAsync(tokens[0], default), Is.Null);
        foreach (var token in tokens[1..])
            Assert.That((await sessions.FindAsync(token, default))?.KeyId, Is.EqualTo(id));
    }

    [TestCase("x")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [TestCase("%00%F0")]
    public async Task Cookie_that_is_no_session_is_an_ended_one(string token) =>
        await (await GetAsync($"adam-session={token}")).ProblemAsync(401, "ADAM-2021");

    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    [TestCase("Sec-Fetch-Site", "none")]
    [TestCase("Origin", "null")]
    [TestCase("Origin", "http://localhost.example.org")]
    [TestCase("Origin", "https://localhost")]
    [TestCase("Accept", "*/*")]
    public async Task Form_of_another_site_neither_signs_in_nor_out(string header, string value)
    {
        var key = await Api.KeyAsync(Role.Viewer);
        var response = await SendFormAsync(_browser, "/desk/sign-in", [("key", key)], (header, value));
        await response.ProblemAsync(403, "ADAM-2022");
        Assert.That(response.Headers.Contains("Set-Cookie"), Is.False);

        var cookie = await SessionAsync(Role.Viewer);
        await (await SendFormAsync(_browser, "/desk/sign-out", [], ("Cookie", cookie), (header, value))).ProblemAsync(
            403,
            "ADAM-2022"
        );
        Assert.That((int)(await GetAsync(cookie)).StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Form_of_a_browser_that_states_only_its_origin_is_accepted()
    {
        var response = await SendFormAsync(
            _browser,
            "/desk/sign-in",
            [("key", await Api.KeyAsync(Role.Viewer))],
            ("Origin", "http://localhost")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(303));
    }

    [TestCase("https://example.org/")]
    [TestCase("//example.org/")]
    [TestCase("/\\example.org/")]
    [TestCase("/\t/example.org/")]
    [TestCase("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site(string address)
    {
        var response = await SignInAsync(await Api.KeyAsync(Role.Viewer), address);
        Assert.That(response.Headers.Location!.ToString(), Is.EqualTo("/"));
        var language = await _browser.GetAsync($"/desk/language?to=ru&return={Uri.EscapeDataString(address)}");
        Assert.That(language.Headers.Location!.ToString(), Is.EqualTo("/"));
    }

    [Test]
    public async Task Form_that_is_too_large_is_refused() =>
        Assert.That((int)(await SignInAsync(new string('a', 9_000))).StatusCode, Is.EqualTo(400));

    private async Task<string> SessionAsync(Role role, string partner = "UNODC") =>
        CookieOf(await SignInAsync(await Api.KeyAsync(role, partner)));

    private Task<HttpResponseMessage> SignInAsync(string key, string address = "/") =>
        SendFormAsync(_browser, "/desk/sign-in", [("key", key), ("return", address)], OwnForm);

    private Task<HttpResponseMessage> GetAsync(string cookie) =>
        _browser.SendAsync("GET", "/v1/me", headers: [("Cookie", cookie), Desk]);

    private async Task<string> KeyIdAsync() => KeySecret.Parse(await Api.KeyAsync(Role.Viewer))!.Id;

    private Task<KeyChange> RevokeAsync(string key) =>
        Api
            .Services.GetRequiredService<KeyStore>()
            .RevokeAsync(KeySecret.Parse(key)!.Id, TimeProvider.System.GetUtcNow(), default);

    private static Task<HttpResponseMessage> SendFormAsync(
        HttpClient client,
        string path,
        (string Name, string Value)[] fields,
        params (string Name, string Value)[] headers
    ) =>
        client.SendAsync(
            "POST",
            path,
            string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}")),
            "application/x-www-form-urlencoded",
            headers
        );

    private static string CookieOf(HttpResponseMessage response) =>
        response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
}
