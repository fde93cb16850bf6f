using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Audit;

/// <summary>Reads the versions of projects, and restores them, over HTTP.</summary>
public sealed class ProjectHistoryHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _admin = null!;
    private string _key = null!;

    [TearDown]
    public void LetGo() => _germany.Dispose();

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        _key = await api.KeyAsync(Role.Donor, "DE");
        _germany = api.With(_key);
        _america = await api.ClientAsync(Role.Donor, "US");
        _admin = await api.ClientAsync(Role.Admin);
    }

    [Test]
    public async Task Every_version_says_who_wrote_it_when_and_which_members_from_what_to_what()
    {
        var recorded = await _germany.RecordAsync();
        var path = $"/v1/projects/{recorded.Id()}";
        var patched = await PatchAsync(_germany, path, """{ "title": "Training for customs" }""");
        await WithdrawAsync(_admin, path);

        var page = await _america.ReadAsync($"{path}/history?count=true");
        Assert.That((int)page["total"]!, Is.EqualTo(3));
        Assert.That(page["nextCursor"], Is.Null);
        var (first, second, third) = (page["items"]![0]!, page["items"]![1]!, page["items"]![2]!);
        Assert.Multiple(() =>
        {
            Assert.That((string)first["action"]!, Is.EqualTo("created"));
            Assert.That((string)first["at"]!, Is.EqualTo((string)recorded["createdAt"]!));
            Assert.That(first["changes"]!.AsArray(), Is.Empty);
            Assert.That((string)second["action"]!, Is.EqualTo("changed"));
            Assert.That(
                second["by"]!.Text(),
                Is.EqualTo(
                    Compact(
                        $$"""
                        {
                          "keyId": "{{KeySecret.Parse(_key)!.Id}}", "keyName": "Test Donor", "partner": "DE",
                          "requestId": "{{patched.Headers.GetValues("X-Request-Id").Single()}}", "importId": null
                        }
                        """
                    )
                )
            );
            Assert.That(
                second["changes"]!.Text(),
                Is.EqualTo(
                    Compact(
                        """
                        [{ "member": "title", "from": "Training for border police", "to": "Training for customs" }]
                        """
                    )
                )
            );
            Assert.That((string)third["action"]!, Is.EqualTo("withdrawn"));
            Assert.That((string)third["by"]!["partner"]!, Is.EqualTo("UNODC"));
            Assert.That(third["changes"]!.AsArray(), Is.Empty);
        });
        var gone = await (await _germany.GetAsync(path)).ProblemAsync(410, "ADAM-3003");
        Assert.That(
            (string?)gone["detail"],
            Does.Match(@"^An admin of UNODC, with the key 'Test Admin', withdrew this project of DE on \d{4}-")
        );
    }

    [Test]
    public async Task History_is_read_in_pages_whatever_their_size()
    {
        var path = $"/v1/projects/{(await _germany.RecordAsync()).Id()}";
        for (var number = 2; number <= 40; number++)
            await PatchAsync(_germany, path, $$"""{ "title": "Title {{number}}" }""");
        var whole = (await _germany.ReadAsync($"{path}/history?limit=500"))["items"]!.AsArray();
        Assert.That(whole, Has.Count.EqualTo(40));
        foreach (var limit in new[] { 1, 7, 16, 39 })
        {
            var pages = await _germany.PagesAsync($"{path}/history?limit={limit}");
            var items = pages.SelectMany(page => page["items"]!.AsArray()).Select(item => item!.Text());
            Assert.That(items, Is.EqualTo(whole.Select(item => item!.Text())));
        }
    }

    [Test]
    public async Task Every_version_is_read_as_it_was_returned_then()
    {
        var recorded = await _germany.RecordAsync();
        var path = $"/v1/projects/{recorded.Id()}";
        var then = new List<string> { await _germany.GetStringAsync(path) };
        for (var number = 2; number <= 36; number++)
        {
            await PatchAsync(
                _germany,
                path,
                number % 3 == 0
                    ? $$"""{ "description": "{{new string('x', number)}}\\u00e4 \"q\" {{number}}" }"""
                    : $$"""{ "donors": [{ "partner": "DE", "amount": {{number}}.50, "currency": "EUR" }] }"""
            );
            then.Add(await _germany.GetStringAsync(path));
        }

        for (var number = 1; number <= then.Count; number++)
        {
            var answer = await _america.GetAsync($"{path}/versions/{number}");
            Assert.That(answer.Headers.ETag!.ToString(), Is.EqualTo($"\"{number}\""));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(text, Does.EndWith($"\"project\":{then[number - 1]}}}"));
        }

        await (await _germany.GetAsync($"{path}/versions/37")).ProblemAsync(404, "ADAM-3020");
        await (await _germany.GetAsync($"{path}/versions/0")).ProblemAsync(404, "ADAM-3020");
    }

    [Test]
    public async Task Version_is_restored_as_a_new_one_also_after_a_withdrawal()
    {
        var recorded = await _germany.RecordAsync();
        var path = $"/v1/projects/{recorded.Id()}";
        await PatchAsync(_germany, path, """{ "title": "Training for customs", "countries": ["UZ"] }""");

        var stale = await RestoreAsync(_germany, path, 1, "\"1\"");
        await stale.ProblemAsync(412, "ADAM-1040");
        await (await _germany.SendAsync("POST", $"{path}/versions/1/restore")).ProblemAsync(428, "ADAM-1041");
        await (await RestoreAsync(_america, path, 1, "*")).ProblemAsync(403, "ADAM-3004");
        await (await RestoreAsync(_germany, path, 9, "*")).ProblemAsync(404, "ADAM-3020");
        var restored = await RestoreAsync(_germany, path, 1, "\"2\"");
        Assert.That(restored.Headers.ETag!.ToString(), Is.EqualTo("\"3\""));
        var project = await restored.ChangedAsync();
        Assert.That((string)project["title"]!, Is.EqualTo("Training for border police"));
        Assert.That((int)project["version"]!, Is.EqualTo(3));
        Assert.That(
            await _germany.ReadAsync(path),
            Is.EqualTo(project).Using<JsonNode>((one, other) => one.Text() == other.Text() ? 0 : 1)
        );

        await WithdrawAsync(_germany, path);
        var last = await _germany.GetAsync($"{path}/versions/4");
        Assert.That((string)(await last.JsonAsync())["action"]!, Is.EqualTo("withdrawn"));
        var back = await RestoreAsync(_germany, path, 3, last.Headers.ETag!.ToString());
        Assert.That((int)(await back.ChangedAsync())["version"]!, Is.EqualTo(5));
        var items = (await _germany.ReadAsync($"{path}/history"))["items"]!.AsArray();
        Assert.That((string)items[^1]!["action"]!, Is.EqualTo("revived"));
        Assert.That((await _germany.GetAsync(path)).IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task Project_is_read_as_it_stood_at_an_instant()
    {
        var recorded = await _germany.RecordAsync();
        var path = $"/v1/projects/{recorded.Id()}";
        var first = await _germany.GetStringAsync(path);
        var changed = await (
            await PatchAsync(_germany, path, """{ "title": "Training for customs" }""")
        ).ChangedAsync();
        await WithdrawAsync(_germany, path);
        var items = (await _germany.ReadAsync($"{path}/history"))["items"]!.AsArray();

        var then = await _germany.GetAsync($"{path}?asOf={items[0]!["at"]}");
        Assert.That(await then.Content.ReadAsStringAsync(), Is.EqualTo(first));
        Assert.That(then.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));
        var second = await _germany.ReadAsync($"{path}?asOf={items[1]!["at"]}");
        Assert.That((string)second["title"]!, Is.EqualTo((string)changed["title"]!));
        await (await _germany.GetAsync($"{path}?asOf={items[2]!["at"]}")).ProblemAsync(410, "ADAM-3003");
        await (await _germany.GetAsync($"{path}?asOf=2001-01-01")).ProblemAsync(404, "ADAM-3021");
        Assert.That(
            await (await _germany.GetAsync($"{path}?asOf=2999-01-01")).FaultsAsync(),
            Is.EqualTo(new[] { "asOf ADAM-1010" })
        );
    }

    [Test]
    public async Task Import_is_named_in_the_versions_that_it_wrote()
    {
        var answer = await _germany.SendAsync("POST", "/v1/imports", Body(), "application/x-ndjson");
        var report = await answer.JsonAsync();
        var import = (string)report["id"]!;
        var path = $"/v1/projects/{report["items"]![0]!["project"]}";
        await _germany.SendAsync("POST", $"/v1/imports/{import}/undo");
        var items = (await _germany.ReadAsync($"{path}/history"))["items"]!.AsArray();
        Assert.That(
            items.Select(item => $"{item!["action"]} {item["by"]!["importId"]} {item["by"]!["partner"]}"),
            Is.EqualTo(new[] { $"created {import} DE", $"withdrawn {import} DE" })
        );
    }

    [Test]
    public async Task Project_that_never_was_has_no_history()
    {
        const string nobody = "/v1/projects/01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10";
        await (await _germany.GetAsync($"{nobody}/history")).ProblemAsync(404, "ADAM-3002");
        await (await _germany.GetAsync($"{nobody}/versions/1")).ProblemAsync(404, "ADAM-3002");
        await (await _germany.GetAsync($"{nobody}?asOf=2020-01-01")).ProblemAsync(404, "ADAM-3002");
        await (await RestoreAsync(_germany, nobody, 1, "*")).ProblemAsync(404, "ADAM-3002");
    }

    private static Task<HttpResponseMessage> RestoreAsync(HttpClient client, string path, int version, string tag) =>
        client.SendAsync("POST", $"{path}/versions/{version}/restore", null, "", ("If-Match", tag));

    private static async Task<HttpResponseMessage> PatchAsync(HttpClient client, string path, string patch)
    {
        var answer = await client.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "*"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), await answer.Content.ReadAsStringAsync());
        return answer;
    }

    private static async Task WithdrawAsync(HttpClient client, string path)
    {
        var answer = await client.SendAsync("DELETE", path, null, "", ("If-Match", "*"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(204));
    }
}
