using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Presence;

public sealed class PresenceHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Records =
    [
        """
            {
              "reference": "1", "owner": "DE", "countries": ["TJ", "UZ"],
              "pillars": ["regional-initiatives", "precursors"], "activityTypes": ["training"],
              "donors": [
                { "partner": "DE", "amount": 100, "currency": "EUR" },
                { "partner": "US", "name": "Department of State", "amount": 0.50, "currency": "USD" }
              ],
              "implementers": [{ "partner": "UNODC" }, { "name": "Aga Khan Foundation" }], "plannedStart": "2019-07-01",
              "plannedEnd": "2020-06-30"
            }
            """,
        """
            {
              "reference": "2", "owner": "US", "countries": ["TJ"], "pillars": ["precursors"],
              "activityTypes": ["training", "equipment"], "status": "closed",
              "donors": [
                { "partner": "US", "amount": 7, "currency": "JPY" },
                { "name": "World Bank", "amount": 0.1, "currency": "EUR" }
              ]
            }
            """,
        """
            {
              "reference": "3", "owner": "UNODC", "countries": ["AF"], "pillars": ["prevention-and-health"],
              "status": "pipeline", "donors": [{ "name": "WORLD-BANK", "amount": 0.2, "currency": "EUR" }],
              "plannedStart": "2021-05-05", "plannedEnd": "2022-01-01"
            }
            """,
        """
            {
              "reference": "4", "owner": "FR", "countries": ["TJ", "KG"], "pillars": ["financial-flows"],
              "activityTypes": ["mentoring"], "status": "cancelled",
              "donors": [{ "partner": "FR", "amount": 999, "currency": "EUR" }],
              "implementers": [{ "name": "Nobody's Trust" }]
            }
            """,
    ];

    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        foreach (var record in Records)
            await _admin.RecordAsync(record);
    }

    [Test]
    public async Task Table_is_answered_whole()
    {
        Assert.That(
            await _admin.GetStringAsync("/v1/presence?by=country,pillar&count=true"),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "items": [
                        {
                          "country": "AF", "pillar": "prevention-and-health", "projects": 1, "partners": 1,
                          "amounts": [{ "currency": "EUR", "amount": 0.20 }], "withoutDuplicates": null
                        },
                        {
                          "country": "TJ", "pillar": "precursors", "projects": 2, "partners": 3,
                          "amounts": [
                            { "currency": "EUR", "amount": 100.10 }, { "currency": "JPY", "amount": 7 },
                            { "currency": "USD", "amount": 0.50 }
                          ],
                          "withoutDuplicates": null
                        },
                        {
                          "country": "TJ", "pillar": "regional-initiatives", "projects": 1, "partners": 3,
                          "amounts": [{ "currency": "EUR", "amount": 100.00 }, { "currency": "USD", "amount": 0.50 }],
                          "withoutDuplicates": null
                        },
                        {
                          "country": "UZ", "pillar": "precursors", "projects": 1, "partners": 3,
                          "amounts": [{ "currency": "EUR", "amount": 100.00 }, { "currency": "USD", "amount": 0.50 }],
                          "withoutDuplicates": null
                        },
                        {
                          "country": "UZ", "pillar": "regional-initiatives", "projects": 1, "partners": 3,
                          "amounts": [{ "currency": "EUR", "amount": 100.00 }, { "currency": "USD", "amount": 0.50 }],
                          "withoutDuplicates": null
                        }
                      ],
                      "totals": {
                        "projects": 3, "partners": 3,
                        "amounts": [
                          { "currency": "EUR", "amount": 100.30 }, { "currency": "JPY", "amount": 7 },
                          { "currency": "USD", "amount": 0.50 }
                        ],
                        "withoutDuplicates": null
                      },
                      "nextCursor": null, "total": 5, "restricted": []
                    }
                    """
                )
            )
        );
    }

    [TestCase("country", "AF 1/1 EUR 0.20", "TJ 2/3 EUR 100.10 JPY 7 USD 0.50", "UZ 1/3 EUR 100.00 USD 0.50")]
    [TestCase(
        "pillar",
        "precursors 2/3 EUR 100.10 JPY 7 USD 0.50",
        "prevention-and-health 1/1 EUR 0.20",
        "regional-initiatives 1/3 EUR 100.00 USD 0.50"
    )]
    [TestCase(
        "partner",
        "Aga Khan Foundation 1/3 EUR 100.00 USD 0.50",
        "DE 1/3 EUR 100.00 USD 0.50",
        "UNODC 2/3 EUR 100.20 USD 0.50",
        "US 2/3 EUR 100.10 JPY 7 USD 0.50",
        "World Bank 2/2 EUR 0.30 JPY 7"
    )]
    [TestCase(
        "donor",
        "DE 1/3 EUR 100.00 USD 0.50",
        "US 2/3 EUR 100.10 JPY 7 USD 0.50",
        "World Bank 2/2 EUR 0.30 JPY 7"
    )]
    [TestCase("implementer", "Aga Khan Foundation 1/3 EUR 100.00 USD 0.50", "UNODC 1/3 EUR 100.00 USD 0.50")]
    [TestCase("activityType", "equipment 1/1 EUR 0.10 JPY 7", "training 2/3 EUR 100.10 JPY 7 USD 0.50")]
    [TestCase("status", "closed 1/1 EUR 0.10 JPY 7", "implementation 1/3 EUR 100.00 USD 0.50", "pipeline 1/1 EUR 0.20")]
    [TestCase(
        "year",
        "2019 1/3 EUR 100.00 USD 0.50",
        "2020 2/3 EUR 100.10 JPY 7 USD 0.50",
        "2021 1/1 EUR 0.20",
        "2022 1/1 EUR 0.20"
    )]
    [TestCase(
        "year,status",
        "2019 implementation 1/3 EUR 100.00 USD 0.50",
        "2020 closed 1/1 EUR 0.10 JPY 7",
        "2020 implementation 1/3 EUR 100.00 USD 0.50",
        "2021 pipeline 1/1 EUR 0.20",
        "2022 pipeline 1/1 EUR 0.20"
    )]
    [TestCase("country,country", "AF 1/1 EUR 0.20", "TJ 2/3 EUR 100.10 JPY 7 USD 0.50", "UZ 1/3 EUR 100.00 USD 0.50")]
    public async Task Cells_count_projects_partners_and_each_currency_by_itself(string by, params string[] cells)
    {
        var table = await _admin.ReadAsync($"/v1/presence?by={by}");
        Assert.That(Lines(table), Is.EqualTo(cells));
        Assert.That(
            Line(table["totals"]!),
            Is.EqualTo("3/3 EUR 100.30 JPY 7 USD 0.50"),
            "each project is counted once, in however many cells"
        );
    }

    [Test]
    public async Task Every_dimension_at_once_has_a_member_of_its_own()
    {
        var table = await _admin.ReadAsync(
            "/v1/presence?by=year,status,activityType,implementer,donor,partner,pillar,country&country=UZ"
                + "&pillar=precursors&donor=DE&implementer=UNODC&partner=US&activeOn=2020-01-01"
        );
        Assert.That(
            table["items"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    [{
                      "country": "UZ", "pillar": "precursors", "partner": "US", "donor": "DE", "implementer": "UNODC",
                      "activityType": "training", "status": "implementation", "year": 2020,
                      "projects": 1, "partners": 3,
                      "amounts": [{ "currency": "EUR", "amount": 100.00 }, { "currency": "USD", "amount": 0.50 }],
                      "given": [{ "currency": "EUR", "amount": 49.73 }], "withoutDuplicates": null
                    }]
                    """
                )
            )
        );
    }

    // A filter on a dimension selects its rows. The totals count whole projects.
    [TestCase("by=country&country=UZ&country=AF", "2/3", "AF 1/1 EUR 0.20", "UZ 1/3 EUR 100.00 USD 0.50")]
    [TestCase("by=country,pillar&country=TJ&pillar=precursors", "2/3", "TJ precursors 2/3 EUR 100.10 JPY 7 USD 0.50")]
    [TestCase("by=country&route=southern", "1/1", "AF 1/1 EUR 0.20")]
    [TestCase("by=country&route=northern&country=UZ", "1/3", "UZ 1/3 EUR 100.00 USD 0.50")]
    [TestCase("by=donor&donor=world+bank", "2/2", "World Bank 2/2 EUR 0.30 JPY 7")]
    [TestCase("by=country&donor=world+bank", "2/2", "AF 1/1 EUR 0.20", "TJ 1/1 EUR 0.10 JPY 7")]
    [TestCase("by=partner&partner=DE", "1/3", "DE 1/3 EUR 100.00 USD 0.50")]
    [TestCase("by=implementer&implementer=UNODC", "1/3", "UNODC 1/3 EUR 100.00 USD 0.50")]
    [TestCase("by=activityType&activityType=equipment", "1/1", "equipment 1/1 EUR 0.10 JPY 7")]
    [TestCase("by=status&status=closed&status=cancelled", "1/1", "closed 1/1 EUR 0.10 JPY 7")]
    [TestCase(
        "by=year&activeFrom=2020-06-30",
        "3/3",
        "2020 2/3 EUR 100.10 JPY 7 USD 0.50",
        "2021 1/1 EUR 0.20",
        "2022 1/1 EUR 0.20"
    )]
    [TestCase("by=year&activeOn=2019-12-31", "1/3", "2019 1/3 EUR 100.00 USD 0.50")]
    [TestCase(
        "by=year&activeTo=2020-01-01",
        "2/3",
        "2019 1/3 EUR 100.00 USD 0.50",
        "2020 2/3 EUR 100.10 JPY 7 USD 0.50"
    )]
    [TestCase("by=country&owner=FR", "0/0")]
    [TestCase("by=country&country=KG", "0/0")]
    public async Task Filter_on_a_dimension_also_restricts_its_rows(string query, string totals, params string[] cells)
    {
        var table = await _admin.ReadAsync($"/v1/presence?{query}");
        Assert.That(Lines(table), Is.EqualTo(cells));
        Assert.That(Line(table["totals"]!), Does.StartWith(totals));
    }

    [Test]
    public async Task Open_end_counts_up_to_this_year_and_at_least_for_its_first()
    {
        var thisYear = TimeProvider.System.GetUtcNow().Year;
        await _admin.RecordAsync(
            $$"""{ "reference": "open", "countries": ["IR"], "plannedStart": "{{thisYear - 2}}-12-31","""
                + $$""" "plannedEnd": null }"""
        );
        await _admin.RecordAsync(
            """{ "reference": "far", "countries": ["PK"], "plannedStart": "2099-06-01", "plannedEnd": null }"""
        );
        await _admin.RecordAsync(
            """{ "reference": "closed end", "countries": ["PK"], "plannedStart": "2098-12-31","""
                + """ "plannedEnd": "2099-01-01" }"""
        );
        Assert.Multiple(async () =>
        {
            Assert.That(await YearsAsync("country=IR"), Is.EqualTo(new[] { thisYear - 2, thisYear - 1, thisYear }));
            Assert.That(await YearsAsync("country=PK"), Is.EqualTo(new[] { 2098, 2099 }));
            Assert.That(
                await YearsAsync("country=IR&activeOn=2090-01-01"),
                Is.Empty,
                "the project is active, but its years end with the current one"
            );
        });

        async Task<IEnumerable<int>> YearsAsync(string filter) =>
            (await _admin.ReadAsync($"/v1/presence?by=year&{filter}"))["items"]!
                .AsArray()
                .Select(item => (int)item!["year"]!);
    }

    [TestCase(
        "by=country&fields=projects",
        """{"country":"AF","projects":1}""",
        """{"country":"TJ","projects":2}""",
        """{"country":"UZ","projects":1}""",
        """{"projects":3}"""
    )]
    [TestCase(
        "by=country&by=status&fields=withoutDuplicates&fields=partners&country=UZ",
        """{"country":"UZ","status":"implementation","partners":3,"withoutDuplicates":null}""",
        """{"partners":3,"withoutDuplicates":null}"""
    )]
    [TestCase(
        "by=country,status&fields=withoutDuplicates,partners&country=UZ",
        """{"country":"UZ","status":"implementation","partners":3,"withoutDuplicates":null}""",
        """{"partners":3,"withoutDuplicates":null}"""
    )]
    [TestCase(
        "by=donor&fields=given&donor=DE",
        """{"donor":"DE","given":[{"currency":"EUR","amount":100.00}]}""",
        "{}"
    )]
    [TestCase(
        "by=donor&fields=amounts&donor=DE&currency=EUR",
        """{"donor":"DE","amounts":[{"currency":"EUR","amount":100.00},{"currency":"USD","amount":0.50}]}""",
        """{"amounts":[{"currency":"EUR","amount":100.00},{"currency":"USD","amount":0.50}]}"""
    )]
    public async Task Figures_are_those_that_are_asked_for(string query, params string[] rows)
    {
        var table = await _admin.ReadAsync($"/v1/presence?{query}");
        Assert.That(table["items"]!.AsArray().Append(table["totals"]).Select(row => row!.Text()), Is.EqualTo(rows));
        var lines = await _admin.GetStringAsync($"/v1/presence?{query}&format=ndjson");
        Assert.That(lines, Is.EqualTo(string.Concat(rows.SkipLast(1).Select(row => $"{row}\n"))));
        Assert.That(table["rates"], Is.Null);
    }

    [Test]
    public async Task Files_have_the_columns_of_the_figures_that_are_asked_for()
    {
        var csv = await _admin.GetStringAsync("/v1/presence?by=country&fields=projects&format=csv");
        Assert.That(
            csv.TrimStart('\uFEFF').ReplaceLineEndings("\n"),
            Does.StartWith("country,countryName,projects\nAF,Afghanistan,1\n")
        );
    }

    [TestCase("", "by ADAM-1016")]
    [TestCase("by=", "by ADAM-1003")]
    [TestCase("by=countri", "by ADAM-1012")]
    [TestCase("by=country,", "by ADAM-1012")]
    [TestCase(
        "by=owner,route&countr=TJ&limit=0",
        "by ADAM-1012",
        "by ADAM-1012",
        "countr ADAM-1001",
        "limit ADAM-1010"
    )]
    [TestCase("by=country&sort=start", "sort ADAM-1012")]
    [TestCase("by=country&fields=project", "fields ADAM-1012")]
    [TestCase(
        "by=country&donor=Germny&activeOn=2020-01-01&activeFrom=2020-01-01",
        "donor ADAM-1012",
        "activeOn ADAM-1018"
    )]
    public async Task Every_fault_of_the_query_is_named_at_once(string query, params string[] faults) =>
        Assert.That(await (await _admin.GetAsync($"/v1/presence?{query}")).FaultsAsync(), Is.EquivalentTo(faults));

    [Test]
    public async Task Unknown_dimension_is_told_with_the_nearest()
    {
        var problem = await (await _admin.GetAsync("/v1/presence?by=pillars")).ProblemAsync(400, "ADAM-1000");
        Assert.That(
            (string?)problem["errors"]![0]!["reason"],
            Is.EqualTo(
                "'pillars' is not known here. Did you mean 'pillar'? Known are country, pillar, partner, donor, "
                    + "implementer, activityType, status, year, sdgTarget."
            )
        );
    }

    [Test]
    public async Task Pages_hold_every_cell_once_and_the_same_totals(
        [Values(1, 2, 3, 7)] int limit,
        [Values("country,pillar", "partner,year", "donor")] string by,
        [Values("values", "projects-descending")] string sort
    )
    {
        var whole = await _admin.ReadAsync($"/v1/presence?by={by}&limit=500&sort={sort}");
        var pages = await _admin.PagesAsync($"/v1/presence?by={by}&limit={limit}&count=true&sort={sort}");
        Assert.Multiple(() =>
        {
            Assert.That(pages.SelectMany(Lines), Is.EqualTo(Lines(whole)));
            Assert.That(pages.Select(page => page["items"]!.AsArray().Count).SkipLast(1), Has.All.EqualTo(limit));
            Assert.That(pages.Select(page => page["totals"]!.Text()), Has.All.EqualTo(whole["totals"]!.Text()));
            Assert.That(pages.Select(page => (int?)page["total"]), Has.All.EqualTo(whole["items"]!.AsArray().Count));
        });
    }

    [TestCase("country,pillar")]
    [TestCase("partner,year")]
    public async Task Rows_with_the_most_projects_come_first_and_equal_ones_by_their_values(string by)
    {
        var byValues = (await _admin.ReadAsync($"/v1/presence?by={by}&limit=500"))["items"]!.AsArray();
        var sorted = (await _admin.ReadAsync($"/v1/presence?by={by}&limit=500&sort=projects-descending"))["items"]!;
        Assert.That(byValues.Select(row => (int)row!["projects"]!).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(
            sorted.AsArray().Select(row => row!.ToJsonString()),
            Is.EqualTo(byValues.OrderByDescending(row => (int)row!["projects"]!).Select(row => row!.ToJsonString()))
        );
    }

    [TestCase("by=pillar")]
    [TestCase("by=country&sort=projects-descending")]
    public async Task Cursor_of_another_table_is_refused(string other)
    {
        var cursor = (string)(await _admin.ReadAsync("/v1/presence?by=country&limit=1"))["nextCursor"]!;
        Assert.That(
            await (await _admin.GetAsync($"/v1/presence?{other}&limit=1&cursor={cursor}")).FaultsAsync(),
            Is.EqualTo(new[] { "cursor ADAM-1013" })
        );
    }

    [Test]
    public async Task Duplicates_count_once_beside_the_raw_sum_while_their_verdict_holds()
    {
        const string Amounts =
            """{ "reference": "5", "owner": "EU", "countries": ["TJ", "KG"], "pillars": ["precursors"],"""
            + """ "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31","""
            + """ "donors": [{ "partner": "EU", "amount": 40, "currency": "EUR" },"""
            + """ { "partner": "FR", "amount": 2.50, "currency": "USD" }] }""";
        await _admin.RecordAsync(Amounts);
        var analyst = await TestApi.Over(Register.Database).ClientAsync(Role.Analyst);
        var (first, second, fifth) = (await IdAsync("DE", "1"), await IdAsync("US", "2"), await IdAsync("EU", "5"));
        await DecideAsync(first, second, "duplicate");
        await DecideAsync(second, fifth, "duplicate");
        await DecideAsync(first, fifth, "unrelated");
        Assert.Multiple(async () =>
        {
            // The second project links all three. The largest amount in each currency counts: EUR 100 of 100, 0.10 and
            // 40; USD 2.50 of 0.50 and 2.50.
            Assert.That(
                await WithoutDuplicatesAsync("by=country"),
                Is.EqualTo(
                    new[]
                    {
                        "AF",
                        "KG",
                        """TJ {"projects":1,"amounts":[{"currency":"EUR","amount":100.00},"""
                            + """{"currency":"JPY","amount":7},{"currency":"USD","amount":2.50}]}""",
                        "UZ",
                        """totals {"projects":2,"amounts":[{"currency":"EUR","amount":100.20},"""
                            + """{"currency":"JPY","amount":7},{"currency":"USD","amount":2.50}]}""",
                    }
                )
            );
            Assert.That(
                Lines(await _admin.ReadAsync("/v1/presence?by=country")),
                Has.Member("TJ 3/5 EUR 140.10 JPY 7 USD 3.00"),
                "the raw sums do not change"
            );
            Assert.That(
                (await WithoutDuplicatesAsync("by=country&owner=DE&owner=UNODC")),
                Is.EqualTo(new[] { "AF", "TJ", "UZ", "totals" }),
                "one project of the duplicates alone is counted fully"
            );
        });

        await DecideAsync(second, fifth, "co-funded");
        await DecideAsync(first, fifth, "duplicate");
        Assert.That(
            (await WithoutDuplicatesAsync("by=country&country=TJ"))[0],
            Does.StartWith("""TJ {"projects":1,"""),
            "still one project, now linked by the first"
        );
        await _admin.SendAsync(
            "PATCH",
            $"/v1/projects/{first}",
            """{ "description": "Now with dogs." }""",
            "application/merge-patch+json",
            headers: ("If-Match", "*")
        );
        Assert.That(
            await WithoutDuplicatesAsync("by=country&country=TJ"),
            Is.EqualTo(new[] { "TJ", "totals" }),
            "stale verdicts no longer count"
        );

        async Task<string> IdAsync(string owner, string reference) =>
            (string)
                (await _admin.ReadAsync("/v1/projects?limit=100"))["items"]!
                    .AsArray()
                    .Single(project =>
                        (string?)project!["owner"] == owner && (string?)project["reference"] == reference
                    )!["id"]!;

        async Task DecideAsync(string one, string other, string verdict) =>
            Assert.That(
                (int)
                    (
                        await analyst.SendAsync(
                            "PUT",
                            $"/v1/overlaps/"
                                + $"{string.Join('_', new[] { one, other }.Order(StringComparer.Ordinal))}/verdict",
                            $$"""{ "verdict": "{{verdict}}" }""",
                            headers: ("If-Match", "*")
                        )
                    ).StatusCode,
                Is.EqualTo(200)
            );

        async Task<List<string>> WithoutDuplicatesAsync(string query)
        {
            var table = await _admin.ReadAsync($"/v1/presence?{query}");
            return
            [
                .. table["items"]!
                    .AsArray()
                    .Select(row => $"{row!["country"]} {row["withoutDuplicates"]?.Text()}".TrimEnd()),
                $"totals {table["totals"]!["withoutDuplicates"]?.Text()}".TrimEnd(),
            ];
        }
    }

    [Test]
    public async Task Organisation_named_like_a_code_leaves_the_code_alone()
    {
        await _admin.RecordAsync(
            """{ "reference": "named", "countries": ["PK"], "donors": [{ "name": "TRAINING" },"""
                + """ { "name": "Precursors" }], "activityTypes": ["training"], "pillars": ["precursors"] }"""
        );
        Assert.That(
            Lines(await _admin.ReadAsync("/v1/presence?by=donor,activityType,pillar&country=PK")),
            Is.EqualTo(new[] { "precursors Precursors training 1/1", "precursors TRAINING training 1/1" })
        );
    }

    private static IEnumerable<string> Lines(JsonObject table) => table["items"]!.AsArray().Select(item => Line(item!));

    // Formats a row as the members that identify the cell, projects/partners, and the amounts.
    private static string Line(JsonNode row) =>
        string.Join(
            ' ',
            row.AsObject()
                .Where(member =>
                    member.Key is not ("projects" or "partners" or "amounts" or "given" or "withoutDuplicates")
                )
                .OrderBy(member => member.Key == "year" ? 0 : 1)
                .Select(member => member.Value!.ToString())
                .Append($"{row["projects"]}/{row["partners"]}")
                .Concat(
                    row["amounts"]!
                        .AsArray()
                        .Select(amount =>
                            $"{amount!["currency"]} "
                            + $"{amount["amount"]!.GetValue<decimal>().ToString(CultureInfo.InvariantCulture)}"
                        )
                )
        );
}
