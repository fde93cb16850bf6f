using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Api.Imports;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports;

public sealed class ImportHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/imports";
    private const string Xml = "application/xml";
    private const string Countries =
        "<recipient-country code=\"TJ\" percentage=\"60\"/><recipient-country code=\"UZ\" percentage=\"40\"/>";

    private HttpClient _germany = null!;
    private HttpClient _admin = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys() =>
        (_germany, _admin) = (await Api.ClientAsync(Role.Donor, "DE"), await Api.ClientAsync(Role.Admin));

    [Test]
    public async Task Activity_becomes_a_project_of_its_reporter()
    {
        var answer = await ImportAsync(_germany, File(Activity("DE-1-1")));
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
                      "items": [
                        {
                          "number": 1, "identifier": "DE-1-1", "line": 2, "column": 1, "outcome": "created",
                          "project": "{{id}}", "overlaps": 0, "errors": [], "warnings": []
                        }
                      ]
                    }
                    """
                )
            )
        );
        var project = await _germany.ReadAsync($"/v1/projects/{id}");
        Assert.That(
            project.Text(),
            Is.EqualTo(
                ProjectHttp.Compact(
                    $$"""
                    {
                      "id": "{{id}}", "reference": "DE-1-1", "owner": "DE", "title": "Counter-narcotics training",
                      "description": null, "language": "en",
                      "pillars": ["regional-initiatives"], "countries": ["TJ", "UZ"],
                      "countryPercentages": [
                        { "country": "TJ", "percentage": 60 }, { "country": "UZ", "percentage": 40 }
                      ],
                      "places": [], "activityTypes": [],
                      "donors": [
                        { "partner": "DE", "name": "Federal Foreign Office", "amount": 1000.00, "currency": "EUR" }
                      ],
                      "implementers": [{ "partner": "UNODC" }], "beneficiaries": [],
                      "status": "implementation", "plannedStart": null, "plannedEnd": "2022-12-31",
                      "actualStart": "2020-01-01", "actualEnd": null, "fundedUntil": null,
                      "period": {
                        "start": "2020-01-01", "end": "2022-12-31", "startBasis": "actual", "endBasis": "planned"
                      },
                      "sectors": [{ "vocabulary": "dac", "code": "16063" }], "sdgTargets": ["16.a"],
                      "additionalSdgTargets": [], "iatiIdentifier": "DE-1-1", "relatedProjects": [],
                      "declaredMeasures": [], "visibility": "partners",
                      "version": 1, "createdAt": "{{project["createdAt"]}}",
                      "updatedAt": "{{project["createdAt"]}}", "updatedBy": "Test Donor"
                    }
                    """
                )
            )
        );
    }

    [Test]
    public async Task Same_file_twice_changes_nothing()
    {
        var file = File(Activity("DE-1-1"), Activity("DE-1-2"));
        await ImportAsync(_germany, file);
        var before = await _germany.GetStringAsync("/v1/projects");
        Assert.That(
            Counts(await ImportAsync(_germany, file)),
            Is.EqualTo("2 read: 0 created, 0 updated, 2 unchanged, 0 rejected")
        );
        Assert.That(await _germany.GetStringAsync("/v1/projects"), Is.EqualTo(before));
    }

    [Test]
    public async Task Changed_activity_updates_its_project_and_keeps_what_IATI_cannot_say()
    {
        var id = (string)(await ImportAsync(_germany, File(Activity("DE-1-1"))))["items"]![0]!["project"]!;
        var patched = await _germany.SendAsync(
            "PATCH",
            $"/v1/projects/{id}",
            """{ "beneficiaries": ["Drug Control Agency"], "activityTypes": ["training"], "title": "By hand" }""",
            "application/merge-patch+json",
            ("If-Match", "\"1\"")
        );
        Assert.That(patched.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        var answer = await ImportAsync(
            _germany,
            File(Activity("de-1-1", title: "Counter-narcotics training, second phase"))
        );
        Assert.That(Counts(answer), Is.EqualTo("1 read: 0 created, 1 updated, 0 unchanged, 0 rejected"));
        var project = await _germany.ReadAsync($"/v1/projects/{id}");
        Assert.Multiple(() =>
        {
            Assert.That((string?)project["reference"], Is.EqualTo("DE-1-1"), "references match without regard to case");
            Assert.That((string?)project["title"], Is.EqualTo("Counter-narcotics training, second phase"));
            Assert.That(project["beneficiaries"]!.Text(), Is.EqualTo("""["Drug Control Agency"]"""));
            Assert.That(project["activityTypes"]!.Text(), Is.EqualTo("""["training"]"""));
            Assert.That((int)project["version"]!, Is.EqualTo(3));
        });
    }

    [Test]
    public async Task What_people_typed_and_IATI_cannot_carry_survives_every_import()
    {
        const string Places =
            "<location><name>Nizhny Panj</name><point><pos>37.2 68.6</pos></point></location>"
            + "<location><name>Kulob</name></location>";
        var id = (string)
            (await ImportAsync(_germany, File(Activity("DE-1-1", country: Countries + Places))))["items"]![0]![
                "project"
            ]!;
        var read = await _germany.GetStringAsync($"/v1/projects/{id}");
        var typed = ProjectHttp.With(
            read,
            """
            {
              "beneficiaries": ["Drug Control Agency"], "activityTypes": ["training", "equipment"], "period": null,
              "places": [
                { "name": "Nizhny Panj", "admin1": "Khatlon", "latitude": 37.2, "longitude": 68.6 },
                { "name": "Kulob", "admin1": "Khatlon (south)", "latitude": 37.9, "longitude": 69.8 }
              ],
              "sectors": [{ "vocabulary": "dac", "code": "16063", "percentage": 80 }]
            }
            """
        );
        var put = await (
            await _germany.SendAsync("PUT", $"/v1/projects/{id}", typed, headers: ("If-Match", "\"1\""))
        ).ChangedAsync();

        // The same file, and then a file in which the elements of IATI have changed.
        var answer = await ImportAsync(_germany, File(Activity("DE-1-1", country: Countries + Places)));
        Assert.That(Counts(answer), Is.EqualTo("1 read: 0 created, 0 updated, 1 unchanged, 0 rejected"));
        Assert.That((await _germany.ReadAsync($"/v1/projects/{id}")).Text(), Is.EqualTo(put.Text()));

        const string Changed =
            "<location><name>Kulob</name></location>"
            + "<location><name>Nizhniy Panj</name><point><pos>37.2 68.6</pos></point></location>"
            + "<location><name>Hissar</name></location>";
        answer = await ImportAsync(
            _germany,
            File(Activity("DE-1-1", title: "Counter-narcotics training, second phase", country: Countries + Changed))
        );
        Assert.That(Counts(answer), Is.EqualTo("1 read: 0 created, 1 updated, 0 unchanged, 0 rejected"));
        var project = await _germany.ReadAsync($"/v1/projects/{id}");
        Assert.Multiple(() =>
        {
            Assert.That((string?)project["title"], Is.EqualTo("Counter-narcotics training, second phase"));
            Assert.That(
                project["places"]!.Text(),
                Is.EqualTo(
                    ProjectHttp.Compact(
                        """
                        [
                          { "name": "Kulob", "admin1": "Khatlon (south)", "latitude": 37.9, "longitude": 69.8 },
                          { "name": "Nizhniy Panj", "admin1": "Khatlon", "latitude": 37.2, "longitude": 68.6 },
                          { "name": "Hissar", "admin1": null, "latitude": null, "longitude": null }
                        ]
                        """
                    )
                )
            );
            foreach (
                var member in (string[])["beneficiaries", "activityTypes", "sectors", "donors", "countryPercentages"]
            )
                Assert.That(project[member]!.Text(), Is.EqualTo(put[member]!.Text()), member);
        });
    }

    [Test]
    public async Task Withdrawn_project_stands_again()
    {
        var id = (string)(await ImportAsync(_germany, File(Activity("DE-1-1"))))["items"]![0]!["project"]!;
        await _germany.SendAsync("DELETE", $"/v1/projects/{id}", headers: ("If-Match", "*"));

        var answer = await ImportAsync(_germany, File(Activity("DE-1-1")));
        Assert.That(Counts(answer), Is.EqualTo("1 read: 0 created, 1 updated, 0 unchanged, 0 rejected"));
        Assert.That(answer["items"]![0]!["warnings"]![0]!["code"]!.Text(), Is.EqualTo("\"ADAM-6006\""));
        Assert.That(
            (string?)(await _germany.ReadAsync($"/v1/projects/{id}"))["title"],
            Is.EqualTo("Counter-narcotics training")
        );
    }

    [Test]
    public async Task What_cannot_be_taken_is_rejected_with_every_reason_and_the_rest_is_taken()
    {
        var answer = await ImportAsync(
            _germany,
            File(
                Activity("DE-1-1"),
                "<iati-activity><iati-identifier>DE-1-2</iati-identifier><reporting-org ref=\"DE-1\"/>"
                    + "<recipient-region code=\"498\"/><sector code=\"11110\"/></iati-activity>",
                Activity("DE-1-1", title: "Another"),
                Activity("DE-1-3", country: "<recipient-country code=\"TJ\"/><recipient-country code=\"ZZ\"/>")
            )
        );
        Assert.That(Counts(answer), Is.EqualTo("4 read: 2 created, 0 updated, 0 unchanged, 2 rejected"));
        Assert.Multiple(() =>
        {
            Assert.That(
                answer["items"]!
                    .AsArray()
                    .Select(item =>
                        $"{item!["number"]} {item["line"]} {item["outcome"]} {Codes(item["errors"]!)} "
                        + $"{Codes(item["warnings"]!)}"
                    ),
                Is.EqualTo([
                    "1 2 created  ",
                    "2 3 rejected recipient-country ADAM-1016, title ADAM-1016, sector ADAM-6001 "
                        + "activity-date ADAM-1016, participating-org ADAM-1016, activity-status ADAM-1016",
                    "3 4 rejected iati-identifier ADAM-6003 ",
                    "4 5 created  recipient-country ADAM-1012",
                ])
            );
            Assert.That(
                (string?)answer["items"]![2]!["errors"]![0]!["reason"],
                Is.EqualTo("'DE-1-1' stands in the file already, in line 2. The first one counts.")
            );
            Assert.That(
                answer["reasons"]!
                    .AsArray()
                    .Select(reason =>
                        $"{reason!["rejects"]} {reason["name"]} {reason["code"]} {reason["title"]} {reason["records"]}"
                    ),
                Does.Contain("true sector ADAM-6001 Outside the scope of the register 1")
            );
        });
    }

    [Test]
    public async Task Dry_run_says_what_would_be_and_writes_nothing()
    {
        await ImportAsync(_germany, File(Activity("DE-1-1"), Activity("DE-1-2")));
        var before = await _germany.GetStringAsync("/v1/projects");
        var answer = await ImportAsync(
            _germany,
            File(Activity("DE-1-1"), Activity("DE-1-2", title: "Changed"), Activity("DE-1-3"), Activity("DE-1-3")),
            "?dryRun=true&atomic=true"
        );
        Assert.That(Counts(answer), Is.EqualTo("4 read: 1 created, 1 updated, 1 unchanged, 1 rejected"));
        Assert.That(answer["items"]![2]!["project"], Is.Null);
        Assert.That((bool)answer["dryRun"]!, Is.True);
        Assert.That(await _germany.GetStringAsync("/v1/projects"), Is.EqualTo(before));
    }

    [Test]
    public async Task Atomic_takes_all_or_nothing()
    {
        var response = await PostAsync(
            _germany,
            File(Activity("DE-1-1"), Activity("DE-1-1"), Activity("DE-1-2")),
            "?atomic=true"
        );
        var problem = await response.ProblemAsync(400, "ADAM-6013");
        Assert.That(
            problem["errors"]!.Text(),
            Is.EqualTo(
                """[{"name":"iati-activity[2]/iati-identifier","reason":"DE-1-1, line 3: 'DE-1-1' stands in"""
                    + """ the file already, in line 2. The first one counts.","code":"ADAM-6003"}]"""
            )
        );
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);

        // 600 activities are more than one batch. They are written in one transaction.
        var answer = await ImportAsync(
            _germany,
            File([.. Enumerable.Range(1, 600).Select(number => Activity($"DE-1-{number}"))]),
            "?atomic=true"
        );
        Assert.That(Counts(answer), Is.EqualTo("600 read: 600 created, 0 updated, 0 unchanged, 0 rejected"));
        Assert.That((int)(await _germany.ReadAsync("/v1/projects?count=true"))["total"]!, Is.EqualTo(600));
    }

    [Test]
    public async Task Donor_imports_its_own_records_only()
    {
        var answer = await ImportAsync(
            _germany,
            File(Activity("US-GOV-1-1", reporter: "US-GOV-1"), Activity("DE-1-1"), Activity("X-1", reporter: "XX-99"))
        );
        Assert.That(
            answer["items"]!.AsArray().Select(item => Codes(item!["errors"]!)),
            Is.EqualTo(["reporting-org ADAM-3004", "", "reporting-org ADAM-6002"])
        );
        await (await PostAsync(_germany, File(Activity("X-1", reporter: "XX-99")), "?owner=US")).ProblemAsync(
            403,
            "ADAM-3004"
        );
        Assert.That(
            Counts(await ImportAsync(_germany, File(Activity("X-1", reporter: "XX-99")), "?owner=de")),
            Is.EqualTo("1 read: 1 created, 0 updated, 0 unchanged, 0 rejected")
        );
    }

    [Test]
    public async Task Admin_imports_for_everybody_and_names_an_owner_where_the_file_does_not()
    {
        var answer = await ImportAsync(
            _admin,
            File(Activity("US-GOV-1-1", reporter: "US-GOV-1"), Activity("X-1", reporter: "XX-99")),
            "?owner=UNODC"
        );
        Assert.That(Counts(answer), Is.EqualTo("2 read: 2 created, 0 updated, 0 unchanged, 0 rejected"));
        Assert.That(
            (await _admin.ReadAsync("/v1/projects"))["items"]!
                .AsArray()
                .Select(project => $"{project!["owner"]} {project["reference"]}"),
            Is.EqualTo(["US US-GOV-1-1", "UNODC X-1"])
        );
        Assert.That(
            await (await PostAsync(_admin, File(), "?owner=XY")).FaultsAsync(),
            Is.EqualTo(["owner ADAM-1012"])
        );
    }

    [Test]
    public async Task Pillar_stands_in_where_the_file_has_none()
    {
        var answer = await ImportAsync(
            _germany,
            File(Activity("DE-1-1", sector: "<sector code=\"11110\"/>"), Activity("DE-1-2")),
            "?pillar=precursors"
        );
        Assert.That(Counts(answer), Is.EqualTo("2 read: 2 created, 0 updated, 0 unchanged, 0 rejected"));
        Assert.That(
            (await _germany.ReadAsync("/v1/projects"))["items"]!
                .AsArray()
                .Select(project => project!["pillars"]!.Text()),
            Is.EqualTo(["""["precursors"]""", """["regional-initiatives"]"""])
        );
        Assert.That(
            await (await PostAsync(_germany, File(), "?pillar=precursor")).FaultsAsync(),
            Is.EqualTo(["pillar ADAM-1012"])
        );
    }

    [TestCase("", "ADAM-1000", "The body is empty; a file is expected.")]
    [TestCase(
        "no xml",
        "ADAM-6010",
        "Line 1, column 1, after 0 whole records: Data at the root level is invalid. Nothing was imported."
    )]
    [TestCase(
        "<iati-organisations/>",
        "ADAM-6012",
        "Line 1, column 2, after 0 whole records: The root element is 'iati-organisations', "
            + "not 'iati-activities': this is no file of IATI activities. Nothing was imported."
    )]
    [TestCase(
        "<iati-activities version='3.01'/>",
        "ADAM-6012",
        "Line 1, column 2, after 0 whole records: The file says that it is IATI version '3.01'. "
            + "The versions 1.01 to 2.03 are read. Nothing was imported."
    )]
    [TestCase(
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><iati-activities>&e;</iati-activities>",
        "ADAM-6011",
        "Line 1, column 1, after 0 whole records: The file has a document type declaration (<!DOCTYPE …>). "
            + "IATI files have none, and it could name other files or grow without bounds; take it out. "
            + "Nothing was imported."
    )]
    public async Task File_that_is_none_is_refused(string file, string code, string detail)
    {
        var problem = await (await PostAsync(_germany, file)).ProblemAsync(400, code);
        Assert.That((string?)problem["detail"], Is.EqualTo(detail));
    }

    [Test]
    public async Task Broken_file_changes_nothing_and_says_how_far_it_makes_sense()
    {
        var file = File([.. Enumerable.Range(1, 300).Select(number => Activity($"DE-1-{number}"))]);
        var problem = await (await PostAsync(_germany, file[..^40])).ProblemAsync(400, "ADAM-6010");
        Assert.That(
            (string?)problem["detail"],
            Does.StartWith("Line 301, column ")
                .And.Contain(", after 299 whole records: ")
                .And.EndsWith(" Nothing was imported.")
        );
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Empty_list_of_activities_is_a_file_with_nothing_in_it()
    {
        var answer = await ImportAsync(_germany, "<iati-activities/>");
        Assert.That(answer.Remove("id"));
        Assert.That(
            answer.Text(),
            Is.EqualTo(
                ProjectHttp.Compact(
                    """
                    {
                      "dryRun": false, "read": 0, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0,
                      "missing": { "since": null, "count": 0, "withdrawn": 0, "note": null, "projects": [] },
                      "reasons": [], "items": []
                    }
                    """
                )
            )
        );
    }

    [Test]
    public async Task Only_a_file_of_a_known_type_is_taken()
    {
        foreach (var type in (string[])["application/xml", "text/xml", "application/xml; charset=iso-8859-1"])
            Assert.That(
                (await _germany.SendAsync("POST", Path, "<iati-activities/>", type)).StatusCode,
                Is.EqualTo(HttpStatusCode.OK),
                type
            );
        var refused = await _germany.SendAsync("POST", Path, "{}", "text/plain");
        await refused.ProblemAsync(415, "ADAM-1034");
        var types = string.Join(", ", ImportFormats.MediaTypes);
        Assert.That(refused.Headers.GetValues("Accept-Post"), Is.EqualTo([types]));
        Assert.That(
            await (await PostAsync(_germany, "<iati-activities/>", "?dryrun=true&atomic=maybe")).FaultsAsync(),
            Is.EqualTo(["dryrun ADAM-1001", "atomic ADAM-1006"])
        );
    }

    [Test]
    public async Task File_larger_than_the_server_takes_is_refused()
    {
        using var body = new ByteArrayContent(
            Encoding.UTF8.GetBytes($"<iati-activities>{new string(' ', 5_000_000)}</iati-activities>")
        );
        body.Headers.TryAddWithoutValidation("Content-Type", Xml);
        await (await _germany.PostAsync(new Uri(Path, UriKind.Relative), body)).ProblemAsync(413, "ADAM-1033");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string file, string query = "") =>
        await client.SendAsync("POST", Path + query, file, Xml);

    private static async Task<JsonObject> ImportAsync(HttpClient client, string file, string query = "")
    {
        var response = await PostAsync(client, file, query);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        return await response.JsonAsync();
    }

    private static string Counts(JsonObject answer) =>
        $"{answer["read"]} read: {answer["created"]} created, {answer["updated"]} updated, "
        + $"{answer["unchanged"]} unchanged, {answer["rejected"]} rejected";

    private static string Codes(JsonNode faults) =>
        string.Join(", ", faults.AsArray().Select(fault => $"{fault!["name"]} {fault["code"]}"));

    private static string File(params string[] activities) =>
        $"<iati-activities version=\"2.03\">\n{string.Join('\n', activities)}\n</iati-activities>";

    [Test]
    public async Task Text_of_Windows_1252_is_read_with_a_warning()
    {
        var answer = await ImportAsync(_germany, File(Activity("DE-1-1", title: "Trafic d&#146;héroïne")));
        var item = answer["items"]![0]!;
        Assert.That((string?)item["outcome"], Is.EqualTo("created"));
        Assert.That((string?)item["warnings"]![0]!["name"], Is.EqualTo("title"));
        var project = await _germany.ReadAsync($"/v1/projects/{item["project"]}");
        Assert.That((string?)project["title"], Is.EqualTo("Trafic d’héroïne"));
    }

    [Test]
    public async Task Country_without_a_code_is_read_by_its_name_with_a_warning()
    {
        const string Named =
            "<recipient-country code=\"\"><narrative>Таджикистан</narrative></recipient-country>"
            + "<recipient-country>Turkey</recipient-country>";
        var item = (await ImportAsync(_germany, File(Activity("DE-1-1", country: Named))))["items"]![0]!;
        Assert.That((string?)item["outcome"], Is.EqualTo("created"), item.Text());
        Assert.That(item["warnings"]!.AsArray(), Has.Count.EqualTo(2));
        var project = await _germany.ReadAsync($"/v1/projects/{item["project"]}");
        Assert.That(project["countries"]!.Text(), Is.EqualTo("""["TJ","TR"]"""));
    }

    [Test]
    public async Task Former_country_is_rejected_with_its_successors()
    {
        var item = (await ImportAsync(_germany, File(Activity("DE-1-1", country: "<recipient-country code=\"CS\"/>"))))[
            "items"
        ]![0]!;
        Assert.That((string?)item["outcome"], Is.EqualTo("rejected"));
        Assert.That(
            (string?)item["errors"]![0]!["reason"],
            Is.EqualTo("'CS' was Serbia and Montenegro until 2006: write RS, ME. No other country is named.")
        );
    }

    [Test]
    public async Task Share_of_zero_is_no_share()
    {
        const string Shares =
            "<recipient-country code=\"TJ\" percentage=\"100\"/><recipient-country code=\"UZ\" percentage=\"0\"/>";
        const string Road = "<sector code=\"21020\" percentage=\"100\"/><sector code=\"16063\" percentage=\"0.0\"/>";
        var answer = await ImportAsync(
            _germany,
            File(Activity("DE-1-1", country: Shares), Activity("DE-1-2", title: "Road to Khorog", sector: Road))
        );
        var items = answer["items"]!;
        Assert.That((string?)items[0]!["outcome"], Is.EqualTo("created"));
        Assert.That((string?)items[1]!["outcome"], Is.EqualTo("rejected"), "narcotics control has no part of it");
        var project = await _germany.ReadAsync($"/v1/projects/{items[0]!["project"]}");
        Assert.That(project["countries"]!.Text(), Is.EqualTo("""["TJ"]"""));
    }

    [Test]
    public async Task Same_activity_in_another_order_is_unchanged()
    {
        const string One = "<recipient-country code=\"TJ\"/><recipient-country code=\"UZ\"/>";
        const string Other = "<recipient-country code=\"UZ\"/><recipient-country code=\"TJ\"/>";
        await ImportAsync(_germany, File(Activity("DE-1-1", country: One)));
        var answer = await ImportAsync(_germany, File(Activity("DE-1-1", country: Other)));
        Assert.That((string?)answer["items"]![0]!["outcome"], Is.EqualTo("unchanged"));
    }

    private static string Activity(
        string identifier,
        string title = "Counter-narcotics training",
        string reporter = "DE-1",
        string? country = null,
        string sector = "<sector code=\"16063\"/>"
    ) =>
        $"<iati-activity xml:lang=\"en\" default-currency=\"EUR\">"
        + $"<iati-identifier>{identifier}</iati-identifier><reporting-org ref=\"{reporter}\" type=\"10\">"
        + $"<narrative>Reporter</narrative></reporting-org>"
        + $"<title><narrative>{title}</narrative></title><participating-org role=\"1\" ref=\"DE-1\">"
        + $"<narrative>Federal Foreign Office</narrative></participating-org>"
        + "<participating-org role=\"4\"><narrative>UN Office on Drugs and Crime</narrative></participating-org>"
        + "<activity-status code=\"2\"/>"
        + "<activity-date type=\"2\" iso-date=\"2020-01-01\"/><activity-date type=\"3\" iso-date=\"2022-12-31\"/>"
        + $"{country ?? Countries}{sector}"
        + "<budget><period-start iso-date=\"2020-01-01\"/><period-end iso-date=\"2020-12-31\"/>"
        + "<value value-date=\"2020-01-01\">1000</value></budget></iati-activity>";
}
