using System.Text.Json.Nodes;
using Adam.Domain.Keys;

namespace Adam.Tests.Projects;

/// <summary>Filters by place and by the end of the period, and the order of ends, over HTTP.</summary>
public sealed class PlaceFiltersHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Records =
    [
        """
            {
              "reference": "A", "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31",
              "places": [{ "name": "Nizhny Panj", "admin1": "Khatlon", "latitude": 37.2, "longitude": 68.6 }]
            }
            """,
        """
            {
              "reference": "B", "plannedStart": "2020-01-01", "plannedEnd": "2021-06-30", "countries": ["AF"],
              "places": [
                { "name": "Sher Khan Bandar", "admin1": "Kunduz", "latitude": 37.18, "longitude": 68.61 },
                { "name": "Kābul" }
              ]
            }
            """,
        """
            {
              "reference": "C", "plannedStart": "2020-01-01", "plannedEnd": null, "countries": ["FJ"],
              "places": [{ "name": "Taveuni", "latitude": -16.85, "longitude": 179.97 }]
            }
            """,
        """
            {
              "reference": "D", "plannedStart": "2020-01-01", "plannedEnd": null, "status": "closed",
              "places": [{ "name": "Хатлон", "admin1": "хатлон" }]
            }
            """,
    ];

    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        foreach (var record in Records)
            await _admin.RecordAsync(record);
    }

    // The whole name, apart from case, accents, spacing and punctuation.
    [TestCase("place=nizhny%20PANJ", "A")]
    [TestCase("place=Nizhny-Panj", "A")]
    [TestCase("place=kabul", "B")]
    [TestCase("place=Sherkhan%20Bandar&place=Taveuni", "BC")]
    [TestCase("place=Panj", "")]
    [TestCase("admin1=khatlon", "A")]
    [TestCase("admin1=ХАТЛОН", "D")]
    [TestCase("place=Kabul&admin1=Kunduz", "B", TestName = "Each filter by itself: two places of one project")]
    [TestCase("near=37.2,68.6,2", "A")]
    [TestCase("near=37.2,68.6,3", "AB")]
    [TestCase("near=-16.85,-179.9,20", "C", TestName = "Across the antimeridian")]
    [TestCase("near=0,-30,500", "", TestName = "In the ocean")]
    [TestCase("near=90,0,20000", "ABC")]
    [TestCase("bbox=68,37,69,38", "AB")]
    [TestCase("bbox=68.6,37.2,68.6,37.2", "A", TestName = "Edges belong to the box")]
    [TestCase("bbox=170,-20,-170,-10", "C")]
    [TestCase("bbox=-170,-20,170,-10", "")]
    [TestCase("bbox=-180,-90,180,90&place=taveuni", "C")]
    [TestCase("endsFrom=2020-12-31", "AB")]
    [TestCase("endsFrom=2021-01-01", "B")]
    [TestCase("endsTo=2020-12-31", "A")]
    [TestCase("endsTo=2020-12-30", "")]
    [TestCase("endsTo=2100-12-31", "AB", TestName = "An open or unknown end is no end")]
    [TestCase("endsFrom=2020-12-31&endsTo=2020-12-31", "A")]
    [TestCase("sort=end", "DABC", Description = "D is closed without an end: its last reported day is its start.")]
    [TestCase("sort=end-descending", "CBAD")]
    [TestCase("sort=end&limit=1&count=true", "DABC")]
    [TestCase("sort=end-descending&endsFrom=2000-01-01", "BA")]
    [TestCase("updatedSince=2020-01-01", "ABCD")]
    [TestCase("updatedSince=2100-12-31", "")]
    public async Task Filters_and_order(string query, string expected)
    {
        var pages = await _admin.PagesAsync($"/v1/projects?{query}");
        Assert.That(string.Concat(pages.SelectMany(page => page.Each("reference"))), Is.EqualTo(expected));

        var counted = await _admin.ReadAsync($"/v1/projects?{query.Replace("&count=true", "")}&count=true");
        Assert.That((int)counted["total"]!, Is.EqualTo(expected.Length));
        if (!query.Contains("sort", StringComparison.Ordinal))
        {
            var presence = await _admin.ReadAsync($"/v1/presence?by=status&{query}");
            Assert.That((int)presence["totals"]!["projects"]!, Is.EqualTo(expected.Length));
        }
    }

    [TestCase(
        "near=91,68.6,5",
        "near",
        "The latitude 91 lies outside -90 to 90. The order is latitude, longitude, kilometres.",
        "ADAM-1010"
    )]
    [TestCase(
        "near=37.2,181,5",
        "near",
        "The longitude 181 lies outside -180 to 180. The order is latitude, longitude, kilometres.",
        "ADAM-1010"
    )]
    [TestCase(
        "near=37.2,68.6,0",
        "near",
        "The distance 0 is not above 0 and at most 20000 kilometres. "
            + "The order is latitude, longitude, kilometres.",
        "ADAM-1010"
    )]
    [TestCase("near=37.2,68.6", "near", "'37.2,68.6' has 2 values; 3 are taken, such as 37.2,68.6,50.", "ADAM-1016")]
    [TestCase("near=1,2,3,4", "near", "'1,2,3,4' has 4 values; 3 are taken, such as 37.2,68.6,50.", "ADAM-1015")]
    [TestCase("near=37.2,here,5", "near", "'here' is not a number, such as 38.56.", "ADAM-1009")]
    [TestCase("near=37.2,68.6,NaN", "near", "'NaN' is not a number, such as 38.56.", "ADAM-1009")]
    [TestCase(
        "bbox=68,38,69,37",
        "bbox",
        "The south 38 lies north of the north 37. The order is west, south, east, north.",
        "ADAM-1010"
    )]
    [TestCase(
        "bbox=68,37,200,38",
        "bbox",
        "The east 200 lies outside -180 to 180. The order is west, south, east, north.",
        "ADAM-1010"
    )]
    [TestCase("bbox=68,37,69", "bbox", "'68,37,69' has 3 values; 4 are taken, such as 67,36.5,71,39.", "ADAM-1016")]
    [TestCase("place=—", "place", "'—' has neither letters nor digits: give the whole name.", "ADAM-1018")]
    [TestCase(
        "endsFrom=2021-01-01&endsTo=2020-01-01",
        "endsTo",
        "The window ends (2020-01-01) before it begins (2021-01-01).",
        "ADAM-3005"
    )]
    [TestCase(
        "updatedSince=2026-02-30",
        "updatedSince",
        "'2026-02-30' is not a date: February 2026 has the days 1 to 28. "
            + "An instant is taken, too, such as 2026-01-31T09:30:00Z.",
        "ADAM-1008"
    )]
    [TestCase(
        "updatedSince=2026-01-31T25:00:00Z",
        "updatedSince",
        "'2026-01-31T25:00:00Z' is not an instant: hours go to 23, minutes and seconds to 59, offsets to 14:00. "
            + "A date is taken, too, such as 2026-01-31.",
        "ADAM-1008"
    )]
    public async Task Error_names_the_parameter_the_value_and_the_cure(
        string query,
        string name,
        string reason,
        string code
    )
    {
        foreach (var path in (string[])["/v1/projects?", "/v1/overlaps?", "/v1/presence?by=country&"])
        {
            var response = await _admin.GetAsync($"{path}{query}");
            Assert.That((int)response.StatusCode, Is.EqualTo(400));
            var error = (await response.JsonAsync())["errors"]!.AsArray().Single()!;
            Assert.That(
                error.ToJsonString(),
                Is.EqualTo(
                    new JsonObject
                    {
                        ["name"] = name,
                        ["reason"] = reason,
                        ["code"] = code,
                    }.ToJsonString()
                )
            );
        }
    }
}
