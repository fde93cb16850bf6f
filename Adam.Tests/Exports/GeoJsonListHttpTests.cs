using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Exports;

/// <summary>Projects as GeoJSON (RFC 7946).</summary>
public sealed class GeoJsonListHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [Test]
    public async Task Place_is_a_point_of_longitude_and_latitude()
    {
        var project = await _admin.RecordAsync(
            """
            {
              "owner": "DE", "reference": "G-1", "title": "Dog unit", "countries": ["TJ"], "pillars": ["precursors"],
              "places": [
                { "name": "Nizhny Panj", "admin1": "Khatlon", "latitude": 37.2, "longitude": 68.6 },
                { "name": "Dushanbe" }
              ],
              "donors": [{ "partner": "DE" }], "implementers": [], "activityTypes": [], "status": "implementation",
              "plannedStart": "2020-01-01", "plannedEnd": null, "actualStart": null, "actualEnd": null
            }
            """
        );
        using var response = await _admin.GetAsync("/v1/projects?format=geojson");
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/geo+json"));
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo(
                ProjectHttp.Compact(
                    $$"""
                    {
                      "type": "FeatureCollection",
                      "features": [
                        {
                          "type": "Feature", "id": "{{project.Id()}}/0",
                          "geometry": { "type": "Point", "coordinates": [68.6, 37.2] },
                          "properties": {
                            "project": "{{project.Id()}}", "location": "place", "place": "Nizhny Panj",
                            "admin1": "Khatlon", "reference": "G-1", "owner": "DE", "title": "Dog unit",
                            "status": "implementation", "countries": ["TJ"], "pillars": ["precursors"],
                            "activityTypes": [], "donors": [{ "partner": "DE" }], "implementers": [],
                            "declaredMeasures": [], "start": "2020-01-01", "end": null
                          }
                        }
                      ]
                    }
                    """
                )
            )
        );
    }

    [Test]
    public async Task Project_without_coordinates_is_drawn_in_each_country_and_says_so()
    {
        await _admin.RecordAsync(
            """{ "owner": "DE", "countries": ["TJ", "UZ"], "places": [{ "name": "Dushanbe" }] }"""
        );
        var features = (await _admin.ReadAsync("/v1/projects?format=geojson"))["features"]!.AsArray();
        Assert.That(
            features.Select(feature =>
                $"{feature!["properties"]!["location"]} {feature["properties"]!["country"]} "
                + feature["geometry"]!["coordinates"]!.Text()
            ),
            Is.EqualTo(new[] { Expected("TJ"), Expected("UZ") })
        );

        static string Expected(string code)
        {
            var (longitude, latitude) = CountryPoints.Find(code)!.Value;
            return FormattableString.Invariant($"country {code} [{longitude},{latitude}]");
        }
    }

    [Test]
    public async Task Empty_list_is_an_empty_collection() =>
        Assert.That(
            await _admin.GetStringAsync("/v1/projects?format=geojson&country=JP"),
            Is.EqualTo("""{"type":"FeatureCollection","features":[]}""")
        );

    [Test]
    public void Each_country_has_a_point_within_its_extent()
    {
        Assert.Multiple(() =>
        {
            foreach (var country in CodeListCatalog.Countries.Entries)
            {
                var point = CountryPoints.Find(country.Code);
                Assert.That(point, Is.Not.Null, country.Code);
                var distance = CountryExtents.DistanceKm(country.Code, point!.Value.Latitude, point.Value.Longitude);
                Assert.That(distance ?? 0, Is.Zero, country.Code);
            }
        });
    }
}
