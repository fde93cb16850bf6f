using System.Net;
using System.Security.Cryptography;
using Adam.Api.Audit;
using Adam.Domain.Keys;
using Adam.Tests.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Accounts;

/// <summary>
/// A person signs in on the desk with an account at the issuer, as a browser does it: from the register to the issuer
/// and back, with cookies.
/// </summary>
public sealed class AccountSignInTests(string engine) : RegisterTests(engine)
{
    private const string Callback = "/desk/account/callback";

    private static readonly (string, string) Desk = ("X-Adam-Desk", "1");
    private static readonly (string, string)[] Analyst =
    [
        ("sub", "a.person"),
        ("adam_partner", "DE"),
        ("adam_role", "analyst"),
    ];

    private RSA _key = null!;
    private TestIssuer _issuer = null!;
    private TestApi _api = null!;
    private HttpClient _browser = null!;
    private HttpClient _toIssuer = null!;
    private string? _session;

    [SetUp]
    public async Task StartIssuer()
    {
        _key = RSA.Create(2048);
        _issuer = await TestIssuer.StartAsync(_key);
        _issuer.PersonsClaims = Analyst;
        _api = Api();
        _browser = _api.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });
        _toIssuer = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
    }

    [TearDown]
    public async Task StopIssuer()
    {
        _toIssuer.Dispose();
        _browser.Dispose();
        await _api.DisposeAsync();
        await _issuer.DisposeAsync();
        _key.Dispose();
    }

    [Test]
    public async Task Account_becomes_a_session_with_its_partner_and_role()
    {
        var page = await SignInAsync("/desk/matrix?country=TJ");
        var html = await page.Content.ReadAsStringAsync();
        Assert.That((int)page.StatusCode, Is.EqualTo(200), html);
        // A redirect from another site would open the desk without the cookie, which is Strict.
        Assert.That(html, Does.Contain("""http-equiv="refresh" content="0; url=/desk/matrix?country=TJ" """));
        var session = page.Headers.GetValues("Set-Cookie").Single(IsSession);
        Assert.That(session, Does.Contain("samesite=strict").And.Contain("httponly"));

        var me = await (await MeAsync()).JsonAsync();
        Assert.That((string?)me["partner"]!["code"], Is.EqualTo("DE"));
        Assert.That((string?)me["role"], Is.EqualTo("analyst"));
        Assert.That((string?)me["token"]!["subject"], Is.EqualTo("a.person"));
        var desk = await _browser.GetAsync("/desk/projects");
        Assert.That((int)desk.StatusCode, Is.EqualTo(200));
        Assert.That(await desk.Content.ReadAsStringAsync(), Does.Contain("a.person"));
    }

    [Test]
    public async Task Writes_of_the_session_have_the_account_as_their_author()
    {
        _issuer.PersonsClaims = [("sub", "desk.officer"), ("adam_partner", "DE"), ("adam_role", "donor")];
        await SignInAsync();
        var posted = await _browser.SendAsync("POST", "/v1/projects", Projects.ProjectHttp.Body(), headers: Desk);
        Assert.That((int)posted.StatusCode, Is.EqualTo(201), await posted.Content.ReadAsStringAsync());
        var project = await (
            await _browser.SendAsync("GET", posted.Headers.Location!.ToString(), headers: Desk)
        ).JsonAsync();
        Assert.That((string?)project["updatedBy"], Is.EqualTo("desk.officer"));
        Assert.That((string?)project["owner"], Is.EqualTo("DE"));
    }

    [Test]
    public async Task Signing_out_ends_the_session_and_so_does_the_end_of_the_client()
    {
        await SignInAsync();
        var token = SessionToken();
        await using (var without = new TestApi(Register.Database))
        {
            using var client = without.Anonymous();
            var ended = await client.SendAsync("GET", "/v1/me", headers: [("Cookie", token), Desk]);
            await ended.ProblemAsync(401, "ADAM-2021");
        }

        Assert.That((int)(await MeAsync()).StatusCode, Is.EqualTo(200));
        await _browser.SendAsync("POST", "/desk/sign-out", "", headers: ("Sec-Fetch-Site", "same-origin"));
        using var other = _api.Anonymous();
        await (await other.SendAsync("GET", "/v1/me", headers: [("Cookie", token), Desk])).ProblemAsync(
            401,
            "ADAM-2021"
        );
    }

    [TestCase("adam_role", "nobody", "role")]
    [TestCase("adam_partner", "XX", "partner")]
    public async Task Account_that_means_no_partner_or_role_is_told_so_and_logged(
        string claim,
        string value,
        string needed
    )
    {
        _issuer.PersonsClaims = [.. Analyst.Where(one => one.Item1 != claim), (claim, value)];
        var page = await SignInAsync();
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.That((int)page.StatusCode, Is.EqualTo(403), html);
        Assert.That(
            html,
            Does.Contain("Your account does not open this register.").And.Contain($"must name one {needed}")
        );
        Assert.That(page.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(IsSession), Is.False);

        await _api.Services.GetRequiredService<RefusalLog>().FlushAsync(default);
        using var admin = await _api.ClientAsync(Role.Admin);
        var refusals = await (await admin.GetAsync("/v1/audit/refusals")).Content.ReadAsStringAsync();
        Assert.That(refusals, Does.Contain("ADAM-2017").And.Contain("a.person"));
    }

    [Test]
    public async Task Answer_that_this_browser_has_not_asked_for_starts_no_session()
    {
        var answer = await AnswerAsync("/");
        using var victim = _api.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });
        await RefusedAsync(await victim.GetAsync(answer));

        // The same answer works once in the browser that has asked, and no second time.
        Assert.That((int)(await _browser.GetAsync(answer)).StatusCode, Is.EqualTo(200));
        await RefusedAsync(await _browser.GetAsync(answer));
    }

    [TestCase("?code=x&state=y")]
    [TestCase("?error=server_error&error_description=%3Cscript%3E")]
    [TestCase("?error=access_denied")]
    [TestCase("?state=%F0%28")]
    [TestCase("")]
    public async Task Answer_that_is_none_gets_a_page_and_no_5xx(string query) =>
        await RefusedAsync(await _browser.GetAsync(Callback + query));

    [Test]
    public async Task Altered_code_is_refused_by_the_issuer_and_told()
    {
        var answer = await AnswerAsync("/");
        await RefusedAsync(await _browser.GetAsync(answer.Replace("code=", "code=A", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Code_for_another_client_starts_no_session()
    {
        await using var api = Api(("Adam:OpenIdConnect:ClientId", "adam-desk"));
        // The issuer gives a code to the client that the request names, and takes it from no other.
        using var browser = api.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });
        var start = (await StartAsync(browser)).ToString();
        var other = start.Replace("client_id=adam-desk", "client_id=another", StringComparison.Ordinal);
        Assert.That(other, Is.Not.EqualTo(start));
        var back = (await _toIssuer.GetAsync(new Uri(other))).Headers.Location!;
        await RefusedAsync(await browser.GetAsync(back.PathAndQuery));
    }

    [Test]
    public async Task Many_wrong_answers_are_not_sent_on_to_the_issuer()
    {
        await using var api = Api(("Adam:Limits:WrongKeysPerMinute", "2"));
        using var browser = api.Anonymous();
        for (var attempt = 0; attempt < 2; attempt++)
            Assert.That((int)(await browser.GetAsync($"{Callback}?code=x&state=y")).StatusCode, Is.EqualTo(401));
        Assert.That((int)(await browser.GetAsync($"{Callback}?code=x&state=y")).StatusCode, Is.EqualTo(429));
    }

    [Test]
    public async Task Redirect_uri_is_that_of_the_register_and_the_flow_has_PKCE_state_and_nonce()
    {
        var start = await StartAsync(_browser, "https://evil.example");
        Assert.That(
            start.Query,
            Does.Contain("response_type=code")
                .And.Contain("code_challenge_method=S256")
                .And.Contain("nonce=")
                .And.Contain("state=")
                .And.Contain($"redirect_uri={Uri.EscapeDataString($"http://localhost{Callback}")}")
        );
        var back = (await _toIssuer.GetAsync(start)).Headers.Location!;
        var page = await _browser.GetAsync(back.PathAndQuery);
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("content=\"0; url=/\""), "no other site");
    }

    [Test]
    public async Task Page_to_sign_in_offers_the_account_only_where_the_register_is_a_client()
    {
        Assert.That(
            await (await HomeAsync(_browser)).Content.ReadAsStringAsync(),
            Does.Contain("href=\"/desk/account?return=%2F\"")
        );
        await using var without = new TestApi(Register.Database);
        using var browser = without.Anonymous();
        Assert.That(await (await HomeAsync(browser)).Content.ReadAsStringAsync(), Does.Not.Contain("/desk/account"));
        // An address of the desk without a page: whoever signs in first reads that.
        Assert.That(
            (await browser.GetAsync("/desk/account")).Headers.Location?.OriginalString,
            Is.EqualTo("/?return=%2Fdesk%2Faccount")
        );

        static Task<HttpResponseMessage> HomeAsync(HttpClient client) =>
            client.SendAsync("GET", "/", headers: ("Accept", "text/html"));
    }

    [Test]
    public async Task Issuer_that_is_down_is_told_before_the_browser_leaves()
    {
        await using var api = Api(("Adam:OpenIdConnect:Authority", "http://127.0.0.1:1/"));
        using var browser = api.Anonymous();
        await (await browser.GetAsync("/desk/account")).ProblemAsync(503, "ADAM-9002");
    }

    private TestApi Api(params (string Name, string Value)[] settings) =>
        new(
            Register.Database,
            [
                ("Adam:OpenIdConnect:Authority", _issuer.Address.AbsoluteUri),
                ("Adam:OpenIdConnect:Audience", TestIssuer.Audience),
                ("Adam:OpenIdConnect:ClientId", "adam-desk"),
                ("Adam:OpenIdConnect:ClientSecret", "secret"),
                .. settings,
            ]
        );

    private async Task<HttpResponseMessage> SignInAsync(string address = "/")
    {
        var page = await _browser.GetAsync(await AnswerAsync(address));
        _session = page.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.SingleOrDefault(IsSession)?.Split(';')[0]
            : null;
        return page;
    }

    /// <summary>
    /// Lets the issuer confirm the person, and returns the address to which it sends the browser back.
    /// </summary>
    private async Task<string> AnswerAsync(string address)
    {
        var confirmed = await _toIssuer.GetAsync(await StartAsync(_browser, address));
        Assert.That(confirmed.Headers.Location, Is.Not.Null, await confirmed.Content.ReadAsStringAsync());
        return confirmed.Headers.Location!.PathAndQuery;
    }

    /// <summary>Returns the address of the issuer to which a browser is sent.</summary>
    private static async Task<Uri> StartAsync(HttpClient browser, string address = "/")
    {
        var start = await browser.GetAsync($"/desk/account?return={Uri.EscapeDataString(address)}");
        // On a busy machine the issuer can be late with its metadata.
        while ((int)start.StatusCode == 503)
            start = await browser.GetAsync($"/desk/account?return={Uri.EscapeDataString(address)}");
        Assert.That((int)start.StatusCode, Is.EqualTo(302), await start.Content.ReadAsStringAsync());
        return start.Headers.Location!;
    }

    private Task<HttpResponseMessage> MeAsync() => _browser.SendAsync("GET", "/v1/me", headers: Desk);

    private string SessionToken() => _session ?? throw new InvalidOperationException("Nobody has signed in.");

    private static async Task RefusedAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(401), html);
        Assert.That(html, Does.Contain("role=\"alert\"").And.Not.Contain("<script>"));
        Assert.That(response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(IsSession), Is.False);
    }

    private static bool IsSession(string cookie) =>
        cookie.StartsWith("adam-session=", StringComparison.Ordinal)
        && !cookie.StartsWith("adam-session=;", StringComparison.Ordinal);
}
