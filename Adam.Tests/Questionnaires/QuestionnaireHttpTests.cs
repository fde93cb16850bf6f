using Adam.Domain.Keys;
using Adam.Tests.Meetings;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>Questionnaires as a resource: drafts, and what is frozen when they are opened.</summary>
public sealed class QuestionnaireHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys()
    {
        (_analyst, _viewer) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Viewer, "OSCE"));
        _admin = await Api.ClientAsync(Role.Admin);
    }

    [Test]
    public async Task Recorded_questionnaire_is_a_draft_in_canonical_form()
    {
        await _analyst.AddMeetingAsync(MeetingHttp.Meeting());
        await _analyst.AddRecommendationAsync(MeetingHttp.Recommendation());
        var created = await _analyst.AddQuestionnaireAsync(
            """
            {
              "reference": "FLOWS-9", "title": [{ "language": "EN", "text": " Flows " }],
              "pillars": ["precursors", "financial-flows"], "implements": ["ewg-1-iii/1"],
              "audience": { "kinds": ["country"], "routes": ["BALKAN"], "partners": ["Albania"] },
              "choices": [{ "list": "l", "name": "a", "label": [{ "language": "en", "text": "A" }] }],
              "questions": [
                { "type": "select_one", "name": "q", "list": "l", "label": [{ "language": "en", "text": "Q?" }] },
                {
                  "type": "text", "name": "r", "label": [{ "language": "en", "text": "R?" }],
                  "relevant": "${q}=\"a\"", "prefill": "projects"
                }
              ]
            }
            """
        );
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "reference": "FLOWS-9", "title": [{ "language": "en", "text": "Flows" }],
                      "pillars": ["financial-flows", "precursors"], "implements": ["EWG-1-III/1"], "continues": null,
                      "audience": { "kinds": ["country"], "routes": ["balkan"], "partners": ["AL"] },
                      "questions": [
                        {
                          "type": "select_one", "name": "q", "list": "l",
                          "label": [{ "language": "en", "text": "Q?" }], "hint": [], "required": false,
                          "relevant": null, "prefill": null, "open": false
                        },
                        {
                          "type": "text", "name": "r", "list": null,
                          "label": [{ "language": "en", "text": "R?" }], "hint": [], "required": false,
                          "relevant": "${q} = 'a'", "prefill": "projects", "open": false
                        }
                      ],
                      "choices": [{ "list": "l", "name": "a", "label": [{ "language": "en", "text": "A" }] }],
                      "state": "draft", "openedOn": null, "dueOn": null, "version": 1,
                      "createdAt": "{{created["createdAt"]}}", "updatedAt": "{{created["createdAt"]}}",
                      "updatedBy": "Test Analyst", "asked": null
                    }
                    """
                )
            )
        );
        var read = await _viewer.GetAsync("/v1/questionnaires/flows-9");
        Assert.That((await read.JsonAsync()).Text(), Is.EqualTo(created.Text()));
        var put = await _analyst.SendAsync(
            "PUT",
            "/v1/questionnaires/FLOWS-9",
            created.Text(),
            headers: ("If-Match", read.Headers.ETag!.ToString())
        );
        Assert.That((await put.JsonAsync()).Text(), Is.EqualTo(created.Text()));
    }

    [Test]
    public async Task Every_error_is_reported_at_once()
    {
        var response = await _analyst.SendAsync(
            "POST",
            "/v1/questionnaires",
            """
            {
              "reference": "rates", "title": [{ "language": "english language", "text": "!" }],
              "pillars": [], "implements": ["X/1"], "continues": "Y", "state": "open", "foo": 1,
              "audience": { "kinds": ["planet"], "routes": ["eastern"], "partners": ["Frankonia"] },
              "choices": [
                { "list": "l", "name": "a b", "label": [{ "language": "en", "text": "A" }] },
                { "list": "l", "name": "c", "label": [{ "language": "en", "text": "C" }] },
                { "list": "l", "name": "c", "label": [{ "language": "en", "text": "C" }] }
              ],
              "questions": [
                { "type": "geopoint", "name": "0" },
                { "type": "text", "name": "9q", "label": [{ "language": "en", "text": "Q" }], "list": "l" },
                { "type": "select_one", "name": "one", "label": [{ "language": "en", "text": "Q" }], "list": "m" },
                { "type": "select_multiple", "name": "two" },
                {
                  "type": "note", "name": "three", "label": [{ "language": "en", "text": "Q" }], "required": true,
                  "relevant": "${four} = 'x'", "prefill": "last", "open": true
                },
                {
                  "type": "text", "name": "two", "label": [{ "language": "en", "text": "Q" }],
                  "relevant": "selected(${one}, 'a')", "prefill": "projects", "open": true
                },
                { "type": "date", "name": "five", "label": [{ "language": "en", "text": "Q" }], "prefill": "measures" },
                { "type": "end_group" },
                { "type": "begin_group", "name": "six" }
              ]
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "reference ADAM-1018",
                    "title[0].language ADAM-1018",
                    "title[0].text ADAM-1018",
                    "pillars ADAM-1016",
                    "implements[0] ADAM-1012",
                    "continues ADAM-1012",
                    "state ADAM-3006",
                    "foo ADAM-1004",
                    "audience.kinds[0] ADAM-1012",
                    "audience.routes[0] ADAM-1012",
                    "audience.partners[0] ADAM-1012",
                    "choices[0].name ADAM-1018",
                    "choices[2].name ADAM-1018",
                    "questions[0].type ADAM-1012",
                    "questions[1].name ADAM-1018",
                    "questions[1].list ADAM-1018",
                    "questions[2].list ADAM-1018",
                    "questions[3].label ADAM-1016",
                    "questions[3].list ADAM-1016",
                    "questions[4].required ADAM-1018",
                    "questions[4].relevant ADAM-1018",
                    "questions[4].prefill ADAM-1018",
                    "questions[4].open ADAM-1018",
                    "questions[5].name ADAM-1018",
                    "questions[5].relevant ADAM-6084",
                    "questions[5].open ADAM-1018",
                    "questions[6].prefill ADAM-1018",
                    "questions[7].type ADAM-1018",
                    "questions[8].type ADAM-1018",
                }
            )
        );
    }

    [Test]
    public async Task Opened_questionnaire_asks_the_members_of_the_day_and_is_frozen()
    {
        await _analyst.AddQuestionnaireAsync(Questionnaire());
        var before = await _admin.SetStateAsync("FLOWS-1", """{ "state": "open", "openedOn": "2015-12-14" }""");
        await _analyst.AddQuestionnaireAsync(Questionnaire("""{ "reference": "FLOWS-2" }"""));
        var after = await _admin.SetStateAsync("FLOWS-2", """{ "state": "open", "openedOn": "2015-12-16" }""");
        Assert.That(
            (int?[])[(int?)before["asked"]!["count"], (int?)after["asked"]!["count"]],
            Is.EqualTo(new int?[] { 80, 81 })
        );
        Assert.That(after["asked"]!["partners"]!.AsArray().Select(one => (string?)one), Does.Contain("EAG"));

        var patched = await PatchAsync("""{ "questions": [], "pillars": ["precursors"], "title": [] }""");
        await patched.ProblemAsync(400, "ADAM-1000");
        var problem = await (await PatchAsync("""{ "questions": [], "pillars": ["precursors"] }""")).ProblemAsync(
            409,
            "ADAM-6085"
        );
        Assert.That((string?)problem["detail"], Does.Contain("pillars, questions"));
        Assert.That((int)(await PatchAsync("""{ "dueOn": "2016-01-31" }""")).StatusCode, Is.EqualTo(200));
        await (
            await _analyst.SendAsync("DELETE", "/v1/questionnaires/FLOWS-1", headers: ("If-Match", "*"))
        ).ProblemAsync(409, "ADAM-6085");
        foreach (var body in new[] { """{ "state": "draft" }""", """{ "state": "open", "openedOn": "2015-12-15" }""" })
            await (await StateAsync(body)).ProblemAsync(409, "ADAM-6085");
        await (
            await _analyst.SendAsync(
                "PUT",
                "/v1/questionnaires/FLOWS-1/state",
                """{ "state": "closed" }""",
                headers: ("If-Match", "*")
            )
        ).ProblemAsync(403, "ADAM-2004");
        Assert.That(
            (string?)(await (await StateAsync("""{ "state": "closed" }""")).JsonAsync())["state"],
            Is.EqualTo("closed")
        );

        Task<HttpResponseMessage> PatchAsync(string patch) =>
            _analyst.SendAsync(
                "PATCH",
                "/v1/questionnaires/FLOWS-1",
                patch,
                "application/merge-patch+json",
                ("If-Match", "*")
            );
        Task<HttpResponseMessage> StateAsync(string body) =>
            _admin.SendAsync("PUT", "/v1/questionnaires/FLOWS-1/state", body, headers: ("If-Match", "*"));
    }

    [Test]
    public async Task Questionnaire_opens_only_with_questions_a_due_day_and_somebody_to_ask()
    {
        await _analyst.AddQuestionnaireAsync(
            Questionnaire("""{ "questions": [], "dueOn": null, "audience": { "partners": ["EAG"] } }""")
        );
        Assert.That(await FaultsAsync("""{ "state": "closed" }"""), Is.EqualTo(new[] { "state ADAM-1018" }));
        Assert.That(
            await FaultsAsync("""{ "state": "open", "openedOn": "2015-12-14" }"""),
            Is.EquivalentTo(new[] { "dueOn ADAM-1016", "openedOn ADAM-1018", "state ADAM-1018" })
        );
        Assert.That(
            await FaultsAsync("""{ "state": "open", "openedOn": "9999-01-01", "dueOn": "2016-01-01" }"""),
            Is.EquivalentTo(new[] { "dueOn ADAM-3005", "openedOn ADAM-1010", "state ADAM-1018" })
        );

        async Task<IReadOnlyList<string>> FaultsAsync(string body) =>
            await (
                await _admin.SendAsync("PUT", "/v1/questionnaires/FLOWS-1/state", body, headers: ("If-Match", "*"))
            ).FaultsAsync();
    }

    [Test]
    public async Task Questionnaires_are_filtered_and_have_a_history()
    {
        await _analyst.AddQuestionnaireAsync(Questionnaire());
        await _analyst.AddQuestionnaireAsync(
            Questionnaire(
                """{ "reference": "PRE-1", "pillars": ["precursors"], "audience": { "routes": ["balkan"] } }"""
            )
        );
        await _admin.SetStateAsync("PRE-1", """{ "state": "open", "openedOn": "2015-12-16" }""");
        foreach (
            var (query, found) in new[]
            {
                ("", "FLOWS-1 PRE-1"),
                ("state=open", "PRE-1"),
                ("pillar=financial-flows", "FLOWS-1"),
                ("asked=Albania", "PRE-1"),
                ("asked=UNODC", ""),
                ("q=fin+flow", "FLOWS-1 PRE-1"),
                ("q=pre", "PRE-1"),
                ("implements=X", ""),
            }
        )
            Assert.That(
                string.Join(
                    ' ',
                    await _viewer.ItemsAsync($"/v1/questionnaires?{query}", item => (string)item["reference"]!)
                ),
                Is.EqualTo(found),
                query
            );
        Assert.That(
            await _viewer.GetStringAsync("/v1/questionnaires?format=csv&state=open"),
            Does.Contain("PRE-1,Financial flows,en,precursors")
        );
        Assert.That(
            await _viewer.ItemsAsync(
                "/v1/questionnaires/PRE-1/history",
                item => $"{item["version"]} {item["changes"]!.AsArray().Count > 0}"
            ),
            Is.EqualTo(new[] { "1 False", "2 True" })
        );

        var withdrawn = await _analyst.SendAsync("DELETE", "/v1/questionnaires/FLOWS-1", headers: ("If-Match", "*"));
        Assert.That((int)withdrawn.StatusCode, Is.EqualTo(204));
        await (await _viewer.GetAsync("/v1/questionnaires/FLOWS-1")).ProblemAsync(410, "ADAM-6082");
        await (await _viewer.GetAsync("/v1/questionnaires/FLOWS-11")).ProblemAsync(404, "ADAM-6080");
        await (await _analyst.SendAsync("POST", "/v1/questionnaires", Questionnaire())).ProblemAsync(409, "ADAM-6081");
    }
}
