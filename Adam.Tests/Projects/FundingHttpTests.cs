using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Projects state until when their money is there, and lists find those that go on beyond it.</summary>
public sealed class FundingHttpTests(string engine) : RegisterTests(engine)
{
    /// <summary>A programme of eight donors and USD 5 million, paid for until the end of March 2016.</summary>
    private const string Programme = """
        {
          "reference": "GLOY09", "owner": "UNODC", "title": "Phase IV of the partnership", "status": "implementation",
          "pillars": ["regional-initiatives", "financial-flows", "precursors", "prevention-and-health"],
          "countries": ["IR", "KG", "MK", "PK", "RS", "UZ"],
          "plannedStart": "2013-06-01", "plannedEnd": "2016-03-31", "fundedUntil": "2016-03-31",
          "donors": [
            { "partner": "AT", "amount": 250000, "currency": "USD" },
            { "partner": "CA", "amount": 400000, "currency": "USD" },
            { "partner": "DE", "amount": 350000, "currency": "USD" },
            { "partner": "FR", "amount": 300000, "currency": "USD" },
            { "partner": "NO", "amount": 500000, "currency": "USD" },
            { "partner": "RU", "amount": 1400000, "currency": "USD" },
            { "partner": "TR", "amount": 200000, "currency": "USD" },
            { "partner": "US", "amount": 1600000, "currency": "USD" }
          ]
        }
        """;

    private HttpClient _admin = null!;

    [SetUp]
    public async Task Record() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [Test]
    public async Task A_programme_outlives_its_money_from_the_day_its_extension_is_recorded()
    {
        var programme = await _admin.RecordAsync(Programme);
        Assert.That((string?)programme["fundedUntil"], Is.EqualTo("2016-03-31"));
        Assert.That(await FoundAsync("outlivesFunding=true"), Is.Empty);
        Assert.That(await FoundAsync("outlivesFunding=false"), Is.EqualTo(new[] { "GLOY09" }));

        await PatchAsync(programme, """{ "plannedEnd": "2016-12-31" }""");
        Assert.That(await FoundAsync("outlivesFunding=true"), Is.EqualTo(new[] { "GLOY09" }));
        Assert.That(await FoundAsync("outlivesFunding=true&fundedUntilBefore=2016-04-01"), Has.Length.EqualTo(1));
        Assert.That(await FoundAsync("outlivesFunding=true&fundedUntilBefore=2016-03-31"), Is.Empty);
        Assert.That(await FoundAsync("outlivesFunding=false"), Is.Empty);
        var before = (string)programme["createdAt"]!;
        Assert.That(await FoundAsync($"outlivesFunding=true&asOf={Uri.EscapeDataString(before)}"), Is.Empty);

        var presence = await _admin.ReadAsync("/v1/presence?by=donor&outlivesFunding=true");
        Assert.That(presence["items"]!.AsArray(), Has.Count.EqualTo(8));
        Assert.That((decimal)presence["totals"]!["amounts"]![0]!["amount"]!, Is.EqualTo(5_000_000));

        await PatchAsync(programme, """{ "fundedUntil": "2016-12-31" }""");
        Assert.That(await FoundAsync("outlivesFunding=false"), Is.EqualTo(new[] { "GLOY09" }));
        await PatchAsync(programme, """{ "fundedUntil": null }""");
        Assert.That(await FoundAsync("outlivesFunding=true"), Is.Empty);
        Assert.That(await FoundAsync("outlivesFunding=false"), Is.Empty);
        Assert.That(await FoundAsync("fundedUntilBefore=2100-01-01"), Is.Empty);
    }

    [TestCase("""{ "plannedEnd": null }""", "true", TestName = "An open end is later than any money")]
    [TestCase("""{ "plannedEnd": "2016-04-01" }""", "true")]
    [TestCase("""{ "plannedEnd": "2016-04-01", "status": "suspended" }""", "true")]
    [TestCase("""{ "plannedEnd": "2016-04-01", "status": "closed" }""", "false")]
    [TestCase("""{ "plannedEnd": null, "status": "closed" }""", "false")]
    [TestCase("""{ "plannedEnd": "2016-04-01", "status": "cancelled" }""", "false")]
    [TestCase("""{ "plannedEnd": "2017-01-01", "actualEnd": "2016-03-31" }""", "false")]
    public async Task Work_goes_on_if_it_is_not_over(string patch, string outlives)
    {
        await _admin.RecordAsync(With(Programme, patch));
        Assert.That(await FoundAsync($"outlivesFunding={outlives}"), Is.EqualTo(new[] { "GLOY09" }));
    }

    [Test]
    public async Task Money_that_ends_before_the_start_is_a_warning()
    {
        var response = await _admin.SendAsync(
            "POST",
            "/v1/projects/check",
            Body(With(Programme, """{ "fundedUntil": "2013-05-31" }"""))
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        var check = await response.JsonAsync();
        Assert.That(
            check["warnings"]!.AsArray().Select(warning => $"{warning!["name"]} {warning["code"]} {warning["reason"]}"),
            Does.Contain(
                "fundedUntil ADAM-6070 The money is there until 2013-05-31, and the project starts on 2013-06-01: no "
                    + "day of it is paid for."
            )
        );
    }

    [Test]
    public async Task Another_form_of_the_day_is_an_error()
    {
        await FaultsAsync(
            await _admin.SendAsync("POST", "/v1/projects", Body(With(Programme, """{ "fundedUntil": "31.3.2016" }"""))),
            "fundedUntil"
        );
        await FaultsAsync(
            await _admin.GetAsync("/v1/projects?outlivesFunding=maybe&fundedUntilBefore=soon&sgdTarget=1"),
            "outlivesFunding",
            "fundedUntilBefore",
            "sgdTarget"
        );
    }

    [Test]
    public async Task Regions_are_groups_of_countries_and_a_filter()
    {
        var regions = (await _admin.ReadAsync("/v1/regions"))["items"]!.AsArray();
        Assert.That(
            regions.First(one => (string?)one!["code"] == "west-and-central-asia")!["countries"]!
                .AsArray()
                .Select(one => (string?)one),
            Is.EqualTo(new[] { "AF", "IR", "KG", "KZ", "PK", "TJ", "TM", "UZ" })
        );
        Assert.That(regions.SelectMany(one => one!["countries"]!.AsArray()).Select(one => (string?)one), Is.Unique);
        await _admin.RecordAsync(Programme);
        Assert.That(await FoundAsync("region=south-eastern-europe"), Is.EqualTo(new[] { "GLOY09" }));
        Assert.That(await FoundAsync("region=near-and-middle-east"), Is.Empty);
        Assert.That(await FoundAsync("region=south-eastern-europe&route=balkan"), Is.EqualTo(new[] { "GLOY09" }));
        // Its countries in Asia are on the route, and none of them is in Africa.
        Assert.That(await FoundAsync("region=east-and-southern-africa&route=southern"), Is.Empty);
        await FaultsAsync(
            await _admin.GetAsync("/v1/projects?region=east-and-southern-africa&route=northern"),
            "region"
        );
        await FaultsAsync(
            await _admin.GetAsync("/v1/gaps?by=pillar&region=east-and-southern-africa&route=northern"),
            "region"
        );
    }

    private static async Task FaultsAsync(HttpResponseMessage response, params string[] names)
    {
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(
            (await response.JsonAsync())["errors"]!.AsArray().Select(error => (string?)error!["name"]),
            Is.EquivalentTo(names)
        );
    }

    private async Task<string[]> FoundAsync(string query) =>
        [.. (await _admin.ReadAsync($"/v1/projects?{query}")).Each("reference")];

    private async Task PatchAsync(JsonObject project, string patch)
    {
        var response = await _admin.SendAsync(
            "PATCH",
            $"/v1/projects/{project.Id()}",
            patch,
            MergePatch,
            ("If-Match", "*")
        );
        await response.ChangedAsync();
    }
}
