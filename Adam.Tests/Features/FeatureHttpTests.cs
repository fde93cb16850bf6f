using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Layers;
using Adam.Tests.Projects;
using static Adam.Tests.Layers.LayerHttp;

namespace Adam.Tests.Features;

/// <summary>
/// The requirements of OGC API Features, part 1 (17-069r3), that the service states to conform to, and the requests
/// that QGIS sends. The names in comments are those of the requirements.
/// </summary>
public sealed class FeatureHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _client = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task RecordItems()
    {
        _client = await Api.ClientAsync(Role.Analyst);
        var donor = await Api.ClientAsync(Role.Donor, "TJ");
        foreach (var number in Enumerable.Range(1, 5))
            await donor.AddItemAsync(
                "seizures",
                Seizure($$"""{ "reference": "S-{{number}}", "date": "2015-06-0{{number}}" }""", $"68.{number}, 37.2")
            );
    }

    [Test]
    public async Task Landing_page_leads_to_contract_conformance_and_collections()
    {
        // /req/core/root-success
        var root = await _client.ReadAsync("/v1");
        Assert.That(
            Relations(root),
            Is.SupersetOf(new[] { "self", "service-desc", "service-doc", "conformance", "data" })
        );
        foreach (var relation in new[] { "service-desc", "conformance", "data", "self" })
            Assert.That((int)(await _client.GetAsync(LinkOf(root, relation))).StatusCode, Is.EqualTo(200), relation);

        // /req/core/conformance-success
        var classes = (await _client.ReadAsync(LinkOf(root, "conformance")))["conformsTo"]!.AsArray();
        Assert.That(
            classes.Select(one => (string?)one),
            Is.EqualTo(
                new[]
                {
                    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
                }
            )
        );
    }

    [Test]
    public async Task Collections_have_id_extent_and_link_to_their_items()
    {
        // /req/core/fc-md-success, fc-md-links, fc-md-items, fc-md-items-links, fc-md-extent
        var all = await _client.ReadAsync("/v1/collections");
        Assert.That(Relations(all), Does.Contain("self"));
        var ids = (await _client.ReadAsync("/v1/layers"))["items"]!.AsArray().Select(layer => (string?)layer!["id"]);
        var collections = all["collections"]!.AsArray();
        Assert.That(collections.Select(one => (string?)one!["id"]), Is.EqualTo(ids));
        foreach (var collection in collections.Select(one => one!.AsObject()))
        {
            var items = collection["links"]!.AsArray().Single(link => (string?)link!["rel"] == "items")!;
            Assert.That((string?)items["type"], Is.EqualTo("application/geo+json"));
            var found = await _client.GetAsync((string)items["href"]!);
            Assert.That((int)found.StatusCode, Is.EqualTo(200), (string?)collection["id"]);
            Assert.That(found.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/geo+json"));
            Assert.That(collection["extent"]!["spatial"]!["bbox"]![0]!.AsArray(), Has.Count.EqualTo(4));
            // /req/core/sfc-md-success
            var single = await _client.ReadAsync($"/v1/collections/{collection["id"]}");
            Assert.That(single.Text(), Is.EqualTo(collection.Text()));
        }

        await (await _client.GetAsync("/v1/collections/nothing")).ProblemAsync(404, "ADAM-6090");
    }

    [Test]
    public async Task Pages_of_features_have_numbers_time_and_links()
    {
        // /req/core/fc-limit-response-1, fc-numberMatched, fc-numberReturned, fc-timeStamp, fc-links, fc-rel-type
        var found = new List<string?>();
        for (var next = "/v1/collections/seizures/items?limit=2"; next is not null; )
        {
            var page = await _client.ReadAsync(next);
            Assert.That((string?)page["type"], Is.EqualTo("FeatureCollection"));
            Assert.That((int?)page["numberMatched"], Is.EqualTo(5));
            Assert.That(
                page["features"]!.AsArray(),
                Has.Count.EqualTo((int)page["numberReturned"]!).And.Count.LessThan(3)
            );
            Assert.That(DateTimeOffset.TryParse((string?)page["timeStamp"], out _), Is.True);
            Assert.That(
                page["links"]!.AsArray(),
                Has.All.Matches<JsonNode>(link => link!["rel"] is not null && link["type"] is not null)
            );
            Assert.That(Relations(page), Does.Contain("self").And.Contain("collection"));
            found.AddRange(page["features"]!.AsArray().Select(one => (string?)one!["properties"]!["reference"]));
            next = page["links"]!.AsArray().Any(link => (string?)link!["rel"] == "next") ? LinkOf(page, "next") : null;
        }

        Assert.That(found, Is.EqualTo(new[] { "S-1", "S-2", "S-3", "S-4", "S-5" }));
    }

    [Test]
    public async Task Feature_is_the_one_of_the_list_with_links_to_itself_and_its_collection()
    {
        // /req/core/f-op, f-success, f-links; /req/geojson/definition, content
        var list = await _client.ReadAsync("/v1/collections/seizures/items");
        var feature = list["features"]![2]!.AsObject();
        var response = await _client.GetAsync($"/v1/collections/seizures/items/{feature["id"]}");
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/geo+json"));
        var single = await response.JsonAsync();
        Assert.That(Relations(single), Is.EqualTo(new[] { "self", "collection" }));
        single.Remove("links");
        Assert.That(single.Text(), Is.EqualTo(feature.Text()));
    }

    [TestCase("limit=0")]
    [TestCase("limit=x")]
    [TestCase("bbox=1,2,3")]
    [TestCase("bbox=200,2,210,4")]
    [TestCase("datetime=2015-13-01")]
    [TestCase("nothing=1")]
    public async Task Invalid_and_unknown_parameters_are_400(string query)
    {
        // /req/core/query-param-unknown, query-param-invalid
        foreach (var path in new[] { "/v1/collections/seizures/items", "/v1/collections/projects/items" })
            Assert.That((int)(await _client.GetAsync($"{path}?{query}")).StatusCode, Is.EqualTo(400), path);
        Assert.That((int)(await _client.GetAsync("/v1/collections?nothing=1")).StatusCode, Is.EqualTo(400));
    }

    /// <summary>
    /// The provider "WFS / OGC API Features" of QGIS, in the order in which it adds a layer and draws it.
    /// </summary>
    [Test]
    public async Task Requests_of_QGIS_are_answered()
    {
        var root = await AskAsync("/v1", "application/json");
        await AskAsync(LinkOf(root, "conformance"), "application/json");
        var collections = await AskAsync(LinkOf(root, "data"), "application/json");
        var seizures = collections["collections"]!
            .AsArray()
            .Single(one => (string?)one!["id"] == "seizures")!
            .AsObject();
        await AskAsync(LinkOf(seizures, "self"), "application/json");
        var items = LinkOf(seizures, "items");
        var first = await AskAsync($"{items}?limit=10", "application/geo+json, application/json");
        Assert.That(first["features"]!.AsArray(), Has.Count.EqualTo(5));
        var shown = await AskAsync(
            $"{items}?limit=1000&bbox=68.15,37.0,68.35,37.4"
                + "&datetime=2015-06-01T00%3A00%3A00Z%2F2015-06-02T23%3A59%3A59Z",
            "application/geo+json, application/json"
        );
        Assert.That(
            shown["features"]!.AsArray().Select(one => (string?)one!["properties"]!["reference"]),
            Is.EqualTo(new[] { "S-2" })
        );

        async Task<JsonObject> AskAsync(string url, string accept)
        {
            var response = await _client.SendAsync("GET", url, headers: ("Accept", accept));
            Assert.That((int)response.StatusCode, Is.EqualTo(200), url);
            return await response.JsonAsync();
        }
    }

    [Test]
    public async Task Computed_layers_have_features()
    {
        var germany = await Api.ClientAsync(Role.Donor, "DE");
        var project = await germany.RecordAsync("""{ "countries": ["TJ", "UZ"] }""");
        await germany.RecordAsync("""{ "reference": "R-2", "countries": ["TJ"], "visibility": "restricted" }""");
        var viewer = await Api.ClientAsync(Role.Viewer, "OSCE");
        var projects = await viewer.ReadAsync("/v1/collections/projects/items?bbox=60,30,80,45");
        Assert.That(
            projects["features"]!.AsArray().Select(one => (string?)one!["id"]),
            Is.EqualTo(new[] { (string?)project["id"] })
        );
        Assert.That((string?)projects["features"]![0]!["geometry"]!["type"], Is.EqualTo("MultiPoint"));
        Assert.That(
            (int?)(await viewer.ReadAsync("/v1/collections/projects/items?bbox=-10,50,0,60"))["numberMatched"],
            Is.Zero
        );
        var routes = await viewer.ReadAsync("/v1/collections/routes/items?limit=2");
        Assert.That((int?)routes["numberMatched"], Is.EqualTo(3));
        Assert.That((await viewer.ReadAsync(LinkOf(routes, "next")))["features"]!.AsArray(), Has.Count.EqualTo(1));
        var gaps = await viewer.ReadAsync("/v1/collections/gaps/items?country=TJ");
        Assert.That(gaps["features"]!.AsArray(), Has.Count.EqualTo(4));
        var gap = gaps["features"]![0]!;
        Assert.That(
            (await viewer.ReadAsync($"/v1/collections/gaps/items/{gap["id"]}"))["properties"]!.Text(),
            Is.EqualTo(gap["properties"]!.Text())
        );
    }

    private static IEnumerable<string?> Relations(JsonObject document) =>
        document["links"]!.AsArray().Select(link => (string?)link!["rel"]);

    private static string LinkOf(JsonObject document, string relation) =>
        (string)document["links"]!.AsArray().Single(link => (string?)link!["rel"] == relation)!["href"]!;
}
