using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Adam.Domain.Iati;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Exports;

/// <summary>Projects as IATI activities, and their way back in.</summary>
public sealed class IatiListHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/projects?format=iati";

    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [Test]
    public async Task Project_is_an_activity()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "reference": "R-1", "title": "Dog unit", "description": null, "language": "en",
              "countries": ["TJ", "UZ"], "pillars": ["precursors"],
              "countryPercentages": [
                { "country": "TJ", "percentage": 60 }, { "country": "UZ", "percentage": 40 }
              ],
              "places": [{ "name": "Nizhny Panj", "latitude": 37.2, "longitude": 68.6 }],
              "donors": [
                { "partner": "DE", "amount": 100.50, "currency": "EUR" }, { "name": "Foundation & Co" }
              ],
              "implementers": [{ "partner": "UNODC", "name": "Regional office" }], "status": "implementation",
              "plannedStart": "2020-01-01", "plannedEnd": "2021-12-31", "actualStart": null, "actualEnd": null,
              "sectors": [{ "vocabulary": "dac", "code": "16063" }], "additionalSdgTargets": ["16.4", "3"],
              "relatedProjects": [{ "identifier": "XM-1", "relation": "co-funded" }]
            }
            """
        );
        using var response = await _admin.GetAsync(Path);
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/xml"));
        var activity = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Element("iati-activity")!;
        activity.Attribute("last-updated-datetime")!.Remove();
        Assert.That(
            activity.ToString(),
            Is.EqualTo(
                XElement
                    .Parse(
                        """
                        <iati-activity xml:lang="en" a:reference="R-1" xmlns:a="urn:adam:iati">
                          <iati-identifier>DE-1-R-1</iati-identifier>
                          <reporting-org ref="DE-1" type="10"><narrative>Germany</narrative></reporting-org>
                          <title><narrative>Dog unit</narrative></title>
                          <description type="1"><narrative>Dog unit</narrative></description>
                          <participating-org ref="DE-1" role="1" type="10">
                            <narrative>Germany</narrative>
                          </participating-org>
                          <participating-org role="1" type="90">
                            <narrative>Foundation &amp; Co</narrative>
                          </participating-org>
                          <participating-org ref="XM-DAC-41128" role="4" type="40">
                            <narrative>Regional office</narrative>
                          </participating-org>
                          <activity-status code="2"/>
                          <activity-date iso-date="2020-01-01" type="1"/>
                          <activity-date iso-date="2021-12-31" type="3"/>
                          <recipient-country code="TJ" percentage="60"/>
                          <recipient-country code="UZ" percentage="40"/>
                          <location>
                            <name><narrative>Nizhny Panj</narrative></name>
                            <point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>37.2 68.6</pos></point>
                          </location>
                          <sector vocabulary="1" code="16063"/>
                          <sector vocabulary="99" vocabulary-uri="http://localhost/v1/codelists/pillars"
                            code="precursors"/>
                          <tag vocabulary="3" code="16.4"/>
                          <tag vocabulary="2" code="3"/>
                          <transaction>
                            <transaction-type code="11"/>
                            <transaction-date iso-date="2020-01-01"/>
                            <value currency="EUR" value-date="2020-01-01">100.50</value>
                            <provider-org ref="DE-1" type="10"><narrative>Germany</narrative></provider-org>
                          </transaction>
                          <related-activity ref="XM-1" type="4"/>
                        </iati-activity>
                        """
                    )
                    .ToString()
                    .Replace("a:reference", $"{AdamNamespace.Prefix}:reference", StringComparison.Ordinal)
                    .Replace(
                        " xmlns:a=\"urn:adam:iati\"",
                        $" xmlns:{AdamNamespace.Prefix}=\"{AdamNamespace.Uri}\"",
                        StringComparison.Ordinal
                    )
            )
        );
    }

    [Test]
    public async Task Sample_is_valid_and_comes_back_unchanged()
    {
        var sample = new ByteArrayContent(Encoding.UTF8.GetBytes(Repository.Read("db", "sample", "projects.ndjson")));
        sample.Headers.ContentType = new("application/x-ndjson");
        using var recorded = await _admin.PostAsync("/v1/imports", sample);
        var count = (int)(await recorded.JsonAsync())["created"]!;
        var xml = await _admin.GetByteArrayAsync(Path);
        Validate(xml);
        var left = Encoding.UTF8.GetString(xml).Split("is left out: IATI requires a date").Length - 1;
        var report = await ImportAsync(xml);
        Assert.That((int)report["read"]!, Is.EqualTo(count - left));
        Assert.That(
            report["items"]!
                .AsArray()
                .Where(item => (string?)item!["outcome"] != "unchanged")
                .Select(item => item!.Text()),
            Is.Empty
        );
    }

    [Test]
    public async Task Co_funded_projects_are_related_and_come_back_unchanged()
    {
        var records = new List<JsonObject>();
        foreach (var (owner, identifier) in ((string, string?)[])[("DE", "DE-1-5"), ("US", "US-1 7"), ("FR", null)])
            records.Add(
                await _admin.RecordAsync(
                    ProjectHttp.With(
                        ProjectHttp.StrongMatch,
                        new JsonObject
                        {
                            ["owner"] = owner,
                            ["donors"] = new JsonArray(new JsonObject { ["partner"] = owner }),
                            ["iatiIdentifier"] = identifier,
                        }.ToJsonString()
                    )
                )
            );
        await DecideAsync(records[0], records[1], "co-funded");
        await DecideAsync(records[0], records[2], "co-funded");
        await DecideAsync(records[1], records[2], "complementary");

        foreach (var path in (string[])[Path, $"{Path}&limit=10"])
        {
            var file = await _admin.GetByteArrayAsync(path);
            Validate(file);
            Assert.That(
                XDocument
                    .Load(new MemoryStream(file))
                    .Descendants("related-activity")
                    .Select(one =>
                        $"{one.Parent!.Element("iati-identifier")!.Value}: {one.Attribute("ref")!.Value} "
                        + $"{one.Attribute("type")!.Value} {one.Element(XName.Get("found", AdamNamespace.Uri))?.Name}"
                    ),
                Is.EqualTo((string[])["DE-1-5: US-1 7 4 {urn:adam:iati}found", "US-1 7: DE-1-5 4 {urn:adam:iati}found"])
            );
            var report = await ImportAsync(file);
            Assert.That((int)report["unchanged"]!, Is.EqualTo(3), report.Text());
        }

        // One that a record states is not repeated, and comes back as it was.
        var stated = await _admin.SendAsync(
            "PATCH",
            $"/v1/projects/{records[0].Id()}",
            """{ "relatedProjects": [{ "identifier": "us-1 7", "relation": "parent" }] }""",
            ProjectHttp.MergePatch,
            ("If-Match", "*")
        );
        Assert.That(stated.IsSuccessStatusCode, Is.True);
        var again = await _admin.GetByteArrayAsync(Path);
        Assert.That(
            XDocument.Load(new MemoryStream(again)).Descendants("related-activity").First().ToString(),
            Is.EqualTo("""<related-activity ref="us-1 7" type="1" />""")
        );
        Assert.That((int)(await ImportAsync(again))["unchanged"]!, Is.EqualTo(3));
    }

    private async Task DecideAsync(JsonObject one, JsonObject other, string verdict)
    {
        var path = $"/v1/overlaps/{ProjectHttp.PairId(one, other)}";
        var tag = (await _admin.GetAsync(path)).Headers.ETag!.ToString();
        var response = await _admin.SendAsync(
            "PUT",
            $"{path}/verdict",
            $$"""{ "verdict": "{{verdict}}" }""",
            headers: ("If-Match", tag)
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Project_without_a_date_is_named_in_a_comment()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "reference": "R--1", "plannedStart": null, "plannedEnd": null, "actualStart": null,
              "actualEnd": null
            }
            """
        );
        Assert.That(
            await _admin.GetStringAsync(Path),
            Does.Contain("<!-- DE R\u2010\u20101 is left out: IATI requires a date, and none is known. -->")
        );
    }

    [Test]
    public async Task Markup_and_characters_beyond_the_basic_plane_are_text()
    {
        await _admin.RecordAsync("""{ "owner": "DE", "title": "Dog unit 😀 & <b>" }""");
        var title = XDocument.Parse(await _admin.GetStringAsync(Path)).Descendants("title").Single().Value;
        Assert.That(title, Is.EqualTo("Dog unit 😀 & <b>"));
    }

    private static void Validate(byte[] xml)
    {
        if (Repository.SharedData is not { } shared)
            return;

        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(null, System.IO.Path.Combine(shared, "iati-schema", "iati-activities-schema.xsd"));
        var faults = new List<string>();
        XDocument.Load(new MemoryStream(xml)).Validate(schemas, (_, fault) => faults.Add(fault.Message));
        Assert.That(faults.Take(5), Is.Empty);
    }

    private async Task<JsonObject> ImportAsync(byte[] xml)
    {
        using var response = await _admin.PostAsync(
            "/v1/imports",
            new ByteArrayContent(xml) { Headers = { ContentType = new MediaTypeHeaderValue("application/xml") } }
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
