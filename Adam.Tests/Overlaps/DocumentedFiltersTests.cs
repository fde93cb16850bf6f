using System.Text.Json.Nodes;
using Adam.Api.Tables;
using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using Adam.Tests.OpenApi;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>Each documented filter of projects also restricts overlaps: over HTTP, compared with brute force.</summary>
public sealed class DocumentedFiltersTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] NoFilters = ["limit", "cursor", "count", "sort", "format", "fields", "include"];

    /// <summary>A value of each filter that some pairs of the register meet, and not all.</summary>
    private static readonly Dictionary<string, string> Values = new()
    {
        ["country"] = "UZ",
        ["pillar"] = "regional-initiatives",
        ["donor"] = "US",
        ["implementer"] = "UNODC",
        ["partner"] = "FR",
        ["owner"] = "SE",
        ["status"] = "suspended",
        ["visibility"] = "restricted",
        ["activityType"] = "training",
        ["sdgTarget"] = "16.5",
        ["route"] = "southern",
        ["region"] = "west-and-central-asia",
        ["activeOn"] = "2020-12-31",
        ["activeFrom"] = "2021-06-30",
        ["activeTo"] = "2020-12-31",
        ["startsFrom"] = "2021-02-01",
        ["startsTo"] = "2020-06-30",
        ["endsFrom"] = "2021-06-30",
        ["endsTo"] = "2020-12-31",
        ["fundedUntilBefore"] = "2020-07-01",
        ["outlivesFunding"] = "true",
        ["place"] = "ZARANJ",
        ["admin1"] = "nimruz",
        ["near"] = "31,61.9,20",
        ["bbox"] = "61,30,62,31",
        ["q"] = "контрол",
    };

    /// <summary>The places of one of the projects.</summary>
    private static readonly string OfZaranj = With(
        StrongMatch,
        """
        {
          "visibility": "restricted", "fundedUntil": "2020-06-30",
          "additionalSdgTargets": ["16.5"],
          "places": [
            { "name": "Nizhny Panj" },
            { "name": "Zaranj", "admin1": "Nimruz", "latitude": 30.96, "longitude": 61.86 }
          ]
        }
        """
    );

    /// <summary>The filters that test shared values, with their meaning.</summary>
    private static readonly Dictionary<string, Func<JsonNode, string, bool>> OfWhatIsShared = new()
    {
        ["country"] = (shared, value) => Lists(shared["countries"], value),
        ["pillar"] = (shared, value) => Lists(shared["pillars"], value),
        ["region"] = (shared, value) => Region.Find(value)!.Countries.Any(one => Lists(shared["countries"], one)),
        ["route"] = (shared, value) => Route.Find(value)!.Countries.Any(one => Lists(shared["countries"], one.Country)),
        ["activeOn"] = (shared, value) => Begin(shared) <= Day(value) && Day(value) <= End(shared),
        ["activeFrom"] = (shared, value) => End(shared) >= Day(value),
        ["activeTo"] = (shared, value) => Begin(shared) <= Day(value),
    };

    /// <summary>Parameters of the format, and the instant of the whole list, which select nothing.</summary>
    private static readonly string[] OfTables = [TableOptions.Hxl, TableOptions.Bom, TableOptions.Explode, "asOf"];

    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        foreach (var record in OverlapHttpTests.Records)
            await _admin.RecordAsync(With(record, record.Contains("\"SE\"") ? OfZaranj : StrongMatch));
    }

    [Test]
    public async Task Each_restricts_overlaps_as_it_says()
    {
        var documented = await FiltersAsync("GET /v1/projects");
        Assert.That(documented.Except(OfTables), Is.SubsetOf(await FiltersAsync("GET /v1/overlaps")));
        Assert.That(
            documented.Except([.. Values.Keys, "updatedSince", .. OfTables]),
            Is.Empty,
            "a filter has no value here"
        );

        var all = (await _admin.ReadAsync("/v1/overlaps"))["items"]!.AsArray();
        foreach (var (name, value) in Values)
        {
            var query = $"{name}={Uri.EscapeDataString(value)}";
            var projects = (await _admin.ReadAsync($"/v1/projects?{query}")).Each("id").ToHashSet();
            var expected = all.Where(pair =>
                    OfWhatIsShared.TryGetValue(name, out var means)
                        ? means(pair!["shared"]!, value)
                        : pair!["projects"]!.AsArray().Any(project => projects.Contains((string)project!["id"]!))
                )
                .Select(pair => (string)pair!["id"]!)
                .ToList();
            // All of these pairs lie in one region, and none in another one.
            var most = name == "region" ? all.Count : all.Count - 1;
            Assert.That(expected, Has.Count.InRange(1, most), $"{query} restricts nothing here");
            foreach (var sort in (string[])["score", "days", "updated", "start"])
            {
                var found = await _admin.ReadAsync($"/v1/overlaps?sort={sort}&{query}");
                Assert.That(found.Each("id"), Is.EquivalentTo(expected), query);
            }

            var summary = await _admin.ReadAsync($"/v1/overlaps/summary?{query}");
            Assert.That((int?)summary["totals"]!["overlaps"], Is.EqualTo(expected.Count), query);
        }
    }

    [Test]
    public async Task A_region_without_shared_countries_has_no_overlaps() =>
        Assert.That((await _admin.ReadAsync("/v1/overlaps?region=south-eastern-europe")).Each("id"), Is.Empty);

    [Test]
    public async Task The_instant_of_change_restricts_overlaps_to_those_that_are_other_than_before()
    {
        var before = await ByIdAsync();
        var project = (await _admin.ReadAsync("/v1/projects?owner=FR"))["items"]![0]!.AsObject();
        var patch = """{ "beneficiaries": [] }""";
        var path = $"/v1/projects/{project.Id()}";
        var response = await _admin.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "*"));
        var since = (await response.ChangedAsync())["updatedAt"];

        var after = await ByIdAsync();
        var expected = after.Where(pair => before[pair.Key] != pair.Value).Select(pair => pair.Key).ToList();
        Assert.That(expected, Has.Count.InRange(1, before.Count - 1));
        foreach (var sort in (string[])["score", "days", "updated"])
        {
            var found = await _admin.ReadAsync($"/v1/overlaps?sort={sort}&updatedSince={since}");
            Assert.That(found.Each("id"), Is.EquivalentTo(expected), sort);
        }
    }

    private async Task<Dictionary<string, string>> ByIdAsync()
    {
        var pairs = (await _admin.ReadAsync("/v1/overlaps"))["items"]!.AsArray();
        return pairs.ToDictionary(
            pair => (string)pair!["id"]!,
            pair => $"{pair!["score"]} {pair["kind"]} {pair["reasons"]!.Text()}"
        );
    }

    private async Task<IReadOnlyList<string>> FiltersAsync(string operation)
    {
        var contract = await ContractDocument.OfAsync(TestApi.Over(Register.Database));
        return
        [
            .. contract.Operations[operation]["parameters"]!
                .AsArray()
                .Select(parameter => contract.Resolve(parameter!))
                .Where(parameter => (string?)parameter["in"] == "query")
                .Select(parameter => (string)parameter["name"]!)
                .Except(NoFilters),
        ];
    }

    private static bool Lists(JsonNode? list, string value) => list!.AsArray().Any(one => (string?)one == value);

    private static DateOnly Begin(JsonNode shared) => Day((string)shared["from"]!);

    private static DateOnly End(JsonNode shared) => (string?)shared["to"] is { } end ? Day(end) : DateOnly.MaxValue;

    private static DateOnly Day(string text) => DateOnly.Parse(text, null);
}
