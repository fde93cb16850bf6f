using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Data.Measures;
using Adam.Data.Records;
using Adam.Domain.Keys;
using Adam.Domain.Measures;
using Adam.Tests.Documents;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.Projects;
using CsCheck;
using static Adam.Tests.Meetings.MeetingHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Records;

/// <summary>Imports of meetings, recommendations, measures and documents from files.</summary>
public sealed class RecordImportHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Kinds = ["meetings", "recommendations", "measures", "documents"];

    private static readonly (string Format, string Type)[] Formats =
    [
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ndjson", "application/x-ndjson"),
        ("json", "application/json"),
    ];

    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys() =>
        (_analyst, _admin) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Admin));

    [Test]
    public async Task Export_of_each_kind_in_each_format_changes_nothing()
    {
        await FillAsync();
        foreach (var kind in Kinds)
        {
            var count = (await _analyst.ItemsAsync($"/v1/{kind}", item => (string)item["reference"]!)).Count;
            Assert.That(count, Is.GreaterThan(1), kind);
            foreach (var (format, type) in Formats)
            {
                var before = await _analyst.GetStringAsync($"/v1/{kind}");
                var file = await _analyst.GetByteArrayAsync($"/v1/{kind}?format={format}");
                var report = await ImportAsync(kind, file, type);
                Assert.That(Counts(report), Is.EqualTo($"{count} unchanged"), $"{kind} {format}: {report.Text()}");
                Assert.That(await _analyst.GetStringAsync($"/v1/{kind}"), Is.EqualTo(before), $"{kind} {format}");
            }
        }
    }

    /// <summary>A table under other references makes records that differ in nothing that tables have.</summary>
    [TestCase("meetings", "EWG-2015-TRIFOLD", "sessions stated attendance recommendations partnersEndorsed")]
    [TestCase("recommendations", "EWG-1-III/2", "translations continuedBy")]
    [TestCase("measures", "M-1", "")]
    [TestCase("documents", "D-1", "")]
    public async Task Table_makes_the_same_record_anew(string kind, string reference, string notInTables)
    {
        await FillAsync();
        var table = await _analyst.GetStringAsync($"/v1/{kind}?format=csv");
        var copy = $"{reference}X";
        var report = await ImportAsync(kind, table.Replace(reference, copy, StringComparison.Ordinal), client: _admin);
        Assert.That((int)report["created"]!, Is.EqualTo(1), report.Text());
        var read = await Task.WhenAll(
            new[] { reference, copy }.Select(async one =>
            {
                var record = await _analyst.ReadAsync($"/v1/{kind}/{one}");
                foreach (var member in $"id version createdAt updatedAt updatedBy {notInTables}".Split(' '))
                    record.Remove(member);
                return record.Text().Replace(copy, reference, StringComparison.Ordinal);
            })
        );
        Assert.That(read[1], Is.EqualTo(read[0]));
    }

    /// <summary>Texts that CSV, spreadsheets and lists in cells write in another way come back as they were.</summary>
    [Test]
    public async Task Measures_of_any_text_come_back_from_each_format()
    {
        string[] texts = ["a;b", @"c\d", "=1+1", "'e", "\"f\"", "-g", "h, i", "к", "@j", "l|m", "2015-01-02"];
        var text = Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
        var measures = Gen.Select(text, text.List[0, 4], text.Array[0, 3], Gen.Int[0, 9]).List[30].Single();
        foreach (var (i, (title, words, lines, priority)) in measures.Index())
        {
            var changes = new JsonObject { ["reference"] = $"T-{i}", ["title"] = title };
            changes["description"] = lines.Length == 0 ? null : string.Join("\n\n", lines);
            changes["priority"] = priority == 0 ? null : priority;
            changes["criterion"] = new JsonObject
            {
                ["words"] = new JsonArray([.. words.Distinct().Select(word => JsonValue.Create(word))]),
            };
            await _analyst.MeasureAsync(changes.ToJsonString());
        }

        foreach (var (format, type) in Formats)
        {
            var file = await _analyst.GetByteArrayAsync($"/v1/measures?format={format}");
            var report = await ImportAsync("measures", file, type);
            Assert.That(Counts(report), Is.EqualTo("30 unchanged"), $"{format}: {report.Text()}");
        }
    }

    [Test]
    public async Task Faults_are_named_by_row_and_column_and_valid_rows_are_written()
    {
        const string Table = """
            reference,title,pillars,countries,priority,from,until,leads,words
            M-1,Posts can test,precursors,Tajikistan; UZB,1,01/02/2016,31/12/2018,unodc,acid; anhydride
            M-2,,precursor,TJ,high,2016-13-01,,Nobody at all,
            m-1,Again,precursors,TJ,,,,,
            ,No reference,precursors,TJ,,,,,
            M-3,Ends early,precursors,TJ,12,2018-01-01,2017-01-01,,
            """;
        var dry = await ImportAsync("measures", Table, query: "?dryRun=true");
        Assert.That(Counts(dry), Is.EqualTo("1 created, 4 rejected"), dry.Text());
        Assert.That(await _analyst.ItemsAsync("/v1/measures", item => item.Text()), Is.Empty);

        var report = await ImportAsync("measures", Table);
        Assert.That(
            report["items"]!
                .AsArray()
                .SelectMany(row =>
                    row!["errors"]!.AsArray().Select(error => $"{row["line"]} {error!["name"]} {error["code"]}")
                ),
            Is.EqualTo(
                new[]
                {
                    "3 E3 priority ADAM-1009",
                    "3 F3 from ADAM-1007",
                    "3 B3 title ADAM-1016",
                    "3 C3 pillars ADAM-1012",
                    "3 H3 leads ADAM-1012",
                    "4 A4 reference ADAM-6003",
                    "5 A5 reference ADAM-1016",
                    "6 E6 priority ADAM-1010",
                    "6 G6 until ADAM-3005",
                }
            ),
            report.Text()
        );
        var measure = await _analyst.ReadAsync("/v1/measures/M-1");
        Assert.That(
            $"{measure["where"]!.Text()} {measure["leads"]!.Text()} {measure["criterion"]!["words"]!.Text()} "
                + $"{measure["from"]} {measure["until"]}",
            Is.EqualTo(
                """{"countries":["TJ","UZ"],"routes":[]} [{"partner":"UNODC"}] ["acid","anhydride"] """
                    + "2016-02-01 2018-12-31"
            )
        );
        Assert.That(Counts(await ImportAsync("measures", Table)), Is.EqualTo("1 unchanged, 4 rejected"));
        Assert.That(
            report["reasons"]!.AsArray().Select(reason => $"{reason!["name"]} {reason["records"]}"),
            Has.Member("priority 1").And.Member("until 1")
        );
    }

    [Test]
    public async Task All_or_nothing_writes_nothing_if_a_row_is_faulty()
    {
        const string Table = "reference,type,title,url\nD-1,study,One,https://example.org/1\nD-2,book,Two,there\n";
        var response = await SendAsync("documents", Table, query: "?atomic=true");
        var problem = await response.ProblemAsync(400, "ADAM-6013");
        Assert.That(
            problem["errors"]!.AsArray().Select(error => $"{error!["name"]}"),
            Is.EqualTo(new[] { "B3 type", "D3 url" }),
            problem.Text()
        );
        Assert.That(await _analyst.ItemsAsync("/v1/documents", item => item.Text()), Is.Empty);
        var mended = Table.Replace("book", "report", StringComparison.Ordinal).Replace("there", "http://a.org/2");
        Assert.That(Counts(await ImportAsync("documents", mended, query: "?atomic=true")), Is.EqualTo("2 created"));
    }

    /// <summary>A table of some columns changes these. A cell that is empty empties its member.</summary>
    [Test]
    public async Task Members_without_a_column_stay_as_they_are()
    {
        await FillAsync();
        var before = await _analyst.ReadAsync("/v1/meetings/EWG-2015-TRIFOLD");
        var report = await ImportAsync("meetings", "reference,city,country\newg-2015-trifold,,TJ\n");
        Assert.That(Counts(report), Is.EqualTo("1 updated"), report.Text());
        before["place"] = new JsonObject { ["city"] = null, ["country"] = "TJ" };
        var after = await _analyst.ReadAsync("/v1/meetings/EWG-2015-TRIFOLD");
        foreach (var member in new[] { "version", "updatedAt" })
        {
            before.Remove(member);
            after.Remove(member);
        }

        Assert.That(after.Text(), Is.EqualTo(before.Text()));
        Assert.That(
            (await _analyst.ReadAsync("/v1/documents/D-2"))["creator"]!.Text(),
            Is.EqualTo("""{"name":"An institute"}""")
        );
        await ImportAsync("documents", "reference,partner,name\nD-2,UNODC,\n");
        await ImportAsync(
            "documents",
            """[{ "reference": "D-1", "creator": { "name": "Another" } }]""",
            "application/json"
        );
        Assert.That(
            await _analyst.ItemsAsync("/v1/documents", item => item["creator"]!.Text()),
            Is.EqualTo(new[] { """{"name":"Another"}""", """{"partner":"UNODC"}""" })
        );
        await ImportAsync("documents", "reference,partner,name\nD-2,,\n");
        Assert.That((await _analyst.ReadAsync("/v1/documents/D-2"))["creator"], Is.Null);
    }

    [Test]
    public async Task Withdrawn_record_that_is_imported_stands_again()
    {
        await _analyst.MeasureAsync();
        var table = await _analyst.GetStringAsync("/v1/measures?format=csv");
        await _analyst.SendAsync("DELETE", "/v1/measures/M-1", headers: ("If-Match", "*"));
        var report = await ImportAsync("measures", table);
        Assert.That(Counts(report), Is.EqualTo("1 updated"));
        Assert.That((string?)report["items"]![0]!["warnings"]![0]!["code"], Is.EqualTo("ADAM-6006"));
        Assert.That(
            (await _analyst.ReadAsync("/v1/measures/M-1/history"))["items"]!
                .AsArray()
                .Select(one => $"{one!["version"]} {one["action"]}"),
            Is.EqualTo(new[] { "1 created", "2 withdrawn", "3 changed" })
        );
    }

    /// <summary>An import validates before it writes. What others wrote in between, it does not overwrite.</summary>
    [Test]
    public async Task Records_that_were_changed_meanwhile_are_not_overwritten()
    {
        await _analyst.MeasureAsync();
        await _analyst.MeasureAsync("""{ "reference": "M-2" }""");
        var measures = new MeasureStore(Register.Database, TimeProvider.System);
        var read = await measures.ListAsync(default);
        var writes = read.Select(stored => new RecordWrite<MeasureDraft>(
            stored.Measure.Draft with
            {
                Title = "Imported",
            },
            stored.Version
        ));
        var change = """{ "title": "Changed" }""";
        await _analyst.SendAsync("PATCH", "/v1/measures/M-2", change, MergePatch, ("If-Match", "*"));
        Assert.That(await measures.WriteAllAsync([.. writes], "test", default), Is.False);
        Assert.That(
            await _analyst.ItemsAsync("/v1/measures", item => $"{item["title"]} {item["version"]}"),
            Is.EqualTo(new[] { "Border posts can test precursors 1", "Changed 2" })
        );

        // A record that somebody has added is not the one that the file makes new, nor is a withdrawn one.
        var added = new RecordWrite<MeasureDraft>(read[0].Measure.Draft, ExpectedVersion: null);
        Assert.That(await measures.WriteAllAsync([added], "test", default), Is.False);
        await _analyst.SendAsync("DELETE", "/v1/measures/M-1", headers: ("If-Match", "*"));
        var before = added with { ExpectedVersion = 1 };
        Assert.That(await measures.WriteAllAsync([before], "test", default), Is.False);
        Assert.That(await measures.WriteAllAsync([before with { ExpectedVersion = 2 }], "test", default), Is.True);
    }

    /// <summary>Recommendations name meetings of the register, and those that stand above them in the file.</summary>
    [Test]
    public async Task Recommendations_continue_those_above_them_and_only_an_admin_endorses()
    {
        await FillAsync();
        const string Table = """
            reference,text,pillars,madeAt,continues,endorsedAt
            S/1,One,precursors,EWG-1,,
            S/2,Two,precursors,EWG-1,s/1; EWG-1-III/1,
            S/3,Three,precursors,EWG-1,S/4,
            S/4,Four,precursors,EWG-1,,PCG-12
            S/5,Five,precursors,EWG-77,,
            """;
        var report = await ImportAsync("recommendations", Table);
        Assert.That(
            report["items"]!
                .AsArray()
                .Select(row =>
                    $"{row!["reference"]} {row["outcome"]} {row["errors"]!.AsArray().FirstOrDefault()?["name"]}"
                ),
            Is.EqualTo(
                new[]
                {
                    "S/1 created ",
                    "S/2 created ",
                    "S/3 rejected E4 continues",
                    "S/4 rejected F5 endorsedAt",
                    "S/5 rejected D6 madeAt",
                }
            ),
            report.Text()
        );
        Assert.That((string?)report["items"]![3]!["errors"]![0]!["code"], Is.EqualTo("ADAM-2004"));
        Assert.That(
            Counts(await ImportAsync("recommendations", Table, client: _admin)),
            Is.EqualTo("1 created, 2 unchanged, 2 rejected")
        );
        Assert.That(
            (await _analyst.ReadAsync("/v1/recommendations/S/2"))["continues"]!.Text(),
            Is.EqualTo("""["S/1","EWG-1-III/1"]""")
        );
    }

    [TestCase("reference;titel\nM;x\n", "text/csv", "ADAM-6018")]
    [TestCase("title;pillars\nx;precursors\n", "text/csv", "ADAM-6018")]
    [TestCase("""{ "items": [{ """, "application/json", "ADAM-6020")]
    [TestCase("""{ "reference": "M-1" }""", "application/json", "ADAM-6020")]
    [TestCase("PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ADAM-6019")]
    public async Task File_that_cannot_be_read_changes_nothing(string file, string type, string code)
    {
        await (await SendAsync("measures", file, type)).ProblemAsync(400, code);
        Assert.That(await _analyst.ItemsAsync("/v1/measures", item => item.Text()), Is.Empty);
    }

    [Test]
    public async Task Lines_that_are_no_record_are_rejected_alone()
    {
        var lines = string.Join(
            '\n',
            """{ "reference": "D-1", "type": "study", "title": "One", "url": "https://example.org/1" }""",
            """{ "reference": "D-2", "type": "study", "titel": "Two" }""",
            """[1]""",
            """{ "reference": "D-3", "type": "study", "title": "\ud800", "url": "https://example.org/3" }""",
            """{ "reference": 4, "version": 9 }"""
        );
        var report = await ImportAsync("documents", lines, "application/x-ndjson");
        Assert.That(
            report["items"]!
                .AsArray()
                .SelectMany(row =>
                    row!["errors"]!.AsArray().Select(error => $"{row["line"]} {error!["name"]} {error["code"]}")
                ),
            Is.EquivalentTo(
                new[]
                {
                    "2 titel ADAM-1004",
                    "2 title ADAM-1016",
                    "2 url ADAM-1016",
                    "3 line ADAM-1006",
                    "4 title ADAM-1011",
                    "5 reference ADAM-1006",
                    "5 type ADAM-1016",
                    "5 title ADAM-1016",
                    "5 url ADAM-1016",
                }
            ),
            report.Text()
        );
        Assert.That(Counts(report), Is.EqualTo("1 created, 4 rejected"));
    }

    private async Task FillAsync()
    {
        await _analyst.AddMeetingAsync(Trifold);
        await _analyst.AddMeetingAsync(Pcg12);
        await _analyst.AddMeetingAsync(Meeting("""{ "outcomes": ["One; two", "=Three"] }"""));
        await _analyst.AddMeetingAsync(
            """{ "reference": "LATER", "kind": "other", "title": "=Later", "status": "planned", "year": 2030 }"""
        );
        await _admin.AddRecommendationAsync(Recommendation("""{ "endorsedAt": "PCG-12" }"""));
        await _admin.AddRecommendationAsync(
            Recommendation(
                """
                {
                  "reference": "EWG-1-III/2", "language": "en", "crossCutting": ["research"], "areas": ["III.1"],
                  "translations": [{ "language": "ru", "text": "Проверять." }], "continues": ["EWG-1-III/1"],
                  "notEndorsedAt": "PCG-12", "reason": "Too; wide.\n\nSee there.",
                  "addressees": { "all": true, "partners": ["DE"], "others": ["Banks; others"] }
                }
                """
            )
        );
        await _analyst.MeasureAsync(
            """
            {
              "recommendations": ["EWG-1-III/1"], "decidedAt": "PCG-12", "priority": 2, "from": "2016-01-01",
              "until": "2018-12-31", "leads": [{ "partner": "UNODC" }], "scope": "any",
              "where": { "countries": ["TJ"], "routes": ["balkan"] },
              "criterion": { "activityTypes": ["training"], "words": ["one; two", "=three"] },
              "description": "Lines\n\nof text"
            }
            """
        );
        await _analyst.MeasureAsync("""{ "reference": "M-2" }""");
        await _analyst.AddDocumentAsync(
            DocumentHttp.Document(
                """
                {
                  "creator": { "partner": "UNODC" }, "date": "2016-02-03", "language": "ru", "identifier": "E/1",
                  "subject": { "pillars": ["precursors"], "countries": ["TJ", "AF"] }, "isPartOf": "EWG-1",
                  "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                }
                """
            )
        );
        await _analyst.AddDocumentAsync(
            DocumentHttp.Document("""{ "reference": "D-2", "creator": { "name": "An institute" } }""")
        );
    }

    private async Task<HttpResponseMessage> SendAsync(
        string kind,
        object file,
        string type = "text/csv",
        string query = "",
        HttpClient? client = null
    )
    {
        using var content = new ByteArrayContent(file as byte[] ?? Encoding.UTF8.GetBytes((string)file));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await (client ?? _analyst).PatchAsync($"/v1/{kind}{query}", content);
    }

    private async Task<JsonObject> ImportAsync(
        string kind,
        object file,
        string type = "text/csv",
        string query = "",
        HttpClient? client = null
    )
    {
        var response = await SendAsync(kind, file, type, query, client);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static string Counts(JsonObject report)
    {
        string[] names = ["created", "updated", "unchanged", "rejected"];
        var counts = names.Where(name => (int)report[name]! > 0).Select(name => $"{report[name]} {name}");
        Assert.That(report["items"]!.AsArray(), Has.Count.EqualTo((int)report["read"]!));
        return string.Join(", ", counts);
    }
}
