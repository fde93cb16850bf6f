using System.Text.Json.Nodes;
using Adam.Data.Audit;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Measures;

/// <summary>The projects that serve a measure: declared, found and suggested, and verdicts about them.</summary>
public sealed class MeasureLinkHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _analyst = null!;
    private HttpClient _germany = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task RecordMeasure()
    {
        (_analyst, _germany) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Donor, "DE"));
        await _analyst.MeasureAsync(
            """
            {
              "criterion": { "activityTypes": ["training"], "words": ["precursor test", "ацетангидрид"] },
              "title": "Posts can test precursors with spectrometers"
            }
            """
        );
    }

    [TestCase("{}", true)]
    [TestCase("""{ "title": "TESTS of précursors" }""", true)]
    [TestCase("""{ "title": "Tests", "description": "of precursors" }""", true)]
    [TestCase("""{ "title": "Tests of chemicals" }""", false)]
    [TestCase("""{ "title": "Ангидрид и ацетангидридом" }""", true)]
    [TestCase("""{ "title": "Kits", "beneficiaries": ["Precursor Testing Unit"] }""", true)]
    [TestCase("""{ "activityTypes": ["equipment"] }""", false)]
    [TestCase("""{ "activityTypes": [] }""", false)]
    [TestCase("""{ "countries": ["AF"] }""", false)]
    [TestCase("""{ "countries": ["AF", "UZ"] }""", true)]
    [TestCase("""{ "pillars": ["financial-flows"] }""", false)]
    [TestCase("""{ "status": "cancelled" }""", false)]
    public async Task Project_is_found_if_it_meets_every_part(string changes, bool isFound)
    {
        var project = await TesterAsync(changes);
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(isFound ? new[] { "P-1 found yes" } : []));
        Assert.That(
            (await _germany.ReadAsync($"/v1/projects/{project.Id()}/measures")).Each("measure"),
            Is.EqualTo(isFound ? new[] { "M-1" } : [])
        );
    }

    [Test]
    public async Task Link_states_its_reasons()
    {
        var project = await TesterAsync();
        var page = await _germany.ReadAsync("/v1/measures/M-1/projects?count=true");
        Assert.That(
            page.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "items": [
                        {
                          "measure": "M-1",
                          "project": {
                            "id": "{{project.Id()}}", "reference": "P-1", "owner": "DE",
                            "title": "Precursor tests at the bridge", "countries": ["TJ"], "status": "implementation",
                            "period": {
                              "start": "2020-01-01", "end": "2099-12-31", "startBasis": "planned", "endBasis": "planned"
                            }
                          },
                          "basis": "found", "counted": true,
                          "reasons": [
                            { "component": "pillar", "detail": "It serves precursors." },
                            { "component": "country", "detail": "It works in Tajikistan." },
                            { "component": "activity-type", "detail": "Its activities include 'training'." },
                            { "component": "words", "detail": "Its text has 'precursor test'." }
                          ],
                          "likeness": null, "verdict": null
                        }
                      ],
                      "nextCursor": null, "total": 1,
                      "links": {
                        "inPlace": 1, "found": 1, "declared": 0, "counted": 1, "confirmed": 0, "rejected": 0
                      },
                      "warnings": []
                    }
                    """
                )
            )
        );
    }

    [Test]
    public async Task Declared_project_counts_whatever_its_words_and_pillars()
    {
        await TesterAsync(
            """{ "title": "Scales", "pillars": ["financial-flows"], "declaredMeasures": ["m-1", "M-1 "] }"""
        );
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(new[] { "P-1 declared yes" }));
        Assert.That(await _analyst.CellsAsync(""), Is.EqualTo(new[] { "M-1 TJ covered", "M-1 UZ gap" }));
    }

    [Test]
    public async Task Declaration_of_a_measure_that_is_not_there_is_a_warning_and_counts_once_it_is()
    {
        var project = await TesterAsync("""{ "title": "Scales", "declaredMeasures": ["M-2"] }""");
        Assert.That(project["declaredMeasures"]!.Text(), Is.EqualTo("""["M-2"]"""));
        Assert.That(
            project["warnings"]!
                .AsArray()
                .Select(warning => $"{warning!["name"]} {warning["code"]}: {warning["reason"]}")
                .Where(warning => warning.StartsWith("declared", StringComparison.Ordinal)),
            Is.EqualTo(
                new[] { "declaredMeasures[0] ADAM-6041: 'M-2' is no measure of the register. Did you mean 'M-1'?" }
            )
        );
        await _analyst.MeasureAsync("""{ "reference": "m-2" }""");
        Assert.That(await _analyst.LinksAsync("M-2"), Is.EqualTo(new[] { "P-1 declared yes" }));

        var wrong = await _germany.SendAsync("POST", "/v1/projects", Body("""{ "declaredMeasures": ["M 2", ""] }"""));
        Assert.That(
            await wrong.FaultsAsync(),
            Is.EquivalentTo(new[] { "declaredMeasures[0] ADAM-1018", "declaredMeasures[1] ADAM-1018" })
        );
    }

    [Test]
    public async Task Suggested_project_shares_words_and_never_counts()
    {
        await TesterAsync();
        await TesterAsync(
            """{ "reference": "P-2", "title": "Spectrometers for posts", "activityTypes": ["equipment"] }"""
        );
        await TesterAsync("""{ "reference": "P-3", "title": "Fences", "activityTypes": ["equipment"] }""");
        await TesterAsync("""{ "reference": "P-4", "title": "Spectrometers for posts", "countries": ["AF"] }""");
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(new[] { "P-1 found yes", "P-2 suggested no" }));
        var suggested = (await _analyst.ReadAsync("/v1/measures/M-1/projects?basis=suggested"))["items"]![0]!;
        Assert.That((double)suggested["likeness"]!, Is.InRange(0.2, 0.99));
    }

    [Test]
    public async Task Verdict_decides_and_can_be_taken_back()
    {
        var found = await TesterAsync();
        var other = await TesterAsync(
            """{ "reference": "P-2", "title": "Spectrometers for posts", "activityTypes": ["equipment"] }"""
        );
        var rejected = await _analyst.JudgeAsync("M-1", found.Id(), "rejected", "A conference.");
        Assert.That(
            rejected["verdict"]!.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "verdict": "rejected", "note": "A conference.", "decidedBy": "Test Analyst", "partner": "UNODC",
                      "decidedAt": "{{rejected["verdict"]!["decidedAt"]}}", "stale": false, "staleAt": null
                    }
                    """
                )
            )
        );
        await _analyst.JudgeAsync("m-1", other.Id(), "confirmed");
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(new[] { "P-2 declared yes", "P-1 found no" }));
        Assert.That(
            (await _analyst.ReadAsync("/v1/measures/M-1/projects"))["links"]!.Text(),
            Is.EqualTo("""{"inPlace":2,"found":1,"declared":1,"counted":1,"confirmed":0,"rejected":1}""")
        );

        var link = $"/v1/measures/M-1/projects/{found.Id()}";
        var tag = (await _analyst.GetAsync(link)).Headers.ETag!.ToString();
        var back = await _analyst.SendAsync("DELETE", $"{link}/verdict", headers: ("If-Match", tag));
        Assert.That((int)back.StatusCode, Is.EqualTo(204));
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(new[] { "P-2 declared yes", "P-1 found yes" }));

        var admin = await Api.ClientAsync(Role.Admin);
        Assert.That(
            (await admin.ReadAsync("/v1/audit?subject=measure-link"))["items"]!
                .AsArray()
                .Select(entry => $"{entry!["action"]} {entry["id"]}"),
            Is.EqualTo(
                new[]
                {
                    $"verdict-taken-back M-1/{found.Id()}",
                    $"verdict-given M-1/{other.Id()}",
                    $"verdict-given M-1/{found.Id()}",
                }
            )
        );
    }

    /// <summary>Each statement alters a record without the program.</summary>
    [TestCase("UPDATE MeasureVerdict SET Verdict = 2", "The verdict of M-1/")]
    [TestCase("UPDATE Measure SET Document = replace(Document, 'Posts', 'Pests')", "The measure M-1 was altered")]
    [TestCase("DELETE FROM MeasureVerdict", "was removed")]
    public async Task Verification_finds_a_measure_or_verdict_that_was_altered(string sql, string fault)
    {
        var project = await TesterAsync();
        await _analyst.JudgeAsync("M-1", project.Id(), "confirmed");
        await _analyst.MeasureAsync("""{ "reference": "M-2" }""");
        await _analyst.SendAsync("DELETE", "/v1/measures/M-2", headers: ("If-Match", "\"1\""));
        var verify = new AuditVerify(Register.Database);
        Assert.That(await FaultsAsync(), Is.Empty);
        await RegisterTables.ExecuteAsync(Register.Database, sql);
        Assert.That(await FaultsAsync(), Has.Some.Contains(fault));

        // Other tests leave partners without entries.
        async Task<IReadOnlyList<string>> FaultsAsync() =>
            [
                .. (await verify.RunAsync(known: null, default)).Faults.Where(one =>
                    !one.StartsWith("The partner", StringComparison.Ordinal)
                ),
            ];
    }

    [Test]
    public async Task Second_of_two_who_judge_at_once_is_refused()
    {
        var project = await TesterAsync();
        var link = $"/v1/measures/M-1/projects/{project.Id()}";
        var tag = (await _analyst.GetAsync(link)).Headers.ETag!.ToString();
        await _analyst.JudgeAsync("M-1", project.Id(), "confirmed");
        var second = await _analyst.SendAsync(
            "PUT",
            $"{link}/verdict",
            """{ "verdict": "rejected" }""",
            headers: ("If-Match", tag)
        );
        await second.ProblemAsync(412, "ADAM-1040");
        await (await _analyst.SendAsync("PUT", $"{link}/verdict", """{ "verdict": "rejected" }""")).ProblemAsync(
            428,
            "ADAM-1041"
        );
        await (await _analyst.GetAsync($"/v1/measures/M-1/projects/{Guid.NewGuid()}")).ProblemAsync(404, "ADAM-3002");
        await (await _germany.SendAsync("PUT", $"{link}/verdict", """{ "verdict": "rejected" }""")).ProblemAsync(
            403,
            "ADAM-2004"
        );
    }

    [TestCase("""{ "title": "Precursor tests at the old bridge" }""", true)]
    [TestCase("""{ "countries": ["TJ", "AF"] }""", true)]
    [TestCase("""{ "activityTypes": ["training", "equipment"] }""", true)]
    [TestCase("""{ "plannedEnd": "2031-12-31" }""", false)]
    [TestCase("""{ "title": "precursor  TESTS at the bridge" }""", false)]
    [TestCase("""{ "donors": [{ "partner": "FR" }] }""", false)]
    public async Task Verdict_is_stale_after_a_change_that_counts_and_decides_nothing_then(string change, bool isStale)
    {
        var project = await TesterAsync();
        await _analyst.JudgeAsync("M-1", project.Id(), "rejected");
        var patch = await _germany.SendAsync(
            "PATCH",
            $"/v1/projects/{project.Id()}",
            change,
            MergePatch,
            ("If-Match", "\"1\"")
        );
        Assert.That((int)patch.StatusCode, Is.EqualTo(200), await patch.Content.ReadAsStringAsync());
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(new[] { $"P-1 found {(isStale ? "yes" : "no")}" }));
        var link = await _analyst.ReadAsync($"/v1/measures/M-1/projects/{project.Id()}");
        Assert.That((bool?)link["verdict"]!["stale"], Is.EqualTo(isStale));
    }

    [TestCase("""{ "criterion": { "activityTypes": ["training"], "words": ["precursor"] } }""", true)]
    [TestCase("""{ "where": { "countries": ["TJ"] } }""", true)]
    [TestCase("""{ "until": "2031-12-31", "priority": 1, "title": "Other words" }""", false)]
    public async Task Verdict_is_stale_after_the_measure_asks_for_something_else(string change, bool isStale)
    {
        var project = await TesterAsync();
        await _analyst.JudgeAsync("M-1", project.Id(), "rejected");
        var patch = await _analyst.SendAsync("PATCH", "/v1/measures/M-1", change, MergePatch, ("If-Match", "\"1\""));
        Assert.That((int)patch.StatusCode, Is.EqualTo(200), await patch.Content.ReadAsStringAsync());
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(new[] { $"P-1 found {(isStale ? "yes" : "no")}" }));
    }

    [Test]
    public async Task Withdrawn_project_is_in_no_link_and_its_verdict_holds_when_it_is_restored()
    {
        var project = await TesterAsync("""{ "title": "Scales" }""");
        await _analyst.JudgeAsync("M-1", project.Id(), "confirmed");
        await _germany.SendAsync("DELETE", $"/v1/projects/{project.Id()}", headers: ("If-Match", "\"1\""));
        Assert.That(await _analyst.LinksAsync("M-1"), Is.Empty);
        await (await _analyst.GetAsync($"/v1/measures/M-1/projects/{project.Id()}")).ProblemAsync(404, "ADAM-3002");
        var restored = await _germany.SendAsync(
            "POST",
            $"/v1/projects/{project.Id()}/versions/1/restore",
            headers: ("If-Match", "\"2\"")
        );
        Assert.That((int)restored.StatusCode, Is.EqualTo(200), await restored.Content.ReadAsStringAsync());
        Assert.That(await _analyst.LinksAsync("M-1"), Is.EqualTo(new[] { "P-1 declared yes" }));
    }

    [Test]
    public async Task Criterion_that_finds_wrong_projects_or_all_of_them_says_that_it_is_too_wide()
    {
        await _analyst.MeasureAsync("""{ "reference": "M-2", "criterion": null }""");
        Assert.That(
            await WarningAsync("M-2"),
            Is.EqualTo(
                "The criterion is too wide. Without activity types and words, it finds every project in its countries "
                    + "under its pillars. Narrow it by activity types and words."
            )
        );
        Assert.That(await WarningAsync("M-1"), Is.Empty);
        var projects = new List<JsonObject>();
        for (var i = 0; i < 10; i++)
            projects.Add(await TesterAsync($$"""{ "reference": "P-{{i}}" }"""));
        Assert.That(await WarningAsync("M-1"), Does.Contain("finds 10 of the 10 projects"));
        for (var i = 0; i < 5; i++)
            await _analyst.JudgeAsync("M-1", projects[i].Id(), i == 0 ? "rejected" : "confirmed");
        Assert.That(
            await WarningAsync("M-1"),
            Does.Contain("Of 5 found projects that were judged, 1 do not serve the measure.")
        );

        async Task<string> WarningAsync(string measure)
        {
            var warnings = (await _analyst.ReadAsync($"/v1/measures/{measure}/projects"))["warnings"]!.AsArray();
            return warnings.Count == 0 ? "" : (string)warnings.Single()!["reason"]!;
        }
    }

    [Test]
    public async Task Check_shows_the_projects_and_gaps_of_a_draft_and_stores_nothing()
    {
        await TesterAsync();
        var check = await _analyst.SendAsync(
            "POST",
            "/v1/measures/check",
            MeasureHttp.Measure("""{ "reference": "M-9", "where": { "countries": ["TJ", "AF"] } }""")
        );
        var answer = await check.JsonAsync();
        Assert.That((int)check.StatusCode, Is.EqualTo(200), answer.Text());
        Assert.That(
            answer["gaps"]!.AsArray().Select(gap => $"{gap!["country"]} {gap["state"]}"),
            Is.EqualTo(new[] { "AF gap", "TJ covered" })
        );
        Assert.That(
            answer["projects"]!.AsArray().Select(link => $"{link!["project"]!["reference"]} {link["basis"]}"),
            Is.EqualTo(new[] { "P-1 found" })
        );
        Assert.That(answer["errors"]!.AsArray(), Is.Empty);
        await (await _analyst.GetAsync("/v1/measures/M-9")).ProblemAsync(404, "ADAM-6038");

        var wrong = await _analyst.SendAsync("POST", "/v1/measures/check", """{ "reference": "M-9" }""");
        Assert.That(
            (await wrong.JsonAsync())["errors"]!.AsArray().Select(error => (string?)error!["name"]),
            Is.EquivalentTo(new[] { "title", "pillars", "where" })
        );
    }

    private Task<JsonObject> TesterAsync(string changes = "{}") =>
        _germany.TesterAsync(With("""{ "activityTypes": ["training"] }""", changes));
}
