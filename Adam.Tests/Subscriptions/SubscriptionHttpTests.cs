using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Subscriptions;

public sealed class SubscriptionHttpTests(string engine) : RegisterTests(engine)
{
    // An address of a public network, so that no test asks a name server.
    private const string Least = """
        { "name": "Ours", "url": "https://1.1.1.1/adam", "events": ["overlap.recorded"] }
        """;

    private HttpClient _germany = null!;
    private HttpClient _america = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        (_germany, _america) = (await api.ClientAsync(Role.Viewer, "DE"), await api.ClientAsync(Role.Donor, "US"));
    }

    [Test]
    public async Task Subscription_is_created_with_a_secret_that_is_shown_once()
    {
        var response = await _germany.SendAsync(
            "POST",
            "/v1/subscriptions",
            """
            {
              "name": " Ours ", "channel": "webhook", "url": " https://1.1.1.1/adam ",
              "events": ["verdict.given", "overlap.recorded", "verdict.given"], "countries": ["uzb", "TJ"],
              "pillars": ["precursors"], "owners": ["Germany"], "donors": ["USAID"]
            }
            """,
            "application/json",
            ("Idempotency-Key", "1")
        );
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        var secret = (string)created["secret"]!;
        Assert.That(secret, Does.Match("^whsec_[A-Za-z0-9+/]{43}=$"));
        Assert.That(response.Headers.Location!.ToString(), Is.EqualTo($"/v1/subscriptions/{created.Id()}"));
        Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"1\""));

        created.Remove("secret");
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "id": "{{created.Id()}}", "partner": "DE", "name": "Ours", "channel": "webhook",
                      "url": "https://1.1.1.1/adam", "email": null, "frequency": null, "hour": null,
                      "confirmedAt": null, "events": ["overlap.recorded", "verdict.given"],
                      "countries": ["TJ", "UZ"], "pillars": ["precursors"], "owners": ["DE"], "donors": ["US"],
                      "dueInDays": null,
                      "state": "active", "stateReason": null, "version": 1, "createdAt": "{{created["createdAt"]}}",
                      "createdBy": "Test Viewer"
                    }
                    """
                )
            )
        );
        Assert.That((await _germany.ReadAsync($"/v1/subscriptions/{created.Id()}")).Text(), Is.EqualTo(created.Text()));
        var again = await _germany.SendAsync(
            "POST",
            "/v1/subscriptions",
            Least,
            "application/json",
            ("Idempotency-Key", "1")
        );
        await again.ProblemAsync(422, "ADAM-1042");
    }

    [Test]
    public async Task Subscriptions_belong_to_the_partner_of_the_key_and_an_admin_sees_all()
    {
        var ours = await CreateAsync(_germany);
        var theirs = await CreateAsync(_america);
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        Assert.That((await _germany.ReadAsync("/v1/subscriptions")).Each("id"), Is.EqualTo(new[] { ours.Id() }));
        Assert.That(
            (await admin.ReadAsync("/v1/subscriptions?count=true")).Each("id"),
            Is.EqualTo(new[] { ours.Id(), theirs.Id() })
        );
        foreach (var (method, path) in new[] { ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/deliveries") })
        {
            var answer = await _germany.SendAsync(
                method,
                $"/v1/subscriptions/{theirs.Id()}{path}",
                method == "PATCH" ? "{}" : null,
                "application/merge-patch+json",
                ("If-Match", "*")
            );
            await answer.ProblemAsync(404, "ADAM-7001");
        }
    }

    [Test]
    public async Task Subscription_is_changed_paused_and_deleted_with_the_version_that_was_read()
    {
        var created = await CreateAsync(_germany);
        var changed = await PatchAsync(created, """{ "countries": ["TJ"], "state": "paused" }""", "\"1\"");
        Assert.That((int)changed.StatusCode, Is.EqualTo(200));
        var subscription = await changed.JsonAsync();
        Assert.That((string?)subscription["state"], Is.EqualTo("paused"));
        Assert.That(subscription["countries"]!.Text(), Is.EqualTo("""["TJ"]"""));
        Assert.That((string?)subscription["name"], Is.EqualTo("Ours"));
        Assert.That(changed.Headers.ETag!.ToString(), Is.EqualTo("\"2\""));

        await (await PatchAsync(created, """{ "name": "Other" }""", "\"1\"")).ProblemAsync(412, "ADAM-1040");
        var path = $"/v1/subscriptions/{created.Id()}";
        await (await _germany.SendAsync("DELETE", path)).ProblemAsync(428, "ADAM-1041");
        var deleted = await _germany.SendAsync("DELETE", path, null, "", ("If-Match", "\"2\""));
        Assert.That((int)deleted.StatusCode, Is.EqualTo(204));
        await (await _germany.GetAsync(path)).ProblemAsync(404, "ADAM-7001");
    }

    [Test]
    public async Task New_secret_is_another_one()
    {
        var created = await CreateAsync(_germany);
        var response = await _germany.SendAsync(
            "POST",
            $"/v1/subscriptions/{created.Id()}/secret",
            null,
            "",
            ("If-Match", "\"1\"")
        );
        var replaced = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), replaced.Text());
        Assert.That((string?)replaced["secret"], Does.StartWith("whsec_").And.Not.EqualTo((string?)created["secret"]));
        Assert.That((int)replaced["version"]!, Is.EqualTo(2));
    }

    [TestCase("""{ "url": "http://1.1.1.1/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "ftp://1.1.1.1/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "/adam" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://user:word@1.1.1.1/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://1.1.1.1/#part" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://localhost/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://127.0.0.1/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://2130706433/" }""", "url ADAM-1018", TestName = "Loopback_as_one_number_is_refused")]
    [TestCase("""{ "url": "https://0x7f.1/" }""", "url ADAM-1018", TestName = "Loopback_in_hexadecimal_is_refused")]
    [TestCase("""{ "url": "https://10.0.0.1/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://169.254.169.254/latest/meta-data/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://[::1]/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://[::ffff:169.254.169.254]/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://[fd00::1]/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://xn--ä.example/" }""", "url ADAM-1018")]
    [TestCase("""{ "url": "https://ä-.example/" }""", "url ADAM-1018")]
    [TestCase("""{ "events": [] }""", "events ADAM-1016")]
    [TestCase("""{ "events": ["overlap.found"] }""", "events[0] ADAM-1012")]
    [TestCase("""{ "countries": ["TJ", "XX"], "owners": ["Nowhere"] }""", "countries[1] ADAM-1012", "owners ADAM-1012")]
    [TestCase("""{ "state": "disabled" }""", "state ADAM-1018")]
    [TestCase("""{ "state": "paused" }""", "state ADAM-1018")]
    [TestCase("""{ "after": "x" }""", "after ADAM-1013")]
    [TestCase("""{ "after": "OTk5OTk5OTk5Ojk" }""", "after ADAM-1013")]
    [TestCase("""{ "name": null, "url": null }""", "name ADAM-1016", "url ADAM-1016")]
    [TestCase("""{ "secret": "mine" }""", "secret ADAM-1004")]
    [TestCase("""{ "email": "desk@example.org" }""", "email ADAM-1018")]
    [TestCase("""{ "hour": 6, "frequency": "daily" }""", "frequency ADAM-1018", "hour ADAM-1018")]
    [TestCase("""{ "channel": "email", "url": null, "email": "desk@example.org" }""", "channel ADAM-7003")]
    [TestCase("""{ "channel": "email" }""", "channel ADAM-7003", "email ADAM-1016", "url ADAM-1018")]
    public async Task Faults_are_named(string changes, params string[] faults)
    {
        var answer = await _germany.SendAsync("POST", "/v1/subscriptions", With(Least, changes));
        Assert.That(await answer.FaultsAsync(), Is.EquivalentTo(faults));
        Assert.That((await _germany.ReadAsync("/v1/subscriptions"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Partner_has_a_limited_number_of_subscriptions()
    {
        for (var number = 0; number < 50; number++)
            await CreateAsync(_germany);
        var answer = await _germany.SendAsync("POST", "/v1/subscriptions", Least);
        await answer.ProblemAsync(409, "ADAM-7002");
        await CreateAsync(_america);
    }

    private Task<HttpResponseMessage> PatchAsync(JsonObject subscription, string patch, string tag) =>
        _germany.SendAsync(
            "PATCH",
            $"/v1/subscriptions/{subscription.Id()}",
            patch,
            "application/merge-patch+json",
            ("If-Match", tag)
        );

    private static async Task<JsonObject> CreateAsync(HttpClient client)
    {
        var response = await client.SendAsync("POST", "/v1/subscriptions", Least);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
