using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports.Formats.Ndjson;

public sealed class NdjsonHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/imports";
    private const string Ndjson = "application/x-ndjson";

    private HttpClient _germany = null!;
    private HttpClient _admin = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys()
    {
        _germany = await Api.ClientAsync(Role.Donor, "DE");
        _admin = await Api.ClientAsync(Role.Admin);
    }

    [Test]
    public async Task Line_becomes_a_project_as_the_same_body_would()
    {
        var answer = await ImportAsync(_germany, Line("R-1"));
        var id = (string)answer["items"]![0]!["project"]!;
        Assert.That(
            answer.Text(),
            Is.EqualTo(
                ProjectHttp.Compact(
                    $$"""
                    {
                      "id": "{{answer["id"]}}",
                      "dryRun": false, "read": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": 0,
                      "missing": { "since": null, "count": 0, "withdrawn": 0, "note": null, "projects": [] },
                      "reasons": [],
                      "items": [{
                        "number": 1, "identifier": "R-1", "line": 1, "column": 1, "outcome": "created",
                        "project": "{{id}}",
                        "overlaps": 0, "errors": [], "warnings": []
                      }]
                    }
                    """
                )
            )
        );

        var posted = await _germany.RecordAsync("""{ "reference": "R-2" }""");
        var imported = await _germany.ReadAsync($"/v1/projects/{id}");
        foreach (
            var member in (string[])["id", "reference", "createdAt", "updatedAt", "overlaps", "measures", "warnings"]
        )
        {
            posted.Remove(member);
            imported.Remove(member);
        }

        Assert.That(imported.Text(), Is.EqualTo(posted.Text()));
    }

    [Test]
    public async Task Record_that_was_read_is_taken_back_unchanged()
    {
        var project = await _germany.RecordAsync(ProjectHttp.StrongMatch);
        var single = await _germany.GetStringAsync($"/v1/projects/{project.Id()}");
        var item = (await _germany.ReadAsync("/v1/projects"))["items"]![0]!.Text();
        foreach (var line in (string[])[single, item])
            Assert.That(Counts(await ImportAsync(_germany, line)), Is.EqualTo("1 read: 1 unchanged"));
        Assert.That(await _germany.GetStringAsync($"/v1/projects/{project.Id()}"), Is.EqualTo(single));
    }

    [Test]
    public async Task Each_bad_line_is_told_with_every_error_and_the_rest_is_taken()
    {
        const string Bad =
            """{ "reference": "R-2", "titel": "Boats", "pillars": ["precursor"], """
            + """ "donors": [{ "partner": "DE", "amount": "5" }], "plannedEnd": "2020-02-30" }""";
        byte[] file =
        [
            0xEF,
            0xBB,
            0xBF,
            .. Utf8(Line("R-1") + "\n"),
            .. Utf8("\n  \t \r\n"),
            .. Utf8(Bad + "\r\n"),
            .. Utf8("[1, 2]\n"),
            .. Utf8("""{ "reference": """ + "\n"),
            .. Utf8("{ \"title\": \""),
            0xC3,
            0x28,
            .. Utf8("\" }\n"),
            .. Utf8(Line("r-1", """{ "title": "Again" }""") + "\n"),
            .. Utf8(Line("R-3")),
        ];
        var answer = await ImportAsync(_germany, file);
        Assert.That(Counts(answer), Is.EqualTo("7 read: 2 created, 5 rejected"));
        Assert.Multiple(() =>
        {
            Assert.That(
                Items(answer),
                Is.EqualTo(
                    new[]
                    {
                        "1 R-1 line 1: ",
                        "2 R-2 line 4: titel ADAM-1004, donors[0].amount ADAM-1006, plannedEnd ADAM-1007, "
                            + "title ADAM-1016, countries ADAM-1016, status ADAM-1016, "
                            + "pillars[0] ADAM-1012",
                        "3  line 5: line ADAM-1006",
                        "4  line 6: line ADAM-1021",
                        "5  line 7: line ADAM-1021",
                        "6 r-1 line 8: reference ADAM-6003",
                        "7 R-3 line 9: ",
                    }
                )
            );
            var reasons = answer["items"]!
                .AsArray()
                .SelectMany(item => item!["errors"]!.AsArray())
                .Select(error => (string)error!["reason"]!)
                .ToList();
            Assert.That(reasons, Has.Member("There is no member 'titel' here. Did you mean 'title'?"));
            Assert.That(reasons, Has.Member("The line must be a JSON object, not a list."));
            Assert.That(reasons, Has.Member("The line is not JSON: it stops making sense at byte 16."));
            Assert.That(reasons, Has.Member("The line is not UTF-8, the encoding of JSON. Save or send it as UTF-8."));
            Assert.That(reasons, Has.Member("'r-1' stands in the file already, in line 1. The first one counts."));
            var counted = answer["reasons"]!.AsArray().Select(one => $"{one!["name"]} {one["code"]} {one["records"]}");
            Assert.That(counted, Has.Member("line ADAM-1021 2").And.Member("donors[].amount ADAM-1006 1"));
        });
        Assert.That((await _germany.ReadAsync("/v1/projects")).Each("reference"), Is.EqualTo(["R-1", "R-3"]));
    }

    [Test]
    public async Task File_that_was_cut_says_so_of_its_last_line()
    {
        var file = Line("R-1") + "\n" + Line("R-2");
        var answer = await ImportAsync(_germany, file[..^20]);
        Assert.That(Counts(answer), Is.EqualTo("2 read: 1 created, 1 rejected"));
        Assert.That(
            (string)answer["items"]![1]!["errors"]![0]!["reason"]!,
            Does.EndWith("The file ends in it: if it was cut, records are missing.")
        );
        Assert.That(Counts(await ImportAsync(_germany, file)), Is.EqualTo("2 read: 1 created, 1 unchanged"));
    }

    [Test]
    public async Task Computed_members_of_another_register_are_taken_and_contradictions_are_told()
    {
        const string OfAnotherRegister = """
            {
              "id": "01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10", "version": 7,
              "createdAt": "2020-01-01T00:00:00Z", "updatedAt": "2021-01-01T00:00:00Z", "updatedBy": "somebody",
              "period": { "start": "2020-01-01", "end": "2020-12-31", "startBasis": "planned", "endBasis": "planned" },
              "sdgTargets": ["16.a"]
            }
            """;
        var answer = await ImportAsync(_germany, Line("R-1", OfAnotherRegister));
        Assert.That(
            (Counts(answer), answer["items"]![0]!["warnings"]!.Text()),
            Is.EqualTo(("1 read: 1 created", "[]"))
        );
        var project = (await _germany.ReadAsync("/v1/projects"))["items"]![0]!;
        Assert.That(((int)project["version"]!, (string)project["updatedBy"]!), Is.EqualTo((1, "Test Donor")));
        Assert.That((string)project["id"]!, Is.Not.EqualTo("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10"));

        // An edited record with another end but the old period.
        var edited = ProjectHttp.With(
            project.Text(),
            """{ "plannedEnd": "2021-12-31", "sdgTargets": ["16.a", "3.5"] }"""
        );
        answer = await ImportAsync(_germany, edited);
        Assert.That(Counts(answer), Is.EqualTo("1 read: 1 updated"));
        var warnings = answer["items"]![0]!["warnings"]!
            .AsArray()
            .Select(warning => $"{warning!["name"]} {warning["code"]}: {warning["reason"]}");
        Assert.That(
            warnings,
            Is.EqualTo(
                new[]
                {
                    "period ADAM-3006: period follows from the four dates and the status, and this is another value. "
                        + "It is not read.",
                    "sdgTargets ADAM-3006: sdgTargets follows from pillars and additionalSdgTargets (16.a), "
                        + "and this is another value. It is not read.",
                }
            )
        );
        var stored = await _germany.ReadAsync($"/v1/projects/{(string)project["id"]!}");
        Assert.That((string)stored["period"]!["end"]!, Is.EqualTo("2021-12-31"));

        answer = await ImportAsync(_germany, Line("R-9", """{ "id": "x", "version": "1" }"""));
        Assert.That(Items(answer), Is.EqualTo(["1 R-9 line 1: id ADAM-1018, version ADAM-1006"]));
    }

    [Test]
    public async Task Owner_is_the_one_named_for_an_admin_and_only_itself_for_a_donor()
    {
        var file = string.Join(
            '\n',
            Line("R-1", """{ "owner": "US" }"""),
            Line("R-1"),
            Line("R-2", """{ "owner": "germany" }"""),
            Line("R-3", """{ "owner": "XY" }""")
        );
        Assert.That(
            Items(await ImportAsync(_germany, file)),
            Is.EqualTo([
                "1 R-1 line 1: owner ADAM-3004",
                "2 R-1 line 2: ",
                "3 R-2 line 3: ",
                "4 R-3 line 4: owner ADAM-1012",
            ])
        );
        Assert.That(
            Items(await ImportAsync(_admin, file)),
            Is.EqualTo(["1 R-1 line 1: ", "2 R-1 line 2: ", "3 R-2 line 3: ", "4 R-3 line 4: owner ADAM-1012"])
        );
        await ImportAsync(_admin, Line("R-4"), "?owner=JP");
        Assert.That(
            await ListAsync(_admin, "version"),
            Is.EqualTo(["DE R-1 1", "DE R-2 1", "US R-1 1", "UNODC R-1 1", "JP R-4 1"])
        );
    }

    [Test]
    public async Task Pillar_stands_in_where_a_line_has_none()
    {
        var without = ProjectHttp.Body("""{ "pillars": null }""").ReplaceLineEndings("");
        Assert.That(Items(await ImportAsync(_germany, without)), Is.EqualTo(["1 R-1 line 1: pillars ADAM-1016"]));
        await ImportAsync(_germany, without + "\n" + Line("R-2"), "?pillar=precursors");
        Assert.That(
            await ListAsync(_germany, "pillars"),
            Is.EqualTo(["""DE R-1 ["precursors"]""", """DE R-2 ["regional-initiatives"]"""])
        );
    }

    [Test]
    public async Task Dry_run_and_atomic_hold_for_lines_too()
    {
        var file = Line("R-1") + "\n{}\nx\n" + Line("R-2");
        var answer = await ImportAsync(_germany, file, "?dryRun=true");
        Assert.That(Counts(answer), Is.EqualTo("4 read: 2 created, 2 rejected"));
        var problem = await (await PostAsync(_germany, Utf8(file), "?atomic=true")).ProblemAsync(400, "ADAM-6013");
        Assert.That(
            problem["errors"]!.AsArray().Select(error => $"{error!["name"]}: {error["reason"]}"),
            Has.Member("line[2].title: line 2: This is missing, and must be given.")
                .And.Member("line[3]: line 3: The line is not JSON: it stops making sense at byte 1.")
        );
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Withdrawn_project_stands_again()
    {
        var project = await _germany.RecordAsync();
        await _germany.SendAsync("DELETE", $"/v1/projects/{project.Id()}", headers: ("If-Match", "*"));
        var answer = await ImportAsync(_germany, Line("R-1"));
        var warning = answer["items"]![0]!["warnings"]!.AsArray().Single()!;
        Assert.That(((string)warning["name"]!, (string)warning["code"]!), Is.EqualTo(("line", "ADAM-6006")));
        Assert.That(await ListAsync(_germany, "version"), Is.EqualTo(["DE R-1 3"]));
    }

    [Test]
    public async Task Empty_file_has_no_lines()
    {
        await (await PostAsync(_germany, [], "")).ProblemAsync(400, "ADAM-1000");
        byte[][] files = [Utf8("\n"), [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, .. Utf8("\r\n \n")]];
        foreach (var file in files)
            Assert.That(Counts(await ImportAsync(_germany, file)), Is.EqualTo("0 read: "));
    }

    [Test]
    public async Task File_of_another_form_is_refused_as_a_whole()
    {
        var page = string.Join('\n', Enumerable.Repeat("  \"reference\": \"R-1\",", 1_001));
        var problem = await (await PostAsync(_germany, Utf8(page))).ProblemAsync(400, "ADAM-6015");
        Assert.That(
            (string)problem["detail"]!,
            Is.EqualTo(
                "Line 1001, column 1, after 1000 whole records: More than 1,000 lines hold no JSON object. "
                    + "NDJSON has one object a line, without line ends within it. Nothing was imported."
            )
        );
    }

    [Test]
    public async Task Content_type_decides_the_format()
    {
        (string, HttpStatusCode)[] types =
        [
            (Ndjson, HttpStatusCode.OK),
            ("Application/X-NDJSON; charset=utf-8", HttpStatusCode.OK),
            ("application/xml", HttpStatusCode.BadRequest),
            ("text/plain", HttpStatusCode.UnsupportedMediaType),
        ];
        foreach (var (type, status) in types)
        {
            var answer = await _germany.SendAsync("POST", Path, Line("R-1"), type);
            Assert.That(answer.StatusCode, Is.EqualTo(status), type);
        }

        var refused = await _germany.SendAsync("POST", Path, Line("R-1"), "text/plain");
        var problem = await refused.ProblemAsync(415, "ADAM-1034");
        Assert.That(
            (string)problem["detail"]!,
            Does.Match("^The body must come as Content-Type: .*application/x-ndjson.*, not as 'text/plain'.$")
        );
    }

    [Test]
    public async Task Reasons_are_counted_in_bounded_memory()
    {
        var names = Enumerable
            .Range(0, 1_500)
            .Select(number => Line($"R-{number}", $$"""{ "unknown{{number}}": 1 }"""));
        var answer = await ImportAsync(_germany, string.Join('\n', names));
        Assert.That(answer["reasons"]!.AsArray(), Has.Count.EqualTo(1_001));
        Assert.That(
            answer["reasons"]![0]!.Text(),
            Is.EqualTo("""{"rejects":true,"name":"…","code":"ADAM-1004","title":"Unknown member","records":500}""")
        );
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, byte[] file, string query = "")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.TryAddWithoutValidation("Content-Type", Ndjson);
        return await client.PostAsync(new Uri(Path + query, UriKind.Relative), content);
    }

    private static async Task<JsonObject> ImportAsync(HttpClient client, byte[] file, string query = "")
    {
        var response = await PostAsync(client, file, query);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static Task<JsonObject> ImportAsync(HttpClient client, string file, string query = "") =>
        ImportAsync(client, Utf8(file), query);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Returns the smallest accepted record on one line.</summary>
    private static string Line(string reference, string changes = "{}") =>
        ProjectHttp.With(ProjectHttp.Body(changes), $$"""{ "reference": "{{reference}}" }""");

    /// <summary>Returns the number of lines that were read, and the number of each outcome that occurred.</summary>
    private static string Counts(JsonObject answer)
    {
        string[] outcomes = ["created", "updated", "unchanged", "rejected"];
        var some = outcomes
            .Where(outcome => (int)answer[outcome]! > 0)
            .Select(outcome => $"{answer[outcome]} {outcome}");
        return $"{answer["read"]} read: {string.Join(", ", some)}";
    }

    private static IEnumerable<string> Items(JsonObject answer) =>
        answer["items"]!
            .AsArray()
            .Select(item =>
            {
                var errors = item!["errors"]!.AsArray().Select(error => $"{error!["name"]} {error["code"]}");
                return $"{item["number"]} {item["identifier"]} line {item["line"]}: {string.Join(", ", errors)}";
            });

    /// <summary>Returns a member of the listed projects, with their owner and reference.</summary>
    private static async Task<IEnumerable<string>> ListAsync(HttpClient client, string member) =>
        (await client.ReadAsync("/v1/projects"))["items"]!
            .AsArray()
            .Select(project => $"{project!["owner"]} {project["reference"]} {project[member]!.Text()}");
}
