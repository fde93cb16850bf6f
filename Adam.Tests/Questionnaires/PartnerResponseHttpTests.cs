using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Meetings;
using Adam.Tests.Projects;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>Responses of partners: saved, submitted and reviewed, and seen by nobody else.</summary>
public sealed class PartnerResponseHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/questionnaires/FLOWS-1/responses/TJ";

    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;
    private HttpClient _donor = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task Open()
    {
        (_analyst, _admin) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Admin));
        _donor = await Api.ClientAsync(Role.Donor, "TJ");
        await _analyst.AddQuestionnaireAsync(Questionnaire());
        await _admin.SetStateAsync("FLOWS-1", """{ "state": "open", "openedOn": "2015-12-16" }""");
    }

    [Test]
    public async Task Response_goes_from_draft_to_approved()
    {
        await (await _donor.GetAsync(Path)).ProblemAsync(404, "ADAM-6087");
        var saved = await (await _donor.SaveAsync("FLOWS-1", "tj", """{ "unit": "yes" }""")).JsonAsync();
        Assert.That(
            $"{saved["partner"]} {saved["state"]} {saved["answers"]!.ToJsonString()} {saved["receivedOn"]} "
                + $"{saved["version"]}",
            Is.EqualTo("""TJ draft {"unit":"yes"}  1""")
        );
        // Missing answers are told when it is submitted.
        Assert.That(
            await (await _donor.SubmitAsync("FLOWS-1", "TJ")).FaultsAsync(),
            Is.EqualTo(new[] { "answers.staff ADAM-1016" })
        );
        var again = await _donor.SaveAsync("FLOWS-1", "TJ", """{ "unit": "no", "staff": 3 }""", "\"1\"");
        Assert.That((int)again.StatusCode, Is.EqualTo(200));
        Assert.That(
            await (await _donor.SubmitAsync("FLOWS-1", "TJ")).FaultsAsync(),
            Is.EqualTo(new[] { "answers.staff ADAM-1018" })
        );
        await (await _donor.SaveAsync("FLOWS-1", "TJ", "{}", "\"1\"")).ProblemAsync(412, "ADAM-1040");

        var received = await _donor.AnswerAsync(
            "FLOWS-1",
            "TJ",
            """{ "unit": "yes", "staff": { "absent": "unknown" } }"""
        );
        Assert.That(
            $"{received["state"]} {received["answers"]!.ToJsonString()} {received["receivedOn"] is not null}",
            Is.EqualTo("""received {"unit":"yes","staff":{"absent":"unknown"}} True""")
        );
        await (await _donor.SaveAsync("FLOWS-1", "TJ", "{}")).ProblemAsync(409, "ADAM-6089");
        await (await _donor.SubmitAsync("FLOWS-1", "TJ")).ProblemAsync(409, "ADAM-6089");

        Assert.That(
            await (await _analyst.ReviewAsync("FLOWS-1", "TJ", """{ "state": "has-issues" }""")).FaultsAsync(),
            Is.EqualTo(new[] { "note ADAM-1016" })
        );
        Assert.That(
            await (await _analyst.ReviewAsync("FLOWS-1", "TJ", """{ "state": "draft" }""")).FaultsAsync(),
            Is.EqualTo(new[] { "state ADAM-1018" })
        );
        var issues = await (
            await _analyst.ReviewAsync("FLOWS-1", "TJ", """{ "state": "has-issues", "note": "Since when?" }""")
        ).JsonAsync();
        Assert.That(
            $"{issues["state"]} {issues["note"]} {issues["receivedOn"]}",
            Is.EqualTo($"has-issues Since when? {received["receivedOn"]}")
        );
        await _donor.AnswerAsync("FLOWS-1", "TJ", """{ "unit": "no" }""");
        var rejected = await (
            await _analyst.ReviewAsync("FLOWS-1", "TJ", """{ "state": "rejected", "note": "No." }""")
        ).JsonAsync();
        Assert.That(rejected["receivedOn"], Is.Null);
        await _donor.AnswerAsync("FLOWS-1", "TJ", """{ "unit": "no" }""");
        var approved = await _analyst.ReviewAsync("FLOWS-1", "TJ", """{ "state": "approved" }""");
        Assert.That((string?)(await approved.JsonAsync())["state"], Is.EqualTo("approved"));
        Assert.That((await _donor.ReadAsync($"{Path}/history?count=true"))["total"]!.GetValue<int>(), Is.EqualTo(10));
    }

    [Test]
    public async Task Types_are_checked_when_answers_are_saved()
    {
        await _analyst.AddQuestionnaireAsync(
            Questionnaire(
                """
                {
                  "reference": "TYPES", "questions": [
                    { "type": "text", "name": "text", "label": [{ "language": "en", "text": "A" }] },
                    { "type": "integer", "name": "whole", "label": [{ "language": "en", "text": "A" }] },
                    { "type": "decimal", "name": "number", "label": [{ "language": "en", "text": "A" }] },
                    { "type": "date", "name": "day", "label": [{ "language": "en", "text": "A" }] },
                    {
                      "type": "select_one", "name": "one", "list": "yes_no",
                      "label": [{ "language": "en", "text": "A" }]
                    },
                    {
                      "type": "select_multiple", "name": "many", "list": "yes_no",
                      "label": [{ "language": "en", "text": "A" }]
                    }
                  ]
                }
                """
            )
        );
        await _admin.SetStateAsync("TYPES", """{ "state": "open", "openedOn": "2015-12-16" }""");
        var response = await _donor.SaveAsync(
            "TYPES",
            "TJ",
            """
            {
              "text": " ", "whole": 1.5, "number": "1", "day": "2015-02-30", "one": "maybe", "many": ["yes", "perhaps"],
              "texts": "a"
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "answers.text ADAM-1018",
                    "answers.whole ADAM-1009",
                    "answers.number ADAM-1006",
                    "answers.day ADAM-1007",
                    "answers.one ADAM-1012",
                    "answers.many[1] ADAM-1012",
                    "answers.texts ADAM-1004",
                }
            )
        );
        Assert.That(
            await (
                await _donor.SaveAsync(
                    "TYPES",
                    "TJ",
                    """{ "text": null, "one": {}, "many": [], "day": { "absent": "no" } }"""
                )
            ).FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "answers.text ADAM-1006",
                    "answers.one ADAM-1018",
                    "answers.many ADAM-1016",
                    "answers.day ADAM-1018",
                }
            )
        );
        const string Answers =
            """{"text":"a","whole":-3,"number":12.50,"day":"2015-02-28","one":"no","many":["no","yes"]}""";
        var saved = await (await _donor.SaveAsync("TYPES", "TJ", Answers)).JsonAsync();
        Assert.That(
            saved["answers"]!.ToJsonString(),
            Is.EqualTo("""{"text":"a","whole":-3,"number":12.5,"day":"2015-02-28","one":"no","many":["yes","no"]}""")
        );

        // The workbook with the answers is the same response.
        var form = await _donor.GetByteArrayAsync("/v1/questionnaires/TYPES/responses/TJ/form?format=xlsx");
        var sent = await _donor.PutFileAsync("/v1/questionnaires/TYPES/responses/TJ/form", form);
        Assert.That((await sent.JsonAsync()).Text(), Is.EqualTo(saved.Text()));
    }

    [Test]
    public async Task Workbook_that_is_filled_in_wrongly_is_refused_by_its_cells()
    {
        var file = await SheetsAsync(
            (
                "answers",
                [
                    ["name", "question", "answer", "no answer because"],
                    ["unit", "", "perhaps"],
                    ["staff", "", "many"],
                    ["methods", "", "a", "unknown"],
                    ["unit", "", "yes"],
                    ["nothing", "", "yes"],
                    ["", "a note", "x"],
                ]
            )
        );
        Assert.That(
            await (await _donor.PutFileAsync($"{Path}/form", file)).FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "answers!C2 ADAM-1012",
                    "answers!C3 ADAM-1009",
                    "answers!D4 ADAM-1018",
                    "answers!A5 ADAM-1005",
                    "answers!A6 ADAM-1004",
                    "answers!A7 ADAM-1004",
                }
            )
        );
    }

    [Test]
    public async Task Others_learn_nothing_about_a_response()
    {
        var other = await Api.ClientAsync(Role.Donor, "UZ");
        var viewer = await Api.ClientAsync(Role.Viewer, "TJ");
        var (before, list) = (await AnswersOfOthersAsync(), await other.GetStringAsync(List("UZ")));
        await _donor.AnswerAsync("FLOWS-1", "TJ", """{ "unit": "no" }""");
        Assert.That(await AnswersOfOthersAsync(), Is.EqualTo(before));
        Assert.That(await other.GetStringAsync(List("UZ")), Is.EqualTo(list));
        Assert.That(
            (await other.ReadAsync("/v1/questionnaires/FLOWS-1/responses?count=true"))["total"]!.GetValue<int>(),
            Is.EqualTo(1)
        );
        Assert.That(
            (await _analyst.ReadAsync("/v1/questionnaires/FLOWS-1/responses?count=true&state=none"))[
                "total"
            ]!.GetValue<int>(),
            Is.EqualTo(80)
        );
        Assert.That(
            await _analyst.ItemsAsync(
                "/v1/questionnaires/FLOWS-1/responses?state=received",
                one => $"{one["partner"]}"
            ),
            Is.EqualTo(new[] { "TJ" })
        );

        static string List(string _) => "/v1/questionnaires/FLOWS-1/responses?format=csv";

        // Everything that another donor, and a viewer of any partner, can ask for.
        async Task<string> AnswersOfOthersAsync()
        {
            var seen = new List<string>();
            foreach (var client in new[] { other, viewer })
            {
                foreach (
                    var path in new[]
                    {
                        Path,
                        $"{Path}/form",
                        $"{Path}/history",
                        "/v1/questionnaires/FLOWS-1/responses?state=none",
                        "/v1/questionnaires/FLOWS-1/responses?state=received&count=true",
                        "/v1/questionnaires/FLOWS-1",
                        "/v1/questionnaires/FLOWS-1/history",
                        "/v1/questionnaires/FLOWS-1/results",
                        "/v1/questionnaires/FLOWS-1/results?by=route",
                        "/v1/questionnaires/FLOWS-1/results?by=pillar",
                        "/v1/questionnaires?count=true",
                        "/v1/questionnaires/rates?by=questionnaire",
                        "/v1/questionnaires/rates?by=kind",
                        "/v1/questionnaires/rates?by=route",
                        "/v1/questionnaires/rates?by=pillar",
                        "/v1/changes",
                        "/v1/audit",
                    }
                )
                {
                    var response = await client.GetAsync(path);
                    var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
                    // Ids of requests differ.
                    body.Remove("requestId");
                    seen.Add($"{path} {(int)response.StatusCode} {response.Headers.ETag} {body.ToJsonString()}");
                }
            }

            return string.Join('\n', seen);
        }
    }

    [Test]
    public async Task Only_partners_that_are_asked_answer_and_only_while_it_is_open()
    {
        var unknown = await _admin.SaveAsync("FLOWS-1", "ZZZ", "{}");
        await unknown.ProblemAsync(404, "ADAM-4001");
        await (await _donor.SaveAsync("FLOWS-1", "UZ", "{}")).ProblemAsync(403, "ADAM-6088");
        await (await _donor.SaveAsync("FLOWS-1", "ZZZ", "{}")).ProblemAsync(404, "ADAM-4001");
        await _analyst.AddQuestionnaireAsync(
            Questionnaire("""{ "reference": "AL", "audience": { "routes": ["balkan"] } }""")
        );
        await (await _donor.SaveAsync("AL", "TJ", "{}")).ProblemAsync(409, "ADAM-6086");
        await _admin.SetStateAsync("AL", """{ "state": "open", "openedOn": "2015-12-16" }""");
        await (await _donor.SaveAsync("AL", "TJ", "{}")).ProblemAsync(409, "ADAM-6086");

        await _admin.SaveAsync("FLOWS-1", "UZ", """{ "unit": "no" }""");
        await _admin.SetStateAsync("FLOWS-1", """{ "state": "closing" }""");
        await (await _donor.SaveAsync("FLOWS-1", "TJ", "{}")).ProblemAsync(409, "ADAM-6086");
        await (await _admin.SubmitAsync("FLOWS-1", "UZ", "?receivedOn=2015-12-01")).FaultsAsync();
        Assert.That(
            (int)(await _admin.SubmitAsync("FLOWS-1", "UZ", "?receivedOn=2015-12-20")).StatusCode,
            Is.EqualTo(200)
        );
        await _admin.SetStateAsync("FLOWS-1", """{ "state": "closed" }""");
        await (await _admin.SaveAsync("FLOWS-1", "AL", "{}")).ProblemAsync(409, "ADAM-6086");
        await (await _donor.SubmitAsync("FLOWS-1", "TJ", "?receivedOn=2015-12-20")).ProblemAsync(403, "ADAM-2004");
    }

    [Test]
    public async Task Form_is_filled_in_from_projects_measures_and_the_last_answers()
    {
        await _donor.RecordAsync(
            """
            {
              "reference": "TJ-1", "title": "Own", "pillars": ["financial-flows"], "visibility": "restricted",
              "plannedStart": "2015-01-01", "plannedEnd": "2016-12-31"
            }
            """
        );
        await _donor.RecordAsync(
            """{ "reference": "TJ-2", "title": "Other", "pillars": ["precursors"], "plannedStart": "2015-01-01" }"""
        );
        var other = await Api.ClientAsync(Role.Donor, "UZ");
        await other.RecordAsync(
            """{ "reference": "UZ-1", "pillars": ["financial-flows"], "plannedStart": "2015-01-01" }"""
        );
        await _donor.AnswerAsync("FLOWS-1", "TJ", """{ "unit": "yes", "staff": 24, "methods": "Letters" }""");
        await _analyst.AddQuestionnaireAsync(
            Questionnaire(
                """
                {
                  "reference": "FLOWS-2", "continues": "flows-1", "questions": [
                    {
                      "type": "text", "name": "projects", "prefill": "projects",
                      "label": [{ "language": "en", "text": "A" }]
                    },
                    {
                      "type": "integer", "name": "measures", "prefill": "measures",
                      "label": [{ "language": "en", "text": "A" }]
                    },
                    {
                      "type": "integer", "name": "staff", "prefill": "last",
                      "label": [{ "language": "en", "text": "A" }]
                    },
                    {
                      "type": "date", "name": "methods", "prefill": "last",
                      "label": [{ "language": "en", "text": "A" }]
                    }
                  ]
                }
                """
            )
        );
        await _admin.SetStateAsync(
            "FLOWS-2",
            """{ "state": "open", "openedOn": "2016-02-01", "dueOn": "2016-03-01" }"""
        );
        const string Form = "/v1/questionnaires/FLOWS-2/responses/TJ/form";
        Assert.That(
            await FilledInAsync(),
            Is.EqualTo(
                new[]
                {
                    "projects projects TJ-1: Own (2015-01-01 – 2016-12-31)",
                    "measures measures 0",
                    "staff last 24",
                    "methods  ",
                }
            )
        );
        await _donor.SaveAsync("FLOWS-2", "TJ", """{ "staff": 25 }""");
        Assert.That(await FilledInAsync(), Is.EqualTo(new[] { "projects  ", "measures  ", "staff  25", "methods  " }));

        async Task<IReadOnlyList<string>> FilledInAsync() =>
            [
                .. (await _donor.ReadAsync(Form))["items"]!
                    .AsArray()
                    .Select(one => $"{one!["name"]} {one["filledFrom"]} {one["answer"]}"),
            ];
    }
}
