using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Imports.Formats.Tables.SheetFile;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>Imports workbooks as offices lay them out: headings of two rows, and currencies as formats.</summary>
public sealed class OfficeSheetHttpTests(string engine) : RegisterTests(engine)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Headings_that_are_merged_over_two_rows_are_read_as_one_row()
    {
        var report = await ImportAsync(
            CreateMerged(
                [
                    Texts("List of projects"),
                    [
                        .. Texts("Reference", "Title", "Pillar", "Country", "Donor", "Status", "Office"),
                        .. Texts("Planned", "", "Actual", "", "Budget", ""),
                    ],
                    Texts("", "", "", "", "", "", "", "start", "end", "start", "end", "EUR", "USD"),
                    [
                        .. Texts("M-1", "Course", "precursors", "TJ", "Germany", "implementation", "Bonn"),
                        .. Texts("2015-02-01", "2016-02-01", "2015-03-01", "", "100", ""),
                    ],
                ],
                "A1:M1 A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 F2:F3 G2:G3 H2:I2 J2:K2 L2:M2".Split(' ')
            )
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "4 M-1 created" }), report.Text());
        var project = await OnlyProjectAsync();
        Assert.That(
            ((string[])["plannedStart", "plannedEnd", "actualStart", "actualEnd"]).Select(day => (string?)project[day]),
            Is.EqualTo(new[] { "2015-02-01", "2016-02-01", "2015-03-01", null })
        );
        Assert.That(project["donors"]!.Text(), Is.EqualTo("""[{"partner":"DE","amount":100.00,"currency":"EUR"}]"""));
        Assert.That(
            Faults(report, "warnings"),
            Is.EqualTo(new[] { "G3 ADAM-6017 The column 'Office' is not known, and is not read." })
        );
    }

    [Test]
    public async Task Values_that_are_merged_over_rows_are_refused_below_merged_headings()
    {
        using var response = await PostAsync(
            CreateMerged(
                [
                    [.. Headings[..4], TextCell("Donor"), .. Headings[5..]],
                    Texts("", "", "", "", "name", "", "", ""),
                    Row("M-1", amount: "100", currency: "EUR"),
                    [.. Row("M-2", amount: "100", currency: "EUR")[..4], "", .. Row("M-2")[5..]],
                ],
                "A1:A2",
                "E3:E4"
            )
        );
        Assert.That(
            (string?)(await response.ProblemAsync(400, "ADAM-6018"))["detail"],
            Does.Contain("The cells E3:E4 are merged over several rows.")
        );
    }

    [Test]
    public async Task Values_below_a_heading_of_two_columns_are_no_headings()
    {
        var report = await ImportAsync(
            CreateMerged([Headings, Row("V-1", amount: "100 USD"), Row("V-2", amount: "5", currency: "EUR")], "H1:I1")
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 V-1 created", "3 V-2 created" }), report.Text());
        Assert.That((await _germany.ReadAsync("/v1/projects?fields=donors"))["items"]!.Text(), Does.Contain("USD"));
    }

    [TestCase(5, "EUR")]
    [TestCase(6, "USD")]
    [TestCase(7, "EUR")]
    [TestCase(8, "USD")]
    public async Task Currency_of_a_format_is_that_of_the_amount(int style, string currency)
    {
        var report = await ImportAsync(Create(("One", [Headings, Row("C-1", amount: Number("1234.5", style))])));
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 C-1 created" }), report.Text());
        Assert.That(
            (await OnlyProjectAsync())["donors"]!.Text(),
            Is.EqualTo($$"""[{"partner":"DE","amount":1234.50,"currency":"{{currency}}"}]""")
        );
    }

    [Test]
    public async Task Sign_of_several_currencies_and_contradictions_are_named_with_their_cells()
    {
        var report = await ImportAsync(
            Create(
                (
                    "One",
                    [
                        Headings,
                        Row("C-1", amount: Number("5", style: 9)),
                        Row("C-2", amount: Number("5", style: 9), currency: "CAD"),
                        Row("C-3", amount: Number("5", style: 5), currency: "USD"),
                        Row("C-4", amount: Number("5", style: 5), currency: "eur"),
                    ]
                ),
                ("Two", [Headings])
            )
        );
        Assert.That(
            Outcomes(report),
            Is.EqualTo(new[] { "2 C-1 rejected", "3 C-2 created", "4 C-3 rejected", "5 C-4 created" })
        );
        Assert.That(
            Faults(report, "errors"),
            Is.EqualTo(
                new[]
                {
                    "I2 currencies ADAM-1016 An amount needs its currency, such as EUR.",
                    "H4 amounts ADAM-1018 The format of the cell shows EUR, and its currency is 'USD'. Format the cell "
                        + "as a number without a currency, or correct the currency.",
                }
            )
        );
    }

    [Test]
    public async Task Sign_of_several_currencies_is_named_with_the_amount_if_there_is_no_column_of_currencies()
    {
        var report = await ImportAsync(
            Create(("One", [Headings[..8], Row("C-1", amount: Number("5", style: 9))[..8]]))
        );
        Assert.That(
            Faults(report, "errors"),
            Is.EqualTo(new[] { "H2 amounts ADAM-1016 An amount needs its currency, such as EUR." })
        );
    }

    [Test]
    public async Task Rejected_rows_keep_the_currency_of_their_format()
    {
        using var response = await PostAsync(
            Create(("One", [Headings, Row("C-1", title: "", amount: Number("1234.5", style: 5))])),
            "?format=rejected"
        );
        Assert.That(
            (await response.Content.ReadAsStringAsync()).Split("\r\n")[1],
            Does.StartWith("C-1,,precursors,TJ,Germany,implementation,2015-02-01,EUR 1234.50,,")
        );
    }

    [Test]
    public async Task Dates_of_another_calendar_are_refused_with_the_cure()
    {
        var report = await ImportAsync(
            Create(("One", [Headings, Row("D-1", date: "1394/05/01"), Row("D-2", date: "۱۳۹۴/۰۵/۰۱")]))
        );
        Assert.That(
            Faults(report, "errors"),
            Is.EqualTo(
                ((string[])["G2 plannedStart ADAM-1007 '1394/05/01'", "G3 plannedStart ADAM-1007 '۱۳۹۴/۰۵/۰۱'"]).Select(
                    cell =>
                        $"{cell} is a date of another calendar, such as the Persian one. Convert it to the Gregorian "
                        + "calendar. Write dates as 2015-12-31."
                )
            )
        );
    }

    [TestCase("xls", "It is a workbook of Excel 97 to 2003 (.xls). Save it in a spreadsheet program as an Excel ")]
    [TestCase("encrypted", "It is protected by a password. Remove the password in a spreadsheet program, and send it")]
    [TestCase("ods", "It is an OpenDocument file (.ods). Save it in a spreadsheet program as an Excel workbook")]
    [TestCase("xlsb", "It is a binary workbook (.xlsb). Save it in a spreadsheet program as an Excel workbook (.xlsx)")]
    [TestCase("numbers", "It is a file of Numbers. Save it in a spreadsheet program as an Excel workbook (.xlsx)")]
    public async Task File_of_another_format_is_refused_by_its_name(string kind, string reason)
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[65_530 - 16]];
        var file = kind switch
        {
            "xls" => compound,
            // The name lies over the end of what is read at once.
            "encrypted" => [.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[100]],
            "ods" => Zip("mimetype", "content.xml"),
            "xlsb" => Zip("xl/workbook.bin"),
            _ => Zip("Index/Document.iwa"),
        };
        using var response = await PostAsync(file);
        Assert.That((string?)(await response.ProblemAsync(400, "ADAM-6019"))["detail"], Does.Contain(reason));
    }

    [TestCase("old.xls", "It is a workbook of Excel 97 to 2003 (.xls).")]
    [TestCase("free.ODS", "It is an OpenDocument file (.ods).")]
    public async Task File_in_a_form_is_refused_by_its_extension(string name, string reason)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", name } };
        using var response = await _germany.PostAsync("/v1/imports", form);
        var problem = await response.ProblemAsync(400, "ADAM-1000");
        Assert.That((string?)problem["errors"]![0]!["reason"], Does.StartWith($"{name}: {reason} Save it in a"));
    }

    private static string[] Headings { get; } =
        Texts("reference", "title", "pillar", "country", "donor", "status", "plannedStart", "amount", "currency");

    private static string[] Row(
        string reference,
        string title = "Course",
        string date = "2015-02-01",
        string amount = "",
        string currency = ""
    ) =>
        [
            .. Texts(reference, title, "precursors", "TJ", "Germany", "implementation", date),
            amount.StartsWith('<') ? amount : TextCell(amount),
            TextCell(currency),
        ];

    private static byte[] Zip(params string[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var part in parts)
                zip.CreateEntry(part);
        }

        return file.ToArray();
    }

    private async Task<JsonNode> OnlyProjectAsync() =>
        (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray().Single()!;

    private static IReadOnlyList<string> Outcomes(JsonObject report) =>
        [.. report["items"]!.AsArray().Select(item => $"{item!["line"]} {item["identifier"]} {item["outcome"]}")];

    private static IReadOnlyList<string> Faults(JsonObject report, string member) =>
        [
            .. report["items"]!
                .AsArray()
                .SelectMany(item => item![member]!.AsArray())
                .Select(error => $"{error!["name"]} {error["code"]} {error["reason"]}"),
        ];

    private async Task<JsonObject> ImportAsync(byte[] file)
    {
        using var response = await PostAsync(file);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private Task<HttpResponseMessage> PostAsync(byte[] file, string query = "") =>
        _germany.PostAsync(
            $"/v1/imports{query}",
            new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(Xlsx) } }
        );
}
