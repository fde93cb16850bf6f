using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

public sealed class RecordProjectHttpTests(string engine) : RegisterTests(engine)
{
    private const string Complete = """
        {
          "reference": " TJ-BORDER-14 ", "title": "Контроль прекурсоров — کنترل مواد پیش‌ساز & <b>\"кавычки\"</b>",
          "description": "Line one\nline two\twith a tab", "language": "EN-gb",
          "pillars": ["precursors", "Regional-Initiatives", "precursors"], "countries": ["uzb", "TJ", "tj"],
          "countryPercentages": [{ "country": "tjk", "percentage": 66.670 }],
          "places": [
            { "name": " Nizhny Panj ", "admin1": "Khatlon", "latitude": 37.2, "longitude": 68.60 }, { "name": "Termez" }
          ],
          "activityTypes": ["training", "EQUIPMENT"],
          "donors": [
            { "partner": "DE", "name": "Federal Foreign Office", "amount": 1200000, "currency": "eur" },
            { "name": " World Bank " }
          ],
          "implementers": [{ "partner": "unodc" }, { "name": "National training centre" }],
          "beneficiaries": ["Drug Control Agency", " Drug Control Agency"],
          "status": "Implementation", "plannedStart": "2014-01-01", "plannedEnd": "2016-12-31",
          "actualStart": "2014-03-01", "actualEnd": null, "fundedUntil": "2015-12-31",
          "sectors": [
            { "vocabulary": "DAC", "code": "16063", "percentage": 40.0 },
            { "vocabulary": "dac-category", "code": "151" }
          ],
          "additionalSdgTargets": ["16.5", "16.A"],
          "iatiIdentifier": "DE-1-201400014",
          "relatedProjects": [{ "identifier": "XM-DAC-41128-TJKZ01", "relation": "co-funded" }]
        }
        """;

    private HttpClient _germany = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKey() => _germany = await Api.ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Record_is_answered_whole_in_the_order_of_the_contract()
    {
        var before = TimeProvider.System.GetUtcNow();
        var response = await _germany.SendAsync("POST", "/v1/projects", Complete);
        var after = TimeProvider.System.GetUtcNow();
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), text);
        var (id, at) = ((string)JsonNode.Parse(text)!["id"]!, (string)JsonNode.Parse(text)!["createdAt"]!);
        Assert.Multiple(() =>
        {
            Assert.That(id, Does.Match("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
            Assert.That(at, Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$"));
            // Instants are stored in whole microseconds.
            Assert.That(DateTimeOffset.Parse(at, null), Is.InRange(before.AddMicroseconds(-1), after));
            Assert.That(response.Headers.Location!.ToString(), Is.EqualTo($"/v1/projects/{id}"));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That(
                text,
                Is.EqualTo(
                    Compact(
                        $$"""
                        {
                          "id": "{{id}}", "reference": "TJ-BORDER-14", "owner": "DE",
                          "title": "Контроль прекурсоров — کنترل مواد پیش‌ساز & <b>\"кавычки\"</b>",
                          "description": "Line one\nline two\twith a tab", "language": "en-GB",
                          "pillars": ["precursors", "regional-initiatives"], "countries": ["UZ", "TJ"],
                          "countryPercentages": [{ "country": "TJ", "percentage": 66.67 }],
                          "places": [
                            { "name": "Nizhny Panj", "admin1": "Khatlon", "latitude": 37.2, "longitude": 68.6 },
                            { "name": "Termez", "admin1": null, "latitude": null, "longitude": null }
                          ],
                          "activityTypes": ["training", "equipment"],
                          "donors": [
                            {
                              "partner": "DE", "name": "Federal Foreign Office", "amount": 1200000.00, "currency": "EUR"
                            },
                            { "name": "World Bank" }
                          ],
                          "implementers": [{ "partner": "UNODC" }, { "name": "National training centre" }],
                          "beneficiaries": ["Drug Control Agency"],
                          "status": "implementation", "plannedStart": "2014-01-01", "plannedEnd": "2016-12-31",
                          "actualStart": "2014-03-01", "actualEnd": null, "fundedUntil": "2015-12-31",
                          "period": {
                            "start": "2014-03-01", "end": "2016-12-31", "startBasis": "actual", "endBasis": "planned"
                          },
                          "sectors": [
                            { "vocabulary": "dac", "code": "16063", "percentage": 40 },
                            { "vocabulary": "dac-category", "code": "151" }
                          ],
                          "sdgTargets": ["16.a", "16", "16.5"], "additionalSdgTargets": ["16.5", "16.a"],
                          "iatiIdentifier": "DE-1-201400014",
                          "relatedProjects": [{ "identifier": "XM-DAC-41128-TJKZ01", "relation": "co-funded" }],
                          "declaredMeasures": [],
                          "visibility": "partners",
                          "version": 1, "createdAt": "{{at}}", "updatedAt": "{{at}}", "updatedBy": "Test Donor",
                          "overlaps": {
                            "count": 0, "others": 0, "link": "/v1/overlaps?sort=start&project={{id}}", "items": [],
                            "restricted": []
                          },
                          "measures": { "serves": [], "closesGaps": [] },
                          "warnings": []
                        }
                        """
                    )
                )
            );
        });
    }

    [Test]
    public async Task Record_says_the_same_when_it_is_read()
    {
        var recorded = await (await _germany.SendAsync("POST", "/v1/projects", Complete)).JsonAsync();
        recorded.Remove("overlaps");
        recorded.Remove("measures");
        recorded.Remove("warnings");
        Assert.That(await _germany.GetStringAsync($"/v1/projects/{recorded.Id()}"), Is.EqualTo(recorded.Text()));
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]![0]!.Text(), Is.EqualTo(recorded.Text()));
    }

    [TestCase("2020-01-01", null, null, null, "2020-01-01", null, "planned", "open")]
    [TestCase("2020-01-01", "2020-12-31", null, null, "2020-01-01", "2020-12-31", "planned", "planned")]
    [TestCase("2020-01-01", null, null, "2020-11-30", "2020-01-01", "2020-11-30", "planned", "actual")]
    [TestCase("2020-01-01", "2020-12-31", null, "2020-11-30", "2020-01-01", "2020-11-30", "planned", "actual")]
    [TestCase(null, null, "2020-02-01", null, "2020-02-01", null, "actual", "open")]
    [TestCase(null, "2020-12-31", "2020-02-01", null, "2020-02-01", "2020-12-31", "actual", "planned")]
    [TestCase(null, null, "2020-02-01", "2020-11-30", "2020-02-01", "2020-11-30", "actual", "actual")]
    [TestCase(null, "2020-12-31", "2020-02-01", "2020-11-30", "2020-02-01", "2020-11-30", "actual", "actual")]
    [TestCase("2020-01-01", null, "2020-02-01", null, "2020-02-01", null, "actual", "open")]
    [TestCase("2020-01-01", "2020-12-31", "2020-02-01", null, "2020-02-01", "2020-12-31", "actual", "planned")]
    [TestCase("2020-01-01", null, "2020-02-01", "2020-11-30", "2020-02-01", "2020-11-30", "actual", "actual")]
    [TestCase("2020-01-01", "2020-12-31", "2020-02-01", "2020-11-30", "2020-02-01", "2020-11-30", "actual", "actual")]
    [TestCase("2020-01-01", "2020-01-01", null, null, "2020-01-01", "2020-01-01", "planned", "planned")]
    [TestCase("2020-06-01", "2020-12-31", "2021-02-01", "2021-03-31", "2021-02-01", "2021-03-31", "actual", "actual")]
    [TestCase("1970-01-01", "2100-12-31", null, null, "1970-01-01", "2100-12-31", "planned", "planned")]
    public async Task Period_takes_actual_dates_before_planned_ones(
        string? plannedStart,
        string? plannedEnd,
        string? actualStart,
        string? actualEnd,
        string start,
        string? end,
        string startBasis,
        string endBasis
    )
    {
        var project = await _germany.RecordAsync(
            new JsonObject
            {
                ["plannedStart"] = plannedStart,
                ["plannedEnd"] = plannedEnd,
                ["actualStart"] = actualStart,
                ["actualEnd"] = actualEnd,
            }.ToJsonString()
        );
        Assert.That(
            project["period"]!.Text(),
            Is.EqualTo(
                new JsonObject
                {
                    ["start"] = start,
                    ["end"] = end,
                    ["startBasis"] = startBasis,
                    ["endBasis"] = endBasis,
                }.ToJsonString()
            )
        );
    }

    [TestCase("pipeline", "open")]
    [TestCase("implementation", "open")]
    [TestCase("suspended", "open")]
    [TestCase("finalisation", "unknown")]
    [TestCase("closed", "unknown")]
    [TestCase("cancelled", "unknown")]
    public async Task Missing_end_is_open_or_unknown_by_the_status(string status, string basis)
    {
        var project = await _germany.RecordAsync($$"""{ "status": "{{status}}", "plannedEnd": null }""");
        Assert.That(
            project["period"]!.Text(),
            Is.EqualTo($$"""{"start":"2020-01-01","end":null,"startBasis":"planned","endBasis":"{{basis}}"}""")
        );
    }

    [TestCase("""["regional-initiatives"]""", "[]", """["16.a"]""")]
    [TestCase(
        """["prevention-and-health","precursors","financial-flows","regional-initiatives"]""",
        "[]",
        """["16.a","16.4","16","3.5"]"""
    )]
    [TestCase("""["precursors"]""", """["5","16","3.5"]""", """["16","5","3.5"]""")]
    public async Task Sdg_targets_follow_from_pillars_and_additional_ones(
        string pillars,
        string additional,
        string expected
    )
    {
        var project = await _germany.RecordAsync(
            $$"""{ "pillars": {{pillars}}, "additionalSdgTargets": {{additional}} }"""
        );
        Assert.That(project["sdgTargets"]!.Text(), Is.EqualTo(expected));
    }

    [TestCase("""{ "name": "Germany" }""", """{"partner":"DE"}""")]
    [TestCase("""{ "name": " USAID " }""", """{"partner":"US","name":"USAID"}""")]
    [TestCase("""{ "name": "United Kingdom (DFID)" }""", """{"partner":"GB","name":"DFID"}""")]
    [TestCase("""{ "partner": "US", "name": "USAID" }""", """{"partner":"US","name":"USAID"}""")]
    [TestCase("""{ "name": "NGO - Germany" }""", """{"name":"NGO - Germany"}""")]
    [TestCase("""{ "name": "deutschland" }""", """{"partner":"DE"}""")]
    [TestCase("""{ "name": "  ETATS UNIS " }""", """{"partner":"US"}""")]
    [TestCase("""{ "name": "U.S.A." }""", """{"partner":"US"}""")]
    [TestCase("""{ "name": "Германия" }""", """{"partner":"DE"}""")]
    [TestCase("""{ "name": "XM-DAC-41128" }""", """{"partner":"UNODC"}""")]
    [TestCase("""{ "name": "us-gov-1" }""", """{"partner":"US"}""")]
    [TestCase("""{ "partner": "USA" }""", """{"partner":"US"}""")]
    [TestCase("""{ "partner": "US-GOV-11" }""", """{"partner":"US"}""")]
    [TestCase(
        """{ "partner": "US", "name": "Department of State" }""",
        """{"partner":"US","name":"Department of State"}"""
    )]
    [TestCase("""{ "partner": "US", "name": "United States" }""", """{"partner":"US"}""")]
    [TestCase("""{ "partner": "US", "name": "US-GOV-11" }""", """{"partner":"US"}""")]
    [TestCase("""{ "partner": " ", "name": "World Bank" }""", """{"name":"World Bank"}""")]
    [TestCase("""{ "partner": "DE", "name": "" }""", """{"partner":"DE"}""")]
    [TestCase("""{ "name": "Германия и партнёры" }""", """{"name":"Германия и партнёры"}""")]
    public async Task Who_is_a_partner_under_any_name_becomes_that_partner(string written, string kept)
    {
        var project = await _germany.RecordAsync($$"""{ "donors": [{{written}}], "implementers": [{{written}}] }""");
        Assert.Multiple(() =>
        {
            Assert.That(project["donors"]!.Text(), Is.EqualTo($"[{kept}]"));
            Assert.That(project["implementers"]!.Text(), Is.EqualTo($"[{kept}]"));
        });
    }

    [TestCase("1200000", "EUR", "1200000.00")]
    [TestCase("0", "EUR", "0.00")]
    [TestCase("0.30", "EUR", "0.30")]
    [TestCase("0.1", "USD", "0.10")]
    [TestCase("0.30000", "USD", "0.30")]
    [TestCase("1e3", "EUR", "1000.00")]
    [TestCase("1.5E2", "EUR", "150.00")]
    [TestCase("12", "JPY", "12")]
    [TestCase("12.000", "JPY", "12")]
    [TestCase("1.234", "KWD", "1.234")]
    [TestCase("1.2", "KWD", "1.200")]
    [TestCase("99999999999999.99", "EUR", "99999999999999.99")]
    [TestCase("99999999999999", "JPY", "99999999999999")]
    [TestCase("9007199254740.993", "KWD", "9007199254740.993")]
    public async Task Amount_is_kept_to_the_digit_with_the_decimals_of_its_currency(
        string written,
        string currency,
        string kept
    )
    {
        var project = await _germany.RecordAsync(
            $$"""{ "donors": [{ "partner": "DE", "amount": {{written}}, "currency": "{{currency}}" }] }"""
        );
        var expected = $$"""[{"partner":"DE","amount":{{kept}},"currency":"{{currency}}"}]""";
        Assert.Multiple(async () =>
        {
            Assert.That(project["donors"]!.Text(), Is.EqualTo(expected));
            Assert.That(await _germany.GetStringAsync($"/v1/projects/{project.Id()}"), Does.Contain(expected));
            Assert.That(
                (await _germany.ReadAsync("/v1/presence?by=country"))["totals"]!["amounts"]!.Text(),
                Is.EqualTo($$"""[{"currency":"{{currency}}","amount":{{kept}}}]""")
            );
        });
    }

    [Test]
    public async Task Tenths_add_up_to_tenths()
    {
        await _germany.RecordAsync(
            """{ "donors": [{ "partner": "DE", "amount": 0.1, "currency": "EUR" },"""
                + """ { "partner": "US", "amount": 0.2, "currency": "EUR" },"""
                + """ { "partner": "JP", "amount": 7, "currency": "JPY" }] }"""
        );
        Assert.That(
            (await _germany.ReadAsync("/v1/presence?by=country"))["totals"]!["amounts"]!.Text(),
            Is.EqualTo("""[{"currency":"EUR","amount":0.30},{"currency":"JPY","amount":7}]""")
        );
    }

    [Test]
    public async Task Spaces_around_codes_change_nothing()
    {
        var project = await _germany.RecordAsync(
            """
            {
              "status": " closed ", "donors": [{ "partner": "DE", "amount": 5, "currency": " eur " }],
              "sectors": [{ "vocabulary": " dac ", "code": " 16063 " }], "pillars": [" precursors "],
              "countries": [" tj "],
              "activityTypes": [" training "], "additionalSdgTargets": [" 5 "],
              "relatedProjects": [{ "identifier": " X-1 ", "relation": " parent " }]
            }
            """
        );
        Assert.Multiple(() =>
        {
            Assert.That((string?)project["status"], Is.EqualTo("closed"));
            Assert.That(project["donors"]!.Text(), Is.EqualTo("""[{"partner":"DE","amount":5.00,"currency":"EUR"}]"""));
            Assert.That(project["sectors"]!.Text(), Is.EqualTo("""[{"vocabulary":"dac","code":"16063"}]"""));
            Assert.That(
                project["pillars"]!.Text()
                    + project["countries"]!.Text()
                    + project["activityTypes"]!.Text()
                    + project["additionalSdgTargets"]!.Text(),
                Is.EqualTo("""["precursors"]["TJ"]["training"]["5"]""")
            );
            Assert.That(
                project["relatedProjects"]!.Text(),
                Is.EqualTo("""[{"identifier":"X-1","relation":"parent"}]""")
            );
        });
    }

    [Test]
    public async Task Reference_is_trimmed_and_composed_and_taken_in_any_case()
    {
        var first = await _germany.RecordAsync("""{ "reference": "  Cafe\u0301-ä  " }""");
        Assert.That((string?)first["reference"], Is.EqualTo("Café-ä"));
        foreach (var again in new[] { "Café-ä", "CAFE\u0301-Ä", " café-a\u0308" })
        {
            var problem = await (
                await _germany.SendAsync(
                    "POST",
                    "/v1/projects",
                    Body(new JsonObject { ["reference"] = again }.ToJsonString())
                )
            ).ProblemAsync(409, "ADAM-3001");
            Assert.That(
                (string?)problem["detail"],
                Is.EqualTo(
                    $"DE has a project under the reference 'Café-ä' already: /v1/projects/{first.Id()}. "
                        + $"Change that one, or give this one another reference."
                )
            );
        }

        Assert.That((int?)(await _germany.ReadAsync("/v1/projects?count=true"))["total"], Is.EqualTo(1));
    }

    [Test]
    public async Task Reference_of_another_owner_is_free()
    {
        await _germany.RecordAsync();
        Assert.That(
            (string?)(await (await Api.ClientAsync(Role.Donor, "US")).RecordAsync())["owner"],
            Is.EqualTo("US")
        );
    }

    [Test]
    public async Task Owner_is_the_partner_of_the_key_and_may_be_said_under_any_of_its_names()
    {
        var project = await _germany.RecordAsync("""{ "owner": " Deutschland ", "donors": [{ "partner": "US" }] }""");
        Assert.That((string?)project["owner"], Is.EqualTo("DE"));
    }

    [Test]
    public async Task Admin_may_record_for_another_and_a_donor_may_not()
    {
        var admin = await Api.ClientAsync(Role.Admin);
        Assert.Multiple(async () =>
        {
            Assert.That(
                (string?)(await admin.RecordAsync("""{ "reference": "A", "owner": "FRA" }"""))["owner"],
                Is.EqualTo("FR")
            );
            Assert.That((string?)(await admin.RecordAsync("""{ "reference": "B" }"""))["owner"], Is.EqualTo("UNODC"));
            await (await _germany.SendAsync("POST", "/v1/projects", Body("""{ "owner": "FR" }"""))).ProblemAsync(
                403,
                "ADAM-3004"
            );
            Assert.That(
                await (
                    await _germany.SendAsync("POST", "/v1/projects", Body("""{ "owner": "Frankonia" }"""))
                ).FaultsAsync(),
                Is.EqualTo(new[] { "owner ADAM-1012" })
            );
            Assert.That((int?)(await admin.ReadAsync("/v1/projects?count=true"))["total"], Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Overlaps_of_what_was_recorded_are_told_at_once_the_strongest_five()
    {
        var states = await Api.ClientAsync(Role.Admin);
        var others = new List<JsonObject>();
        foreach (
            var (owner, end) in new[]
            {
                ("US", "2020-01-10"),
                ("FR", "2020-12-31"),
                ("IT", "2020-03-31"),
                ("GB", "2020-12-31"),
                ("NO", "2020-06-30"),
                ("SE", "2020-01-01"),
            }
        )
            others.Add(
                await states.RecordAsync(
                    With(
                        StrongMatch,
                        $$"""{ "reference": "X", "owner": "{{owner}}", "donors": [{ "partner": "{{owner}}" }],"""
                            + $$""" "plannedStart": "2019-06-01", "plannedEnd": "{{end}}" }"""
                    )
                )
            );
        await states.RecordAsync(
            With(
                StrongMatch,
                """{ "reference": "elsewhere", "owner": "US", "donors": [{ "partner": "US" }], "countries": ["UZ"] }"""
            )
        );

        var project = await _germany.RecordAsync(StrongMatch);
        var overlaps = project["overlaps"]!.AsObject();
        Assert.Multiple(() =>
        {
            Assert.That(
                overlaps.Select(member => member.Key),
                Is.EqualTo(new[] { "count", "others", "link", "items", "restricted" })
            );
            Assert.That(((int?)overlaps["count"], (int?)overlaps["others"]), Is.EqualTo((6, 0)));
            Assert.That(
                overlaps["items"]!
                    .AsArray()
                    .Select(item => $"{item!["projects"]![0]!["owner"]} {item["shared"]!["days"]}"),
                Is.EqualTo(new[] { "GB 366", "FR 366", "NO 182", "IT 91", "US 10" }),
                "highest score first"
            );
            Assert.That(
                overlaps["items"]!.Text(),
                Is.EqualTo(_germany.ReadAsync($"/v1/overlaps?project={project.Id()}&limit=5").Result["items"]!.Text()),
                "same items as in the report"
            );
        });
    }

    [Test]
    public async Task Request_under_an_Idempotency_Key_is_recorded_once_and_answered_alike()
    {
        var first = await _germany.SendAsync("POST", "/v1/projects", Body(), headers: ("Idempotency-Key", "k1"));
        var again = await _germany.SendAsync("POST", "/v1/projects", Body(), headers: ("Idempotency-Key", "k1"));
        Assert.Multiple(async () =>
        {
            Assert.That((int)again.StatusCode, Is.EqualTo(201));
            Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
            Assert.That(again.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(again.Headers.ETag, Is.EqualTo(first.Headers.ETag));
            Assert.That(again.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(new[] { "true" }));
            await (
                await _germany.SendAsync(
                    "POST",
                    "/v1/projects",
                    Body("""{ "reference": "R-2" }"""),
                    headers: ("Idempotency-Key", "k1")
                )
            ).ProblemAsync(422, "ADAM-1042");
            Assert.That((int?)(await _germany.ReadAsync("/v1/projects?count=true"))["total"], Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Title_of_any_characters_is_recorded_and_found()
    {
        foreach (
            var (reference, title) in new[]
            {
                ("emoji", $"a{string.Concat(Enumerable.Repeat("😀", 30))}"),
                ("long", new string('ж', 500)),
                ("signs", "!!! ***"),
                ("noncharacters", "a\ufdd0b\ufdef c"),
                ("ideographs", string.Concat(Enumerable.Repeat("𠀀", 60))),
            }
        )
        {
            var project = await _germany.RecordAsync(
                new JsonObject { ["reference"] = reference, ["title"] = title }.ToJsonString()
            );
            Assert.That((string?)project["title"], Is.EqualTo(title));
            var words = reference == "signs" ? "signs" : Uri.EscapeDataString(title[..Math.Min(21, title.Length)]);
            Assert.That(
                (await _germany.ReadAsync($"/v1/projects?q={words}")).Each("reference"),
                Is.EqualTo(new[] { reference })
            );
        }
    }

    [Test]
    public async Task Project_that_began_after_its_planned_end_is_recorded()
    {
        var project = await _germany.RecordAsync(
            """{ "plannedStart": "2014-01-01", "plannedEnd": "2016-01-01", "actualStart": "2016-06-01" }"""
        );
        Assert.That((string?)project["plannedEnd"], Is.EqualTo("2016-01-01"));
        Assert.That(
            project["period"]!.Text(),
            Is.EqualTo("""{"start":"2016-06-01","end":null,"startBasis":"actual","endBasis":"open"}""")
        );
    }
}
