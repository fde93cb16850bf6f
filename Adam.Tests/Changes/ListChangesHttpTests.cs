using System.Text.Json.Nodes;
using Adam.Data.Changes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Changes;

/// <summary>Reads the log of changes as a client that keeps a copy.</summary>
public sealed class ListChangesHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _analyst = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        _germany = await api.ClientAsync(Role.Donor, "DE");
        _america = await api.ClientAsync(Role.Donor, "US");
        _analyst = await api.ClientAsync(Role.Analyst);
    }

    [Test]
    public async Task Every_kind_of_change_is_listed_once_in_the_order_of_the_commits()
    {
        var ours = await _germany.RecordAsync(StrongMatch);
        var theirs = await _america.RecordAsync(With(StrongMatch, """{ "donors": [{ "partner": "US" }] }"""));
        await PatchAsync(_germany, ours, """{ "title": "Training for customs", "plannedEnd": "2021-06-30" }""");
        await PatchAsync(_germany, ours, """{ "title": "Training for customs" }""");
        var pair = PairId(ours, theirs);
        await DecideAsync(pair, "PUT", """{ "verdict": "complementary" }""");
        await DecideAsync(pair, "DELETE", null);
        await WithdrawAsync(_america, theirs);
        await ReviveAsync(_america, theirs);

        var page = await _analyst.ReadAsync("/v1/changes");
        Assert.That(
            page["items"]!.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    [
                      {
                        "at": "{{At(page, 0)}}", "by": "Test Donor", "subject": "project", "id": "{{ours.Id()}}",
                        "change": "created", "version": 1, "fields": null
                      },
                      {
                        "at": "{{At(page, 1)}}", "by": "Test Donor", "subject": "project", "id": "{{theirs.Id()}}",
                        "change": "created", "version": 1, "fields": null
                      },
                      {
                        "at": "{{At(page, 2)}}", "by": "Test Donor", "subject": "project", "id": "{{ours.Id()}}",
                        "change": "changed", "version": 2, "fields": ["title", "plannedEnd", "period"]
                      },
                      {
                        "at": "{{At(page, 3)}}", "by": "Test Analyst", "subject": "overlap", "id": "{{pair}}",
                        "change": "verdict-given", "version": null, "fields": null
                      },
                      {
                        "at": "{{At(page, 4)}}", "by": "Test Analyst", "subject": "overlap", "id": "{{pair}}",
                        "change": "verdict-taken-back", "version": null, "fields": null
                      },
                      {
                        "at": "{{At(page, 5)}}", "by": "Test Donor", "subject": "project", "id": "{{theirs.Id()}}",
                        "change": "withdrawn", "version": 2, "fields": null
                      },
                      {
                        "at": "{{At(page, 6)}}", "by": "Test Donor", "subject": "project", "id": "{{theirs.Id()}}",
                        "change": "revived", "version": 3, "fields": ["title"]
                      }
                    ]
                    """
                )
            )
        );
        Assert.That(At(page, 0), Is.EqualTo((string)ours["createdAt"]!));
        Assert.That(page.Select(member => member.Key), Is.EqualTo(new[] { "items", "nextCursor" }));
    }

    [Test]
    public async Task Pages_of_any_size_hold_the_whole_list_and_the_end_is_a_place_to_go_on_from()
    {
        for (var number = 0; number < 5; number++)
            await _germany.RecordAsync($$"""{ "reference": "R-{{number}}" }""");
        var whole = await _germany.ReadAsync("/v1/changes?limit=500");

        var (walked, cursor) = (new List<string>(), "");
        for (var page = await _germany.ReadAsync("/v1/changes?limit=2"); page["items"]!.AsArray().Count > 0; )
        {
            walked.AddRange(page["items"]!.AsArray().Select(item => item!.Text()));
            cursor = (string)page["nextCursor"]!;
            page = await _germany.ReadAsync($"/v1/changes?limit=2&after={cursor}");
            Assert.That(walked, Has.Count.LessThan(100), "The list does not end.");
        }

        Assert.That(walked, Is.EqualTo(whole["items"]!.AsArray().Select(item => item!.Text())));
        Assert.That(cursor, Is.EqualTo((string)whole["nextCursor"]!));
        var end = await _germany.ReadAsync($"/v1/changes?after={cursor}");
        Assert.That(end.Text(), Is.EqualTo($$"""{"items":[],"nextCursor":"{{cursor}}"}"""));
    }

    [Test]
    public async Task Empty_register_has_a_cursor_to_wait_at()
    {
        var page = await _germany.ReadAsync("/v1/changes");
        Assert.That(page["items"]!.AsArray(), Is.Empty);
        var recorded = await _germany.RecordAsync();
        var next = await _germany.ReadAsync($"/v1/changes?after={page["nextCursor"]}");
        Assert.That(next.Each("id"), Is.EqualTo(new[] { recorded.Id() }));
    }

    [Test]
    public async Task Now_is_the_position_of_the_last_change()
    {
        var start = await _germany.ReadAsync("/v1/changes?after=now");
        Assert.That(start.Text(), Is.EqualTo((await _germany.ReadAsync("/v1/changes")).Text()));
        await _germany.RecordAsync();
        var all = await _germany.ReadAsync("/v1/changes");
        var now = await _germany.ReadAsync("/v1/changes?after=now");
        Assert.That(now.Text(), Is.EqualTo($$"""{"items":[],"nextCursor":"{{all["nextCursor"]}}"}"""));
    }

    [TestCase("x", TestName = "Cursor_that_is_no_number_is_refused")]
    [TestCase("eyJPZiI6bnVsbH0", TestName = "Cursor_of_another_list_is_refused")]
    [TestCase("MDox", TestName = "Cursor_before_the_first_change_with_an_instant_is_refused")] // 0:1
    [TestCase("MDAxOjE", TestName = "Cursor_in_another_spelling_is_refused")] // 001:1
    [TestCase("OTk5OTk5OTk5Ojk", TestName = "Cursor_after_the_last_change_is_refused")] // 999999999:9
    [TestCase("%F0%9F%98%80", TestName = "Cursor_that_is_no_ASCII_is_refused")]
    public async Task Invalid_cursor_is_refused(string cursor)
    {
        await _germany.RecordAsync();
        Assert.That(
            await (await _germany.GetAsync($"/v1/changes?after={cursor}")).FaultsAsync(),
            Is.EqualTo(new[] { "after ADAM-1013" })
        );
    }

    [Test]
    public async Task Cursor_of_a_change_that_a_restore_has_replaced_is_refused()
    {
        await _germany.RecordAsync();
        var cursor = (string)(await _germany.ReadAsync("/v1/changes"))["nextCursor"]!;
        var number = await new ChangeStore(Register.Database).LastAsync(default);
        await Register.ResetAsync();
        _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        do await _germany.RecordAsync($$"""{ "reference": "{{Guid.NewGuid()}}" }""");
        while (await new ChangeStore(Register.Database).LastAsync(default) < number);

        Assert.That(
            await (await _germany.GetAsync($"/v1/changes?after={cursor}")).FaultsAsync(),
            Is.EqualTo(new[] { "after ADAM-1013" })
        );
    }

    [TestCase("country=tjk&country=KZ", "0 1")]
    [TestCase("country=UZ", "1")]
    [TestCase("pillar=precursors", "2")]
    [TestCase("owner=Germany", "0 1 2")]
    [TestCase("owner=DE&donor=US", "2")]
    [TestCase("donor=World Bank", "0")]
    [TestCase("subject=overlap", "")]
    [TestCase("subject=project&country=AF", "2 3")]
    public async Task Filters_hold_before_or_after_the_change(string query, string expected)
    {
        await _germany.RecordAsync("""{ "reference": "0", "donors": [{ "name": "World Bank" }] }""");
        var moved = await _germany.RecordAsync("""{ "reference": "1", "countries": ["UZ", "KZ"] }""");
        await _germany.RecordAsync(
            """
            {
              "reference": "2", "countries": ["AF"], "pillars": ["precursors"],
              "donors": [{ "partner": "US" }, { "partner": "DE" }]
            }
            """
        );
        await _america.RecordAsync("""{ "reference": "3", "countries": ["AF"], "donors": [{ "partner": "US" }] }""");
        Assert.That(
            string.Join(' ', await ReferencesAsync($"/v1/changes?{query}")),
            Is.EqualTo(expected),
            "after four projects were recorded"
        );

        var cursor = (string)(await _germany.ReadAsync("/v1/changes"))["nextCursor"]!;
        await PatchAsync(_germany, moved, """{ "countries": ["IR"] }""");
        var seen = query is "country=UZ" or "country=tjk&country=KZ" or "owner=Germany" ? new[] { "1" } : [];
        Assert.That(
            await ReferencesAsync($"/v1/changes?{query}&after={cursor}"),
            Is.EqualTo(seen),
            "a project that leaves a filter is reported once more"
        );
        Assert.That(await ReferencesAsync($"/v1/changes?country=IR&after={cursor}"), Is.EqualTo(new[] { "1" }));
    }

    [TestCase("wait=31", "wait ADAM-1010")]
    [TestCase("wait=-1", "wait ADAM-1010")]
    [TestCase("limit=501", "limit ADAM-1010")]
    [TestCase("owner=Nowhere&donor=Nobody&country=TJX", "country ADAM-1012", "owner ADAM-1012", "donor ADAM-1012")]
    [TestCase("cursor=x", "cursor ADAM-1001")]
    public async Task Faults_are_named(string query, params string[] faults) =>
        Assert.That(await (await _germany.GetAsync($"/v1/changes?{query}")).FaultsAsync(), Is.EquivalentTo(faults));

    [Test]
    public async Task Wait_ends_with_the_next_change_that_passes_the_filter()
    {
        var cursor = (string)(await _germany.ReadAsync("/v1/changes"))["nextCursor"]!;
        var waiting = _germany.ReadAsync($"/v1/changes?wait=30&country=UZ&after={cursor}");
        await _germany.RecordAsync("""{ "reference": "0" }""");
        Assert.That(waiting.IsCompleted, Is.False, "a change in another country ends no wait");

        var recorded = await _germany.RecordAsync("""{ "reference": "1", "countries": ["UZ"] }""");
        Assert.That((await waiting).Each("id"), Is.EqualTo(new[] { recorded.Id() }));
    }

    [Test]
    public async Task Wait_without_a_change_ends_with_an_empty_page_at_the_same_place()
    {
        await _germany.RecordAsync();
        var cursor = (string)(await _germany.ReadAsync("/v1/changes"))["nextCursor"]!;
        var page = await _germany.ReadAsync($"/v1/changes?wait=1&after={cursor}");
        Assert.That(page.Text(), Is.EqualTo($$"""{"items":[],"nextCursor":"{{cursor}}"}"""));
    }

    [Test]
    public async Task Rebuild_and_an_import_of_what_is_there_are_no_changes()
    {
        await _germany.RecordAsync();
        var line = (await _germany.ReadAsync("/v1/projects"))["items"]![0]!.Text();
        var before = (await _germany.ReadAsync("/v1/changes"))["items"]!.Text();
        var imported = await _germany.SendAsync("POST", "/v1/imports", line, "application/x-ndjson");
        Assert.That((int)(await imported.JsonAsync())["unchanged"]!, Is.EqualTo(1));
        await TestStores.Reindex(Register.Database, TimeProvider.System).RunAsync([], null, default);
        // The end of the import moves the cursor, because subscriptions are told of it.
        Assert.That((await _germany.ReadAsync("/v1/changes"))["items"]!.Text(), Is.EqualTo(before));
    }

    private static string At(JsonObject page, int index) => (string)page["items"]![index]!["at"]!;

    private async Task<IReadOnlyList<string>> ReferencesAsync(string path)
    {
        var references = (await _germany.ReadAsync("/v1/projects"))["items"]!
            .AsArray()
            .ToDictionary(project => (string)project!["id"]!, project => (string)project!["reference"]!);
        return [.. (await _germany.ReadAsync(path)).Each("id").Select(id => references[id])];
    }

    private static async Task PatchAsync(HttpClient client, JsonObject project, string patch)
    {
        var path = $"/v1/projects/{project.Id()}";
        var answer = await client.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "*"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), await answer.Content.ReadAsStringAsync());
    }

    private async Task DecideAsync(string pair, string method, string? body)
    {
        var answer = await _analyst.SendAsync(
            method,
            $"/v1/overlaps/{pair}/verdict",
            body,
            "application/json",
            ("If-Match", "*")
        );
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task WithdrawAsync(HttpClient client, JsonObject project)
    {
        var path = $"/v1/projects/{project.Id()}";
        var answer = await client.SendAsync("DELETE", path, null, "", ("If-Match", "*"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(204));
    }

    private static async Task ReviveAsync(HttpClient client, JsonObject project)
    {
        var line = Body(With(StrongMatch, """{ "donors": [{ "partner": "US" }], "title": "Customs" }"""));
        var answer = await client.SendAsync("POST", "/v1/imports", line, "application/x-ndjson");
        var report = await answer.JsonAsync();
        Assert.That((string)report["items"]![0]!["project"]!, Is.EqualTo(project.Id()), report.Text());
    }
}
