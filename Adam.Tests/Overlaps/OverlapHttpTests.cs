using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>Uses six projects: five form five pairs, and one is cancelled.</summary>
public sealed class OverlapHttpTests(string engine) : RegisterTests(engine)
{
    // They are not recorded in the order of their starts, so that the two orders differ.
    internal static readonly string[] Records =
    [
        """{ "reference": "C", "owner": "FR", "countries": ["TJ", "AF"], "pillars": ["precursors"],"""
            + """ "donors": [{ "partner": "FR" }], "plannedStart": "2021-01-01", "plannedEnd": null }""",
        """
            {
              "reference": "B", "owner": "US", "title": "Контроль прекурсоров", "countries": ["UZ", "TJ", "AF"],
              "pillars": ["precursors"], "status": "closed",
              "donors": [
                { "partner": "US", "name": "Department of State" },
                { "partner": "US", "name": "Department of Defense" }, { "name": "World Bank" }
              ],
              "plannedStart": "2020-07-01", "plannedEnd": "2021-12-31", "actualEnd": "2021-06-30"
            }
            """,
        """
            {
              "reference": "A", "owner": "DE", "countries": ["TJ", "UZ"],
              "pillars": ["precursors", "regional-initiatives"], "implementers": [{ "partner": "UNODC" }],
              "activityTypes": ["training"], "iatiIdentifier": "DE-1-A",
              "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31"
            }
            """,
        """{ "reference": "D", "owner": "SE", "countries": ["AF"], "pillars": ["precursors"],"""
            + """ "donors": [{ "name": "WORLD BANK" }], "status": "suspended", "plannedStart": "2021-03-01","""
            + """ "plannedEnd": null }""",
        """{ "reference": "E", "owner": "DE", "countries": ["TJ"], "pillars": ["regional-initiatives"],"""
            + """ "donors": [{ "partner": "US" }], "plannedStart": "2020-12-31", "plannedEnd": "2020-12-31","""
            + """ "relatedProjects": [{ "identifier": "DE-1-A", "relation": "third-party" }] }""",
        """
            {
              "reference": "F", "owner": "IT", "countries": ["TJ", "AF"],
              "pillars": ["precursors", "regional-initiatives"], "donors": [{ "partner": "IT" }], "status": "cancelled",
              "plannedStart": "2019-01-01", "plannedEnd": null
            }
            """,
    ];

    private readonly Dictionary<string, JsonObject> _recorded = [];

    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        _recorded.Clear();
        foreach (var record in Records)
        {
            var project = await _admin.RecordAsync(With(record, StrongMatch));
            _recorded.Add((string)project["reference"]!, project);
        }
    }

    [Test]
    public async Task Pair_is_answered_whole_with_its_tag()
    {
        const string Setting =
            "Both work in Tajikistan and Uzbekistan under precursors at the same time, as many projects do.";
        const string Lower = "duplicates usually agree more, so the score is lower";
        const string Text = "The titles have little in common (0%); whole texts are alike by 82%.";
        var expected = Compact(
            $$"""
            {
              "id": "{{PairId(_recorded["A"], _recorded["B"])}}",
              "kind": "same-project", "score": 0.8298, "foundAt": "{{_recorded["A"]["createdAt"]}}",
              "shared": {
                "countries": ["TJ", "UZ"], "pillars": ["precursors"], "from": "2020-07-01", "to": "2020-12-31",
                "days": 184
              },
              "reasons": [
                { "component": "setting", "contribution": 0.0074, "detail": "{{Setting}}" },
                { "component": "text", "contribution": 0.4163, "detail": "{{Text}}" },
                {
                  "component": "beneficiaries", "contribution": 0.1786,
                  "detail": "Both serve Customs post at the Panj bridge."
                },
                { "component": "places", "contribution": 0.1677, "detail": "Both name Nizhny Panj." },
                {
                  "component": "references", "contribution": 0.1106,
                  "detail": "Both name the number PANJ/2019/0417."
                },
                {
                  "component": "period", "contribution": -0.0427,
                  "detail": "184 of 547 days are shared; they start 182 days apart; {{Lower}}."
                },
                {
                  "component": "rarity", "contribution": -0.0081,
                  "detail": "Both use “panj”, “contract” and “2019”; {{Lower}}."
                }
              ],
              "projects": [
                {
                  "id": "{{_recorded["A"].Id()}}",
                  "reference": "A", "owner": "DE", "title": "Training for border police", "donors": ["DE"],
                  "period": {
                    "start": "2020-01-01", "end": "2020-12-31", "startBasis": "planned", "endBasis": "planned"
                  }
                },
                {
                  "id": "{{_recorded["B"].Id()}}",
                  "reference": "B", "owner": "US", "title": "Контроль прекурсоров", "donors": ["US", "World Bank"],
                  "period": {
                    "start": "2020-07-01", "end": "2021-06-30", "startBasis": "planned", "endBasis": "actual"
                  }
                }
              ],
              "verdict": null, "notes": 0, "rules": "5", "edition": "cec47ab5ba24"
            }
            """
        );
        var path = $"/v1/overlaps/{PairId(_recorded["A"], _recorded["B"])}";
        var response = await _admin.GetAsync(path);
        var tag = response.Headers.ETag!.ToString();
        Assert.Multiple(async () =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(expected));
            Assert.That(
                (await _admin.ReadAsync("/v1/overlaps?country=UZ"))["items"]!.Text(),
                Is.EqualTo($"[{expected}]")
            );
            var unchanged = await _admin.SendAsync("GET", path, headers: ("If-None-Match", tag));
            Assert.That((int)unchanged.StatusCode, Is.EqualTo(304));
            Assert.That(await unchanged.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(unchanged.Headers.ETag!.ToString(), Is.EqualTo(tag));
        });

        await PatchAsync("A", """{ "title": "Another" }""");
        var changed = await _admin.SendAsync("GET", path, headers: ("If-None-Match", tag));
        Assert.Multiple(async () =>
        {
            Assert.That((int)changed.StatusCode, Is.EqualTo(200));
            var pair = await changed.JsonAsync();
            Assert.That(
                pair["foundAt"]!.Text(),
                Is.EqualTo(_recorded["A"]["createdAt"]!.Text()),
                "a title does not affect when the overlap was found"
            );
            Assert.That((string?)pair["projects"]![0]!["title"], Is.EqualTo("Another"));
        });
        var again = await PatchAsync("B", """{ "countries": ["UZ"] }""");
        Assert.That((await _admin.ReadAsync(path))["foundAt"]!.ToString(), Is.EqualTo((string?)again["updatedAt"]));
    }

    [Test]
    public async Task Two_open_ends_share_no_last_day()
    {
        var pair = await _admin.ReadAsync($"/v1/overlaps/{PairId(_recorded["C"], _recorded["D"])}");
        Assert.That(
            pair["shared"]!.Text(),
            Is.EqualTo("""{"countries":["AF"],"pillars":["precursors"],"from":"2021-03-01","to":null,"days":null}""")
        );
    }

    [TestCase("days", "CD:open AB:184 BC:181 BD:122 AE:1")]
    [TestCase("start", "AB:184 AE:1 BC:181 BD:122 CD:open")]
    public async Task Sort_orders_and_pages_follow_it(string sort, string expected)
    {
        Assert.That(Pairs(await _admin.ReadAsync($"/v1/overlaps?sort={sort}")), Is.EqualTo(expected));
        for (var limit = 1; limit <= 3; limit++)
        {
            foreach (
                var filter in new[]
                {
                    "",
                    "&status=implementation&status=closed&status=suspended&status=finalisation&status=pipeline",
                }
            )
            {
                var pages = await _admin.PagesAsync($"/v1/overlaps?sort={sort}&limit={limit}&count=true{filter}");
                Assert.That(string.Join(' ', pages.Select(Pairs)), Is.EqualTo(expected));
                Assert.That(pages.Select(page => (int?)page["total"]), Has.All.EqualTo(5));
            }
        }
    }

    [Test]
    public async Task Default_sort_is_by_score() =>
        Assert.That(
            await _admin.GetStringAsync("/v1/overlaps"),
            Is.EqualTo(await _admin.GetStringAsync("/v1/overlaps?sort=score"))
        );

    [TestCase("kind=shared-setting", "kind ADAM-1018")]
    [TestCase(
        "minScore=0.5&verdict=none&updatedSince=2020-01-01T00:00:00Z",
        "minScore ADAM-1018",
        "verdict ADAM-1018",
        "updatedSince ADAM-1018"
    )]
    public async Task Walk_of_every_pair_takes_no_filter_of_ranked_ones(string query, params string[] faults) =>
        Assert.That(
            await (await _admin.GetAsync($"/v1/overlaps?sort=start&{query}")).FaultsAsync(),
            Is.EquivalentTo(faults)
        );

    // Conditions on the shared scope.
    [TestCase("country=TJ", "AB AE BC")]
    [TestCase("country=UZ", "AB")]
    [TestCase("country=AF", "BC BD CD")]
    [TestCase("country=TJ&country=UZ&country=AF", "AB AE BC BD CD")]
    [TestCase("country=KG", "")]
    [TestCase("pillar=regional-initiatives", "AE")]
    [TestCase("pillar=regional-initiatives&pillar=precursors", "AB AE BC BD CD")]
    [TestCase("pillar=financial-flows", "")]
    [TestCase("route=northern", "AB AE BC BD CD")]
    [TestCase("route=southern", "BC BD CD")]
    [TestCase("route=southern&country=TJ", "BC")]
    [TestCase("route=southern&country=UZ", "")]
    [TestCase("activeOn=2020-06-30", "")]
    [TestCase("activeOn=2020-07-01", "AB")]
    [TestCase("activeOn=2020-12-31", "AB AE")]
    [TestCase("activeOn=2021-06-30", "BC BD CD")]
    [TestCase("activeOn=2021-07-01", "CD")]
    [TestCase("activeOn=2100-12-31", "CD")]
    [TestCase("activeFrom=2021-06-30", "BC BD CD")]
    [TestCase("activeTo=2020-12-31", "AB AE")]
    [TestCase("activeFrom=2021-01-01&activeTo=2021-02-28", "BC")]
    // Conditions on either project.
    [TestCase("owner=DE", "AB AE")]
    [TestCase("owner=SE&owner=FR", "BC BD CD")]
    [TestCase("donor=US", "AB AE BC BD")]
    [TestCase("donor=World+Bank", "AB BC BD CD")]
    [TestCase("implementer=UNODC", "AB AE")]
    [TestCase("partner=FR", "BC CD")]
    [TestCase("status=suspended", "BD CD")]
    [TestCase("status=cancelled", "")]
    [TestCase("activityType=training", "AB AE")]
    [TestCase("q=контрол", "AB BC BD")]
    [TestCase("q=train&owner=SE", "BD CD")]
    [TestCase("owner=DE&donor=World+Bank", "")]
    [TestCase("owner=DE&donor=US", "AE")]
    // One partner on each side.
    [TestCase("between=DE,US", "AB AE")]
    [TestCase("between=US,DE", "AB AE")]
    [TestCase("between=germany,US-GOV-11", "AB AE")]
    [TestCase("between=US,World+Bank", "BD")]
    [TestCase("between=FR,SE", "CD")]
    [TestCase("between=DE,DE", "AE")]
    [TestCase("between=FR,FR", "")]
    [TestCase("between=DE,US&country=UZ", "AB")]
    [TestCase("project={A}", "AB AE")]
    [TestCase("project={A}&country=UZ", "AB")]
    [TestCase("project={C}&owner=SE", "CD")]
    [TestCase("project={F}", "")]
    public async Task Filter_lets_through(string query, string expected)
    {
        foreach (var (reference, project) in _recorded)
            query = query.Replace($"{{{reference}}}", project.Id(), StringComparison.Ordinal);
        foreach (var sort in new[] { "score", "days", "updated", "start" })
        {
            var list = await _admin.ReadAsync($"/v1/overlaps?count=true&sort={sort}&{query}");
            Assert.That(
                string.Join(' ', Pairs(list).Split(' ').Select(pair => pair.Split(':')[0]).Order()),
                Is.EqualTo(expected),
                sort
            );
            Assert.That(
                (int?)list["total"],
                Is.EqualTo(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length),
                sort
            );
        }
    }

    [Test]
    public async Task Updated_since_holds_when_either_was_changed()
    {
        var changed = await PatchAsync("E", """{ "activityTypes": ["training"] }""");
        Assert.That(
            Pairs(await _admin.ReadAsync($"/v1/overlaps?updatedSince={changed["updatedAt"]}")),
            Is.EqualTo("AE:1")
        );
    }

    [TestCase(
        "kind=same&minScore=high&verdict=mine&score=1",
        "kind ADAM-1012",
        "minScore ADAM-1009",
        "verdict ADAM-1012",
        "score ADAM-1001"
    )]
    [TestCase("minScore=0.29", "minScore ADAM-1010")]
    [TestCase("minScore=1.1", "minScore ADAM-1010")]
    [TestCase("sort=created", "sort ADAM-1012")]
    [TestCase("between=DE", "between ADAM-1016")]
    [TestCase("between=DE,US,FR", "between ADAM-1015")]
    [TestCase("between=DE,US&between=FR,SE", "between ADAM-1002")]
    [TestCase("between=DE,Nobody&donor=Germny&limit=0", "between ADAM-1012", "donor ADAM-1012", "limit ADAM-1010")]
    [TestCase("project=17", "project ADAM-1018")]
    [TestCase(
        "project=01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10&activeOn=2020-01-01&activeTo=2020-01-01",
        "project ADAM-3002",
        "activeOn ADAM-1018"
    )]
    public async Task Every_fault_of_the_query_is_named_at_once(string query, params string[] faults)
    {
        Assert.That(await (await _admin.GetAsync($"/v1/overlaps?{query}")).FaultsAsync(), Is.EquivalentTo(faults));
        if (!query.StartsWith("sort", StringComparison.Ordinal))
            Assert.That(
                await (await _admin.GetAsync($"/v1/overlaps/summary?{query}")).FaultsAsync(),
                Is.EquivalentTo(faults)
            );
    }

    [Test]
    public async Task Cursor_of_another_list_is_refused()
    {
        var cursor = (string)(await _admin.ReadAsync("/v1/overlaps?limit=1"))["nextCursor"]!;
        foreach (var query in new[] { "country=TJ", "sort=start", "sort=days", "sort=score" })
            Assert.That(
                await (await _admin.GetAsync($"/v1/overlaps?{query}&cursor={cursor}")).FaultsAsync(),
                Is.EqualTo(new[] { "cursor ADAM-1013" })
            );
    }

    [Test]
    public async Task Withdrawn_project_is_no_project_to_filter_by()
    {
        await _admin.SendAsync("DELETE", $"/v1/projects/{_recorded["A"].Id()}", headers: ("If-Match", "*"));
        Assert.That(
            await (await _admin.GetAsync($"/v1/overlaps?project={_recorded["A"].Id()}")).FaultsAsync(),
            Is.EqualTo(new[] { "project ADAM-3002" })
        );
        Assert.That(Pairs(await _admin.ReadAsync("/v1/overlaps?sort=days")), Is.EqualTo("CD:open BC:181 BD:122"));
    }

    [Test]
    public async Task Pair_that_does_not_overlap_is_not_found()
    {
        (string One, string Other, string Reason)[] none =
        [
            ("A", "C", "they share no day (one ends on 2020-12-31, the other starts on 2021-01-01)"),
            (
                "A",
                "D",
                "they share no country (one is in TJ, UZ, the other in AF); "
                    + "they share no day (one ends on 2020-12-31, the other starts on 2021-03-01)"
            ),
            ("B", "E", "they share no pillar (one has precursors, the other regional-initiatives)"),
            ("A", "F", "F of IT is cancelled"),
            ("C", "F", "F of IT is cancelled"),
        ];
        foreach (var (one, other, reason) in none)
        {
            var id = PairId(_recorded[one], _recorded[other]);
            foreach (var path in (string[])["", "/verdicts", "/notes"])
                Assert.That(await NoneAsync(id, path), Is.EqualTo($"{Both(id)} are no pair: {reason}."));
        }

        const string Nobody = "00000000-0000-7000-8000-000000000000";
        var unknown = $"{Nobody}_{_recorded["A"].Id()}";
        Assert.That(
            await NoneAsync(unknown),
            Is.EqualTo($"{Both(unknown)} are no pair: there is no project {Nobody}.")
        );
        await _admin.SendAsync("DELETE", $"/v1/projects/{_recorded["A"].Id()}", headers: ("If-Match", "*"));
        var withdrawn = PairId(_recorded["A"], _recorded["B"]);
        Assert.That(await NoneAsync(withdrawn), Is.EqualTo($"{Both(withdrawn)} are no pair: A of DE is withdrawn."));
    }

    [Test]
    public async Task Two_projects_of_one_partner_with_the_same_donors_are_no_pair()
    {
        var twin = await _admin.RecordAsync(
            With(
                """{ "reference": "G", "owner": "DE", "countries": ["TJ"], "pillars": ["precursors"],"""
                    + """ "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31" }""",
                StrongMatch
            )
        );
        var id = PairId(_recorded["A"], twin);
        Assert.That(
            await NoneAsync(id),
            Is.EqualTo($"{Both(id)} are no pair: both are owned by DE and have the same donors.")
        );
    }

    [Test]
    public async Task Pair_of_a_restricted_project_is_to_others_as_one_that_is_not_there()
    {
        var hidden = await _admin.RecordAsync(
            With(
                """{ "reference": "G", "owner": "DE", "countries": ["KG"], "visibility": "restricted" }""",
                StrongMatch
            )
        );
        var id = PairId(_recorded["B"], hidden);
        var viewer = await TestApi.Over(Register.Database).ClientAsync(Role.Viewer, "OSCE");
        var problem = await (await viewer.GetAsync($"/v1/overlaps/{id}")).ProblemAsync(404, "ADAM-5001");
        Assert.That(
            (string?)problem["detail"],
            Is.EqualTo($"{Both(id)} are no pair: there is no project {hidden.Id()}.")
        );
        Assert.That(await NoneAsync(id), Does.Contain("they share no country"));
    }

    private async Task<string?> NoneAsync(string id, string path = "")
    {
        var response = await _admin.GetAsync($"/v1/overlaps/{id}{path}");
        return (string?)(await response.ProblemAsync(404, "ADAM-5001"))["detail"];
    }

    private static string Both(string id) => id.Replace("_", " and ", StringComparison.Ordinal);

    [Test]
    public async Task Id_of_no_pair_is_refused()
    {
        var ids = PairId(_recorded["A"], _recorded["B"]).Split('_');
        foreach (
            var id in new[]
            {
                $"{ids[1]}_{ids[0]}",
                $"{ids[0]}_{ids[0]}",
                ids[0],
                $"{ids[0]}_{ids[1]}_{ids[1]}",
                $"{ids[0]}-{ids[1]}",
                "17",
                "summry",
            }
        )
            Assert.That(
                await (await _admin.GetAsync($"/v1/overlaps/{id}")).FaultsAsync(),
                Is.EqualTo(new[] { "id ADAM-1018" }),
                id
            );
    }

    [Test]
    public async Task Summary_is_answered_whole()
    {
        await _admin.RecordAsync(
            With(
                """{ "reference": "G", "owner": "DE", "countries": ["KG"],"""
                    + """ "donors": [{ "partner": "DE", "amount": 100, "currency": "EUR" },"""
                    + """ { "partner": "FR", "amount": 50, "currency": "EUR" }] }""",
                StrongMatch
            )
        );
        await _admin.RecordAsync(
            With(
                """{ "reference": "H", "owner": "US", "countries": ["KG"],"""
                    + """ "donors": [{ "partner": "DE", "amount": 70, "currency": "EUR" },"""
                    + """ { "partner": "US", "amount": 7, "currency": "USD" }] }""",
                StrongMatch
            )
        );
        Assert.That(
            await _admin.GetStringAsync("/v1/overlaps/summary?by=country,pillar&count=true"),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "items": [
                        {
                          "country": "AF", "pillar": "precursors", "overlaps": 3, "undecided": 3, "days": 2130,
                          "amounts": []
                        },
                        {
                          "country": "TJ", "pillar": "precursors", "overlaps": 2, "undecided": 2, "days": 365,
                          "amounts": []
                        },
                        {
                          "country": "KG", "pillar": "regional-initiatives", "overlaps": 1, "undecided": 1, "days": 366,
                          "amounts": [{ "currency": "EUR", "amount": 70.00 }]
                        },
                        {
                          "country": "UZ", "pillar": "precursors", "overlaps": 1, "undecided": 1, "days": 184,
                          "amounts": []
                        },
                        {
                          "country": "TJ", "pillar": "regional-initiatives", "overlaps": 1, "undecided": 1, "days": 1,
                          "amounts": []
                        }
                      ],
                      "totals": {
                        "overlaps": 6, "undecided": 6, "days": 2681, "amounts": [{ "currency": "EUR", "amount": 70.00 }]
                      },
                      "busiestMonths": [
                        { "month": "2020-07", "donors": 4 }, { "month": "2020-08", "donors": 4 },
                        { "month": "2020-09", "donors": 4 }
                      ],
                      "nextCursor": null, "total": 5
                    }
                    """
                )
            )
        );
        Assert.That(
            await _admin.GetStringAsync("/v1/overlaps/summary?owner=IT"),
            Is.EqualTo(
                """{"items":[],"totals":{"overlaps":0,"undecided":0,"days":0,"amounts":[]},"""
                    + "\"busiestMonths\":[],\"nextCursor\":null}"
            )
        );
        Assert.That(
            (await _admin.ReadAsync("/v1/overlaps/summary?by=year&country=UZ&country=TJ"))["items"]!
                .AsArray()
                .Select(Row),
            Is.EqualTo(new[] { "2020 2 185", "2021 1 181" })
        );
    }

    [TestCase("", "AF 3 2130", "TJ 3 366", "UZ 1 184")]
    [TestCase("by=country", "AF 3 2130", "TJ 3 366", "UZ 1 184")]
    [TestCase("by=pillar", "precursors 4 2314", "regional-initiatives 1 1")]
    [TestCase(
        "by=donors",
        "FR+World Bank 2 2008",
        "DE+US 2 185",
        "DE+World Bank 1 184",
        "FR+US 1 181",
        "US+World Bank 1 122",
        "World Bank+World Bank 1 122"
    )]
    [TestCase(
        "by=pillar,donors&country=TJ&owner=DE",
        "precursors DE+US 1 184",
        "precursors DE+World Bank 1 184",
        "regional-initiatives DE+US 1 1"
    )]
    [TestCase("by=country&country=UZ&country=TJ", "TJ 3 366", "UZ 1 184")]
    [TestCase("by=country,country&between=FR,SE", "AF 1 1827")]
    [TestCase("by=country&by=country&between=FR,SE", "AF 1 1827")]
    public async Task Summary_counts_a_pair_in_each_row_that_it_belongs_to(string query, params string[] rows)
    {
        var summary = await _admin.ReadAsync($"/v1/overlaps/summary?{query}");
        Assert.That(summary["items"]!.AsArray().Select(Row), Is.EqualTo(rows));
        var pages = await _admin.PagesAsync($"/v1/overlaps/summary?{query}&limit=1");
        Assert.That(pages.Select(page => Row(page["items"]!.AsArray().Single())), Is.EqualTo(rows));
        Assert.That(pages.Select(page => page["totals"]!.Text()), Has.All.EqualTo(summary["totals"]!.Text()));
    }

    [Test]
    public async Task Summary_counts_two_shared_donors_as_one_pair_of_them()
    {
        foreach (var owner in new[] { "PL", "NO" })
            await _admin.RecordAsync(
                $$"""{ "reference": "joint", "owner": "{{owner}}", "countries": ["KG"],"""
                    + $$""" "donors": [{ "partner": "DE" }, { "partner": "US" }] }"""
            );
        Assert.That(
            (await _admin.ReadAsync("/v1/overlaps/summary?by=donors&country=KG"))["items"]!.AsArray().Select(Row),
            Is.EqualTo(new[] { "DE+DE 1 366", "DE+US 1 366", "US+US 1 366" })
        );
    }

    /// <summary>A partner is an owner or a donor; A and E have one owner and other donors.</summary>
    [Test]
    public async Task Summary_by_partners_counts_the_pairs_that_between_selects()
    {
        var rows = (await _admin.ReadAsync("/v1/overlaps/summary?by=partners"))["items"]!.AsArray();
        Assert.That(
            rows.Select(Row),
            Does.Contain("DE+DE 1 1").And.Contain("DE+US 2 185").And.Contain("SE+World Bank 1 122")
        );
        foreach (var row in rows)
        {
            var between = string.Join(',', row!["partners"]!.AsArray().Select(partner => (string)partner!));
            var totals = (await _admin.ReadAsync($"/v1/overlaps/summary?between={Uri.EscapeDataString(between)}"))[
                "totals"
            ]!;
            foreach (var member in new[] { "overlaps", "undecided", "days", "amounts" })
                Assert.That(totals[member]!.Text(), Is.EqualTo(row[member]!.Text()), $"{between} {member}");
        }
    }

    [TestCase("by=donor", "by ADAM-1012")]
    [TestCase("sort=days", "sort ADAM-1001")]
    public async Task Summary_takes_its_dimensions_only(string query, params string[] faults) =>
        Assert.That(await (await _admin.GetAsync($"/v1/overlaps/summary?{query}")).FaultsAsync(), Is.EqualTo(faults));

    private static string Row(JsonNode? row) =>
        string.Join(
            ' ',
            row!
                .AsObject()
                .Where(member => member.Key is not ("undecided" or "amounts"))
                .Select(member =>
                    member.Value is JsonArray donors
                        ? string.Join('+', donors.Select(donor => (string?)donor))
                        : member.Value!.ToString()
                )
        );

    /// <summary>Formats each pair of a list as both references and the shared days.</summary>
    private static string Pairs(JsonObject list) =>
        string.Join(
            ' ',
            list["items"]!
                .AsArray()
                .Select(pair =>
                    $"{string.Concat(pair!["projects"]!.AsArray().Select(side => side!["reference"]))}:"
                    + $"{pair["shared"]!["days"]?.ToString() ?? "open"}"
                )
        );

    private async Task<JsonObject> PatchAsync(string reference, string patch)
    {
        var response = await _admin.SendAsync(
            "PATCH",
            $"/v1/projects/{_recorded[reference].Id()}",
            patch,
            MergePatch,
            ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
