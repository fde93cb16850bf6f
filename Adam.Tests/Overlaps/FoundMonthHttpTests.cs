using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>The summary by the month in which pairs were found, and the filters that select a month.</summary>
public sealed class FoundMonthHttpTests(string engine) : RegisterTests(engine)
{
    private readonly Dictionary<string, JsonObject> _recorded = [];

    private ATime _time = null!;
    private TestApi _api = null!;
    private HttpClient _admin = null!;

    /// <summary>Records projects of four owners in January, February and March 2026: six pairs.</summary>
    [SetUp]
    public async Task RecordSome()
    {
        _time = new();
        _api = new(Register.Database) { Time = _time };
        _admin = await _api.ClientAsync(Role.Admin);
        _recorded.Clear();
        foreach (var (owner, days) in new[] { ("DE", 0), ("US", 9), ("FR", 27), ("IT", 36) })
        {
            for (var day = 0; day < days; day += 9)
                _time.Pass();
            _recorded.Add(
                owner,
                await _admin.RecordAsync(
                    With(
                        $$"""{ "reference": "R", "owner": "{{owner}}", "donors": [{ "partner": "{{owner}}" }] }""",
                        StrongMatch
                    )
                )
            );
        }
    }

    [TearDown]
    public ValueTask CloseAsync() => _api.DisposeAsync();

    [TestCase("")]
    [TestCase("&minScore=0.3")]
    [TestCase("&verdict=none&between=DE,FR")]
    public async Task Further_summaries_are_those_of_their_own_requests(string filter)
    {
        await DecideAsync("DE", "US");
        var whole = await JsonAsync(
            $"/v1/overlaps/summary?by=partners&also=foundMonth,year,foundMonth&limit=2{filter}"
        );
        var also = whole["also"]!.AsArray();
        Assert.That(also.Select(one => (string)one!["by"]!), Is.EqualTo(new[] { "foundMonth", "year" }));
        foreach (var one in also)
        {
            var own = await JsonAsync($"/v1/overlaps/summary?by={(string)one!["by"]!}&limit=2{filter}");
            Assert.That(one["items"]!.AsArray(), Is.Not.Empty);
            Assert.That(one["items"]!.ToJsonString(), Is.EqualTo(own["items"]!.ToJsonString()));
            Assert.That(whole["totals"]!.ToJsonString(), Is.EqualTo(own["totals"]!.ToJsonString()));
            Assert.That(own.ContainsKey("also"), Is.False);
        }

        // The cursor belongs to a request with its parameters.
        var alone = await JsonAsync($"/v1/overlaps/summary?by=partners&limit=2{filter}");
        foreach (var member in new[] { "items", "totals", "busiestMonths" })
            Assert.That(whole[member]!.ToJsonString(), Is.EqualTo(alone[member]!.ToJsonString()), member);

        async Task<JsonObject> JsonAsync(string address) =>
            JsonNode.Parse(await _admin.GetStringAsync(address))!.AsObject();
    }

    [Test]
    public async Task Summary_by_month_is_answered_whole()
    {
        await DecideAsync("DE", "US");
        await DecideAsync("DE", "FR");
        Assert.That(
            await _admin.GetStringAsync("/v1/overlaps/summary?by=foundMonth"),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "items": [
                        { "foundMonth": "2026-03", "overlaps": 3, "undecided": 3, "days": 1098, "amounts": [] },
                        { "foundMonth": "2026-02", "overlaps": 2, "undecided": 1, "days": 732, "amounts": [] },
                        { "foundMonth": "2026-01", "overlaps": 1, "undecided": 0, "days": 366, "amounts": [] }
                      ],
                      "totals": { "overlaps": 6, "undecided": 4, "days": 2196, "amounts": [] },
                      "busiestMonths": [
                        { "month": "2020-01", "donors": 4 }, { "month": "2020-02", "donors": 4 },
                        { "month": "2020-03", "donors": 4 }
                      ],
                      "nextCursor": null
                    }
                    """
                )
            )
        );
        Assert.That(
            (await _admin.GetStringAsync("/v1/overlaps/summary?by=foundMonth&format=csv")).Split("\r\n")[..2],
            Is.EqualTo(new[] { "foundMonth,overlaps,undecided,days,amounts,currencies", "2026-03,3,3,1098,," })
        );
    }

    /// <summary>Filters of projects are counted pair by pair, the others read from sums.</summary>
    [TestCase("")]
    [TestCase("&country=TJ")]
    public async Task Row_counts_the_pairs_that_its_month_selects(string filter)
    {
        await DecideAsync("DE", "US");
        var rows = (await _admin.ReadAsync($"/v1/overlaps/summary?by=foundMonth{filter}"))["items"]!.AsArray();
        Assert.That(rows.Select(row => (string?)row!["foundMonth"]), Is.EquivalentTo(Months));
        foreach (var row in rows)
        {
            var first = DateOnly.ParseExact($"{row!["foundMonth"]}-01", "O", null);
            var month = $"foundSince={first:O}&foundBefore={first.AddMonths(1):O}{filter}";
            foreach (var sort in (string[])["score", "days", "updated"])
            {
                var found = await _admin.ReadAsync($"/v1/overlaps?sort={sort}&count=true&{month}");
                Assert.That(found["total"]!.Text(), Is.EqualTo(row["overlaps"]!.Text()), $"{month} by {sort}");
                Assert.That(
                    found["items"]!.AsArray().Select(pair => ((string)pair!["foundAt"]!)[..7]),
                    Has.All.EqualTo((string?)row["foundMonth"])
                );
            }

            var undecided = await _admin.ReadAsync($"/v1/overlaps?verdict=none&count=true&{month}");
            Assert.That(undecided["total"]!.Text(), Is.EqualTo(row["undecided"]!.Text()), month);
            var totals = (await _admin.ReadAsync($"/v1/overlaps/summary?{month}"))["totals"]!;
            Assert.That(totals["overlaps"]!.Text(), Is.EqualTo(row["overlaps"]!.Text()), month);
        }
    }

    [Test]
    public async Task Instant_before_which_a_pair_was_found_is_excluded()
    {
        var pair = await _admin.ReadAsync($"/v1/overlaps/{PairId(_recorded["DE"], _recorded["US"])}");
        Assert.That((string?)pair["foundAt"], Is.EqualTo((string?)_recorded["US"]["createdAt"]));
        var at = DateTimeOffset.Parse((string)pair["foundAt"]!, null);
        Assert.That((await BeforeAsync(at)).Count, Is.Zero);
        Assert.That(await BeforeAsync(at.AddSeconds(1)), Is.EqualTo(new[] { (string)pair["id"]! }));

        async Task<IReadOnlyList<string>> BeforeAsync(DateTimeOffset instant) =>
            [.. (await _admin.ReadAsync($"/v1/overlaps?foundBefore={instant:yyyy-MM-ddTHH:mm:ssZ}")).Each("id")];
    }

    [Test]
    public async Task Change_of_scope_moves_a_pair_to_its_month_and_other_changes_do_not()
    {
        for (var i = 0; i < 4; i++)
            _time.Pass();
        await PatchAsync("DE", """{ "description": "Scales and lamps at the Panj bridge, PANJ/2019/0417." }""");
        Assert.That(await RowsAsync(), Is.EqualTo(new[] { "2026-01 1", "2026-02 2", "2026-03 3" }));
        await PatchAsync("US", """{ "plannedEnd": "2020-12-30" }""");
        Assert.That(await RowsAsync(), Is.EqualTo(new[] { "2026-02 1", "2026-03 2", "2026-04 3" }));

        async Task<IEnumerable<string>> RowsAsync() =>
            (await _admin.ReadAsync("/v1/overlaps/summary?by=foundMonth"))["items"]!
                .AsArray()
                .Select(row => $"{row!["foundMonth"]} {row["overlaps"]}")
                .Order(StringComparer.Ordinal);
    }

    /// <summary>The desk shows the months as the API counts them, and each leads to the pairs that it counts.</summary>
    [Test]
    public async Task Desk_shows_the_trend_and_each_month_leads_to_its_pairs()
    {
        await DecideAsync("DE", "US");
        using var browser = _api.CreateClient(new() { AllowAutoRedirect = false });
        var signedIn = await browser.SendAsync(
            "POST",
            "/desk/sign-in",
            $"key={await _api.KeyAsync(Role.Viewer)}",
            "application/x-www-form-urlencoded",
            ("Sec-Fetch-Site", "same-origin")
        );
        Assert.That((int)signedIn.StatusCode, Is.EqualTo(303));
        var page = await PageAsync("/desk/duplication?foundSince=2026-01-05");
        Assert.That(page.QuerySelectorAll(".trend rect.decided"), Has.Length.EqualTo(3));
        var rows = page.QuerySelectorAll("section:has(.trend) tbody tr");
        Assert.That(
            rows.Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim()))),
            Is.EqualTo(new[] { "March 2026 3 0 3", "February 2026 2 0 2", "January 2026 0 1 1" })
        );
        // The filter of the page holds for January, too.
        Assert.That(
            rows[2].QuerySelector("td:last-child a")!.GetAttribute("href"),
            Is.EqualTo("/desk/overlaps?foundSince=2026-01-05&foundBefore=2026-02-01")
        );
        foreach (var row in rows)
        {
            var all = row.QuerySelector("td:last-child a")!;
            var list = await PageAsync(all.GetAttribute("href")!);
            Assert.That(
                list.QuerySelectorAll("article.overlap, .overlap"),
                Has.Length.EqualTo(int.Parse(all.TextContent, CultureInfo.InvariantCulture))
            );
        }

        async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(string address)
        {
            var response = await browser.SendAsync("GET", address, headers: ("Accept-Language", "en"));
            var html = await response.Content.ReadAsStringAsync();
            Assert.That((int)response.StatusCode, Is.EqualTo(200), html);
            return new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        }
    }

    [TestCase("foundSince=2026-02-01&foundBefore=2026-02-01", "foundBefore ADAM-1010")]
    [TestCase("foundBefore=February", "foundBefore ADAM-1008")]
    [TestCase("sort=start&foundBefore=2026-02-01", "foundBefore ADAM-1018")]
    public async Task Months_that_no_pair_could_meet_are_refused(string query, string fault) =>
        Assert.That(await (await _admin.GetAsync($"/v1/overlaps?{query}")).FaultsAsync(), Is.EqualTo(new[] { fault }));

    private static readonly string[] Months = ["2026-01", "2026-02", "2026-03"];

    private async Task DecideAsync(string one, string other)
    {
        var response = await _admin.SendAsync(
            "PUT",
            $"/v1/overlaps/{PairId(_recorded[one], _recorded[other])}/verdict",
            """{ "verdict": "unrelated" }""",
            headers: ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    private async Task PatchAsync(string owner, string patch)
    {
        var path = $"/v1/projects/{_recorded[owner].Id()}";
        await (await _admin.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "*"))).ChangedAsync();
    }
}
