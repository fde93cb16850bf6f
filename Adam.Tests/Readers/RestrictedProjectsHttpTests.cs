using System.Text.Json.Nodes;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Presence;
using Adam.Domain.Keys;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.OpenApi;
using Adam.Tests.Progress;
using Adam.Tests.Projects;
using Microsoft.Extensions.DependencyInjection;
using static Adam.Tests.Meetings.MeetingHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Readers;

/// <summary>
/// Compares registers that differ in one restricted project: all responses to those who may not see it are equal, byte
/// for byte, but for the members that tell that there is one.
/// </summary>
public sealed class RestrictedProjectsHttpTests(string engine) : RegisterTests(engine)
{
    /// <summary>The content of the restricted project: as much like that of others as possible, and as rich.</summary>
    private const string Alpha = """
        {
          "title": "Zorbulon training for border police",
          "description": "Qwellimak scales at the bridge, under PANJ/2019/0417.",
          "places": [{ "name": "Zorbtown", "admin1": "Zorbregion", "latitude": 37.2, "longitude": 68.6 }],
          "beneficiaries": ["Customs post at the Panj bridge"], "activityTypes": ["training"],
          "donors": [
            { "partner": "US", "amount": 777, "currency": "USD" }, { "name": "Zorbulon Trust" }, { "partner": "FR" }],
          "implementers": [{ "partner": "UNODC" }], "status": "implementation",
          "plannedStart": "2020-01-01", "plannedEnd": "2035-12-31", "iatiIdentifier": "DE-1-ZORB",
          "relatedProjects": [{ "identifier": "US-1-A", "relation": "co-funded" }]
        }
        """;

    /// <summary>Another content in the same country and pillar.</summary>
    private const string Beta = """
        {
          "title": "A plain record", "description": null, "places": [], "beneficiaries": [], "activityTypes": [],
          "donors": [{ "partner": "DE" }], "implementers": [], "status": "closed",
          "plannedStart": "2011-01-01", "plannedEnd": "2012-12-31", "iatiIdentifier": null, "relatedProjects": []
        }
        """;

    /// <summary>The content in which everybody may see the project.</summary>
    private const string Common = """
        {
          "title": "Workshop on laboratory safety", "description": null, "places": [], "beneficiaries": [],
          "activityTypes": ["training"], "donors": [{ "partner": "DE" }], "implementers": [],
          "status": "implementation", "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31",
          "iatiIdentifier": null, "relatedProjects": []
        }
        """;

    private const string Place = """{ "countries": ["TJ"], "pillars": ["precursors"], "reference": "R-SECRET" }""";

    private static readonly (Role Role, string Partner)[] Others = [(Role.Viewer, "US"), (Role.Donor, "FR")];

    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _analyst = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public Task GetKeys() => MakeClientsAsync();

    [Test]
    public async Task Two_registers_that_differ_in_one_restricted_project_are_the_same_to_others()
    {
        var alpha = await StoryAsync(Alpha);
        await Register.ResetAsync();
        await MakeClientsAsync();
        var beta = await StoryAsync(Beta);
        await Register.ResetAsync();
        await MakeClientsAsync();
        var none = await StoryAsync(content: null);

        Assert.That(beta, Has.Count.EqualTo(alpha.Count).And.Count.GreaterThan(4));
        foreach (var (one, other) in alpha.Zip(beta))
            AssertSame(one.Step, one.Seen, other.Seen);
        foreach (var (one, other) in alpha.Zip(none))
            AssertSame(
                $"{one.Step}, without it",
                Reading.WithoutRestricted(one.Seen),
                Reading.WithoutRestricted(other.Seen)
            );

        // The comparison covers what it claims to: the members tell of the project, and nothing else does.
        var told = alpha[0].Seen.Where(text => text.Contains("\"restricted\":[{", StringComparison.Ordinal)).ToList();
        Assert.That(told, Has.Count.GreaterThan(10));
        Assert.That(told[0], Does.Contain("""{"country":"TJ","pillar":"precursors","ask":"""));
    }

    [Test]
    public async Task Every_operation_that_reads_is_compared()
    {
        var contract = await ContractDocument.OfAsync(Api);
        var reads = contract
            .Operations.Keys.Where(operation => operation.StartsWith("GET /v1", StringComparison.Ordinal))
            .Select(operation => operation["GET ".Length..]);
        var compared = Reading.Queries.Keys.Concat([
            "/v1/projects/{id}",
            "/v1/projects/{id}/history",
            "/v1/projects/{id}/versions/{version}",
            "/v1/projects/{id}/measures",
            "/v1/measures/{reference}",
            "/v1/measures/{reference}/history",
            "/v1/measures/{reference}/projects",
            "/v1/measures/{reference}/projects/{id}",
            "/v1/measures/{reference}/progress",
            "/v1/measures/{reference}/statements",
            "/v1/measures/{reference}/findings",
            "/v1/recommendations/{set}/{number}/progress",
            "/v1/reports/{year}",
            "/v1/reports/{year}/notes",
            "/v1/reports/{year}/editions",
            "/v1/overlaps/{id}",
            "/v1/overlaps/{id}/verdicts",
            "/v1/overlaps/{id}/notes",
            "/v1/partners/{code}",
            "/v1/codelists/{name}",
            "/v1/layers/{layer}/items",
            "/v1/layers/{layer}/unassisted",
            "/v1/collections/{layer}/items",
        ]);
        // The rest is of the caller alone, or of admins, who see everything.
        string[] own =
        [
            "/v1/audit",
            "/v1/audit/refusals",
            "/v1/keys",
            "/v1/keys/{id}",
            "/v1/imports/{id}",
            "/v1/imports/{id}/report",
            "/v1/mappings/{name}",
            "/v1/me",
            // Of meetings and recommendations, which no project decides.
            "/v1/meetings/{reference}",
            "/v1/meetings/{reference}/history",
            "/v1/recommendations/{set}/{number}",
            "/v1/recommendations/{set}/{number}/history",
            // Of documents, which name no project.
            "/v1/documents",
            "/v1/documents/{reference}",
            "/v1/documents/{reference}/history",
            // Texts of editors, and reports as they were frozen: ReportHttpTests.
            "/v1/reports/{year}/notes/{section}",
            "/v1/reports/{year}/notes/{section}/history",
            "/v1/reports/{year}/editions/{number}",
            // Of drug data, which no project decides; LayerSensitivityHttpTests walks them. Three layers are of
            // projects.
            "/v1",
            "/v1/conformance",
            "/v1/collections",
            "/v1/collections/{layer}",
            "/v1/collections/{layer}/items/{item}",
            "/v1/layers",
            "/v1/layers/{layer}",
            "/v1/layers/{layer}/history",
            "/v1/layers/{layer}/items/{item}",
            "/v1/layers/{layer}/items/{item}/history",
            "/v1/layers/{layer}/summary",
            "/v1/posts",
            "/v1/posts/coverage",
            "/v1/posts/{reference}",
            "/v1/posts/{reference}/history",
            // Of questionnaires and responses. Forms that are filled in from projects have tests of their own.
            "/v1/questionnaires/{reference}",
            "/v1/questionnaires/{reference}/history",
            "/v1/questionnaires/{reference}/questions",
            "/v1/questionnaires/{reference}/results",
            "/v1/questionnaires/{reference}/responses",
            "/v1/questionnaires/{reference}/responses/{partner}",
            "/v1/questionnaires/{reference}/responses/{partner}/form",
            "/v1/questionnaires/{reference}/responses/{partner}/history",
            "/v1/subscriptions/{id}",
            "/v1/subscriptions/{id}/deliveries",
            "/v1/subscriptions/{id}/feed",
        ];
        Assert.That(reads, Is.SubsetOf(compared.Concat(own)));
    }

    [Test]
    public async Task Owner_analysts_and_admins_see_a_restricted_project_everywhere()
    {
        var (ours, theirs) = await BackgroundAsync();
        var secret = await _germany.RecordAsync(With(With(Place, Alpha), """{ "visibility": "restricted" }"""));
        Assert.That((string?)secret["visibility"], Is.EqualTo("restricted"));
        Assert.That((string?)ours["visibility"], Is.EqualTo("partners"));
        foreach (
            var client in new[]
            {
                _germany,
                await Api.ClientAsync(Role.Viewer, "DE"),
                _analyst,
                await Api.ClientAsync(Role.Admin, "FR"),
            }
        )
        {
            var id = secret.Id();
            Assert.That((await client.ReadAsync($"/v1/projects/{id}")).Id(), Is.EqualTo(id));
            Assert.That((await client.ReadAsync("/v1/projects?q=zorbulon")).Each("id"), Is.EqualTo(new[] { id }));
            Assert.That(
                (await client.ReadAsync("/v1/projects?visibility=restricted")).Each("id"),
                Is.EqualTo(new[] { id })
            );
            Assert.That(
                (await client.ReadAsync("/v1/projects?visibility=partners&count=true"))["total"]!.GetValue<int>(),
                Is.EqualTo(3)
            );
            Assert.That(
                (await client.ReadAsync("/v1/presence?by=country&country=TJ"))["items"]![0]![
                    "projects"
                ]!.GetValue<int>(),
                Is.EqualTo(3)
            );
            Assert.That((await client.ReadAsync("/v1/presence?by=country"))["restricted"]!.AsArray(), Is.Empty);
            Assert.That(
                (await client.ReadAsync("/v1/presence?by=donor")).Each("donor"),
                Does.Contain("Zorbulon Trust")
            );
            Assert.That(
                (await client.ReadAsync("/v1/projects?donor=Zorbulon%20Trust")).Each("id"),
                Is.EqualTo(new[] { id })
            );
            Assert.That(
                (await client.ReadAsync("/v1/overlaps?kind=declared")).Each("id"),
                Does.Contain(PairId(secret, theirs))
            );
            Assert.That((await client.ReadAsync($"/v1/overlaps/{PairId(secret, theirs)}")).Id(), Is.Not.Null);
            Assert.That((await client.ReadAsync("/v1/changes")).Each("id"), Does.Contain(id));
            Assert.That(
                (await client.ReadAsync($"/v1/projects/{id}/history"))["items"]!.AsArray(),
                Has.Count.EqualTo(1)
            );
            Assert.That(
                await client.GetStringAsync("/v1/projects?format=csv"),
                Does.Contain("Zorbulon").And.Contain("restricted")
            );
            Assert.That(
                await client.GetStringAsync("/v1/projects?format=iati"),
                Does.Contain("adam:visibility=\"restricted\"")
            );
        }

        await AssertSoundAsync();
    }

    [Test]
    public async Task Change_without_a_visibility_keeps_it()
    {
        var secret = await _germany.RecordAsync(With(Place, """{ "visibility": "restricted" }"""));
        var patched = await PatchAsync(secret.Id(), """{ "title": "Another title" }""", "\"1\"");
        Assert.That((string?)patched["visibility"], Is.EqualTo("restricted"));
        var nulled = await PatchAsync(secret.Id(), """{ "title": "A third title", "visibility": null }""", "\"2\"");
        Assert.That((string?)nulled["visibility"], Is.EqualTo("restricted"));
        var put = await _germany.SendAsync(
            "PUT",
            $"/v1/projects/{secret.Id()}",
            Body(Place),
            headers: ("If-Match", "\"3\"")
        );
        Assert.That((string?)(await put.ChangedAsync())["visibility"], Is.EqualTo("restricted"));

        foreach (
            var (type, file) in new[]
            {
                ("application/x-ndjson", Compact(Body(With(Place, """{ "title": "By NDJSON" }""")))),
                (
                    "application/x-ndjson",
                    Compact(Body(With(Place, """{ "title": "By NDJSON again" }""")))
                        .Replace("\"status\"", "\"visibility\":null,\"status\"", StringComparison.Ordinal)
                ),
                (
                    "text/csv",
                    "reference,title,pillars,countries,donors,status,plannedStart,visibility\n"
                        + "R-SECRET,By CSV,precursors,TJ,DE,implementation,2020-01-01,\n"
                ),
            }
        )
        {
            var import = await _germany.SendAsync("POST", "/v1/imports", file, type);
            Assert.That((int)import.StatusCode, Is.EqualTo(200), await import.Content.ReadAsStringAsync());
            Assert.That(
                (string?)(await _germany.ReadAsync($"/v1/projects/{secret.Id()}"))["visibility"],
                Is.EqualTo("restricted"),
                file
            );
        }

        var wrong = await _germany.SendAsync("POST", "/v1/projects", Body("""{ "visibility": "secret" }"""));
        Assert.That(await wrong.FaultsAsync(), Is.EqualTo(new[] { "visibility ADAM-1012" }));
    }

    [Test]
    public async Task Files_carry_the_visibility()
    {
        await _germany.RecordAsync(With(Place, """{ "visibility": "restricted" }"""));
        foreach (
            var (format, type) in new[]
            {
                ("ndjson", "application/x-ndjson"),
                ("csv", "text/csv"),
                ("iati", "application/xml"),
            }
        )
        {
            var file = await _germany.GetStringAsync($"/v1/projects?format={format}&owner=DE");
            await Register.ResetAsync();
            await MakeClientsAsync();
            var import = await _germany.SendAsync("POST", "/v1/imports", file, type);
            Assert.That((int)import.StatusCode, Is.EqualTo(200), await import.Content.ReadAsStringAsync());
            Assert.That(
                (await _germany.ReadAsync("/v1/projects")).Each("visibility"),
                Is.EqualTo(new[] { "restricted" }),
                format
            );
            Assert.That((await _america.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty, format);
        }

        var named =
            "reference,title,pillars,countries,donors,status,plannedStart,Доступ\n"
            + "R-9,By CSV,precursors,TJ,DE,implementation,2020-01-01,ограничено\n";
        var imported = await _germany.SendAsync("POST", "/v1/imports", named, "text/csv");
        Assert.That((int)imported.StatusCode, Is.EqualTo(200), await imported.Content.ReadAsStringAsync());
        Assert.That(
            (await _germany.ReadAsync("/v1/projects?q=csv")).Each("visibility"),
            Is.EqualTo(new[] { "restricted" })
        );
    }

    [Test]
    public async Task Becoming_restricted_is_a_withdrawal_to_others_and_the_way_back_is_new_to_them()
    {
        var feed = await FeedAsync(_america);
        var own = await FeedAsync(_germany);
        var (ours, _) = await BackgroundAsync();
        await PatchAsync(ours.Id(), """{ "visibility": "restricted" }""", "\"1\"");
        var told = await Api.Anonymous().GetStringAsync(feed);
        Assert.That(told, Does.Contain("Project withdrawn: D-1 (DE)").And.Not.Contain("Project recorded: D-1"));
        Assert.That(told, Does.Contain("Project recorded: U-1"));
        await PatchAsync(ours.Id(), """{ "title": "Zorbulon" }""", "\"2\"");
        await PatchAsync(ours.Id(), """{ "title": "Known again", "visibility": "partners" }""", "\"3\"");

        Assert.That(
            ChangesOf(await _america.ReadAsync("/v1/changes"), ours.Id()),
            Is.EqualTo(new[] { "created 1 ", "withdrawn 2 ", "created 4 " })
        );
        Assert.That(
            ChangesOf(await _analyst.ReadAsync("/v1/changes"), ours.Id()),
            Is.EqualTo(new[] { "created 1 ", "changed 2 visibility", "changed 3 title", "changed 4 title,visibility" })
        );
        var history = await _america.ReadAsync($"/v1/projects/{ours.Id()}/history");
        Assert.That(history["items"]!.AsArray().Select(item => (int)item!["version"]!), Is.EqualTo(new[] { 1, 4 }));
        Assert.That(history.Text(), Does.Not.Contain("Zorbulon"));
        await (await _america.GetAsync($"/v1/projects/{ours.Id()}/versions/3")).ProblemAsync(404, "ADAM-3020");
        told = await Api.Anonymous().GetStringAsync(feed);
        Assert.That(
            told,
            Does.Contain("Known again").And.Not.Contain("Zorbulon").And.Not.Contain("Project changed: D-1")
        );
        // The feed of the owner tells each change, with the project as it is now.
        Assert.That(await Api.Anonymous().GetStringAsync(own), Does.Contain("Project changed: D-1"));
        await AssertSoundAsync();

        static IEnumerable<string> ChangesOf(JsonObject page, string id) =>
            page["items"]!
                .AsArray()
                .Where(item => (string)item!["id"]! == id)
                .Select(item =>
                    $"{item!["change"]} {item["version"]} "
                    + string.Join(',', item["fields"]?.AsArray().Select(field => (string)field!) ?? [])
                );
    }

    [Test]
    public async Task Import_of_restricted_projects_of_another_partner_is_hidden_from_those_who_do_not_see_them()
    {
        var admin = await Api.ClientAsync(Role.Admin, "FR");
        var line = Compact(Body(With(Place, """{ "owner": "DE", "visibility": "restricted" }""")));
        var import = await admin.SendAsync("POST", "/v1/imports", line, "application/x-ndjson");
        Assert.That((int)import.StatusCode, Is.EqualTo(200), await import.Content.ReadAsStringAsync());
        var path = $"/v1/imports/{(string)(await import.JsonAsync())["id"]!}";
        Assert.That((await admin.ReadAsync(path)).Id(), Is.Not.Null);
        var viewer = await Api.ClientAsync(Role.Viewer, "FR");
        await (await viewer.GetAsync(path)).ProblemAsync(404, "ADAM-6024");
        await (await viewer.GetAsync($"{path}/report")).ProblemAsync(404, "ADAM-6024");
        Assert.That((await viewer.ReadAsync("/v1/imports"))["items"]!.AsArray(), Is.Empty);
    }

    /// <summary>Creates a feed, and returns its path with the token.</summary>
    private static async Task<string> FeedAsync(HttpClient client)
    {
        var response = await client.SendAsync(
            "POST",
            "/v1/subscriptions",
            """
            {
              "name": "All", "channel": "feed",
              "events": [
                "project.recorded", "project.changed", "project.withdrawn", "overlap.recorded", "verdict.given",
                "note.added"
              ]
            }
            """
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        var created = await response.JsonAsync();
        return $"/v1/subscriptions/{created.Id()}/feed?token={created["secret"]}";
    }

    /// <summary>Records the projects that everybody sees.</summary>
    private async Task<(JsonObject Ours, JsonObject Theirs)> BackgroundAsync()
    {
        foreach (
            var measure in new[]
            {
                """
                    {
                      "reference": "M-TJ", "criterion": { "activityTypes": ["training"], "words": ["zorbulon"] },
                      "recommendations": ["EWG-1-III/1"]
                    }
                    """,
                """{ "reference": "M-WIDE", "criterion": null, "until": "2036-12-31" }""",
            }
        )
            await _analyst.MeasureAsync(measure);
        await _analyst.AddMeetingAsync(Meeting());
        await _analyst.AddRecommendationAsync(Recommendation());
        foreach (var client in new[] { _america, _analyst })
            await client.StateAsync("M-TJ", """{ "stage": "complete" }""");
        var place = """{ "countries": ["TJ", "UZ"], "pillars": ["precursors"] }""";
        var strong = With(StrongMatch, place);
        var ours = await _germany.RecordAsync(With(strong, """{ "reference": "D-1" }"""));
        var theirs = await _america.RecordAsync(
            With(
                strong,
                """
                {
                  "reference": "A-1", "iatiIdentifier": "US-1-A",
                  "donors": [{ "partner": "US", "amount": 100, "currency": "USD" }],
                  "relatedProjects": [{ "identifier": "DE-1-ZORB", "relation": "co-funded" }]
                }
                """
            )
        );
        var office = await Api.ClientAsync(Role.Donor);
        await office.RecordAsync("""{ "reference": "U-1", "countries": ["UZ"], "donors": [{ "partner": "UNODC" }] }""");
        return (ours, theirs);
    }

    /// <summary>
    /// Lives through the life of a restricted project, and returns all responses to others after each step.
    /// </summary>
    /// <param name="content">The content of the project; null for a register without it.</param>
    private async Task<IReadOnlyList<(string Step, IReadOnlyList<string> Seen)>> StoryAsync(string? content)
    {
        var steps = new List<(string, IReadOnlyList<string>)>();
        var (ours, theirs) = await BackgroundAsync();
        var (id, etag) = (Guid.NewGuid().ToString(), 0);
        if (content is not null)
        {
            id = (await _germany.RecordAsync(With(With(Place, content), """{ "visibility": "restricted" }"""))).Id();
            etag = 1;
        }

        var evidence = new JsonObject { ["projects"] = content is null ? [] : new JsonArray(id) };
        await _germany.StateAsync("M-TJ", With("""{ "stage": "complete" }""", evidence.ToJsonString()));
        await SeeAsync("recorded");
        if (content is not null)
        {
            var line = Compact(Body(With(With(Place, content), """{ "title": "Zorbulon by import" }""")));
            var import = await _germany.SendAsync("POST", "/v1/imports", line, "application/x-ndjson");
            Assert.That((int)import.StatusCode, Is.EqualTo(200), await import.Content.ReadAsStringAsync());
            var undone = await _germany.SendAsync(
                "POST",
                $"/v1/imports/{(string)(await import.JsonAsync())["id"]!}/undo"
            );
            Assert.That((int)undone.StatusCode, Is.EqualTo(200), await undone.Content.ReadAsStringAsync());
            etag = (int)(await _germany.ReadAsync($"/v1/projects/{id}"))["version"]!;
        }

        await SeeAsync("imported and undone");
        await AssertSoundAsync();
        if (content is null)
            return steps;

        await PatchAsync(id, With(Common, """{ "visibility": "partners" }"""), $"\"{etag++}\"");
        await SeeAsync("seen by all");
        await PatchAsync(id, With(content, """{ "visibility": "restricted" }"""), $"\"{etag}\"");
        await SeeAsync("restricted again");
        var pair = PairId(theirs, new JsonObject { ["id"] = id });
        var decided = await _analyst.GetAsync($"/v1/overlaps/{pair}");
        if (decided.IsSuccessStatusCode)
        {
            var tag = decided.Headers.ETag!.ToString();
            decided = await _analyst.SendAsync(
                "PUT",
                $"/v1/overlaps/{pair}/verdict",
                """{ "verdict": "duplicate", "note": "Zorbulon" }""",
                headers: ("If-Match", tag)
            );
            Assert.That((int)decided.StatusCode, Is.EqualTo(200), await decided.Content.ReadAsStringAsync());
            var noted = await _germany.SendAsync(
                "POST",
                $"/v1/overlaps/{pair}/notes",
                """{ "text": "Zorbulon", "proposedVerdict": "duplicate" }"""
            );
            Assert.That((int)noted.StatusCode, Is.EqualTo(201), await noted.Content.ReadAsStringAsync());
        }

        await SeeAsync("decided and noted");
        await AssertSoundAsync();
        return steps;

        async Task SeeAsync(string step)
        {
            foreach (var (role, partner) in Others)
            {
                var client = await Api.ClientAsync(role, partner);
                steps.Add(
                    (
                        $"{step}, {role} of {partner}",
                        [
                            .. await Reading.AllAsync(client, theirs.Id(), PairId(ours, theirs)),
                            .. await OfTheProjectAsync(client, id, theirs.Id()),
                        ]
                    )
                );
            }

            steps.Add(($"{step}, writes", await WriteAsync(step, theirs.Id())));
        }
    }

    /// <summary>Returns the responses to requests for the project itself.</summary>
    private static async Task<IReadOnlyList<string>> OfTheProjectAsync(HttpClient client, string id, string theirs)
    {
        var pair = string.Join('_', new[] { id, theirs }.Order(StringComparer.Ordinal));
        var seen = new List<string>
        {
            await Reading.SeenAsync(client, "GET", $"/v1/projects/{id}"),
            await Reading.SeenAsync(client, "GET", $"/v1/projects/{id}?asOf=2999-01-01T00:00:00Z"),
            await Reading.SeenAsync(client, "GET", $"/v1/projects/{id}/history"),
            await Reading.SeenAsync(client, "GET", $"/v1/projects/{id}/versions/1"),
            await Reading.SeenAsync(client, "GET", $"/v1/overlaps?project={id}"),
            await Reading.SeenAsync(client, "GET", $"/v1/overlaps/{pair}"),
            await Reading.SeenAsync(client, "GET", $"/v1/overlaps/{pair}/verdicts"),
            await Reading.SeenAsync(client, "GET", $"/v1/overlaps/{pair}/notes"),
            await Reading.SeenAsync(client, "POST", $"/v1/overlaps/{pair}/notes", """{ "text": "Is it there?" }"""),
            await Reading.SeenAsync(client, "PUT", $"/v1/projects/{id}", Body()),
            await Reading.SeenAsync(client, "PUT", $"/v1/projects/{id}", "{}"),
            await Reading.SeenAsync(client, "PATCH", $"/v1/projects/{id}", "{}"),
            await Reading.SeenAsync(client, "POST", $"/v1/projects/{id}/versions/1/restore"),
        };
        // The order of the two ids in a pair depends on their random digits.
        return [.. Reading.Masked(seen.Select(text => text.Replace(pair, "(pair)", StringComparison.Ordinal)))];
    }

    /// <summary>Writes as another partner, and returns the responses.</summary>
    private async Task<IReadOnlyList<string>> WriteAsync(string step, string theirs)
    {
        var like = With(With(Place, Alpha), $$"""{ "reference": "A-{{step}}", "donors": [{ "partner": "US" }] }""");
        var version = (int)(await _america.ReadAsync($"/v1/projects/{theirs}"))["version"]!;
        var seen = new List<string>
        {
            await Reading.SeenAsync(_america, "POST", "/v1/projects/check", Body(like)),
            await Reading.SeenAsync(
                _america,
                "POST",
                "/v1/projects/check",
                Body(With(like, """{ "countries": ["UZ"] }"""))
            ),
            await Reading.SeenAsync(_america, "POST", "/v1/projects", Body(like)),
        };
        using var patched = await _america.SendAsync(
            "PATCH",
            $"/v1/projects/{theirs}",
            $$"""{ "title": "Changed after {{step}}" }""",
            MergePatch,
            ("If-Match", $"\"{version}\"")
        );
        seen.Add(await patched.Content.ReadAsStringAsync());
        using var imported = await _america.SendAsync(
            "POST",
            "/v1/imports",
            Compact(Body(With(like, """{ "title": "Zorbulon by another" }"""))),
            "application/x-ndjson"
        );
        seen.Add(await imported.Content.ReadAsStringAsync());
        return Reading.Masked(seen);
    }

    private async Task<JsonObject> PatchAsync(string id, string patch, string etag)
    {
        var response = await _germany.SendAsync("PATCH", $"/v1/projects/{id}", patch, MergePatch, ("If-Match", etag));
        return await response.ChangedAsync();
    }

    /// <summary>Asserts that the derived tables are those that a rebuild would compute.</summary>
    private async Task AssertSoundAsync()
    {
        var pairs = await Api.Services.GetRequiredService<OverlapVerify>().RunAsync(null, default);
        Assert.That(pairs, Is.Empty);
        Assert.That(await Api.Services.GetRequiredService<PresenceVerify>().RunAsync(default), Is.Empty);
    }

    private async Task MakeClientsAsync()
    {
        _germany = await Api.ClientAsync(Role.Donor, "DE");
        _america = await Api.ClientAsync(Role.Donor, "US");
        _analyst = await Api.ClientAsync(Role.Analyst);
    }

    private static void AssertSame(string step, IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        Assert.That(one, Has.Count.EqualTo(other.Count), step);
        Assert.Multiple(() =>
        {
            foreach (var (a, b) in one.Zip(other))
                Assert.That(a, Is.EqualTo(b), step);
        });
    }
}
