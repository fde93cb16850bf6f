using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Checks a draft by the rules for projects without storing it.</summary>
public sealed class CheckProjectHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;

    private JsonObject _theirs = null!;

    [SetUp]
    public async Task RecordOneThatMeets()
    {
        var api = TestApi.Over(Register.Database);
        _germany = await api.ClientAsync(Role.Donor, "DE");
        _theirs = await (await api.ClientAsync(Role.Donor, "US")).RecordAsync(
            With(StrongMatch, """{ "donors": [{ "partner": "US" }], "countries": ["TJ", "UZ"] }""")
        );
    }

    [TearDown]
    public async Task Nothing_was_stored()
    {
        Assert.That(
            (await _germany.ReadAsync("/v1/projects?donor=DE&owner=DE&count=true"))["total"]!.GetValue<int>(),
            Is.LessThanOrEqualTo(1),
            "only the project that the test itself recorded"
        );
    }

    [Test]
    public async Task Draft_without_faults_is_answered_with_its_overlaps()
    {
        var answer = await CheckAsync(
            Body(With(StrongMatch, """{ "plannedStart": "2019-12-01", "plannedEnd": "2020-11-30" }"""))
        );
        var reasons = answer["overlaps"]!["items"]![0]!["reasons"]!;
        Assert.That(
            answer.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "errors": [],
                      "overlaps": {
                        "count": 1, "others": 0, "link": null,
                        "items": [
                          {
                            "id": null, "kind": "same-project", "score": 0.6963, "foundAt": null,
                            "shared": {
                              "countries": ["TJ"], "pillars": ["regional-initiatives"], "from": "2020-01-01",
                              "to": "2020-11-30", "days": 335
                            },
                            "reasons": REASONS,
                            "projects": [
                              {
                                "id": null, "reference": "R-1", "owner": "DE", "title": "Training for border police",
                                "donors": ["DE"],
                                "period": {
                                  "start": "2019-12-01", "end": "2020-11-30", "startBasis": "planned",
                                  "endBasis": "planned"
                                }
                              },
                              {
                                "id": "{{_theirs.Id()}}", "reference": "R-1", "owner": "US",
                                "title": "Training for border police", "donors": ["US"],
                                "period": {
                                  "start": "2020-01-01", "end": "2020-12-31", "startBasis": "planned",
                                  "endBasis": "planned"
                                }
                              }
                            ],
                            "verdict": null, "notes": 0, "rules": "5", "edition": "cec47ab5ba24"
                          }
                        ],
                        "restricted": []
                      },
                      "measures": { "serves": [], "closesGaps": [] },
                      "warnings": []
                    }
                    """.Replace("REASONS", reasons.Text(), StringComparison.Ordinal)
                )
            )
        );
        Assert.That(
            reasons.AsArray().Select(reason => (string?)reason!["component"]),
            Is.EquivalentTo(
                new[] { "setting", "text", "donors", "beneficiaries", "period", "places", "references", "rarity" }
            )
        );
        Assert.That(reasons.AsArray().Sum(reason => (decimal)reason!["contribution"]!), Is.EqualTo(0.6963m));
        Assert.That((int?)(await _germany.ReadAsync("/v1/projects?count=true"))["total"], Is.EqualTo(1));
    }

    [Test]
    public async Task Draft_is_the_later_of_two_that_start_on_one_day() =>
        Assert.That(
            (await CheckAsync(Body(StrongMatch)))["overlaps"]!["items"]![0]!["projects"]!
                .AsArray()
                .Select(side => (string?)side!["owner"]),
            Is.EqualTo(new[] { "US", "DE" })
        );

    [Test]
    public async Task Overlaps_are_told_though_title_and_reference_are_missing()
    {
        var answer = await CheckAsync(
            With(
                Body(StrongMatch),
                """{ "title": null, "reference": null, "donors": [{ "partner": "DE" }], "foo": 1, "version": 3 }"""
            )
        );
        Assert.That(
            Errors(answer),
            Is.EquivalentTo(new[] { "reference ADAM-1016", "title ADAM-1016", "foo ADAM-1004", "version ADAM-3006" })
        );
        Assert.That((int?)answer["overlaps"]!["count"], Is.EqualTo(1));
    }

    [TestCase("""{ "plannedStart": "2020-02-30" }""", "plannedStart ADAM-1007")]
    [TestCase("""{ "plannedStart": "2021-01-01" }""", "plannedEnd ADAM-3005")]
    [TestCase("""{ "countries": [], "title": null }""", "countries ADAM-1016", "title ADAM-1016")]
    [TestCase("""{ "pillars": ["x"] }""", "pillars[0] ADAM-1012")]
    [TestCase("""{ "status": "x" }""", "status ADAM-1012")]
    [TestCase("""{ "donors": [{}] }""", "donors[0] ADAM-1016")]
    [TestCase("""{ "owner": "Frankonia" }""", "owner ADAM-1012")]
    public async Task Overlaps_are_null_while_what_decides_them_is_wrong(string changes, params string[] errors)
    {
        var answer = await CheckAsync(Body(changes));
        Assert.That(Errors(answer), Is.EquivalentTo(errors));
        Assert.That(answer.ContainsKey("overlaps") && answer["overlaps"] is null, Is.True);
    }

    [Test]
    public async Task Cancelled_draft_overlaps_with_nothing() =>
        Assert.That(
            (await CheckAsync(Body("""{ "status": "cancelled" }"""))).Text(),
            Is.EqualTo(
                """{"errors":[],"overlaps":{"count":0,"others":0,"link":null,"items":[],"restricted":[]},"""
                    + """ "measures":{"serves":[],"closesGaps":[]},"warnings":[]}""".Trim()
            )
        );

    [TestCase("{}")]
    [TestCase("""{ "plannedEnd": "2019-01-01" }""")]
    public async Task Reference_that_is_taken_is_an_error_and_the_draft_does_not_meet_itself(string changes)
    {
        var recorded = await _germany.RecordAsync("""{ "reference": "Ä-1" }""");
        var answer = await CheckAsync(
            Body(With(changes, """{ "reference": " ä-1", "donors": [{ "partner": "FR" }] }"""))
        );
        var error = answer["errors"]!.AsArray().Single(error => (string?)error!["name"] == "reference")!;
        var reason =
            $"DE has a project under the reference 'Ä-1' already: /v1/projects/{recorded.Id()}. "
            + "Change that one, or give this one another reference.";
        Assert.That(
            error.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    { "name": "reference", "reason": "{{reason}}", "code": "ADAM-3001" }
                    """
                )
            )
        );
        if (changes == "{}")
            Assert.That(
                answer["overlaps"]!["items"]!.AsArray().Single()!["projects"]!
                    .AsArray()
                    .Select(side => (string?)side!["owner"]),
                Is.EqualTo(new[] { "US", "DE" })
            );
    }

    [Test]
    public async Task Draft_for_another_owner_is_refused_but_to_an_admin()
    {
        await (await PostAsync(_germany, Body("""{ "owner": "US" }"""))).ProblemAsync(403, "ADAM-3004");
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        Assert.That(
            Errors(await (await PostAsync(admin, Body("""{ "owner": "US" }"""))).JsonAsync()),
            Is.EqualTo(new[] { "reference ADAM-3001" })
        );
    }

    [Test]
    public async Task Every_role_may_check_a_draft([Values] Role role) =>
        Assert.That(
            (int?)
                (await (await PostAsync(await TestApi.Over(Register.Database).ClientAsync(role), Body())).JsonAsync())[
                    "overlaps"
                ]!["count"],
            Is.EqualTo(1)
        );

    [Test]
    public async Task Body_that_is_no_draft_at_all_is_refused()
    {
        Assert.That(await (await PostAsync(_germany, "{")).FaultsAsync(), Is.EqualTo(new[] { "body ADAM-1021" }));
        await (await _germany.SendAsync("POST", "/v1/projects/check", Body(), "text/plain")).ProblemAsync(
            415,
            "ADAM-1034"
        );
    }

    [TestCase("""{ "partner": "ZZ" }""", "implementers[0].partner ADAM-1012")]
    [TestCase("{}", "implementers[0] ADAM-1016")]
    [TestCase("""{ "name": 5 }""", "implementers[0].name ADAM-1006")]
    [TestCase("""{ "name": "@half" }""", "implementers[0].name ADAM-1011")]
    [TestCase("null", "implementers[0] ADAM-1006")]
    public async Task Implementer_that_is_nobody_is_an_error_and_the_overlaps_are_found(string one, string error)
    {
        var body = Body($$"""{ "implementers": [{{one}}, { "name": "Customs academy" }] }""");
        var answer = await CheckAsync(WithHalves(body));
        Assert.That(Errors(answer), Does.Contain(error));
        Assert.That((int?)answer["overlaps"]!["count"], Is.EqualTo(1));
    }

    [TestCase(""" "@half" """, "period ADAM-1011")]
    [TestCase("""{ "start": "@half" }""", "period.start ADAM-1011")]
    [TestCase("""[{ "a": ["@half@half"] }]""", "period[0].a[0] ADAM-1011")]
    [TestCase("""{ "@half": 1 }""", "period.… ADAM-1011")]
    public async Task Half_of_a_character_in_a_computed_member_is_an_error(string period, string error) =>
        Assert.That(
            Errors(await CheckAsync(WithHalves(Body($$"""{ "period": {{period}} }""")))),
            Is.EqualTo(new[] { error })
        );

    /// <summary>Escapes halves of characters, which no serializer writes.</summary>
    private static string WithHalves(string body) => body.Replace("@half", @"\ud800", StringComparison.Ordinal);

    private static IEnumerable<string> Errors(JsonObject answer) =>
        answer["errors"]!.AsArray().Select(error => $"{error!["name"]} {error["code"]}");

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string body) =>
        client.SendAsync("POST", "/v1/projects/check", body);

    private async Task<JsonObject> CheckAsync(string body)
    {
        var response = await PostAsync(_germany, body);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
