using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Adam.Desk.Texts;
using Adam.Domain.Keys;
using AngleSharp.Html.Dom;

namespace Adam.Tests.Desk;

/// <summary>Questionnaires on the sample register, as a browser without script reads and sends them.</summary>
[Category("sqlite")]
public sealed class QuestionnairePagesTests
{
    private const string Flows = "/desk/questionnaires/EX-FLOWS-2016";
    private const string Own = $"{Flows}/responses/DE";

    private static readonly Words English = new(CultureInfo.GetCultureInfo("en-GB"));

    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _donor = null!;
    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;
    private HttpClient _api = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _donor = await DeskPagesTests.SignInAsync(_demo, Role.Donor);
        _analyst = await DeskPagesTests.SignInAsync(_demo, Role.Analyst);
        _admin = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        _api = _demo.Client(Role.Admin);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var client in new[] { _viewer, _donor, _analyst, _admin })
            client.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [Test]
    public async Task List_states_rates_with_their_denominator_and_the_own_state()
    {
        var page = await _donor.OpenAsync("/desk/questionnaires?on=2016-01-05");
        Assert.That(
            page.QuerySelector("#rates tfoot")!.TextContent.Replace("\n", " ", StringComparison.Ordinal),
            Does.Contain("30 of 81 partners have answered at least one (37.0 per cent)")
        );
        Assert.That(page.QuerySelector("#rates tbody")!.TextContent, Does.Contain("81 partners of 16 Dec 2015"));
        Assert.That(OwnOf(page, "EX-FLOWS-2015"), Is.EqualTo("received"));
        Assert.That(OwnOf(page, "EX-FLOWS-2016"), Is.EqualTo("not begun"));
        Assert.That(OwnOf(await _viewer.OpenAsync("/desk/questionnaires"), "EX-FLOWS-2016"), Is.EqualTo("–"));

        static string OwnOf(IHtmlDocument page, string reference) =>
            page.QuerySelectorAll(".list tbody tr")
                .Single(row => row.QuerySelector($"a[href$='{reference}']") is not null)
                .QuerySelector("td:last-child")!
                .TextContent.Trim();
    }

    [Test]
    public async Task Who_has_not_answered_is_shown_to_analysts_and_admins_alone()
    {
        var silent = (
            await _api.GetFromJsonOrFailAsync("/v1/questionnaires/EX-FLOWS-2016/responses?state=none&limit=500")
        )!["items"]!.AsArray();
        foreach (var client in new[] { _analyst, _admin })
        {
            var page = await client.OpenAsync($"{Flows}?state=none");
            Assert.That(
                page.QuerySelectorAll("#responses tbody th").Select(row => row.TextContent.Trim()),
                Is.EquivalentTo(silent.Select(row => (string)row!["name"]!))
            );
        }

        foreach (var client in new[] { _viewer, _donor })
        {
            Assert.That((await client.OpenAsync(Flows)).QuerySelector("#responses"), Is.Null);
            await (await client.GetAsync($"{Flows}/responses/TJ")).PageAsync(403);
            var list = await client.OpenAsync("/desk/questionnaires");
            Assert.That(list.QuerySelectorAll("a[href*='state=none']"), Is.Empty);
        }
    }

    [Test]
    public async Task Partner_saves_a_draft_and_submits_it_without_script()
    {
        var page = await _donor.OpenAsync(Own);
        Assert.That(
            page.QuerySelectorAll("[data-filled]").Select(mark => mark.GetAttribute("data-filled")),
            Is.EqualTo(new[] { "last", "last", "last" })
        );
        var fields = page.FieldsOf("form.questionnaire");
        Assert.That(fields, Does.Contain(("answers.unit", "yes")).And.Contain(("answers.staff", "32")));

        fields = fields.With(("answers.staff", "0"), ("answers.methods", ""), ("absent.methods", "unknown"));
        var saved = await _donor.SendFormAsync(Own, fields.With(("action", "save")));
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var stored = await ResponseAsync();
        Assert.That((string?)stored["state"], Is.EqualTo("draft"));
        Assert.That((int)stored["answers"]!["staff"]!, Is.Zero);
        Assert.That((string?)stored["answers"]!["methods"]!["absent"], Is.EqualTo("unknown"));

        page = await _donor.OpenAsync(Own);
        Assert.That(page.QuerySelectorAll("[data-filled]"), Is.Empty);
        var sent = await _donor.SendFormAsync(Own, page.FieldsOf("form.questionnaire").With(("action", "submit")));
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((string?)(await ResponseAsync())["state"], Is.EqualTo("received"));
        page = await _donor.OpenAsync(Own);
        Assert.That(page.QuerySelector("form.questionnaire"), Is.Null);
        Assert.That(page.QuerySelector("main")!.TextContent, Does.Contain("not known"));
    }

    [Test]
    public async Task Every_fault_stands_beside_its_question_and_keeps_what_was_entered()
    {
        var fields = (await _donor.OpenAsync(Own)).FieldsOf("form.questionnaire");
        var wrong = await SendAsync(
            fields.With(("answers.staff", "many"), ("answers.since", "2016-13-01"), ("action", "save"))
        );
        Assert.That(wrong.FaultOf("answers.staff"), Is.Not.Empty);
        Assert.That(wrong.FaultOf("answers.since"), Is.Not.Empty);
        Assert.That(wrong.FieldsOf("form.questionnaire"), Does.Contain(("answers.staff", "many")));

        // Without script, a question that is not asked can have an answer.
        var notAsked = await SendAsync(
            fields.With(("answers.unit", "no"), ("answers.staff", "3"), ("action", "submit"))
        );
        Assert.That(notAsked.FaultOf("answers.staff"), Does.Contain("not asked"));
        Assert.That((string?)(await ResponseAsync())["state"], Is.EqualTo("draft"));

        fields = notAsked.FieldsOf("form.questionnaire");
        var missing = await SendAsync(fields.With(("answers.unit", ""), ("answers.staff", ""), ("action", "submit")));
        Assert.That(missing.FaultOf("answers.unit"), Does.Contain("required"));
        var both = await SendAsync(
            missing
                .FieldsOf("form.questionnaire")
                .With(("answers.unit", "yes"), ("absent.unit", "unknown"), ("action", "save"))
        );
        Assert.That(both.FaultOf("answers.unit"), Does.Contain("Empty one of them"));

        async Task<IHtmlDocument> SendAsync(List<(string, string)> form) =>
            await (await _donor.SendFormAsync(Own, form)).PageAsync(400);
    }

    [Test]
    public async Task Second_of_two_writers_sees_what_the_first_has_saved_and_decides()
    {
        var fields = (await _donor.OpenAsync(Own)).FieldsOf("form.questionnaire");
        await _donor.SendFormAsync(Own, fields.With(("answers.staff", "7"), ("action", "save")));
        var mine = fields.With(("answers.staff", "9"), ("action", "save"));
        var page = await (await _donor.SendFormAsync(Own, mine)).PageAsync(412);
        Assert.That(
            page.QuerySelectorAll(".saved-meanwhile").Select(one => one.TextContent.Trim()),
            Is.EqualTo(new[] { "Saved meanwhile: 7" })
        );
        Assert.That((int)(await ResponseAsync())["answers"]!["staff"]!, Is.EqualTo(7));
        await _donor.SendFormAsync(Own, page.FieldsOf("form.questionnaire").With(("action", "save")));
        Assert.That((int)(await ResponseAsync())["answers"]!["staff"]!, Is.EqualTo(9));
    }

    [Test]
    public async Task Workbook_goes_out_in_the_language_and_comes_back()
    {
        var page = await _donor.OpenAsync(Own);
        var links = page.QuerySelectorAll("main a[download]").Select(link => link.GetAttribute("href")!).ToList();
        Assert.That(links, Has.Count.EqualTo(2).And.Some.Contains("language=ru"));
        using var donor = _demo.Client(Role.Donor);
        var workbook = await donor.GetByteArrayAsync(links[0]);
        var tag = page.FieldsOf("form.drop").Single(field => field.Name == "tag").Text;
        var sent = await SendAsync(workbook, tag);
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((string?)(await ResponseAsync())["answers"]!["unit"], Is.EqualTo("yes"));

        tag = (await _donor.OpenAsync(Own)).FieldsOf("form.drop").Single(field => field.Name == "tag").Text;
        var refused = await (await SendAsync("no workbook"u8.ToArray(), tag)).PageAsync(400);
        Assert.That(refused.QuerySelector("#faults")!.TextContent, Is.Not.Empty);

        Task<HttpResponseMessage> SendAsync(byte[] file, string seen)
        {
            var form = new MultipartFormDataContent
            {
                { new StringContent(seen), "tag" },
                { new ByteArrayContent(file), "file", "form.xlsx" },
            };
            var request = new HttpRequestMessage(HttpMethod.Post, $"{Own}/workbook") { Content = form };
            request.Headers.Add(DeskForms.OwnForm.Item1, DeskForms.OwnForm.Item2);
            return _donor.SendAsync(request);
        }
    }

    [Test]
    public async Task Analyst_returns_a_response_with_a_note_which_its_partner_reads()
    {
        const string Response = "/desk/questionnaires/EX-HEALTH-2015/responses/DE";
        var page = await _analyst.OpenAsync(Response);
        Assert.That(page.QuerySelector("form.questionnaire"), Is.Null);
        var fields = page.FieldsOf("#review form").With(("state", "has-issues"));
        var refused = await (await _analyst.SendFormAsync($"{Response}/review", fields)).PageAsync(400);
        Assert.That(refused.FaultOf("note"), Is.Not.Empty);
        var sent = await _analyst.SendFormAsync(
            $"{Response}/review",
            refused.FieldsOf("#review form").With(("note", "Which year?"))
        );
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        page = await _donor.OpenAsync(Response);
        Assert.That(page.QuerySelector("#state")!.TextContent, Does.Contain("has issues").And.Contain("Which year?"));
        Assert.That(page.QuerySelector("#review"), Is.Null);
        var forbidden = await _donor.SendFormAsync($"{Response}/review", fields.With(("state", "approved")));
        Assert.That((int)forbidden.StatusCode, Is.EqualTo(403));
    }

    [Test]
    public async Task Admin_opens_and_closes_a_questionnaire_and_nobody_else_is_offered_it()
    {
        const string Draft = "/desk/questionnaires/EX-HEALTH-2016";
        foreach (var client in new[] { _viewer, _donor, _analyst })
            Assert.That((await client.OpenAsync(Draft)).QuerySelector("form[action$='/state']"), Is.Null);
        var fields = (await _admin.OpenAsync(Draft)).FieldsOf("form[action$='/state']");
        var refused = await (await _admin.SendFormAsync($"{Draft}/state", fields.With(("dueOn", "")))).PageAsync(400);
        Assert.That(refused.FaultOf("dueOn"), Is.Not.Empty);
        await _admin.SendFormAsync(
            $"{Draft}/state",
            refused.FieldsOf("form[action$='/state']").With(("openedOn", "2016-02-01"), ("dueOn", "2016-03-01"))
        );
        Assert.That(await StateAsync(), Is.EqualTo("open"));
        var page = await _admin.OpenAsync(Draft);
        await _admin.SendFormAsync($"{Draft}/state", page.FieldsOf("form[action$='/state']").With(("state", "closed")));
        Assert.That(await StateAsync(), Is.EqualTo("closed"));

        async Task<string?> StateAsync() =>
            (string?)(await _api.GetFromJsonOrFailAsync("/v1/questionnaires/EX-HEALTH-2016"))!["state"];
    }

    [Test]
    public async Task Results_are_shown_by_route_and_to_analysts_by_pillar()
    {
        const string Path = "/desk/questionnaires/EX-PRECURSORS-2015";
        foreach (var by in (string[])["route", "pillar"])
        {
            var page = await _analyst.OpenAsync($"{Path}?by={by}");
            var results = await _api.GetFromJsonOrFailAsync(
                $"/v1/questionnaires/EX-PRECURSORS-2015/results?limit=500&by={by}"
            );
            var groups = results!["groups"]!.AsArray();
            Assert.That(groups, Is.Not.Empty);
            Assert.That(
                page.QuerySelectorAll("#results h3").Select(name => name.TextContent.Trim()),
                Is.EqualTo(
                    groups.Select(group => English.Name(by == "route" ? "Route" : "Pillar", (string)group!["value"]!))
                )
            );
            Assert.That(
                page.QuerySelectorAll("#results [data-pointer^='/groups/']").Select(figure => figure.TextContent),
                Is.EqualTo(groups.SelectMany(group => new[] { $"{group!["responses"]}", $"{group["asked"]}" }))
            );
            Assert.That(
                page.QuerySelectorAll("#results tbody tr"),
                Has.Length.EqualTo(results["items"]!.AsArray().Count)
            );
            Assert.That(
                page.QuerySelectorAll("#results nav a").Select(link => link.TextContent),
                Is.EqualTo(new[] { "All partners", "By route", "By pillar" })
            );
        }

        // Afghanistan alone lies on all routes, so that its answer would be seen.
        var others = await _viewer.OpenAsync($"{Path}?by=route");
        Assert.That(others.QuerySelectorAll("#results h3"), Is.Empty);
        Assert.That(others.QuerySelector("#results .notice")!.TextContent, Does.Contain("The groups are not shown"));
        Assert.That(others.QuerySelectorAll("#results nav a"), Has.Length.EqualTo(2));
        await (await _viewer.GetAsync($"{Path}?by=pillar")).PageAsync(403);
    }

    [Test]
    public async Task Analyst_promotes_answers_which_the_page_of_the_measure_shows()
    {
        const string Path = "/desk/questionnaires/EX-PRECURSORS-2015";
        foreach (var client in new[] { _viewer, _donor })
        {
            var page = await client.OpenAsync(Path);
            Assert.That(page.QuerySelector("#promotion"), Is.Null);
            Assert.That(page.QuerySelectorAll("#results a[href$='#promotion']"), Is.Empty);
            var forbidden = await client.SendFormAsync(
                $"{Path}/findings",
                [("question", "control"), ("measure", "M-III-1"), ("text", "No.")]
            );
            Assert.That((int)forbidden.StatusCode, Is.EqualTo(403));
        }

        var results = await _analyst.OpenAsync(Path);
        // The amount is no open question.
        var ways = results.QuerySelectorAll("#results a[href$='#promotion']").Select(link => link.GetAttribute("href"));
        Assert.That(ways, Is.EqualTo(new[] { $"{Path}?question=control#promotion" }));
        var form = (await _analyst.OpenAsync($"{Path}?question=control")).FieldsOf("#promotion form");
        Assert.That(form, Does.Contain(("question", "control")).And.Contain(("measure", "M-III-1")));
        var refused = await (
            await _analyst.SendFormAsync($"{Path}/findings", form.With(("asOf", "2015-12-01"), ("text", "Half.")))
        ).PageAsync(400);
        Assert.That(refused.FaultOf("asOf"), Does.Contain("was opened on 2015-12-16"));
        var mended = refused.FieldsOf("#promotion form");
        Assert.That(mended, Does.Contain(("text", "Half.")));
        mended = mended.With(("asOf", "2016-01-05"));
        for (var again = 0; again < 2; again++)
        {
            var sent = await _analyst.SendFormAsync($"{Path}/findings", mended);
            Assert.That(
                $"{(int)sent.StatusCode} {sent.Headers.Location}",
                Is.EqualTo("303 /desk/measures/M-III-1#findings")
            );
        }

        // The sample has the first finding; the form was sent twice, and promoted once.
        var listed = (await _api.GetFromJsonOrFailAsync("/v1/measures/M-III-1/findings"))!["items"]!.AsArray();
        Assert.That(
            listed.Select(finding => $"{finding!["asOf"]} {finding["responses"]} {finding["asked"]} {finding["rate"]}"),
            Is.EqualTo(new[] { "2015-12-31 27 81 33.3", "2016-01-05 30 81 37.0" })
        );
        var measure = await _viewer.OpenAsync("/desk/measures/M-III-1");
        var shown = measure.QuerySelector("#findings")!;
        Assert.That(shown.QuerySelectorAll("h3"), Has.Length.EqualTo(1));
        Assert.That(
            shown.TextContent,
            Does.Contain("Half.").And.Contain("had responded by 5 Jan 2016").And.Contain("37.0 per cent")
        );
        Assert.That(
            shown.QuerySelectorAll("[data-pointer]").Select(figure => $"{figure.GetAttribute("data-value")}"),
            Is.EqualTo(
                new[] { "30", "81", "37.0" }.Concat(
                    listed[1]!["choices"]!.AsArray().Select(choice => $"{choice!["count"]}")
                )
            )
        );
        Assert.That(shown.QuerySelector($"a[href='{Path}#results']"), Is.Not.Null);
    }

    [Test]
    public async Task Results_keep_unknown_not_applicable_and_unanswered_apart()
    {
        var page = await _analyst.OpenAsync("/desk/questionnaires/EX-FLOWS-2015");
        var items = (await _api.GetFromJsonOrFailAsync("/v1/questionnaires/EX-FLOWS-2015/results?limit=500"))![
            "items"
        ]!.AsArray();
        var rows = page.QuerySelectorAll("#results tbody tr");
        Assert.That(rows, Has.Length.EqualTo(items.Count));
        foreach (var (row, item) in rows.Zip(items))
            Assert.That(
                row.QuerySelectorAll("td.number").Select(cell => cell.TextContent.Trim()),
                Is.EqualTo(
                    new[] { "values", "unknown", "notApplicable", "unanswered" }.Select(name =>
                        English.Number((long)item![name]!)
                    )
                )
            );
        Assert.That(
            (await _viewer.OpenAsync("/desk/questionnaires/EX-FLOWS-2015")).QuerySelectorAll("#results tbody tr"),
            Has.Length.LessThan(rows.Length)
        );
    }

    private async Task<JsonNode> ResponseAsync() =>
        (await _api.GetFromJsonOrFailAsync("/v1/questionnaires/EX-FLOWS-2016/responses/DE"))!;
}
