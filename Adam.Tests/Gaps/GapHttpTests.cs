using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Measures;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Gaps;

/// <summary>
/// The cells of measures and pillars over HTTP: states, filters, formats, summaries, and the warning at entry.
/// </summary>
public sealed class GapHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _analyst = null!;
    private HttpClient _germany = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys() =>
        (_analyst, _germany) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Donor, "DE"));

    [Test]
    public async Task Cells_have_their_states_days_and_numbers()
    {
        await _analyst.MeasureAsync(
            """
            {
              "where": { "countries": ["AF", "KG", "KZ", "TJ", "UZ"] }, "from": "2020-01-01", "until": "2020-12-31"
            }
            """
        );
        await TesterAsync("P-1", "TJ", "2020-01-01", "2020-06-29");
        await TesterAsync("P-2", "TJ", "2020-06-30", "2020-08-31");
        await TesterAsync("P-3", "UZ", "2021-01-01", "2021-12-31");
        await TesterAsync("P-4", "KG", "2019-01-01", "2020-01-10");
        await TesterAsync("P-5", "KZ", "2020-01-01", "2020-12-31", """{ "status": "suspended" }""");
        var page = await _germany.ReadAsync("/v1/gaps?asOf=2020-06-30");
        Assert.That(
            page.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "items": [
                        {{Cell("AF", "gap", projects: 0, uncoveredDays: 366)}},
                        {{Cell("KG", "ended", projects: 1, uncoveredDays: 356)}},
                        {{Cell("KZ", "gap", projects: 0, uncoveredDays: 366, suspended: 1)}},
                        {{Cell("TJ", "covered", projects: 2, uncoveredDays: 122, active: 1, endsNext: "2020-08-31")}},
                        {{Cell("UZ", "planned", projects: 1, uncoveredDays: 366)}}
                      ],
                      "totals": { "cells": 5, "covered": 1, "planned": 1, "ended": 1, "gap": 2 }, "nextCursor": null
                    }
                    """
                )
            )
        );

        static string Cell(
            string country,
            string state,
            int projects,
            int uncoveredDays,
            int active = 0,
            int suspended = 0,
            string? endsNext = null
        ) =>
            $$"""
                {
                  "measure": "M-1", "country": "{{country}}", "pillar": "precursors", "state": "{{state}}",
                  "asOf": "2020-06-30", "from": "2020-01-01", "until": "2020-12-31", "projects": {{projects}},
                  "partners": {{Math.Min(projects, 1)}}, "active": {{active}}, "suspended": {{suspended}},
                  "uncoveredDays": {{uncoveredDays}}, "endsNext": {{(endsNext is null ? "null" : $"\"{endsNext}\"")}},
                  "crowded": false, "overlaps": null, "restricted": []
                }
                """;
    }

    [Test]
    public async Task Cell_of_three_partners_is_crowded_and_links_to_their_overlaps()
    {
        await _analyst.MeasureAsync("""{ "where": { "countries": ["TJ"] } }""");
        foreach (var partner in new[] { "DE", "US", "FR" })
        {
            Assert.That((bool?)(await CellAsync())["crowded"], Is.False);
            var client = await Api.ClientAsync(Role.Donor, partner);
            await client.TesterAsync($$"""{ "donors": [{ "partner": "{{partner}}" }] }""");
        }

        var cell = await CellAsync();
        Assert.That((bool?)cell["crowded"], Is.True);
        var overlaps = (string)cell["overlaps"]!;
        Assert.That(overlaps, Is.EqualTo("/v1/overlaps?country=TJ&pillar=precursors&activeOn=2021-01-01"));
        Assert.That((await _germany.ReadAsync($"{overlaps}&count=true"))["total"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That(await _germany.CellsAsync("crowded=true&asOf=2021-01-01"), Is.EqualTo(new[] { "M-1 TJ covered" }));
        Assert.That(await _germany.CellsAsync("crowded=false&asOf=2021-01-01"), Is.Empty);

        async Task<JsonNode> CellAsync() => (await _germany.ReadAsync("/v1/gaps?asOf=2021-01-01"))["items"]![0]!;
    }

    [TestCase("measure=m-1", "M-1 TJ covered,M-1 UZ gap")]
    [TestCase("measure=M-2&measure=M-1&state=gap", "M-1 UZ gap,M-2 AL gap")]
    [TestCase("country=UZ&country=AL", "M-1 UZ gap,M-2 AL gap")]
    [TestCase("country=TJ", "M-1 TJ covered")]
    [TestCase("route=northern", "M-1 TJ covered,M-1 UZ gap")]
    [TestCase("route=balkan&pillar=financial-flows", "M-2 AL gap")]
    [TestCase("state=covered&state=planned", "M-1 TJ covered")]
    [TestCase("asOf=2019-06-01", "M-1 TJ planned,M-1 UZ gap,M-2 AL gap")]
    [TestCase("recordedBy=2000-01-01", "M-1 TJ gap,M-1 UZ gap,M-2 AL gap")]
    [TestCase("by=pillar&country=TJ&pillar=precursors&pillar=financial-flows", " TJ gap, TJ covered")]
    public async Task List_has_the_cells_that_pass_its_filters(string query, string cells)
    {
        await _analyst.MeasureAsync();
        await _analyst.MeasureAsync(
            """{ "reference": "M-2", "pillars": ["financial-flows"], "where": { "countries": ["AL"] } }"""
        );
        await _germany.TesterAsync();
        Assert.That(string.Join(',', await _germany.CellsAsync(query)), Is.EqualTo(cells));
        var pages = await _germany.PagesAsync($"/v1/gaps?limit=1&count=true&{query}");
        Assert.That(
            string.Join(
                ',',
                pages
                    .SelectMany(page => page["items"]!.AsArray())
                    .Select(gap => $"{gap!["measure"]} {gap["country"]} {gap["state"]}")
            ),
            Is.EqualTo(cells)
        );
        Assert.That((int?)pages[0]["total"], Is.EqualTo(cells.Split(',').Length));
    }

    [Test]
    public async Task Pillars_without_a_country_are_those_of_all_routes()
    {
        var cells = (await _germany.ReadAsync("/v1/gaps?by=pillar&count=true&limit=1"))["total"]!.GetValue<int>();
        var routes = (await _germany.ReadAsync("/v1/routes"))["items"]!
            .AsArray()
            .SelectMany(route => route!["countries"]!.AsArray())
            .Select(country => (string?)country!["country"])
            .Distinct()
            .Count();
        Assert.That(cells, Is.EqualTo(4 * routes));
    }

    [TestCase("measure=M-9&state=hole", "measure ADAM-1012", "state ADAM-1012")]
    [TestCase("by=pillar&measure=M-1", "measure ADAM-1018")]
    [TestCase("from=2021-01-01&until=2020-01-01", "until ADAM-3005")]
    [TestCase("recordedBy=2999-01-01", "recordedBy ADAM-1010")]
    [TestCase("asof=2020-01-01", "asof ADAM-1001")]
    public async Task Wrong_question_is_an_error(string query, params string[] errors) =>
        Assert.That(await (await _germany.GetAsync($"/v1/gaps?{query}")).FaultsAsync(), Is.EquivalentTo(errors));

    [Test]
    public async Task Cells_are_available_as_tables_and_on_a_map()
    {
        await _analyst.MeasureAsync("""{ "reference": "M-2", "scope": "any" }""");
        await _analyst.MeasureAsync("""{ "where": { "countries": ["TJ"] }, "until": "2030-12-31" }""");
        await _germany.TesterAsync();
        Assert.That(
            (await _germany.GetStringAsync("/v1/gaps?format=csv&bom=false&asOf=2021-01-01")).Split("\r\n")[..3],
            Is.EqualTo(
                new[]
                {
                    "measure,country,countryName,pillar,state,asOf,from,until,projects,partners,active,suspended,"
                        + "uncoveredDays,endsNext,crowded,restricted",
                    "M-2,,,precursors,covered,2021-01-01,,,1,1,1,0,,2099-12-31,false,",
                    "M-1,TJ,Tajikistan,precursors,covered,2021-01-01,,2030-12-31,1,1,1,0,,2099-12-31,false,",
                }
            )
        );
        var xlsx = await _germany.GetAsync("/v1/gaps?format=xlsx");
        Assert.That((int)xlsx.StatusCode, Is.EqualTo(200));
        var map = await _germany.ReadAsync("/v1/gaps?format=geojson&asOf=2021-01-01");
        Assert.That((string?)map["type"], Is.EqualTo("FeatureCollection"));
        var features = map["features"]!.AsArray();
        Assert.That(features[0]!["geometry"], Is.Null, "a measure that one project anywhere serves");
        Assert.That((string?)features[1]!["geometry"]!["type"], Is.EqualTo("Point"));
        Assert.That((double)features[1]!["geometry"]!["coordinates"]![0]!, Is.InRange(67, 75), "longitude first");
        Assert.That((string?)features[1]!["properties"]!["state"], Is.EqualTo("covered"));
    }

    [Test]
    public async Task Summary_by_year_follows_the_periods_and_recordedBy_the_register()
    {
        await _analyst.MeasureAsync();
        await TesterAsync("P-1", "TJ", "2020-01-01", "2021-06-30");
        var years = await _germany.ReadAsync("/v1/gaps/summary?fromYear=2018&toYear=2022");
        Assert.That(
            years["items"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    [
                      { "value": "2018", "cells": 2, "covered": 0, "planned": 1, "ended": 0, "gap": 1 },
                      { "value": "2019", "cells": 2, "covered": 0, "planned": 1, "ended": 0, "gap": 1 },
                      { "value": "2020", "cells": 2, "covered": 1, "planned": 0, "ended": 0, "gap": 1 },
                      { "value": "2021", "cells": 2, "covered": 0, "planned": 0, "ended": 1, "gap": 1 },
                      { "value": "2022", "cells": 2, "covered": 0, "planned": 0, "ended": 1, "gap": 1 }
                    ]
                    """
                )
            )
        );
        var before = await _germany.ReadAsync("/v1/gaps/summary?fromYear=2020&toYear=2020&recordedBy=2020-12-31");
        Assert.That((int?)before["items"]![0]!["gap"], Is.EqualTo(2));
        foreach (var (by, values) in new[] { ("measure", "M-1"), ("country", "TJ,UZ"), ("pillar", "precursors") })
            Assert.That(
                string.Join(',', (await _germany.ReadAsync($"/v1/gaps/summary?by={by}")).Each("value")),
                Is.EqualTo(values)
            );
        Assert.That(
            await (await _germany.GetAsync("/v1/gaps/summary?by=country&fromYear=2020")).FaultsAsync(),
            Is.EqualTo(new[] { "fromYear ADAM-1018" })
        );
        Assert.That(
            await (await _germany.GetAsync("/v1/gaps/summary?fromYear=2020&toYear=2019")).FaultsAsync(),
            Is.EqualTo(new[] { "toYear ADAM-3005" })
        );
    }

    [Test]
    public async Task Project_that_closes_a_gap_says_so_and_the_gap_is_gone()
    {
        await _analyst.MeasureAsync();
        Assert.That(await _germany.CellsAsync("state=gap"), Is.EqualTo(new[] { "M-1 TJ gap", "M-1 UZ gap" }));
        var draft = With(Body(), TesterOf("P-1", "TJ", "2020-01-01", "2099-12-31"));
        var check = await (await _germany.SendAsync("POST", "/v1/projects/check", draft)).JsonAsync();
        var recorded = await TesterAsync("P-1", "TJ", "2020-01-01", "2099-12-31");
        Assert.That(check["measures"]!.Text(), Is.EqualTo(recorded["measures"]!.Text()));
        Assert.That(
            recorded["measures"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "serves": [
                        {
                          "measure": "M-1", "title": "Border posts can test precursors", "basis": "found",
                          "reasons": [
                            { "component": "pillar", "detail": "It serves precursors." },
                            { "component": "country", "detail": "It works in Tajikistan." },
                            { "component": "words", "detail": "Its text has 'precursor test'." }
                          ]
                        }
                      ],
                      "closesGaps": [{ "measure": "M-1", "country": "TJ", "state": "covered" }]
                    }
                    """
                )
            )
        );
        Assert.That(await _germany.CellsAsync("state=gap"), Is.EqualTo(new[] { "M-1 UZ gap" }));

        var second = await TesterAsync("P-2", "TJ", "2020-01-01", "2099-12-31");
        Assert.That(Closed(second), Is.Empty, "the second one in the country closes nothing");
        var planned = await TesterAsync("P-3", "UZ", "2098-01-01", "2099-12-31");
        Assert.That(Closed(planned), Is.EqualTo(new[] { "M-1 UZ planned" }));
    }

    /// <summary>Each case leaves Tajikistan without present or later coverage, or covers it.</summary>
    [TestCase("""{ "plannedEnd": "2021-12-31" }""", true)]
    [TestCase("""{ "status": "suspended" }""", true)]
    [TestCase("""{ "status": "cancelled" }""", true)]
    [TestCase("""{ "status": "closed", "plannedEnd": null }""", true)]
    [TestCase("""{ "title": "Scales" }""", true)]
    [TestCase("""{ "countries": ["KG"] }""", true)]
    [TestCase("""{ "status": "pipeline" }""", false)]
    [TestCase("""{ "plannedEnd": null }""", false)]
    [TestCase("""{ "title": "Scales", "declaredMeasures": ["M-1"] }""", false)]
    [TestCase("""{ "title": "Scales", "pillars": ["financial-flows"], "declaredMeasures": ["M-1"] }""", false)]
    public async Task Gap_is_closed_if_no_other_project_works_there_now_or_later(string other, bool closes)
    {
        await _analyst.MeasureAsync();
        var before = With(With(Body(), TesterOf("P-0", "TJ", "2020-01-01", "2099-12-31")), other);
        var stored = await _germany.SendAsync("POST", "/v1/projects", before);
        Assert.That((int)stored.StatusCode, Is.EqualTo(201), await stored.Content.ReadAsStringAsync());
        var project = await TesterAsync("P-1", "TJ", "2020-01-01", "2099-12-31");
        Assert.That(Closed(project), Is.EqualTo(closes ? new[] { "M-1 TJ covered" } : []));
    }

    [Test]
    public async Task Rejected_project_covers_nothing_and_a_confirmed_one_does()
    {
        await _analyst.MeasureAsync();
        var wrong = await TesterAsync("P-0", "TJ", "2020-01-01", "2099-12-31");
        await _analyst.JudgeAsync("M-1", wrong.Id(), "rejected");
        Assert.That(
            Closed(await TesterAsync("P-1", "TJ", "2020-01-01", "2099-12-31")),
            Is.EqualTo(new[] { "M-1 TJ covered" })
        );
        var right = await _germany.TesterAsync("""{ "reference": "P-2", "title": "Scales", "countries": ["UZ"] }""");
        Assert.That(Closed(right), Is.Empty);
        await _analyst.JudgeAsync("M-1", right.Id(), "confirmed");
        Assert.That(Closed(await TesterAsync("P-3", "UZ", "2020-01-01", "2099-12-31")), Is.Empty);
    }

    [Test]
    public async Task Measure_that_one_project_anywhere_serves_is_one_cell()
    {
        await _analyst.MeasureAsync("""{ "scope": "any" }""");
        Assert.That(await _germany.CellsAsync(""), Is.EqualTo(new[] { "M-1  gap" }));
        Assert.That(
            Closed(await TesterAsync("P-1", "UZ", "2020-01-01", "2099-12-31")),
            Is.EqualTo(new[] { "M-1  covered" })
        );
        Assert.That(Closed(await TesterAsync("P-2", "TJ", "2020-01-01", "2099-12-31")), Is.Empty);
        Assert.That(await _germany.CellsAsync(""), Is.EqualTo(new[] { "M-1  covered" }));
    }

    [Test]
    public async Task Change_of_a_project_says_what_it_closes_then()
    {
        await _analyst.MeasureAsync();
        var project = await _germany.TesterAsync("""{ "title": "Scales" }""");
        Assert.That(project["measures"]!["serves"]!.AsArray(), Is.Empty);
        var patch = await _germany.SendAsync(
            "PATCH",
            $"/v1/projects/{project.Id()}",
            """{ "description": "Tests of precursors" }""",
            MergePatch,
            ("If-Match", "\"1\"")
        );
        var changed = await patch.JsonAsync();
        Assert.That(Closed(changed), Is.EqualTo(new[] { "M-1 TJ covered" }), changed.Text());
    }

    /// <summary>
    /// A restricted project covers its country under its pillars, whatever its words and days; others learn that there
    /// is one, which they are told everywhere, and nothing else.
    /// </summary>
    [Test]
    public async Task Restricted_project_covers_its_cell_on_every_day_for_those_who_do_not_see_it()
    {
        await _analyst.MeasureAsync("""{ "from": "2020-01-01", "until": "2020-12-31" }""");
        var france = await Api.ClientAsync(Role.Donor, "FR");
        await _germany.RecordAsync(
            """
            {
              "reference": "R-1", "title": "Secret", "pillars": ["precursors"], "countries": ["TJ"],
              "visibility": "restricted", "plannedStart": "2015-01-01", "plannedEnd": "2015-12-31"
            }
            """
        );
        foreach (var day in new[] { "1990-01-01", "2015-06-01", "2020-01-01", "2090-01-01" })
        {
            var cell = (await france.ReadAsync($"/v1/gaps?asOf={day}&country=TJ"))["items"]!.AsArray().Single()!;
            Assert.That(
                cell.Text(),
                Is.EqualTo(
                    Compact(
                        $$"""
                        {
                          "measure": "M-1", "country": "TJ", "pillar": "precursors", "state": "covered",
                          "asOf": "{{day}}", "from": "2020-01-01", "until": "2020-12-31", "projects": 0, "partners": 0,
                          "active": 0, "suspended": 0, "uncoveredDays": null, "endsNext": null, "crowded": false,
                          "overlaps": null,
                          "restricted": [{ "country": "TJ", "pillar": "precursors", "ask": "DE" }]
                        }
                        """
                    )
                )
            );
        }

        // Those who see the project see that it serves nothing.
        Assert.That(await _germany.CellsAsync("country=TJ"), Is.EqualTo(new[] { "M-1 TJ gap" }));
        Assert.That(await _analyst.CellsAsync("country=TJ"), Is.EqualTo(new[] { "M-1 TJ gap" }));
        Assert.That(await france.LinksAsync("M-1"), Is.Empty);
        var recorded = await france.TesterAsync("""{ "donors": [{ "partner": "FR" }] }""");
        Assert.That(Closed(recorded), Is.Empty, "the restricted project may cover it");
        Assert.That(
            (await france.ReadAsync("/v1/gaps/summary?by=country&asOf=1990-01-01"))["items"]!
                .AsArray()
                .Select(row => $"{row!["value"]} {row["covered"]}"),
            Is.EqualTo(new[] { "TJ 1", "UZ 0" })
        );
    }

    private static IReadOnlyList<string> Closed(JsonObject project) =>
        [
            .. project["measures"]!["closesGaps"]!
                .AsArray()
                .Select(gap => $"{gap!["measure"]} {gap["country"]} {gap["state"]}"),
        ];

    private static string TesterOf(string reference, string country, string start, string end) =>
        $$"""
            {
              "reference": "{{reference}}", "title": "Precursor tests at the bridge", "pillars": ["precursors"],
              "countries": ["{{country}}"], "plannedStart": "{{start}}", "plannedEnd": "{{end}}"
            }
            """;

    private Task<JsonObject> TesterAsync(
        string reference,
        string country,
        string start,
        string end,
        string changes = "{}"
    ) => _germany.RecordAsync(With(TesterOf(reference, country, start, end), changes));
}
