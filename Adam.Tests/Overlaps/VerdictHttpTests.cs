using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>
/// An analyst records a verdict on a pair. The verdict is stored with its author and becomes stale when matching data
/// of a project changes.
/// </summary>
public sealed class VerdictHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _analyst = null!;
    private HttpClient _germany = null!;
    private JsonObject _ours = null!;
    private JsonObject _theirs = null!;

    private string Pair => $"/v1/overlaps/{PairId(_ours, _theirs)}";

    [SetUp]
    public async Task RecordTwoThatMeet()
    {
        var api = TestApi.Over(Register.Database);
        (_analyst, _germany) = (await api.ClientAsync(Role.Analyst), await api.ClientAsync(Role.Donor, "DE"));
        _ours = await _germany.RecordAsync(StrongMatch);
        _theirs = await (await api.ClientAsync(Role.Donor, "US")).RecordAsync(
            With(StrongMatch, """{ "donors": [{ "partner": "US" }] }""")
        );
    }

    [Test]
    public async Task Verdict_sticks_and_is_attributed()
    {
        var tag = await TagAsync();
        var response = await DecideAsync(
            """{ "verdict": "complementary", "note": "  Germany trains, the United States equip. " }""",
            tag
        );
        var decided = await response.JsonAsync();
        Assert.Multiple(async () =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            var verdict = decided["verdict"]!.AsObject();
            Assert.That(
                verdict.Text(),
                Is.EqualTo(
                    Compact(
                        $$"""
                        {
                          "verdict": "complementary", "note": "Germany trains, the United States equip.",
                          "decidedBy": "Test Analyst", "partner": "UNODC", "decidedAt": "{{verdict["decidedAt"]}}",
                          "stale": false, "staleAt": null
                        }
                        """
                    )
                )
            );
            Assert.That(response.Headers.ETag!.ToString(), Is.Not.EqualTo(tag).And.EqualTo(await TagAsync()));
            Assert.That((await _germany.ReadAsync(Pair)).Text(), Is.EqualTo(decided.Text()));
            Assert.That((await _germany.ReadAsync("/v1/overlaps"))["items"]!.Text(), Is.EqualTo($"[{decided.Text()}]"));
            Assert.That(
                (await _germany.ReadAsync("/v1/overlaps?verdict=none"))["items"]!.AsArray(),
                Is.Empty,
                "a pair with a verdict is not in the work list"
            );
            Assert.That(
                (await _germany.ReadAsync("/v1/overlaps?verdict=complementary&verdict=duplicate"))["items"]!.AsArray(),
                Has.Count.EqualTo(1)
            );
            Assert.That((int)(await _germany.ReadAsync("/v1/overlaps/summary"))["totals"]!["undecided"]!, Is.Zero);
            Assert.That(
                (await _germany.ReadAsync($"/v1/overlaps?updatedSince={verdict["decidedAt"]}"))["items"]!.AsArray(),
                Has.Count.EqualTo(1)
            );
        });
    }

    [Test]
    public async Task Change_in_what_counts_makes_it_stale_and_another_does_not()
    {
        await DecideAsync("""{ "verdict": "unrelated" }""", "*");
        await PatchAsync("""{ "sectors": [{ "vocabulary": "dac", "code": "16063" }], "language": "en" }""");
        Assert.That((bool)(await _analyst.ReadAsync(Pair))["verdict"]!["stale"]!, Is.False);

        var changed = await PatchAsync("""{ "description": "Now with dogs." }""");
        var verdict = (await _analyst.ReadAsync(Pair))["verdict"]!;
        Assert.Multiple(async () =>
        {
            Assert.That((string?)verdict["verdict"], Is.EqualTo("unrelated"), "the stale verdict is still returned");
            Assert.That(
                ((bool)verdict["stale"]!, verdict["staleAt"]!.Text()),
                Is.EqualTo((true, changed["updatedAt"]!.Text()))
            );
            Assert.That(
                (await _analyst.ReadAsync("/v1/overlaps?verdict=stale"))["items"]!.AsArray(),
                Has.Count.EqualTo(1)
            );
            Assert.That((await _analyst.ReadAsync("/v1/overlaps?verdict=unrelated"))["items"]!.AsArray(), Is.Empty);
            Assert.That(
                (int)(await _analyst.ReadAsync("/v1/overlaps/summary"))["totals"]!["undecided"]!,
                Is.EqualTo(1)
            );
        });

        await DecideAsync("""{ "verdict": "duplicate" }""", await TagAsync());
        Assert.That((await _analyst.ReadAsync("/v1/overlaps?verdict=stale"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Of_two_who_decide_at_once_one_wins_and_the_other_is_told()
    {
        var tag = await TagAsync();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(number => DecideAsync($$"""{ "verdict": "duplicate", "note": "{{number}}" }""", tag))
        );
        Assert.That(
            answers.Select(answer => (int)answer.StatusCode).Order(),
            Is.EqualTo(new[] { 200, 412, 412, 412, 412, 412 })
        );
        Assert.That((await _analyst.ReadAsync($"{Pair}/verdicts"))["items"]!.AsArray(), Has.Count.EqualTo(1));
        await (await _analyst.SendAsync("PUT", $"{Pair}/verdict", """{ "verdict": "duplicate" }""")).ProblemAsync(
            428,
            "ADAM-1041"
        );
    }

    [Test]
    public async Task Verdict_on_what_has_changed_since_it_was_read_is_refused()
    {
        var tag = await TagAsync();
        await PatchAsync("""{ "title": "Training for border police and dogs" }""");
        await (await DecideAsync("""{ "verdict": "duplicate" }""", tag)).ProblemAsync(412, "ADAM-1040");
    }

    [Test]
    public async Task History_stays_and_a_verdict_can_be_taken_back()
    {
        await DecideAsync("""{ "verdict": "duplicate", "note": "one" }""", "*");
        await DecideAsync("""{ "verdict": "co-funded" }""", "*");
        Assert.That(
            (int)(await _analyst.SendAsync("DELETE", $"{Pair}/verdict", headers: ("If-Match", "*"))).StatusCode,
            Is.EqualTo(204)
        );
        Assert.Multiple(async () =>
        {
            Assert.That((await _analyst.ReadAsync(Pair))["verdict"], Is.Null);
            Assert.That(
                (await _analyst.ReadAsync("/v1/overlaps?verdict=none"))["items"]!.AsArray(),
                Has.Count.EqualTo(1)
            );
            Assert.That(
                (await _analyst.ReadAsync($"{Pair}/verdicts"))["items"]!
                    .AsArray()
                    .Select(verdict => $"{verdict!["verdict"]} {verdict["note"]}"),
                Is.EqualTo(new[] { " ", "co-funded ", "duplicate one" })
            );
        });
    }

    [Test]
    public async Task Weak_pair_can_be_decided_too_and_has_its_verdict_when_it_grows_strong()
    {
        await PatchAsync("""{ "places": [], "beneficiaries": [], "title": "Zzyzx" }""");
        Assert.That((await _analyst.ReadAsync("/v1/overlaps"))["items"]!.AsArray(), Is.Empty);
        await DecideAsync("""{ "verdict": "complementary" }""", "*");
        Assert.That((string?)(await _analyst.ReadAsync(Pair))["verdict"]!["verdict"], Is.EqualTo("complementary"));
        Assert.That(
            (await _analyst.ReadAsync("/v1/overlaps?sort=start"))["items"]![0]!["verdict"]!["verdict"]!.Text(),
            Is.EqualTo("\"complementary\"")
        );

        await PatchAsync(With(StrongMatch, """{ "title": "Training for border police" }"""));
        var pair = (await _analyst.ReadAsync("/v1/overlaps?verdict=stale"))["items"]!.AsArray().Single()!;
        Assert.That((string?)pair["verdict"]!["verdict"], Is.EqualTo("complementary"));
    }

    [TestCase("""{}""", "verdict ADAM-1016")]
    [TestCase("""{ "verdict": "same", "why": "x" }""", "verdict ADAM-1012", "why ADAM-1004")]
    [TestCase("""{ "verdict": null, "note": 5 }""", "verdict ADAM-1016", "note ADAM-1006")]
    public async Task Every_fault_is_named(string body, params string[] faults)
    {
        Assert.That(await (await DecideAsync(body, "*")).FaultsAsync(), Is.EquivalentTo(faults));
        Assert.That(
            await (
                await DecideAsync($$"""{ "verdict": "duplicate", "note": "{{new string('x', 2001)}}" }""", "*")
            ).FaultsAsync(),
            Is.EqualTo(new[] { "note ADAM-1017" })
        );
    }

    [Test]
    public async Task Pair_that_does_not_overlap_takes_no_verdict()
    {
        await PatchAsync("""{ "countries": ["UZ"] }""");
        await (await DecideAsync("""{ "verdict": "duplicate" }""", "*")).ProblemAsync(404, "ADAM-5001");
        await (await _analyst.GetAsync($"{Pair}/verdicts")).ProblemAsync(404, "ADAM-5001");
    }

    [Test]
    public async Task Cluster_is_one_thing_until_a_verdict_tells_its_parts_apart()
    {
        var third = await (await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "FR")).RecordAsync(
            With(StrongMatch, """{ "donors": [{ "partner": "FR" }] }""")
        );
        var clusters = (await _analyst.ReadAsync("/v1/overlaps/clusters?country=TJ"))["items"]!.AsArray();
        Assert.That(clusters, Has.Count.EqualTo(1));
        Assert.That(
            clusters[0]!["projects"]!.AsArray().Select(project => (string?)project!["owner"]),
            Is.EqualTo(new[] { "DE", "US", "FR" })
        );
        Assert.That(clusters[0]!["overlaps"]!.AsArray(), Has.Count.EqualTo(3));

        foreach (var other in new[] { _ours, _theirs })
        {
            var response = await _analyst.SendAsync(
                "PUT",
                $"/v1/overlaps/{PairId(third, other)}/verdict",
                """{ "verdict": "unrelated" }""",
                headers: ("If-Match", "*")
            );
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
        }

        clusters = (await _analyst.ReadAsync("/v1/overlaps/clusters"))["items"]!.AsArray();
        Assert.That(
            clusters.Single()!["projects"]!.AsArray().Select(project => (string?)project!["owner"]),
            Is.EqualTo(new[] { "DE", "US" })
        );
        Assert.That(
            await (await _analyst.GetAsync("/v1/overlaps/clusters?count=true")).FaultsAsync(),
            Is.EqualTo(new[] { "count ADAM-1018" })
        );
    }

    [Test]
    public async Task Analyst_cannot_decide_what_its_own_partner_owns_or_funds_on_both_sides()
    {
        var api = TestApi.Over(Register.Database);
        var funded = await (await api.ClientAsync(Role.Donor)).RecordAsync(
            With(StrongMatch, """{ "donors": [{ "partner": "DE" }, { "partner": "FR" }] }""")
        );
        var own = $"/v1/overlaps/{PairId(_ours, funded)}/verdict";
        using var german = await api.ClientAsync(Role.Analyst, "DE");
        foreach (var method in new[] { "PUT", "DELETE" })
        {
            var problem = await (await SendAsync(german, method, own)).ProblemAsync(403, "ADAM-2006");
            Assert.That(
                (string?)problem["detail"],
                Does.StartWith("Both projects are of DE,").And.Not.Contain("OwnVerdicts")
            );
        }

        Assert.That((await german.ReadAsync($"/v1/overlaps/{PairId(_ours, funded)}"))["verdict"], Is.Null);
        Assert.That(
            (await german.ReadAsync($"/v1/overlaps/{PairId(_ours, funded)}/verdicts")).Text(),
            Does.Contain("[]")
        );
        await using var lenient = new TestApi(Register.Database, ("Adam:OwnVerdicts", "true"));
        foreach (
            var (client, path) in new[]
            {
                (german, $"{Pair}/verdict"), // one side only
                (_analyst, own), // UNODC owns one side only
                (await api.ClientAsync(Role.Admin, "DE"), own),
                (await lenient.ClientAsync(Role.Analyst, "DE"), own),
            }
        )
            Assert.That((int)(await SendAsync(client, "PUT", path)).StatusCode, Is.EqualTo(200));

        static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path) =>
            client.SendAsync(
                method,
                path,
                method == "PUT" ? """{ "verdict": "unrelated" }""" : null,
                headers: ("If-Match", "*")
            );
    }

    private Task<HttpResponseMessage> DecideAsync(string body, string tag) =>
        _analyst.SendAsync("PUT", $"{Pair}/verdict", body, headers: ("If-Match", tag));

    private async Task<string> TagAsync() => (await _analyst.GetAsync(Pair)).Headers.ETag!.ToString();

    private async Task<JsonObject> PatchAsync(string patch)
    {
        var response = await _germany.SendAsync(
            "PATCH",
            $"/v1/projects/{_ours.Id()}",
            patch,
            MediaTypeOfPatch,
            ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private const string MediaTypeOfPatch = "application/merge-patch+json";
}
