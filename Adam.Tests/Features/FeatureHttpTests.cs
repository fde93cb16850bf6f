using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Layers;
using Adam.Tests.OpenApi;
using Adam.Tests.Projects;
using Microsoft.OpenApi;
using static Adam.Tests.Layers.LayerHttp;

namespace Adam.Tests.Features;

/// <summary>
/// The requirements of OGC API Features, part 1 (17-069r3), that the service states to conform to, and the requests
/// that QGIS sends. The names in comments are those of the requirements.
/// </summary>
public sealed class FeatureHttpTests(string engine) : RegisterTests(engine)
{
    private const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

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
                    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
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
    /// The requests of the provider of QGIS (src/providers/wfs/oapif), in its order: it takes of each relation the link
    /// with a type that it prefers, or else the first one, and reads each response as JSON.
    /// </summary>
    [Test]
    public async Task Requests_of_QGIS_are_answered()
    {
        const string Features = "application/geo+json, application/json";
        var root = await AskAsync("/v1", "application/json");
        var contract = await AskAsync(
            Preferred(root, "service-desc", "application/vnd.oai.openapi+json;version=3.0"),
            "application/vnd.oai.openapi+json;version=3.0, application/openapi+json;version=3.0, application/json"
        );
        Assert.That((string?)contract["openapi"], Does.StartWith("3.0."));
        var collection = await AskAsync(
            $"{Preferred(root, "data", "application/json").Split('?')[0]}/seizures",
            "application/json"
        );
        await AskAsync(Preferred(root, "conformance"), "application/json");
        var items = Preferred(collection, "items", "application/geo+json");
        Assert.That((await AskAsync($"{items}?limit=10", Features))["features"]!.AsArray(), Has.Count.EqualTo(5));
        Assert.That((int?)(await AskAsync($"{items}?limit=1", Features))["numberMatched"], Is.EqualTo(5));

        // The features of the visible part of the map, page by page.
        var shown = new List<string?>();
        var url =
            $"{items}?limit=1&bbox=68.15000000000000568,37.0,68.3499999999999943,37.39999999999999858"
            + "&datetime=2015-06-01T00%3A00%3A00Z%2F2015-06-03T23%3A59%3A59Z";
        while (url is not null)
        {
            var page = await AskAsync(url, Features);
            shown.AddRange(page["features"]!.AsArray().Select(one => (string?)one!["properties"]!["reference"]));
            Assert.That(page["features"]!.AsArray(), Has.All.Matches<JsonNode>(one => one!["id"] is JsonValue));
            url = Relations(page).Contains("next") ? Preferred(page, "next", "application/geo+json") : null;
        }

        Assert.That(shown, Is.EqualTo(new[] { "S-2", "S-3" }));
        // It asks what it may write, and without an answer takes the layer as one that is only read.
        Assert.That((int)(await _client.SendAsync("OPTIONS", items)).StatusCode, Is.EqualTo(405));

        async Task<JsonObject> AskAsync(string address, string accept)
        {
            var response = await _client.SendAsync("GET", address, headers: ("Accept", accept));
            Assert.That((int)response.StatusCode, Is.EqualTo(200), address);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        }

        static string Preferred(JsonObject document, string relation, string? type = null)
        {
            var links = document["links"]!.AsArray().Where(link => (string?)link!["rel"] == relation).ToList();
            return (string)(links.FirstOrDefault(link => (string?)link!["type"] == type) ?? links[0])!["href"]!;
        }
    }

    [Test]
    public async Task Contract_as_OpenAPI_3_0_has_the_operations_of_the_one_that_is_committed()
    {
        // /req/oas30/oas-definition-1, oas-definition-2, oas-impl, exceptions-codes, security
        using var anonymous = Api.Anonymous();
        var response = await anonymous.GetAsync("/openapi.json");
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(
            response.Content.Headers.ContentType?.ToString().Replace(" ", "", StringComparison.Ordinal),
            Is.EqualTo("application/vnd.oai.openapi+json;version=3.0")
        );
        var text = await response.Content.ReadAsStringAsync();
        var read = OpenApiDocument.Parse(text, "json");
        Assert.That(read.Diagnostic!.Errors, Is.Empty);
        Assert.That(read.Diagnostic.SpecificationVersion, Is.EqualTo(OpenApiSpecVersion.OpenApi3_0));
        var (served, committed) = (ContractDocument.Parse(text), await ContractDocument.OfAsync(Api));
        Assert.That(served.Operations.Keys, Is.EquivalentTo(committed.Operations.Keys));
        foreach (
            var (name, operation) in served.Operations.Where(one =>
                one.Key.Contains("/collections", StringComparison.Ordinal)
            )
        )
            Assert.That(
                operation["responses"]!.AsObject().Select(one => one.Key),
                Does.Contain("200").And.Contain("400").And.Contain("401"),
                name
            );
    }

    /// <summary>Each document has the members, of the types, that the schemas of the standard require.</summary>
    [Test]
    public async Task Documents_have_the_members_that_the_standard_requires()
    {
        var root = await _client.ReadAsync("/v1");
        CheckLinks(root);
        Assert.That(root["title"]!.GetValueKind(), Is.EqualTo(JsonValueKind.String));
        Assert.That(
            (await _client.ReadAsync("/v1/conformance"))["conformsTo"]!.AsArray(),
            Has.All.Matches<JsonNode>(one => Uri.IsWellFormedUriString((string?)one, UriKind.Absolute))
        );
        var all = await _client.ReadAsync("/v1/collections");
        CheckLinks(all);
        foreach (var collection in all["collections"]!.AsArray().Select(one => one!.AsObject()))
        {
            CheckLinks(collection);
            Assert.That((string?)collection["itemType"], Is.EqualTo("feature"));
            Assert.That(collection["crs"]!.AsArray().Select(one => (string?)one), Is.EqualTo(new[] { Crs84 }));
            var extent = collection["extent"]!["spatial"]!;
            Assert.That(extent["bbox"]!.AsArray(), Has.All.Matches<JsonNode>(box => box!.AsArray().Count is 4 or 6));
            Assert.That((string?)extent["crs"], Is.EqualTo(Crs84));
            var page = await _client.ReadAsync($"/v1/collections/{collection["id"]}/items?limit=3");
            CheckLinks(page);
            Assert.That((string?)page["type"], Is.EqualTo("FeatureCollection"));
            Assert.That(DateTimeOffset.TryParse((string?)page["timeStamp"], out _), Is.True);
            Assert.That(
                (long?)page["numberMatched"] ?? long.MaxValue,
                Is.GreaterThanOrEqualTo((int)page["numberReturned"]!)
            );
            foreach (var feature in page["features"]!.AsArray().Select(one => one!.AsObject()))
            {
                Assert.That((string?)feature["type"], Is.EqualTo("Feature"));
                Assert.That(feature["id"]!.GetValueKind(), Is.EqualTo(JsonValueKind.String));
                Assert.That(feature["properties"], Is.InstanceOf<JsonObject>());
                Assert.That(feature.ContainsKey("geometry"), Is.True);
                CheckGeometry(feature["geometry"]);
            }
        }

        static void CheckLinks(JsonObject document) =>
            Assert.That(
                document["links"]!.AsArray(),
                Is.Not.Empty.And.All.Matches<JsonNode>(link =>
                    Uri.IsWellFormedUriString((string?)link!["href"], UriKind.Absolute)
                    && (string?)link["rel"] is not null
                )
            );

        static void CheckGeometry(JsonNode? geometry)
        {
            if (geometry is null)
                return;

            Assert.That((string?)geometry["type"], Is.AnyOf("Point", "MultiPoint"));
            JsonNode?[] points =
                (string?)geometry["type"] == "Point"
                    ? [geometry["coordinates"]]
                    : [.. geometry["coordinates"]!.AsArray()];
            foreach (var point in points)
                Assert.That(
                    point!.AsArray().Select(one => (double)one!).ToArray(),
                    Has.Exactly(2).Items.And.ItemAt(0).InRange(-180, 180).And.ItemAt(1).InRange(-90, 90)
                );
        }
    }

    /// <summary>
    /// Acceptance: a viewer reads the layer of seizures by the requests of a map program, and gets no single one; an
    /// analyst gets them by the same requests.
    /// </summary>
    [Test]
    public async Task Map_program_of_a_viewer_gets_no_single_seizure()
    {
        using var viewer = await Api.ClientAsync(Role.Viewer, "OSCE");
        var known = (await _client.ReadAsync("/v1/collections/seizures/items"))["features"]!.AsArray();
        string[] requests =
        [
            "/v1/collections/seizures/items?limit=10",
            "/v1/collections/seizures/items?bbox=68,37,69,38&datetime=2015-06-01/..",
            "/v1/layers/seizures/items?country=TJ",
        ];
        foreach (var request in requests)
        {
            var page = await viewer.ReadAsync(request);
            Assert.That(page["features"]!.AsArray(), Is.Empty, request);
            Assert.That((int?)page["numberMatched"], Is.Zero, request);
            Assert.That(Relations(page), Does.Not.Contain("next"), request);
            Assert.That((await _client.ReadAsync(request))["features"]!.AsArray(), Is.Not.Empty, request);
        }

        foreach (var (id, version) in known.Select(one => ((string)one!["id"]!, one["properties"]!["version"])))
        {
            var single = await viewer.SendAsync(
                "GET",
                $"/v1/collections/seizures/items/{id}",
                headers: ("If-None-Match", $"\"{version ?? 1}\"")
            );
            var nothing = await viewer.GetAsync($"/v1/collections/seizures/items/{Guid.NewGuid()}");
            Assert.That((int)single.StatusCode, Is.EqualTo(404));
            Assert.That(single.Headers.ETag, Is.Null);
            Assert.That((int)nothing.StatusCode, Is.EqualTo(404));
        }

        foreach (
            var path in new[]
            {
                "/v1/changes?limit=100",
                "/v1/reports/2015?format=html",
                "/v1/reports/2015",
                "/v1/collections/seizures",
                "/v1/layers/seizures/history",
            }
        )
        {
            var told = await viewer.GetStringAsync(path);
            Assert.That(
                known.Where(one => told.Contains((string)one!["id"]!, StringComparison.Ordinal)),
                Is.Empty,
                path
            );
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
