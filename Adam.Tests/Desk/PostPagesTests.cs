using System.Net;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;

namespace Adam.Tests.Desk;

/// <summary>Posts on the sample register, as a browser without script reads them.</summary>
[Category("sqlite")]
public sealed class PostPagesTests
{
    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _admin = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _admin = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        _api = _demo.Client(Role.Admin);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        _viewer.Dispose();
        _admin.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [TestCase("", "")]
    [TestCase("on=2015-06-01", "")]
    [TestCase("on=2014-06-01&country=AT", "")]
    [TestCase("on=2016-04-01&country=KG&country=AF", "")]
    [TestCase("on=2015-06-01", "&route=northern")]
    public async Task List_and_coverage_are_those_of_the_api(string query, string route)
    {
        var posts = (await _api.GetFromJsonOrFailAsync($"/v1/posts?limit=500&{query}"))!["items"]!.AsArray();
        Assert.That(posts, Is.Not.Empty);
        var page = await _viewer.OpenAsync($"/desk/posts?{query}{route}");
        Assert.That(
            page.QuerySelectorAll(".list tbody th a[href^='/desk/posts/']").Select(link => link.GetAttribute("href")),
            Is.EqualTo(posts.Select(one => $"/desk/posts/{(string)one!["reference"]!}"))
        );

        var coverage = (await _api.GetFromJsonOrFailAsync($"/v1/posts/coverage?{query}{route}"))!;
        Assert.That(
            page.QuerySelectorAll("#coverage tbody tr")
                .Select(row =>
                    $"{row.QuerySelector("th a")!.GetAttribute("href")}: "
                    + string.Join(",", row.QuerySelectorAll("td a").Select(link => link.TextContent))
                ),
            Is.EqualTo(
                coverage["items"]!
                    .AsArray()
                    .Select(row =>
                        $"/desk/countries/{(string)row!["country"]!}: "
                        + string.Join(",", row["posts"]!.AsArray().Select(one => (string)one!))
                    )
            )
        );
        Assert.That(
            page.QuerySelectorAll("#coverage tbody td").Count(cell => cell.QuerySelector("a") is null),
            Is.EqualTo(coverage["unknown"]!.AsArray().Count)
        );
    }

    [Test]
    public async Task Page_states_what_the_register_knows_of_a_post()
    {
        var page = await _viewer.OpenAsync("/desk/posts/rlo-bis");
        Assert.That(page.QuerySelector("h1")!.TextContent, Is.EqualTo("RLO-BIS"));
        Assert.That(page.QuerySelector(".lead")!.TextContent, Is.EqualTo("Bishkek, Kyrgyzstan"));
        Assert.That(
            page.QuerySelector(".facts")!.TextContent,
            Does.Contain("1 Jan 2014 – 31 Mar 2016").And.Contain("unknown")
        );
        Assert.That(
            page.QuerySelectorAll(".facts a").Select(link => link.GetAttribute("href")),
            Is.EqualTo(new[] { "/desk/countries/KG" })
        );
        Assert.That((await _viewer.GetAsync("/desk/posts/NONE")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Fault_of_a_filter_is_said()
    {
        var page = await (await _viewer.GetAsync("/desk/posts?on=yesterday")).PageAsync(400);
        Assert.That(page.QuerySelector("main")!.TextContent, Does.Contain("yesterday"));
    }

    [Test]
    public async Task Admin_records_changes_and_withdraws_a_post()
    {
        var empty = (await _admin.OpenAsync("/desk/posts/new")).FieldsOf();
        var refused = await (
            await _admin.SendFormAsync(
                "/desk/posts/new",
                empty.With(
                    ("covers", "Tajikistan\nNowhere"),
                    ("from", "2026-05-01"),
                    ("until", "2026-04-30"),
                    ("mailbox", "no mailbox"),
                    ("fundedBy", "Nobody")
                )
            )
        ).PageAsync(400);
        foreach (var field in new[] { "reference", "city", "country", "until" })
            Assert.That(refused.FaultOf(field), Is.Not.Empty, field);
        Assert.That(refused.FaultOf("covers"), Does.Contain("Nowhere"));
        Assert.That(refused.FaultOf("mailbox"), Does.Contain("no mailbox"));
        Assert.That(refused.FaultOf("fundedBy"), Does.Contain("Nobody"));
        Assert.That(refused.FaultOf("from"), Is.Empty);
        Assert.That(refused.QuerySelectorAll("#faults li"), Has.Count.EqualTo(7));
        Assert.That(refused.FieldsOf(), Does.Contain(("covers", "Tajikistan\nNowhere")));

        var fields = refused
            .FieldsOf()
            .With(
                ("reference", "DESK-DYU"),
                ("city", "Dushanbe <b>"),
                ("country", "Tajikistan"),
                ("covers", "Tajikistan\nKG"),
                ("from", "2026-05-01"),
                ("until", ""),
                ("mailbox", "post@example.org"),
                ("fundedBy", "World Health Organization\nDE")
            );
        var saved = await _admin.SendFormAsync("/desk/posts/new", fields);
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await saved.Content.ReadAsStringAsync());
        Assert.That(saved.Headers.Location!.ToString(), Is.EqualTo("/desk/posts/DESK-DYU"));
        var twice = await _admin.SendFormAsync("/desk/posts/new", fields);
        Assert.That(twice.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var stored = await StoredAsync();
        Assert.That(stored["covers"]!.ToJsonString(), Is.EqualTo("""["TJ","KG"]"""));
        Assert.That(stored["fundedBy"]!.ToJsonString(), Is.EqualTo("""["WHO","DE"]"""));
        Assert.That(stored["until"], Is.Null);

        // The form of a stored post sends it back as it is, in another language too, with what the person has changed.
        var edit = (await _admin.OpenAsync("/desk/posts/DESK-DYU/edit", ("Accept-Language", "ru"))).FieldsOf();
        Assert.That(edit, Does.Contain(("country", "Таджикистан")));
        var changed = await _admin.SendFormAsync(
            "/desk/posts/DESK-DYU/edit",
            edit.With(("until", "2027-04-30")),
            ("Accept-Language", "ru")
        );
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await changed.Content.ReadAsStringAsync());
        var after = await StoredAsync();
        Assert.That((string?)after["until"], Is.EqualTo("2027-04-30"));
        foreach (var same in new[] { "city", "country", "covers", "from", "mailbox", "fundedBy" })
            Assert.That(after[same]!.ToJsonString(), Is.EqualTo(stored[same]!.ToJsonString()), same);
        var late = await (await _admin.SendFormAsync("/desk/posts/DESK-DYU/edit", edit)).PageAsync(412);
        Assert.That(late.QuerySelector("#faults"), Is.Not.Null);

        var page = await _admin.OpenAsync("/desk/posts/DESK-DYU");
        Assert.That(page.QuerySelectorAll("main b"), Is.Empty);
        Assert.That(
            page.QuerySelectorAll(".history > li").Select(one => one.QuerySelector("strong")!.TextContent),
            Is.EqualTo(new[] { "changed", "recorded" })
        );
        Assert.That(page.QuerySelector(".changes dt")!.TextContent, Is.EqualTo("Last day"));
        Assert.That(page.QuerySelector(".changes del")!.TextContent, Is.EqualTo("unknown"));
        Assert.That(page.QuerySelector(".changes ins")!.TextContent, Is.EqualTo("30 Apr 2027"));

        var old = page.FieldsOf("form[action$=withdraw]").With(("version", "1"));
        await (await _admin.SendFormAsync("/desk/posts/DESK-DYU/withdraw", old)).PageAsync(412);
        var gone = await _admin.SendFormAsync("/desk/posts/DESK-DYU/withdraw", page.FieldsOf("form[action$=withdraw]"));
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((int)(await _viewer.GetAsync("/desk/posts/DESK-DYU")).StatusCode, Is.EqualTo(410));

        async Task<JsonNode> StoredAsync() => (await _api.GetFromJsonOrFailAsync("/v1/posts/DESK-DYU"))!;
    }

    [TestCase(Role.Viewer)]
    [TestCase(Role.Donor)]
    [TestCase(Role.Analyst)]
    public async Task Forms_are_for_admins(Role role)
    {
        using var browser = await DeskPagesTests.SignInAsync(_demo, role);
        foreach (var path in new[] { "/desk/posts/new", "/desk/posts/RLO-BIS/edit" })
        {
            await (await browser.GetAsync(path)).PageAsync(403);
            await (await browser.SendFormAsync(path, [("city", "x")])).PageAsync(403);
        }

        await (await browser.SendFormAsync("/desk/posts/RLO-BIS/withdraw", [("version", "1")])).PageAsync(403);
        var page = await browser.OpenAsync("/desk/posts/RLO-BIS");
        Assert.That(page.QuerySelector("main form, main a[href$='/edit']"), Is.Null);
        Assert.That((await browser.OpenAsync("/desk/posts")).QuerySelector("a[href='/desk/posts/new']"), Is.Null);
    }
}
