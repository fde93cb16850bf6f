using System.Globalization;
using Adam.Domain.Keys;
using Adam.Tests.Imports;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>
/// A damaged workbook of questions or answers is read, or refused with a reason. A run takes 40 mutants of each, or the
/// number in <c>ADAM_TEST_MUTANTS</c>.
/// </summary>
public sealed class MutatedFormTests(string engine) : RegisterTests(engine)
{
    private const string Questions = "/v1/questionnaires/FLOWS-1/questions";
    private const string Answers = "/v1/questionnaires/FLOWS-2/responses/TJ/form";

    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("ADAM_TEST_MUTANTS") ?? "40",
        CultureInfo.InvariantCulture
    );

    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordAsync()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        await _admin.AddQuestionnaireAsync(Questionnaire());
        await _admin.AddQuestionnaireAsync(Questionnaire("""{ "reference": "FLOWS-2" }"""));
        await _admin.SetStateAsync("FLOWS-2", """{ "state": "open", "openedOn": "2015-12-16" }""");
    }

    [TestCase(Questions)]
    [TestCase(Answers)]
    public async Task Damaged_workbook_is_read_or_refused(string path)
    {
        var file = await _admin.GetByteArrayAsync($"{path}?format=xlsx");
        var (mutation, statuses) = (new FileMutation(file, "xlsx", seed: 20_261_129), new List<int>());
        for (var number = 0; number < Count; number++)
        {
            var (kind, bytes) = mutation.Next();
            using var response = await _admin.PutFileAsync(path, bytes);
            statuses.Add((int)response.StatusCode);
            Assert.That(
                statuses[^1],
                Is.AnyOf(200, 400, 413),
                $"mutant {number}, {kind}: {await response.Content.ReadAsStringAsync()}"
            );
        }

        Assert.That(statuses, Does.Contain(400));
        Assert.That(statuses, Does.Contain(200));
    }

    [Test]
    public async Task Workbook_without_sheets_or_their_names_is_refused(
        [Values(Questions, Answers, "/v1/imports", "/v1/imports/columns")] string path,
        [Values("<sheets/>", "<sheets><sheet sheetId=\"1\" r:id=\"rId1\"/></sheets>")] string sheets
    )
    {
        var file = FileMutation.Replaced(
            await SheetsAsync(
                (
                    "survey",
                    [
                        ["type", "name"],
                    ]
                )
            ),
            "xl/workbook.xml",
            text =>
                text.Write(
                    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                        + $"{sheets}</workbook>"
                )
        );
        using var response = path.StartsWith("/v1/imports", StringComparison.Ordinal)
            ? await _admin.PostFileAsync(path, file)
            : await _admin.PutFileAsync(path, file);
        var problem = await response.ProblemAsync(400, "ADAM-6019");
        Assert.That(
            (string?)problem["detail"],
            Does.Contain("It has no sheet, or one without a name. Save it again in a spreadsheet program.")
        );
    }

    // A part that is no sheet is read into memory, so it may have half as many bytes as the workbook.
    [TestCase("xl/workbook.xml", 51)]
    [TestCase("xl/worksheets/sheet1.xml", 101)]
    public async Task Workbook_that_unpacks_to_too_many_bytes_is_refused(string part, int megabytes)
    {
        var spaces = new string(' ', 1 << 20);
        var file = FileMutation.Replaced(
            await _admin.GetByteArrayAsync($"{Questions}?format=xlsx"),
            part,
            text =>
            {
                for (var written = 0; written < megabytes; written++)
                    text.Write(spaces);
            }
        );
        Assert.That(file, Has.Length.LessThan(1 << 20));
        using var response = await _admin.PutFileAsync(Questions, file);
        var problem = await response.ProblemAsync(400, "ADAM-6019");
        Assert.That((string?)problem["detail"], Does.Contain("It unpacks to more bytes than a form needs."));
    }
}
