using System.Net;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using AngleSharp.Html.Dom;

namespace Adam.Tests.Desk;

/// <summary>The yearly report on the sample register, as a browser without script reads and writes it.</summary>
[Category("sqlite")]
public sealed class ReportPagesTests
{
    private const string Page = "/desk/report/2015";

    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _donor = null!;
    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _donor = await DeskPagesTests.SignInAsync(_demo, Role.Donor);
        _analyst = await DeskPagesTests.SignInAsync(_demo, Role.Analyst);
        _admin = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        _api = _demo.Client(Role.Admin);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        foreach (var client in new[] { _viewer, _donor, _analyst, _admin })
            client.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [TestCase("en")]
    [TestCase("ru")]
    public async Task Page_has_every_block_and_every_figure_of_the_report_with_its_request(string language)
    {
        var response = await _viewer.SendAsync("GET", Page, headers: ("Accept-Language", language));
        var page = await response.PageAsync(200);
        var blocks = (await _api.GetFromJsonOrFailAsync($"/v1/reports/2015?lang={language}"))!["blocks"]!.AsArray();
        Assert.That(
            page.QuerySelectorAll(".report h2, .report h3, .report h4").Select(one => one.TextContent.Trim()),
            Is.EqualTo(blocks.Where(one => (string)one!["type"]! == "heading").Select(one => Text(one!["runs"])))
        );
        Assert.That(
            page.QuerySelectorAll(".report caption").Select(one => one.TextContent.Trim()),
            Is.EqualTo(blocks.Where(one => (string)one!["type"]! == "table").Select(one => (string)one!["caption"]!))
        );
        var figures = blocks.SelectMany(Runs).Where(run => run["value"] is not null).ToList();
        Assert.That(figures, Has.Count.GreaterThan(50));
        Assert.That(
            page.QuerySelectorAll(".report a.figure")
                .Select(one => (one.TextContent.Trim(), one.GetAttribute("href"), one.GetAttribute("data-pointer"))),
            Is.EqualTo(figures.Select(run => ((string)run["text"]!, (string?)run["from"], (string?)run["at"])))
        );

        static string Text(JsonNode? runs) =>
            string.Concat(runs!.AsArray().Select(run => (string)run!["text"]!)).Trim();

        static IEnumerable<JsonNode> Runs(JsonNode? node) =>
            node switch
            {
                JsonObject run when run.ContainsKey("text") => [run],
                JsonObject block => block.SelectMany(member => Runs(member.Value)),
                JsonArray list => list.SelectMany(Runs),
                _ => [],
            };
    }

    [Test]
    public async Task Editors_write_beside_a_chapter_and_the_second_of_two_sees_the_text_of_the_first()
    {
        foreach (var client in new[] { _viewer, _donor })
        {
            Assert.That((await client.OpenAsync(Page)).QuerySelector(".editor"), Is.Null);
            var forbidden = await client.SendFormAsync(
                $"{Page}/notes",
                [("section", "goals"), ("version", "0"), ("markdown", "Mine")]
            );
            Assert.That((int)forbidden.StatusCode, Is.EqualTo(403));
        }

        var fields = FieldsOf(await _analyst.OpenAsync(Page), "precursors");
        var first = fields.With(("markdown", "The year began with **two** operations.\n\n- Khorog\n- <b>Panj</b>"));
        var sent = await _analyst.SendFormAsync($"{Page}/notes", first);
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var page = await _viewer.OpenAsync(Page);
        Assert.That(page.QuerySelectorAll(".report strong").Select(one => one.TextContent), Does.Contain("two"));
        Assert.That(page.QuerySelector(".report b"), Is.Null);
        Assert.That(page.QuerySelector(".report")!.TextContent, Does.Contain("<b>Panj</b>"));

        var refused = await (
            await _admin.SendFormAsync($"{Page}/notes", fields.With(("markdown", "Another text")))
        ).PageAsync(412);
        Assert.That(refused.QuerySelector("details[open] pre")!.TextContent, Does.Contain("**two** operations"));
        var again = FieldsOf(refused, "precursors");
        Assert.That(again, Does.Contain(("markdown", "Another text")));
        await _admin.SendFormAsync($"{Page}/notes", again);
        Assert.That(
            (string?)(await _api.GetFromJsonOrFailAsync("/v1/reports/2015/notes/precursors"))!["markdown"],
            Is.EqualTo("Another text")
        );

        var tooLong = FieldsOf(await _analyst.OpenAsync(Page), "goals").With(("markdown", new string('a', 40_001)));
        var kept = await (await _analyst.SendFormAsync($"{Page}/notes", tooLong)).PageAsync(400);
        Assert.That(FieldsOf(kept, "goals").Single(field => field.Name == "markdown").Text, Has.Length.EqualTo(40_001));

        static List<(string Name, string Text)> FieldsOf(IHtmlDocument page, string section) =>
            DeskForms.FieldsOf(page, $".editor form:has(input[name=section][value={section}])");
    }

    [Test]
    public async Task Admin_freezes_an_edition_once_and_everybody_finds_its_files_with_their_hashes()
    {
        const string Year = "/desk/report/2014";
        Assert.That((await _analyst.OpenAsync(Year)).QuerySelector("form[action$='/editions']"), Is.Null);
        var fields = (await _admin.OpenAsync(Year)).FieldsOf("form[action$='/editions']");
        var refused = await (
            await _admin.SendFormAsync($"{Year}/editions", fields.With(("until", "2013-12-31"), ("remark", "Sent")))
        ).PageAsync(400);
        Assert.That(refused.FaultOf("until"), Does.Contain("2013-12-31"));
        fields = refused.FieldsOf("form[action$='/editions']").With(("until", "2014-06-30"));
        for (var clicks = 0; clicks < 2; clicks++)
        {
            var frozen = await _admin.SendFormAsync($"{Year}/editions", fields);
            Assert.That(
                frozen.StatusCode,
                Is.EqualTo(HttpStatusCode.SeeOther),
                await frozen.Content.ReadAsStringAsync()
            );
        }

        var page = await _viewer.OpenAsync(Year);
        var edition = page.QuerySelectorAll("[data-edition]").Single();
        Assert.That(edition.TextContent, Does.Contain("30 Jun 2014").And.Contain("Demo admin").And.Contain("Sent"));
        var files = (await _api.GetFromJsonOrFailAsync("/v1/reports/2014/editions"))!["items"]![0]!["files"]!.AsArray();
        Assert.That(files, Has.Count.EqualTo(6));
        Assert.That(
            edition
                .QuerySelectorAll("li")
                .Select(item =>
                    (item.QuerySelector("a")!.GetAttribute("href"), item.QuerySelector("code")!.TextContent)
                ),
            Is.EquivalentTo(files.Select(file => ((string?)file!["path"], (string)file["sha256"]!)))
        );
    }
}
