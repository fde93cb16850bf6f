using System.Text.Json.Nodes;
using Adam.Data;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Keys;
using Adam.Tests.Documents;
using Adam.Tests.Layers;
using Adam.Tests.Measures;
using Adam.Tests.Overlaps;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Progress;
using Adam.Tests.Projects;
using Adam.Tests.Questionnaires;
using CsCheck;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Copying;

/// <summary>
/// Copies registers with random histories of all other records as of an instant, and compares the copy with the rows
/// that the register had then.
/// </summary>
public sealed class PastRecordsPropertyTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Tables =
    [
        "Measure",
        "ProgressStatement",
        "ProgressStatementProject",
        "ProgressFinding",
        "Document",
        "Post",
        "Questionnaire",
        "PartnerResponse",
        "Layer",
        "LayerItem",
        "LayerItemNumber",
        "ReportNote",
        "ReportEdition",
    ];

    /// <summary>The number of the last kind of step. Higher ones are of responses, which take several steps.</summary>
    private const int Kinds = 12;

    private readonly ATime _time = new();
    private readonly HashSet<int> _taken = [];
    private readonly HashSet<string> _changedLater = new(StringComparer.Ordinal);

    private TestApi _api = null!;
    private HttpClient _admin = null!;
    private HttpClient _germany = null!;
    private List<string> _projects = null!;
    private List<string> _items = null!;

    private static readonly Gen<Step> OneStep = Gen.Select(
        Gen.Int[0, 14],
        Gen.Int[1, 2],
        Gen.Int[0, 3],
        Gen.Int[0, 999],
        (what, which, how, word) => new Step(what, which, how, word)
    );

    [OneTimeSetUp]
    public async Task StartProgram() => _api = new((await TestRegister.GetAsync(EngineName)).Database) { Time = _time };

    [OneTimeTearDown]
    public async Task StopProgram()
    {
        if (_api is not null)
            await _api.DisposeAsync();
    }

    [Test]
    public async Task Copy_has_the_records_of_then()
    {
        await Gen.Select(OneStep.Array[20, 80], Gen.Int[0, 40])
            .SampleAsync(
                async (history, chosen) =>
                {
                    await BeginAsync();
                    var (at, then) = (DateTimeOffset.MinValue, (IReadOnlyList<string>)[]);
                    for (var number = 0; number < history.Length; number++)
                    {
                        _time.Pass();
                        await TakeAsync(history[number]);
                        if (number == chosen % history.Length)
                            (at, then) = (_time.Instant(), await RowsAsync(Register.Database));
                    }

                    var now = await RowsAsync(Register.Database);
                    _changedLater.UnionWith(
                        now.Concat(then).Except(now.Intersect(then)).Select(line => line.Split(' ')[0])
                    );
                    using var copy = (SqliteDatabase)(await TestRegister.NewDatabaseAsync("sqlite")).Service;
                    await new PastCopy(
                        Register.Database,
                        copy,
                        AdamData.CreateIndexers(copy, new()),
                        at,
                        _time
                    ).RunAsync(_ => { }, default);
                    Assert.That(await RowsAsync(copy), Is.EqualTo(then));
                },
                iter: RandomRegister.Count(20),
                threads: 1
            );
        Assert.That(_taken, Is.EquivalentTo(Enumerable.Range(0, Kinds + 1)), "Some kind of step never succeeded.");
        Assert.That(_changedLater, Is.SupersetOf(Tables), "Some table never had other rows later.");
    }

    private async Task BeginAsync()
    {
        await Register.ResetAsync();
        (_admin, _germany) = (await _api.ClientAsync(Role.Admin), await _api.ClientAsync(Role.Donor, "DE"));
        (_projects, _items) = ([], []);
        // The program has read the records of the history before.
        foreach (var list in (string[])["posts", "questionnaires", "layers"])
            await _admin.ReadAsync($"/v1/{list}");
        _time.Pass();
        await _admin.MeasureAsync("""{ "reference": "M-1" }""");
        await _admin.AddQuestionnaireAsync(QuestionnaireOf("""{ "reference": "Q-1", "implements": ["M-1"] }"""));
        await _admin.SetStateAsync("Q-1", """{ "state": "open" }""");
        foreach (var partner in (string[])["AT", "FR", "IT"])
            await _admin.AnswerAsync("Q-1", partner, """{ "unit": "no" }""");
        await _admin.DeclareAsync(LayerHttp.Layer());
    }

    private async Task TakeAsync(Step step)
    {
        var (_, which, how, word) = step;
        var done = step.What switch
        {
            0 => await ProjectAsync(which, word),
            1 => await RecordAsync("measures", $"M-{which}", how, MeasureHttp.Measure, word),
            2 => await SendAsync(
                _germany,
                "POST",
                $"/v1/measures/M-{which}/statements",
                ProgressHttp.Statement(
                    $$"""{ "projects": [{{string.Join(", ", _projects.Take(how).Select(id => $"\"{id}\""))}}] }"""
                )
            ),
            3 => await RecordAsync("documents", $"D-{which}", how, DocumentHttp.Document, word),
            4 => await RecordAsync("posts", $"P-{which}", how, Post, word),
            5 => await RecordAsync("questionnaires", "Q-2", how, QuestionnaireOf, word),
            6 => await SendAsync(
                _admin,
                "PUT",
                $"/v1/questionnaires/Q-{which}/state",
                // The first one stays open for responses.
                how == 0
                && which == 2
                    ? """{ "state": "closed" }"""
                    : """{ "state": "open" }"""
            ),
            7 or > Kinds => await ResponseAsync(how, word),
            8 => await LayerAsync(how, word),
            9 => await ItemAsync(which, how, word),
            10 => await SendAsync(
                _admin,
                "PUT",
                $"/v1/reports/201{which}/notes/precursors",
                $$"""{ "markdown": "{{(how == 0 ? "" : $"Text {word}")}}" }"""
            ),
            11 => await SendAsync(_admin, "POST", $"/v1/reports/201{which}/editions", $$"""{ "remark": "{{word}}" }"""),
            _ => await SendAsync(
                _admin,
                "POST",
                $"/v1/measures/M-{which}/findings",
                ProgressHttp.Finding($$"""{ "questionnaire": "Q-1", "text": "Text {{word}}" }""")
            ),
        };
        if (done is not null)
            _taken.Add(Math.Min(step.What, Kinds));
    }

    private async Task<JsonObject?> ProjectAsync(int which, int word)
    {
        var done = await SendAsync(
            _germany,
            "POST",
            "/v1/projects",
            Body($$"""{ "reference": "R-{{which}}-{{word}}" }""")
        );
        if (done is not null)
            _projects.Add(done.Id());
        return done;
    }

    /// <summary>Records, changes or withdraws a record with a reference.</summary>
    private Task<JsonObject?> RecordAsync(string list, string reference, int how, Func<string, string> body, int word)
    {
        var title = list switch
        {
            "posts" => $$"""{ "reference": "{{reference}}", "city": "City {{word}}" }""",
            "questionnaires" =>
                $$"""{ "reference": "{{reference}}", "title": [{ "language": "en", "text": "T {{word}}" }] }""",
            _ => $$"""{ "reference": "{{reference}}", "title": "Title {{word}}" }""",
        };
        return how switch
        {
            0 => SendAsync(_admin, "DELETE", $"/v1/{list}/{reference}", null),
            1 => SendAsync(_admin, "PUT", $"/v1/{list}/{reference}", body(title)),
            _ => SendAsync(_admin, "POST", $"/v1/{list}", body(title)),
        };
    }

    private static string Post(string changes) => With("""{ "country": "UZ", "covers": ["UZ", "KG"] }""", changes);

    private static string QuestionnaireOf(string changes) =>
        With(QuestionnaireHttp.Questionnaire("""{ "dueOn": "2100-12-31" }"""), changes);

    /// <summary>Saves, submits or rejects a response, so that its day of receipt comes and goes.</summary>
    private async Task<JsonObject?> ResponseAsync(int how, int word)
    {
        const string Path = "/v1/questionnaires/Q-1/responses/DE";
        if (how == 1)
            return await SendAsync(_admin, "PUT", $"{Path}/review", """{ "state": "rejected", "note": "No." }""");

        var saved = await SendAsync(
            _germany,
            "PUT",
            Path,
            $$"""{ "answers": { "unit": "yes", "staff": {{word}}, "methods": "Method {{word}}" } }"""
        );
        return how > 1 ? saved : await SendAsync(_germany, "POST", $"{Path}/submission", null);
    }

    /// <summary>Declares a layer, or changes one so that its items are counted by other properties.</summary>
    private Task<JsonObject?> LayerAsync(int how, int word)
    {
        var properties = word % 2 == 0 ? "mean" : "sum";
        var layer = LayerHttp
            .Layer($$"""{ "title": "Title {{word}}" }""")
            .Replace("\"sum\"", $"\"{properties}\"", StringComparison.Ordinal);
        if (word % 3 == 0)
            layer = layer.Replace(",\"summary\":\"dimension\"", "", StringComparison.Ordinal);
        return how == 0
            ? SendAsync(_admin, "POST", "/v1/layers", layer)
            : SendAsync(
                _admin,
                "PUT",
                how == 1 ? "/v1/layers/treatment-centres" : "/v1/layers/laboratories",
                how == 1 ? With(layer, """{ "id": "treatment-centres", "kind": "places" }""") : layer
            );
    }

    private async Task<JsonObject?> ItemAsync(int which, int how, int word)
    {
        var item = LayerHttp.Seizure(
            $$"""
            {
              "reference": "S-{{word}}", "capacity": {{word}}, "unit": "{{(which == 1 ? "kg" : "l")}}",
              "substance": "heroin"
            }
            """,
            word % 2 == 0 ? "68.8, 38.5" : null
        );
        if (how < 2 || _items.Count == 0)
        {
            var recorded = await SendAsync(_germany, "POST", "/v1/layers/laboratories/items", item);
            if (recorded is not null)
                _items.Add(recorded.Id());
            return recorded;
        }

        var path = $"/v1/layers/laboratories/items/{_items[word % _items.Count]}";
        if (how == 2)
            return await SendAsync(_germany, "DELETE", path, null);
        if (which == 1)
            return await SendAsync(_admin, "PUT", $"{path}/check", """{ "checked": "cross-checked" }""");

        using var stored = await _germany.GetAsync(path);
        if (!stored.IsSuccessStatusCode)
            return null;

        var reference = (string)(await stored.JsonAsync())["properties"]!["reference"]!;
        item = item.Replace($"\"S-{word}\"", $"\"{reference}\"", StringComparison.Ordinal);
        return await SendAsync(_germany, "PUT", path, item);
    }

    /// <summary>
    /// Sends a request that may be refused, because the record is not there or in a state that refuses it. Returns null
    /// then.
    /// </summary>
    private static async Task<JsonObject?> SendAsync(HttpClient client, string method, string path, string? body)
    {
        using var response = await client.SendAsync(method, path, body, headers: ("If-Match", "*"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(
            (int)response.StatusCode,
            Is.AnyOf(200, 201, 204, 400, 404, 409, 410),
            $"{method} {path}\n{body}\n{text}"
        );
        return !response.IsSuccessStatusCode ? null
            : text.Length == 0 ? []
            : JsonNode.Parse(text)!.AsObject();
    }

    private static Task<IReadOnlyList<string>> RowsAsync(Database database) =>
        RegisterTables.LinesAsync(
            database,
            [
                .. Tables.Select(table => $"SELECT * FROM {table}"),
                "SELECT ReportEditionId, Language, Format, Length, Sha256, "
                    + $"{Hexadecimal(database)} FROM ReportEditionFile",
            ]
        );

    private static string Hexadecimal(Database database) =>
        database.Name == "sqlite" ? "HEX(Content)" : "CONVERT(varchar(max), Content, 2)";

    private sealed record Step(int What, int Which, int How, int Word);
}
