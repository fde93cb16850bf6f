using System.Globalization;
using System.Net;
using System.Resources;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Desk.Maps;
using Adam.Desk.Texts;
using Adam.Domain.Keys;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Adam.Tests.Desk;

/// <summary>The pages of the desk on the sample register, read as a browser reads them, without script.</summary>
[Category("sqlite")]
public sealed partial class DeskPagesTests
{
    internal static readonly string[] Views =
    [
        "/",
        "/desk/projects",
        "/desk/projects?country=TJ&pillar=precursors&activeFrom=2015-01-01&activeTo=2015-12-31",
        "/desk/matrix",
        "/desk/matrix?rows=partner&columns=country&route=northern",
        "/desk/matrix?rows=donor&columns=pillar&show=partners&status=implementation",
        "/desk/matrix?rows=country&columns=status&show=amount&currency=EUR",
        "/desk/map",
        "/desk/map?show=amount&region=balkans&pillar=financial-flows",
        "/desk/map?route=southern&show=partners",
        "/desk/layers",
        "/desk/layers?layer=seizures&indicator=quantity&code=substance:heroin&over=projects&route=northern",
        "/desk/layers?layer=seizures&code=substance:opium&fromYear=2015&untilYear=2015&over=gaps&pillar=precursors",
        "/desk/layers?layer=border-crossings&asOf=2015-12-31&evidence=high",
        "/desk/timeline",
        "/desk/timeline?activeFrom=2020-01-01",
        "/desk/gaps",
        "/desk/gaps?by=pillar&route=balkan&from=2025-01-01&until=2026-12-31",
        "/desk/gaps?measure=M-II-2&country=TJ&country=RU&asOf=2020-06-30&state=gap&state=covered",
        "/desk/gaps?crowded=true&recordedBy=2026-11-01",
        "/desk/measures",
        "/desk/measures?pillar=precursors&q=custom",
        "/desk/measures/M-II-2",
        "/desk/measures/M-III-1",
        "/desk/measures/M-I-3?country=KZ",
        "/desk/recommendations",
        "/desk/recommendations?state=pending&meeting=EX-EWG-2025-II",
        "/desk/recommendations/EX-2024-II/2",
        "/desk/meetings",
        "/desk/meetings/EWG-2015-TRIFOLD",
        "/desk/meetings/PCG-12",
        "/desk/meetings/EX-EWG-2024",
        "/desk/documents",
        "/desk/documents?type=study&country=TJ",
        "/desk/posts",
        "/desk/posts?on=2016-04-01&country=KG&route=northern",
        "/desk/questionnaires",
        "/desk/questionnaires?by=pillar&on=2016-01-05&pillar=financial-flows&state=closed",
        "/desk/questionnaires?by=kind&q=flows",
        "/desk/questionnaires/EX-FLOWS-2015",
        "/desk/questionnaires/EX-PRECURSORS-2015?by=route",
        "/desk/questionnaires/EX-FLOWS-2016",
        "/desk/report",
        "/desk/report/2015",
        "/desk/report/2025?until=2025-06-30",
        "/desk/overlaps",
        "/desk/overlaps?country=AF&verdict=none",
        "/desk/duplication",
        "/desk/duplication?show=overlaps&country=TJ&kind=same-project&kind=same-activity",
        "/desk/countries/TJ",
        "/desk/countries/AF?pillar=precursors&activeFrom=2015-01-01&activeTo=2015-12-31",
    ];

    private readonly HtmlParser _parser = new();

    private DemoServer _demo = null!;
    private HttpClient _browser = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _api = _demo.Client(Role.Viewer);
        _browser = await SignInAsync(_demo, Role.Viewer);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        _browser.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [TestCaseSource(nameof(Views))]
    public async Task Every_figure_is_the_one_that_the_api_answers_at_its_address(string view)
    {
        var page = await PageAsync(view);
        var figures = page.QuerySelectorAll("[data-api]").ToList();
        Assert.That(figures, Is.Not.Empty);
        // A large matrix has hundreds, of which forty are compared, and the totals at the end.
        var step = Math.Max(1, figures.Count / 40);
        foreach (var figure in figures.Where((_, i) => i % step == 0 || i > figures.Count - 4))
        {
            var (address, pointer) = (figure.GetAttribute("data-api")!, figure.GetAttribute("data-pointer")!);
            var answer = await _api.GetFromJsonOrFailAsync(address);
            var value = decimal.Parse(figure.GetAttribute("data-value")!, CultureInfo.InvariantCulture);
            Assert.That(At(answer, pointer), Is.EqualTo(value), $"{view}: {address} {pointer}");
        }
    }

    [TestCaseSource(nameof(Views))]
    public async Task Every_link_leads_to_a_page_or_a_file(string view)
    {
        var page = await PageAsync(view);
        var links = page.QuerySelectorAll("a[href]")
            .Select(link => link.GetAttribute("href")!)
            // The choice of the language would last for the other tests.
            .Where(href => href.StartsWith('/') && !href.StartsWith("/desk/language", StringComparison.Ordinal))
            .Where(href => !href.StartsWith("/v1", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        Assert.That(links, Has.Count.GreaterThan(8));
        // Links of a kind differ in the values only.
        foreach (var link in links.GroupBy(link => Values().Replace(link, "")).SelectMany(kind => kind.Take(2)))
        {
            var response = await _browser.GetAsync(link);
            Assert.That((int)response.StatusCode, Is.AnyOf(200, 301, 302), $"{view}: {link}");
        }

        foreach (var file in page.QuerySelectorAll("a[download]").Select(link => link.GetAttribute("href")!))
        {
            var response = await _browser.SendAsync("GET", file, headers: ("Sec-Fetch-Site", "same-origin"));
            Assert.That((int)response.StatusCode, Is.EqualTo(200), file);
        }
    }

    [TestCaseSource(nameof(Views))]
    public async Task Every_list_behind_a_figure_has_as_many_projects(string view)
    {
        var page = await PageAsync(view);
        var figures = page.QuerySelectorAll("a.figure[href^='/desk/projects'][data-pointer='/totals/projects']")
            .ToList();
        var step = Math.Max(1, figures.Count / 8);
        foreach (var figure in figures.Where((_, i) => i % step == 0))
        {
            var list = await PageAsync(figure.GetAttribute("href")!);
            Assert.That(
                list.QuerySelector(".lead .figure")!.GetAttribute("data-value"),
                Is.EqualTo(figure.GetAttribute("data-value")),
                figure.GetAttribute("href")
            );
        }
    }

    [Test]
    public async Task Overview_and_list_say_whether_cancelled_projects_count()
    {
        var all = await CountAsync("");
        var cancelled = await CountAsync("&status=cancelled");
        Assert.That(cancelled, Is.GreaterThan(1));
        var tile = (await PageAsync("/")).QuerySelector(".tiles li")!;
        Assert.That(TextOf(tile), Is.EqualTo($"{all - cancelled} projects, without cancelled ones"));

        var list = await PageAsync("/desk/projects");
        Assert.That(
            TextOf(list.QuerySelector(".lead")!),
            Is.EqualTo($"{all} projects, among them {cancelled} cancelled")
        );
        Assert.That(list.QuerySelector(".lead a")!.GetAttribute("href"), Is.EqualTo("/desk/projects?status=cancelled"));
        var others = await PageAsync(tile.QuerySelector("a")!.GetAttribute("href")!);
        Assert.That(
            TextOf(others.QuerySelector(".lead")!),
            Is.EqualTo($"{all - cancelled} projects, without cancelled ones")
        );
        var closed = await PageAsync("/desk/projects?status=closed");
        Assert.That(TextOf(closed.QuerySelector(".lead")!), Does.EndWith(" projects"));

        async Task<int> CountAsync(string filter) =>
            (int)(await _api.GetFromJsonOrFailAsync($"/v1/projects?limit=1&count=true{filter}"))!["total"]!;

        static string TextOf(IElement element) =>
            string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Test]
    public async Task Page_has_nothing_that_the_policy_forbids_and_neither_key_nor_token()
    {
        var response = await _browser.GetAsync("/desk/map");
        var html = await response.Content.ReadAsStringAsync();
        Assert.That(
            response.Headers.GetValues("Content-Security-Policy").Single(),
            Is.EqualTo(
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            )
        );
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-store"));
        Assert.That(
            html,
            Does.Not.Match("<style|\\sstyle=|\\son[a-z]+=|javascript:|<script(?! type=\"module\" src=\"/desk/assets/)")
        );
        Assert.That(html, Does.Not.Contain("adam_").And.Not.Contain("adam-session"));
    }

    [Test]
    public async Task Titles_of_records_are_text_whatever_they_contain()
    {
        const string Title = "<script>alert(1)</script>\"'&#x27; onload=x <b> \u202Eتست";
        using var donor = _demo.Client(Role.Donor);
        var body = JsonSerializer.Serialize(
            new
            {
                reference = "DESK-1",
                title = Title,
                description = Title,
                pillars = new[] { "precursors" },
                countries = new[] { "SN" },
                donors = new[] { new { partner = "DE" } },
                status = "implementation",
                plannedStart = "2026-01-01",
                places = new[]
                {
                    new
                    {
                        name = Title,
                        latitude = 14.7,
                        longitude = -17.4,
                    },
                },
            }
        );
        var created = await donor.SendAsync("POST", "/v1/projects", body);
        Assert.That((int)created.StatusCode, Is.EqualTo(201), await created.Content.ReadAsStringAsync());
        var stored = await created.JsonAsync();
        var id = (string)stored["id"]!;

        foreach (
            var view in new[]
            {
                "/desk/projects?q=DESK-1",
                $"/desk/projects/{id}",
                "/desk/timeline?country=SN",
                "/desk/map?country=SN",
                "/desk/countries/SN",
                $"/desk/projects?q={Uri.EscapeDataString("\"><script>alert(1)</script>")}",
            }
        )
        {
            var page = await PageAsync(view);
            Assert.That(
                page.QuerySelectorAll("script").Select(one => one.GetAttribute("src")),
                Has.All.StartsWith("/desk/")
            );
            Assert.That(page.QuerySelectorAll("b, [onload]"), Is.Empty, view);
        }

        var record = await PageAsync($"/desk/projects/{id}");
        Assert.That(record.QuerySelector("h1")!.TextContent, Is.EqualTo((string)stored["title"]!));
        Assert.That(record.QuerySelector("h1")!.GetAttribute("dir"), Is.EqualTo("auto"));
    }

    [TestCase("/desk/reports/2015")]
    [TestCase("/desk/nothing")]
    [TestCase("/desk/projects/1/2/3")]
    public async Task Address_without_a_page_is_a_page_that_says_so(string address)
    {
        var response = await _browser.GetAsync(address);
        Assert.That((int)response.StatusCode, Is.EqualTo(404));
        var page = _parser.ParseDocument(await response.Content.ReadAsStringAsync());
        Assert.That(page.QuerySelector("h1")!.TextContent, Is.EqualTo("No such page"));
        Assert.That(page.QuerySelector("[role=alert]")!.TextContent, Does.Contain(address));
        Assert.That(page.QuerySelector("nav a"), Is.Not.Null);
    }

    [Test]
    public async Task Problems_of_the_api_are_told_on_the_page()
    {
        var unknown = await _browser.GetAsync("/desk/projects?contry=TJ&pillar=nothing");
        Assert.That((int)unknown.StatusCode, Is.EqualTo(400));
        var page = _parser.ParseDocument(await unknown.Content.ReadAsStringAsync());
        Assert.That(page.QuerySelector("[role=alert]")!.TextContent, Does.Contain("contry").And.Contain("country"));
        Assert.That(page.QuerySelector("[role=alert]")!.TextContent, Does.Contain("nothing"));

        Assert.That((int)(await _browser.GetAsync($"/desk/projects/{Guid.NewGuid()}")).StatusCode, Is.EqualTo(404));
        Assert.That((int)(await _browser.GetAsync("/desk/countries/XX")).StatusCode, Is.EqualTo(400));
    }

    [Test]
    public async Task Pages_are_in_the_language_of_the_browser_or_the_one_chosen()
    {
        var russian = await PageAsync("/desk/projects", ("Accept-Language", "ru-RU,ru;q=0.9,en;q=0.8"));
        Assert.That(russian.DocumentElement.GetAttribute("lang"), Is.EqualTo("ru"));
        Assert.That(russian.QuerySelector("h1")!.TextContent, Is.EqualTo("Проекты"));
        Assert.That(russian.Source.Text, Does.Not.Contain("&#x4"));

        var english = await PageAsync("/desk/projects", ("Accept-Language", "tg;q=1, fr;q=0.9, ru;q=0"));
        Assert.That(english.DocumentElement.GetAttribute("lang"), Is.EqualTo("en"));

        using var other = await SignInAsync(_demo, Role.Viewer);
        await other.GetAsync("/desk/language?to=ru&return=/");
        Assert.That(
            _parser.ParseDocument(await other.GetStringAsync("/desk/projects")).DocumentElement.GetAttribute("lang"),
            Is.EqualTo("ru")
        );
    }

    [Test]
    public async Task Link_to_the_other_language_leads_back_to_the_page_of_a_refused_form()
    {
        using var donor = await SignInAsync(_demo, Role.Donor);
        foreach (
            var (action, from, fields) in new[]
            {
                ("/desk/notes", "/desk/overlaps?country=TJ", "pair=none"),
                ("/desk/projects/new", "/desk/projects/new?country=TJ", "title=Ports&action=save"),
                ("/desk/subscriptions", "/desk/subscriptions", "action=create"),
            }
        )
        {
            var refused = await donor.SendAsync(
                "POST",
                action,
                fields,
                "application/x-www-form-urlencoded",
                ("Sec-Fetch-Site", "same-origin"),
                ("Referer", _demo.Address + from)
            );
            var page = _parser.ParseDocument(await refused.Content.ReadAsStringAsync());
            Assert.That((int)refused.StatusCode, Is.InRange(400, 499), action);
            var link = page.QuerySelector("a[hreflang]")!.GetAttribute("href")!;
            Assert.That(link, Is.EqualTo($"/desk/language?to=ru&return={Uri.EscapeDataString(from)}"));
            Assert.That((int)(await donor.GetAsync(from)).StatusCode, Is.EqualTo(200));
        }

        // Another site cannot choose the page.
        var foreign = await donor.SendAsync(
            "POST",
            "/desk/projects/new",
            "title=Ports&action=save",
            "application/x-www-form-urlencoded",
            ("Sec-Fetch-Site", "same-origin"),
            ("Referer", "https://example.org/desk")
        );
        Assert.That(
            _parser
                .ParseDocument(await foreign.Content.ReadAsStringAsync())
                .QuerySelector("a[hreflang]")!
                .GetAttribute("href"),
            Does.EndWith("return=%2F")
        );
    }

    [Test]
    public async Task Assets_are_kept_by_browsers_and_first_view_is_small(
        [Values(
            "/",
            "/desk/projects",
            "/desk/matrix",
            "/desk/map",
            "/desk/layers",
            "/desk/timeline",
            "/desk/gaps",
            "/desk/overlaps",
            "/desk/duplication",
            "/desk/measures",
            "/desk/countries/TJ"
        )]
            string view
    )
    {
        using var compressed = new HttpClient { BaseAddress = new(_demo.Address) };
        compressed.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        compressed.DefaultRequestHeaders.Add("Accept-Language", "ru");
        compressed.DefaultRequestHeaders.Add("Cookie", await CookieAsync(_demo, Role.Viewer));
        var bytes = 0;
        var html = await PageAsync(view);
        foreach (
            var address in html.QuerySelectorAll("link[rel=stylesheet], script[src]")
                .Select(one => one.GetAttribute("href") ?? one.GetAttribute("src")!)
        )
        {
            var asset = await compressed.GetAsync(address);
            Assert.That(asset.Headers.CacheControl!.ToString(), Does.Contain("immutable"));
            bytes += (await asset.Content.ReadAsByteArrayAsync()).Length;
        }

        bytes += (await (await compressed.GetAsync(view)).Content.ReadAsByteArrayAsync()).Length;
        TestContext.Out.WriteLine($"{view}: {bytes} bytes");
        Assert.That(bytes, Is.InRange(1_000, 200_000));
        Assert.That((int)(await compressed.GetAsync("/desk/assets/0000/desk.css")).StatusCode, Is.EqualTo(404));
    }

    [Test]
    public void Every_text_has_all_languages_with_the_same_places_for_values()
    {
        var english = Texts("");
        var russian = Texts("ru");
        Assert.That(russian.Keys, Is.EquivalentTo(english.Keys));
        foreach (var (name, text) in english)
            Assert.That(Places(russian[name]), Is.EqualTo(Places(text)), name);

        static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order();

        static Dictionary<string, string> Texts(string culture) =>
            new ResourceManager("Adam.Desk.Texts.Words", typeof(Words).Assembly)
                .GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!
                .Cast<System.Collections.DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    [Test]
    public void Points_lie_where_the_library_that_drew_the_map_places_them()
    {
        Assert.That(DeskMap.Instance.Check, Has.Count.GreaterThan(4));
        foreach (var point in DeskMap.Instance.Check)
        {
            var (x, y) = DeskMap.Instance.Project(point.Latitude, point.Longitude)!.Value;
            Assert.That(x, Is.EqualTo(point.X).Within(0.01));
            Assert.That(y, Is.EqualTo(point.Y).Within(0.01));
        }

        Assert.That(DeskMap.Instance.Project(-24, -132), Is.Null, "the other side of the Earth");
    }

    [TestCase("en", 1, "1 project")]
    [TestCase("en", 1234, "1,234 projects")]
    [TestCase("ru", 1, "1 проект")]
    [TestCase("ru", 3, "3 проекта")]
    [TestCase("ru", 11, "11 проектов")]
    [TestCase("ru", 12, "12 проектов")]
    [TestCase("ru", 21, "21 проект")]
    [TestCase("ru", 104, "104 проекта")]
    public void Nouns_have_the_number_of_their_language(string language, long number, string text) =>
        Assert.That(
            new Words(CultureInfo.GetCultureInfo(language == "ru" ? "ru-RU" : "en-GB")).Count("Projects", number),
            Is.EqualTo(text)
        );

    /// <summary>Returns a client with a session, which follows redirects and keeps cookies as a browser does.</summary>
    internal static async Task<HttpClient> SignInAsync(DemoServer demo, Role role)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false })
        {
            BaseAddress = new(demo.Address),
        };
        var response = await client.SendAsync(
            "POST",
            "/desk/sign-in",
            $"key={demo.Keys[role]}",
            "application/x-www-form-urlencoded",
            ("Sec-Fetch-Site", "same-origin")
        );
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        return client;
    }

    private static async Task<string> CookieAsync(DemoServer demo, Role role)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new(demo.Address),
        };
        var response = await client.SendAsync(
            "POST",
            "/desk/sign-in",
            $"key={demo.Keys[role]}",
            "application/x-www-form-urlencoded",
            ("Sec-Fetch-Site", "same-origin")
        );
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<IHtmlDocument> PageAsync(string address, params (string, string)[] headers)
    {
        var response = await _browser.SendAsync("GET", address, headers: headers);
        var html = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{address}: {html}");
        return _parser.ParseDocument(html);
    }

    /// <summary>Returns the number at a JSON pointer (RFC 6901).</summary>
    private static decimal? At(JsonNode? node, string pointer)
    {
        foreach (var part in pointer.Split('/')[1..])
            node = node is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)] : node?[part];
        return (decimal?)node;
    }

    [GeneratedRegex("=[^&]*|[0-9a-f]{8}-[0-9a-f-]+|/[A-Z]{2}$")]
    private static partial Regex Values();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}

internal static class DeskRequests
{
    public static async Task<JsonNode?> GetFromJsonOrFailAsync(this HttpClient client, string address)
    {
        var response = await client.GetAsync(address);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{address}: {text}");
        return JsonNode.Parse(text);
    }
}
