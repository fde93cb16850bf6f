using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Meetings;
using Adam.Tests.Projects;
using static Adam.Tests.Documents.DocumentHttp;
using static Adam.Tests.Meetings.MeetingHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Documents;

/// <summary>Descriptions of documents: recording, reading, changing, withdrawing and listing.</summary>
public sealed class DocumentHttpTests(string engine) : RegisterTests(engine)
{
    private const string Digits = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private HttpClient _analyst = null!;
    private HttpClient _viewer = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        (_analyst, _viewer) = (await api.ClientAsync(Role.Analyst), await api.ClientAsync(Role.Viewer, "OSCE"));
        await _analyst.AddMeetingAsync(Meeting());
    }

    [Test]
    public async Task Recorded_document_is_returned_in_canonical_form()
    {
        var response = await _analyst.SendAsync(
            "POST",
            "/v1/documents",
            $$"""
            {
              "reference": "D-1", "type": "meeting-report", "title": " What was  agreed ",
              "creator": { "name": "Eurasian Group on Combating Money Laundering and Financing of Terrorism" },
              "date": "2015-07-01", "language": "PT-br", "identifier": "E/CN.7/1",
              "subject": { "pillars": ["precursors", "financial-flows"], "countries": ["Tajikistan", "UZB", "TJ"] },
              "isPartOf": "ewg-1", "url": "https://example.org/d-1.pdf", "sha256": "{{Digits.ToUpperInvariant()}}"
            }
            """
        );
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        Assert.That(response.Headers.Location?.ToString(), Is.EqualTo("/v1/documents/D-1"));
        Assert.That(response.Headers.ETag?.ToString(), Is.EqualTo("\"1\""));
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "reference": "D-1", "type": "meeting-report", "title": "What was agreed",
                      "creator": { "partner": "EAG" }, "date": "2015-07-01", "language": "pt-BR",
                      "identifier": "E/CN.7/1",
                      "subject": { "pillars": ["financial-flows", "precursors"], "countries": ["TJ", "UZ"] },
                      "isPartOf": "EWG-1", "url": "https://example.org/d-1.pdf", "sha256": "{{Digits}}", "version": 1,
                      "createdAt": "{{created["createdAt"]}}", "updatedAt": "{{created["createdAt"]}}",
                      "updatedBy": "Test Analyst"
                    }
                    """
                )
            )
        );
        var read = await _viewer.GetAsync("/v1/documents/d-1");
        Assert.That((await read.JsonAsync()).Text(), Is.EqualTo(created.Text()));
        var again = await _viewer.SendAsync("GET", "/v1/documents/D-1", headers: ("If-None-Match", "\"1\""));
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
        await (await _analyst.SendAsync("POST", "/v1/documents", Document())).ProblemAsync(409, "ADAM-6064");
        await (await _viewer.GetAsync("/v1/documents/D-2")).ProblemAsync(404, "ADAM-6063");
    }

    [Test]
    public async Task Document_is_changed_and_withdrawn_and_keeps_its_history()
    {
        var created = await _analyst.AddDocumentAsync(Document("""{ "creator": { "name": "An institute" } }"""));
        Assert.That(created["creator"]!.Text(), Is.EqualTo("""{"name":"An institute"}"""));
        var patched = await _analyst.SendAsync(
            "PATCH",
            "/v1/documents/D-1",
            """{ "title": "Trade", "subject": { "countries": ["TJ"] } }""",
            MergePatch,
            ("If-Match", "\"1\"")
        );
        Assert.That(
            (await patched.JsonAsync())["subject"]!.Text(),
            Is.EqualTo("""{"pillars":[],"countries":["TJ"]}""")
        );
        var same = await _analyst.SendAsync(
            "PUT",
            "/v1/documents/D-1",
            (await _viewer.ReadAsync("/v1/documents/D-1")).Text(),
            headers: ("If-Match", "\"2\"")
        );
        Assert.That((int?)(await same.JsonAsync())["version"], Is.EqualTo(2), "equal content changes nothing");
        await (
            await _analyst.SendAsync("PUT", "/v1/documents/D-1", Document(), headers: ("If-Match", "\"1\""))
        ).ProblemAsync(412, "ADAM-1040");

        var withdrawn = await _analyst.SendAsync("DELETE", "/v1/documents/D-1", null, "", ("If-Match", "\"2\""));
        Assert.That((int)withdrawn.StatusCode, Is.EqualTo(204));
        await (await _viewer.GetAsync("/v1/documents/D-1")).ProblemAsync(410, "ADAM-6065");
        Assert.That((await _viewer.ReadAsync("/v1/documents"))["items"]!.AsArray(), Is.Empty);
        Assert.That(
            (await _viewer.ReadAsync("/v1/documents/D-1/history"))["items"]!
                .AsArray()
                .Select(one => (string?)one!["action"]),
            Is.EqualTo(new[] { "created", "changed", "withdrawn" })
        );
        await (await _analyst.SendAsync("POST", "/v1/documents", Document())).ProblemAsync(409, "ADAM-6064");
    }

    [Test]
    public async Task Every_error_is_reported_at_once()
    {
        var response = await _analyst.SendAsync(
            "POST",
            "/v1/documents",
            """
            {
              "reference": "D/1", "type": "film", "title": "?", "creator": { "partner": "DE", "name": "x" },
              "date": "2015-13-01", "language": "english!", "isPartOf": "EWG-9", "url": "ftp://example.org/a",
              "subject": { "pillars": ["precursor"], "countries": ["ZZ"] }, "sha256": "abc", "version": 2, "file": "x"
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "reference ADAM-1018",
                    "type ADAM-1012",
                    "title ADAM-1018",
                    "creator ADAM-1018",
                    "date ADAM-1007",
                    "language ADAM-1018",
                    "isPartOf ADAM-1012",
                    "url ADAM-1018",
                    "subject.pillars[0] ADAM-1012",
                    "subject.countries[0] ADAM-1012",
                    "sha256 ADAM-1018",
                    "version ADAM-3006",
                    "file ADAM-1004",
                }
            )
        );
        Assert.That((await _viewer.ReadAsync("/v1/documents"))["items"]!.AsArray(), Is.Empty);
    }

    [TestCase("", "A B C")]
    [TestCase("type=study", "A")]
    [TestCase("type=dataset&type=study", "A B")]
    [TestCase("pillar=precursors", "A C")]
    [TestCase("country=TJ", "A B")]
    [TestCase("country=TJ&pillar=precursors", "A")]
    [TestCase("meeting=ewg-1", "B")]
    [TestCase("meeting=EWG-9", "")]
    [TestCase("language=pt", "A B")]
    [TestCase("language=pt-br", "B")]
    [TestCase("q=TRADE", "A")]
    [TestCase("q=eag b", "B")]
    [TestCase("q=E/CN.7/3", "C")]
    [TestCase("from=2015-01-02", "B")]
    [TestCase("until=2015-01-01", "A")]
    public async Task List_has_the_documents_that_match(string query, string expected)
    {
        await AddThreeAsync();
        Assert.That(
            string.Join(' ', await _viewer.ItemsAsync($"/v1/documents?{query}", one => (string)one["reference"]!)),
            Is.EqualTo(expected)
        );
    }

    [Test]
    public async Task Filter_by_what_is_no_language_is_refused()
    {
        var response = await _viewer.GetAsync("/v1/documents?language=english!&type=study");
        Assert.That(await response.FaultsAsync(), Is.EqualTo(new[] { "language ADAM-1018" }));
    }

    [Test]
    public async Task List_has_pages_and_tables()
    {
        await AddThreeAsync();
        var page = await _viewer.ReadAsync("/v1/documents?limit=2&count=true");
        Assert.That((int?)page["total"], Is.EqualTo(3));
        var last = await _viewer.ReadAsync($"/v1/documents?limit=2&cursor={page["nextCursor"]}");
        Assert.That(last["items"]!.AsArray().Select(one => (string?)one!["reference"]), Is.EqualTo(new[] { "C" }));

        var table = (await _viewer.GetStringAsync("/v1/documents?format=csv")).Split("\r\n");
        Assert.That(table[0].TrimStart('\uFEFF'), Does.StartWith("reference,type,title,partner,name,date,language,"));
        Assert.That(
            table[2],
            Does.StartWith("B,dataset,Seizures,EAG,,2015-02-01,pt-BR,,,TJ,EWG-1,https://example.org/")
        );
        var lines = (await _viewer.GetStringAsync("/v1/documents?format=ndjson")).Split('\n')[..3];
        Assert.That(
            lines.Select(line => (string?)JsonNode.Parse(line)!["reference"]),
            Is.EqualTo(new[] { "A", "B", "C" })
        );
    }

    [Test]
    public async Task Meeting_that_a_document_belongs_to_cannot_be_withdrawn()
    {
        await _analyst.AddDocumentAsync(Document("""{ "isPartOf": "EWG-1" }"""));
        var rejected = await _analyst.SendAsync("DELETE", "/v1/meetings/EWG-1", null, "", ("If-Match", "*"));
        var problem = await rejected.ProblemAsync(409, "ADAM-6056");
        Assert.That(
            (string?)problem["detail"],
            Is.EqualTo("The document D-1 names the meeting. Change or withdraw it first: /v1/documents/D-1.")
        );
        await _analyst.SendAsync("DELETE", "/v1/documents/D-1", null, "", ("If-Match", "*"));
        var withdrawn = await _analyst.SendAsync("DELETE", "/v1/meetings/EWG-1", null, "", ("If-Match", "*"));
        Assert.That((int)withdrawn.StatusCode, Is.EqualTo(204));
        var late = await _analyst.SendAsync(
            "POST",
            "/v1/documents",
            Document("""{ "reference": "D-2", "isPartOf": "EWG-1" }""")
        );
        Assert.That(await late.FaultsAsync(), Is.EqualTo(new[] { "isPartOf ADAM-1012" }));
    }

    private async Task AddThreeAsync()
    {
        await _analyst.AddDocumentAsync(
            Document(
                """
                {
                  "reference": "A", "date": "2015-01-01", "language": "pt",
                  "subject": { "pillars": ["precursors"], "countries": ["TJ", "UZ"] }
                }
                """
            )
        );
        await _analyst.AddDocumentAsync(
            Document(
                """
                {
                  "reference": "B", "type": "dataset", "title": "Seizures", "creator": { "partner": "EAG" },
                  "date": "2015-02-01", "language": "pt-BR", "subject": { "countries": ["TJ"] }, "isPartOf": "EWG-1"
                }
                """
            )
        );
        await _analyst.AddDocumentAsync(
            Document(
                """
                {
                  "reference": "C", "type": "resolution", "title": "Resolved", "identifier": "E/CN.7/3",
                  "subject": { "pillars": ["precursors"] }
                }
                """
            )
        );
    }
}
