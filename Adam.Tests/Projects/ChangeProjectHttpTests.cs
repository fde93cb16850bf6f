using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Reads, replaces, patches and withdraws one project.</summary>
public sealed class ChangeProjectHttpTests(string engine) : RegisterTests(engine)
{
    private const string Nobody = "/v1/projects/01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10";

    private const string Full = """
        {
          "description": "Trains customs posts.",
          "places": [{ "name": "Nizhny Panj", "admin1": "Khatlon", "latitude": 37.2, "longitude": 68.6 }],
          "activityTypes": ["training", "equipment"],
          "donors": [
            { "partner": "DE", "name": "Federal Foreign Office", "amount": 1200000, "currency": "EUR" },
            { "name": "World Bank" }
          ],
          "implementers": [{ "partner": "UNODC" }],
          "beneficiaries": ["Drug Control Agency"], "actualStart": "2020-02-01", "plannedEnd": null,
          "sectors": [{ "vocabulary": "dac", "code": "16063" }], "additionalSdgTargets": ["16.5"],
          "iatiIdentifier": "DE-1-14", "relatedProjects": [{ "identifier": "X-1", "relation": "co-funded" }]
        }
        """;

    private HttpClient _germany = null!;

    private HttpClient _states = null!;

    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        _germany = await api.ClientAsync(Role.Donor, "DE");
        _states = await api.ClientAsync(Role.Donor, "US");
        _admin = await api.ClientAsync(Role.Admin);
    }

    [Test]
    public async Task Project_is_read_with_its_tag_and_not_sent_again()
    {
        var path = Path(await _germany.RecordAsync());
        var response = await _germany.GetAsync(path);
        var unchanged = await _germany.SendAsync("GET", path, headers: ("If-None-Match", "\"1\""));
        var head = await _germany.SendAsync("HEAD", path);
        Assert.Multiple(async () =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That((int)unchanged.StatusCode, Is.EqualTo(304));
            Assert.That(unchanged.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));
            Assert.That(await unchanged.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(
                (int)(await _germany.SendAsync("GET", path, headers: ("If-None-Match", "\"2\""))).StatusCode,
                Is.EqualTo(200)
            );
            Assert.That((int)head.StatusCode, Is.EqualTo(200));
            Assert.That(head.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));
            Assert.That(await head.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(
                await _states.GetStringAsync(
                    path.ToUpperInvariant().Replace("/V1/PROJECTS", "/v1/projects", StringComparison.Ordinal)
                ),
                Is.EqualTo(await response.Content.ReadAsStringAsync())
            );
        });
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    public async Task Project_that_never_was_is_not_found_and_one_that_is_withdrawn_is_gone(string method)
    {
        var path = Path(await _germany.RecordAsync());
        Assert.That(
            (int)(await _germany.SendAsync("DELETE", path, headers: ("If-Match", "\"1\""))).StatusCode,
            Is.EqualTo(204)
        );
        foreach (var client in new[] { _germany, _admin, _states })
        {
            var gone = await (await SendAsync(client, method, path)).ProblemAsync(410, "ADAM-3003");
            Assert.That((string?)gone["detail"], Does.Match(@"^DE withdrew this project on \d{4}-\d\d-\d\d\.$"));
            var unknown = await (await SendAsync(client, method, Nobody)).ProblemAsync(404, "ADAM-3002");
            Assert.That(
                (string?)unknown["detail"],
                Is.EqualTo("There is no project 01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10.")
            );
        }

        Assert.That(
            await (await SendAsync(_germany, method, "/v1/projects/17")).FaultsAsync(),
            Is.EqualTo(new[] { "id ADAM-1018" })
        );
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    public async Task Change_needs_the_right_key_and_the_state_that_was_seen(string method)
    {
        var path = Path(await _germany.RecordAsync());
        var before = await _germany.GetStringAsync(path);
        await (await SendAsync(_states, method, path)).ProblemAsync(403, "ADAM-3004");
        await (await SendAsync(_germany, method, path, null)).ProblemAsync(428, "ADAM-1041");
        await (await SendAsync(_germany, method, path, "\"2\"")).ProblemAsync(412, "ADAM-1040");
        await (await SendAsync(_germany, method, path, "W/\"1\"")).ProblemAsync(412, "ADAM-1040");
        Assert.That(
            await (await SendAsync(_germany, method, path, "1")).FaultsAsync(),
            Is.EqualTo(new[] { "If-Match ADAM-1014" })
        );
        Assert.That(await _germany.GetStringAsync(path), Is.EqualTo(before));
        Assert.That(
            (int)(await SendAsync(_germany, method, path, "\"1\"")).StatusCode,
            Is.EqualTo(method == "DELETE" ? 204 : 200)
        );
    }

    [Test]
    public async Task What_was_read_can_be_sent_back_and_changes_nothing(
        [Values("PUT", "PATCH")] string method,
        [Values(Full, "{}")] string changes
    )
    {
        var path = Path(await _germany.RecordAsync(changes));
        var read = await _germany.GetStringAsync(path);
        var response = await _germany.SendAsync(method, path, read, TypeOf(method), ("If-Match", "\"1\""));
        Assert.Multiple(async () =>
        {
            Assert.That((await response.ChangedAsync()).Text(), Is.EqualTo(read));
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));
            Assert.That(await _germany.GetStringAsync(path), Is.EqualTo(read));
        });
    }

    [Test]
    public async Task What_was_read_can_be_edited_and_sent_back()
    {
        var path = Path(await _germany.RecordAsync(Full));
        var read = await _germany.GetStringAsync(path);
        var response = await _germany.SendAsync(
            "PUT",
            path,
            With(
                read,
                """{ "title": "Another", "donors": [{ "name": "Deutschland", "amount": 0.5, "currency": "JPY" }] }"""
            ),
            headers: ("If-Match", "\"1\"")
        );
        Assert.That(await response.FaultsAsync(), Is.EqualTo(new[] { "donors[0].amount ADAM-1018" }));

        response = await _germany.SendAsync(
            "PUT",
            path,
            With(
                read,
                """{ "title": "Another", "donors": [{ "name": "Deutschland", "amount": 5, "currency": "JPY" }] }"""
            ),
            headers: ("If-Match", "\"1\"")
        );
        var changed = (await response.ChangedAsync()).Text();
        Assert.Multiple(async () =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200), changed);
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"2\""));
            Assert.That(
                changed,
                Is.EqualTo(
                    With(
                        read,
                        $$"""
                        {
                          "title": "Another", "donors": [{ "partner": "DE", "amount": 5, "currency": "JPY" }],
                          "version": 2, "updatedAt": "{{JsonNode.Parse(changed)!["updatedAt"]}}"
                        }
                        """
                    )
                )
            );
            Assert.That(await _germany.GetStringAsync(path), Is.EqualTo(changed));
            await (await _germany.SendAsync("PUT", path, read, headers: ("If-Match", "\"1\""))).ProblemAsync(
                412,
                "ADAM-1040"
            );
        });
    }

    [Test]
    public async Task Put_empties_what_it_leaves_out()
    {
        var path = Path(await _germany.RecordAsync(Full));
        var response = await _germany.SendAsync("PUT", path, Body(), headers: ("If-Match", "*"));
        var (changed, read) = (await response.ChangedAsync(), await _germany.ReadAsync(path));
        Assert.That(
            changed.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "id": "{{read["id"]}}", "reference": "R-1", "owner": "DE",
                      "title": "Training for border police", "description": null, "language": null,
                      "pillars": ["regional-initiatives"], "countries": ["TJ"], "countryPercentages": [],
                      "places": [], "activityTypes": [], "donors": [{ "partner": "DE" }], "implementers": [],
                      "beneficiaries": [], "status": "implementation",
                      "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31", "actualStart": null, "actualEnd": null,
                      "fundedUntil": null,
                      "period": {
                        "start": "2020-01-01", "end": "2020-12-31", "startBasis": "planned", "endBasis": "planned"
                      },
                      "sectors": [], "sdgTargets": ["16.a"], "additionalSdgTargets": [], "iatiIdentifier": null,
                      "relatedProjects": [], "declaredMeasures": [],
                      "visibility": "partners",
                      "version": 2, "createdAt": "{{read["createdAt"]}}",
                      "updatedAt": "{{read["updatedAt"]}}", "updatedBy": "Test Donor"
                    }
                    """
                )
            )
        );
        Assert.That(read.Text(), Is.EqualTo(changed.Text()));
    }

    [Test]
    public async Task Put_with_faults_names_them_all_and_writes_nothing()
    {
        var path = Path(await _germany.RecordAsync());
        var before = await _germany.GetStringAsync(path);
        var response = await _germany.SendAsync(
            "PUT",
            path,
            With(
                before,
                """{ "title": 5, "status": "x", "version": 7, "createdAt": "2020-01-01T00:00:00Z", "nmae": 1 }"""
            ),
            headers: ("If-Match", "\"1\"")
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "title ADAM-1006",
                    "status ADAM-1012",
                    "version ADAM-3006",
                    "createdAt ADAM-3006",
                    "nmae ADAM-1004",
                }
            )
        );
        await (await _germany.SendAsync("PUT", path, Body(), "text/plain", ("If-Match", "\"1\""))).ProblemAsync(
            415,
            "ADAM-1034"
        );
        Assert.That(await _germany.GetStringAsync(path), Is.EqualTo(before));
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    public async Task Reference_of_another_project_cannot_be_taken_over(string method)
    {
        var taken = await _germany.RecordAsync("""{ "reference": "A" }""");
        var path = Path(await _germany.RecordAsync("""{ "reference": "B" }"""));
        var before = await _germany.GetStringAsync(path);
        var problem = await (
            await SendAsync(_germany, method, path, "\"1\"", """{ "reference": " a" }""")
        ).ProblemAsync(409, "ADAM-3001");
        Assert.That((string?)problem["detail"], Does.Contain($"'A' already: {Path(taken)}."));
        Assert.That(await _germany.GetStringAsync(path), Is.EqualTo(before));
        Assert.That(
            (string?)
                (await (await SendAsync(_germany, method, path, "\"1\"", """{ "reference": "b" }""")).JsonAsync())[
                    "reference"
                ],
            Is.EqualTo("b"),
            "its own reference in another case"
        );
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    public async Task Owner_is_moved_by_an_admin_alone(string method)
    {
        var path = Path(await _germany.RecordAsync());
        await (await SendAsync(_germany, method, path, "\"1\"", """{ "owner": "US" }""")).ProblemAsync(
            403,
            "ADAM-3004"
        );
        var moved = await (await SendAsync(_admin, method, path, "\"1\"", """{ "owner": "usa" }""")).JsonAsync();
        Assert.Multiple(async () =>
        {
            Assert.That((string?)moved["owner"], Is.EqualTo("US"));
            Assert.That((string?)moved["updatedBy"], Is.EqualTo("Test Admin"));
            Assert.That((await _admin.ReadAsync("/v1/projects?owner=US")).Each("id"), Is.EqualTo(new[] { moved.Id() }));
            Assert.That((await _admin.ReadAsync("/v1/projects?owner=DE")).Each("id"), Is.Empty);
            await (await SendAsync(_germany, method, path, "\"2\"")).ProblemAsync(403, "ADAM-3004");
            Assert.That(
                (string?)
                    (await (await SendAsync(_states, method, path, "\"2\"", """{ "title": "Ours" }""")).JsonAsync())[
                        "owner"
                    ],
                Is.EqualTo("US")
            );
            Assert.That(
                (int)(await _germany.SendAsync("POST", "/v1/projects", Body())).StatusCode,
                Is.EqualTo(201),
                "the former owner can use the reference again"
            );
        });
    }

    [Test]
    public async Task Owner_does_not_change_to_an_admins_own_partner()
    {
        var path = Path(await _germany.RecordAsync());
        Assert.That(
            (string?)
                (await (await SendAsync(_admin, "PUT", path, "\"1\"", """{ "title": "Another" }""")).JsonAsync())[
                    "owner"
                ],
            Is.EqualTo("DE")
        );
    }

    [TestCase("""{ "title": "Another" }""", """{ "title": "Another" }""")]
    [TestCase(
        """{ "description": null, "iatiIdentifier": null, "actualStart": null }""",
        """{ "description": null, "iatiIdentifier": null, "actualStart": null,"""
            + """ "period": { "start": "2020-01-01", "end": null, "startBasis": "planned", "endBasis": "open" } }"""
    )]
    [TestCase(
        """{ "places": null, "implementers": [], "beneficiaries": null }""",
        """{ "places": [], "implementers": [], "beneficiaries": [] }"""
    )]
    [TestCase(
        """{ "activityTypes": ["mentoring"],"""
            + """ "donors": [{ "name": "United States", "amount": 1e3, "currency": "usd" }] }""",
        """{ "activityTypes": ["mentoring"], "donors": [{ "partner": "US", "amount": 1000.00, "currency": "USD" }] }"""
    )]
    [TestCase(
        """{ "actualEnd": "2021-06-30" }""",
        """{ "actualEnd": "2021-06-30", "period": { "start": "2020-02-01", "end": "2021-06-30","""
            + """ "startBasis": "actual", "endBasis": "actual" } }"""
    )]
    [TestCase(
        """{ "status": "closed" }""",
        """{ "status": "closed","""
            + """ "period": { "start": "2020-02-01", "end": null, "startBasis": "actual", "endBasis": "unknown" } }"""
    )]
    [TestCase(
        """{ "pillars": ["precursors"], "additionalSdgTargets": null }""",
        """{ "pillars": ["precursors"], "sdgTargets": ["16"], "additionalSdgTargets": [] }"""
    )]
    [TestCase(
        """{ "plannedEnd": "2020-12-31", "period": { "start": "2020-02-01", "end": "2020-12-31","""
            + """ "startBasis": "actual", "endBasis": "planned" } }""",
        """{ "plannedEnd": "2020-12-31", "period": { "start": "2020-02-01", "end": "2020-12-31","""
            + """ "startBasis": "actual", "endBasis": "planned" } }"""
    )]
    [TestCase(
        """{ "title": "Another", "period": null, "version": null, "owner": null, "updatedBy": "Test Donor" }""",
        """{ "title": "Another" }"""
    )]
    public async Task Patch_changes_what_it_names_and_what_follows_from_it(string patch, string expected)
    {
        var path = Path(await _germany.RecordAsync(Full));
        var before = await _germany.GetStringAsync(path);
        var response = await _germany.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "\"1\""));
        var changed = (await response.ChangedAsync()).Text();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), changed);
        var wanted = JsonNode.Parse(before)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
            wanted[name] = value?.DeepClone();
        (wanted["version"], wanted["updatedAt"]) = (2, JsonNode.Parse(changed)!["updatedAt"]!.DeepClone());
        Assert.Multiple(async () =>
        {
            Assert.That(changed, Is.EqualTo(wanted.Text()));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"2\""));
            Assert.That(await _germany.GetStringAsync(path), Is.EqualTo(changed));
        });
    }

    [TestCase("""{ "titel": null }""", "titel ADAM-1004")]
    [TestCase(
        """{ "nmae": "x", "title": null, "plannedEnd": "2019-12-31" }""",
        "nmae ADAM-1004",
        "title ADAM-1016",
        "plannedEnd ADAM-3005"
    )]
    [TestCase("""{ "places": [{ "name": "Panj", "nmae": null }] }""", "places[0].nmae ADAM-1004")]
    [TestCase("""{ "plannedEnd": "2019-12-31" }""", "plannedEnd ADAM-3005")]
    [TestCase("""{ "actualEnd": "2020-01-31" }""", "actualEnd ADAM-3005")]
    [TestCase("""{ "period": { "end": "2020-12-31" } }""", "period ADAM-3006")]
    [TestCase(
        """{ "id": "01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10", "version": 2, "updatedBy": "me", "sdgTargets": [] }""",
        "id ADAM-3006",
        "version ADAM-3006",
        "updatedBy ADAM-3006",
        "sdgTargets ADAM-3006"
    )]
    [TestCase(
        """{ "donors": [{ "partner": "Germny" }, { "amount": 5 }], "countries": [], "status": "x" }""",
        "donors[0].partner ADAM-1012",
        "donors[1] ADAM-1016",
        "donors[1].currency ADAM-1016",
        "countries ADAM-1016",
        "status ADAM-1012"
    )]
    [TestCase("""{ "title": "a", "title": "b" }""", "title ADAM-1005")]
    [TestCase("[]", "body ADAM-1006")]
    [TestCase("", "body ADAM-1020")]
    public async Task Patch_that_would_make_it_invalid_is_refused_and_changes_nothing(
        string patch,
        params string[] faults
    )
    {
        var path = Path(await _germany.RecordAsync(Full));
        var before = await _germany.GetStringAsync(path);
        Assert.That(
            await (await _germany.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "\"1\""))).FaultsAsync(),
            Is.EquivalentTo(faults)
        );
        Assert.That(await _germany.GetStringAsync(path), Is.EqualTo(before));
    }

    [TestCase(MergePatch)]
    [TestCase("application/json")]
    [TestCase("Application/JSON; charset=utf-8")]
    public async Task Patch_merges_under_both_of_its_media_types(string type)
    {
        var path = Path(await _germany.RecordAsync("""{ "description": "Old", "beneficiaries": ["A", "B"] }"""));
        var response = await _germany.SendAsync(
            "PATCH",
            path,
            """{ "title": "Another", "description": null, "beneficiaries": ["C"] }""",
            type,
            ("If-Match", "\"1\"")
        );
        var changed = await response.ChangedAsync();
        Assert.That(
            ((string?)changed["title"], (string?)changed["description"], changed["beneficiaries"]!.Text()),
            Is.EqualTo(("Another", (string?)null, "[\"C\"]"))
        );
        Assert.That((string?)changed["reference"], Is.EqualTo("R-1"), "members that the patch omits are kept");
    }

    [TestCase("text/plain")]
    [TestCase("application/json-patch+json")]
    public async Task Patch_of_another_kind_is_told_which_one_is_taken(string type)
    {
        var response = await _germany.SendAsync(
            "PATCH",
            Path(await _germany.RecordAsync()),
            """{ "title": "Another" }""",
            type,
            ("If-Match", "\"1\"")
        );
        var problem = await response.ProblemAsync(415, "ADAM-1034");
        Assert.That(
            response.Headers.GetValues("Accept-Patch"),
            Is.EqualTo(new[] { $"{MergePatch}, application/json" })
        );
        Assert.That(
            (string?)problem["detail"],
            Does.Contain($"must come as Content-Type: {MergePatch} or application/json (in UTF-8)")
        );
    }

    [Test]
    public async Task Empty_patch_changes_nothing()
    {
        var path = Path(await _germany.RecordAsync(Full));
        var response = await _germany.SendAsync("PATCH", path, "{}", MergePatch, ("If-Match", "\"1\""));
        Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));
        Assert.That((await response.ChangedAsync()).Text(), Is.EqualTo(await _germany.GetStringAsync(path)));
    }

    [Test]
    public async Task Of_many_who_change_the_same_state_one_succeeds()
    {
        var path = Path(await _germany.RecordAsync());
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    _germany.SendAsync(
                        "PATCH",
                        path,
                        $$"""{ "title": "No. {{i}}" }""",
                        MergePatch,
                        ("If-Match", "\"1\"")
                    )
                )
        );
        Assert.That(
            answers.Select(answer => (int)answer.StatusCode).Order(),
            Is.EqualTo(new[] { 200, 412, 412, 412, 412, 412, 412, 412 })
        );
        Assert.That((int?)(await _germany.ReadAsync(path))["version"], Is.EqualTo(2));
    }

    [Test]
    public async Task Change_is_found_in_lists_presence_and_overlaps_at_once()
    {
        await _states.RecordAsync("""{ "donors": [{ "partner": "US" }], "countries": ["UZ"] }""");
        var path = Path(await _germany.RecordAsync());
        Assert.That((await _germany.ReadAsync("/v1/overlaps?sort=start"))["items"]!.AsArray(), Is.Empty);
        await _germany.SendAsync(
            "PATCH",
            path,
            """{ "countries": ["UZ"], "title": "Прекурсоры" }""",
            MergePatch,
            ("If-Match", "\"1\"")
        );
        Assert.Multiple(async () =>
        {
            Assert.That(
                (await _germany.ReadAsync("/v1/overlaps?sort=start"))["items"]!.AsArray(),
                Has.Count.EqualTo(1)
            );
            Assert.That((await _germany.ReadAsync("/v1/projects?country=TJ")).Each("id"), Is.Empty);
            Assert.That((await _germany.ReadAsync("/v1/projects?q=training&owner=DE")).Each("id"), Is.Empty);
            Assert.That(
                (await _germany.ReadAsync("/v1/projects?q=прекурс&country=UZ")).Each("owner"),
                Is.EqualTo(new[] { "DE" })
            );
            Assert.That(
                (await _germany.ReadAsync("/v1/presence?by=country")).Each("country"),
                Is.EqualTo(new[] { "UZ" })
            );
        });
    }

    [Test]
    public async Task Withdrawn_project_leaves_everything_but_keeps_its_reference()
    {
        var other = await _states.RecordAsync("""{ "donors": [{ "partner": "US" }] }""");
        var project = await _germany.RecordAsync();
        var overlap = $"/v1/overlaps/{PairId(project, other)}";
        Assert.That((int)(await _germany.GetAsync(overlap)).StatusCode, Is.EqualTo(200));

        var response = await _germany.SendAsync("DELETE", Path(project), headers: ("If-Match", "\"1\""));
        Assert.Multiple(async () =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(204));
            Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
            await (await _germany.GetAsync(Path(project))).ProblemAsync(410, "ADAM-3003");
            await (await _germany.GetAsync(overlap)).ProblemAsync(404, "ADAM-5001");
            Assert.That(
                (await _germany.ReadAsync("/v1/projects?count=true")).Each("id"),
                Is.EqualTo(new[] { other.Id() })
            );
            Assert.That((await _germany.ReadAsync("/v1/projects?q=training&owner=DE")).Each("id"), Is.Empty);
            Assert.That(
                (int?)(await _germany.ReadAsync("/v1/presence?by=country"))["totals"]!["projects"],
                Is.EqualTo(1)
            );
            Assert.That(
                (await _germany.ReadAsync("/v1/overlaps?count=true")).Text(),
                Is.EqualTo("""{"items":[],"nextCursor":null,"total":0}""")
            );
            var taken = await (
                await _germany.SendAsync("POST", "/v1/projects", Body("""{ "reference": "r-1" }"""))
            ).ProblemAsync(409, "ADAM-3001");
            Assert.That(
                (string?)taken["detail"],
                Is.EqualTo(
                    "DE had a project under the reference 'R-1' and has withdrawn it; "
                        + "its reference stays taken. Give this one another."
                )
            );
        });
    }

    private static string Path(JsonObject project) => $"/v1/projects/{project.Id()}";

    private static string TypeOf(string method) => method == "PATCH" ? MergePatch : "application/json";

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        string method,
        string path,
        string? ifMatch = "*",
        string changes = """{ "title": "Another" }"""
    ) =>
        client.SendAsync(
            method,
            path,
            method switch
            {
                "PUT" => Body(changes),
                "PATCH" => changes,
                _ => null,
            },
            TypeOf(method),
            method == "GET" || ifMatch is null ? [] : [("If-Match", ifMatch)]
        );

    [TestCase("""{ "countries": ["UZ", "TJ"], "pillars": ["regional-initiatives", "precursors"] }""")]
    [TestCase("""{ "donors": [{ "name": "World  Bank" }, { "partner": "Gеrmany" }] }""")]
    [TestCase("""{ "title": "\ufeffEquipment  for\u200b customs posts " }""")]
    [TestCase("""{ "beneficiaries": ["State Border Service", "Drug\u00ad Control Agency"] }""")]
    public async Task Same_content_in_another_order_or_spacing_is_no_change(string again)
    {
        var project = await _germany.RecordAsync(
            """
            {
              "title": "Equipment for customs posts", "countries": ["TJ", "UZ"],
              "pillars": ["precursors", "regional-initiatives"],
              "donors": [{ "partner": "DE" }, { "name": "World Bank" }],
              "beneficiaries": ["Drug Control Agency", "State Border Service"]
            }
            """
        );
        var before = await _germany.GetStringAsync(Path(project));
        var response = await _germany.SendAsync(
            "PATCH",
            Path(project),
            again,
            "application/merge-patch+json",
            ("If-Match", "\"1\"")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(await _germany.GetStringAsync(Path(project)), Is.EqualTo(before));
    }

    [Test]
    public async Task Reference_with_invisible_characters_is_taken()
    {
        await _germany.RecordAsync("""{ "reference": "C14-1" }""");
        foreach (var twin in (string[])["\\u200bC14-1", "\\ufeffC14-1", "C14\\u00ad-1", "\\u202ac14-1"])
        {
            var response = await _germany.SendAsync("POST", "/v1/projects", Body($$"""{ "reference": "{{twin}}" }"""));
            Assert.That((int)response.StatusCode, Is.EqualTo(409), twin);
        }
    }

    [TestCase("title", "title ADAM-1016")]
    [TestCase("reference", "reference ADAM-1016")]
    public async Task Text_without_a_visible_character_is_missing(string member, string error)
    {
        var body = Body($$"""{ "{{member}}": "\u200b\ufeff" }""");
        var response = await _germany.SendAsync("POST", "/v1/projects", body);
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((await response.JsonAsync())["errors"]![0]!.Text(), Does.Contain(error.Split(' ')[1]));
    }

    [Test]
    public async Task Text_of_Windows_1252_is_taken()
    {
        var project = await _germany.RecordAsync("""{ "title": "Trafic d\u0092héroïne" }""");
        Assert.That((string?)project["title"], Is.EqualTo("Trafic d’héroïne"));
    }
}
