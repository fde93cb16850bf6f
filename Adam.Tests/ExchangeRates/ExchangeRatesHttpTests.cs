using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.ExchangeRates;

public sealed class ExchangeRatesHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/exchange-rates";

    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [Test]
    public async Task Rates_ship_with_the_program()
    {
        Assert.That(
            await _admin.GetStringAsync($"{Path}?currency=EUR&year=2015&count=true"),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "items": [
                        {
                          "currency": "EUR", "year": 2015, "unitsPerUsd": 0.9012964234,
                          "source": "IMF, International Financial Statistics, period averages"
                        }
                      ],
                      "nextCursor": null, "total": 1
                    }
                    """
                )
            )
        );
        var pages = await _admin.PagesAsync($"{Path}?currency=EUR&currency=CHF&limit=20&count=true");
        var keys = pages
            .SelectMany(page => page["items"]!.AsArray())
            .Select(rate => $"{rate!["currency"]} {rate["year"]}")
            .ToList();
        Assert.That(keys, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
        Assert.That(keys, Has.Count.EqualTo((int)pages[0]["total"]!));
    }

    [Test]
    public async Task Rates_are_a_table()
    {
        Assert.That(
            await _admin.GetStringAsync($"{Path}?currency=EUR&year=2015&format=csv&bom=false&hxl=true"),
            Is.EqualTo(
                "currency,year,unitsPerUsd,source\r\n#currency,#date+year,,#meta+source\r\n"
                    + "EUR,2015,0.9012964234,\"IMF, International Financial Statistics, period averages\"\r\n"
            )
        );
    }

    [Test]
    public async Task Admin_adds_a_year_and_corrects_it()
    {
        const string Added = """
            {
              "year": 2026, "source": "A bulletin",
              "rates": [{ "currency": "EUR", "unitsPerUsd": 0.85 }, { "currency": "chf", "unitsPerUsd": 0.8 }]
            }
            """;
        var response = await _admin.SendAsync("POST", Path, Added);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        await _admin.SendAsync("POST", Path, Added.Replace("0.85", "0.8612345678901234567", StringComparison.Ordinal));
        Assert.That(
            (await _admin.ReadAsync($"{Path}?year=2026"))["items"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    [
                      { "currency": "CHF", "year": 2026, "unitsPerUsd": 0.8, "source": "A bulletin" },
                      {
                        "currency": "EUR", "year": 2026, "unitsPerUsd": 0.8612345678901234567, "source": "A bulletin"
                      }
                    ]
                    """
                )
            )
        );
    }

    [Test]
    public async Task Every_fault_is_named_at_once_and_nothing_is_added()
    {
        var response = await _admin.SendAsync(
            "POST",
            Path,
            """
            {
              "year": 2026, "source": "A bulletin",
              "rates": [
                { "currency": "EUR", "unitsPerUsd": 0 }, { "currency": "EURO", "unitsPerUsd": 1 },
                { "currency": "USD", "unitsPerUsd": 2 }, { "currency": "eur", "unitsPerUsd": 1 }
              ]
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "rates[0].unitsPerUsd ADAM-1010",
                    "rates[1].currency ADAM-1012",
                    "rates[2].unitsPerUsd ADAM-1018",
                    "rates[3].currency ADAM-1018",
                }
            )
        );
        Assert.That((await _admin.ReadAsync($"{Path}?year=2026"))["items"]!.Text(), Is.EqualTo("[]"));
    }

    [TestCase(Role.Viewer)]
    [TestCase(Role.Donor)]
    [TestCase(Role.Analyst)]
    public async Task Only_an_admin_adds_rates(Role role)
    {
        var client = await TestApi.Over(Register.Database).ClientAsync(role);
        var response = await client.SendAsync("POST", Path, """{ "year": 2026, "source": "x", "rates": [] }""");
        Assert.That((int)response.StatusCode, Is.EqualTo(403));
    }
}
