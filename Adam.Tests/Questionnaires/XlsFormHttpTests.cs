using System.IO.Compression;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>Questions as an XLSForm, in and out, and the schema of their answers.</summary>
public sealed class XlsFormHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/questionnaires/FLOWS-1/questions";

    private HttpClient _analyst = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task Record()
    {
        _analyst = await Api.ClientAsync(Role.Analyst);
        await _analyst.AddQuestionnaireAsync(Questionnaire());
    }

    /// <summary>
    /// The columns are those of the template of XLSForm, with its empty columns, rows and sheets of help.
    /// </summary>
    [Test]
    public async Task Stock_form_comes_in()
    {
        var file = await SheetsAsync(
            (
                "survey",
                [
                    [
                        "type",
                        "name",
                        "label::English (en)",
                        "label::Russian (ru)",
                        "hint::English (en)",
                        "required",
                        "relevant",
                        "constraint",
                        "calculation",
                        "appearance",
                        "choice_filter",
                        "default",
                        "",
                    ],
                    [],
                    ["begin group", "g", "Group", "Группа"],
                    ["select_one yes_no", "unit", "Is there a unit?", "Есть ли подразделение?", "FIU", "yes"],
                    ["int", "staff", "How many?", "", "", "TRUE", "${unit} = 'yes'"],
                    [],
                    ["end group"],
                ]
            ),
            (
                "choices",
                [
                    ["list_name", "name", "label::English (en)", "label::Russian (ru)", "image", ""],
                    ["yes_no", "yes", "Yes", "Да"],
                    ["yes_no", "no", "No", "Нет"],
                ]
            ),
            (
                "settings",
                [
                    ["form_title", "form_id", "version", "default_language", "style", "instance_name"],
                    ["A form", "a_form", "7", "Russian (ru)"],
                ]
            ),
            (
                "help-survey",
                [
                    ["type", "what it does"],
                    ["geopoint", "a place"],
                ]
            )
        );
        var response = await _analyst.PutFileAsync(Path, file);
        var changed = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), changed.Text());
        Assert.That(
            changed["questions"]!
                .AsArray()
                .Select(one => $"{one!["type"]} {one["name"]} {one["required"]} {one["relevant"]}"),
            Is.EqualTo(
                new[]
                {
                    "begin_group g false ",
                    "select_one unit true ",
                    "integer staff true ${unit} = 'yes'",
                    "end_group  false ",
                }
            )
        );
        // The language of the form comes first.
        Assert.That((string?)changed["questions"]![1]!["label"]![0]!["language"], Is.EqualTo("ru"));
    }

    /// <summary>
    /// Editors write more than the template has: languages by name alone, other names of types and columns, rows about
    /// the filling in, styles of pages, and columns that are formatted and empty.
    /// </summary>
    [Test]
    public async Task Dialects_of_editors_come_in_are_answered_and_go_out()
    {
        string[] wide = [.. Enumerable.Repeat("", 300)];
        var file = await SheetsAsync(
            (
                "survey",
                [
                    ["type", "name", "label:English", "label::Russian", "caption::French (fr)", "relevance", .. wide],
                    ["start", "start"],
                    ["end", "end"],
                    ["today", "today"],
                    ["deviceid", "deviceid"],
                    ["select one from yes_no", "unit", "Is there a unit?", "Есть ли подразделение?", "Une unité ?"],
                    ["select all that apply from yes_no", "ways", "Which?", "", "", "${unit} = 'yes'"],
                    ["select1 yes_no", "more", "More?"],
                    ["Integer", "staff", "How many?"],
                ]
            ),
            (
                "choices",
                [
                    ["list name", "value", "label:english"],
                    ["yes_no", "yes", "Yes"],
                    ["yes_no", "no", "No"],
                ]
            ),
            (
                "settings",
                [
                    ["title", "id_string", "style", "instance_name", "default_language"],
                    ["A form", "a_form", "pages", "concat(${unit})", "English"],
                ]
            )
        );
        var response = await _analyst.PutFileAsync(Path, file);
        var changed = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), changed.Text());
        Assert.That(
            changed["questions"]!
                .AsArray()
                .Select(one => $"{one!["type"]} {one["name"]} {one["list"]} {one["relevant"]}"),
            Is.EqualTo(
                new[]
                {
                    "select_one unit yes_no ",
                    "select_multiple ways yes_no ${unit} = 'yes'",
                    "select_one more yes_no ",
                    "integer staff  ",
                }
            )
        );
        Assert.That(
            changed["questions"]![0]!["label"]!.AsArray().Select(text => (string?)text!["language"]),
            Is.EqualTo(new[] { "en", "ru", "fr" })
        );

        // It goes out as the template has it, and comes in again as the same.
        var again = await _analyst.PutFileAsync(Path, await _analyst.GetByteArrayAsync(Path));
        Assert.That((await again.JsonAsync())["questions"]!.Text(), Is.EqualTo(changed["questions"]!.Text()));

        var admin = await Api.ClientAsync(Role.Admin);
        await admin.SetStateAsync("FLOWS-1", """{ "state": "open", "dueOn": "2099-12-31" }""");
        var donor = await Api.ClientAsync(Role.Donor, "TJ");
        var received = await donor.AnswerAsync(
            "FLOWS-1",
            "TJ",
            """{ "unit": "yes", "ways": ["yes", "no"], "staff": 3 }"""
        );
        Assert.That((string?)received["state"], Is.EqualTo("received"));
    }

    /// <summary>The number of a row is that of the sheet, also below rows that are not read.</summary>
    [Test]
    public async Task Faults_below_rows_that_are_not_read_are_named_by_their_cells()
    {
        var file = await SheetsAsync(
            (
                "survey",
                [
                    ["type", "name", "label::Klingon", "label"],
                    ["start", "start"],
                    ["text", "a b", "", "A"],
                    ["select one from list of names", "c", "", "C"],
                    ["select_multiple nothing", "d", "", "D"],
                ]
            )
        );
        Assert.That(
            await (await _analyst.PutFileAsync(Path, file)).FaultsAsync(),
            Is.EquivalentTo(
                new[] { "survey!C1 ADAM-6084", "survey!B3 ADAM-1018", "survey!A4 ADAM-6084", "survey!A5 ADAM-1018" }
            )
        );
    }

    [Test]
    public async Task Form_that_is_read_and_sent_back_changes_nothing()
    {
        var before = await _analyst.ReadAsync("/v1/questionnaires/FLOWS-1");
        var response = await _analyst.PutFileAsync(Path, await _analyst.GetByteArrayAsync(Path));
        Assert.That((await response.JsonAsync()).Text(), Is.EqualTo(before.Text()));
    }

    [Test]
    public async Task Everything_beyond_the_subset_is_refused_by_its_cell()
    {
        var file = await SheetsAsync(
            (
                "survey",
                [
                    ["type", "name", "label", "relevant", "constraint", "required", "label::Klingon", "prefill"],
                    ["geopoint", "a", "A"],
                    ["select_one l or_other", "b", "B"],
                    ["text", "b2", "B", "selected(${b}, 'x')"],
                    ["integer", "c", "C", "", ". > 1", "perhaps"],
                    ["begin repeat", "d", "D"],
                    ["text", "c", "C"],
                    ["select_multiple m", "e", "E", "", "", "", "", "oracle"],
                    ["select_multiple l", "f", ""],
                ]
            ),
            (
                "choices",
                [
                    ["list name", "name", "label", "image"],
                    ["l", "x y", "X"],
                    ["l", "z", "Z", "z.png"],
                ]
            ),
            (
                "settings",
                [
                    ["default_language", "public_key"],
                    ["Klingon", "MIIB"],
                ]
            ),
            (
                "entities",
                [
                    ["list_name"],
                    ["trees"],
                ]
            )
        );
        var response = await _analyst.PutFileAsync(Path, file);
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "survey!A2 ADAM-6084",
                    "survey!A3 ADAM-6084",
                    "survey!D4 ADAM-6084",
                    "survey!E5 ADAM-6084",
                    "survey!F5 ADAM-6084",
                    "survey!A6 ADAM-6084",
                    "survey!B7 ADAM-1018",
                    "survey!A8 ADAM-1018",
                    "survey!H8 ADAM-6084",
                    "survey!C9 ADAM-1016",
                    "survey!G1 ADAM-6084",
                    "choices!B2 ADAM-1018",
                    "choices!D3 ADAM-6084",
                    "settings!A2 ADAM-6084",
                    "settings!B2 ADAM-6084",
                    "entities!A2 ADAM-6084",
                }
            )
        );
    }

    /// <summary>Whole columns are formatted, notes stand on other sheets, and languages have their own names.</summary>
    [Test]
    public async Task Forms_as_people_have_them_come_in()
    {
        var file = await SheetsAsync(
            (
                "survey",
                [
                    [
                        "type",
                        "name",
                        "label::English (en)",
                        "label::Русский",
                        "label::हिन्दी (Hindi)",
                        "label::français (fr)",
                    ],
                    ["uri:deviceid", "device"],
                    .. Enumerable.Repeat((string[])[""], 11_000),
                    ["text", "a", "A", "А", "अ", "Â"],
                ]
            ),
            ("notes of the author", [.. Enumerable.Repeat((string[])["Not part of the form"], 10_002)])
        );
        var response = await _analyst.PutFileAsync(Path, file);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        Assert.That(
            (await response.JsonAsync())["questions"]!.ToJsonString(),
            Is.EqualTo(
                JsonNode
                    .Parse(
                        """
                        [{
                          "type": "text", "name": "a", "list": null,
                          "label": [
                            { "language": "en", "text": "A" }, { "language": "ru", "text": "А" },
                            { "language": "hi", "text": "अ" }, { "language": "fr", "text": "Â" }
                          ],
                          "hint": [], "required": false, "relevant": null, "prefill": null, "open": false
                        }]
                        """
                    )!
                    .ToJsonString()
            )
        );
    }

    /// <summary>A type that is not taken is refused with what to write instead.</summary>
    [TestCase("begin repeat", "Nothing is repeated. Ask in a text, or give each case a question.")]
    [TestCase("end_repeat", "Nothing is repeated. Remove the row, with that of begin repeat.")]
    [TestCase("calculate", "Nothing is calculated. Remove the row.")]
    [TestCase("dateTime", "Ask for a date.")]
    [TestCase("geopoint", "Ask in a text.")]
    [TestCase("image", "A response has no files. Ask for an address in a text.")]
    [TestCase("select_one_external l", "Put the choices on the sheet choices, and write select_one.")]
    [TestCase("select_multiple_from_file l.csv", "Put the choices on the sheet choices, and write select_multiple.")]
    [TestCase(
        "select_one l or_other",
        "Add the choice other to the list, and a text after it with the condition for it in relevant."
    )]
    [TestCase("texxt", "Did you mean text?")]
    public async Task Type_that_is_not_taken_is_refused_with_a_cure(string type, string cure)
    {
        var file = await SheetsAsync(
            (
                "survey",
                [
                    ["type", "name", "label"],
                    [type, "a", "A"],
                ]
            )
        );
        var problem = await (await _analyst.PutFileAsync(Path, file)).ProblemAsync(400, "ADAM-1000");
        Assert.That(
            problem["errors"]!.AsArray().Select(fault => $"{fault!["name"]} {fault["code"]} {fault["reason"]}"),
            Is.EqualTo(new[] { $"survey!A2 ADAM-6084 '{type}' is no type that is taken here. {cure}" })
        );
    }

    [Test]
    public async Task Hostile_files_are_refused()
    {
        await (await _analyst.PutFileAsync(Path, [1, 2, 3])).ProblemAsync(400, "ADAM-6019");
        await (await _analyst.PutFileAsync(Path, Bomb())).ProblemAsync(400, "ADAM-6019");
        var tall = await SheetsAsync(("survey", [.. Enumerable.Repeat((string[])["note", "n", "N"], 10_001)]));
        await (await _analyst.PutFileAsync(Path, tall)).ProblemAsync(400, "ADAM-6084");
        var wide = await SheetsAsync(
            (
                "survey",
                [
                    [.. Enumerable.Repeat("type", 201)],
                ]
            )
        );
        await (await _analyst.PutFileAsync(Path, wide)).ProblemAsync(400, "ADAM-6084");
        var none = await SheetsAsync(
            (
                "other",
                [
                    ["type"],
                ]
            )
        );
        Assert.That(
            await (await _analyst.PutFileAsync(Path, none)).FaultsAsync(),
            Is.EqualTo(new[] { "survey ADAM-6084" })
        );
        await (await _analyst.PutFileAsync(Path, none, "\"7\"")).ProblemAsync(412, "ADAM-1040");
    }

    [Test]
    public async Task Schema_describes_the_answers_that_can_be_submitted()
    {
        var schema = JsonNode.Parse(await _analyst.GetStringAsync($"{Path}?format=json-schema"))!;
        Assert.That((string?)schema["$schema"], Is.EqualTo("https://json-schema.org/draft/2020-12/schema"));
        Assert.That(schema["required"]!.ToJsonString(), Is.EqualTo("""["unit"]"""));
        Assert.That(
            schema["properties"]!["unit"]!["oneOf"]!.ToJsonString(),
            Is.EqualTo("""[{"enum":["yes","no"]},{"$ref":"#/$defs/absent"}]""")
        );
        Assert.That(
            schema["allOf"]!.Text(),
            Is.EqualTo(
                ProjectHttp.Compact(
                    """
                    [{
                      "if": { "allOf": [{ "properties": { "unit": { "const": "yes" } }, "required": ["unit"] }] },
                      "then": { "required": ["staff"] }, "else": { "properties": { "staff": false } }
                    }]
                    """
                )
            )
        );
    }

    /// <summary>Returns a workbook whose styles unpack to more than the limit, from some hundred kilobytes.</summary>
    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (zip.CreateEntry("xl/workbook.xml").Open()) { }

            using var styles = zip.CreateEntry("xl/styles.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 51; i++)
                styles.Write(zeros);
        }

        return file.ToArray();
    }
}
