using System.Net;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;

namespace Adam.Tests.Desk;

/// <summary>Documents on the sample register, as a browser without script reads and sends them.</summary>
[Category("sqlite")]
public sealed class DocumentPagesTests
{
    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _analyst = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _analyst = await DeskPagesTests.SignInAsync(_demo, Role.Analyst);
        _api = _demo.Client(Role.Admin);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        _viewer.Dispose();
        _analyst.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [TestCase("")]
    [TestCase("type=study&type=dataset")]
    [TestCase("meeting=EX-EWG-2024")]
    [TestCase("pillar=financial-flows&language=ru&from=2025-01-01&until=2025-12-31")]
    [TestCase("q=acetic&country=TJ")]
    public async Task List_has_the_documents_of_the_api_in_its_order(string query)
    {
        var list = (await _api.GetFromJsonOrFailAsync($"/v1/documents?limit=500&{query}"))!["items"]!.AsArray();
        Assert.That(list, Is.Not.Empty);
        var page = await _viewer.OpenAsync($"/desk/documents?{query}");
        Assert.That(
            page.QuerySelectorAll(".list tbody th a").Select(link => link.GetAttribute("href")),
            Is.EqualTo(list.Select(one => $"/desk/documents/{(string)one!["reference"]!}"))
        );
        Assert.That(page.QuerySelector("a[href='/desk/documents/new']"), Is.Null);
    }

    [Test]
    public async Task Page_states_all_that_the_register_knows_and_leads_to_the_publisher_and_the_meeting()
    {
        var page = await _viewer.OpenAsync("/desk/documents/ex-slides-2025-ii");
        var title = page.QuerySelector("h1")!;
        Assert.That(title.GetAttribute("lang"), Is.EqualTo("ru"));
        var stored = (await _api.GetFromJsonOrFailAsync("/v1/documents/EX-SLIDES-2025-II"))!;
        Assert.That(title.TextContent, Is.EqualTo((string?)stored["title"]));
        var link = page.QuerySelector("a[rel~=external]")!;
        Assert.That(link.GetAttribute("href"), Is.EqualTo((string?)stored["url"]));
        Assert.That(link.GetAttribute("rel"), Does.Contain("noreferrer"));
        var facts = page.QuerySelector(".facts")!;
        Assert.That(
            facts.TextContent,
            Does.Contain("13 May 2025").And.Contain("Russian").And.Contain("Eurasian Group")
        );
        Assert.That(
            facts.QuerySelectorAll("a").Select(one => one.GetAttribute("href")),
            Is.EqualTo(new[] { "/desk/countries/KZ", "/desk/countries/KG", "/desk/meetings/EX-EWG-2025-II" })
        );
        Assert.That(page.QuerySelector("main form"), Is.Null);

        var meeting = await _viewer.OpenAsync("/desk/meetings/EX-EWG-2025-II");
        Assert.That(meeting.QuerySelector("#documents a[href='/desk/documents/EX-SLIDES-2025-II']"), Is.Not.Null);
    }

    [Test]
    public async Task Analyst_describes_changes_and_withdraws_a_document()
    {
        var form = await _analyst.OpenAsync("/desk/documents/new?meeting=EX-EWG-2024");
        var empty = form.FieldsOf();
        Assert.That(empty, Does.Contain(("isPartOf", "EX-EWG-2024")));
        var refused = await (
            await _analyst.SendFormAsync("/desk/documents/new", empty.With(("url", "ftp://example.org")))
        ).PageAsync(400);
        foreach (var field in new[] { "reference", "type", "title" })
            Assert.That(refused.FaultOf(field), Is.Not.Empty, field);
        Assert.That(refused.FaultOf("url"), Does.Contain("ftp://example.org"));
        Assert.That(refused.QuerySelectorAll("#faults li"), Has.Count.EqualTo(4));

        var fields = refused
            .FieldsOf()
            .With(
                ("reference", "DESK-STUDY"),
                ("type", "study"),
                ("title", "Ports <b> (invented)"),
                ("creator", "Institute of ports"),
                ("date", "2026-02-03"),
                ("pillars", "precursors"),
                ("countries", "Tajikistan\nUZ"),
                ("url", "https://example.org/ports.pdf")
            );
        var saved = await _analyst.SendFormAsync("/desk/documents/new", fields);
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await saved.Content.ReadAsStringAsync());
        Assert.That(saved.Headers.Location!.ToString(), Is.EqualTo("/desk/documents/DESK-STUDY"));
        var twice = await _analyst.SendFormAsync("/desk/documents/new", fields);
        Assert.That(twice.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var stored = await StoredAsync();
        Assert.That((string?)stored["creator"]!["name"], Is.EqualTo("Institute of ports"));
        Assert.That((string?)stored["isPartOf"], Is.EqualTo("EX-EWG-2024"));
        Assert.That(stored["subject"]!["countries"]!.ToJsonString(), Is.EqualTo("""["TJ","UZ"]"""));

        // The form of a stored document sends it back as it is, with what the person has changed.
        var edit = (await _analyst.OpenAsync("/desk/documents/DESK-STUDY/edit")).FieldsOf();
        var changed = await _analyst.SendFormAsync(
            "/desk/documents/DESK-STUDY/edit",
            edit.With(("creator", "World Health Organization"))
        );
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await changed.Content.ReadAsStringAsync());
        var after = await StoredAsync();
        Assert.That((string?)after["creator"]!["partner"], Is.EqualTo("WHO"));
        foreach (var same in new[] { "title", "date", "subject", "isPartOf", "url" })
            Assert.That(after[same]!.ToJsonString(), Is.EqualTo(stored[same]!.ToJsonString()), same);
        var late = await (await _analyst.SendFormAsync("/desk/documents/DESK-STUDY/edit", edit)).PageAsync(412);
        Assert.That(late.QuerySelector("#faults"), Is.Not.Null);

        var page = await _analyst.OpenAsync("/desk/documents/DESK-STUDY");
        Assert.That(page.QuerySelectorAll("main b"), Is.Empty);
        var old = page.FieldsOf("form[action$=withdraw]").With(("version", "1"));
        await (await _analyst.SendFormAsync("/desk/documents/DESK-STUDY/withdraw", old)).PageAsync(412);
        var gone = await _analyst.SendFormAsync(
            "/desk/documents/DESK-STUDY/withdraw",
            page.FieldsOf("form[action$=withdraw]")
        );
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((int)(await _viewer.GetAsync("/desk/documents/DESK-STUDY")).StatusCode, Is.EqualTo(410));

        async Task<JsonNode> StoredAsync() => (await _api.GetFromJsonOrFailAsync("/v1/documents/DESK-STUDY"))!;
    }

    [Test]
    public async Task Forms_are_for_those_who_may_write()
    {
        foreach (var path in new[] { "/desk/documents/new", "/desk/documents/EX-DATA-2025/edit" })
        {
            await (await _viewer.GetAsync(path)).PageAsync(403);
            await (await _viewer.SendFormAsync(path, [("title", "x")])).PageAsync(403);
        }

        await (await _viewer.SendFormAsync("/desk/documents/EX-DATA-2025/withdraw", [("version", "1")])).PageAsync(403);
        Assert.That((int)(await _viewer.GetAsync("/desk/documents/NOTHING")).StatusCode, Is.EqualTo(404));
    }
}
