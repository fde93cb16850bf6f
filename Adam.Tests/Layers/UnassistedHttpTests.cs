using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Layers.LayerHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Layers;

/// <summary>Evidence without assistance: high figures of a layer in countries without projects.</summary>
public sealed class UnassistedHttpTests(string engine) : RegisterTests(engine)
{
    private const string Unassisted = "/v1/layers/seizures/unassisted";

    private const string Question =
        $"{Unassisted}?indicator=quantity&unit=kg&code=substance:heroin&asOf=2015-12-31&pillar=precursors";

    private HttpClient _admin = null!;
    private HttpClient _analyst = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys()
    {
        (_admin, _analyst) = (await Api.ClientAsync(Role.Admin), await Api.ClientAsync(Role.Analyst));
    }

    [Test]
    public async Task Row_has_its_figure_its_gap_and_its_reasons()
    {
        await SeizeAsync("TJ", 10, 2.5m);
        await PostAsync("TJ", "KZ");
        Assert.That(
            (await _analyst.ReadAsync($"{Question}&country=TJ&count=true")).Text(),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "layer": "seizures", "indicator": "quantity", "unit": "kg", "code": ["substance:heroin"],
                      "fromYear": 2011, "untilYear": 2015, "top": 10, "atLeast": null, "asOf": "2015-12-31",
                      "counted": "all", "ranked": 1,
                      "items": [{
                        "country": "TJ", "pillar": "precursors", "evidence": "high", "value": 12.5, "rank": 1,
                        "state": "gap", "post": "covered", "posts": ["RLO-1"],
                        "reasons": [
                          {
                            "text": "Rank 1 of 1 country with a figure: 12.5 kg (quantity, heroin) from 2011 to 2015.",
                            "from": "/v1/layers/seizures/summary?by=country&country=TJ&fromYear=2011&untilYear=2015"
                          },
                          {
                            "text":
                            "No project works under precursors in Tajikistan on 31 December 2015: there has been none.",
                            "from": "/v1/gaps?by=pillar&country=TJ&pillar=precursors&asOf=2015-12-31"
                          },
                          {
                            "text": "Tajikistan is covered by RLO-1 on 31 December 2015.",
                            "from": "/v1/posts/coverage?country=TJ&on=2015-12-31"
                          }
                        ]
                      }],
                      "nextCursor": null, "total": 1
                    }
                    """
                )
            )
        );
    }

    /// <summary>Low figures are left out; what nobody reports, or no post watches, is unknown.</summary>
    [Test]
    public async Task Country_without_item_or_post_is_unknown_and_a_low_one_is_left_out()
    {
        await SeizeAsync("TJ", 10);
        await SeizeAsync("UZ", 5);
        await SeizeAsync("KG", 5);
        await SeizeAsync("TM", 1);
        await PostAsync("KZ", "TM", "UZ");
        const string Five = "&country=TJ&country=UZ&country=KG&country=KZ&country=TM";
        Assert.That(
            await RowsAsync(_analyst, $"{Question}{Five}&top=2"),
            Is.EqualTo("TJ high 10 1 unknown, KG high 5 2 unknown, UZ high 5 2 covered, KZ unknown   covered")
        );
        Assert.That(
            await RowsAsync(_analyst, $"{Question}{Five}&atLeast=6"),
            Is.EqualTo("TJ high 10 1 unknown, KG unknown 5 2 unknown, KZ unknown   covered")
        );
        Assert.That(
            await RowsAsync(_analyst, $"{Question}{Five}&top=1&evidence=high"),
            Is.EqualTo("TJ high 10 1 unknown")
        );
        Assert.That(
            await RowsAsync(_analyst, $"{Question}{Five}&fromYear=2016&untilYear=2016"),
            Is.EqualTo(
                "KG unknown   unknown, KZ unknown   covered, TJ unknown   unknown, TM unknown   covered, "
                    + "UZ unknown   covered"
            )
        );
        Assert.That(await RowsAsync(_analyst, $"{Question}&country=TJ&route=balkan"), Is.Empty);
        var pages = await _analyst.PagesAsync($"{Question}{Five}&top=2&limit=1&count=true");
        Assert.That(
            pages.SelectMany(page => page["items"]!.AsArray()).Select(row => (string?)row!["country"]),
            Is.EqualTo(new[] { "TJ", "KG", "UZ", "KZ" })
        );
        Assert.That((int?)pages[0]["total"], Is.EqualTo(4));
    }

    [Test]
    public async Task Pillar_with_a_project_on_the_day_is_left_out()
    {
        await SeizeAsync("TJ", 10);
        var germany = await Api.ClientAsync(Role.Donor, "DE");
        await germany.RecordAsync(
            """
            {
              "reference": "P-1", "countries": ["TJ"], "pillars": ["precursors"], "visibility": "restricted",
              "plannedStart": "2014-01-01", "plannedEnd": "2015-06-30", "actualStart": null, "actualEnd": null
            }
            """
        );
        var query = $"{Question}&country=TJ";
        Assert.That(await RowsAsync(_analyst, query), Does.StartWith("TJ high"));
        Assert.That(await RowsAsync(_analyst, $"{query}&state=ended"), Does.StartWith("TJ high"));
        Assert.That(await RowsAsync(_analyst, $"{query}&state=gap&state=planned"), Is.Empty);
        var during = query.Replace("2015-12-31", "2015-06-30", StringComparison.Ordinal);
        Assert.That(await RowsAsync(_analyst, during), Is.Empty);
        // A restricted project covers its cell on every day for those who do not see it.
        var america = await Api.ClientAsync(Role.Donor, "US");
        Assert.That(await RowsAsync(america, query), Is.Empty);
        Assert.That(
            await RowsAsync(america, query.Replace("precursors", "financial-flows", StringComparison.Ordinal)),
            Is.EqualTo("TJ unknown   unknown")
        );
    }

    /// <summary>
    /// Every figure, for every reader, is the one that the summary states to the same reader, and the ranks are those
    /// of all figures of the summary. Single events of others are in neither.
    /// </summary>
    [Test]
    public async Task Figures_are_those_of_the_summary_for_every_reader()
    {
        string[] recorders = ["UZ", "TJ", "DE"];
        string[] countries = ["TJ", "UZ", "KG", "KZ", "TM"];
        var random = new Random(41);
        for (var i = 0; i < 60; i++)
            await SeizeAsync(
                recorders[random.Next(3)],
                countries[random.Next(random.Next(1, 6))],
                random.Next(1, 9),
                random.Next(4) == 0 ? "opium" : "heroin",
                2012 + random.Next(4)
            );
        var seen = new HashSet<string>();
        foreach (
            var (role, partner) in new[]
            {
                (Role.Analyst, "UNODC"),
                (Role.Viewer, "OSCE"),
                (Role.Donor, "TJ"),
                (Role.Donor, "UZ"),
            }
        )
        {
            using var client = await Api.ClientAsync(role, partner);
            foreach (var indicator in new[] { "quantity&unit=kg&code=substance:heroin", "events&code=substance:opium" })
            {
                var target = $"{Unassisted}?indicator={indicator}&asOf=2015-12-31&pillar=precursors&evidence=high";
                var page = await client.ReadAsync(target);
                var rows = page["items"]!.AsArray();
                var all = await FiguresAsync(client, "by=country,substance&fromYear=2011&untilYear=2015", indicator);
                Assert.That((int)page["ranked"]!, Is.EqualTo(all.Count), target);
                Assert.That(
                    rows.Select(row => $"{row!["country"]} {row["value"]} {row["rank"]}"),
                    Is.EqualTo(
                        all.OrderByDescending(one => one.Value)
                            .ThenBy(one => one.Key, StringComparer.Ordinal)
                            .Select(one => $"{one.Key} {one.Value} {1 + all.Values.Count(value => value > one.Value)}")
                    ),
                    $"{role} {partner} {target}"
                );
                foreach (var row in rows)
                {
                    var from = (string)row!["reasons"]![0]!["from"]!;
                    var stated = await FiguresAsync(
                        client,
                        from[(from.IndexOf('?', StringComparison.Ordinal) + 1)..],
                        indicator
                    );
                    Assert.That(
                        stated,
                        Is.EqualTo(
                            new Dictionary<string, decimal> { [(string)row["country"]!] = (decimal)row["value"]! }
                        ),
                        from
                    );
                }

                seen.Add(string.Join(';', all));
            }
        }

        // Readers differ, so the comparison is not of one summary with itself.
        Assert.That(seen, Has.Count.GreaterThanOrEqualTo(7));
    }

    [TestCase("indicator=quantities", "indicator ADAM-1012")]
    [TestCase("indicator=quantity", "unit ADAM-1016", "code ADAM-1016")]
    [TestCase("indicator=quantity&unit=kilo&code=substance:heroine", "unit ADAM-1012", "code ADAM-1012")]
    [TestCase("unit=kg&code=drug:opium", "unit ADAM-1018", "code ADAM-1012")]
    [TestCase("code=substance:opium&code=substance:heroin", "code ADAM-1018")]
    [TestCase("code=substance", "code ADAM-1012")]
    [TestCase("fromYear=2015&untilYear=2014&state=covered", "untilYear ADAM-3005", "state ADAM-1018")]
    [TestCase("threshold=3", "threshold ADAM-1001")]
    public async Task Wrong_question_is_an_error(string query, params string[] errors) =>
        Assert.That(await (await _analyst.GetAsync($"{Unassisted}?{query}")).FaultsAsync(), Is.EquivalentTo(errors));

    [Test]
    public async Task Layer_without_items_of_its_own_has_no_evidence()
    {
        await (await _analyst.GetAsync("/v1/layers/gaps/unassisted")).ProblemAsync(409, "ADAM-6093");
        await (await _analyst.GetAsync("/v1/layers/seizure/unassisted")).ProblemAsync(404, "ADAM-6090");
    }

    [Test]
    public async Task Mean_of_a_series_and_number_of_places_are_indicators()
    {
        foreach (var price in new[] { 3, 6 })
            await _admin.AddItemAsync(
                "prices",
                Seizure(
                    $$"""
                    {
                      "reference": "P-{{price}}", "date": null, "from": "2015-01-01", "until": "2015-12-31",
                      "market": "retail", "price": {{price}}, "currency": "USD", "per": "g"
                    }
                    """
                )
            );
        Assert.That(
            await RowsAsync(
                _analyst,
                "/v1/layers/prices/unassisted?indicator=price&unit=USD/g&code=substance:heroin&code=market:retail"
                    + "&asOf=2015-12-31&country=TJ&pillar=precursors"
            ),
            Is.EqualTo("TJ high 4.5 1 unknown")
        );
        var centre = Seizure("""{ "date": null, "substance": null, "name": "A", "capacity": 40 }""");
        await _admin.AddItemAsync("treatment-centres", centre);
        const string Centres = "/v1/layers/treatment-centres/unassisted?country=TJ&pillar=prevention-and-health";
        Assert.That(await RowsAsync(_analyst, Centres), Is.EqualTo("TJ high 1 1 unknown"));
        Assert.That(
            await RowsAsync(_analyst, $"{Centres}&indicator=capacity&code=setting:"),
            Is.EqualTo("TJ high 40 1 unknown")
        );
        Assert.That(
            await RowsAsync(_analyst, $"{Centres}&indicator=capacity&code=setting:prison"),
            Is.EqualTo("TJ unknown   unknown")
        );
    }

    [Test]
    public async Task Table_has_the_rows_with_their_reasons()
    {
        await SeizeAsync("TJ", 10);
        var csv = await _analyst.GetStringAsync($"{Question}&country=TJ&format=csv&bom=false");
        Assert.That(
            csv.Split("\r\n")[..2],
            Is.EqualTo(
                new[]
                {
                    "country,pillar,evidence,value,rank,state,post,posts,reasons,from",
                    "TJ,precursors,high,10,1,gap,unknown,,\"Rank 1 of 1 country with a figure: 10 kg (quantity, "
                        + "heroin) from 2011 to 2015.; No project works under precursors in Tajikistan on "
                        + "31 December 2015: there has been none.; No post covers Tajikistan on 31 December 2015: "
                        + "what is not reported is unknown.\","
                        + "/v1/layers/seizures/summary?by=country&country=TJ&fromYear=2011&untilYear=2015; "
                        + "/v1/gaps?by=pillar&country=TJ&pillar=precursors&asOf=2015-12-31; "
                        + "/v1/posts/coverage?country=TJ&on=2015-12-31",
                }
            )
        );
        var workbook = await _analyst.GetAsync($"{Question}&country=TJ&format=xlsx");
        Assert.That((int)workbook.StatusCode, Is.EqualTo(200));
        Assert.That((await workbook.Content.ReadAsByteArrayAsync())[..2], Is.EqualTo("PK"u8.ToArray()));
    }

    private static async Task<Dictionary<string, decimal>> FiguresAsync(
        HttpClient client,
        string query,
        string indicator
    )
    {
        var summary = await client.ReadAsync($"/v1/layers/seizures/summary?{query}");
        var rows = summary["items"]!.AsArray().Select(row => row!);
        var figures = indicator.StartsWith("events", StringComparison.Ordinal)
            ? rows.Where(row => (string?)row["codes"]!["substance"] == "opium")
                .Select(row => ((string)row["country"]!, (decimal)row["events"]!))
            : rows.SelectMany(row => row["measures"]!.AsArray().Select(one => (row, one: one!)))
                .Where(pair => (string?)pair.one["codes"]!["substance"] == "heroin")
                .Select(pair => ((string)pair.row["country"]!, (decimal)pair.one["sum"]!));
        return figures.ToDictionary(StringComparer.Ordinal);
    }

    private static async Task<string> RowsAsync(HttpClient client, string target) =>
        string.Join(
            ", ",
            (await client.ReadAsync(target))["items"]!
                .AsArray()
                .Select(row => $"{row!["country"]} {row["evidence"]} {row["value"]} {row["rank"]} {row["post"]}")
        );

    private async Task SeizeAsync(string country, params decimal[] quantities)
    {
        foreach (var quantity in quantities)
            await SeizeAsync("UNODC", country, quantity, "heroin", 2015);
    }

    private async Task SeizeAsync(string recorder, string country, decimal quantity, string substance, int year)
    {
        var response = await _admin.SendAsync(
            "POST",
            $"/v1/layers/seizures/items?recorder={recorder}",
            Seizure(
                FormattableString.Invariant(
                    $$"""
                    {
                      "reference": "{{Guid.NewGuid()}}", "date": "{{year}}-06-01", "country": "{{country}}",
                      "substance": "{{substance}}", "quantity": {{quantity}}, "unit": "kg"
                    }
                    """
                )
            )
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
    }

    private async Task PostAsync(params string[] countries)
    {
        var covers = string.Join(", ", countries.Select(country => $"\"{country}\""));
        var response = await _admin.SendAsync(
            "POST",
            "/v1/posts",
            $$"""{ "reference": "RLO-1", "city": "Almaty", "country": "KZ", "covers": [{{covers}}] }"""
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(201));
    }
}
