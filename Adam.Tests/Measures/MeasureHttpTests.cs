using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Measures.MeasureHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Measures;

/// <summary>Measures as a resource: recording, reading, changing, withdrawing, listing.</summary>
public sealed class MeasureHttpTests(string engine) : RegisterTests(engine)
{
    private const string Whole = """
        {
          "reference": "M-III-9", "title": " Border posts  can test precursors ", "description": "Kits and courses.",
          "recommendations": ["EWG-2015-III/3"], "decidedAt": "PCG-12", "priority": 2,
          "pillars": ["precursors", "regional-initiatives"],
          "where": { "countries": ["uzb", "TJ"], "routes": ["Balkan"] }, "scope": "any",
          "criterion": { "activityTypes": ["training"], "words": ["precursor test", "acetic anhydride"] },
          "from": "2016-01-01", "until": "2018-12-31", "leads": [{ "partner": "Germany" }, { "partner": "UNODC" }]
        }
        """;

    private HttpClient _analyst = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys() =>
        (_analyst, _viewer) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Viewer, "OSCE"));

    [Test]
    public async Task Recorded_measure_is_returned_in_canonical_form()
    {
        var response = await _analyst.SendAsync("POST", "/v1/measures", Whole);
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        Assert.That(response.Headers.Location?.ToString(), Is.EqualTo("/v1/measures/M-III-9"));
        Assert.That(response.Headers.ETag?.ToString(), Is.EqualTo("\"1\""));
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "reference": "M-III-9", "title": "Border posts can test precursors",
                      "description": "Kits and courses.", "recommendations": ["EWG-2015-III/3"], "decidedAt": "PCG-12",
                      "priority": 2, "pillars": ["regional-initiatives", "precursors"],
                      "where": { "countries": ["TJ", "UZ"], "routes": ["balkan"] }, "scope": "any",
                      "criterion": {
                        "activityTypes": ["training"], "words": ["precursor test", "acetic anhydride"]
                      },
                      "from": "2016-01-01", "until": "2018-12-31",
                      "leads": [{ "partner": "DE" }, { "partner": "UNODC" }], "version": 1,
                      "createdAt": "{{created["createdAt"]}}", "updatedAt": "{{created["createdAt"]}}",
                      "updatedBy": "Test Analyst"
                    }
                    """
                )
            )
        );

        var read = await _viewer.GetAsync("/v1/measures/m-iii-9");
        Assert.That((await read.JsonAsync()).Text(), Is.EqualTo(created.Text()));
        Assert.That(read.Headers.ETag?.ToString(), Is.EqualTo("\"1\""));
        var again = await _viewer.SendAsync("GET", "/v1/measures/M-III-9", headers: ("If-None-Match", "\"1\""));
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
    }

    [Test]
    public async Task What_was_read_can_be_sent_back_and_changes_nothing()
    {
        var created = await _analyst.MeasureAsync();
        var put = await PutAsync("M-1", created.Text(), "\"1\"");
        Assert.That((await put.JsonAsync()).Text(), Is.EqualTo(created.Text()));
        Assert.That(put.Headers.ETag?.ToString(), Is.EqualTo("\"1\""));
    }

    [Test]
    public async Task Every_error_is_reported_at_once()
    {
        var response = await _analyst.SendAsync(
            "POST",
            "/v1/measures",
            """
            {
              "reference": "X/1", "title": "?", "recommendations": ["a b"], "decidedAt": "", "priority": 10,
              "pillars": ["precursor"], "where": { "countries": ["ZZ"], "routes": ["silk"] }, "scope": "all",
              "criterion": { "activityTypes": ["x"], "words": ["!", "a b c d e f g"] }, "from": "2016-01-02",
              "until": "2016-01-01", "leads": [{ "partner": "Frankonia" }, {}], "foo": 1, "version": 2,
              "updatedBy": "me"
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "reference ADAM-1018",
                    "title ADAM-1018",
                    "recommendations[0] ADAM-1018",
                    "decidedAt ADAM-1018",
                    "priority ADAM-1010",
                    "pillars[0] ADAM-1012",
                    "where.countries[0] ADAM-1012",
                    "where.routes[0] ADAM-1012",
                    "scope ADAM-1012",
                    "criterion.activityTypes[0] ADAM-1012",
                    "criterion.words[0] ADAM-1018",
                    "criterion.words[1] ADAM-1018",
                    "until ADAM-3005",
                    "leads[0].partner ADAM-1012",
                    "leads[1].partner ADAM-1016",
                    "foo ADAM-1004",
                    "version ADAM-3006",
                    "updatedBy ADAM-3006",
                }
            )
        );
        Assert.That((await _viewer.ReadAsync("/v1/measures?count=true"))["total"]!.GetValue<int>(), Is.Zero);
    }

    [TestCase("""{ "where": null }""", "where ADAM-1016")]
    [TestCase("""{ "where": {} }""", "where ADAM-1016")]
    [TestCase("""{ "where": { "countries": [] } }""", "where ADAM-1016")]
    [TestCase("""{ "pillars": [] }""", "pillars ADAM-1016")]
    [TestCase("""{ "title": null, "reference": null }""", "reference ADAM-1016", "title ADAM-1016")]
    public async Task Missing_member_is_named(string changes, params string[] errors) =>
        Assert.That(
            await (await _analyst.SendAsync("POST", "/v1/measures", Measure(changes))).FaultsAsync(),
            Is.EquivalentTo(errors)
        );

    [Test]
    public async Task Reference_is_taken_in_any_case_and_after_a_withdrawal()
    {
        await _analyst.MeasureAsync();
        var taken = await _analyst.SendAsync("POST", "/v1/measures", Measure("""{ "reference": "m-1" }"""));
        Assert.That(
            (string?)(await taken.ProblemAsync(409, "ADAM-6039"))["detail"],
            Is.EqualTo(
                "There is a measure 'M-1' already: /v1/measures/M-1. Change that one, or give this one another "
                    + "reference."
            )
        );

        var gone = await _analyst.SendAsync("DELETE", "/v1/measures/M-1", headers: ("If-Match", "\"1\""));
        Assert.That((int)gone.StatusCode, Is.EqualTo(204));
        await (await _viewer.GetAsync("/v1/measures/M-1")).ProblemAsync(410, "ADAM-6040");
        await (await _analyst.SendAsync("POST", "/v1/measures", Measure())).ProblemAsync(409, "ADAM-6039");
        await (await PutAsync("M-1", Measure(), "\"2\"")).ProblemAsync(410, "ADAM-6040");
        Assert.That((await _viewer.ReadAsync("/v1/measures"))["items"]!.AsArray(), Is.Empty);
        Assert.That(await _viewer.CellsAsync(""), Is.Empty);
    }

    [Test]
    public async Task Unknown_measure_is_404_and_names_the_nearest()
    {
        await _analyst.MeasureAsync("""{ "reference": "M-III-9" }""");
        Assert.That(
            (string?)(await (await _viewer.GetAsync("/v1/measures/M-III-8")).ProblemAsync(404, "ADAM-6038"))["detail"],
            Is.EqualTo("There is no measure 'M-III-8'. Did you mean 'M-III-9'?")
        );
    }

    [Test]
    public async Task Change_needs_the_version_that_was_read()
    {
        await _analyst.MeasureAsync();
        await (await PutAsync("M-1", Measure(), "\"7\"")).ProblemAsync(412, "ADAM-1040");
        await (await _analyst.SendAsync("PUT", "/v1/measures/M-1", Measure())).ProblemAsync(428, "ADAM-1041");
        await (await _analyst.SendAsync("DELETE", "/v1/measures/M-1")).ProblemAsync(428, "ADAM-1041");
        Assert.That(
            await (await PutAsync("M-1", Measure("""{ "reference": "M-2" }"""), "\"1\"")).FaultsAsync(),
            Is.EqualTo(new[] { "reference ADAM-1018" })
        );

        var put = await PutAsync("m-1", Measure("""{ "title": "Another" }"""), "\"1\"");
        var changed = await put.JsonAsync();
        Assert.That(((string?)changed["title"], (int?)changed["version"]), Is.EqualTo(("Another", 2)));
        Assert.That(put.Headers.ETag?.ToString(), Is.EqualTo("\"2\""));
    }

    [Test]
    public async Task Patch_changes_the_members_that_it_names()
    {
        await _analyst.SendAsync("POST", "/v1/measures", Whole);
        var patch = await _analyst.SendAsync(
            "PATCH",
            "/v1/measures/M-III-9",
            """{ "priority": null, "criterion": { "words": ["kits"] }, "until": "2019-12-31" }""",
            MergePatch,
            ("If-Match", "\"1\"")
        );
        var changed = await patch.JsonAsync();
        Assert.That((int)patch.StatusCode, Is.EqualTo(200), changed.Text());
        Assert.That(
            (
                changed["priority"]?.ToString(),
                changed["criterion"]!.Text(),
                (string?)changed["until"],
                (string?)changed["from"]
            ),
            Is.EqualTo(
                (null as string, """{"activityTypes":["training"],"words":["kits"]}""", "2019-12-31", "2016-01-01")
            )
        );

        var wrong = await _analyst.SendAsync(
            "PATCH",
            "/v1/measures/M-III-9",
            """{ "until": "2015-12-31", "nothing": null }""",
            MergePatch,
            ("If-Match", "\"2\"")
        );
        Assert.That(await wrong.FaultsAsync(), Is.EquivalentTo(new[] { "until ADAM-3005", "nothing ADAM-1004" }));
    }

    [Test]
    public async Task History_has_each_version_with_what_it_changed()
    {
        await _analyst.MeasureAsync();
        await PutAsync("M-1", Measure("""{ "title": "Another", "priority": 1 }"""), "\"1\"");
        await _analyst.SendAsync("DELETE", "/v1/measures/M-1", headers: ("If-Match", "\"2\""));
        var pages = await _viewer.PagesAsync("/v1/measures/M-1/history?limit=1&count=true");
        Assert.That(
            pages.SelectMany(page => page["items"]!.AsArray()).Select(Shown),
            Is.EqualTo(
                new[]
                {
                    "1 created Test Analyst UNODC ",
                    "2 changed Test Analyst UNODC title \"Border posts can test precursors\" \"Another\","
                        + "priority null 1",
                    "3 withdrawn Test Analyst UNODC ",
                }
            )
        );
        Assert.That(pages[0]["total"]!.GetValue<int>(), Is.EqualTo(3));
        var admin = await Api.ClientAsync(Role.Admin);
        Assert.That(
            (await admin.ReadAsync("/v1/audit?subject=measure"))["items"]!
                .AsArray()
                .Select(entry => $"{entry!["action"]} {entry["id"]}"),
            Is.EquivalentTo(new[] { "withdrawn M-1", "changed M-1", "created M-1" })
        );

        static string Shown(JsonNode? version) =>
            $"{version!["version"]} {version["action"]} {version["by"]!["keyName"]} {version["by"]!["partner"]} "
            + string.Join(
                ',',
                version["changes"]!
                    .AsArray()
                    .Select(change => $"{change!["member"]} {Text(change["from"])} {Text(change["to"])}")
            );

        static string Text(JsonNode? value) => value?.Text() ?? "null";
    }

    [TestCase("pillar=precursors", "M-1,M-3")]
    [TestCase("country=TJ", "M-1")]
    [TestCase("country=AL", "M-2")]
    [TestCase("route=southern&pillar=precursors", "M-3")]
    [TestCase("lead=Germany", "M-2")]
    [TestCase("priority=1&priority=3", "M-2")]
    [TestCase("activeOn=2020-01-01", "M-1,M-3")]
    [TestCase("recommendation=ewg-2015-II/3&recommendation=EX-1/1", "M-2,M-3")]
    [TestCase("recommendation=EWG-2015-II/4", "")]
    [TestCase("q=laundering balk", "M-2")]
    [TestCase("q=PRECURSOR", "M-1")]
    [TestCase("pillar=financial-flows&country=TJ", "")]
    public async Task List_has_the_measures_that_pass_its_filters(string query, string references)
    {
        await _analyst.MeasureAsync("""{ "where": { "countries": ["TJ", "UZ"] } }""");
        await _analyst.MeasureAsync(
            """
            {
              "reference": "M-2", "title": "Laundering is seen", "pillars": ["financial-flows"], "priority": 3,
              "where": { "routes": ["balkan"] }, "criterion": { "words": ["Balkans"] }, "until": "2019-12-31",
              "leads": [{ "partner": "DE" }], "recommendations": ["EWG-2015-I/1", "EWG-2015-II/3"]
            }
            """
        );
        await _analyst.MeasureAsync(
            """
            {
              "reference": "M-3", "title": "Ports", "where": { "countries": ["KE"] }, "criterion": null,
              "recommendations": ["EX-1/1"]
            }
            """
        );
        var pages = await _viewer.PagesAsync($"/v1/measures?limit=1&{query}");
        Assert.That(string.Join(',', pages.SelectMany(page => page.Each("reference"))), Is.EqualTo(references));
        var csv = await _viewer.GetStringAsync($"/v1/measures?format=csv&{query}");
        Assert.That(
            string.Join(',', csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row[..3])),
            Is.EqualTo(references)
        );
    }

    [Test]
    public async Task List_is_available_as_a_table()
    {
        await _analyst.SendAsync("POST", "/v1/measures", Whole);
        var rows = (await _viewer.GetStringAsync("/v1/measures?format=csv&bom=false")).Split("\r\n");
        Assert.That(
            rows[0],
            Is.EqualTo(
                "reference,title,description,recommendations,decidedAt,priority,pillars,countries,routes,scope,"
                    + "activityTypes,words,from,until,leads,version,createdAt,updatedAt,updatedBy"
            )
        );
        Assert.That(
            rows[1],
            Does.StartWith(
                "M-III-9,Border posts can test precursors,Kits and courses.,EWG-2015-III/3,PCG-12,2,"
                    + "regional-initiatives; precursors,TJ; UZ,balkan,any,training,precursor test; acetic anhydride,"
                    + "2016-01-01,2018-12-31,DE; UNODC,1,"
            )
        );
        var lines = (await _viewer.GetStringAsync("/v1/measures?format=ndjson")).Trim().Split('\n');
        Assert.That((string?)JsonNode.Parse(lines.Single())!["reference"], Is.EqualTo("M-III-9"));
    }

    [TestCase("lead=Frankonia", "lead ADAM-1012")]
    [TestCase("route=silk&country=ZZ", "route ADAM-1012", "country ADAM-1012")]
    [TestCase("priority=x", "priority ADAM-1009")]
    [TestCase("owner=DE", "owner ADAM-1001")]
    public async Task Unknown_filter_or_value_is_an_error(string query, params string[] errors) =>
        Assert.That(await (await _viewer.GetAsync($"/v1/measures?{query}")).FaultsAsync(), Is.EquivalentTo(errors));

    [Test]
    public async Task Donor_does_not_write_measures()
    {
        var donor = await Api.ClientAsync(Role.Donor, "DE");
        await (await donor.SendAsync("POST", "/v1/measures", Measure())).ProblemAsync(403, "ADAM-2004");
    }

    private Task<HttpResponseMessage> PutAsync(string reference, string body, string tag) =>
        _analyst.SendAsync("PUT", $"/v1/measures/{reference}", body, headers: ("If-Match", tag));
}
