using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports.Kept;

/// <summary>Saves mappings under names, and imports tables by them.</summary>
public sealed class MappingHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/mappings/budget-sheet";
    private const string Mapping = """{ "columns": { "Number": "reference", "Note": null } }""";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Mapping_is_saved_read_replaced_listed_and_deleted()
    {
        await (await _germany.SendAsync("PUT", Path, Mapping)).ProblemAsync(428, "ADAM-1041");
        var saved = await SaveAsync(Path, Mapping, "*");
        Assert.That((int)saved.StatusCode, Is.EqualTo(200), await saved.Content.ReadAsStringAsync());
        var first = await _germany.ReadAsync(Path);
        Assert.That(
            first.Text(),
            Is.EqualTo(
                ProjectHttp.Compact(
                    $$"""
                    {
                      "name": "budget-sheet", "columns": { "Number": "reference", "Note": null }, "values": null,
                      "defaults": null, "version": 1, "updatedAt": "{{first["updatedAt"]}}", "updatedBy": "Test Donor"
                    }
                    """
                )
            )
        );
        await (await SaveAsync(Path, "{}", "\"9\"")).ProblemAsync(412, "ADAM-1040");
        Assert.That(
            (int)(await SaveAsync(Path, """{ "defaults": { "status": "closed" } }""", "\"1\"")).StatusCode,
            Is.EqualTo(200)
        );
        await SaveAsync("/v1/mappings/a", Mapping, "*");
        var page = await _germany.ReadAsync("/v1/mappings?limit=1&count=true");
        Assert.That((string?)page["items"]![0]!["name"], Is.EqualTo("a"));
        var next = await _germany.ReadAsync($"/v1/mappings?limit=1&count=true&cursor={page["nextCursor"]}");
        Assert.That(((int)next["total"]!, (int)next["items"]![0]!["version"]!), Is.EqualTo((2, 2)));
        Assert.That(next["nextCursor"], Is.Null);

        var america = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "US");
        await (await america.GetAsync(Path)).ProblemAsync(404, "ADAM-6029");
        Assert.That(
            (int)(await _germany.SendAsync("DELETE", Path, headers: ("If-Match", "*"))).StatusCode,
            Is.EqualTo(204)
        );
        await (await _germany.GetAsync(Path)).ProblemAsync(404, "ADAM-6029");
    }

    [Test]
    public async Task Table_is_imported_by_a_saved_mapping_and_the_import_says_which()
    {
        await SaveAsync(Path, """{ "columns": { "Number": "reference", "title": "title" } }""", "*");
        var table = ImportTable.Of("R-1=Course").Replace("reference,", "Number,", StringComparison.Ordinal);
        var report = await _germany.ImportAsync(table, "?mapping=budget-sheet");
        Assert.That((int)report["created"]!, Is.EqualTo(1), report.Text());
        var import = await _germany.ReadAsync($"/v1/imports/{report["id"]}");
        Assert.That((string?)import["options"]!["mapping"], Is.EqualTo("budget-sheet"));
        Assert.That((bool)import["options"]!["hasMapping"]!);

        // A later version of the mapping is the same source.
        await SaveAsync(Path, """{ "columns": { "Number": "reference" } }""", "*");
        var later = await _germany.ImportAsync(
            table.Replace("R-1", "R-2", StringComparison.Ordinal),
            "?mapping=budget-sheet"
        );
        Assert.That((int)later["missing"]!["count"]!, Is.EqualTo(1));
        using var unknown = await _germany.SendTableAsync(table, "?mapping=other");
        Assert.That(await unknown.FaultsAsync(), Is.EqualTo(new[] { "mapping ADAM-1012" }));
    }

    [Test]
    public async Task Mapping_with_errors_is_not_saved()
    {
        var refused = await SaveAsync(Path, """{ "columns": { "Number": "refrence" }, "values": 1 }""", "*");
        Assert.That(await refused.FaultsAsync(), Is.EqualTo(new[] { "columns.Number ADAM-1012", "values ADAM-1006" }));
        Assert.That(
            await (await SaveAsync("/v1/mappings/Budget%20Sheet", Mapping, "*")).FaultsAsync(),
            Is.EqualTo(new[] { "name ADAM-1018" })
        );
        Assert.That((await _germany.ReadAsync("/v1/mappings"))["items"]!.AsArray(), Is.Empty);
    }

    private Task<HttpResponseMessage> SaveAsync(string path, string mapping, string ifMatch) =>
        _germany.SendAsync("PUT", path, mapping, headers: ("If-Match", ifMatch));
}
