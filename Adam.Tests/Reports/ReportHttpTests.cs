using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using AngleSharp.Html.Parser;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.Extensions.Time.Testing;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Reports;

/// <summary>The yearly report of the sample register: figures, three forms, notes and frozen editions.</summary>
public sealed class ReportHttpTests(string engine) : RegisterTests(engine)
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private HttpClient _viewer = null!;
    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task FillSample()
    {
        await Adam.Api.Demo.DemoRegister.FillAsync(Api.Services, default);
        (_viewer, _analyst, _admin) = (
            await Api.ClientAsync(Role.Viewer, "OSCE"),
            await Api.ClientAsync(Role.Analyst),
            await Api.ClientAsync(Role.Admin)
        );
    }

    [Test]
    public async Task Every_figure_is_the_answer_to_its_request()
    {
        var answers = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var query in (string[])["2015", "2015?until=2015-06-30", "2025?lang=ru"])
        {
            var figures = (await _viewer.ReadAsync($"/v1/reports/{query}")).Figures();
            Assert.That(figures, Has.Count.GreaterThan(150), query);
            foreach (var figure in figures)
            {
                var from = (string)figure["from"]!;
                if (!answers.TryGetValue(from, out var answer))
                    answers.Add(from, answer = await _viewer.ReadAsync(from));
                var found = answer.At((string)figure["at"]!);
                Assert.That(found, Is.Not.Null, $"{from} has nothing at {figure["at"]}");
                Assert.That((decimal)found!, Is.EqualTo((decimal)figure["value"]!), $"{from} at {figure["at"]}");
            }
        }
    }

    /// <summary>Answers that were promoted are a table of their own, with the numbers as they stood.</summary>
    [TestCase("en", "What partners answered to questionnaires, as evidence beside the columns of progress")]
    [TestCase("ru", "Что партнёры ответили на вопросники: свидетельства помимо столбцов хода работ")]
    public async Task Promoted_answers_are_a_table_as_they_stood(string language, string caption)
    {
        const string Words =
            "Invented for the sample register. Most partners that answered control acetic anhydride at home; those "
            + "that do not are the first to be asked about licences.";
        var report = await _viewer.ReadAsync($"/v1/reports/2015?lang={language}");
        var table = report["blocks"]!.AsArray().First(block => (string?)block!["caption"] == caption)!;
        var row = table["rows"]!.AsArray().Single()!["cells"]!.AsArray();
        Assert.That(
            row.Select(cell => string.Concat(cell!.AsArray().Select(run => (string)run!["text"]!))),
            Is.EqualTo(
                language == "en"
                    ? new[]
                    {
                        "M-III-1",
                        "Do you control acetic anhydride inside the country?",
                        "Yes: 21; No: 6",
                        "27 of 81 (33.3 per cent) by 31 December 2015",
                        Words,
                    }
                    :
                    [
                        "M-III-1",
                        "Контролируете ли вы уксусный ангидрид внутри страны?",
                        "Да: 21; Нет: 6",
                        "27 из 81 (33,3 %) по 31 декабря 2015\u00a0года",
                        Words,
                    ]
            )
        );
        Assert.That(row[^1]!.ToJsonString(), Does.Contain("\"quoted\":true"));
        // They stand as of the last day, so an earlier report has none.
        var earlier = await _viewer.ReadAsync($"/v1/reports/2015?lang={language}&until=2015-12-30");
        Assert.That(
            earlier["blocks"]!.AsArray().Select(block => (string?)block!["caption"]),
            Has.None.EqualTo(caption)
        );
    }

    /// <summary>The introduction states the minute of the computation, which is no figure.</summary>
    [TestCase("json")]
    [TestCase("html")]
    public async Task Report_that_says_the_same_a_minute_later_is_not_sent_again(string format)
    {
        var time = new ATime();
        await using var api = new TestApi(Register.Database) { Time = time };
        var viewer = await api.ClientAsync(Role.Viewer);
        foreach (var language in (string[])["en", "ru"])
        {
            var path = $"/v1/reports/2015?format={format}&lang={language}";
            using var first = await viewer.GetAsync(path);
            time.Pass(TimeSpan.FromSeconds(61));
            using var later = await viewer.SendAsync(
                "GET",
                path,
                headers: ("If-None-Match", first.Headers.ETag!.ToString())
            );
            Assert.That((int)later.StatusCode, Is.EqualTo(304), path);
        }
    }

    [Test]
    public async Task The_report_on_2015_says_what_the_sample_holds()
    {
        var report = await _viewer.ReadAsync("/v1/reports/2015?lang=en");
        Assert.That(
            $"{report["year"]} {report["until"]} {report["language"]} {report["title"]}",
            Is.EqualTo("2015 2015-12-31 en Report on the year 2015")
        );
        var partnership = report.Section("partnership");
        Assert.That(
            partnership[0],
            Is.EqualTo(
                "On 31 December 2015 the partnership had 81 members: 58 States and 23 organisations. A year earlier "
                    + "it had 80."
            )
        );
        Assert.That(partnership[2], Does.EndWith("on 16 December 2015, endorsed by PCG-12"));
        Assert.That(partnership[4], Does.Contain("Tri-fold expert working group | 1–5 June 2015"));
        var funding = report.Section("funding");
        Assert.That(
            funding[0],
            Is.EqualTo(
                "Projects under way in the year that state how long they are funded: 1. Projects whose funding ended "
                    + "by 31 December 2015: 0. Projects that continue beyond their funding: 1."
            )
        );
        Assert.That(funding[1], Does.StartWith("United Nations Office on Drugs and Crime | GLOY09 | Phase IV"));
        Assert.That(funding[1].Split(';'), Has.Length.EqualTo(8), "eight donors");
        Assert.That(report.Section("financial-flows"), Has.Some.StartsWith("Recommendations under this pillar on"));
        Assert.That(report.Section("goals")[0], Does.Contain("16.4 | "));

        // Measures of 2024 stand in the report on 2015 with what was there before they were decided.
        const string Later = "Some of these measures were decided after 31 December 2015";
        Assert.That(report.Section("precursors"), Has.Some.StartsWith(Later));

        // Four questionnaires asked 81 members each, and layers count by threes.
        var rates = report.Section("partnership")[^1];
        Assert.That(
            rates,
            Does.Contain("Financial flows of Afghan opiates | 16 Dec 2015 | 31 Dec 2015 | 81 | 27 | 27 | 33.3")
        );
        Assert.That(report.Section("layers"), Has.Some.EqualTo("Records counted: 6."));
        Assert.That(report.Section("layers")[^1], Does.Contain("heroin: quantity | kg | 6 | 157.4"));

        // Statements about a measure stand beside its covered cells, and a claim without evidence says so.
        var later = await _viewer.ReadAsync("/v1/reports/2025?lang=en");
        Assert.That(
            later.Section("financial-flows"),
            Has.Some.StartsWith("M-II-2 | Germany: limited (30 June 2025); Kazakhstan: substantial")
                .And.Contains(" | United Nations Office on Drugs and Crime: limited (1 December 2025) | ")
        );
        Assert.That(
            later.Section("precursors"),
            Has.Some.Contains("Belgium: complete (31 March 2025), without supporting evidence")
        );

        var may = await _viewer.ReadAsync("/v1/reports/2015?until=2015-12-15&lang=ru");
        Assert.That(
            may.Section("partnership")[0],
            Does.StartWith("Членов партнёрства на 15 декабря 2015\u00a0года: 80 (государств — 58, организаций — 22)")
        );
    }

    /// <summary>
    /// A reader of the Russian report meets no English but that of records, and no cell that seems to be forgotten.
    /// </summary>
    [Test]
    public async Task Russian_report_names_goals_layers_and_organisations_in_russian()
    {
        var report = await _viewer.ReadAsync("/v1/reports/2015?lang=ru");
        Assert.That(
            report.Section("goals")[^1].Split('\n').Select(row => row[..row.IndexOf(" | ", StringComparison.Ordinal)]),
            Is.EqualTo(new[] { "1.1", "3.3", "3.5", "5.a", "5.c", "16", "16.2", "16.4", "16.a" })
        );
        foreach (var section in (string[])["goals", "layers", "duplication"])
            Assert.That(
                report
                    .Section(section)
                    .SelectMany(text => text.Split(' ', '\n'))
                    .Where(word => word.Any(char.IsAsciiLetter))
                    .Except(["5.a", "5.c", "16.a"]),
                Is.Empty,
                section
            );
        Assert.That(report.Section("layers")[^1], Is.EqualTo("героин: количество | кг | 6 | 157,40"));
        Assert.That(
            report.Section("annex")[3].Split("; "),
            Does.Contain("Всемирная таможенная организация")
                .And.Contain("Управление Организации Объединенных Наций по наркотикам и преступности")
                .And.Contain("Центральноазиатский региональный информационный координационный центр")
                .And.Contain("Европейский союз")
        );
        Assert.That(report.Section("annex")[3].Split("; ").Where(name => name.Any(char.IsAsciiLetter)), Is.Empty);
        Assert.That(
            report["blocks"]!
                .AsArray()
                .SelectMany(block => block!["rows"]?.AsArray() ?? [])
                .SelectMany(row => row!["cells"]!.AsArray())
                .Where(cell => cell!.AsArray().All(run => ((string)run!["text"]!).Length == 0)),
            Is.Empty
        );
    }

    [Test]
    public async Task The_three_forms_have_the_same_figures_and_texts()
    {
        foreach (var language in (string[])["en", "ru"])
        {
            await WriteNoteAsync(
                "precursors",
                "A *note* with **strong** words.\n\n1. one\n2. two\n   - below\n\n> said"
            );
            var report = await _viewer.ReadAsync($"/v1/reports/2015?lang={language}");
            var expected = report.Figures().Select(figure => (string)figure["text"]!).ToList();

            var page = new HtmlParser().ParseDocument(
                await _viewer.GetStringAsync($"/v1/reports/2015?format=html&lang={language}")
            );
            Assert.That(page.DocumentElement.GetAttribute("lang"), Is.EqualTo(language));
            Assert.That(page.QuerySelectorAll("a.figure").Select(figure => figure.TextContent), Is.EqualTo(expected));
            Assert.That(
                page.QuerySelectorAll("a.figure").Select(figure => figure.GetAttribute("href")),
                Is.EqualTo(report.Figures().Select(figure => (string?)figure["from"]))
            );

            using var file = new MemoryStream(
                await _viewer.GetByteArrayAsync($"/v1/reports/2015?format=docx&lang={language}")
            );
            using var document = WordprocessingDocument.Open(file, isEditable: false);
            Assert.That(
                new OpenXmlValidator(FileFormatVersions.Microsoft365)
                    .Validate(document)
                    .Select(error => $"{error.Description} {error.Path?.XPath}"),
                Is.Empty
            );
            Assert.That(document.PackageProperties.Title, Is.EqualTo((string?)report["title"]));
            Assert.That(document.PackageProperties.Language, Is.EqualTo(language));
            var texts = TextsOf(document);
            // Each text of the report stands in the document, in the same order.
            var at = 0;
            foreach (var run in report.Runs().Select(run => (string)run["text"]!))
            {
                at = texts.IndexOf(run, at, StringComparison.Ordinal);
                Assert.That(at, Is.Not.Negative, $"{run} is missing after {at}");
                at++;
            }
        }
    }

    [Test]
    public async Task The_document_of_Word_can_be_navigated()
    {
        using var file = new MemoryStream(await _viewer.GetByteArrayAsync("/v1/reports/2015?format=docx&lang=en"));
        using var document = WordprocessingDocument.Open(file, isEditable: false);
        var body = document.MainDocumentPart!.Document!.Body!;
        var headings = body.Elements<DocumentFormat.OpenXml.Wordprocessing.Paragraph>()
            .Where(paragraph => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value == "Heading1")
            .Select(paragraph => paragraph.InnerText);
        Assert.That(
            headings,
            Is.EqualTo(
                new[]
                {
                    "Introduction",
                    "The partnership",
                    "Funding",
                    "Pillar I: regional initiatives",
                    "Pillar II: financial flows",
                    "Pillar III: precursors",
                    "Pillar IV: prevention and health",
                    "Duplication",
                    "Drug data",
                    "Sustainable Development Goals",
                    "Annex: members and groups of countries",
                }
            )
        );
        var tables = body.Elements<DocumentFormat.OpenXml.Wordprocessing.Table>().ToList();
        Assert.That(tables, Has.Count.GreaterThan(8));
        Assert.That(
            tables.Select(table => table.Descendants<DocumentFormat.OpenXml.Wordprocessing.TableHeader>().Count()),
            Has.All.EqualTo(1)
        );
    }

    [Test]
    public async Task The_page_loads_nothing_and_its_policy_allows_only_its_style()
    {
        var response = await _viewer.GetAsync("/v1/reports/2015?format=html");
        var html = await response.Content.ReadAsStringAsync();
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        var style = html[(html.IndexOf("<style>", StringComparison.Ordinal) + 7)..];
        style = style[..style.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.That(
            response.Headers.GetValues("Content-Security-Policy").Single(),
            Is.EqualTo(
                $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'"
            )
        );
        var page = new HtmlParser().ParseDocument(html);
        Assert.That(page.QuerySelectorAll("script, img, link, iframe, [src], [style], [onclick]"), Is.Empty);
        Assert.That(page.QuerySelectorAll("h1"), Has.Length.EqualTo(1));
        Assert.That(page.QuerySelectorAll("nav a").Select(link => link.GetAttribute("href")), Has.Exactly(11).Items);
        foreach (var link in page.QuerySelectorAll("nav a"))
            Assert.That(page.QuerySelector(link.GetAttribute("href")!), Is.Not.Null);
        Assert.That(
            page.QuerySelectorAll("table > caption"),
            Has.Length.EqualTo(page.QuerySelectorAll("table").Length)
        );
    }

    [Test]
    public async Task What_an_editor_writes_is_text_in_all_forms()
    {
        const string Text =
            "# Not a chapter\n\n<script>alert(1)</script> and [a link](javascript:alert(2)), "
            + "[another](https://example.org/?a=1&b=2), ![a picture](https://example.org/p.png) & `code`";
        await WriteNoteAsync("introduction", Text);
        var report = await _viewer.ReadAsync("/v1/reports/2015");
        var runs = report.Runs().ToList();
        Assert.That(string.Concat(runs.Select(run => (string)run["text"]!)), Does.Contain("<script>alert(1)</script>"));
        Assert.That(
            runs.Select(run => (string?)run["href"]).OfType<string>(),
            Is.EqualTo(new[] { "https://example.org/?a=1&b=2" })
        );
        Assert.That(report["blocks"]!.AsArray().Count(block => (int?)block!["level"] == 2), Is.EqualTo(11));

        var page = new HtmlParser().ParseDocument(await _viewer.GetStringAsync("/v1/reports/2015?format=html"));
        Assert.That(page.QuerySelectorAll("script, img"), Is.Empty);
        Assert.That(
            page.QuerySelector("#introduction")!.NextElementSibling!.OuterHtml,
            Is.EqualTo("<h3>Not a chapter</h3>")
        );
        Assert.That(page.QuerySelectorAll("a[href^=javascript]"), Is.Empty);
    }

    [Test]
    public async Task Notes_have_versions_and_a_history()
    {
        const string Path = "/v1/reports/2016/notes/precursors";
        var empty = await _viewer.GetAsync(Path);
        Assert.That(
            (await empty.JsonAsync()).Text(),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "year": 2016, "section": "precursors", "markdown": "", "version": 0, "updatedAt": null,
                      "updatedBy": null
                    }
                    """
                )
            )
        );
        await (await PutAsync(_viewer, Path, "No", "*")).ProblemAsync(403, "ADAM-2004");
        await (await PutAsync(_analyst, Path, "No", null)).ProblemAsync(428, "ADAM-1041");
        var first = await PutAsync(_analyst, Path, "First\r\n\r\nwords\n", empty.Headers.ETag!.ToString());
        var note = await first.JsonAsync();
        Assert.That((string?)note["markdown"], Is.EqualTo("First\n\nwords"));
        Assert.That((int?)note["version"], Is.EqualTo(1));
        await (await PutAsync(_analyst, Path, "Second", empty.Headers.ETag!.ToString())).ProblemAsync(412, "ADAM-1040");
        await PutAsync(_analyst, Path, "Second", first.Headers.ETag!.ToString());
        await PutAsync(_admin, Path, "", "*");

        var history = (await _viewer.ReadAsync($"{Path}/history"))["items"]!.AsArray();
        Assert.That(
            history.Select(version =>
                $"{version!["version"]} {version["action"]} {version["changes"]!.AsArray().Count}"
            ),
            Is.EqualTo(new[] { "1 created 0", "2 changed 1", "3 changed 1" })
        );
        var notes = await _viewer.ReadAsync("/v1/reports/2016/notes");
        Assert.That(notes.Each("section"), Is.EqualTo(new[] { "precursors" }));
        Assert.That(
            (await _viewer.ReadAsync("/v1/reports/2016?lang=en")).Section("precursors")[0],
            Is.EqualTo("Recommendations")
        );
        foreach (var body in (string[])["{}", $$"""{ "markdown": "{{new string('x', 40_001)}}" }"""])
        {
            var refused = await _analyst.SendAsync("PUT", Path, body, headers: ("If-Match", "*"));
            Assert.That((int)refused.StatusCode, Is.EqualTo(400));
            Assert.That((string?)(await refused.JsonAsync())["errors"]![0]!["name"], Is.EqualTo("markdown"));
        }
    }

    [Test]
    public async Task An_edition_stays_byte_for_byte_after_further_writes()
    {
        await WriteNoteAsync("introduction", "As of *then*.", 2016);
        await (await _analyst.SendAsync("POST", "/v1/reports/2016/editions", "{}")).ProblemAsync(403, "ADAM-2004");
        var created = await _admin.SendAsync("POST", "/v1/reports/2016/editions", """{ "remark": "As sent." }""");
        Assert.That((int)created.StatusCode, Is.EqualTo(201), await created.Content.ReadAsStringAsync());
        Assert.That(created.Headers.Location!.ToString(), Is.EqualTo("/v1/reports/2016/editions/1"));
        var edition = await created.JsonAsync();
        Assert.That($"{edition["number"]} {edition["until"]} {edition["remark"]}", Is.EqualTo("1 2016-12-31 As sent."));
        Assert.That(edition["files"]!.AsArray(), Has.Count.EqualTo(6));
        var before = await FilesAsync(edition);

        await WriteNoteAsync("introduction", "As of now.", 2016);
        await _admin.RecordAsync("""{ "plannedStart": "2016-02-01", "plannedEnd": "2016-03-01" }""");
        var live = await _viewer.ReadAsync("/v1/reports/2016?lang=en");
        Assert.That(live.Section("introduction")[0], Is.EqualTo("As of now."));

        var listed = (await _viewer.ReadAsync("/v1/reports/2016/editions"))["items"]![0]!.AsObject();
        Assert.That(listed.Text(), Is.EqualTo(edition.Text()));
        var after = await FilesAsync(listed);
        Assert.That(after, Is.EqualTo(before));
        Assert.That(
            JsonNode.Parse(after["/v1/reports/2016/editions/1?format=json&lang=en"])!.Section("introduction")[0],
            Is.EqualTo("As of then.")
        );
        var tag = (await _viewer.GetAsync("/v1/reports/2016/editions/1")).Headers.ETag!.ToString();
        var again = await _viewer.SendAsync("GET", "/v1/reports/2016/editions/1", headers: ("If-None-Match", tag));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));

        var second = await _admin.SendAsync("POST", "/v1/reports/2016/editions", """{ "until": "2016-06-30" }""");
        Assert.That((int?)(await second.JsonAsync())["number"], Is.EqualTo(2));
        var june = await _viewer.ReadAsync("/v1/reports/2016/editions/2?lang=en");
        Assert.That((string?)june["until"], Is.EqualTo("2016-06-30"));
        Assert.That(await FilesAsync(listed), Is.EqualTo(before));
        var problem = await (await _viewer.GetAsync("/v1/reports/2016/editions/3")).ProblemAsync(404, "ADAM-6071");
        Assert.That((string?)problem["detail"], Does.Contain("1 to 2"));
    }

    [Test]
    public async Task A_restricted_project_shows_nowhere_whoever_asks_or_freezes()
    {
        var before = await TextsAsync(_viewer);
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "reference": "ZORBULON-1", "title": "Zorbulon", "visibility": "restricted",
              "pillars": ["regional-initiatives"], "countries": ["TJ"], "additionalSdgTargets": ["1.1"],
              "donors": [{ "partner": "DE", "amount": 77, "currency": "CHF" }], "fundedUntil": "2016-06-30",
              "plannedStart": "2016-02-01", "plannedEnd": "2016-12-01"
            }
            """
        );
        var germany = await Api.ClientAsync(Role.Donor, "DE");
        // Its country and pillar are covered for all who do not see it, as gaps say; nothing else may change.
        foreach (var client in (HttpClient[])[_viewer, _analyst, _admin, germany])
        {
            var after = await TextsAsync(client);
            Assert.That(after.Where(text => !before.Contains(text)), Has.None.Contains("Zorbulon").IgnoreCase);
            Assert.That(Except(after, "Measures"), Is.EqualTo(Except(before, "Measures")));
        }

        await _admin.SendAsync("POST", "/v1/reports/2016/editions", "{}");
        var frozen = await _viewer.ReadAsync("/v1/reports/2016/editions/1?lang=en");
        Assert.That(frozen["blocks"]!.ToJsonString(), Does.Not.Contain("orbulon").IgnoreCase);
        var live = await _viewer.ReadAsync("/v1/reports/2016?lang=en");
        Assert.That(frozen["blocks"]!.ToJsonString(), Is.EqualTo(live["blocks"]!.ToJsonString()));

        async Task<IReadOnlyList<string>> TextsAsync(HttpClient client) =>
            [
                .. (await client.ReadAsync("/v1/reports/2016?lang=en"))["blocks"]!
                    .AsArray()
                    .Select(block => block!.ToJsonString()),
            ];

        // Coverage may change by the restricted project, because its cells are told to everybody.
        static IEnumerable<string> Except(IReadOnlyList<string> blocks, string part) =>
            blocks.Where(block =>
                !block.Contains("/v1/gaps", StringComparison.Ordinal)
                && !block.Contains(part, StringComparison.Ordinal)
                && !block.Contains("M-I-", StringComparison.Ordinal)
            );
    }

    [TestCase("/v1/reports/1999", "year")]
    [TestCase("/v1/reports/2101", "year")]
    [TestCase("/v1/reports/2100", "year")]
    [TestCase("/v1/reports/2015?until=2016-01-01", "until")]
    [TestCase("/v1/reports/2015?until=soon&lang=fr&format=pdf", "until lang format")]
    [TestCase("/v1/reports/2015/notes/colophon", "section")]
    public async Task A_bad_request_names_all_its_faults(string path, string names)
    {
        var response = await _viewer.GetAsync(path);
        Assert.That((int)response.StatusCode, Is.EqualTo(400), await response.Content.ReadAsStringAsync());
        Assert.That(
            (await response.JsonAsync())["errors"]!.AsArray().Select(error => (string?)error!["name"]),
            Is.EquivalentTo(names.Split(' '))
        );
    }

    [Test]
    public async Task The_language_is_that_of_the_client()
    {
        var russian = await _viewer.SendAsync(
            "GET",
            "/v1/reports/2015",
            headers: ("Accept-Language", "ru-RU, en;q=0.5")
        );
        Assert.That((string?)(await russian.JsonAsync())["title"], Is.EqualTo("Доклад за 2015 год"));
        Assert.That(russian.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "ru" }));
        var french = await _viewer.SendAsync("GET", "/v1/reports/2015", headers: ("Accept-Language", "fr"));
        Assert.That((string?)(await french.JsonAsync())["language"], Is.EqualTo("en"));
    }

    [TestCase("json")]
    [TestCase("html")]
    [TestCase("docx")]
    public async Task Time_that_passes_is_no_other_report(string format)
    {
        var time = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var api = new TestApi(Register.Database) { Time = time };
        var viewer = await api.ClientAsync(Role.Viewer);
        var tag = (await viewer.GetAsync($"/v1/reports/2015?format={format}")).Headers.ETag!.ToString();
        time.Advance(TimeSpan.FromHours(3));
        var again = await viewer.SendAsync("GET", $"/v1/reports/2015?format={format}", headers: ("If-None-Match", tag));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        await WriteNoteAsync("introduction", "Another text.");
        var other = await viewer.SendAsync("GET", $"/v1/reports/2015?format={format}", headers: ("If-None-Match", tag));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task LibreOffice_opens_the_document()
    {
        const string Program = "/usr/bin/soffice";
        if (!File.Exists(Program))
            Assert.Ignore("There is no LibreOffice at /usr/bin/soffice.");

        var folder = Directory.CreateTempSubdirectory("adam-report");
        try
        {
            var file = Path.Combine(folder.FullName, "report.docx");
            await File.WriteAllBytesAsync(
                file,
                await _viewer.GetByteArrayAsync("/v1/reports/2015?format=docx&lang=en")
            );
            using var office = Process.Start(
                new ProcessStartInfo(
                    Program,
                    [
                        "--headless",
                        $"-env:UserInstallation=file://{folder.FullName}/profile",
                        "--convert-to",
                        "txt:Text",
                        "--outdir",
                        folder.FullName,
                        file,
                    ]
                )
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            await office.WaitForExitAsync();
            var text = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "report.txt"));
            Assert.That(text, Does.Contain("Pillar III: precursors").And.Contain("GLOY09"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string TextsOf(WordprocessingDocument document) =>
        string.Concat(
            document
                .MainDocumentPart!.Document!.Body!.Descendants<DocumentFormat.OpenXml.Wordprocessing.Text>()
                .Select(text => text.Text)
        );

    private async Task<IReadOnlyDictionary<string, string>> FilesAsync(JsonObject edition)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in edition["files"]!.AsArray())
        {
            var response = await _viewer.GetAsync((string)file!["path"]!);
            var content = await response.Content.ReadAsByteArrayAsync();
            Assert.That(Convert.ToHexStringLower(SHA256.HashData(content)), Is.EqualTo((string?)file["sha256"]));
            Assert.That(content, Has.Length.EqualTo((int)file["bytes"]!));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo($"\"{file["sha256"]}\""));
            files.Add((string)file["path"]!, Encoding.Latin1.GetString(content));
        }

        return files;
    }

    private Task WriteNoteAsync(string section, string markdown, int year = 2015) =>
        PutAsync(_analyst, $"/v1/reports/{year}/notes/{section}", markdown, "*");

    private static Task<HttpResponseMessage> PutAsync(
        HttpClient client,
        string path,
        string markdown,
        string? ifMatch
    ) =>
        client.SendAsync(
            "PUT",
            path,
            new JsonObject { ["markdown"] = markdown }.ToJsonString(),
            headers: ifMatch is null ? [] : [("If-Match", ifMatch)]
        );
}
