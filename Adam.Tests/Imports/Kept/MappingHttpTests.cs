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
                      "partner": "DE", "name": "budget-sheet",
                      "columns": { "Number": "reference", "Note": null }, "values": null,
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

    [Test]
    public async Task Admin_saves_lists_and_deletes_the_mappings_of_a_named_partner()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var saved = await admin.SendAsync("PUT", $"{Path}?partner=de", Mapping, headers: ("If-Match", "*"));
        Assert.That((int)saved.StatusCode, Is.EqualTo(200), await saved.Content.ReadAsStringAsync());
        Assert.That((string?)(await saved.JsonAsync())["partner"], Is.EqualTo("DE"));
        Assert.That((string?)(await _germany.ReadAsync(Path))["updatedBy"], Is.EqualTo("Test Admin"));
        Assert.That(
            (await _germany.ReadAsync("/v1/mappings?partner=DE")).Each("name"),
            Is.EqualTo(new[] { "budget-sheet" })
        );
        Assert.That((await admin.ReadAsync("/v1/mappings?partner=DE")).Each("partner"), Is.EqualTo(new[] { "DE" }));
        Assert.That((await admin.ReadAsync("/v1/mappings"))["items"]!.AsArray(), Is.Empty);
        await (await admin.GetAsync(Path)).ProblemAsync(404, "ADAM-6029");

        var entry = (await admin.ReadAsync("/v1/audit?subject=mapping"))["items"]![0]!;
        Assert.That((string?)entry["id"], Is.EqualTo("DE/budget-sheet"), entry.Text());
        var deleted = await admin.SendAsync("DELETE", $"{Path}?partner=DE", headers: ("If-Match", "*"));
        Assert.That((int)deleted.StatusCode, Is.EqualTo(204));
        await (await _germany.GetAsync(Path)).ProblemAsync(404, "ADAM-6029");
    }

    [Test]
    public async Task Others_reach_the_mappings_of_their_own_partner_only()
    {
        await SaveAsync(Path, Mapping, "*");
        var api = TestApi.Over(Register.Database);
        foreach (var role in (Role[])[Role.Viewer, Role.Donor, Role.Analyst])
        {
            var client = await api.ClientAsync(role, "US");
            await (await client.GetAsync("/v1/mappings?partner=DE")).ProblemAsync(403, "ADAM-6044");
            await (await client.GetAsync($"{Path}?partner=DE")).ProblemAsync(403, "ADAM-6044");
        }

        var america = await api.ClientAsync(Role.Donor, "US");
        foreach (var (method, body) in ((string, string?)[])[("PUT", Mapping), ("DELETE", null)])
            await (
                await america.SendAsync(method, $"{Path}?partner=DE", body, headers: ("If-Match", "*"))
            ).ProblemAsync(403, "ADAM-6044");
        Assert.That((int)(await _germany.ReadAsync(Path))["version"]!, Is.EqualTo(1));
        var unknown = await america.GetAsync("/v1/mappings?partner=XQ");
        Assert.That(await unknown.FaultsAsync(), Is.EqualTo(new[] { "partner ADAM-1012" }));
    }

    [Test]
    public async Task Admin_imports_for_an_owner_by_the_mapping_of_that_owner_or_by_an_own_one()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        await SaveAsync("/v1/mappings/theirs", """{ "columns": { "Number": "reference" } }""", "*");
        await SaveAsync("/v1/mappings/both", """{ "columns": { "Number": "reference" } }""", "*");
        foreach (var name in (string[])["ours", "both"])
        {
            var columns = name == "ours" ? "\"Number\": \"reference\"" : "\"Number\": null";
            await admin.SendAsync(
                "PUT",
                $"/v1/mappings/{name}",
                $$"""{ "columns": { {{columns}} } }""",
                headers: ("If-Match", "*")
            );
        }

        foreach (var name in (string[])["theirs", "both", "ours"])
        {
            var table = ImportTable.Of($"R-{name}=Course").Replace("reference,", "Number,", StringComparison.Ordinal);
            var report = await admin.ImportAsync(table, $"?mapping={name}&owner=DE");
            Assert.That((int)report["created"]!, Is.EqualTo(1), report.Text());
        }

        using var unknown = await admin.SendTableAsync(ImportTable.Of("R-1=Course"), "?mapping=theirs");
        Assert.That(await unknown.FaultsAsync(), Is.EqualTo(new[] { "mapping ADAM-1012" }));
    }

    private Task<HttpResponseMessage> SaveAsync(string path, string mapping, string ifMatch) =>
        _germany.SendAsync("PUT", path, mapping, headers: ("If-Match", ifMatch));
}
