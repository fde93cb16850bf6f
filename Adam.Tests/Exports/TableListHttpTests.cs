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
    public async Task Cell_that_was_cut_on_the_way_out_loses_nothing_on_the_way_in()
    {
        var groups = Enumerable.Range(0, 150).Select(number => $"{number:000} {new string('g', 290)}").ToArray();
        var body = new JsonObject { ["reference"] = "R-1", ["owner"] = "DE" };
        body["beneficiaries"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group))]);
        var project = await _admin.RecordAsync(body.ToJsonString());

        foreach (var (format, mediaType, isCut) in new[] { ("xlsx", Xlsx, true), ("csv", "text/csv", false) })
        {
            var file = new ByteArrayContent(await _admin.GetByteArrayAsync($"/v1/projects?format={format}"));
            file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            using var response = await _admin.PostAsync("/v1/imports", file);
            var report = await response.JsonAsync();
            Assert.That((int)response.StatusCode, Is.EqualTo(200), report.Text());
            Assert.That((int)report[isCut ? "rejected" : "unchanged"]!, Is.EqualTo(1), report.Text());
            if (isCut)
                Assert.That(
                    report.Text(),
                    Does.Match("\"[A-Z]+2 beneficiaries\"").And.Contain("The cell was cut at 32,767 characters")
                );
        }

        var stored = await (await _admin.GetAsync($"/v1/projects/{project["id"]}")).JsonAsync();
        Assert.That(stored["beneficiaries"]!.AsArray(), Has.Count.EqualTo(groups.Length));
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
    [TestCase("/v1/projects?explode=donor", "explode")]
    [TestCase("/v1/projects?format=geojson&hxl=true", "hxl")]
    [TestCase("/v1/projects?format=geojson&fields=title", "fields")]
    [TestCase("/v1/presence?by=country&bom=false", "bom")]
    [TestCase("/v1/exchange-rates?format=parquet", "format")]
    [TestCase("/v1/overlaps?format=geojson", "format")]
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

    [Test]
    public async Task Characters_beyond_the_basic_plane_stay_whole_at_any_position()
    {
        for (var length = 0; length < 40; length++)
        {
            var description = new string('x', 16 * length) + string.Concat(Enumerable.Repeat("😀x", 100));
            await _admin.RecordAsync(
                $$"""{ "owner": "DE", "reference": "C-{{length}}", "description": "{{description}}" }"""
            );
        }

        var table = await _admin.GetStringAsync("/v1/projects?format=csv");
        Assert.That(table, Does.Not.Contain('\uFFFD'));
        Assert.That(table.Split("😀"), Has.Length.EqualTo((40 * 100) + 1));
    }

    [Test]
    public async Task Exploded_rows_divide_the_amounts_and_add_up()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "reference": "E-1", "countries": ["TJ", "UZ", "KG"], "pillars": ["precursors"],
              "donors": [
                { "partner": "DE", "amount": 100.00, "currency": "EUR" },
                { "partner": "US", "amount": 50.00, "currency": "USD" }
              ]
            }
            """
        );
        Assert.That(
            await RowsAsync("explode=country"),
            Is.EqualTo(
                new[]
                {
                    "TJ|precursors|DE; US|33.33; 16.67|EUR; USD|equal-parts",
                    "UZ|precursors|DE; US|33.33; 16.67|EUR; USD|equal-parts",
                    "KG|precursors|DE; US|33.34; 16.66|EUR; USD|equal-parts",
                }
            )
        );
        Assert.That(
            await RowsAsync("explode=donor"),
            Is.EqualTo(
                new[] { "TJ; UZ; KG|precursors|DE|100.00|EUR|stated", "TJ; UZ; KG|precursors|US|50.00|USD|stated" }
            )
        );
        var rows = await RowsAsync("explode=country,pillar,donor");
        Assert.That(rows, Has.Count.EqualTo(6));
        Assert.That(rows[0], Is.EqualTo("TJ|precursors|DE|33.33|EUR|equal-parts"));
    }

    [Test]
    public async Task Exploded_rows_follow_the_percentages_of_the_owner()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "countries": ["TJ", "UZ", "KG"], "pillars": ["precursors", "financial-flows"],
              "countryPercentages": [
                { "country": "TJ", "percentage": 60 }, { "country": "UZ", "percentage": 25.5 }
              ],
              "donors": [{ "partner": "DE", "amount": 1000.00, "currency": "EUR" }]
            }
            """
        );
        Assert.That(
            await RowsAsync("explode=country"),
            Is.EqualTo(
                new[]
                {
                    "TJ|precursors; financial-flows|DE|600.00|EUR|percentages",
                    "UZ|precursors; financial-flows|DE|255.00|EUR|percentages",
                    "KG|precursors; financial-flows|DE|0.00|EUR|percentages",
                }
            )
        );
        Assert.That(
            (await RowsAsync("explode=country,pillar")).Take(2),
            Is.EqualTo(
                new[] { "TJ|precursors|DE|300.00|EUR|equal-parts", "TJ|financial-flows|DE|300.00|EUR|equal-parts" }
            )
        );
    }

    [Test]
    public async Task Other_lists_are_tables_too()
    {
        foreach (var owner in (string[])["DE", "FR"])
            await _admin.RecordAsync(
                $$"""
                {
                  "owner": "{{owner}}", "reference": "{{owner}}-1", "title": "Dog unit at Nizhny Panj",
                  "countries": ["TJ"], "pillars": ["precursors"], "places": [{ "name": "Nizhny Panj" }],
                  "plannedStart": "2020-02-03",
                  "donors": [{ "partner": "{{owner}}", "amount": 500.00, "currency": "EUR" }]
                }
                """
            );
        Assert.That(
            (await LinesAsync("/v1/presence?by=country,donor&currency=EUR&format=csv&bom=false&hxl=true"))[..3],
            Is.EqualTo(
                new[]
                {
                    "country,countryName,donor,projects,partners,amounts,currencies,given,givenCurrencies,"
                        + "convertedAmount,convertedGiven,convertedCurrency,unconvertedAmounts,unconvertedCurrencies,"
                        + "projectsWithoutDuplicates,amountsWithoutDuplicates,currenciesWithoutDuplicates",
                    "#country+code,#country+name,#org+funder,,,#value,,#value,,,,,#value,,,#value,",
                    "TJ,Tajikistan,DE,1,1,500.00,EUR,500.00,EUR,500.00,500.00,EUR,,,,,",
                }
            )
        );
        var clusters = await LinesAsync("/v1/overlaps/clusters?format=csv&bom=false");
        Assert.That(clusters[0], Does.StartWith("score,projectCount,overlapCount,owners,references,titles,ids,"));
        Assert.That(clusters[1], Does.Contain(",2,1,DE; FR,DE-1; FR-1,Dog unit at Nizhny Panj; Dog unit"));
        var summary = await LinesAsync("/v1/overlaps/summary?by=country,donors&format=csv&bom=false");
        Assert.That(
            summary[0],
            Is.EqualTo("country,firstDonor,secondDonor,overlaps,undecided,days,amounts,currencies")
        );
        Assert.That(summary[1], Does.Match("^TJ,DE,FR,1,1,[0-9]+,500.00,EUR$"));
        var partners = await LinesAsync("/v1/partners?q=germany&format=csv&bom=false");
        Assert.That(partners[1], Does.StartWith("DE,country,Germany,true,"));
        // The same rows in the other formats.
        foreach (var path in (string[])["/v1/presence?by=country", "/v1/overlaps/summary?by=country"])
        {
            var lines = (await _admin.GetStringAsync($"{path}&format=ndjson")).TrimEnd('\n');
            Assert.That(lines, Is.EqualTo((await _admin.ReadAsync(path))["items"]![0]!.Text()));
        }
    }

    [Test]
    public async Task Presence_continues_over_pages_as_a_table()
    {
        await _admin.RecordAsync("""{ "owner": "DE", "countries": ["TJ", "UZ", "KG"] }""");
        const string Path = "/v1/presence?by=country&format=csv&bom=false";
        var whole = await LinesAsync(Path);
        using var first = await _admin.GetAsync($"{Path}&limit=2");
        var link = first.Headers.GetValues("Link").Single();
        var next = await LinesAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        var start = (await first.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.That(start[1..^1].Concat(next[1..]), Is.EqualTo(whole[1..]));
    }

    private async Task<string[]> LinesAsync(string path) => (await _admin.GetStringAsync(path)).TrimEnd().Split("\r\n");

    private async Task<IReadOnlyList<string>> RowsAsync(string query)
    {
        var lines = await LinesAsync($"/v1/projects?format=csv&bom=false&fields=countries,pillars,donors&{query}");
        var headings = lines[0].Split(',').ToList();
        string[] columns = ["countries", "pillars", "donors", "amounts", "currencies", "amountBasis"];
        return
        [
            .. lines[1..]
                .Select(line => line.Split(','))
                .Select(cells => string.Join('|', columns.Select(column => cells[headings.IndexOf(column)]))),
        ];
    }
}
