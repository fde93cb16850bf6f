using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Data.Imports;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Imports.Kept;

/// <summary>Reads the imports that the register keeps, and their reports.</summary>
public sealed class KeptImportHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        _germany = await api.ClientAsync(Role.Donor, "DE");
        _america = await api.ClientAsync(Role.Donor, "US");
        _admin = await api.ClientAsync(Role.Admin);
    }

    [Test]
    public async Task Import_is_kept_with_its_file_its_options_and_its_counts()
    {
        var table = ImportTable.Of("R-1=Course", "R-2=Course") + "R-3,Course,XX,precursors,DE,implementation,\r\n";
        var report = await _germany.ImportAsync(table, "?owner=de");
        var import = await _germany.ReadAsync($"/v1/imports/{report["id"]}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(table)));
        Assert.That(
            import.Text(),
            Is.EqualTo(
                ProjectHttp.Compact(
                    $$"""
                    {
                      "id": "{{report["id"]}}", "state": "finished", "stateReason": null, "partner": "DE",
                      "createdBy": "Test Donor", "owner": "DE",
                      "file": {
                        "name": "projects.csv", "format": "csv", "size": {{table.Length}}, "sha256": "{{hash}}"
                      },
                      "options": {
                        "dryRun": false, "atomic": false, "withdrawMissing": false, "pillar": null, "sheet": null,
                        "mapping": null, "hasMapping": false
                      },
                      "job": false,
                      "createdAt": "{{import["createdAt"]}}", "startedAt": "{{import["createdAt"]}}",
                      "endedAt": "{{import["endedAt"]}}",
                      "progress": {
                        "bytes": {{table.Length}}, "totalBytes": {{table.Length}}, "read": 3, "written": 2
                      },
                      "counts": {
                        "created": 2, "updated": 0, "unchanged": 0, "rejected": 1, "missing": 0, "withdrawn": 0
                      },
                      "report": "/v1/imports/{{report["id"]}}/report", "keptUntil": "{{import["keptUntil"]}}",
                      "undoneAt": null, "undoneBy": null
                    }
                    """
                )
            )
        );
        var kept = Instant(import["keptUntil"]!) - Instant(import["endedAt"]!);
        Assert.That(kept.TotalDays, Is.EqualTo(90).Within(0.1));

        var tag = await _germany.GetAsync($"/v1/imports/{report["id"]}");
        var again = await _germany.SendAsync(
            "GET",
            $"/v1/imports/{report["id"]}",
            headers: ("If-None-Match", tag.Headers.ETag!.Tag)
        );
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
    }

    [Test]
    public async Task Report_is_the_same_later_in_each_format()
    {
        var table = ImportTable.Of("R-1=Course") + "R-2,Course,XX,precursors,DE,implementation,\r\n";
        var report = await _germany.ImportAsync(table);
        var path = (string)(await _germany.ReadAsync($"/v1/imports/{report["id"]}"))["report"]!;
        Assert.That((await _germany.ReadAsync(path)).Text(), Is.EqualTo(report.Text()));
        foreach (var format in (string[])["csv", "rejected"])
        {
            using var at = await _germany.SendTableAsync(table, $"?dryRun=true&format={format}");
            using var later = await _germany.GetAsync($"{path}?format={format}");
            Assert.That(later.Content.Headers.ContentDisposition, Is.EqualTo(at.Content.Headers.ContentDisposition));
            var (now, then) = (await at.Content.ReadAsStringAsync(), await later.Content.ReadAsStringAsync());
            // A dry run names no project of a record that is not there.
            var id = (string)report["items"]![0]!["project"]!;
            Assert.That(then, Is.EqualTo(now.Replace("unchanged", "created", StringComparison.Ordinal)), format);
            if (format == "csv")
                Assert.That(then, Does.Contain(id));
        }
    }

    [Test]
    public async Task Partner_reads_its_own_imports_and_an_admin_all()
    {
        var germany = await _germany.ImportAsync(ImportTable.Of("R-1=Course"));
        var america = await _america.ImportAsync(ImportTable.Of("R-1=Course"));
        var admin = await _admin.ImportAsync(ImportTable.Of("R-2=Course"), "?owner=US");
        Assert.That(await IdsAsync(_germany, ""), Is.EqualTo(new[] { Id(germany) }));
        Assert.That(await IdsAsync(_america, ""), Is.EqualTo(new[] { Id(america) }));
        Assert.That(await IdsAsync(_admin, ""), Is.EqualTo(new[] { Id(admin), Id(america), Id(germany) }));
        Assert.That(await IdsAsync(_admin, "?owner=us"), Is.EqualTo(new[] { Id(admin), Id(america) }));
        Assert.That(await IdsAsync(_admin, "?owner=US&state=failed"), Is.Empty);
        Assert.That(await IdsAsync(_admin, "?from=2026-01-01&state=finished"), Has.Count.EqualTo(3));
        Assert.That(await IdsAsync(_admin, "?to=2026-01-01"), Is.Empty);
        await (await _america.GetAsync($"/v1/imports/{germany["id"]}")).ProblemAsync(404, "ADAM-6024");
        await (await _america.GetAsync($"/v1/imports/{germany["id"]}/report")).ProblemAsync(404, "ADAM-6024");
        await (await _america.UndoAsync(germany)).ProblemAsync(404, "ADAM-6024");
        Assert.That(
            await (await _admin.GetAsync("/v1/imports?owner=ZZ")).FaultsAsync(),
            Is.EqualTo(new[] { "owner ADAM-1012" })
        );

        var pages = new List<string>();
        for (var next = "/v1/imports?limit=1&count=true"; next is not null; )
        {
            var page = await _admin.ReadAsync(next);
            Assert.That((int)page["total"]!, Is.EqualTo(3));
            pages.AddRange(page["items"]!.AsArray().Select(item => Id(item!.AsObject())));
            next = page["nextCursor"] is { } cursor ? $"/v1/imports?limit=1&count=true&cursor={cursor}" : null;
        }

        Assert.That(pages, Is.EqualTo(new[] { Id(admin), Id(america), Id(germany) }));
    }

    [Test]
    public async Task File_that_cannot_be_read_is_kept_as_failed_and_has_no_report()
    {
        using var response = await _germany.SendTableAsync("\"reference,title\r\nR-1,Course\r\n");
        await response.ProblemAsync(400, "ADAM-6018");
        var import = (await _germany.ReadAsync("/v1/imports"))["items"]!.AsArray().Single()!;
        Assert.That((string?)import["state"], Is.EqualTo("failed"));
        Assert.That((string?)import["stateReason"], Does.EndWith("Nothing was imported."));
        Assert.That(import["report"], Is.Null);
        await (await _germany.GetAsync($"/v1/imports/{import["id"]}/report")).ProblemAsync(410, "ADAM-6025");
    }

    [Test]
    public async Task Dry_run_is_not_kept()
    {
        var report = await _germany.ImportAsync(ImportTable.Of("R-1=Course"), "?dryRun=true");
        Assert.That(report["id"], Is.Null);
        Assert.That((await _germany.ReadAsync("/v1/imports"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Report_and_former_records_are_removed_after_their_time()
    {
        await _germany.ImportAsync(ImportTable.Of("R-1=Course"));
        var import = await _germany.ImportAsync(ImportTable.Of("R-1=Another course"));
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(91));
        Assert.That(await new ImportLog(Register.Database, later).CleanAsync(TimeSpan.FromDays(90), default));
        var kept = await _germany.ReadAsync($"/v1/imports/{import["id"]}");
        Assert.That((kept["report"], kept["keptUntil"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
        Assert.That(ImportTable.Counts(kept), Is.EqualTo("updated 1"));
        await (await _germany.GetAsync($"/v1/imports/{import["id"]}/report")).ProblemAsync(410, "ADAM-6025");
        await (await _germany.UndoAsync(import)).ProblemAsync(409, "ADAM-6027");
    }

    [Test]
    public async Task Import_of_a_process_that_has_died_ends_as_failed_with_what_it_has_written()
    {
        var report = await _germany.ImportAsync(ImportTable.Of("R-1=Course"));
        var id = Guid.Parse(Id(report));
        var log = new ImportLog(Register.Database, TimeProvider.System);
        var died = (await log.FindAsync(id, default))!;
        var created = await log.AddAsync(
            new(
                Guid.CreateVersion7(),
                "DE",
                "DE",
                "Test Donor",
                IsJob: false,
                IsDryRun: false,
                died.File,
                "csv",
                died.Source,
                died.Options,
                10
            ),
            default
        );
        Assert.That(await log.CleanAsync(TimeSpan.FromDays(1), default));
        Assert.That((await log.FindAsync(created.Id, default))!.State, Is.EqualTo(ImportState.Running), "it may live");
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + ImportLease.Lasts.Multiply(2));
        Assert.That(await new ImportLog(Register.Database, later).CleanAsync(TimeSpan.FromDays(1), default));
        var ended = (await log.FindAsync(created.Id, default))!;
        Assert.That((ended.State, ended.EndedAt is not null), Is.EqualTo((ImportState.Failed, true)));
        Assert.That(ended.StateReason, Does.StartWith("The program ended while it worked on the import."));
        var sign = await log.BeatAsync(new(created, false), created.Advance, default);
        Assert.That(sign, Is.EqualTo(ImportSign.Lost), "the process learns it");
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(HttpClient client, string query) =>
        [.. (await client.ReadAsync($"/v1/imports{query}"))["items"]!.AsArray().Select(item => Id(item!.AsObject()))];

    private static string Id(JsonObject import) => (string)import["id"]!;

    private static DateTimeOffset Instant(JsonNode text) =>
        DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);
}
