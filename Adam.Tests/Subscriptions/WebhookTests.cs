using System.Text.Json.Nodes;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Imports.Kept;
using Adam.Tests.Projects;
using Adam.Tests.Questionnaires;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Subscriptions;

/// <summary>
/// Delivers events to a local receiver. Time passes only when the test says so, except that of a receiver that stalls.
/// </summary>
[TestFixture("sqlite", Category = "sqlite")]
[TestFixture("sqlserver", Category = "sqlserver")]
public sealed class WebhookTests(string engine)
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private Database _database = null!;
    private WebhookReceiver _receiver = null!;
    private TestApi _base = null!;
    private WebApplicationFactory<Program> _program = null!;
    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _analyst = null!;

    [SetUp]
    public async Task StartProgram()
    {
        await TestRegister.GetAsync(engine); // ignores the test without a server
        var database = await TestRegister.NewRegisterAsync(engine);
        _database = database.Service;
        _receiver = await WebhookReceiver.StartAsync();
        await RestartAsync();
    }

    [TearDown]
    public async Task StopProgram()
    {
        if (_receiver is not null)
            await _receiver.DisposeAsync();
        if (_program is not null)
            await _program.DisposeAsync();
        if (_base is not null)
            await _base.DisposeAsync();
    }

    [Test]
    public async Task Event_of_a_project_is_sent_signed_and_listed()
    {
        var subscription = await SubscribeAsync("""{ "events": ["project.recorded", "project.changed"] }""");
        var project = await _america.RecordAsync("""{ "donors": [{ "partner": "US" }] }""");
        await UntilAsync(() => _receiver.Taken.Count == 1);

        var (change, received) = ((await ChangesAsync())[0]!, _receiver.Received.Single());
        Assert.That(received.IsSignedBy((string)subscription["secret"]!), Is.True);
        Assert.That(
            long.Parse(received.Timestamp, null),
            Is.InRange(_time.Start.ToUnixTimeSeconds(), _time.GetUtcNow().ToUnixTimeSeconds())
        );
        var cursor = (string)(await _germany.ReadAsync("/v1/changes"))["nextCursor"]!;
        Assert.That(received.Id, Is.EqualTo($"evt_{cursor}"));
        Assert.That(
            received.Body,
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "type": "project.recorded", "timestamp": "{{change["at"]}}",
                      "data": {
                        "id": "{{project.Id()}}", "cursor": "{{cursor}}", "by": "Test Donor", "version": 1,
                        "fields": null,
                        "projects": [
                          {
                            "id": "{{project.Id()}}", "reference": "R-1", "owner": "US",
                            "title": "Training for border police"
                          }
                        ]
                      }
                    }
                    """
                )
            )
        );

        var deliveries = await DeliveriesAsync(subscription, count: 1);
        Assert.That(deliveries[0]!["event"]!.ToString(), Is.EqualTo(received.Id));
        Assert.That((int?)deliveries[0]!["status"], Is.EqualTo(204));
        Assert.That(deliveries[0]!["error"], Is.Null);
    }

    [Test]
    public async Task Questionnaire_that_is_due_is_sent_once()
    {
        await SubscribeAsync("""{ "events": ["questionnaire.due", "project.recorded"] }""");
        var admin = await ClientAsync(Role.Admin, "UNODC");
        await admin.AddQuestionnaireAsync(QuestionnaireHttp.Questionnaire());
        var due = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime).AddDays(13);
        await admin.SetStateAsync("FLOWS-1", $$"""{ "state": "open", "dueOn": "{{due:yyyy-MM-dd}}" }""");
        await UntilAsync(() => _receiver.Taken.Count == 1);
        await _america.RecordAsync();
        await UntilAsync(() => _receiver.Taken.Count == 2);

        var (first, second) = (
            JsonNode.Parse(_receiver.Received[0].Body)!,
            JsonNode.Parse(_receiver.Received[^1].Body)!
        );
        Assert.That((string?)second["type"], Is.EqualTo("project.recorded"));
        Assert.That((string?)first["type"], Is.EqualTo("questionnaire.due"));
        first["data"]!.AsObject().Remove("cursor");

        // The clock of the test goes on while it waits, and may have passed midnight before the event.
        var told = DateOnly.FromDateTime(DateTimeOffset.Parse((string)first["timestamp"]!, null).UtcDateTime);
        Assert.That(told, Is.InRange(due.AddDays(-13), due));
        Assert.That(
            first["data"]!.ToJsonString(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "id": "FLOWS-1", "by": null, "version": null, "fields": null, "projects": [],
                      "questionnaire": {
                        "href": "/v1/questionnaires/FLOWS-1", "reference": "FLOWS-1", "title": "Financial flows",
                        "dueOn": "{{due:yyyy-MM-dd}}", "daysLeft": {{due.DayNumber - told.DayNumber}}
                      }
                    }
                    """
                )
            )
        );
    }

    [Test]
    public async Task Partner_is_told_of_overlaps_of_others_with_its_projects_and_of_verdicts_on_them()
    {
        var subscription = await SubscribeAsync(
            """{ "events": ["overlap.recorded", "verdict.given", "verdict.taken_back"] }"""
        );
        var kenya = """{ "events": ["overlap.recorded", "verdict.given"], "countries": ["KE"] }""";
        await SubscribeAsync(kenya);
        var ours = await _germany.RecordAsync(StrongMatch);
        var theirs = await _america.RecordAsync(With(StrongMatch, """{ "donors": [{ "partner": "US" }] }"""));
        var pair = PairId(ours, theirs);
        foreach (var (method, body) in new[] { ("PUT", """{ "verdict": "unrelated" }"""), ("DELETE", null) })
        {
            var verdict = $"/v1/overlaps/{pair}/verdict";
            var answer = await _analyst.SendAsync(method, verdict, body, "application/json", ("If-Match", "*"));
            Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        await UntilAsync(() => _receiver.Taken.Count >= 3);
        Assert.That(
            _receiver.Received.Select(one => $"{one.Payload["type"]} {one.Payload["data"]!["id"]}"),
            Is.EqualTo(new[] { $"overlap.recorded {pair}", $"verdict.given {pair}", $"verdict.taken_back {pair}" }),
            "our own record is no news, and no project is in Kenya"
        );
        var overlap = _receiver.Received[0].Payload["data"]!;
        var score = (await _germany.ReadAsync($"/v1/overlaps/{pair}"))["score"]!;
        Assert.That(overlap["score"]!.Text(), Is.EqualTo(score.Text()));
        Assert.That(
            overlap["projects"]!.AsArray().Select(project => (string?)project!["owner"]),
            Is.EqualTo(new[] { "US", "DE" })
        );
        Assert.That(_receiver.Received, Has.All.Matches<ReceivedEvent>(one => one!.IsSignedBy(SecretOf(subscription))));
    }

    [Test]
    public async Task End_of_an_import_is_told_to_its_partner_alone_and_is_no_change_of_a_record()
    {
        await SubscribeAsync("""{ "events": ["import.finished"], "countries": ["KE"] }""");
        await _america.ImportAsync(ImportTable.Of("R-1=Course"));
        var report = await _germany.ImportAsync(ImportTable.Of("R-1=Course", "R-2=Course"));
        using var unreadable = await _germany.SendTableAsync("\"reference");
        await UntilAsync(() => _receiver.Taken.Count == 2);
        var (first, second) = (_receiver.Received[0].Payload, _receiver.Received[1].Payload);
        Assert.That((string?)first["type"], Is.EqualTo("import.finished"));
        Assert.That((string?)first["data"]!["id"], Is.EqualTo((string?)report["id"]));
        Assert.That(
            first["data"]!["import"]!.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "href": "/v1/imports/{{report["id"]}}", "state": "finished", "file": "projects.csv",
                      "created": 2, "updated": 0, "unchanged": 0, "rejected": 0, "missing": 0, "withdrawn": 0
                    }
                    """
                )
            )
        );
        Assert.That((string?)second["data"]!["import"]!["state"], Is.EqualTo("failed"));
        Assert.That(
            (await ChangesAsync()).Select(change => (string?)change!["change"]),
            Is.EqualTo(new[] { "created", "created", "created" })
        );
    }

    /// <summary>A partner is told nothing of restricted projects of others, by whatever they change.</summary>
    [Test]
    public async Task Receiver_is_told_nothing_of_restricted_projects_of_others()
    {
        await SubscribeAsync(
            """
            {
              "events": [
                "project.recorded", "project.changed", "project.withdrawn", "project.revived", "overlap.recorded",
                "verdict.given", "verdict.taken_back", "note.added", "import.finished"
              ]
            }
            """
        );
        var ours = await _germany.RecordAsync(StrongMatch);
        var secret = With(
            StrongMatch,
            """
            {
              "reference": "Zorb-1", "title": "Zorbulon", "donors": [{ "partner": "US" }], "visibility": "restricted"
            }
            """
        );
        var theirs = await _america.RecordAsync(secret);
        var pair = $"/v1/overlaps/{PairId(ours, theirs)}";
        var path = $"/v1/projects/{theirs.Id()}";
        await SendAsync(_analyst, "PUT", $"{pair}/verdict", """{ "verdict": "duplicate", "note": "Zorbulon" }""");
        await SendAsync(_analyst, "POST", $"{pair}/notes", """{ "text": "Zorbulon" }""");
        await SendAsync(_analyst, "DELETE", $"{pair}/verdict");
        await SendAsync(_america, "PATCH", path, """{ "title": "Zorbulon again" }""", MergePatch);
        await SendAsync(_america, "DELETE", path);
        // An admin of the subscriber imports it for its owner, and so revives it.
        var admin = await ClientAsync(Role.Admin, "DE");
        var line = Compact(Body(With(secret, """{ "owner": "US" }""")));
        await SendAsync(admin, "POST", "/v1/imports", line, "application/x-ndjson");
        var last = await _america.RecordAsync(
            """{ "reference": "Last", "countries": ["KZ"], "donors": [{ "partner": "US" }] }"""
        );

        await UntilAsync(() =>
            _receiver.Taken.Count > 0 && _receiver.Received[^1].Body.Contains(last.Id(), StringComparison.Ordinal)
        );
        Assert.That(
            _receiver.Received.Select(one => $"{one.Payload["type"]} {one.Payload["data"]!["id"]}"),
            Is.EqualTo(new[] { $"project.recorded {ours.Id()}", $"project.recorded {last.Id()}" })
        );
        Assert.That(_receiver.Received.Select(one => one.Body), Has.None.Contains("Zorb"));
    }

    [TestCase(1)]
    public async Task Receiver_that_fails_stalls_and_comes_back_receives_each_event_in_order(int seed)
    {
        var subscription = await SubscribeAsync(
            """{ "events": ["project.recorded", "project.changed", "project.withdrawn"] }"""
        );
        var random = new Random(seed);
        _receiver.Behaviour = _ =>
        {
            lock (random)
                return random.Next(10) switch
                {
                    < 5 => 200,
                    < 7 => 500,
                    7 => 302,
                    8 => 0,
                    _ => -1,
                };
        };

        // Four clients write at the same time, and the program restarts in the midst of the deliveries.
        await WriteAsync(rounds: 2, "a");
        await UntilAsync(() => _receiver.Received.Count >= 3);
        await RestartAsync();
        await WriteAsync(rounds: 2, "b");

        var changes = await ChangesAsync();
        await UntilAsync(() => _receiver.Taken.Count == changes.Count);
        Assert.That(_receiver.Received, Has.All.Matches<ReceivedEvent>(one => one!.IsSignedBy(SecretOf(subscription))));
        Assert.That(
            _receiver.Taken.Select(one => $"{one.Payload["data"]!["id"]} {one.Payload["data"]!["version"]}"),
            Is.EqualTo(changes.Select(change => $"{change!["id"]} {change["version"]}")),
            "each change is taken, in the order of the commits"
        );
        Assert.That(_receiver.Received.Count(one => !one.IsTaken), Is.GreaterThan(0), "the receiver has failed");
    }

    [Test]
    public async Task Writes_do_not_wait_for_a_receiver_that_stalls()
    {
        await SubscribeAsync("""{ "events": ["project.recorded"] }""");
        _receiver.Behaviour = _ => -1;
        await _germany.RecordAsync("""{ "reference": "0" }""");
        await UntilAsync(() => _receiver.Received.Count > 0);
        for (var number = 1; number < 20; number++)
            await _germany.RecordAsync($$"""{ "reference": "{{number}}" }""");
        Assert.That(await ChangesAsync(), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Receiver_that_is_gone_ends_the_subscription_until_its_owner_activates_it()
    {
        var subscription = await SubscribeAsync("""{ "events": ["project.recorded"] }""");
        _receiver.Behaviour = _ => 410;
        await _germany.RecordAsync("""{ "reference": "0" }""");
        var disabled = await UntilDisabledAsync(subscription);
        Assert.That(
            (string?)disabled["stateReason"],
            Is.EqualTo("The receiver answered 410: it wants no more events.")
        );
        await _germany.RecordAsync("""{ "reference": "1" }""");

        _receiver.Behaviour = _ => 200;
        await PatchAsync(disabled, """{ "state": "active" }""");
        await UntilAsync(() => _receiver.Taken.Count == 2);
        Assert.That(References(), Is.EqualTo(new[] { "0", "1" }));
    }

    [Test]
    public async Task Redirect_of_a_receiver_is_not_followed()
    {
        await using var target = await WebhookReceiver.StartAsync();
        var subscription = await SubscribeAsync("""{ "events": ["project.recorded"] }""");
        // 307 repeats the request as it was, with its body.
        (_receiver.Location, _receiver.Behaviour) = (target.Url, number => number == 0 ? 307 : 204);
        await _germany.RecordAsync();
        await UntilAsync(() => _receiver.Taken.Count + target.Received.Count == 1);
        Assert.That(target.Received, Is.Empty);
        var deliveries = await DeliveriesAsync(subscription, count: 2);
        Assert.That(deliveries.Select(one => (int?)one!["status"]), Is.EqualTo(new[] { 204, 307 }));
    }

    [Test]
    public async Task Receiver_that_fails_for_days_is_left_alone()
    {
        var subscription = await SubscribeAsync("""{ "events": ["project.recorded"] }""");
        _receiver.Behaviour = _ => 503;
        await _germany.RecordAsync();
        var disabled = await UntilDisabledAsync(subscription);
        Assert.That((string?)disabled["stateReason"], Does.StartWith("No event could be delivered since 20"));
        var attempts = _receiver.Received.Count;
        Assert.That(attempts, Is.GreaterThan(5));
        Assert.That(_receiver.Received.Select(one => one.Id).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await DeliveriesAsync(subscription, attempts), Has.Count.EqualTo(attempts));
    }

    [Test]
    public async Task Events_are_sent_again_from_a_cursor()
    {
        var subscription = await SubscribeAsync("""{ "events": ["project.recorded"] }""");
        for (var number = 0; number < 3; number++)
            await _germany.RecordAsync($$"""{ "reference": "{{number}}" }""");
        await UntilAsync(() => _receiver.Taken.Count == 3);

        var cursor = (string)_receiver.Taken[0].Payload["data"]!["cursor"]!;
        await PatchAsync(subscription, $$"""{ "after": "{{cursor}}" }""");
        await UntilAsync(() => _receiver.Received.Count == 5);
        Assert.That(References(), Is.EqualTo(new[] { "0", "1", "2", "1", "2" }));
        Assert.That(_receiver.Taken, Has.Count.EqualTo(3), "an event keeps its id");
    }

    [Test]
    public async Task Former_secret_also_signs_for_a_day()
    {
        var subscription = await SubscribeAsync("""{ "events": ["project.recorded"] }""");
        var path = $"/v1/subscriptions/{subscription.Id()}/secret";
        var replaced = await (await _germany.SendAsync("POST", path, null, "", ("If-Match", "*"))).JsonAsync();
        await _germany.RecordAsync("""{ "reference": "0" }""");
        await UntilAsync(() => _receiver.Taken.Count == 1);
        Assert.That(_receiver.Taken[0].IsSignedBy(SecretOf(subscription)), Is.True);
        Assert.That(_receiver.Taken[0].IsSignedBy(SecretOf(replaced)), Is.True);

        _time.Advance(TimeSpan.FromDays(1));
        await _germany.RecordAsync("""{ "reference": "1" }""");
        await UntilAsync(() => _receiver.Taken.Count == 2);
        Assert.That(_receiver.Taken[1].IsSignedBy(SecretOf(subscription)), Is.False);
        Assert.That(_receiver.Taken[1].IsSignedBy(SecretOf(replaced)), Is.True);
    }

    [TestCase("127.0.0.1")]
    [TestCase("localhost")]
    [TestCase("[::ffff:127.0.0.1]")]
    public async Task Connection_to_a_private_address_is_refused_whatever_was_stored(string host)
    {
        await using var strict = new TestApi(_database);
        var draft = new SubscriptionDraft(
            SubscriptionChannel.Webhook,
            "Ours",
            _receiver.Url.Replace("127.0.0.1", host, StringComparison.Ordinal),
            new([EventType.ProjectRecorded], [], [], [], [])
        );
        var stored = await new SubscriptionStore(_database).AddAsync(
            Guid.NewGuid(),
            "DE",
            draft,
            [1],
            ChangePosition.Start,
            "test",
            DateTimeOffset.UnixEpoch,
            default
        );
        var attempt = await strict.Services.GetRequiredService<WebhookClient>().SendAsync(stored!, "evt", [], default);
        Assert.That(attempt, Is.EqualTo(new WebhookAttempt(null, "The host is not on the public Internet.", null)));
        Assert.That(_receiver.Received, Is.Empty);
    }

    private static async Task SendAsync(
        HttpClient client,
        string method,
        string path,
        string? body = null,
        string mediaType = "application/json"
    )
    {
        using var answer = await client.SendAsync(method, path, body, mediaType, ("If-Match", "*"));
        Assert.That(answer.IsSuccessStatusCode, $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static string SecretOf(JsonObject subscription) => (string)subscription["secret"]!;

    private IEnumerable<string> References() =>
        _receiver
            .Received.Where(one => one.IsTaken)
            .Select(one => (string)one.Payload["data"]!["projects"]![0]!["reference"]!);

    private async Task RestartAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        if (_base is not null)
            await _base.DisposeAsync();
        _base = new TestApi(_database);
        _program = _base.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Adam:PrivateWebhooks", "true");
            builder.ConfigureTestServices(services =>
                services
                    .AddSingleton<TimeProvider>(_time)
                    .AddSingleton(provider => new WebhookClient(
                        provider.GetRequiredService<WebhookAddress>(),
                        _time,
                        TimeSpan.FromSeconds(0.5)
                    ))
                    .AddHostedService<WebhookService>()
            );
        });
        _germany = await ClientAsync(Role.Donor, "DE");
        _america = await ClientAsync(Role.Donor, "US");
        _analyst = await ClientAsync(Role.Analyst, "UNODC");
    }

    private async Task<HttpClient> ClientAsync(Role role, string partner)
    {
        var client = _program.CreateClient();
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            await TestApi.KeyAsync(new(_database), role, partner)
        );
        return client;
    }

    private async Task<JsonObject> SubscribeAsync(string changes)
    {
        var body = With($$"""{ "name": "Ours", "url": "{{_receiver.Url}}" }""", changes);
        var response = await _germany.SendAsync("POST", "/v1/subscriptions", body);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private async Task PatchAsync(JsonObject subscription, string patch)
    {
        var path = $"/v1/subscriptions/{subscription.Id()}";
        var answer = await _germany.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "*"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Four clients record, change and withdraw projects at the same time.</summary>
    private Task WriteAsync(int rounds, string prefix) =>
        Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var round = 0; round < rounds; round++)
                        {
                            var reference = $"{prefix}-{writer}-{round}";
                            var project = await _germany.RecordAsync($$"""{ "reference": "{{reference}}" }""");
                            var path = $"/v1/projects/{project.Id()}";
                            var title = $$"""{ "title": "Title {{round}}" }""";
                            await _germany.SendAsync("PATCH", path, title, MergePatch, ("If-Match", "*"));
                            if (round % 2 == 1)
                                await _germany.SendAsync("DELETE", path, null, "", ("If-Match", "*"));
                        }
                    })
                )
        );

    private async Task<JsonArray> ChangesAsync() =>
        (await _germany.ReadAsync("/v1/changes?limit=500"))["items"]!.AsArray();

    private async Task<JsonArray> DeliveriesAsync(JsonObject subscription, int count)
    {
        JsonArray deliveries = [];
        await UntilAsync(async () =>
        {
            var path = $"/v1/subscriptions/{subscription.Id()}/deliveries?limit=500";
            deliveries = (await _germany.ReadAsync(path))["items"]!.AsArray();
            return deliveries.Count >= count;
        });
        return deliveries;
    }

    private async Task<JsonObject> UntilDisabledAsync(JsonObject subscription)
    {
        JsonObject current = [];
        await UntilAsync(async () =>
        {
            current = await _germany.ReadAsync($"/v1/subscriptions/{subscription.Id()}");
            _time.Advance(TimeSpan.FromHours(1));
            return (string?)current["state"] == "disabled";
        });
        return current;
    }

    private Task UntilAsync(Func<bool> isReached) => UntilAsync(() => Task.FromResult(isReached()));

    /// <summary>Lets an hour pass again and again until a state is reached.</summary>
    private async Task UntilAsync(Func<Task<bool>> isReached)
    {
        using var guard = new CancellationTokenSource(ProgramProcess.HangGuard);
        while (!await isReached())
        {
            await Task.Delay(100, guard.Token);
            _time.Advance(TimeSpan.FromMinutes(20));
        }
    }
}
