using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.Projects;
using Adam.Tests.Questionnaires;
using static Adam.Tests.Progress.ProgressHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Progress;

/// <summary>Answers to questionnaires as evidence of the progress of measures.</summary>
public sealed class FindingHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;
    private HttpClient _analyst = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task AskPartners()
    {
        (_admin, _analyst) = (await Api.ClientAsync(Role.Admin), await Api.ClientAsync(Role.Analyst, "DE"));
        _viewer = await Api.ClientAsync(Role.Viewer, "OSCE");
        await _analyst.MeasureAsync();
        await AskAsync(
            "FLOWS-1",
            """{ "implements": ["M-1"], "audience": { "partners": ["AT","DE","FR","IT","TJ"] } }"""
        );
        await AnswerAsync("AT", """{ "unit": "yes", "staff": 4 }""", "2015-12-20");
        await AnswerAsync("DE", """{ "unit": { "absent": "unknown" } }""", "2015-12-21");
        await AnswerAsync("FR", """{ "unit": "no" }""", "2015-12-22");
    }

    [Test]
    public async Task Promoted_finding_has_the_answers_as_they_stood()
    {
        var response = await _analyst.SendAsync(
            "POST",
            "/v1/measures/m-1/findings",
            """
            {
              "questionnaire": "flows-1", "question": "unit", "asOf": "2015-12-31",
              "text": " One  has a unit,\r\none has none. "
            }
            """
        );
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        Assert.That(response.Headers.Location?.ToString(), Is.EqualTo("/v1/measures/M-1/findings"));
        var finding = $$"""
            {
              "id": "{{created.Id()}}", "measure": "M-1", "questionnaire": "FLOWS-1", "question": "unit",
              "type": "select_one", "label": [{ "language": "en", "text": "Is there a unit?" }],
              "asOf": "2015-12-31", "openedOn": "2015-12-16", "asked": 5, "responses": 3, "rate": 60.0,
              "values": 2, "unknown": 1, "notApplicable": 0, "unanswered": 0,
              "choices": [
                { "name": "yes", "label": [{ "language": "en", "text": "Yes" }], "count": 1 },
                { "name": "no", "label": [{ "language": "en", "text": "No" }], "count": 1 }
              ],
              "least": null, "median": null, "most": null, "text": "One has a unit,\none has none.",
              "results": "/v1/questionnaires/FLOWS-1/results", "partner": "DE", "writtenBy": "Test Analyst",
              "writtenAt": "{{created["writtenAt"]}}"
            }
            """;
        Assert.That(created.Text(), Is.EqualTo(Compact(finding)));

        // Later answers change the results, and not the finding.
        await AnswerAsync("IT", """{ "unit": "yes", "staff": 2 }""", "2016-01-04");
        Assert.That((int)(await _viewer.ReadAsync("/v1/questionnaires/FLOWS-1/results"))["responses"]!, Is.EqualTo(4));
        foreach (var client in new[] { _viewer, _analyst })
        {
            Assert.That(
                (await client.ReadAsync("/v1/measures/M-1/findings?count=true")).Text(),
                Is.EqualTo(Compact($$"""{ "items": [{{finding}}], "nextCursor": null, "total": 1 }"""))
            );
            Assert.That(
                (await client.ProgressAsync("M-1"))["findings"]!.ToJsonString(),
                Is.EqualTo($"[{created.ToJsonString()}]")
            );
        }

        Assert.That(
            await _viewer.GetStringAsync("/v1/measures/M-1/findings?format=csv&bom=false"),
            Is.EqualTo(
                "measure,questionnaire,question,type,asOf,openedOn,asked,responses,rate,values,unknown,notApplicable,"
                    + "unanswered,choices,least,median,most,text,partner,writtenBy,writtenAt,id\r\n"
                    + "M-1,FLOWS-1,unit,select_one,2015-12-31,2015-12-16,5,3,60.0,2,1,0,0,yes: 1; no: 1,,,,"
                    + "\"One has a unit,\none has none.\",DE,Test Analyst,"
                    + $"{created["writtenAt"]},{created.Id()}\r\n"
            )
        );
    }

    /// <summary>Of each question the last finding stands, and each day has its own.</summary>
    [Test]
    public async Task Progress_has_the_last_finding_of_each_question()
    {
        await AskAsync(
            "OTHER",
            """
            {
              "reference": "OTHER", "implements": ["M-1"],
              "audience": { "partners": ["AT","DE","FR","IT","TJ"] }
            }
            """
        );
        foreach (var partner in (string[])["AT", "DE", "FR"])
            await _admin.AnswerAsync("OTHER", partner, """{ "unit": "no" }""", "?receivedOn=2015-12-20");
        await AnswerAsync("IT", """{ "unit": "no" }""", "2016-01-04");
        await _analyst.PromoteAsync("M-1", """{ "asOf": "2016-01-10", "text": "Second" }""");
        await _analyst.PromoteAsync("M-1", """{ "asOf": "2015-12-31", "text": "First" }""");
        await _analyst.PromoteAsync("M-1", """{ "asOf": "2016-01-10", "text": "Third" }""");
        await _analyst.PromoteAsync("M-1", """{ "questionnaire": "OTHER", "asOf": "2016-01-01", "text": "Other" }""");

        Assert.That(await ShownAsync("2015-12-30"), Is.Empty);
        Assert.That(await ShownAsync("2015-12-31"), Is.EqualTo(new[] { "First 3" }));
        Assert.That(await ShownAsync("2016-01-09"), Is.EqualTo(new[] { "First 3", "Other 3" }));
        Assert.That(await ShownAsync("2016-01-10"), Is.EqualTo(new[] { "Third 4", "Other 3" }));
        Assert.That(await ListedAsync(""), Is.EqualTo(new[] { "Second", "First", "Third", "Other" }));
        Assert.That(await ListedAsync("?until=2016-01-01"), Is.EqualTo(new[] { "First", "Other" }));
        Assert.That(await ListedAsync("?questionnaire=other&question=unit"), Is.EqualTo(new[] { "Other" }));
        Assert.That(await ListedAsync("?question=Unit"), Is.Empty);
        var page = await _viewer.ReadAsync("/v1/measures/M-1/findings?limit=3");
        Assert.That(await ListedAsync($"?limit=3&cursor={page["nextCursor"]}"), Is.EqualTo(new[] { "Other" }));

        async Task<IEnumerable<string>> ShownAsync(string day) =>
            (await _viewer.ProgressAsync("M-1", $"asOf={day}"))["findings"]!
                .AsArray()
                .Select(finding => $"{finding!["text"]} {finding["responses"]}");

        async Task<IEnumerable<string>> ListedAsync(string query) =>
            (await _viewer.ReadAsync($"/v1/measures/M-1/findings{query}"))["items"]!
                .AsArray()
                .Select(finding => (string)finding!["text"]!);
    }

    /// <summary>Answers of partners are neither found nor stated, and are no evidence of one of them.</summary>
    [Test]
    public async Task Finding_changes_none_of_the_three_parts()
    {
        await (await Api.ClientAsync(Role.Donor, "AT")).StateAsync("M-1", """{ "stage": "complete" }""");
        var before = await _viewer.ProgressAsync("M-1");
        Assert.That(before["unsupported"]!.ToJsonString(), Is.EqualTo("true"));
        await _analyst.PromoteAsync("M-1");
        var after = await _viewer.ProgressAsync("M-1");
        Assert.That(after["findings"]!.AsArray(), Has.Count.EqualTo(1));
        after["findings"] = new JsonArray();
        Assert.That(after.ToJsonString(), Is.EqualTo(before.ToJsonString()));
    }

    /// <summary>A questionnaire about a recommendation is about the measures that name it.</summary>
    [Test]
    public async Task Questionnaire_is_linked_by_the_measure_or_a_recommendation_of_it()
    {
        await _analyst.AddMeetingAsync(MeetingHttp.Meeting());
        var recommendation = (string)
            (await _analyst.AddRecommendationAsync(MeetingHttp.Recommendation()))["reference"]!;
        await AskAsync(
            "ABOUT",
            $$"""
            {
              "reference": "ABOUT", "implements": ["{{recommendation}}"],
              "audience": { "partners": ["AT","DE","FR","IT","TJ"] }
            }
            """
        );
        foreach (var partner in (string[])["AT", "DE", "FR"])
            await _admin.AnswerAsync("ABOUT", partner, """{ "unit": "no" }""", "?receivedOn=2015-12-20");
        await RefuseAsync(
            """{ "questionnaire": "about" }""",
            "questionnaire ADAM-6140 ABOUT implements neither the measure M-1 nor a recommendation of it, so its "
                + "answers are about something else. If they are about the measure, name it in implements: PATCH "
                + "/v1/questionnaires/ABOUT."
        );
        await _analyst.MeasureAsync($$"""{ "reference": "M-2", "recommendations": ["{{recommendation}}"] }""");
        var finding = await _analyst.PromoteAsync("M-2", """{ "questionnaire": "about" }""");
        Assert.That($"{finding["measure"]} {finding["questionnaire"]}", Is.EqualTo("M-2 ABOUT"));
    }

    [Test]
    public async Task Every_error_is_reported_at_once()
    {
        await RefuseAsync(
            """{ "questionnaire": "FLOWS-1", "question": "unitt", "asOf": "2015-12-15", "text": " - " }""",
            "text ADAM-1018 A finding needs words: a letter or a digit.",
            "asOf ADAM-1010 asOf is 2015-12-15, and the questionnaire was opened on 2015-12-16.",
            "question ADAM-1012 FLOWS-1 asks nothing by the name 'unitt'. Did you mean unit?"
        );
        await RefuseAsync(
            """{ "question": "methods", "asOf": "2099-01-01" }""",
            "asOf ADAM-1010 asOf is 2099-01-01, which is in the future: today is "
                + $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd} in UTC.",
            "question ADAM-6141 methods is not marked as open, so its answers are for analysts and admins alone. Open "
                + "questions of FLOWS-1 are unit."
        );
        await RefuseAsync(
            """{ "questionnaire": "FLOWS-2" }""",
            "questionnaire ADAM-1012 There is no questionnaire 'FLOWS-2'. Did you mean 'FLOWS-1'?"
        );
        await RefuseAsync(
            """{ "question": "about" }""",
            "question ADAM-1012 FLOWS-1 asks nothing by the name 'about'. Open questions are unit."
        );
        await (await _analyst.SendAsync("POST", "/v1/measures/M-9/findings", Finding())).ProblemAsync(404, "ADAM-6038");
    }

    /// <summary>Everybody reads a finding, so it is not there before everybody reads the results.</summary>
    [Test]
    public async Task Finding_needs_the_responses_that_results_need()
    {
        foreach (var day in (string[])["2015-12-20", "2015-12-21", "2015-12-22"])
        {
            var asOf = $$"""{ "asOf": "{{day}}" }""";
            if (day == "2015-12-22")
                await _analyst.PromoteAsync("M-1", asOf);
            else
                await RefuseAsync(
                    asOf,
                    $"questionnaire ADAM-6142 Too few partners had responded to FLOWS-1 by {day}. Everybody reads a "
                        + "finding, so it needs 3 responses, and 5 partners that were asked. Promote it when they are "
                        + "there."
                );
        }

        // A response that is rejected is not received on any day.
        await _admin.ReviewAsync("FLOWS-1", "FR", """{ "state": "rejected", "note": "No." }""");
        Assert.That((await _viewer.ReadAsync("/v1/questionnaires/FLOWS-1/results"))["responses"], Is.Null);
        await (
            await _analyst.SendAsync("POST", "/v1/measures/M-1/findings", Finding("""{ "asOf": "2015-12-22" }"""))
        ).ProblemAsync(400, "ADAM-1000");
    }

    [Test]
    public async Task Draft_has_no_answers()
    {
        await _admin.AddQuestionnaireAsync(
            QuestionnaireHttp.Questionnaire("""{ "reference": "DRAFT", "implements": ["M-1"] }""")
        );
        await RefuseAsync(
            """{ "questionnaire": "DRAFT" }""",
            "questionnaire ADAM-6142 DRAFT was not opened yet, so nobody has answered it."
        );
    }

    [Test]
    public async Task Withdrawn_measure_takes_no_finding_and_keeps_its_own()
    {
        await _analyst.PromoteAsync("M-1");
        await _analyst.SendAsync("DELETE", "/v1/measures/M-1", null, "", ("If-Match", "*"));
        await (await _analyst.SendAsync("POST", "/v1/measures/M-1/findings", Finding())).ProblemAsync(410, "ADAM-6040");
        Assert.That((await _viewer.ReadAsync("/v1/measures/M-1/findings"))["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    /// <summary>Sends a finding about M-1, and expects its faults, each as <c>name code reason</c>.</summary>
    private async Task RefuseAsync(string changes, params string[] faults)
    {
        var response = await _analyst.SendAsync("POST", "/v1/measures/M-1/findings", Finding(changes));
        var problem = await response.ProblemAsync(400, "ADAM-1000");
        Assert.That(
            problem["errors"]!.AsArray().Select(fault => $"{fault!["name"]} {fault["code"]} {fault["reason"]}"),
            Is.EquivalentTo(faults)
        );
    }

    private async Task AskAsync(string reference, string changes)
    {
        await _admin.AddQuestionnaireAsync(QuestionnaireHttp.Questionnaire(changes));
        await _admin.SetStateAsync(reference, """{ "state": "open", "openedOn": "2015-12-16" }""");
    }

    private Task AnswerAsync(string partner, string answers, string day) =>
        _admin.AnswerAsync("FLOWS-1", partner, answers, $"?receivedOn={day}");
}
