using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports.Kept;

/// <summary>Takes imports back as a whole, or not at all.</summary>
public sealed class UndoHttpTests(string engine) : RegisterTests(engine)
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
    public async Task Created_changed_restored_and_withdrawn_projects_go_back()
    {
        await _germany.ImportAsync(ImportTable.Of("Changed=Before", "Restored=Before", "Same=Same", "Missing=Before"));
        await WithdrawAsync("Restored");
        var before = await _germany.ReadAsync("/v1/projects");
        var import = await _germany.ImportAsync(
            ImportTable.Of("Changed=After", "Restored=After", "Same=Same", "New=After"),
            "?withdrawMissing=true"
        );
        Assert.That(await StandingAsync(), Is.EqualTo("Changed After 2, Restored After 3, Same Same 1, New After 1"));
        var changes = (string)(await _germany.ReadAsync("/v1/changes?limit=500"))["nextCursor"]!;

        using var response = await _germany.UndoAsync(import);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        var undone = await response.JsonAsync();
        Assert.That((string?)undone["undoneBy"], Is.EqualTo("Test Donor"));
        Assert.That(ImportTable.Counts(undone), Is.EqualTo("created 1 updated 2 unchanged 1 missing 1 withdrawn 1"));
        Assert.That(await StandingAsync(), Is.EqualTo("Changed Before 3, Same Same 1, Missing Before 3"));
        Assert.That(
            Content(await _germany.ReadAsync("/v1/projects")),
            Is.EqualTo(Content(before)),
            "all but the version and its stamps is as it was"
        );
        var told = (await _germany.ReadAsync($"/v1/changes?after={changes}"))["items"]!.AsArray();
        Assert.That(
            told.Select(change => $"{change!["change"]} {change["version"]}"),
            Is.EquivalentTo(new[] { "changed 3", "changed 4", "revived 3", "withdrawn 2", "withdrawn 5" })
        );
        var problem = await (await _germany.UndoAsync(import)).ProblemAsync(409, "ADAM-6027");
        Assert.That((string?)problem["detail"], Does.Contain("was undone by Test Donor"));
    }

    [Test]
    public async Task Project_that_somebody_has_touched_since_keeps_the_import_as_it_is()
    {
        var import = await _germany.ImportAsync(
            ImportTable.Of([.. Enumerable.Range(1, 25).Select(n => $"R-{n}=Course")])
        );
        for (var number = 1; number <= 22; number++)
            await PatchAsync($"R-{number}");
        var before = await _germany.GetStringAsync("/v1/projects");
        var problem = await (await _germany.UndoAsync(import)).ProblemAsync(409, "ADAM-6028");
        Assert.That(
            (string?)problem["detail"],
            Is.EqualTo(
                "Since the import, 22 of its projects have changed; the first 20 are named in errors. "
                    + "Nothing was undone."
            )
        );
        Assert.That(problem["errors"]!.AsArray(), Has.Count.EqualTo(20));
        Assert.That((string?)problem["errors"]![0]!["name"], Is.EqualTo("projects[0]"));
        Assert.That((string?)problem["errors"]![0]!["reason"], Does.StartWith("DE's 'R-1' (").And.Contain("version 2"));
        Assert.That(await _germany.GetStringAsync("/v1/projects"), Is.EqualTo(before));
    }

    [Test]
    public async Task Unchanged_project_that_somebody_has_touched_since_does_not_matter()
    {
        await _germany.ImportAsync(ImportTable.Of("R-1=Course"));
        var import = await _germany.ImportAsync(ImportTable.Of("R-1=Course", "R-2=Course"));
        await PatchAsync("R-1");
        using var response = await _germany.UndoAsync(import);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(await StandingAsync(), Is.EqualTo("R-1 By hand 2"));
    }

    [Test]
    public async Task Earlier_import_goes_back_only_after_the_later_one()
    {
        var first = await _germany.ImportAsync(ImportTable.Of("R-1=First"));
        var second = await _germany.ImportAsync(ImportTable.Of("R-1=Second"));
        await (await _germany.UndoAsync(first)).ProblemAsync(409, "ADAM-6028");
        Assert.That((int)(await _germany.UndoAsync(second)).StatusCode, Is.EqualTo(200));
        // The undo has written version 3, which the first import has not.
        await (await _germany.UndoAsync(first)).ProblemAsync(409, "ADAM-6028");
        Assert.That(await StandingAsync(), Is.EqualTo("R-1 First 3"));
    }

    [Test]
    public async Task Donor_does_not_undo_what_an_admin_of_its_partner_has_written_for_others()
    {
        var api = TestApi.Over(Register.Database);
        var unodc = await api.ClientAsync(Role.Donor, "UNODC");
        var import = await _admin.ImportAsync(ImportTable.Of("R-1=Course"), "?owner=DE");
        var problem = await (await unodc.UndoAsync(import)).ProblemAsync(403, "ADAM-3004");
        Assert.That((string?)problem["detail"], Does.Contain("projects of DE"));
        Assert.That(await StandingAsync(), Is.EqualTo("R-1 Course 1"));
        Assert.That((int)(await _admin.UndoAsync(import)).StatusCode, Is.EqualTo(200));
        Assert.That(await StandingAsync(), Is.Empty);
    }

    [Test]
    public async Task Repeated_request_with_a_key_is_answered_alike()
    {
        var import = await _germany.ImportAsync(ImportTable.Of("R-1=Course"));
        var path = $"/v1/imports/{import["id"]}/undo";
        var first = await _germany.SendAsync("POST", path, headers: ("Idempotency-Key", "undo-1"));
        var again = await _germany.SendAsync("POST", path, headers: ("Idempotency-Key", "undo-1"));
        Assert.That(((int)first.StatusCode, (int)again.StatusCode), Is.EqualTo((200, 200)));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    private async Task<string> StandingAsync() =>
        string.Join(
            ", ",
            (await _germany.ReadAsync("/v1/projects"))["items"]!
                .AsArray()
                .Select(project => $"{project!["reference"]} {project["title"]} {project["version"]}")
        );

    private static IReadOnlyList<string> Content(JsonObject list)
    {
        foreach (var project in list["items"]!.AsArray())
        foreach (var stamp in (string[])["version", "updatedAt", "updatedBy"])
            project!.AsObject().Remove(stamp);
        return [.. list["items"]!.AsArray().Select(project => project!.Text())];
    }

    private async Task<string> PathOfAsync(string reference) =>
        "/v1/projects/"
        + (await _germany.ReadAsync("/v1/projects?limit=500"))["items"]!
            .AsArray()
            .Single(project => (string?)project!["reference"] == reference)!["id"];

    private async Task WithdrawAsync(string reference)
    {
        var path = await PathOfAsync(reference);
        var response = await _germany.SendAsync("DELETE", path, headers: ("If-Match", "*"));
        Assert.That((int)response.StatusCode, Is.EqualTo(204));
    }

    private async Task PatchAsync(string reference)
    {
        var path = await PathOfAsync(reference);
        var response = await _germany.SendAsync(
            "PATCH",
            path,
            """{ "title": "By hand" }""",
            "application/merge-patch+json",
            ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }
}
