using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Adam.Tests.Desk;

/// <summary>Judging overlaps on the sample register, as a browser without script does.</summary>
[Category("sqlite")]
public sealed class JudgingPagesTests
{
    private const string Path = "/desk/judging";

    private readonly HtmlParser _parser = new();

    private DemoServer _demo = null!;
    private HttpClient _analyst = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _api = _demo.Client(Role.Admin);
        _analyst = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        _analyst.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [Test]
    public async Task Verdict_is_stored_with_its_note_and_the_next_pair_follows_at_once()
    {
        var page = await PageAsync($"{Path}?country=AF");
        var (pair, waiting) = (PairOf(page), Figure(page, 0));
        var note = $"Один проект. {new string('ж', 1_900)}";
        var response = await SendAsync(page, ("verdict", "duplicate"), ("note", note));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var next = await PageAsync(response.Headers.Location!.ToString());
        Assert.That(PairOf(next), Is.Not.EqualTo(pair));
        Assert.That(next.QuerySelector("[data-last]")!.TextContent, Does.Contain("duplicate"));
        Assert.That((Figure(next, 0), Figure(next, 2)), Is.EqualTo((waiting - 1, Figure(page, 2) + 1)));

        var verdict = (await _api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"]!;
        Assert.That(
            ((string?)verdict["verdict"], (string?)verdict["note"], (string?)verdict["decidedBy"]),
            Is.EqualTo(("duplicate", note, "Demo admin"))
        );

        var undone = await SendAsync(next, ".last form");
        Assert.That(undone.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var again = await PageAsync(undone.Headers.Location!.ToString());
        Assert.That(PairOf(again), Is.EqualTo(pair), "the pair whose verdict was taken back is shown again");
        Assert.That(again.QuerySelector(".last form")!.HasAttribute("hidden"), Is.True);
        Assert.That((await _api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"], Is.Null);
    }

    [TestCase("score")]
    [TestCase("uncertain")]
    public async Task Skipping_leads_through_the_queue_in_the_order_of_the_api(string sort)
    {
        var listed = await _api.GetFromJsonOrFailAsync(
            $"/v1/overlaps?pillar=precursors&verdict=none&limit=500&sort={sort}"
        );
        var expected = listed!["items"]!.AsArray().Select(item => (string)item!["id"]!).ToList();
        Assert.That(expected, Has.Count.GreaterThan(5));
        var (seen, address) = (new List<string>(), (string?)$"{Path}?pillar=precursors&sort={sort}");
        while (address is not null)
        {
            var page = await PageAsync(address);
            if (page.QuerySelector("form.verdict") is null)
                break;
            seen.Add(PairOf(page));
            address = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.That(seen, Is.EqualTo(expected));
    }

    [Test]
    public async Task Page_that_is_read_ahead_is_the_one_that_follows_the_verdict()
    {
        var page = await PageAsync($"{Path}?country=TJ");
        var ahead = await PageAsync(page.QuerySelector("form.verdict")!.GetAttribute("data-prefetch")!);
        var response = await SendAsync(page, ("verdict", "unrelated"));
        var next = await PageAsync(response.Headers.Location!.ToString());
        Assert.That(PairOf(ahead), Is.EqualTo(PairOf(next)).And.Not.EqualTo(PairOf(page)));
        Assert.That(
            ahead.QuerySelector("form.verdict")!.GetAttribute("action"),
            Is.EqualTo(next.QuerySelector("form.verdict")!.GetAttribute("action"))
        );
        Assert.That(After(ahead), Is.EqualTo(After(next)));

        string? After(IHtmlDocument document) =>
            document.QuerySelector("form.verdict input[name=after]")!.GetAttribute("value");
    }

    [Test]
    public async Task Verdict_on_a_pair_that_has_changed_is_refused_and_the_note_is_kept()
    {
        var page = await PageAsync($"{Path}?country=IR");
        var pair = PairOf(page);
        using var other = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        await SendAsync(page, ("verdict", "complementary"));

        var refused = await SendAsync(page, ("verdict", "duplicate"), ("note", "The <same> port."));
        Assert.That((int)refused.StatusCode, Is.EqualTo(412));
        var told = _parser.ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.That(PairOf(told), Is.EqualTo(pair));
        Assert.That(told.QuerySelector("[role=alert]")!.TextContent, Does.Contain("somebody else has decided"));
        Assert.That(told.QuerySelector("form.verdict textarea")!.TextContent, Is.EqualTo("The <same> port."));
        Assert.That(
            (string?)(await _api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"]!["verdict"],
            Is.EqualTo("complementary")
        );

        var decided = await SendAsync(told, ("verdict", "duplicate"));
        Assert.That(decided.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), "the page shows the present version");
    }

    [Test]
    public async Task Verdict_that_somebody_else_has_replaced_is_not_taken_back()
    {
        var page = await PageAsync($"{Path}?country=PK");
        var pair = PairOf(page);
        var next = await PageAsync((await SendAsync(page, ("verdict", "unrelated"))).Headers.Location!.ToString());
        await _api.SendAsync(
            "PUT",
            $"/v1/overlaps/{pair}/verdict",
            """{ "verdict": "co-funded" }""",
            headers: ("If-Match", "*")
        );
        var refused = await SendAsync(next, ".last form");
        Assert.That((int)refused.StatusCode, Is.EqualTo(412));
        Assert.That(
            (string?)(await _api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"]!["verdict"],
            Is.EqualTo("co-funded")
        );
    }

    [Test]
    public async Task Note_that_is_too_long_is_told_and_kept()
    {
        var page = await PageAsync($"{Path}?country=UZ");
        var note = new string('я', 2_001);
        var refused = await SendAsync(page, ("verdict", "duplicate"), ("note", note));
        Assert.That((int)refused.StatusCode, Is.EqualTo(400));
        var told = _parser.ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.That(told.QuerySelector("[role=alert]")!.TextContent, Does.Contain("note").And.Contain("2000"));
        Assert.That(told.QuerySelector("form.verdict textarea")!.TextContent, Is.EqualTo(note));
    }

    [Test]
    public async Task Form_without_fields_or_with_other_values_is_told()
    {
        foreach (
            var fields in new (string, string)[][]
            {
                [],
                [("pair", "nothing"), ("tag", "\"1\""), ("verdict", "duplicate")],
                [("pair", "nothing"), ("undo", "../../v1/keys/1")],
            }
        )
        {
            var response = await PostAsync(_analyst, Path, fields);
            Assert.That((int)response.StatusCode, Is.AnyOf(400, 404, 428), await response.Content.ReadAsStringAsync());
            var page = _parser.ParseDocument(await response.Content.ReadAsStringAsync());
            Assert.That(page.QuerySelector("[role=alert]"), Is.Not.Null);
        }
    }

    [Test]
    public async Task Blind_page_contains_neither_score_nor_kind_nor_reasons_until_the_pair_is_decided()
    {
        var open = await PageAsync(Path);
        var blind = await PageAsync($"{Path}?blind=true");
        Assert.That(PairOf(blind), Is.EqualTo(PairOf(open)));
        Assert.That(open.QuerySelectorAll(".waterfall, main .lead strong"), Has.Length.EqualTo(2));
        var overlap = await _api.GetFromJsonOrFailAsync($"/v1/overlaps/{PairOf(blind)}");
        Assert.That(blind.QuerySelectorAll(".waterfall, .cluster, main .lead strong"), Is.Empty);
        Assert.That(blind.QuerySelectorAll("main [data-pointer='/score']"), Is.Empty);
        foreach (var reason in overlap!["reasons"]!.AsArray())
            Assert.That(blind.Source.Text, Does.Not.Contain((string)reason!["detail"]!));

        var pair = PairOf(blind);
        await SendAsync(blind, ("verdict", "duplicate"));
        var decided = await PageAsync($"{Path}?blind=true&pair={pair}");
        Assert.That(decided.QuerySelectorAll(".waterfall"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Every_pair_of_the_sample_has_a_page_whose_waterfall_adds_up_to_the_score()
    {
        var list = await _api.GetFromJsonOrFailAsync("/v1/overlaps?limit=500");
        foreach (var item in list!["items"]!.AsArray())
        {
            var page = await PageAsync($"/desk/overlaps/{item!["id"]}");
            var total = page.QuerySelector(".waterfall tfoot .figure")!;
            Assert.That(
                decimal.Parse(total.GetAttribute("data-value")!, CultureInfo.InvariantCulture),
                Is.EqualTo((decimal)item["score"]!)
            );
            Assert.That(total.TextContent, Is.EqualTo($"{(decimal)item["score"]!:0.0000}"));
            Assert.That(page.QuerySelectorAll(".compared tbody tr").Length, Is.GreaterThan(8));
        }
    }

    [TestCase(Role.Viewer)]
    [TestCase(Role.Donor)]
    public async Task Others_are_refused_with_words_and_decide_nothing(Role role)
    {
        using var browser = await DeskPagesTests.SignInAsync(_demo, role);
        var response = await browser.GetAsync(Path);
        Assert.That((int)response.StatusCode, Is.EqualTo(403));
        var page = _parser.ParseDocument(await response.Content.ReadAsStringAsync());
        Assert.That(page.QuerySelector("[role=alert]")!.TextContent, Does.Contain("analysts and admins"));
        Assert.That(page.QuerySelectorAll($"nav a[href^='{Path}']"), Is.Empty);

        var open = await PageAsync($"{Path}?country=KZ");
        var pair = PairOf(open);
        var refused = await SendAsync(open, "form.verdict", browser, ("verdict", "duplicate"));
        Assert.That((int)refused.StatusCode, Is.EqualTo(403));
        Assert.That((await _api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"], Is.Null);
    }

    [Test]
    public async Task Owner_answers_and_the_answer_stands_where_the_pair_is_shown()
    {
        using var owner = await DeskPagesTests.SignInAsync(_demo, Role.Donor);
        var overlap = await OfGermanyAsync();
        var address = $"/desk/overlaps/{overlap["id"]}";
        var page = await PageAsync(address, owner);
        const string Text = "Наши <b>собаки</b>,\nне их.";
        var sent = await SendAsync(page, ".notes form", owner, ("text", Text), ("proposedVerdict", "complementary"));
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(sent.Headers.Location!.ToString(), Is.EqualTo(address));
        // The button was pressed twice.
        await SendAsync(page, ".notes form", owner, ("text", Text), ("proposedVerdict", "complementary"));

        using var viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        foreach (var (shown, form) in new[] { (await PageAsync(address, viewer), 0), (await PageAsync(address), 1) })
        {
            Assert.That(shown.QuerySelectorAll(".notes ol li"), Has.Length.EqualTo(1));
            Assert.That(shown.QuerySelector(".notes ol .prose")!.TextContent, Is.EqualTo(Text));
            Assert.That(shown.QuerySelector(".notes ol strong")!.TextContent, Does.Contain("complementary"));
            Assert.That(shown.QuerySelectorAll(".notes form"), Has.Length.EqualTo(form));
        }

        var judging = await PageAsync($"{Path}?pair={overlap["id"]}");
        Assert.That(judging.QuerySelector(".notes ol .prose")!.TextContent, Is.EqualTo(Text));
        Assert.That((await PageAsync($"{Path}?pair={overlap["id"]}&blind=true")).QuerySelector(".notes"), Is.Null);
        var back = await SendAsync(judging, ".notes form", _analyst, ("text", "Thank you."));
        Assert.That(PairOf(await PageAsync(back.Headers.Location!.ToString())), Is.EqualTo((string)overlap["id"]!));
        foreach (var list in new[] { "/desk/overlaps?owner=DE", $"/desk/projects/{overlap["projects"]![0]!["id"]}" })
            Assert.That(
                (await PageAsync(list)).QuerySelector($".overlap a[href='{address}']")!.TextContent,
                Does.EndWith("2 notes")
            );
    }

    [Test]
    public async Task Note_that_the_api_refuses_is_told_and_kept()
    {
        using var owner = await DeskPagesTests.SignInAsync(_demo, Role.Donor);
        var overlap = await OfGermanyAsync();
        var page = await PageAsync($"/desk/overlaps/{overlap["id"]}", owner);
        var text = new string('ы', 2_001);
        var refused = await SendAsync(page, ".notes form", owner, ("text", text));
        Assert.That((int)refused.StatusCode, Is.EqualTo(400));
        var told = _parser.ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.That(told.QuerySelector("[role=alert]")!.TextContent, Does.Contain("text").And.Contain("2000"));
        Assert.That(told.QuerySelector(".notes textarea")!.TextContent, Is.EqualTo(text));

        using var viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        var forbidden = await SendAsync(page, ".notes form", viewer, ("text", "I, too."));
        Assert.That((int)forbidden.StatusCode, Is.EqualTo(403));
        var nothing = await PostAsync(owner, "/desk/notes", []);
        Assert.That((int)nothing.StatusCode, Is.AnyOf(400, 404));
    }

    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    [TestCase("Origin", "https://example.org")]
    public async Task Form_of_another_site_decides_nothing(string header, string value)
    {
        var page = await PageAsync($"{Path}?country=TM");
        var response = await PostAsync(
            _analyst,
            Path,
            [.. Fields(page.QuerySelector("form.verdict")!), ("verdict", "duplicate")],
            (header, value)
        );
        await response.ProblemAsync(403, "ADAM-2022");
        Assert.That((await _api.GetFromJsonOrFailAsync($"/v1/overlaps/{PairOf(page)}"))!["verdict"], Is.Null);
    }

    [Test]
    public async Task Session_that_has_ended_keeps_verdict_and_note_on_the_page_that_asks_for_the_key()
    {
        using var browser = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        var page = await PageAsync(Path);
        await PostAsync(browser, "/desk/sign-out", []);
        var response = await SendAsync(
            page,
            "form.verdict",
            browser,
            ("verdict", "duplicate"),
            ("note", "Ours is the second phase")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(401));
        var held = await response.Content.ReadAsStringAsync();
        Assert.That(held, Does.Contain("Ours is the second phase").And.Contain("name=\"key\""));
    }

    /// <summary>Returns an overlap of the donor's partner on which nobody has written.</summary>
    private async Task<JsonNode> OfGermanyAsync() =>
        (await _api.GetFromJsonOrFailAsync("/v1/overlaps?owner=DE&limit=500"))!["items"]!
            .AsArray()
            .First(item => (int)item!["notes"]! == 0)!;

    private static string PairOf(IHtmlDocument page) =>
        page.QuerySelector("form.verdict input[name=pair]")!.GetAttribute("value")!;

    /// <summary>Returns a figure of the progress: undecided, stale, decided.</summary>
    private static int Figure(IHtmlDocument page, int index) =>
        int.Parse(
            page.QuerySelectorAll(".queue .figure")[index].GetAttribute("data-value")!,
            CultureInfo.InvariantCulture
        );

    private Task<HttpResponseMessage> SendAsync(IHtmlDocument page, params (string, string)[] fields) =>
        SendAsync(page, "form.verdict", _analyst, fields);

    private Task<HttpResponseMessage> SendAsync(IHtmlDocument page, string form) => SendAsync(page, form, _analyst);

    /// <summary>Sends a form of a page as a browser does: hidden fields, and those that a person has filled.</summary>
    private static Task<HttpResponseMessage> SendAsync(
        IHtmlDocument page,
        string selector,
        HttpClient browser,
        params (string Name, string Value)[] fields
    )
    {
        var form = page.QuerySelector(selector)!;
        return PostAsync(browser, form.GetAttribute("action")!, [.. Fields(form), .. fields]);
    }

    private static IEnumerable<(string, string)> Fields(IElement form) =>
        form.QuerySelectorAll("input[type=hidden]")
            .Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));

    private static Task<HttpResponseMessage> PostAsync(
        HttpClient browser,
        string address,
        (string Name, string Value)[] fields,
        (string, string)? header = null
    ) =>
        browser.SendAsync(
            "POST",
            address,
            string.Join('&', fields.Select(field => $"{field.Name}={WebUtility.UrlEncode(field.Value)}")),
            "application/x-www-form-urlencoded",
            header ?? ("Sec-Fetch-Site", "same-origin")
        );

    private async Task<IHtmlDocument> PageAsync(string address, HttpClient? browser = null)
    {
        var response = await (browser ?? _analyst).GetAsync(address);
        var html = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{address}: {html}");
        return _parser.ParseDocument(html);
    }
}
