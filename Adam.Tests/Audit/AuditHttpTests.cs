using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Audit;

/// <summary>Reads the audit chain and the refusals as an admin does.</summary>
public sealed class AuditHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;
    private HttpClient _admin = null!;
    private string _key = null!;
    private string _secret = null!;

    [TearDown]
    public void LetGo() => _germany.Dispose();

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        _secret = await api.KeyAsync(Role.Donor, "DE");
        _key = KeySecret.Parse(_secret)!.Id;
        _germany = api.With(_secret);
        _admin = await api.ClientAsync(Role.Admin);
    }

    [Test]
    public async Task Every_write_of_every_record_has_an_entry_with_the_key_and_the_request()
    {
        var project = await _germany.RecordAsync();
        var requests = new List<string>();
        await SendAsync("POST", "/v1/keys", """{ "partner": "DE", "role": "viewer", "name": "Reader" }""");
        var issued = (await EntriesAsync("subject=key&action=created"))[0]["id"]!;
        await SendAsync("DELETE", $"/v1/keys/{issued}");
        await SendAsync(
            "PATCH",
            "/v1/partners/AT",
            $$"""{ "contact": "{{Guid.NewGuid()}}@example.org" }""",
            MergePatch
        );
        await SendAsync(
            "POST",
            "/v1/exchange-rates",
            """{ "year": 2019, "source": "Central bank", "rates": [{ "currency": "TJS", "unitsPerUsd": 9.5 }] }"""
        );
        await SendAsync("PUT", "/v1/mappings/sheet", """{ "columns": { "Budget": "amounts" } }""");
        await SendAsync("DELETE", "/v1/mappings/sheet");
        var subscription = await SendAsync(
            "POST",
            "/v1/subscriptions",
            """{ "name": "News", "channel": "feed", "events": ["project.recorded"] }"""
        );
        var feed = $"/v1/subscriptions/{subscription["id"]}";
        await SendAsync("PATCH", feed, """{ "name": "More news" }""", MergePatch);
        await SendAsync("POST", $"{feed}/secret");
        await SendAsync("DELETE", feed);
        await SendAsync("DELETE", $"/v1/projects/{project.Id()}");

        var entries = await EntriesAsync("limit=500");
        var own = entries.Where(entry => (string?)entry["keyName"] == "Test Admin").Reverse().ToList();
        Assert.That(
            own.Select(entry => $"{entry["subject"]} {entry["action"]} {entry["partner"]}"),
            Is.EqualTo(
                new[]
                {
                    "key created UNODC",
                    "key revoked UNODC",
                    "partner changed UNODC",
                    "exchange-rate changed UNODC",
                    "mapping created UNODC",
                    "mapping removed UNODC",
                    "subscription created UNODC",
                    "subscription changed UNODC",
                    "subscription changed UNODC",
                    "subscription removed UNODC",
                    "project withdrawn UNODC",
                }
            )
        );
        Assert.That(own.Select(entry => (string)entry["requestId"]!), Is.EqualTo(requests));
        Assert.That(own.Select(entry => entry["keyId"]), Has.None.Null);
        Assert.That(entries.Select(entry => entry.Text()), Has.None.Contains("secret"));

        async Task<JsonObject> SendAsync(string method, string path, string? body = null, string? type = null)
        {
            var answer = await _admin.SendAsync(method, path, body, type ?? "application/json", ("If-Match", "*"));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(answer.IsSuccessStatusCode, Is.True, $"{method} {path}: {text}");
            requests.Add(answer.Headers.GetValues("X-Request-Id").Single());
            return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        }
    }

    [Test]
    public async Task Entries_are_filtered_paged_counted_and_exported()
    {
        var one = await _germany.RecordAsync("""{ "reference": "1" }""");
        await _germany.RecordAsync("""{ "reference": "2" }""");
        await _germany.SendAsync("DELETE", $"/v1/projects/{one.Id()}", null, "", ("If-Match", "*"));
        var all = await EntriesAsync("subject=project");
        Assert.That(
            all.Select(entry => (string)entry["action"]!),
            Is.EqualTo(new[] { "withdrawn", "created", "created" })
        );
        Assert.That((string)all[2]["content"]!["reference"]!, Is.EqualTo("1"));
        Assert.Multiple(async () =>
        {
            Assert.That(await EntriesAsync($"key={_key}"), Has.Count.EqualTo(3));
            Assert.That(await EntriesAsync("key=0123456789abcdef"), Is.Empty);
            Assert.That(await EntriesAsync("partner=de&subject=project"), Has.Count.EqualTo(3));
            Assert.That(await EntriesAsync("action=withdrawn"), Has.Count.EqualTo(1));
            Assert.That(await EntriesAsync($"project={one.Id()}"), Has.Count.EqualTo(2));
            Assert.That(await EntriesAsync($"project={one.Id()}&action=withdrawn"), Has.Count.EqualTo(1));
            Assert.That(await EntriesAsync($"requestId={all[1]["requestId"]}"), Has.Count.EqualTo(1));
            Assert.That(await EntriesAsync($"subject=project&until={all[1]["at"]}"), Has.Count.EqualTo(1));
            Assert.That(await EntriesAsync($"subject=project&from={all[0]["at"]}"), Has.Count.EqualTo(1));
        });
        var page = await _admin.ReadAsync("/v1/audit?subject=project&limit=2&count=true");
        Assert.That((int)page["total"]!, Is.EqualTo(3));
        var rest = await _admin.ReadAsync($"/v1/audit?subject=project&limit=2&cursor={page["nextCursor"]}");
        Assert.That(rest["items"]![0]!.Text(), Is.EqualTo(all[2].Text()));
        var csv = await _admin.GetStringAsync("/v1/audit?subject=project&format=csv");
        Assert.That(csv, Does.StartWith("\ufeffnumber,at,subject,action,id,version,keyId,keyName,partner,"));
        Assert.That(csv.Split("\r\n"), Has.Length.EqualTo(5));
        Assert.That(
            (await _admin.GetStringAsync("/v1/audit?subject=project&format=ndjson")).Trim().Split('\n'),
            Is.EqualTo(all.Select(entry => entry.Text()))
        );
        Assert.That(
            await (await _admin.GetAsync("/v1/audit?partner=Nowhere&from=2020-01-01&until=2019-01-01")).FaultsAsync(),
            Is.EqualTo(new[] { "partner ADAM-1012", "until ADAM-1010" })
        );
    }

    [Test]
    public async Task Count_that_would_test_too_many_entries_is_refused()
    {
        var project = await _germany.RecordAsync();
        await _germany.RecordAsync("""{ "reference": "2" }""");
        await using (var connection = TestRegister.Connect(Register.Database))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            // As if others stood between the last two entries.
            command.CommandText =
                "UPDATE AuditEntry SET AuditId = 100001 WHERE AuditId = (SELECT MAX(AuditId) FROM AuditEntry)";
            await command.ExecuteNonQueryAsync();
        }

        var refused = await (await _admin.GetAsync("/v1/audit?subject=project&count=true")).FaultsAsync();
        Assert.That(refused, Is.EqualTo(new[] { "count ADAM-1018" }));
        Assert.That((int)(await _admin.ReadAsync("/v1/audit?count=true"))["total"]!, Is.EqualTo(100_001));
        var counted = await _admin.ReadAsync($"/v1/audit?project={project.Id()}&action=created&count=true");
        Assert.That((int)counted["total"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Refused_requests_are_kept_with_caller_and_reason_and_like_ones_once()
    {
        var project = await _admin.RecordAsync("""{ "owner": "US", "donors": [{ "partner": "US" }] }""");
        for (var time = 0; time < 3; time++)
            await _germany.SendAsync("DELETE", $"/v1/projects/{project.Id()}", null, "", ("If-Match", "*"));
        await _germany.GetAsync("/v1/keys");
        var unknown = TestApi.Over(Register.Database).With(_secret[..^4] + "0000");
        await unknown.GetAsync("/v1/projects");

        var items = (await _admin.ReadAsync("/v1/audit/refusals?limit=500"))["items"]!.AsArray();
        Assert.That(
            items
                .Where(item => (string?)item!["keyId"] == _key)
                .Select(item =>
                    $"{item!["requests"]} {item["status"]} {item["code"]} {item["method"]} {item["route"]}"
                ),
            Is.EquivalentTo(new[] { "3 403 ADAM-3004 DELETE /v1/projects/{id}", "1 403 ADAM-2004 GET /v1/keys" })
        );
        Assert.That(
            items.Select(item => $"{item!["keyId"]} {item["code"]} {item["route"]}"),
            Has.Some.EqualTo(" ADAM-2002 /v1/projects")
        );
        Assert.That(items.Select(item => item!.Text()), Has.None.Contains(_secret[25..60]));
    }

    private async Task<IReadOnlyList<JsonObject>> EntriesAsync(string query) =>
        [.. (await _admin.ReadAsync($"/v1/audit?{query}"))["items"]!.AsArray().Select(item => item!.AsObject())];
}
