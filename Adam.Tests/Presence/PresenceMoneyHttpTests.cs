using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Presence;

/// <summary>Amounts of presence: those that a donor gives, converted ones, and money that counts once.</summary>
public sealed class PresenceMoneyHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [Test]
    public async Task Donor_s_own_amounts_stand_beside_those_of_its_projects()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "GB", "donors": [
                { "partner": "GB", "amount": 1600000, "currency": "GBP" }, { "partner": "AE" },
                { "partner": "FR", "amount": 10, "currency": "EUR" },
                { "partner": "FR", "amount": 5, "currency": "EUR" }
              ]
            }
            """
        );
        Assert.That(
            await RowsAsync("by=donor", "donor"),
            Is.EqualTo([
                "AE amounts EUR 15.00 GBP 1600000.00 given ",
                "FR amounts EUR 15.00 GBP 1600000.00 given EUR 15.00",
                "GB amounts EUR 15.00 GBP 1600000.00 given GBP 1600000.00",
            ])
        );
        var byCountry = await _admin.ReadAsync("/v1/presence?by=country");
        Assert.That(((JsonObject)byCountry["items"]![0]!).ContainsKey("given"), Is.False);
    }

    [Test]
    public async Task Given_is_spread_over_the_years_by_days()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "donors": [{ "partner": "DE", "amount": 100.00, "currency": "EUR" }],
              "plannedStart": "2019-12-02", "plannedEnd": "2020-01-09"
            }
            """
        );
        // 30 of 39 days lie in 2019.
        Assert.That(
            await RowsAsync("by=donor,year", "year"),
            Is.EqualTo(["2019 amounts EUR 100.00 given EUR 76.92", "2020 amounts EUR 100.00 given EUR 23.08"])
        );
        Assert.That(
            await RowsAsync("by=year,donor&activeFrom=2020-01-01", "year"),
            Is.EqualTo(["2020 amounts EUR 100.00 given EUR 23.08"])
        );
    }

    [Test]
    public async Task Parts_of_all_years_add_up_to_what_is_given()
    {
        var random = new Random(7);
        foreach (var index in Enumerable.Range(0, 20))
        {
            var start = new DateOnly(2000, 1, 1).AddDays(random.Next(9_000));
            var end = random.Next(4) == 0 ? null : $"{start.AddDays(random.Next(3_000)):yyyy-MM-dd}";
            await _admin.RecordAsync(
                $$"""
                {
                  "reference": "R{{index}}", "owner": "DE", "status": "{{(
                    index % 3 == 0 ? "closed" : "implementation"
                )}}",
                  "donors": [
                    { "partner": "DE", "amount": {{random.Next(1_000_000)}}.37, "currency": "EUR" },
                    { "partner": "JP", "amount": {{random.Next(1_000_000)}}, "currency": "JPY" }
                  ],
                  "plannedStart": "{{start:yyyy-MM-dd}}", "plannedEnd": {{(end is null ? "null" : $"\"{end}\"")}}
                }
                """
            );
        }

        var whole = (await _admin.ReadAsync("/v1/presence?by=donor"))["items"]!.AsArray();
        var years = (await _admin.ReadAsync("/v1/presence?by=donor,year&limit=500"))["items"]!.AsArray();
        foreach (var donor in whole)
        {
            var (name, given) = ((string)donor!["donor"]!, (decimal)donor["given"]![0]!["amount"]!);
            var parts = years
                .Where(row => (string)row!["donor"]! == name)
                .SelectMany(row => row!["given"]!.AsArray())
                .Sum(amount => (decimal)amount!["amount"]!);
            Assert.That(parts, Is.EqualTo(given), name);
        }
    }

    [Test]
    public async Task Amounts_are_converted_at_the_rate_of_the_start()
    {
        await AddRatesAsync(2001, "EUR", 0.5m);
        await AddRatesAsync(2002, "EUR", 0.25m);
        await AddRatesAsync(2001, "JPY", 100m);
        await AddRatesAsync(2002, "JPY", 50m);
        await _admin.RecordAsync(
            """
            {
              "reference": "1", "owner": "DE", "donors": [
                { "partner": "DE", "amount": 100, "currency": "EUR" },
                { "partner": "US", "amount": 7, "currency": "USD" },
                { "partner": "JP", "amount": 100, "currency": "JPY" }
              ],
              "plannedStart": "2001-07-01", "plannedEnd": "2002-06-30"
            }
            """
        );
        await _admin.RecordAsync(
            """
            {
              "reference": "2", "owner": "DE", "donors": [{ "partner": "DE", "amount": 1, "currency": "EUR" }],
              "plannedStart": null, "plannedEnd": "2002-06-30"
            }
            """
        );
        var table = await _admin.ReadAsync("/v1/presence?by=donor&currency=usd");
        Assert.That(
            table["items"]!.AsArray().Select(row => $"{row!["donor"]} {row["converted"]!.Text()}"),
            Is.EqualTo([
                """DE {"currency":"USD","amount":208.00,"given":200.00,"unconverted":["""
                    + """{"currency":"EUR","amount":1.00}]}""",
                """JP {"currency":"USD","amount":208.00,"given":1.00,"unconverted":[]}""",
                """US {"currency":"USD","amount":208.00,"given":7.00,"unconverted":[]}""",
            ])
        );
        Assert.That((decimal)table["totals"]!["converted"]!["amount"]!, Is.EqualTo(208m));
        Assert.That(
            table["rates"]!.AsArray().Select(rate => $"{rate!["currency"]} {rate["year"]} {rate["unitsPerUsd"]}"),
            Is.EqualTo(["EUR 2001 0.5", "JPY 2001 100"])
        );

        // By year, the rate is that of the year: 101 / 0.25 + 7 + 100 / 50.
        var byYear = await _admin.ReadAsync("/v1/presence?by=year&currency=USD&country=TJ");
        Assert.That(
            byYear["items"]!.AsArray().Select(row => $"{row!["year"]} {row["converted"]!["amount"]}"),
            Is.EqualTo(["2001 208.00", "2002 413.00"])
        );
        var euros = await _admin.ReadAsync("/v1/presence?by=country&currency=EUR");
        Assert.That((decimal)euros["totals"]!["converted"]!["amount"]!, Is.EqualTo(105.0m));
        Assert.That(euros["totals"]!["converted"]!["unconverted"]!.Text(), Is.EqualTo("[]"), "euros stay euros");
    }

    [Test]
    public async Task Amount_without_a_rate_is_listed()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "donors": [{ "partner": "DE", "amount": 5, "currency": "EUR" }],
              "plannedStart": "2090-01-01", "plannedEnd": "2090-12-31"
            }
            """
        );
        var table = await _admin.ReadAsync("/v1/presence?by=country&currency=USD");
        Assert.That(
            table["totals"]!["converted"]!.Text(),
            Is.EqualTo(
                """{"currency":"USD","amount":0.00,"given":null,"unconverted":[{"currency":"EUR","amount":5.00}]}"""
            )
        );
        Assert.That(table["rates"]!.Text(), Is.EqualTo("[]"));
    }

    [TestCase(1_000_000, 600_000, 400_000, 1_000_000)]
    [TestCase(1_000_000, 600_000, 700_000, 1_300_000, Description = "The components are more than the programme.")]
    [TestCase(1_000_000, 100_000, 100_000, 1_000_000)]
    public async Task Declared_component_s_money_counts_once(int programme, int one, int other, int expected)
    {
        await RecordAsync("P", programme, ("C1", "child"), ("C2", "child"));
        await RecordAsync("C1", one, ("P", "parent"));
        await RecordAsync("C2", other, ("P", "parent"));
        var totals = (await _admin.ReadAsync("/v1/presence?by=country"))["totals"]!;
        Assert.That(
            (Amount(totals["amounts"]!), Amount(totals["withoutDuplicates"]!["amounts"]!)),
            Is.EqualTo(((decimal)programme + one + other, (decimal)expected))
        );
        Assert.That((int)totals["withoutDuplicates"]!["projects"]!, Is.EqualTo(3));
    }

    [Test]
    public async Task Link_that_only_one_record_declares_and_cycles_change_nothing()
    {
        await RecordAsync("P", 5, ("C1", "child"));
        await RecordAsync("C1", 3);
        Assert.That((await TotalsAsync())["withoutDuplicates"], Is.Null);

        // Each is the other's parent and child: one of the two links counts.
        await RecordAsync("A", 7, ("B", "child"), ("B", "parent"));
        await RecordAsync("B", 7, ("A", "parent"), ("A", "child"));
        Assert.That(Amount((await TotalsAsync())["withoutDuplicates"]!["amounts"]!), Is.EqualTo(15m));
    }

    [Test]
    public async Task Component_of_a_component_counts_within_both()
    {
        await RecordAsync("P", 10, ("C", "child"));
        await RecordAsync("C", 4, ("P", "parent"), ("D", "child"));
        await RecordAsync("D", 12, ("C", "parent"));
        Assert.That(Amount((await TotalsAsync())["withoutDuplicates"]!["amounts"]!), Is.EqualTo(12m));
    }

    private async Task<JsonNode> TotalsAsync() => (await _admin.ReadAsync("/v1/presence?by=country"))["totals"]!;

    private Task<JsonObject> RecordAsync(
        string reference,
        int amount,
        params (string Other, string Relation)[] links
    ) =>
        _admin.RecordAsync(
            $$"""
            {
              "reference": "R-{{reference}}", "owner": "GB", "iatiIdentifier": "GB-GOV-1-{{reference}}",
              "donors": [{ "partner": "GB", "amount": {{amount}}, "currency": "GBP" }],
              "relatedProjects": [{{string.Join(
                ", ",
                links.Select(link =>
                    $$"""{ "identifier": "gb-gov-1-{{link.Other}}", "relation": "{{link.Relation}}" }"""
                )
            )}}]
            }
            """
        );

    private async Task AddRatesAsync(int year, string currency, decimal unitsPerUsd)
    {
        var body = $$"""
            {
              "year": {{year}}, "source": "A bulletin",
              "rates": [{ "currency": "{{currency}}", "unitsPerUsd": {{unitsPerUsd}} }]
            }
            """;
        var response = await _admin.SendAsync("POST", "/v1/exchange-rates", body);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    private async Task<IEnumerable<string>> RowsAsync(string query, string dimension) =>
        (await _admin.ReadAsync($"/v1/presence?{query}"))["items"]!
            .AsArray()
            .Select(row => $"{row![dimension]} amounts {Written(row["amounts"]!)} given {Written(row["given"]!)}");

    private static string Written(JsonNode amounts) =>
        string.Join(' ', amounts.AsArray().Select(amount => $"{amount!["currency"]} {amount["amount"]}"));

    private static decimal Amount(JsonNode amounts) => (decimal)amounts[0]!["amount"]!;
}
