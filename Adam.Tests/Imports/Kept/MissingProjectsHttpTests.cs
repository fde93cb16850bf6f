using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports.Kept;

/// <summary>The projects that the last file of the same source had and a file does not have.</summary>
public sealed class MissingProjectsHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;
    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        _germany = await api.ClientAsync(Role.Donor, "DE");
        _admin = await api.ClientAsync(Role.Admin);
    }

    [Test]
    public async Task Missing_projects_are_named_and_withdrawn_only_when_asked()
    {
        var first = await _germany.ImportAsync(ImportTable.Of("R-1=One", "R-2=Two", "R-3=Three"));
        Assert.That(Told(first), Is.EqualTo(" 0 0 : "));
        var told = $"{first["id"]} 2 ";
        var file = ImportTable.Of("R-1=One");
        var lower = await _germany.ImportAsync(ImportTable.Of("r-1=One", "r-2=Two"), "?dryRun=true");
        Assert.That(Told(lower), Is.EqualTo($"{first["id"]} 1 0 : R-3 Three"), "the case does not matter");
        Assert.That(
            Told(await _germany.ImportAsync(file, "?dryRun=true")),
            Is.EqualTo($"{told}0 : R-2 Two, R-3 Three")
        );
        Assert.That(
            Told(await _germany.ImportAsync(file, "?dryRun=true&withdrawMissing=true")),
            Is.EqualTo($"{told}2 : R-2 Two, R-3 Three"),
            "those that would be withdrawn"
        );
        Assert.That(await ActiveAsync(), Is.EqualTo("R-1 R-2 R-3"));

        var withdrawn = await _germany.ImportAsync(file, "?withdrawMissing=true");
        Assert.That(Told(withdrawn), Is.EqualTo($"{told}2 : R-2 Two, R-3 Three"));
        Assert.That(await ActiveAsync(), Is.EqualTo("R-1"));
        var kept = await _germany.ReadAsync($"/v1/imports/{withdrawn["id"]}");
        Assert.That(ImportTable.Counts(kept), Is.EqualTo("unchanged 1 missing 2 withdrawn 2"));
        Assert.That(Told(await _germany.ImportAsync(file)), Is.EqualTo($"{withdrawn["id"]} 0 0 : "));

        Assert.That((int)(await _germany.UndoAsync(withdrawn)).StatusCode, Is.EqualTo(200));
        Assert.That(await ActiveAsync(), Is.EqualTo("R-1 R-2 R-3"));
    }

    [Test]
    public async Task File_with_a_rejected_record_withdraws_nothing_and_says_so()
    {
        await _germany.ImportAsync(ImportTable.Of("R-1=One", "R-2=Two", "R-3=Three"));
        var report = await _germany.ImportAsync(
            ImportTable.Of("R-1=One") + "R-2,Two,XX,precursors,DE,implementation,\r\n",
            "?withdrawMissing=true"
        );
        Assert.That(Told(report), Does.EndWith(" 1 0 : R-3 Three"), "a rejected record is in the file");
        Assert.That(
            (string?)report["missing"]!["note"],
            Is.EqualTo(
                "Nothing is withdrawn, because 1 record of the file cannot be taken. Mend the file, and send it "
                    + "again."
            )
        );
        Assert.That(await ActiveAsync(), Is.EqualTo("R-1 R-2 R-3"));
    }

    [Test]
    public async Task File_is_compared_with_the_last_one_of_its_owner_and_source_alone()
    {
        var first = await _germany.ImportAsync(ImportTable.Of("R-1=One", "R-2=Two"));
        await _germany.RecordAsync("""{ "reference": "By hand" }""");
        const string Mapping = """?mapping={"defaults":{"beneficiaries":"Police"}}""";
        Assert.That(Told(await _germany.ImportAsync(ImportTable.Of("R-1=One"), Mapping)), Is.EqualTo(" 0 0 : "));
        Assert.That(
            Told(await _admin.ImportAsync(ImportTable.Of("R-9=Nine"))),
            Is.EqualTo(" 0 0 : "),
            "of another owner"
        );
        Assert.That(
            Told(await _admin.ImportAsync(ImportTable.Of("R-1=One"), "?owner=DE&dryRun=true")),
            Is.EqualTo($"{first["id"]} 1 0 : R-2 Two")
        );
        var undone = await _germany.ImportAsync(ImportTable.Of("R-1=One", "R-3=Three"));
        Assert.That((int)(await _germany.UndoAsync(undone)).StatusCode, Is.EqualTo(200));
        Assert.That(
            Told(await _germany.ImportAsync(ImportTable.Of("R-1=One"))),
            Is.EqualTo($"{first["id"]} 1 0 : R-2 Two"),
            "what was undone is no last file"
        );
    }

    private static string Told(JsonObject report)
    {
        var missing = report["missing"]!;
        var projects = missing["projects"]!.AsArray().Select(one => $"{one!["reference"]} {one["title"]}");
        return $"{missing["since"]} {missing["count"]} {missing["withdrawn"]} : {string.Join(", ", projects)}";
    }

    private async Task<string> ActiveAsync() =>
        string.Join(
            ' ',
            (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray().Select(one => (string?)one!["reference"])
        );
}
