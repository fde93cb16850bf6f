using Adam.Api.Idempotency;
using Adam.Data.Idempotency;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps;
using Adam.Tests.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Idempotency;

public sealed class IdempotencyTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [Test]
    public async Task Same_request_is_answered_as_the_first_time_and_done_once()
    {
        var body = Partner();
        var first = await PostAsync("/v1/partners", body, "a");
        var second = await PostAsync("/v1/partners", body, "a");
        Assert.Multiple(async () =>
        {
            Assert.That((int)first.StatusCode, Is.EqualTo(201));
            Assert.That((int)second.StatusCode, Is.EqualTo(201));
            Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
            Assert.That(second.Content.Headers.ContentType, Is.EqualTo(first.Content.Headers.ContentType));
            Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
            Assert.That(second.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(new[] { "true" }));
            Assert.That(first.Headers.Contains("Idempotent-Replayed"), Is.False);
        });
    }

    [Test]
    public async Task Recorded_project_is_answered_as_the_first_time_and_recorded_once()
    {
        var donor = await TestApi.Over(Register.Database).ClientAsync(Role.Donor);
        await donor.SendAsync("POST", "/v1/projects", ProjectHttp.Body());
        var body = ProjectHttp.Body("""{ "reference": "R-2" }""");
        var answers = new List<HttpResponseMessage>();
        for (var time = 0; time < 2; time++)
            answers.Add(await donor.SendAsync("POST", "/v1/projects", body, headers: (Name: "Idempotency-Key", "a")));
        var (first, second) = (answers[0], answers[1]);
        Assert.Multiple(async () =>
        {
            Assert.That((int)first.StatusCode, Is.EqualTo(201));
            Assert.That((int)second.StatusCode, Is.EqualTo(201));
            Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
            Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
            Assert.That(second.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(new[] { "true" }));
        });
    }

    [Test]
    public async Task Project_whose_key_another_server_has_answered_is_not_recorded()
    {
        var answered = new KeptResponse(
            "key",
            "a",
            new()
            {
                RequestHash = [1],
                Status = 201,
                Body = "{}",
                CreatedAt = DateTimeOffset.UnixEpoch,
            }
        );
        var (owner, draft) = AProject.By("DE").Build();
        var recorder = TestOverlaps.Recorder(Register.Database);
        await recorder.RecordAsync(owner, draft, "test", 5, default, _ => answered);
        var other = draft with { Reference = "R-2" };
        Assert.That(
            async () => await recorder.RecordAsync(owner, other, "test", 5, default, _ => answered),
            Throws.InstanceOf<IdempotencyConflictException>()
        );
        var projects = TestStores.Projects(Register.Database, TimeProvider.System);
        Assert.That(await projects.FindByReferenceAsync(owner, other, default), Is.Null);
        Assert.That((await new OverlapVerify(Register.Database, new()).RunAsync(null, default)), Is.Empty);
    }

    [Test]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        await PostAsync("/v1/partners", Partner(), "a");
        await (await PostAsync("/v1/partners", Partner(), "a")).ProblemAsync(422, "ADAM-1042");
    }

    [Test]
    public async Task Key_of_another_caller_is_another_key()
    {
        await PostAsync("/v1/partners", Partner(), "a");
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        Assert.That((int)(await PostAsync("/v1/partners", Partner(), "a")).StatusCode, Is.EqualTo(201));
    }

    [Test]
    public async Task Refused_request_may_be_put_right_under_the_same_key()
    {
        await (await PostAsync("/v1/partners", "{}", "a")).ProblemAsync(400, "ADAM-1000");
        Assert.That((int)(await PostAsync("/v1/partners", Partner(), "a")).StatusCode, Is.EqualTo(201));
    }

    [Test]
    public async Task Requests_at_the_same_moment_are_done_once()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(_ => PostAsync("/v1/keys", """{ "partner": "PL", "role": "donor", "name": "desk" }""", "a"))
        );
        var keys = await (await _admin.GetAsync("/v1/keys?partner=PL&count=true")).JsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That((int?)keys["total"], Is.EqualTo(1));
            Assert.That(
                answers.Select(answer => (int)answer.StatusCode),
                Has.All.AnyOf(201, 409).And.Some.EqualTo(201)
            );
            Assert.That(
                answers.Where(answer => (int)answer.StatusCode == 409).Select(answer => answer.Headers.RetryAfter),
                Has.All.Not.Null
            );
        });
    }

    [Test]
    public async Task Secret_of_a_key_is_not_kept_for_a_replay()
    {
        const string Body = """{ "partner": "PL", "role": "donor", "name": "desk" }""";
        var first = await (await PostAsync("/v1/keys", Body, "a")).JsonAsync();
        var second = await (await PostAsync("/v1/keys", Body, "a")).JsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That((string?)first["secret"], Does.StartWith("adam_"));
            Assert.That((string?)second["id"], Is.EqualTo((string?)first["id"]));
            Assert.That(second.ContainsKey("secret"), Is.False);
        });
    }

    [Test]
    public async Task Replaced_secret_of_a_subscription_is_replaced_once_and_not_kept()
    {
        const string Body = """{ "channel": "feed", "name": "Ours", "events": ["project.recorded"] }""";
        var feed = await _admin.SendAsync("POST", "/v1/subscriptions", Body);
        Assert.That((int)feed.StatusCode, Is.EqualTo(201), await feed.Content.ReadAsStringAsync());
        var answers = new List<HttpResponseMessage>();
        for (var time = 0; time < 2; time++)
            answers.Add(
                await _admin.SendAsync(
                    "POST",
                    $"{feed.Headers.Location}/secret",
                    null,
                    "application/json",
                    ("Idempotency-Key", "a"),
                    ("If-Match", feed.Headers.ETag!.ToString())
                )
            );
        var (first, second) = (await answers[0].JsonAsync(), await answers[1].JsonAsync());
        Assert.Multiple(() =>
        {
            Assert.That((int)answers[0].StatusCode, Is.EqualTo(200), first.ToString());
            Assert.That((int)answers[1].StatusCode, Is.EqualTo(200), second.ToString());
            Assert.That(answers[1].Headers.ETag, Is.EqualTo(answers[0].Headers.ETag));
            Assert.That((string?)second["id"], Is.EqualTo((string?)first["id"]));
            Assert.That(second.ToString(), Does.Not.Contain("feed_"));
        });
    }

    [Test]
    public async Task Exchange_rates_are_answered_as_the_first_time()
    {
        const string Body = """
            { "year": 2024, "source": "A bulletin", "rates": [{ "currency": "EUR", "unitsPerUsd": 0.92 }] }
            """;
        var first = await PostAsync("/v1/exchange-rates", Body, "a");
        var second = await PostAsync("/v1/exchange-rates", Body, "a");
        Assert.That((int)first.StatusCode, Is.EqualTo(200), await first.Content.ReadAsStringAsync());
        Assert.That(second.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(new[] { "true" }));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    [TestCase("\"3\"", "1", TestName = "Restored_version_is_answered_as_the_first_time_and_restored_once")]
    [TestCase("\"3\"", "3", TestName = "Restored_present_version_is_answered_as_the_first_time")]
    [TestCase("*", "2", TestName = "Restored_version_of_any_present_one_is_restored_once")]
    public async Task Restored_version_is_answered_as_the_first_time(string tag, string version)
    {
        var donor = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        var path = $"/v1/projects/{(await donor.RecordAsync()).Id()}";
        for (var number = 2; number <= 3; number++)
            await donor.SendAsync(
                "PATCH",
                path,
                $$"""{ "title": "Title {{number}}" }""",
                ProjectHttp.MergePatch,
                ("If-Match", "*")
            );
        var first = await RestoreAsync(version);
        var text = await first.Content.ReadAsStringAsync();
        Assert.That((int)first.StatusCode, Is.EqualTo(200), text);
        var stored = await donor.ReadAsync($"{path}/history?count=true");
        var second = await RestoreAsync(version);
        Assert.That(second.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(new[] { "true" }));
        Assert.That((int)second.StatusCode, Is.EqualTo(200));
        Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(text));
        Assert.That((await donor.ReadAsync($"{path}/history?count=true")).Text(), Is.EqualTo(stored.Text()));
        await (await RestoreAsync("9")).ProblemAsync(422, "ADAM-1042");

        Task<HttpResponseMessage> RestoreAsync(string number) =>
            donor.SendAsync(
                "POST",
                $"{path}/versions/{number}/restore",
                null,
                "application/json",
                ("If-Match", tag),
                ("Idempotency-Key", "a")
            );
    }

    [TestCase("")]
    [TestCase("?format=csv")]
    public async Task Import_is_answered_with_the_report_of_the_first_time(string query)
    {
        var donor = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        var file = ProjectHttp.Body().ReplaceLineEndings(" ");
        var answers = new List<HttpResponseMessage>();
        for (var time = 0; time < 2; time++)
            answers.Add(
                await donor.SendAsync(
                    "POST",
                    $"/v1/imports{query}",
                    file,
                    "application/x-ndjson",
                    ("Idempotency-Key", "a")
                )
            );
        var first = await answers[0].Content.ReadAsStringAsync();
        Assert.That((int)answers[0].StatusCode, Is.EqualTo(200), first);
        Assert.That(first, Does.Contain("created"));
        Assert.That(await answers[1].Content.ReadAsStringAsync(), Is.EqualTo(first));
        Assert.That(answers[1].Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(new[] { "true" }));
        Assert.That(answers[1].Content.Headers.ContentType, Is.EqualTo(answers[0].Content.Headers.ContentType));
        var other = await donor.SendAsync(
            "POST",
            $"/v1/imports{query}",
            file + "\n",
            "application/x-ndjson",
            ("Idempotency-Key", "a")
        );
        await other.ProblemAsync(422, "ADAM-1042");
    }

    [Test]
    public async Task Import_that_is_a_job_is_accepted_once()
    {
        var donor = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        var file = ProjectHttp.Body().ReplaceLineEndings(" ");
        var answers = new List<HttpResponseMessage>();
        for (var time = 0; time < 2; time++)
            answers.Add(
                await donor.SendAsync(
                    "POST",
                    "/v1/imports",
                    file,
                    "application/x-ndjson",
                    ("Idempotency-Key", "a"),
                    ("Prefer", "respond-async")
                )
            );
        var (first, second) = (answers[0], answers[1]);
        Assert.That((int)first.StatusCode, Is.EqualTo(202), await first.Content.ReadAsStringAsync());
        Assert.That((int)second.StatusCode, Is.EqualTo(202));
        Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    [Test]
    public void Every_post_that_changes_something_honours_the_key()
    {
        // They change nothing.
        string[] needNone = ["/v1/projects/check", "/v1/imports/columns", "/v1/measures/check"];
        var without = TestApi
            .Over(Register.Database)
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") is true
                && endpoint.Metadata.GetMetadata<HonoursIdempotencyKey>() is null
                && endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal)
            )
            .Select(endpoint => endpoint.RoutePattern.RawText);
        Assert.That(without, Is.EquivalentTo(needNone));
    }

    [TestCase(-30)]
    [TestCase(30)]
    public async Task Response_is_replayed_after_the_clock_has_jumped(int hours)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var api = new TestApi(Register.Database) { Time = time };
        var key = await api.KeyAsync(Role.Admin);
        var body = Partner();
        Assert.That((int)(await PostAsync("a")).StatusCode, Is.EqualTo(201));
        time.AdjustTime(time.GetUtcNow().AddHours(hours));
        Assert.That((int)(await PostAsync("b", Partner())).StatusCode, Is.EqualTo(201));
        var again = await PostAsync("a");
        Assert.That((int)again.StatusCode, Is.EqualTo(201), await again.Content.ReadAsStringAsync());
        Assert.That(again.Headers.Contains("Idempotent-Replayed"), Is.True);

        Task<HttpResponseMessage> PostAsync(string value, string? other = null) =>
            api.With(key).SendAsync("POST", "/v1/partners", other ?? body, headers: ("Idempotency-Key", value));
    }

    [TestCase("two words")]
    [TestCase("schlüssel")]
    public async Task Key_that_is_no_word_is_refused(string key) =>
        Assert.That(
            await (await PostAsync("/v1/partners", Partner(), key)).FaultsAsync(),
            Is.EqualTo(new[] { "Idempotency-Key ADAM-1014" })
        );

    private Task<HttpResponseMessage> PostAsync(string path, string body, string key) =>
        _admin.SendAsync("POST", path, body, headers: (Name: "Idempotency-Key", key));

    // Partners are not deleted between tests, so each one needs a unique name.
    private static string Partner()
    {
        var code = $"T{Guid.NewGuid():N}"[..16];
        return $$"""{ "code": "{{code}}", "kind": "organisation", "name": "Test {{code}}", "member": false }""";
    }
}
