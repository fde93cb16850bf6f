using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.Projects;
using static Adam.Tests.Meetings.MeetingHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Recommendations;

/// <summary>Recommendations as a resource, and their endorsement by a policy meeting.</summary>
public sealed class RecommendationHttpTests(string engine) : RegisterTests(engine)
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
        await _analyst.AddMeetingAsync(Meeting());
        await _analyst.AddMeetingAsync(Pcg12);
    }

    [Test]
    public async Task Recorded_recommendation_is_pending_and_in_canonical_form()
    {
        var created = await _analyst.AddRecommendationAsync(
            """
            {
              "reference": "EWG-1-III/9", "text": " Test  precursors. ", "language": "EN",
              "translations": [{ "language": "ru", "text": "Проверять прекурсоры." }],
              "pillars": ["precursors", "financial-flows"], "crossCutting": ["research"], "areas": ["III.1"],
              "madeAt": "ewg-1", "addressees": { "partners": ["Germany"], "others": ["Eurasian Group", "EAG", "Banks"] }
            }
            """
        );
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "reference": "EWG-1-III/9", "text": "{{created["text"]}}", "language": "en",
                      "translations": [{ "language": "ru", "text": "Проверять прекурсоры." }],
                      "pillars": ["financial-flows", "precursors"], "crossCutting": ["research"], "areas": ["III.1"],
                      "madeAt": "EWG-1", "endorsedAt": null, "notEndorsedAt": null, "reason": null,
                      "addressees": {
                        "all": false, "partners": ["DE", "EAG"], "others": ["Banks"]
                      },
                      "continues": [], "version": 1, "createdAt": "{{created["createdAt"]}}",
                      "updatedAt": "{{created["createdAt"]}}", "updatedBy": "Test Analyst", "state": "pending",
                      "continuedBy": [], "measures": []
                    }
                    """
                )
            )
        );
        var read = await _viewer.GetAsync("/v1/recommendations/ewg-1-iii/9");
        Assert.That((await read.JsonAsync()).Text(), Is.EqualTo(created.Text()));
        var put = await _analyst.SendAsync(
            "PUT",
            "/v1/recommendations/EWG-1-III/9",
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
            "/v1/recommendations",
            """
            {
              "reference": "EWG-1", "text": "!", "language": "english language",
              "translations": [{ "language": "ru", "text": "а" }, { "language": "RU", "text": "б" }],
              "pillars": [], "crossCutting": ["x"], "areas": ["V.1"], "madeAt": "EWG-2", "endorsedAt": "EWG-1",
              "notEndorsedAt": "PCG-12", "addressees": { "partners": ["Frankonia"], "others": ["?"] },
              "continues": ["A/1"], "state": "endorsed", "foo": 1
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "reference ADAM-1018",
                    "text ADAM-1018",
                    "language ADAM-1018",
                    "translations[1].language ADAM-1018",
                    "pillars ADAM-1016",
                    "crossCutting[0] ADAM-1012",
                    "areas[0] ADAM-1012",
                    "madeAt ADAM-1012",
                    "endorsedAt ADAM-6059",
                    "notEndorsedAt ADAM-1018",
                    "reason ADAM-1016",
                    "addressees.partners[0] ADAM-1012",
                    "addressees.others[0] ADAM-1018",
                    "continues[0] ADAM-1012",
                    "state ADAM-3006",
                    "foo ADAM-1004",
                }
            )
        );
    }

    [Test]
    public async Task Recommendations_are_pending_until_the_meeting_endorses_them_by_one_request()
    {
        await _analyst.AddMeetingAsync(Trifold);
        foreach (var number in new[] { 1, 2, 3 })
            await _analyst.AddRecommendationAsync(Of2015(number));
        Assert.That(await StatesAsync(""), Is.EqualTo(new[] { "1 pending", "2 pending", "3 pending" }));

        const string Two = """{ "recommendations": ["EWG-2015-II/1", "ewg-2015-ii/3"] }""";
        await (await EndorseAsync(_analyst, Two)).ProblemAsync(403, "ADAM-2004");
        var response = await EndorseAsync(_admin, Two);
        var endorsed = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), endorsed.Text());
        Assert.That(
            $"{endorsed["meeting"]} {endorsed["endorsed"]} {endorsed["unchanged"]} "
                + string.Join(
                    ' ',
                    endorsed["items"]!.AsArray().Select(item => $"{item!["reference"]} {item["state"]}")
                ),
            Is.EqualTo("PCG-12 2 0 EWG-2015-II/1 endorsed EWG-2015-II/3 endorsed")
        );

        Assert.That(await StatesAsync(""), Is.EqualTo(new[] { "1 endorsed", "2 pending", "3 endorsed" }));
        // The meeting was over on the 16th. Before, nothing was endorsed, and before June nothing was recommended.
        Assert.That(
            await StatesAsync("on=2015-12-16&state=endorsed"),
            Is.EqualTo(new[] { "1 endorsed", "3 endorsed" })
        );
        Assert.That(await StatesAsync("on=2015-12-14"), Is.EqualTo(new[] { "1 pending", "2 pending", "3 pending" }));
        Assert.That(await StatesAsync("on=2015-06-04"), Is.Empty);
        var meetings = await _viewer.ItemsAsync(
            "/v1/meetings",
            meeting => $"{meeting["reference"]} {meeting["recommendations"]!.Text()}"
        );
        Assert.That(
            meetings,
            Is.EqualTo(
                new[]
                {
                    """EWG-1 {"made":0,"endorsed":0,"notEndorsed":0}""",
                    """PCG-12 {"made":0,"endorsed":2,"notEndorsed":0}""",
                    """EWG-2015-TRIFOLD {"made":3,"endorsed":0,"notEndorsed":0}""",
                }
            )
        );
        var again = await (await EndorseAsync(_admin, Two)).JsonAsync();
        Assert.That($"{again["endorsed"]} {again["unchanged"]}", Is.EqualTo("0 2"));
        Assert.That(
            await _viewer.ItemsAsync(
                "/v1/recommendations/EWG-2015-II/1/history",
                version => $"{version["version"]} {version["action"]} {version["changes"]!.AsArray().Count}"
            ),
            Is.EqualTo(new[] { "1 created 0", "2 changed 1" })
        );
    }

    [Test]
    public async Task Endorsement_is_whole_or_not_at_all_and_names_every_fault()
    {
        await _analyst.AddMeetingAsync(
            Meeting("""{ "reference": "LATER", "start": "2016-01-01", "end": "2016-01-02" }""")
        );
        await _analyst.AddRecommendationAsync(Recommendation());
        await _analyst.AddRecommendationAsync(Recommendation("""{ "reference": "L/1", "madeAt": "LATER" }"""));
        await _admin.AddRecommendationAsync(
            Recommendation("""{ "reference": "L/2", "notEndorsedAt": "PCG-12", "reason": "No money." }""")
        );
        var refused = await EndorseAsync(
            _admin,
            """{ "recommendations": ["EWG-1-III/1", "EWG-1-III/1", "EWG-1-III/2", "L/1", "L/2"] }"""
        );
        Assert.That(
            await refused.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "recommendations[1] ADAM-1018",
                    "recommendations[2] ADAM-1012",
                    "recommendations[3] ADAM-6059",
                    "recommendations[4] ADAM-6059",
                }
            )
        );
        Assert.That(
            await _viewer.ItemsAsync("/v1/recommendations", one => $"{one["reference"]} {one["state"]}"),
            Is.EqualTo(new[] { "EWG-1-III/1 pending", "L/1 pending", "L/2 not-endorsed" })
        );
        var wrong = await _admin.SendAsync(
            "POST",
            "/v1/meetings/EWG-1/endorsements",
            """{ "recommendations": ["EWG-1-III/1"] }"""
        );
        Assert.That(await wrong.FaultsAsync(), Is.EqualTo(new[] { "recommendations[0] ADAM-6059" }));
    }

    [Test]
    public async Task Endorsement_is_replayed_for_its_key()
    {
        await _analyst.AddRecommendationAsync(Recommendation());
        const string One = """{ "recommendations": ["EWG-1-III/1"] }""";
        var first = await EndorseAsync(_admin, One, ("Idempotency-Key", "e-1"));
        var again = await EndorseAsync(_admin, One, ("Idempotency-Key", "e-1"));
        Assert.That(again.Headers.Contains("Idempotent-Replayed"), Is.True);
        Assert.That(
            (await again.JsonAsync()).Text(),
            Is.EqualTo((await first.JsonAsync()).Text()).And.Contains("\"endorsed\":1,")
        );
    }

    [Test]
    public async Task Analyst_changes_a_text_and_no_decision()
    {
        await _analyst.AddRecommendationAsync(Recommendation());
        await EndorseAsync(_admin, """{ "recommendations": ["EWG-1-III/1"] }""");
        var changed = await PatchAsync(_analyst, """{ "text": "Precursors should be tested twice." }""");
        Assert.That((string?)(await changed.JsonAsync())["state"], Is.EqualTo("endorsed"));
        await (await PatchAsync(_analyst, """{ "endorsedAt": null }""")).ProblemAsync(403, "ADAM-2004");
        var back = await PatchAsync(_admin, """{ "endorsedAt": null }""");
        Assert.That((string?)(await back.JsonAsync())["state"], Is.EqualTo("pending"));
    }

    [Test]
    public async Task Endorsed_recommendation_supersedes_those_that_it_continues()
    {
        await _analyst.AddRecommendationAsync(Recommendation());
        await _analyst.AddRecommendationAsync(
            Recommendation("""{ "reference": "EWG-1-III/2", "continues": ["ewg-1-iii/1"] }""")
        );
        Assert.That(await ShownAsync(), Is.EqualTo(new[] { "1 pending EWG-1-III/2", "2 pending " }));
        await EndorseAsync(_admin, """{ "recommendations": ["EWG-1-III/2"] }""");
        Assert.That(await ShownAsync(), Is.EqualTo(new[] { "1 superseded EWG-1-III/2", "2 endorsed " }));

        Task<IReadOnlyList<string>> ShownAsync() =>
            _viewer.ItemsAsync(
                "/v1/recommendations",
                one => $"{Number(one)} {one["state"]} {string.Join(' ', one["continuedBy"]!.AsArray())}"
            );
    }

    [TestCase("pillar=precursors", "1 2")]
    [TestCase("state=pending", "1 3")]
    [TestCase("meeting=PCG-12", "2")]
    [TestCase("meeting=ewg-1", "1 2 3")]
    [TestCase("addressee=EAG", "1 2")]
    [TestCase("addressee=FR", "2")]
    [TestCase("area=III.1", "1")]
    [TestCase("q=проверять", "1")]
    [TestCase("q=test", "1 2")]
    [TestCase("pillar=precursors&state=endorsed", "2")]
    public async Task Filter_selects_recommendations(string query, string numbers)
    {
        await _analyst.AddRecommendationAsync(
            Recommendation(
                """
                {
                  "areas": ["III.1"], "addressees": { "partners": ["EAG"] },
                  "translations": [{ "language": "ru", "text": "Проверять прекурсоры." }]
                }
                """
            )
        );
        await _admin.AddRecommendationAsync(
            Recommendation("""{ "reference": "EWG-1-III/2", "endorsedAt": "PCG-12", "addressees": { "all": true } }""")
        );
        await _analyst.AddRecommendationAsync(
            Recommendation("""{ "reference": "EWG-1-II/3", "pillars": ["financial-flows"], "text": "Other" }""")
        );
        Assert.That(
            string.Join(' ', await _viewer.ItemsAsync($"/v1/recommendations?{query}", Number)),
            Is.EqualTo(numbers)
        );
    }

    [Test]
    public async Task Withdrawn_recommendation_is_gone_and_frees_its_meeting()
    {
        await _analyst.AddRecommendationAsync(Recommendation());
        await (await _analyst.SendAsync("POST", "/v1/recommendations", Recommendation())).ProblemAsync(
            409,
            "ADAM-6054"
        );
        var gone = await _analyst.SendAsync(
            "DELETE",
            "/v1/recommendations/EWG-1-III/1",
            headers: ("If-Match", "\"1\"")
        );
        Assert.That((int)gone.StatusCode, Is.EqualTo(204));
        await (await _viewer.GetAsync("/v1/recommendations/EWG-1-III/1")).ProblemAsync(410, "ADAM-6055");
        await (await _viewer.GetAsync("/v1/recommendations/EWG-1-III/7")).ProblemAsync(404, "ADAM-6057");
        var meeting = await _analyst.SendAsync("DELETE", "/v1/meetings/EWG-1", headers: ("If-Match", "*"));
        Assert.That((int)meeting.StatusCode, Is.EqualTo(204));
        Assert.That(
            await (
                await _analyst.SendAsync("POST", "/v1/recommendations", Recommendation("""{ "reference": "A/1" }"""))
            ).FaultsAsync(),
            Is.EqualTo(new[] { "madeAt ADAM-1012" })
        );
    }

    /// <summary>Agreed again and again, and nothing behind it: the filter, and the years.</summary>
    [Test]
    public async Task Recommendation_that_is_made_again_without_a_project_is_found_and_shows_its_years()
    {
        await _analyst.AddMeetingAsync(
            Meeting("""{ "reference": "EWG-2", "start": "2022-06-01", "end": "2022-06-02" }""")
        );
        await _analyst.AddRecommendationAsync(Recommendation());
        await _analyst.AddRecommendationAsync(
            Recommendation(
                """
                {
                  "reference": "EWG-2-III/1", "madeAt": "EWG-2", "text": "Kits be bought.",
                  "continues": ["EWG-1-III/1"]
                }
                """
            )
        );
        await _analyst.AddRecommendationAsync(
            Recommendation(
                """{ "reference": "EWG-2-III/2", "madeAt": "EWG-2", "text": "Precursors should be tested." }"""
            )
        );
        await _analyst.AddRecommendationAsync(
            Recommendation("""{ "reference": "EWG-2-I/1", "madeAt": "EWG-2", "text": "Borders open." }""")
        );
        Assert.That(await FoundAsync("repeated=true"), Is.EqualTo("EWG-2-III/1 EWG-2-III/2"));
        Assert.That(await FoundAsync("repeated=false"), Is.EqualTo("EWG-1-III/1 EWG-2-I/1"));
        Assert.That(await FoundAsync("repeated=true&served=false"), Is.EqualTo("EWG-2-III/1 EWG-2-III/2"));
        var progress = await _viewer.ReadAsync("/v1/recommendations/EWG-2-III/1/progress");
        Assert.That(
            $"{progress["agreedIn"]!.Text()} {progress["served"]} {progress["measures"]!.Text()}",
            Is.EqualTo("[2015,2022] false []")
        );
        Assert.That(
            progress["continues"]!.Text(),
            Is.EqualTo("""[{"reference":"EWG-1-III/1","madeAt":"EWG-1","year":2015}]""")
        );
        Assert.That(
            (await _viewer.ReadAsync("/v1/recommendations/EWG-2-III/2/progress"))["repeats"]!.Text(),
            Is.EqualTo("""[{"reference":"EWG-1-III/1","madeAt":"EWG-1","year":2015,"likeness":1}]""")
        );

        // A measure alone does nothing; a project that counts for it serves the recommendation and what continues it.
        await _analyst.MeasureAsync("""{ "recommendations": ["ewg-1-iii/1"] }""");
        Assert.That(await FoundAsync("served=true"), Is.Empty);
        var germany = await Api.ClientAsync(Role.Donor, "DE");
        await germany.TesterAsync();
        Assert.That(await FoundAsync("served=true"), Is.EqualTo("EWG-1-III/1 EWG-2-III/1"));
        Assert.That(await FoundAsync("repeated=true&served=false"), Is.EqualTo("EWG-2-III/2"));
        progress = await _viewer.ReadAsync("/v1/recommendations/EWG-2-III/1/progress");
        Assert.That(progress["served"]!.GetValue<bool>(), Is.True);
        Assert.That(progress["measures"]![0]!["found"]!["projects"]!.GetValue<int>(), Is.EqualTo(1));

        async Task<string> FoundAsync(string query) =>
            string.Join(' ', (await _viewer.ReadAsync($"/v1/recommendations?{query}")).Each("reference"));
    }

    private static string Of2015(int number) =>
        Recommendation(
            $$"""
            {
              "reference": "EWG-2015-II/{{number}}", "madeAt": "EWG-2015-TRIFOLD", "pillars": ["financial-flows"]
            }
            """
        );

    private static string Number(JsonNode recommendation) => ((string)recommendation["reference"]!).Split('/')[1];

    private Task<IReadOnlyList<string>> StatesAsync(string query) =>
        _viewer.ItemsAsync($"/v1/recommendations?{query}", one => $"{Number(one)} {one["state"]}");

    private static Task<HttpResponseMessage> EndorseAsync(
        HttpClient client,
        string body,
        params (string, string)[] headers
    ) => client.SendAsync("POST", "/v1/meetings/PCG-12/endorsements", body, headers: headers);

    private static Task<HttpResponseMessage> PatchAsync(HttpClient client, string patch) =>
        client.SendAsync("PATCH", "/v1/recommendations/EWG-1-III/1", patch, MergePatch, ("If-Match", "*"));
}
