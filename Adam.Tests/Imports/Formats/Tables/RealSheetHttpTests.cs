using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Imports.Formats.Tables.SheetFile;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>Imports tables with what people and programs leave in them beside projects.</summary>
public sealed class RealSheetHttpTests(string engine) : RegisterTests(engine)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly string[] Headings = Texts(
        "reference",
        "title",
        "pillar",
        "country",
        "donor",
        "status",
        "plannedStart",
        "amount",
        "currency",
        "countryPercentages"
    );

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Percentages_are_read_as_they_are_shown()
    {
        var report = await ImportAsync(
            Create(
                (
                    "One",
                    [
                        Headings,
                        Row("P-1", percentage: Number("1", style: 3)),
                        Row("P-2", percentage: Number("0.125", style: 3)),
                        // The sign is text, and the number is what it says.
                        Row("P-3", percentage: Number("100", style: 4)),
                    ]
                )
            )
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 P-1 created", "3 P-2 created", "4 P-3 created" }));
        var projects = (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray();
        Assert.That(
            projects.Select(project => (decimal)project!["countryPercentages"]![0]!["percentage"]!),
            Is.EqualTo(new[] { 100m, 12.5m, 100m })
        );
    }

    [Test]
    public async Task Cells_without_a_value_reject_their_rows_and_are_named()
    {
        var report = await ImportAsync(
            Create(
                (
                    "One",
                    [
                        [.. Headings, TextCell("remark")],
                        Row("E-1", amount: Error("#REF!")),
                        Row("E-2", title: Error("#N/A")),
                        Row("E-3", amount: Formula("")),
                        Row("E-4", amount: Formula("<v></v>")),
                        Row("E-5", amount: Formula("<v>12.5</v>")),
                        // This column is not read.
                        [.. Row("E-6"), Error("#DIV/0!")],
                        // A formula can give an empty text.
                        Row("E-7", amount: """<c t="str"><f>IF(1,"","")</f><v></v></c>"""),
                        Row("E-8", date: Error("#VALUE!")),
                    ]
                ),
                (
                    "Two",
                    [
                        [Error("#REF!")],
                    ]
                )
            )
        );
        Assert.That(
            Outcomes(report),
            Is.EqualTo(
                new[]
                {
                    "2 E-1 rejected",
                    "3 E-2 rejected",
                    "4 E-3 rejected",
                    "5 E-4 rejected",
                    "6 E-5 created",
                    "7 E-6 created",
                    "8 E-7 created",
                    "9 E-8 rejected",
                }
            )
        );
        const string Uncomputed =
            "The cell has a formula without a value. Open the workbook in a spreadsheet program, and save it.";
        Assert.That(
            Errors(report),
            Is.EqualTo(
                new[]
                {
                    "H2 amounts ADAM-1018 The cell has the error #REF!. Write its value, or empty it.",
                    "B3 title ADAM-1018 The cell has the error #N/A. Write its value, or empty it.",
                    $"H4 amounts ADAM-1018 {Uncomputed}",
                    $"H5 amounts ADAM-1018 {Uncomputed}",
                    "G9 plannedStart ADAM-1018 The cell has the error #VALUE!. Write its value, or empty it.",
                }
            )
        );
    }

    [Test]
    public async Task Items_of_layers_with_a_cell_without_a_value_are_refused_whole()
    {
        var file = Create(
            (
                "One",
                [
                    Texts("reference", "date", "country", "substance", "sourceKind"),
                    [TextCell("S-1"), Error("#REF!"), .. Texts("TJ", "heroin", "government")],
                ]
            )
        );
        using var response = await _germany.PatchAsync(
            "/v1/layers/seizures/items",
            new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(Xlsx) } }
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(400), text);
        Assert.That(text, Does.Contain("B2: The cell has the error #REF!."));
    }

    [Test]
    public async Task Digits_that_a_workbook_has_lost_are_not_made_up()
    {
        var report = await ImportAsync(
            Create(
                (
                    "One",
                    [
                        Headings,
                        [Number("12345678901234567890"), .. Row("")[1..]],
                        [Number("123456789012345"), .. Row("")[1..]],
                        Row("12345678901234567890"),
                    ]
                )
            )
        );
        Assert.That(
            Outcomes(report).Select(outcome => outcome.Split(' ')[^1]),
            Is.EqualTo(new[] { "rejected", "created", "created" })
        );
        Assert.That(
            Errors(report).Single(),
            Does.StartWith("A2 reference ADAM-1018 '12345678901234600000' is a number of more than 15 digits")
        );
    }

    [Test]
    public async Task Zero_is_no_date()
    {
        var report = await ImportAsync(
            Create(
                (
                    "One",
                    [Headings, Row("Z-1", date: Number("0", style: 2)), Row("Z-2", date: Number("42036", style: 2))]
                )
            )
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 Z-1 rejected", "3 Z-2 created" }));
        Assert.That(
            Errors(report).Single(),
            Does.StartWith("G2 plannedStart ADAM-1007 '1899-12-31' is what a workbook shows for zero")
                .Or.StartWith("G2 plannedStart ADAM-1007 '1899-12-30' is what a workbook shows for zero")
        );
    }

    [Test]
    public async Task First_visible_sheet_with_cells_is_read_and_others_are_named_if_it_has_no_table()
    {
        var report = await ImportAsync(
            Create((".Old", [Headings, Row("O-1")]), ("Sheet1", []), ("Data", [Headings, Row("D-1")]))
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 D-1 created" }));
        using var cover = await PostAsync(
            Create(("Cover", [Texts("Our projects")]), ("Data", [Headings, Row("D-1")]), (".Old", [])),
            Xlsx
        );
        Assert.That(
            (string?)(await cover.ProblemAsync(400, "ADAM-6018"))["detail"],
            Does.Contain("Only the sheet 'Cover' was read; state another one with sheet=: 'Data'.")
        );
        using var empty = await PostAsync(Create(("Sheet1", [])), Xlsx);
        Assert.That(
            (string?)(await empty.ProblemAsync(400, "ADAM-6018"))["detail"],
            Does.Contain("The visible sheets of the workbook are empty.")
        );
    }

    [Test]
    public async Task Rows_that_are_no_projects_are_named_for_what_they_are()
    {
        const string Head = "reference,title,pillar,country,donor,status,plannedStart,amount,currency";
        const string Note = "If it is a note or the heading of a group, remove the row.";
        const string Project = "Course,precursors,TJ,Germany,implementation,2015-02-01,100,EUR";
        var report = await ImportAsync(
            $"""
            List of projects
            {Head}
            N-1,{Project}
            Uzbekistan,,,,,,,,
            {Head}
            N-2,{Project},see annex
            ,Total,,,,,,200,
            ИТОГО,,,,,,,200,
            * provisional,,,,,,,,
            N-3,{Project.Replace("Course", "Total control of borders", StringComparison.Ordinal)}
            """
        );
        Assert.That(
            Outcomes(report),
            Is.EqualTo(
                new[]
                {
                    "3 N-1 created",
                    "4 Uzbekistan rejected",
                    "6 N-2 created",
                    "7  rejected",
                    "8 ИТОГО rejected",
                    "9 * provisional rejected",
                    "10 N-3 created",
                }
            )
        );
        Assert.That(
            Errors(report).Where(error => error.Contains("ADAM-6050", StringComparison.Ordinal)),
            Is.EqualTo(
                new[]
                {
                    $"row 4 ADAM-6050 Only the cell A4 is filled. {Note}",
                    "row 7 ADAM-6050 The row looks like one of totals, which are no project. Remove it.",
                    "row 8 ADAM-6050 The row looks like one of totals, which are no project. Remove it.",
                    $"row 9 ADAM-6050 Only the cell A9 is filled. {Note}",
                }
            )
        );
        Assert.That(
            Warnings(report),
            Is.EqualTo(
                new[]
                {
                    "J6 ADAM-6017 'see annex' stands below no heading, and the column is not read.",
                    "row 5 ADAM-6050 The headings stand here again. The row is not imported.",
                }
            )
        );
    }

    [Test]
    public async Task Headings_have_numbers_marks_and_remarks()
    {
        var report = await ImportAsync(
            "1. Reference,(2) Title*,Pillar (required),4) Country¹,Donor†,Status [mandatory],Planned start:,"
                + "Budget (USD)²\nH-1,Course,precursors,TJ,Germany,implementation,２０１５-０２-０１,１２００\n"
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 H-1 created" }), report.Text());
        var project = (await _germany.ReadAsync("/v1/projects"))["items"]![0]!;
        Assert.That((string?)project["plannedStart"], Is.EqualTo("2015-02-01"));
        Assert.That(project["donors"]!.Text(), Is.EqualTo("""[{"partner":"DE","amount":1200.00,"currency":"USD"}]"""));
        Assert.That(Warnings(report), Is.Empty);
    }

    private static string[] Row(
        string reference,
        string? title = null,
        string? date = null,
        string amount = "",
        string percentage = ""
    ) =>
        [
            TextCell(reference),
            title ?? TextCell("Course"),
            .. Texts("precursors", "TJ", "Germany", "implementation"),
            date ?? TextCell("2015-02-01"),
            amount,
            amount.Length == 0 ? "" : TextCell("EUR"),
            percentage,
        ];

    private static IReadOnlyList<string> Outcomes(JsonObject report) =>
        [.. report["items"]!.AsArray().Select(item => $"{item!["line"]} {item["identifier"]} {item["outcome"]}")];

    private static IReadOnlyList<string> Errors(JsonObject report) => Faults(report, "errors");

    private static IReadOnlyList<string> Warnings(JsonObject report) => Faults(report, "warnings");

    private static IReadOnlyList<string> Faults(JsonObject report, string member) =>
        [
            .. report["items"]!
                .AsArray()
                .SelectMany(item => item![member]!.AsArray())
                .Select(error => $"{error!["name"]} {error["code"]} {error["reason"]}"),
        ];

    private Task<JsonObject> ImportAsync(string table) => ImportAsync(Encoding.UTF8.GetBytes(table), "text/csv");

    private async Task<JsonObject> ImportAsync(byte[] file, string mediaType = Xlsx)
    {
        using var response = await PostAsync(file, mediaType);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private Task<HttpResponseMessage> PostAsync(byte[] file, string mediaType) =>
        _germany.PostAsync(
            "/v1/imports",
            new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }
        );
}
