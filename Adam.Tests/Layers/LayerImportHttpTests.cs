using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Layers.LayerHttp;

namespace Adam.Tests.Layers;

/// <summary>Imports of items from files.</summary>
public sealed class LayerImportHttpTests(string engine) : RegisterTests(engine)
{
    private const string Seizures = "/v1/layers/seizures/items";

    private const string Table = """
        reference;date;country;longitude;latitude;substance;quantity;unit;transit;sourceKind
        S-1;31/12/2015;Tajikistan;68,6;37,2;heroin;1.234,5;kg;"UZ, KZ";government
        S-2;03/04/2015;UZB;;;opium;2,25;KG;;open-source
        """;

    private HttpClient _analyst = null!;
    private HttpClient _tajikistan = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys()
    {
        (_analyst, _tajikistan) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Donor, "TJ"));
    }

    [Test]
    public async Task Table_is_read_as_projects_are_and_a_second_time_changes_nothing()
    {
        var dry = await ImportAsync(Table, query: "?dryRun=true");
        Assert.That(Counts(dry), Is.EqualTo("2 created"));
        Assert.That(await _analyst.ReferencesAsync(Seizures), Is.Empty);

        Assert.That(Counts(await ImportAsync(Table)), Is.EqualTo("2 created"));
        Assert.That(Counts(await ImportAsync(Table)), Is.EqualTo("2 unchanged"));
        Assert.That(Counts(await ImportAsync(Table, query: "?dryRun=true")), Is.EqualTo("2 unchanged"));
        var features = (await _analyst.ReadAsync(Seizures))["features"]!.AsArray();
        Assert.That(
            features.Select(one =>
            {
                var item = one!["properties"]!;
                return $"{item["date"]} {item["country"]} {item["quantity"]} {item["unit"]} "
                    + $"{one["geometry"]?["coordinates"]?.Text()} {item["transit"]?.Text()}";
            }),
            Is.EqualTo(new[] { """2015-12-31 TJ 1234.5 kg [68.6,37.2] ["UZ","KZ"]""", "2015-04-03 UZ 2.25 kg  " })
        );
        var changed = Table.Replace("2,25", "2,5", StringComparison.Ordinal);
        Assert.That(Counts(await ImportAsync(changed)), Is.EqualTo("1 updated, 1 unchanged"));
    }

    [Test]
    public async Task Faults_are_named_by_row_and_column_and_valid_rows_are_written()
    {
        var table =
            Table
            + """

                S-2;2015-13-01;Nowhere;;91;heroine;many;;;
                ;2015-01-01;TJ;;;heroin;;;;government
                """;
        var report = await ImportAsync(table);
        Assert.That(Counts(report), Is.EqualTo("2 created, 2 rejected"));
        Assert.That(
            report["items"]!
                .AsArray()
                .SelectMany(row =>
                    row!["errors"]!.AsArray().Select(error => $"{row["line"]} {error!["name"]} {error["code"]}")
                ),
            Is.EquivalentTo(
                new[]
                {
                    "4 B4 date ADAM-1007",
                    "4 D4 longitude ADAM-1016",
                    "4 E4 latitude ADAM-1010",
                    "4 C4 country ADAM-1012",
                    "4 F4 substance ADAM-1012",
                    "4 G4 quantity ADAM-1009",
                    "4 J4 sourceKind ADAM-1016",
                    "4 reference ADAM-1018",
                    "5 A5 reference ADAM-1016",
                }
            )
        );
        Assert.That(
            report["reasons"]!.AsArray().Select(reason => $"{reason!["name"]} {reason["records"]}"),
            Has.Member("quantity 1").And.Member("reference 1")
        );
    }

    [Test]
    public async Task All_or_nothing_writes_nothing_if_a_row_is_faulty()
    {
        var faulty = Table.Replace("opium", "opiom", StringComparison.Ordinal);
        var response = await _tajikistan.SendAsync("PATCH", $"{Seizures}?atomic=true", faulty, "text/csv");
        var problem = await response.ProblemAsync(400, "ADAM-6013");
        Assert.That((string?)problem["errors"]![0]!["name"], Is.EqualTo("F3 substance"));
        Assert.That(await _analyst.ReferencesAsync(Seizures), Is.Empty);
        Assert.That(Counts(await ImportAsync(Table, query: "?atomic=true")), Is.EqualTo("2 created"));
    }

    [Test]
    public async Task Same_items_come_as_collection_lines_and_table()
    {
        var feature = Seizure("""{ "reference": "J" }""", "68.6, 37.2").ReplaceLineEndings(" ");
        var collection = $$"""{ "type": "FeatureCollection", "features": [{{feature}}] }""";
        Assert.That(Counts(await ImportAsync(collection, "application/geo+json")), Is.EqualTo("1 created"));
        Assert.That(Counts(await ImportAsync($"{feature}\n\n", "application/x-ndjson")), Is.EqualTo("1 unchanged"));
        Assert.That(Counts(await ImportAsync($"[{feature}]", "application/json")), Is.EqualTo("1 unchanged"));
        var table =
            "reference,date,country,longitude,latitude,substance,sourceKind\n"
            + "J,2015-06-01,TJ,68.6,37.2,heroin,government\n";
        Assert.That(Counts(await ImportAsync(table)), Is.EqualTo("1 unchanged"));
        var exported = await _tajikistan.GetStringAsync(Seizures);
        Assert.That(Counts(await ImportAsync(exported, "application/geo+json")), Is.EqualTo("1 unchanged"));
    }

    [Test]
    public async Task Withdrawn_item_that_is_imported_stands_again()
    {
        await ImportAsync(Table);
        var item = (await _tajikistan.ReadAsync(Seizures))["features"]![0]!;
        await _tajikistan.SendAsync("DELETE", $"{Seizures}/{item["id"]}", headers: ("If-Match", "*"));
        Assert.That(await _analyst.ReferencesAsync(Seizures), Is.EqualTo(new[] { "S-2" }));
        var report = await ImportAsync(Table);
        Assert.That(Counts(report), Is.EqualTo("1 updated, 1 unchanged"));
        Assert.That(await _analyst.ReferencesAsync(Seizures), Is.EquivalentTo(new[] { "S-1", "S-2" }));
    }

    [TestCase("reference;substanse\nS;x\n", "text/csv", "ADAM-6018")]
    [TestCase("substance;country\nheroin;TJ\n", "text/csv", "ADAM-6018")]
    [TestCase("""{ "type": "FeatureCollection", "features": [{ """, "application/geo+json", "ADAM-6020")]
    [TestCase("""{ "type": "Feature" }""", "application/geo+json", "ADAM-6020")]
    public async Task File_that_cannot_be_read_changes_nothing(string file, string type, string code)
    {
        await (await _tajikistan.SendAsync("PATCH", Seizures, file, type)).ProblemAsync(400, code);
        Assert.That(await _analyst.ReferencesAsync(Seizures), Is.Empty);
    }

    /// <summary>A workbook is the table that it shows: numbers, a date, and the sheet that is asked for.</summary>
    [Test]
    public async Task Workbook_is_read_as_its_table()
    {
        var workbook = await Questionnaires.QuestionnaireHttp.SheetsAsync(
            (
                "Notes",
                [
                    ["reference"],
                    ["no items here"],
                ]
            ),
            (
                "Seizures",
                [
                    [
                        "reference",
                        "date",
                        "country",
                        "longitude",
                        "latitude",
                        "substance",
                        "quantity",
                        "unit",
                        "sourceKind",
                    ],
                    ["X-1", "2015-06-01", "Tajikistan", "68.6", "37.2", "heroin", "12.5", "kg", "government"],
                    ["X-2", "2015-06-02", "UZ", "", "", "heroin", "many", "kg", "government"],
                    ["x-1", "2015-06-03", "UZ", "", "", "opium", "1", "kg", "government"],
                ]
            )
        );
        using var body = new ByteArrayContent(workbook);
        body.Headers.TryAddWithoutValidation(
            "Content-Type",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        );
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Seizures}?sheet=Seizures") { Content = body };
        var response = await _tajikistan.SendAsync(request);
        var report = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), report.Text());
        Assert.That(Counts(report), Is.EqualTo("1 created, 2 rejected"));
        Assert.That(
            report["items"]!
                .AsArray()
                .SelectMany(
                    row => row!["errors"]!.AsArray(),
                    (row, error) => $"{row!["line"]} {error!["name"]} {error["code"]}"
                ),
            Is.EqualTo(new[] { "3 G3 quantity ADAM-1009", "4 reference ADAM-1018" })
        );
        var item = (await _analyst.ReadAsync(Seizures))["features"]!.AsArray().Single()!;
        Assert.That(
            $"{item["properties"]!["date"]} {item["properties"]!["country"]} {item["properties"]!["quantity"]} "
                + item["geometry"]!["coordinates"]!.Text(),
            Is.EqualTo("2015-06-01 TJ 12.5 [68.6,37.2]")
        );
    }

    [Test]
    public async Task Packed_file_and_form_are_taken()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Table));
        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", "text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Patch, Seizures) { Content = body };
        var response = await _tajikistan.SendAsync(request);
        Assert.That(Counts(await response.JsonAsync()), Is.EqualTo("2 created"));

        using var form = new MultipartFormDataContent
        {
            { new StringContent(Table, Encoding.UTF8, "text/csv"), "file", "seizures.csv" },
        };
        using var sent = new HttpRequestMessage(HttpMethod.Patch, Seizures) { Content = form };
        Assert.That(Counts(await (await _tajikistan.SendAsync(sent)).JsonAsync()), Is.EqualTo("2 unchanged"));
    }

    private async Task<JsonObject> ImportAsync(string file, string type = "text/csv", string query = "")
    {
        var response = await _tajikistan.SendAsync("PATCH", $"{Seizures}{query}", file, type);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static string Counts(JsonObject report)
    {
        string[] names = ["created", "updated", "unchanged", "rejected"];
        var counts = names.Where(name => (int)report[name]! > 0).Select(name => $"{report[name]} {name}");
        Assert.That(report["items"]!.AsArray(), Has.Count.EqualTo((int)report["read"]!));
        return string.Join(", ", counts);
    }
}
