using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Layers;
using Adam.Desk.Texts;
using Adam.Domain.Keys;
using AngleSharp.Html.Dom;

namespace Adam.Tests.Desk;

/// <summary>Layers of drug data on the sample register, as a browser without script reads them.</summary>
[Category("sqlite")]
public sealed class LayersPagesTests
{
    private const string Heroin = "/desk/layers?layer=seizures&indicator=quantity&unit=kg&code=substance:heroin";

    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _analyst = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _analyst = await DeskPagesTests.SignInAsync(_demo, Role.Analyst);
        _api = _demo.Client(Role.Analyst);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        foreach (var client in new[] { _viewer, _analyst })
            client.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [Test]
    public async Task Countries_are_shaded_by_the_summary_and_the_highest_is_the_darkest()
    {
        var page = await _analyst.OpenAsync(Heroin);
        var summary = await _api.GetFromJsonOrFailAsync(
            "/v1/layers/seizures/summary?by=country&fromYear=2014&untilYear=2015"
        );
        var figures = summary!["items"]!
            .AsArray()
            .Select(row => (Country: (string)row!["country"]!, Kg: HeroinOf(row)))
            .Where(figure => figure.Kg > 0)
            .OrderByDescending(figure => figure.Kg)
            .ToList();
        Assert.That(figures, Has.Count.GreaterThan(2));
        Assert.That(
            page.QuerySelectorAll(".layer-table tbody tr")
                .Take(figures.Count)
                .Select(row => row.QuerySelector("a")!.GetAttribute("href")![^2..]),
            Is.EqualTo(figures.Select(figure => figure.Country))
        );
        Assert.That(ClassOf(page, figures[0].Country), Is.EqualTo("s5"));
        foreach (var (country, _) in figures)
            Assert.That(ClassOf(page, country), Does.Match("^s[1-5]$"), country);
    }

    [Test]
    public async Task What_is_not_known_is_hatched_and_never_zero()
    {
        // Of the countries where none of it was seized, only those with items and a post are known to have none.
        var page = await _analyst.OpenAsync(
            "/desk/layers?layer=seizures&code=substance:acetic-anhydride&asOf=2016-12-31"
        );
        var summary = (
            await _api.GetFromJsonOrFailAsync(
                "/v1/layers/seizures/summary?by=country,substance&fromYear=2014&untilYear=2015"
            )
        )!;
        var rows = summary["items"]!.AsArray();
        var reported = rows.Select(row => (string)row!["country"]!).ToHashSet();
        var seized = rows.Where(row => (string?)row!["codes"]!["substance"] == "acetic-anhydride")
            .Select(row => (string)row!["country"]!)
            .ToHashSet();
        var covered = (await _api.GetFromJsonOrFailAsync("/v1/posts?on=2016-12-31"))!["items"]!
            .AsArray()
            .SelectMany(post => post!["covers"]!.AsArray().Select(country => (string)country!))
            .ToHashSet();
        var unknown = summary["unknown"]!.AsArray().Select(country => (string)country!).ToList();
        Assert.That(reported.Except(seized).Intersect(covered), Is.Not.Empty);
        Assert.That(reported.Except(seized).Except(covered), Is.Not.Empty);
        foreach (var country in reported.Except(seized))
            Assert.That(ClassOf(page, country), Is.EqualTo(covered.Contains(country) ? "none" : "unknown"), country);
        foreach (
            var country in unknown.Where(country => page.QuerySelector($"[href='#outline-{country}']") is not null)
        )
            Assert.That(ClassOf(page, country), Is.EqualTo("unknown"), country);

        foreach (
            var row in page.QuerySelectorAll(".layer-table tbody tr")
                .Where(row => row.QuerySelector("[data-value]") is null || row.QuerySelector("td.hatched") is not null)
        )
            Assert.That(row.QuerySelector("td")!.TextContent.Trim(), Is.Not.EqualTo("0"));
        Assert.That(page.QuerySelectorAll(".layer-table td.hatched"), Has.Count.GreaterThanOrEqualTo(unknown.Count));
    }

    [Test]
    public async Task Places_of_single_events_are_for_those_who_may_see_them()
    {
        Assert.That((await _analyst.OpenAsync(Heroin)).QuerySelectorAll(".map circle.ring"), Is.Not.Empty);
        var page = await _viewer.OpenAsync(Heroin);
        Assert.That(page.QuerySelectorAll(".map circle.ring"), Is.Empty);
        Assert.That(page.QuerySelector("main")!.TextContent, Does.Contain("count by threes"));
        Assert.That(page.QuerySelector("main")!.TextContent, Does.Not.Contain("DEMO-S-"));

        var open = await _viewer.OpenAsync("/desk/layers?layer=border-crossings");
        Assert.That(open.QuerySelectorAll(".map circle.ring"), Is.Not.Empty);
    }

    [Test]
    public async Task Projects_and_gaps_lie_over_the_layer_and_in_its_table()
    {
        var none = await _analyst.OpenAsync(Heroin);
        Assert.That(none.QuerySelectorAll(".map .open, .map circle:not(.ring)"), Is.Empty);
        var projects = await _analyst.OpenAsync($"{Heroin}&over=projects");
        Assert.That(projects.QuerySelectorAll(".map a[href^='/desk/projects'] circle"), Is.Not.Empty);
        var gaps = await _analyst.OpenAsync($"{Heroin}&over=gaps&pillar=precursors");
        var open = (
            await _api.GetFromJsonOrFailAsync("/v1/gaps/summary?by=country&cells=pillar&pillar=precursors&limit=500")
        )!["items"]!
            .AsArray()
            .Where(row => (int)row!["gap"]! > 0)
            .Select(row => (string)row!["value"]!)
            .Where(country => gaps.QuerySelector($".map [href='#outline-{country}']") is not null)
            .ToList();
        Assert.That(open, Is.Not.Empty);
        Assert.That(
            gaps.QuerySelectorAll(".map .open").Select(shape => shape.GetAttribute("href")![^2..]),
            Is.EquivalentTo(open)
        );
    }

    [Test]
    public async Task Evidence_without_assistance_has_the_reasons_of_the_api_in_the_language_of_the_page()
    {
        const string Question =
            "/v1/layers/seizures/unassisted?indicator=quantity&unit=kg&code=substance:heroin&fromYear=2014"
            + "&untilYear=2015&limit=1";
        foreach (var language in new[] { "en", "ru" })
        {
            var page = await _analyst.OpenAsync(Heroin, ("Accept-Language", language));
            var answer = await _api.SendAsync("GET", Question, headers: ("Accept-Language", language));
            var first = (await answer.JsonAsync())["items"]![0]!;
            Assert.That(
                page.QuerySelector(".unassisted tbody tr")!
                    .QuerySelectorAll("li > span")
                    .Select(one => one.TextContent),
                Is.EqualTo(first["reasons"]!.AsArray().Select(reason => (string)reason!["text"]!))
            );
        }
    }

    [Test]
    public async Task Each_year_has_a_map_and_a_column_and_leads_to_itself()
    {
        var page = await _analyst.OpenAsync(Heroin);
        var years = page.QuerySelectorAll(".multiples a").ToList();
        Assert.That(years.Select(year => year.TextContent.Trim()[..4]), Is.EqualTo(new[] { "2014", "2015" }));
        var year = await _analyst.OpenAsync(years[0].GetAttribute("href")!);
        Assert.That(year.QuerySelector(".lead")!.TextContent, Does.EndWith("2014"));
        Assert.That(
            year.QuerySelectorAll(".layer-table [data-pointer*='measures']")
                .Select(figure => figure.GetAttribute("data-value")),
            Is.EquivalentTo(
                page.QuerySelectorAll(".matrix tbody tr td:nth-of-type(1) [data-value]")
                    .Select(figure => figure.GetAttribute("data-value"))
            )
        );
    }

    [Test]
    public void Number_takes_the_unit_and_codes_of_most_items_and_no_unit_of_another_number()
    {
        var layer = new Layer
        {
            Id = "prices",
            Properties = [Dimension("substance"), Dimension("market"), Number("price"), Number("purity")],
        };
        LayerSummaryRow[] rows =
        [
            Row(3, Of("price", "USD/g", "heroin", "retail", 3), Of("purity", "percent", "heroin", "retail", 1)),
            Row(9, Of("price", "USD/kg", "heroin", "wholesale", 5), Of("price", "EUR/g", "opium", null, 4)),
        ];
        Assert.That(Read(("indicator", "price")), Is.EqualTo("price USD/kg substance:heroin market:wholesale"));
        Assert.That(
            Read(("indicator", "price"), ("code", "market:retail")),
            Is.EqualTo("price USD/g substance:heroin market:retail")
        );
        Assert.That(
            Read(("indicator", "price"), ("code", "market:")),
            Is.EqualTo("price EUR/g substance:opium market:")
        );
        Assert.That(
            Read(("indicator", "purity"), ("unit", "USD/kg")),
            Is.EqualTo("purity percent substance:heroin market:retail")
        );
        Assert.That(Read(("indicator", "price"), ("unit", "lb")), Is.EqualTo("price lb"), "the API refuses it");
        Assert.That(Read(("code", "substance:opium")), Is.EqualTo("events substance:opium"));

        string Read(params (string, string)[] query)
        {
            var indicator = LayerIndicator.Read(new(query), layer, rows);
            return string.Join(
                ' ',
                new[] { indicator.Name, indicator.Unit }
                    .OfType<string>()
                    .Concat(indicator.Codes.Select(code => $"{code.Dimension}:{code.Code}"))
            );
        }

        static LayerProperty Dimension(string name) => new(name, "code", null, "dimension");

        static LayerProperty Number(string name) => new(name, "number", null, "mean");

        static LayerSummaryRow Row(long events, params LayerNumber[] numbers) =>
            new("TJ", 2015, new Dictionary<string, string>(), events, numbers);

        static LayerNumber Of(string property, string unit, string substance, string? market, long events)
        {
            var codes = new Dictionary<string, string> { ["substance"] = substance };
            if (market is not null)
                codes["market"] = market;
            return new(property, codes, unit, events, null, 1);
        }
    }

    [Test]
    public async Task Question_that_the_api_refuses_is_told_on_the_page()
    {
        foreach (
            var (query, word) in new[]
            {
                ("layer=seizures&contry=TJ", "contry"),
                ("layer=seizures&indicator=quantiti", "quantity"),
                ("layer=seizures&indicator=quantity&unit=lb", "lb"),
                ("layer=seizures&code=substance:heroine", "heroin"),
                ("layer=seizures&asOf=tomorrow", "tomorrow"),
            }
        )
        {
            var page = await (await _analyst.GetAsync($"/desk/layers?{query}")).PageAsync(400);
            Assert.That(page.QuerySelector("[role=alert]")!.TextContent, Does.Contain(word), query);
        }

        await (await _analyst.GetAsync("/desk/layers?layer=unknown")).PageAsync(404);
    }

    [Test]
    public async Task Layer_has_its_source_its_day_and_the_disclaimer_in_both_languages()
    {
        foreach (var (language, culture) in new[] { ("en", "en-GB"), ("ru", "ru-RU") })
        {
            var words = new Words(CultureInfo.GetCultureInfo(culture));
            var page = await _viewer.OpenAsync(Heroin, ("Accept-Language", language));
            var text = page.QuerySelector("main")!.TextContent;
            Assert.That(text, Does.Contain(words["Map.disclaimer"]));
            Assert.That(text, Does.Contain(words["LayerNote.seizures"]));
            Assert.That(text, Does.Contain(words["Layers.unknown"]));
            Assert.That(page.QuerySelector("h1")!.TextContent, Does.Contain(words["Layer.seizures"]));
        }
    }

    private static string ClassOf(IHtmlDocument page, string country) =>
        page.QuerySelector($".map [href='#outline-{country}']")!.ClassName ?? "";

    private static decimal HeroinOf(JsonNode row) =>
        row["measures"]!
            .AsArray()
            .Where(one => (string?)one!["unit"] == "kg" && (string?)one["codes"]!["substance"] == "heroin")
            .Sum(one => (decimal)one!["sum"]!);
}
