using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Layers.LayerHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Layers;

/// <summary>Items of layers: recording, reading, changing, checking, withdrawing and listing them.</summary>
public sealed class LayerItemHttpTests(string engine) : RegisterTests(engine)
{
    private const string Seizures = "/v1/layers/seizures/items";

    private HttpClient _admin = null!;
    private HttpClient _analyst = null!;
    private HttpClient _tajikistan = null!;
    private HttpClient _uzbekistan = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys()
    {
        (_admin, _analyst, _tajikistan, _uzbekistan) = (
            await Api.ClientAsync(Role.Admin),
            await Api.ClientAsync(Role.Analyst),
            await Api.ClientAsync(Role.Donor, "TJ"),
            await Api.ClientAsync(Role.Donor, "UZ")
        );
    }

    [Test]
    public async Task Recorded_item_is_a_feature()
    {
        var response = await _tajikistan.SendAsync(
            "POST",
            Seizures,
            Seizure(
                """
                {
                  "country": "Tajikistan", "admin1": "Khatlon", "quantity": 12.50, "unit": "KG", "departure": "afg",
                  "transit": ["UZ", "Kazakhstan", "UZ"], "citation": "Report 4"
                }
                """,
                "68.6, 37.2, 400"
            ),
            "application/geo+json"
        );
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        Assert.That(response.Headers.ETag?.ToString(), Is.EqualTo("\"1\""));
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "type": "Feature", "id": "{{created["id"]}}",
                      "geometry": { "type": "Point", "coordinates": [68.6, 37.2] },
                      "properties": {
                        "reference": "S-1", "date": "2015-06-01", "from": "2015-06-01", "until": "2015-06-01",
                        "country": "TJ", "admin1": "Khatlon", "precision": "exact", "substance": "heroin",
                        "quantity": 12.5, "unit": "kg", "origin": null, "departure": "AF", "transit": ["UZ", "KZ"],
                        "destination": null, "sourceKind": "government", "citation": "Report 4", "sourceUrl": null,
                        "layer": "seizures", "recordedBy": "TJ", "checked": "reported", "version": 1,
                        "createdAt": "{{created["properties"]!["createdAt"]}}",
                        "updatedAt": "{{created["properties"]!["createdAt"]}}", "updatedBy": "Test Donor"
                      },
                      "warnings": [
                        {
                          "name": "properties.country",
                          "reason": "'Tajikistan' is read as 'TJ', Tajikistan.", "code": "{{created["warnings"]![0]![
                        "code"
                    ]}}"
                        },
                        {
                          "name": "properties.transit",
                          "reason": "'Kazakhstan' is read as 'KZ', Kazakhstan.", "code": "{{created["warnings"]![0]![
                        "code"
                    ]}}"
                        }
                      ]
                    }
                    """
                )
            )
        );
        var location = response.Headers.Location!.ToString();
        var read = await _tajikistan.GetAsync(location);
        Assert.That(read.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/geo+json"));
        var again = await _tajikistan.SendAsync("GET", location, headers: ("If-None-Match", "\"1\""));
        Assert.That((int)again.StatusCode, Is.EqualTo(304));

        // A feature that was read can be sent back.
        var whole = await read.JsonAsync();
        var same = await _tajikistan.SendAsync("PUT", location, whole.ToJsonString(), headers: ("If-Match", "\"1\""));
        Assert.That((int?)(await same.JsonAsync())["properties"]!["version"], Is.EqualTo(1));
    }

    [Test]
    public async Task Faults_of_an_item_are_all_named_with_value_and_cure()
    {
        var response = await _tajikistan.SendAsync(
            "POST",
            Seizures,
            """
            {
              "type": "Feture", "geometry": { "type": "Point", "coordinates": [37.2, 168.6] },
              "properties": {
                "date": "2015-02-30", "country": "Atlantis", "substance": "heroine", "quantity": 1.23456,
                "quantiti": 3, "transit": ["XX"], "sourceUrl": "ftp:x", "recordedBy": "UZ", "sourceKind": 7
              }
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "properties.quantiti ADAM-1004",
                    "properties.date ADAM-1007",
                    "geometry.coordinates ADAM-1010",
                    "properties.reference ADAM-1016",
                    "properties.country ADAM-1012",
                    "properties.substance ADAM-1012",
                    "properties.quantity ADAM-1009",
                    "properties.transit ADAM-1012",
                    "properties.sourceKind ADAM-1006",
                    "properties.sourceUrl ADAM-1018",
                    "type ADAM-1018",
                    "properties.recordedBy ADAM-3006",
                }
            )
        );
        Assert.That(
            await (await _tajikistan.SendAsync("POST", Seizures, Seizure("""{ "quantity": 3 }"""))).FaultsAsync(),
            Is.EqualTo(new[] { "properties.unit ADAM-1016" })
        );
        Assert.That(
            await (await _tajikistan.SendAsync("POST", Seizures, Seizure("""{ "date": null }"""))).FaultsAsync(),
            Is.EqualTo(new[] { "properties.date ADAM-1016" })
        );
    }

    [Test]
    public async Task Reference_is_unique_for_its_recorder()
    {
        var first = await _tajikistan.AddItemAsync("seizures", Seizure());
        await (await _tajikistan.SendAsync("POST", Seizures, Seizure("""{ "reference": "s-1" }"""))).ProblemAsync(
            409,
            "ADAM-6096"
        );
        await _uzbekistan.AddItemAsync("seizures", Seizure());
        await (await _tajikistan.SendAsync("POST", $"{Seizures}?recorder=UZ", Seizure())).ProblemAsync(
            403,
            "ADAM-6098"
        );
        var forTj = await _admin.SendAsync("POST", $"{Seizures}?recorder=tjk", Seizure("""{ "reference": "A" }"""));
        Assert.That((string?)(await forTj.JsonAsync())["properties"]!["recordedBy"], Is.EqualTo("TJ"));

        var path = $"{Seizures}/{first["id"]}";
        await (await _uzbekistan.SendAsync("DELETE", path, headers: ("If-Match", "*"))).ProblemAsync(404, "ADAM-6095");
        await (await _tajikistan.SendAsync("DELETE", path)).ProblemAsync(428, "ADAM-1041");
        var withdrawn = await _tajikistan.SendAsync("DELETE", path, headers: ("If-Match", "\"1\""));
        Assert.That((int)withdrawn.StatusCode, Is.EqualTo(204));
        await (await _tajikistan.GetAsync(path)).ProblemAsync(410, "ADAM-6097");
        await (await _tajikistan.SendAsync("POST", Seizures, Seizure())).ProblemAsync(409, "ADAM-6096");
        Assert.That(await _tajikistan.ReferencesAsync(Seizures), Is.EqualTo(new[] { "A" }));
        Assert.That(
            (await _tajikistan.ReadAsync($"{path}/history"))["items"]!.AsArray().Select(one => (string?)one!["action"]),
            Is.EqualTo(new[] { "created", "withdrawn" })
        );
    }

    [Test]
    public async Task Check_lasts_until_the_item_changes_and_rejected_items_do_not_count()
    {
        var item = await _tajikistan.AddItemAsync("seizures", Seizure());
        var path = $"{Seizures}/{item["id"]}";
        var check = """{ "checked": "rejected" }""";
        await (await _tajikistan.SendAsync("PUT", $"{path}/check", check, headers: ("If-Match", "*"))).ProblemAsync(
            403,
            "ADAM-2004"
        );
        var rejected = await _analyst.SendAsync("PUT", $"{path}/check", check, headers: ("If-Match", "\"1\""));
        Assert.That((string?)(await rejected.JsonAsync())["properties"]!["checked"], Is.EqualTo("rejected"));
        Assert.That(await EventsAsync(_analyst), Is.Zero);
        Assert.That(await _analyst.ReferencesAsync($"{Seizures}?checked=rejected"), Is.EqualTo(new[] { "S-1" }));

        var changed = await _tajikistan.SendAsync(
            "PUT",
            path,
            Seizure("""{ "substance": "opium" }"""),
            headers: ("If-Match", "\"2\"")
        );
        Assert.That((string?)(await changed.JsonAsync())["properties"]!["checked"], Is.EqualTo("reported"));
        Assert.That(await EventsAsync(_analyst), Is.EqualTo(1));
    }

    /// <summary>Every filter returns the items that a look at each finds, over pages of every size.</summary>
    [TestCase("", "A,B,C,D,E,F")]
    [TestCase("bbox=60,30,70,40", "A,B,F")]
    [TestCase("bbox=60,30,0,70,40,5000", "A,B,F")]
    [TestCase("bbox=170,-20,-170,5", "D,E,F")]
    [TestCase("bbox=-180,-90,180,90", "A,B,C,D,E,F")]
    [TestCase("bbox=68.6,37.2,68.6,37.2", "A,F")]
    [TestCase("datetime=2015-06-01", "A,C,F")]
    [TestCase("datetime=2015-06-01T00:00:00Z/2015-06-30T23:59:59Z", "A,C,F")]
    [TestCase("datetime=2016-01-01/..", "B,D,C")]
    [TestCase("datetime=../2014-12-31", "E,C")]
    [TestCase("datetime=/2014-12-31", "E,C")]
    [TestCase("datetime=2014-01-01/2016-12-31&bbox=60,30,70,40", "A,F,B")]
    [TestCase("datetime=2000-01-01/2030-12-31&bbox=60,30,70,40", "A,B,F")]
    [TestCase("country=TJ&country=FJ", "D,E,A,F")]
    [TestCase("country=Tajikistan&datetime=2015-01-01/2015-12-31", "A,F")]
    [TestCase("route=northern", "A,B,F")]
    [TestCase("route=northern&country=FJ", "")]
    [TestCase("checked=cross-checked", "")]
    public async Task Filters_find_items(string query, string expected)
    {
        await _tajikistan.AddItemAsync("seizures", Seizure("""{ "reference": "A" }""", "68.6, 37.2"));
        await _tajikistan.AddItemAsync(
            "seizures",
            Seizure("""{ "reference": "B", "country": "UZ", "date": "2016-06-01" }""", "67, 37")
        );
        await _tajikistan.AddItemAsync(
            "seizures",
            Seizure(
                """{ "reference": "C", "country": "IR", "date": null, "from": "2014-06-01", "until": "2016-02-01" }""",
                "50, 30"
            )
        );
        await _tajikistan.AddItemAsync(
            "seizures",
            Seizure("""{ "reference": "D", "country": "FJ", "date": "2017-06-01" }""", "179.9, -17")
        );
        await _tajikistan.AddItemAsync(
            "seizures",
            Seizure("""{ "reference": "E", "country": "FJ", "date": "2014-06-01" }""", "-180, -17")
        );
        await _tajikistan.AddItemAsync("seizures", Seizure("""{ "reference": "F" }"""));

        var wanted = expected.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var whole = await _analyst.ReadAsync($"{Seizures}?{query}");
        Assert.That((int?)whole["numberMatched"], Is.EqualTo(wanted.Length));
        Assert.That((int?)whole["numberReturned"], Is.EqualTo(wanted.Length));
        Assert.That(await _analyst.ReferencesAsync($"{Seizures}?{query}"), Is.EquivalentTo(wanted));
        foreach (var limit in new[] { 1, 2, 4 })
        {
            var pages = await _analyst.ReferencesAsync($"{Seizures}?{query}&limit={limit}");
            Assert.That(pages, Is.EqualTo(await _analyst.ReferencesAsync($"{Seizures}?{query}")), $"pages of {limit}");
        }
    }

    [TestCase("bbox=1,2,3", "bbox ADAM-1018")]
    [TestCase("bbox=1,2,3,91", "bbox ADAM-1010")]
    [TestCase("bbox=1,5,3,4", "bbox ADAM-1018")]
    [TestCase("bbox=a,2,3,4", "bbox ADAM-1009")]
    [TestCase("datetime=yesterday", "datetime ADAM-1007")]
    [TestCase("datetime=../..", "datetime ADAM-1007")]
    [TestCase("datetime=2016-01-01/2015-01-01", "datetime ADAM-3005")]
    [TestCase("limit=0", "limit ADAM-1010")]
    [TestCase("unknown=1", "unknown ADAM-1001")]
    [TestCase("cursor=abc", "cursor ADAM-1013")]
    public async Task Wrong_parameters_are_refused(string query, string fault) =>
        Assert.That(await (await _analyst.GetAsync($"{Seizures}?{query}")).FaultsAsync(), Is.EqualTo(new[] { fault }));

    private static async Task<long> EventsAsync(HttpClient client) =>
        (await client.ReadAsync("/v1/layers/seizures/summary"))["items"]!.AsArray().Sum(row => (long)row!["events"]!);
}
