using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>
/// Sends invalid input of every kind. All errors are returned at once under the member names of the request, and no row
/// is written.
/// </summary>
public sealed class ProjectErrorsHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [TearDown]
    public async Task Nothing_was_written()
    {
        Assert.That((int?)(await _germany.ReadAsync("/v1/projects?count=true"))["total"], Is.Zero);
    }

    // Missing members.
    [TestCase("""{ "title": null }""", "title ADAM-1016")]
    [TestCase("""{ "title": "   " }""", "title ADAM-1016")]
    [TestCase("""{ "reference": "" }""", "reference ADAM-1016")]
    [TestCase("""{ "pillars": [] }""", "pillars ADAM-1016")]
    [TestCase("""{ "countries": [] }""", "countries ADAM-1016")]
    [TestCase("""{ "donors": [] }""", "donors ADAM-1016")]
    [TestCase("""{ "status": null }""", "status ADAM-1016")]
    [TestCase("""{ "donors": [{}] }""", "donors[0] ADAM-1016")]
    [TestCase("""{ "donors": [{ "partner": "DE" }, { "partner": " ", "name": "" }] }""", "donors[1] ADAM-1016")]
    [TestCase("""{ "implementers": [{ "name": " " }] }""", "implementers[0] ADAM-1016")]
    [TestCase("""{ "beneficiaries": ["Police", " "] }""", "beneficiaries[1] ADAM-1016")]
    [TestCase("""{ "places": [{ "admin1": "Khatlon" }] }""", "places[0].name ADAM-1016")]
    [TestCase(
        """{ "sectors": [{}], "relatedProjects": [{}] }""",
        "sectors[0].vocabulary ADAM-1016",
        "sectors[0].code ADAM-1016",
        "relatedProjects[0].identifier ADAM-1016",
        "relatedProjects[0].relation ADAM-1016"
    )]
    [TestCase("""{ "donors": [{ "partner": "DE", "currency": "EUR" }] }""", "donors[0].amount ADAM-1016")]
    [TestCase("""{ "donors": [{ "partner": "DE", "amount": 5 }] }""", "donors[0].currency ADAM-1016")]
    [TestCase("""{ "places": [{ "name": "Panj", "latitude": 37.2 }] }""", "places[0].longitude ADAM-1016")]
    [TestCase("""{ "places": [{ "name": "Panj", "longitude": 68.6 }] }""", "places[0].latitude ADAM-1016")]
    // Unknown members and codes.
    [TestCase("""{ "titel": "x", "score": 1 }""", "titel ADAM-1004", "score ADAM-1004")]
    [TestCase("""{ "donors": [{ "partner": "DE", "amuont": 5 }] }""", "donors[0].amuont ADAM-1004")]
    [TestCase("""{ "visibility": "secret" }""", "visibility ADAM-1012")]
    [TestCase("""{ "overlaps": { "count": 0, "items": [] } }""", "overlaps ADAM-1004")]
    [TestCase("""{ "pillars": ["precursor"] }""", "pillars[0] ADAM-1012")]
    [TestCase("""{ "pillars": ["precursors", ""] }""", "pillars[1] ADAM-1012")]
    [TestCase("""{ "countries": ["TJ", "Tajikistann"] }""", "countries[1] ADAM-1012")]
    [TestCase("""{ "countries": [""] }""", "countries[0] ADAM-1012")]
    [TestCase("""{ "activityTypes": ["trainings", ""] }""", "activityTypes[0] ADAM-1012", "activityTypes[1] ADAM-1012")]
    [TestCase("""{ "status": "complete" }""", "status ADAM-1012")]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": 5, "currency": "EURO" }] }""",
        "donors[0].currency ADAM-1012"
    )]
    [TestCase("""{ "donors": [{ "partner": "DE", "amount": 5, "currency": "" }] }""", "donors[0].currency ADAM-1012")]
    [TestCase("""{ "donors": [{ "partner": "World Bank" }] }""", "donors[0].partner ADAM-1012")]
    [TestCase("""{ "implementers": [{ "partner": "XX" }] }""", "implementers[0].partner ADAM-1012")]
    [TestCase(
        """{ "sectors": [{ "vocabulary": "dca", "code": "16O63" }] }""",
        "sectors[0].vocabulary ADAM-1012",
        "sectors[0].code ADAM-1012"
    )]
    [TestCase(
        """{ "sectors": [{ "vocabulary": "dac", "code": "160" },"""
            + """ { "vocabulary": "dac-category", "code": "16063" }] }""",
        "sectors[0].code ADAM-1012",
        "sectors[1].code ADAM-1012"
    )]
    [TestCase(
        """{ "sectors": [{ "vocabulary": "dac", "code": "16063", "percentage": 0 },"""
            + """ { "vocabulary": "dac", "code": "16063", "percentage": 101 }] }""",
        "sectors[0].percentage ADAM-1010",
        "sectors[1].percentage ADAM-1010"
    )]
    [TestCase(
        """{ "countries": ["TJ", "UZ"],"""
            + """ "countryPercentages": [{ "country": "XX", "percentage": 1 }, { "country": "AF", "percentage": 1 },"""
            + """ { "country": "TJ", "percentage": 0 }, { "country": "tjk", "percentage": 120 }, {}] }""",
        "countryPercentages[0].country ADAM-1012",
        "countryPercentages[1].country ADAM-1018",
        "countryPercentages[2].percentage ADAM-1010",
        "countryPercentages[3].country ADAM-1018",
        "countryPercentages[3].percentage ADAM-1010",
        "countryPercentages[4].country ADAM-1016",
        "countryPercentages[4].percentage ADAM-1016"
    )]
    [TestCase("""{ "language": "English" }""", "language ADAM-1018")]
    [TestCase("""{ "additionalSdgTargets": ["18.1"] }""", "additionalSdgTargets[0] ADAM-1012")]
    [TestCase(
        """{ "relatedProjects": [{ "identifier": "X", "relation": "cousin" }] }""",
        "relatedProjects[0].relation ADAM-1012"
    )]
    // Wrong types. A value that could not be read is not reported as missing too.
    [TestCase(
        """{ "title": 5, "pillars": "precursors", "countries": [5], "donors": [5, { "partner": 5 }],"""
            + """ "plannedStart": 2020 }""",
        "title ADAM-1006",
        "pillars ADAM-1006",
        "countries[0] ADAM-1006",
        "donors[0] ADAM-1006",
        "donors[1].partner ADAM-1006",
        "plannedStart ADAM-1006"
    )]
    [TestCase("""{ "plannedStart": null, "plannedEnd": null, "actualStart": "1 March" }""", "actualStart ADAM-1007")]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": "5", "currency": "EUR" },"""
            + """ { "partner": "DE", "amount": 5, "currency": 978 }] }""",
        "donors[0].amount ADAM-1006",
        "donors[1].currency ADAM-1006"
    )]
    [TestCase(
        """{ "places": [{ "name": "Panj", "latitude": "37.2", "longitude": 68.6 }] }""",
        "places[0].latitude ADAM-1006"
    )]
    [TestCase("""{ "donors": [{ "name": ["World Bank"] }] }""", "donors[0].name ADAM-1006")]
    [TestCase("""{ "countries": ["TJ", null] }""", "countries[1] ADAM-1006")]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": true, "currency": "EUR" }], "beneficiaries": {} }""",
        "donors[0].amount ADAM-1006",
        "beneficiaries ADAM-1006"
    )]
    // Dates.
    [TestCase(
        """{ "plannedStart": "2026-02-30", "plannedEnd": "2026-13-01" }""",
        "plannedStart ADAM-1007",
        "plannedEnd ADAM-1007"
    )]
    [TestCase(
        """{ "plannedStart": "1969-12-31", "plannedEnd": "2101-01-01" }""",
        "plannedStart ADAM-1010",
        "plannedEnd ADAM-1010"
    )]
    [TestCase("""{ "plannedStart": "2020-1-1" }""", "plannedStart ADAM-1007")]
    [TestCase("""{ "plannedStart": "2021-01-01" }""", "plannedEnd ADAM-3005")]
    [TestCase("""{ "actualStart": "2020-03-02", "actualEnd": "2020-03-01" }""", "actualEnd ADAM-3005")]
    [TestCase(
        """{ "plannedStart": "2021-01-01", "actualStart": "2020-03-02", "actualEnd": "2020-03-01" }""",
        "plannedEnd ADAM-3005",
        "actualEnd ADAM-3005"
    )]
    [TestCase("""{ "actualEnd": "2019-12-31" }""", "actualEnd ADAM-3005")]
    // Numbers.
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": -0.01, "currency": "EUR" }] }""",
        "donors[0].amount ADAM-1010"
    )]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": 100000000000000, "currency": "EUR" }] }""",
        "donors[0].amount ADAM-1010"
    )]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": 1e400, "currency": "EUR" }] }""",
        "donors[0].amount ADAM-1010"
    )]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": 0.001, "currency": "EUR" },"""
            + """ { "partner": "DE", "amount": 0.5, "currency": "JPY" },"""
            + """ { "partner": "DE", "amount": 0.0001, "currency": "KWD" }] }""",
        "donors[0].amount ADAM-1018",
        "donors[1].amount ADAM-1018",
        "donors[2].amount ADAM-1018"
    )]
    [TestCase(
        """{ "places": [{ "name": "Panj", "latitude": 90.01, "longitude": -180.01 }] }""",
        "places[0].latitude ADAM-1010",
        "places[0].longitude ADAM-1010"
    )]
    // Donors and implementers.
    [TestCase("""{ "donors": [{ "partner": "US", "name": "Germany" }] }""", "donors[0].name ADAM-1018")]
    [TestCase(
        """{ "implementers": [{ "partner": "US", "name": "XM-DAC-41128" }] }""",
        "implementers[0].name ADAM-1018"
    )]
    [TestCase("""{ "donors": [{ "name": "---" }] }""", "donors[0].name ADAM-1018")]
    // Computed members with other values than the computed ones.
    [TestCase(
        """{ "period": { "start": "2020-01-01", "end": "2020-12-30","""
            + """ "startBasis": "planned", "endBasis": "planned" } }""",
        "period ADAM-3006"
    )]
    [TestCase("""{ "period": "2020" }""", "period ADAM-3006")]
    [TestCase("""{ "sdgTargets": ["16"] }""", "sdgTargets ADAM-3006")]
    [TestCase(
        """{ "id": "01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10", "version": 1, "createdAt": "2020-01-01T00:00:00Z","""
            + """ "updatedAt": "2020-01-01T00:00:00Z", "updatedBy": "me" }""",
        "id ADAM-3006",
        "version ADAM-3006",
        "createdAt ADAM-3006",
        "updatedAt ADAM-3006",
        "updatedBy ADAM-3006"
    )]
    [TestCase(
        """{ "title": null, "status": "x", "version": 2 }""",
        "title ADAM-1016",
        "status ADAM-1012",
        "version ADAM-3006"
    )]
    [TestCase("""{ "id": "1", "createdAt": "yesterday" }""", "id ADAM-1018", "createdAt ADAM-1008")]
    // Characters.
    [TestCase(
        """{ "title": "bell \u0007", "description": "nul \u0000", "beneficiaries": ["\ud83d"] }""",
        "title ADAM-1011",
        "description ADAM-1011",
        "beneficiaries[0] ADAM-1011"
    )]
    public async Task Every_fault_is_named_at_once(string changes, params string[] faults) =>
        Assert.That(await FaultsAsync(Written(changes)), Is.EquivalentTo(faults));

    [Test]
    public async Task Empty_object_lacks_everything_that_is_required() =>
        Assert.That(
            await FaultsAsync("{}"),
            Is.EquivalentTo(
                new[]
                {
                    "reference ADAM-1016",
                    "title ADAM-1016",
                    "pillars ADAM-1016",
                    "countries ADAM-1016",
                    "donors ADAM-1016",
                    "status ADAM-1016",
                }
            )
        );

    [TestCase("""{ "titel": "x" }""", "There is no member 'titel' here. Did you mean 'title'?")]
    [TestCase(
        """{ "pillars": ["precursor"] }""",
        "'precursor' is no code of pillars. Did you mean 'precursors'? Known are regional-initiatives, "
            + "financial-flows, precursors, prevention-and-health."
    )]
    [TestCase(
        """{ "countries": ["Tajikistann"] }""",
        "'Tajikistann' is no code of countries. Did you mean 'TJ'? The codes are listed at /v1/codelists/countries."
    )]
    [TestCase(
        """{ "countries": ["Tadjikistana"] }""",
        "'Tadjikistana' is no code of countries. Did you mean 'TJ'? The codes are listed at /v1/codelists/countries."
    )]
    [TestCase(
        """{ "activityTypes": ["trainings"] }""",
        "'trainings' is no code of activity-types. Did you mean 'training'? Known are "
    )]
    [TestCase(
        """{ "status": "canceled" }""",
        "'canceled' is no code of statuses. Did you mean 'cancelled'? Known are pipeline, implementation, "
            + "finalisation, closed, cancelled, suspended."
    )]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": 5, "currency": "EURO" }] }""",
        "'EURO' is no code of currencies. Did you mean 'EUR'? The codes are listed at /v1/codelists/currencies."
    )]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": 5, "currency": "US Dollar" }] }""",
        "'US Dollar' is no code of currencies. Did you mean 'USD'? The codes are listed at /v1/codelists/currencies."
    )]
    [TestCase(
        """{ "sectors": [{ "vocabulary": "dac", "code": "16O63" }] }""",
        "'16O63' is no code of sectors. Did you mean '16063'? The codes are listed at /v1/codelists/sectors."
    )]
    [TestCase(
        """{ "donors": [{ "partner": "Germny" }] }""",
        "'Germny' is no partner. Did you mean 'Germany'? An organisation outside the partnership goes into name alone."
    )]
    [TestCase("""{ "donors": [{ "partner": "USAID" }] }""", "'USAID' is an agency of US. Put it into name.")]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "name": "United Kingdom (DFID)" }] }""",
        "'United Kingdom (DFID)' is an agency of GB, not an agency of DE. Which of the two is it?"
    )]
    [TestCase(
        """{ "donors": [{ "partner": "US", "name": "Germany" }] }""",
        "'Germany' is the partner DE, not an agency of US. Which of the two is it?"
    )]
    [TestCase(
        """{ "plannedStart": "2021-01-01" }""",
        "The end (plannedEnd 2020-12-31) lies before the start (plannedStart 2021-01-01)."
    )]
    [TestCase(
        """{ "actualStart": "2020-03-02", "actualEnd": "2020-03-01" }""",
        "The end (actualEnd 2020-03-01) lies before the start (actualStart 2020-03-02)."
    )]
    [TestCase(
        """{ "actualEnd": "2019-12-31" }""",
        "The end (actualEnd 2019-12-31) lies before the start (plannedStart 2020-01-01)."
    )]
    [TestCase("""{ "plannedEnd": "2026-02-30" }""", "'2026-02-30' is not a date: February 2026 has the days 1 to 28.")]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": 0.5, "currency": "JPY" }] }""",
        "'0.5' has more decimals than JPY, which has 0."
    )]
    [TestCase(
        """{ "donors": [{ "partner": "DE", "amount": -1, "currency": "JPY" }] }""",
        "'-1' must lie between 0 and 99999999999999."
    )]
    public async Task Reason_names_the_value_and_the_cure(string changes, string reason)
    {
        var problem = await (await PostAsync(Written(changes))).ProblemAsync(400, "ADAM-1000");
        Assert.That((string?)problem["errors"]!.AsArray().Single()!["reason"], Does.StartWith(reason));
        Assert.That((string?)problem["detail"], Is.EqualTo((string?)problem["errors"]![0]!["reason"]));
    }

    [Test]
    public async Task Members_that_stand_twice_are_told_at_every_depth()
    {
        var body =
            Body()[..^1] + ""","title":"another","places":[{"name":"a","name":"b"}],"period":{"start":1,"start":2}}""";
        Assert.That(
            await FaultsAsync(body),
            Is.SupersetOf(new[] { "title ADAM-1005", "places[0].name ADAM-1005", "period.start ADAM-1005" })
        );
    }

    [TestCase("reference", 100)]
    [TestCase("title", 500)]
    [TestCase("description", 20_000)]
    [TestCase("iatiIdentifier", 200)]
    public async Task Text_too_long_is_told_with_its_length(string member, int longest)
    {
        var problem = await (
            await PostAsync(Body(new JsonObject { [member] = new string('x', longest + 1) }.ToJsonString()))
        ).ProblemAsync(400, "ADAM-1000");
        Assert.That((string?)problem["errors"]!.AsArray().Single()!["code"], Is.EqualTo("ADAM-1017"));
        Assert.That(
            (string?)problem["errors"]![0]!["reason"],
            Does.EndWith($"has {longest + 1} characters; at most {longest} are taken.")
        );
    }

    [Test]
    public async Task Texts_and_lists_within_lists_have_their_bounds()
    {
        Assert.Multiple(async () =>
        {
            var @long = new string('x', 301);
            Assert.That(
                await FaultsAsync(
                    Body(
                        $$"""{ "beneficiaries": ["{{@long}}"], "donors": [{ "name": "{{@long}}" }],"""
                            + $$""" "places": [{ "name": "{{@long}}" }],"""
                            + $$""" "relatedProjects": [{ "identifier": "{{@long}}", "relation": "parent" }] }"""
                    )
                ),
                Is.EquivalentTo(
                    new[]
                    {
                        "beneficiaries[0] ADAM-1017",
                        "donors[0].name ADAM-1017",
                        "places[0].name ADAM-1017",
                        "relatedProjects[0].identifier ADAM-1017",
                    }
                )
            );
            Assert.That(
                await FaultsAsync(
                    Body(
                        $$"""{ "donors": [{{string.Join(',', Enumerable.Repeat("{\"name\":\"x\"}", 201))}}],"""
                            + $$""" "countries": [{{string.Join(',', Enumerable.Repeat("\"TJ\"", 101))}}] }"""
                    )
                ),
                Is.EquivalentTo(new[] { "donors ADAM-1015", "countries ADAM-1015" })
            );
        });
    }

    [Test]
    public async Task Amounts_that_add_up_to_too_much_are_refused()
    {
        var donors = string.Join(
            ',',
            Enumerable.Repeat("""{ "partner": "DE", "amount": 99999999999999, "currency": "EUR" }""", 20)
        );
        Assert.That(
            await FaultsAsync(Body($$"""{ "donors": [{{donors}}] }""")),
            Is.EqualTo(new[] { "donors ADAM-1010" })
        );
    }

    [TestCase("", "body ADAM-1020")]
    [TestCase("{", "body ADAM-1021")]
    [TestCase("<project/>", "body ADAM-1021")]
    [TestCase("[]", "body ADAM-1006")]
    [TestCase("\"x\"", "body ADAM-1006")]
    [TestCase("null", "body ADAM-1006")]
    public async Task Body_that_is_no_object_is_refused(string body, string fault) =>
        Assert.That(await FaultsAsync(body), Is.EqualTo(new[] { fault }));

    [Test]
    public async Task Body_nested_too_deeply_or_not_in_UTF8_is_refused()
    {
        Assert.Multiple(async () =>
        {
            Assert.That(
                await FaultsAsync($"{{\"period\":{new string('[', 40)}{new string(']', 40)}}}"),
                Is.EqualTo(new[] { "body ADAM-1022" })
            );
            using var latin = new ByteArrayContent(Encoding.Latin1.GetBytes(Body("""{ "title": "Café" }""")))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
            Assert.That(
                await (await _germany.PostAsync("/v1/projects", latin)).FaultsAsync(),
                Is.EqualTo(new[] { "body ADAM-1021" })
            );
        });
    }

    [Test]
    public async Task Body_too_large_is_refused() =>
        await (await PostAsync(Body($$"""{ "description": "{{new string('x', 100_000)}}" }"""))).ProblemAsync(
            413,
            "ADAM-1033"
        );

    [TestCase("text/plain")]
    [TestCase("application/merge-patch+json")]
    public async Task Wrong_content_type_is_told_with_the_right_one(string type)
    {
        var response = await _germany.SendAsync("POST", "/v1/projects", Body(), type);
        await response.ProblemAsync(415, "ADAM-1034");
        Assert.That(response.Headers.GetValues("Accept-Post"), Is.EqualTo(new[] { "application/json" }));
    }

    [Test]
    public async Task Query_parameter_is_refused_with_the_body() =>
        Assert.That(
            await (
                await _germany.SendAsync("POST", "/v1/projects?dryRun=true", Body("""{ "title": 5 }"""))
            ).FaultsAsync(),
            Is.EqualTo(new[] { "dryRun ADAM-1001", "title ADAM-1006" })
        );

    private async Task<IReadOnlyList<string>> FaultsAsync(string body) => await (await PostAsync(body)).FaultsAsync();

    private Task<HttpResponseMessage> PostAsync(string body) => _germany.SendAsync("POST", "/v1/projects", body);

    // The text is inserted by hand, because JsonNode cannot contain an unpaired surrogate.
    private static string Written(string changes) =>
        changes.Contains(@"\u", StringComparison.Ordinal)
            ? Body("""{ "title": null }""")[..^1] + "," + changes.Trim()[1..]
            : Body(changes);
}
