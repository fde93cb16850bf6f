using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Api.Imports.Templates;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using ExcelDataReader;

namespace Adam.Tests.Imports.Templates;

/// <summary>The template, filled in, is imported, and its example is not.</summary>
public sealed class ImportTemplateHttpTests(string engine) : RegisterTests(engine)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Path = "/v1/imports/template";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [TestCase("", Xlsx, "xlsx")]
    [TestCase("?format=xlsx", Xlsx, "xlsx")]
    [TestCase("?format=csv", "text/csv", "csv")]
    public async Task Template_is_a_file_to_save(string query, string mediaType, string extension)
    {
        using var response = await _germany.GetAsync(Path + query);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo(mediaType));
        Assert.That(
            response.Content.Headers.ContentDisposition!.ToString(),
            Is.EqualTo($"attachment; filename=adam-projects-template.{extension}")
        );
    }

    [Test]
    public async Task Csv_is_filled_in_and_its_example_is_skipped_with_a_warning()
    {
        var template = await _germany.GetByteArrayAsync($"{Path}?format=csv");
        Assert.That(template.AsSpan().StartsWith(Encoding.UTF8.Preamble), Is.True);
        var headings = Encoding.UTF8.GetString(template.AsSpan(3)).Split("\r\n")[0].Split(',');
        var row = string.Join(',', headings.Select(heading => Cells.GetValueOrDefault(heading, "")));
        var report = await ImportAsync([.. template, .. Encoding.UTF8.GetBytes(row + "\r\n")], "text/csv");
        AssertTaken(report, line: 4);
    }

    [Test]
    public async Task Workbook_is_filled_in_and_its_example_is_skipped_with_a_warning()
    {
        var template = await _germany.GetByteArrayAsync(Path);
        var report = await ImportAsync(Filled(template), Xlsx);
        AssertTaken(report, line: 4);
    }

    [Test]
    public async Task Example_alone_is_no_project()
    {
        foreach (var (query, mediaType) in Formats)
        {
            var report = await ImportAsync(await _germany.GetByteArrayAsync(Path + query), mediaType);
            Assert.That((int)report["read"]!, Is.Zero);
        }
    }

    /// <summary>The example shows how a row looks, so it is a valid one under another reference.</summary>
    [Test]
    public async Task Example_is_a_valid_project()
    {
        var template = Encoding.UTF8.GetString(await _germany.GetByteArrayAsync($"{Path}?format=csv"));
        var report = await ImportAsync(
            Encoding.UTF8.GetBytes(template.Replace(ProjectTemplate.ExampleReference, "R-1", StringComparison.Ordinal)),
            "text/csv"
        );
        Assert.That((string?)report["items"]![0]!["outcome"], Is.EqualTo("created"), report.Text());
        Assert.That(report["items"]![0]!["warnings"]!.AsArray(), Is.Empty, report.Text());
    }

    [Test]
    public async Task Workbook_has_notes_drop_downs_and_the_names_of_codes()
    {
        var template = await _germany.GetByteArrayAsync(Path);
        using var zip = new ZipArchive(new MemoryStream(template));
        var sheet = Text(zip.GetEntry("xl/worksheets/sheet1.xml")!);
        Assert.That(sheet, Does.Contain("<dataValidation "));
        Assert.That(zip.Entries.Any(entry => entry.FullName.Contains("comments", StringComparison.Ordinal)), Is.True);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(template));
        var sheets = new List<string>();
        do sheets.Add(reader.Name);
        while (reader.NextResult());
        Assert.That(sheets, Is.EqualTo(new[] { "projects", "Codes", "Help" }));
    }

    [Test]
    public async Task Unknown_format_names_the_known_ones()
    {
        using var response = await _germany.GetAsync($"{Path}?format=ods");
        var problem = await response.ProblemAsync(400, "ADAM-1000");
        Assert.That(
            (string?)problem["errors"]![0]!["reason"],
            Is.EqualTo("There is no format 'ods' here. Known are xlsx, csv.")
        );
    }

    private static readonly (string Query, string MediaType)[] Formats = [("?format=csv", "text/csv"), ("", Xlsx)];

    private static readonly Dictionary<string, string> Cells = new()
    {
        ["reference"] = "R-1",
        ["title"] = "Dog unit",
        ["pillars"] = "precursors",
        ["countries"] = "TJ",
        ["donors"] = "Germany",
        ["amounts"] = "500",
        ["currencies"] = "EUR",
        ["status"] = "implementation",
        ["plannedStart"] = "2026-02-01",
        ["sectors"] = "16063",
    };

    private static void AssertTaken(JsonObject report, int line)
    {
        var item = report["items"]!.AsArray().Single()!;
        Assert.That(
            $"{item["line"]} {item["identifier"]} {item["outcome"]}",
            Is.EqualTo($"{line} R-1 created"),
            report.Text()
        );
        Assert.That(
            item["warnings"]!.AsArray().Select(warning => $"{warning!["name"]} {warning["code"]}"),
            Is.EqualTo(new[] { "row 3 ADAM-6023" })
        );
    }

    /// <summary>Adds a row of texts to the first sheet, as a spreadsheet program does.</summary>
    private static byte[] Filled(byte[] template)
    {
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(template));
        reader.Read();
        var headings = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToList();
        var cells = string.Concat(
            headings.Select(heading =>
                Cells.TryGetValue(heading, out var text) ? $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>" : "<c/>"
            )
        );
        var stream = new MemoryStream();
        stream.Write(template);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            var sheet = Text(entry)
                .Replace("</sheetData>", $"<row>{cells}</row></sheetData>", StringComparison.Ordinal);
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            writer.Write(sheet);
        }

        return stream.ToArray();
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private async Task<JsonObject> ImportAsync(byte[] file, string mediaType)
    {
        using var response = await _germany.PostAsync(
            "/v1/imports",
            new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
