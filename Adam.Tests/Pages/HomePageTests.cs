using System.Text.RegularExpressions;

namespace Adam.Tests.Pages;

/// <summary>The page at <c>/</c>, for people and for programs.</summary>
[Category("sqlite")]
public sealed partial class HomePageTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private TestRegister _register = null!;
    private HttpClient _nobody = null!;

    private TestApi Api => TestApi.Over(_register.Database);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _register = await TestRegister.GetAsync("sqlite");
        _nobody = Api.Anonymous();
    }

    [OneTimeTearDown]
    public void Close() => _nobody.Dispose();

    [TestCase(Browser, "text/html; charset=utf-8")]
    [TestCase("*/*", "text/html; charset=utf-8")]
    [TestCase("application/json", "application/json; charset=utf-8")]
    [TestCase("application/json, text/html;q=0.5", "application/json; charset=utf-8")]
    public async Task Client_gets_the_form_that_it_asks_for(string accept, string type)
    {
        var response = await _nobody.SendAsync("GET", "/", headers: ("Accept", accept));
        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo(type));
            Assert.That(response.Headers.Vary, Does.Contain("Accept"));
            // The page differs for those who have signed in.
            var cache = type.StartsWith("text/html", StringComparison.Ordinal) ? "no-store" : "public, max-age=300";
            Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo(cache));
        });
    }

    [Test]
    public async Task Form_that_does_not_exist_is_told() =>
        await (await _nobody.SendAsync("GET", "/", headers: ("Accept", "text/csv"))).ProblemAsync(406, "ADAM-1032");

    [Test]
    public async Task Every_link_leads_somewhere_without_a_key()
    {
        var page = await (await _nobody.GetAsync("/")).Content.ReadAsStringAsync();
        var links = Link().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(links, Is.SupersetOf(new[] { "/swagger", "/openapi.yaml", "/docs", "/health/ready" }));
        // The choice of the language leads back to the page.
        foreach (var link in links.Where(link => link.StartsWith('/') && !link.Contains('?', StringComparison.Ordinal)))
            Assert.That((int)(await _nobody.GetAsync(link)).StatusCode, Is.AnyOf(200, 301), link);

        var index = await (await _nobody.SendAsync("GET", "/", headers: ("Accept", "application/json"))).JsonAsync();
        foreach (var (name, link) in index["links"]!.AsObject())
        {
            var status = (int)(await _nobody.GetAsync((string)link!)).StatusCode;
            var isOpen = !((string)link!).StartsWith("/v1", StringComparison.Ordinal);
            Assert.That(status, isOpen ? Is.AnyOf(200, 301) : Is.EqualTo(401), name);
        }
    }

    [Test]
    public async Task Page_loads_nothing_from_elsewhere()
    {
        var response = await _nobody.GetAsync("/");
        var page = await response.Content.ReadAsStringAsync();
        Assert.That(
            response.Headers.GetValues("Content-Security-Policy").Single(),
            Does.StartWith("default-src 'none'; style-src 'self'; script-src 'self';")
        );
        Assert.That(page, Does.Not.Contain("style=").And.Not.Contain("src=\"http"));
        Assert.That(page, Does.Contain("<html lang=\"en\"").And.Contain("name=\"viewport\""));
    }

    [TestCase("keys@example.org", "<a href=\"mailto:keys@example.org\">")]
    [TestCase("https://example.org/keys?a=1&b=2", "<a href=\"https://example.org/keys?a=1&amp;b=2\">")]
    public async Task Page_names_whom_to_ask_for_a_key(string contact, string link)
    {
        await using var api = Api.WithWebHostBuilder(builder => builder.UseSetting("Adam:Contact", contact));
        using var client = api.CreateClient();
        Assert.That(await client.GetStringAsync("/"), Does.Contain(link));
        client.DefaultRequestHeaders.Add("Accept", "application/json");
        Assert.That((string?)(await (await client.GetAsync("/")).JsonAsync())["contact"], Is.EqualTo(contact));
    }

    [Test]
    public async Task Head_and_conditions_work_for_the_index()
    {
        var json = ("Accept", "application/json");
        var get = await _nobody.SendAsync("GET", "/", headers: json);
        var head = await _nobody.SendAsync("HEAD", "/", headers: json);
        Assert.That(head.Headers.ETag, Is.EqualTo(get.Headers.ETag).And.Not.Null);
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
        var again = await _nobody.SendAsync(
            "GET",
            "/",
            headers: [json, ("If-None-Match", get.Headers.ETag!.ToString())]
        );
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
        Assert.That(await (await _nobody.SendAsync("HEAD", "/")).Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
