using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Imports.Formats.Tables.SheetFile;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>
/// Imports workbooks with what LibreOffice Calc writes besides values. Each cell has its value, or is refused by its
/// name.
/// </summary>
public sealed class CalcSheetHttpTests(string engine) : RegisterTests(engine)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Name = "Übersicht & Öl";
    private const string RightToLeft =
        """<sheetViews><sheetView rightToLeft="true" workbookViewId="0"/></sheetViews>""";
    private const string ProtectionAndValidation =
        """<sheetProtection password="CC1A" sheet="true" objects="true" scenarios="true"/>"""
        + """<dataValidations count="1"><dataValidation type="list" allowBlank="true" sqref="B2:B9">"""
        + "<formula1>&quot;a,b&quot;</formula1></dataValidation></dataValidations>";

    // Styles of SheetFile.
    private const int Day = 10;
    private const int DayAndTime = 11;
    private const int Time = 12;
    private const int Percent = 3;

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Protected_sheet_from_right_to_left_is_read_and_hidden_ones_are_not()
    {
        var report = await ImportAsync(
            new Sheet("Lists", [Headings, Row("HIDDEN")]) { State = "veryHidden" },
            new Sheet("Draft", [Headings, Row("HIDDEN")]) { State = "hidden" },
            new Sheet(Name, [Headings, Row("C-1")]) { Before = RightToLeft, After = ProtectionAndValidation }
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 C-1 created" }));
        using var response = await PostAsync(
            $"?sheet={Uri.EscapeDataString(Name)}",
            new Sheet("First", [Headings, Row("OTHER")]),
            new Sheet(Name, [Headings, Row("C-1")])
        );
        Assert.That(Outcomes(await response.JsonAsync()), Is.EqualTo(new[] { "2 C-1 unchanged" }));
    }

    [Test]
    public async Task Sheet_whose_name_is_not_there_is_refused_with_the_names()
    {
        using var response = await PostAsync("?sheet=Ubersicht", new Sheet(Name, [Headings, Row("C-1")]));
        Assert.That(
            (string?)(await response.ProblemAsync(400, "ADAM-6018"))["detail"],
            Does.Contain($"The workbook has no sheet 'Ubersicht'. It has '{Name}'.")
        );
    }

    [Test]
    public async Task Cached_values_of_formulas_are_values()
    {
        var report = await ImportAsync(
            new Sheet(
                Name,
                [
                    Headings,
                    Row(
                        "C-1",
                        title: """<c s="0" t="str"><f aca="false">CONCATENATE("Kurs"," 2")</f><v>Kurs 2</v></c>""",
                        start: $"""<c s="{Day}" t="n"><f aca="false">DATE(2015,2,1)</f><v>42036</v></c>""",
                        amount: """<c s="0" t="n"><f aca="false">1000+234.5</f><v>1234.5</v></c>"""
                    ),
                ]
            )
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 C-1 created" }));
        var project = await OnlyProjectAsync();
        Assert.That((string?)project["title"], Is.EqualTo("Kurs 2"));
        Assert.That((string?)project["plannedStart"], Is.EqualTo("2015-02-01"));
        Assert.That((decimal)project["donors"]![0]!["amount"]!, Is.EqualTo(1234.5m));
    }

    [Test]
    public async Task Dates_with_a_time_are_their_days_and_percentages_are_of_a_hundred()
    {
        var report = await ImportAsync(
            new Sheet(
                Name,
                [
                    Headings,
                    Row("C-1", start: Number("42036.5732638889", DayAndTime), percentage: Number("1", Percent)),
                    Row("C-2", start: Number("42036", Day), percentage: Number("0.125", Percent)),
                ]
            )
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 C-1 created", "3 C-2 created" }));
        var projects = (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray();
        Assert.That(
            projects.Select(project => $"{project!["plannedStart"]} {project["sectors"]![0]!["percentage"]}"),
            Is.EqualTo(new[] { "2015-02-01 100", "2015-02-01 12.5" })
        );
        Assert.That(Faults(report, "warnings"), Has.Some.Contains("add up to 12.5"));
    }

    [Test]
    public async Task Errors_times_and_days_before_1900_are_refused_by_their_cells()
    {
        var report = await ImportAsync(
            new Sheet(
                Name,
                [
                    Headings,
                    Row("C-1", title: """<c s="0" t="e"><f aca="false">NA()</f><v>#N/A</v></c>"""),
                    Row("C-2", amount: """<c s="0" t="e"><f aca="false">1/0</f><v>#DIV/0!</v></c>"""),
                    Row("C-3", start: Number("0.572916666666667", Time)),
                    Row("C-4", start: Number("0", Day)),
                    Row("C-5", start: Number("-18136", Day)),
                ]
            )
        );
        Assert.That(Outcomes(report), Is.All.EndsWith("rejected"));
        Assert.That(
            Faults(report, "errors").Select(fault => string.Join(' ', fault.Split(' ')[..3])),
            Is.EqualTo(
                new[]
                {
                    "B2 title ADAM-1018",
                    "I3 amounts ADAM-1018",
                    "G4 plannedStart ADAM-1007",
                    "G5 plannedStart ADAM-1007",
                    "G6 plannedStart ADAM-1010",
                }
            )
        );
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Title_that_is_merged_over_columns_stands_above_the_headings()
    {
        var report = await ImportAsync(
            new Sheet(
                Name,
                [Texts("Projekte des Amtes"), Headings, Row("C-1", title: TextCell("Schulung für Zöllner"))]
            )
            {
                After = Merged("A1:K1"),
            }
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "3 C-1 created" }));
        Assert.That((string?)(await OnlyProjectAsync())["title"], Is.EqualTo("Schulung für Zöllner"));
    }

    private static string[] Headings { get; } =
    [
        .. Texts("reference", "title", "pillar", "country", "donor", "status", "plannedStart", "plannedEnd"),
        .. Texts("amount", "currency", "sectors", "sectorPercentages"),
    ];

    private static string[] Row(
        string reference,
        string? title = null,
        string? start = null,
        string amount = "",
        string percentage = ""
    ) =>
        [
            TextCell(reference),
            title ?? TextCell("Course"),
            .. Texts("precursors", "TJ", "Germany", "implementation"),
            start ?? Number("42036", Day),
            "",
            amount,
            TextCell("EUR"),
            TextCell(percentage.Length == 0 ? "" : "16063"),
            percentage,
        ];

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

    private async Task<JsonObject> ImportAsync(params Sheet[] sheets)
    {
        using var response = await PostAsync("", sheets);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private Task<HttpResponseMessage> PostAsync(string query, params Sheet[] sheets) =>
        _germany.PostAsync(
            $"/v1/imports{query}",
            new ByteArrayContent(Create(sheets)) { Headers = { ContentType = new MediaTypeHeaderValue(Xlsx) } }
        );
}
