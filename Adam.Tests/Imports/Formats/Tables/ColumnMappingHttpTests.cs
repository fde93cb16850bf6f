using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>A mapping states what columns and values mean that the register does not know.</summary>
public sealed class ColumnMappingHttpTests(string engine) : RegisterTests(engine)
{
    private const string Table =
        "Internal,Wer zahlt,Wo,Stand,Ab,internal note\n"
        + "A-1,Germany;XX Bank,TJK;region:298,läuft,2020-01-01,secret\n"
        + "A-2,,UZ,beendet,2020-01-01,secret\n";

    private const string Mapping = """
        {
          "columns": {
            "internal": "reference", "WER ZAHLT": "donors", "C": "countries", "Stand": "status", "Ab": "plannedStart",
            "Internal note": null
          },
          "values": {
            "status": { "Läuft": "implementation", "beendet": "closed" },
            "countries": { "region:*": "" }
          },
          "defaults": { "title": "Training", "pillars": "precursors", "donors": "US" }
        }
        """;

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Foreign_table_is_read_as_the_mapping_states()
    {
        foreach (var content in (HttpContent[])[Body(Table), Form(Table, Mapping)])
        {
            var query = content is MultipartFormDataContent ? "" : Query(Mapping);
            var report = await ImportAsync(content, query);
            Assert.That(
                report["items"]!.AsArray().Select(item => $"{item!["identifier"]} {item["warnings"]!.AsArray().Count}"),
                Is.EqualTo(new[] { "A-1 0", "A-2 0" }),
                report.Text()
            );
        }

        var projects = (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray();
        Assert.That(
            projects.Select(project =>
                $"{project!["title"]} {project["countries"]!.Text()} {project["status"]} {project["pillars"]!.Text()} "
                + project["donors"]!.Text()
            ),
            Is.EqualTo(
                new[]
                {
                    """Training ["TJ"] implementation ["precursors"] [{"partner":"DE"},{"name":"XX Bank"}]""",
                    """Training ["UZ"] closed ["precursors"] [{"partner":"US"}]""",
                }
            )
        );
    }

    [Test]
    public async Task Every_fault_of_a_mapping_is_told_at_once()
    {
        const string Wrong =
            """{ "columns": { "a": "nonsense", "b": 5 }, "values": { "status": [] }, "default": {}, """
            + """ "defaults": { "x": "" } }""";
        Assert.That(
            await (await PostAsync(Body(Table), Query(Wrong))).FaultsAsync(),
            Is.EqualTo(
                new[]
                {
                    "mapping.columns.a ADAM-1012",
                    "mapping.columns.b ADAM-1006",
                    "mapping.values.status ADAM-1006",
                    "mapping.default ADAM-1004",
                    "mapping.defaults.x ADAM-1012",
                }
            )
        );
        Assert.That(
            await (await PostAsync(Body(Table), Query("{"))).FaultsAsync(),
            Is.EqualTo(new[] { "mapping ADAM-1021" })
        );
    }

    [Test]
    public async Task Mapping_of_a_column_that_the_file_has_not_is_refused()
    {
        var problem = await (
            await PostAsync(Body(Table), Query("""{ "columns": { "Internal": "reference", "Statd": "status" } }"""))
        ).ProblemAsync(400, "ADAM-6018");
        Assert.That(
            (string?)problem["detail"],
            Does.Contain(
                "The mapping names the column 'Statd', which row 1 does not have. Did you mean 'Stand'? It has "
                    + "'Internal', 'Wer zahlt', 'Wo', 'Stand', 'Ab'."
            )
        );
    }

    [Test]
    public async Task Error_of_a_default_names_the_default()
    {
        var mapping = Mapping.Replace("precursors", "boats", StringComparison.Ordinal);
        var report = await ImportAsync(Body(Table), Query(mapping));
        Assert.That((string?)report["items"]![0]!["errors"]![0]!["name"], Is.EqualTo("mapping.defaults.pillars"));
    }

    [Test]
    public async Task Mapping_belongs_to_tables()
    {
        var content = new StringContent("[]");
        content.Headers.ContentType = new("application/json");
        Assert.That(
            await (await PostAsync(content, Query(Mapping))).FaultsAsync(),
            Is.EqualTo(new[] { "mapping ADAM-1018" })
        );
    }

    [Test]
    public async Task Reasons_are_counted_by_column()
    {
        var report = await ImportAsync(
            Body(
                "reference,title,countries,pillars,donors,status,plannedStart\n"
                    + string.Concat(
                        Enumerable.Range(1, 5).Select(i => $"R-{i},Course,TJ,precursors,DE,{i + 5},2020-01-01\n")
                    )
            ),
            ""
        );
        Assert.That(
            report["reasons"]!.AsArray().Select(reason => $"{reason!["name"]} {reason["code"]} {reason["records"]}"),
            Is.EqualTo(new[] { "status ADAM-1012 4" })
        );
        Assert.That(
            (await _germany.ReadAsync("/v1/projects"))["items"]![0]!["status"]!.Text(),
            Is.EqualTo("\"suspended\"")
        );
    }

    private static string Query(string mapping) => $"?mapping={Uri.EscapeDataString(mapping)}";

    private static ByteArrayContent Body(string table) =>
        new(Encoding.UTF8.GetBytes(table)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

    private static MultipartFormDataContent Form(string table, string mapping) =>
        new() { { new StringContent(mapping), "mapping" }, { new StringContent(table), "file", "table.csv" } };

    private Task<HttpResponseMessage> PostAsync(HttpContent content, string query) =>
        _germany.PostAsync(new Uri($"/v1/imports{query}", UriKind.Relative), content);

    private async Task<JsonObject> ImportAsync(HttpContent content, string query)
    {
        using var response = await PostAsync(content, query);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
