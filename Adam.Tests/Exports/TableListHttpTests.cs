using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using ExcelDataReader;

namespace Adam.Tests.Exports;

/// <summary>Lists as CSV and as workbooks, and their way back in.</summary>
public sealed class TableListHttpTests(string engine) : RegisterTests(engine)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [TestCase("csv", "text/csv")]
    [TestCase("xlsx", Xlsx)]
    public async Task Sample_goes_out_and_comes_back_unchanged(string format, string mediaType)
    {
        var sample = new ByteArrayContent(Encoding.UTF8.GetBytes(Repository.Read("db", "sample", "projects.ndjson")));
        sample.Headers.ContentType = new("application/x-ndjson");
        using var recorded = await _admin.PostAsync("/v1/imports", sample);
        var count = (int)(await recorded.JsonAsync())["created"]!;
        Assert.That(count, Is.GreaterThan(300));

        using var response = await _admin.GetAsync($"/v1/projects?format={format}");
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo(mediaType));
        Assert.That(
            response.Content.Headers.ContentDisposition!.ToString(),
            Does.Match($@"^attachment; filename=adam-projects-\d{{4}}-\d\d-\d\d\.{format}$")
        );
        var file = new ByteArrayContent(await response.Content.ReadAsByteArrayAsync());
        file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var again = await _admin.PostAsync("/v1/imports", file);
        var report = await again.JsonAsync();
        Assert.That((int)report["unchanged"]!, Is.EqualTo(count), report.Text());
        Assert.That((int)report["read"]!, Is.EqualTo(count));
    }

    [Test]
    public async Task Texts_that_would_be_formulas_or_columns_stay_texts()
    {
        string[] titles =
        [
            "=HYPERLINK(\"http://example.org\",\"open\")",
            "+49 training",
            "-5 % target",
            "@SUM(1)",
            "'=1 quoted",
            "Line one\nline two; \"quoted\", 5",
            "Ҷумҳурии Тоҷикистон — №5",
        ];
        foreach (var title in titles)
            await _admin.RecordAsync(
                new JsonObject
                {
                    ["owner"] = "DE",
                    ["reference"] = title,
                    ["title"] = title,
                }.ToJsonString()
            );

        var text = await _admin.GetByteArrayAsync("/v1/projects?format=csv&fields=title");
        Assert.That(text.Take(3), Is.EqualTo(Encoding.UTF8.Preamble.ToArray()));
        Assert.That(
            Encoding.UTF8.GetString(text)[1..],
            Does.StartWith("title,id\r\n\"'=HYPERLINK(\"\"http://example.org\"\",\"\"open\"\")\",")
        );
        using var workbook = new MemoryStream(await _admin.GetByteArrayAsync("/v1/projects?format=xlsx"));
        using var zip = new ZipArchive(workbook);
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        Assert.That(await sheet.ReadToEndAsync(), Does.Not.Contain("<f>"));

        foreach (var format in (string[])["csv", "xlsx"])
        {
            var file = new ByteArrayContent(await _admin.GetByteArrayAsync($"/v1/projects?format={format}"));
            file.Headers.ContentType = new MediaTypeHeaderValue(format == "csv" ? "text/csv" : Xlsx);
            using var response = await _admin.PostAsync("/v1/imports", file);
            Assert.That((int)(await response.JsonAsync())["unchanged"]!, Is.EqualTo(titles.Length), format);
        }
    }

    [Test]
    public async Task Workbook_has_typed_cells_and_says_what_it_is()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "plannedStart": "2021-05-11", "plannedEnd": null,
              "donors": [{ "partner": "DE", "amount": 1234.50, "currency": "EUR" }]
            }
            """
        );
        using var stream = new MemoryStream(
            await _admin.GetByteArrayAsync("/v1/projects?format=xlsx&hxl=true&country=TJ")
        );
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream);
        Assert.That(reader.Name, Is.EqualTo("projects"));
        reader.Read();
        var headings = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToList();
        reader.Read();
        Assert.That(reader.GetString(headings.IndexOf("amounts")), Is.EqualTo("#value"));
        reader.Read();
        Assert.That(reader.GetDouble(headings.IndexOf("amounts")), Is.EqualTo(1234.5));
        Assert.That(reader.GetDateTime(headings.IndexOf("plannedStart")), Is.EqualTo(new DateTime(2021, 5, 11)));
        Assert.That(reader.GetString(headings.IndexOf("countryNames")), Is.EqualTo("Tajikistan"));
        Assert.That(reader.Read(), Is.False);

        Assert.That(reader.NextResult(), Is.True);
        var about = new Dictionary<string, string?>();
        while (reader.Read())
            about[reader.GetString(0)] = Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture);
        Assert.That(about["Request"], Is.EqualTo("GET /v1/projects?format=xlsx&hxl=true&country=TJ"));
        Assert.That(about["Rows"], Is.EqualTo("1"));
    }

    [TestCase("/v1/projects?format=csv&count=true", "count")]
    [TestCase("/v1/projects?format=csv&include=names", "include")]
    [TestCase("/v1/projects?format=xlsx&bom=false", "bom")]
    [TestCase("/v1/projects?hxl=true", "hxl")]
    [TestCase("/v1/projects?format=ndjson&hxl=true", "hxl")]
    [TestCase("/v1/partners?format=csv", "format")]
    public async Task Parameter_that_a_format_has_not_is_an_error(string path, string parameter)
    {
        using var response = await _admin.GetAsync(path);
        var problem = await response.ProblemAsync(400, "ADAM-1000");
        Assert.That((string?)problem["errors"]![0]!["name"], Is.EqualTo(parameter));
    }

    [Test]
    public async Task Page_and_whole_list_have_the_same_rows()
    {
        for (var i = 0; i < 5; i++)
            await _admin.RecordAsync($$"""{ "owner": "DE", "reference": "P-{{i}}" }""");
        var whole = await _admin.GetStringAsync("/v1/projects?format=csv&bom=false");
        using var page = await _admin.GetAsync("/v1/projects?format=csv&bom=false&limit=3");
        var text = await page.Content.ReadAsStringAsync();
        Assert.That(whole, Does.StartWith(text));
        Assert.That(text.Split("\r\n"), Has.Length.EqualTo(1 + 3 + 1));
        Assert.That(whole.Split("\r\n"), Has.Length.EqualTo(1 + 5 + 1));
        Assert.That(page.Headers.GetValues("Link").Single(), Does.Contain("rel=\"next\""));
    }

    [Test]
    public async Task Overlaps_have_both_projects_in_a_row()
    {
        foreach (var owner in (string[])["DE", "FR"])
            await _admin.RecordAsync(
                $$"""{ "owner": "{{owner}}", "reference": "{{owner}}-1", "title": "Dog unit at Nizhny Panj" }"""
            );
        var lines = (await _admin.GetStringAsync("/v1/overlaps?format=csv&bom=false")).Split("\r\n");
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines[0], Does.StartWith("kind,score,firstOwner,firstReference,firstTitle,"));
        Assert.That(lines[1], Does.Contain(",DE,DE-1,Dog unit at Nizhny Panj,").And.Contain(",FR,FR-1,"));
    }
}
