using Adam.Data.Audit;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Keys;

public sealed class KeyExpiryHttpTests(string engine) : RegisterTests(engine)
{
    private FakeTimeProvider _time = null!;

    [SetUp]
    public void StartClock() => _time = new(DateTimeOffset.Parse("2026-03-01T10:00:00Z", null));

    [TestCase(-7_200)]
    [TestCase(0)]
    [TestCase(7_200)]
    public async Task Expired_key_stays_expired_whatever_the_clock_does(int seconds)
    {
        await using var api = Api();
        var (admin, holder, path) = await IssuedAsync(api, "2026-03-01T11:00:00Z");
        Assert.That((int)(await holder.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        _time.AdjustTime(_time.GetUtcNow().AddHours(1));
        var problem = await (await holder.GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
        Assert.That((string?)problem["detail"], Does.Contain("2026-03-01T11:00:00Z"));

        _time.AdjustTime(_time.GetUtcNow().AddSeconds(seconds));
        await (await holder.GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
        // Another server, which has not seen the key expire, and whose clock is right only now.
        await using var other = Api();
        await (await other.With(_secret).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
        Assert.That((string?)(await (await admin.GetAsync(path)).JsonAsync())["state"], Is.EqualTo("expired"));
        var changed = await PatchAsync(admin, path, """{ "expiresAt": "2027-01-01T00:00:00Z" }""");
        await changed.ProblemAsync(409, "ADAM-2018");
        await (await admin.SendAsync("POST", path + "/rotate")).ProblemAsync(409, "ADAM-2018");
    }

    [Test]
    public async Task Key_that_nobody_used_when_it_expired_is_stored_as_expired()
    {
        await using var api = Api();
        var (_, _, path) = await IssuedAsync(api, "2026-03-01T11:00:00Z");
        var store = new KeyStore(Register.Database);
        var id = path.Split('/')[^1];
        Assert.That(await store.ExpireAllAsync(DateTimeOffset.Parse("2026-03-01T10:59:59Z", null), default), Is.Zero);
        Assert.That((await store.FindAsync(id, default))!.Key.ExpiredAt, Is.Null);
        var at = DateTimeOffset.Parse("2026-03-01T11:00:00Z", null);
        Assert.That(await store.ExpireAllAsync(at, default), Is.EqualTo(1));
        Assert.That((await store.FindAsync(id, default))!.Key.ExpiredAt, Is.EqualTo(at));
        Assert.That(await store.ExpireAllAsync(at, default), Is.Zero);
        await (await api.With(_secret).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
        var faults = (await new AuditVerify(Register.Database).RunAsync(null, default)).Faults;
        Assert.That(faults, Has.None.Contains("key"));
    }

    [Test]
    public async Task Responses_announce_the_end_of_a_key_fourteen_days_before()
    {
        await using var api = Api();
        var (_, holder, _) = await IssuedAsync(api, "2026-03-16T10:00:00Z");
        var early = await holder.GetAsync("/v1/me");
        Assert.That(early.Headers.Contains("Key-Expires-At"), Is.False);
        Assert.That((string?)(await early.JsonAsync())["key"]!["expiresAt"], Is.EqualTo("2026-03-16T10:00:00Z"));
        _time.AdjustTime(_time.GetUtcNow().AddDays(1));
        foreach (var path in new[] { "/v1/me", "/v1/nothing" })
            Assert.That(
                (await holder.GetAsync(path)).Headers.GetValues("Key-Expires-At"),
                Is.EqualTo(new[] { "2026-03-16T10:00:00Z" }),
                path
            );
    }

    [Test]
    public async Task Expiry_of_a_key_is_changed_and_taken_away()
    {
        await using var api = Api();
        var (admin, holder, path) = await IssuedAsync(api, "2026-03-01T11:00:00Z");
        var longer = await PatchAsync(admin, path, """{ "expiresAt": "2026-03-01T13:00:00Z" }""");
        Assert.That((string?)(await longer.JsonAsync())["expiresAt"], Is.EqualTo("2026-03-01T13:00:00Z"));
        _time.AdjustTime(_time.GetUtcNow().AddHours(2));
        Assert.That((int)(await holder.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        Assert.That((int)(await PatchAsync(admin, path, """{ "expiresAt": null }""")).StatusCode, Is.EqualTo(200));
        _time.AdjustTime(_time.GetUtcNow().AddYears(5));
        Assert.That((int)(await holder.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Expiry_by_another_process_is_seen()
    {
        await using var api = new TestApi(Register.Database);
        var key = await api.KeyAsync(Role.Viewer);
        using var holder = api.With(key);
        Assert.That((int)(await holder.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        using var file = Register.Database is SqliteDatabase sqlite ? new SqliteDatabase(sqlite.Location) : null;
        var other = new KeyStore(file ?? Register.Database);
        var now = TimeProvider.System.GetUtcNow();
        await other.ChangeAsync(KeySecret.Parse(key)!.Id, one => one with { ExpiresAt = now }, now, default);
        // SQL Server does not tell of commits, so a key stays cached there for a second.
        while (file is null && (int)(await holder.GetAsync("/v1/me")).StatusCode == 200)
            await Task.Delay(50);
        await (await holder.GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
    }

    [Test]
    public async Task Settings_limit_the_life_of_keys()
    {
        await using var api = Api(("Adam:Keys:MaxDays", "30"), ("Adam:Keys:DefaultDays", "10"));
        using var admin = await api.ClientAsync(Role.Admin);
        var unstated = await (await PostAsync(admin, "")).JsonAsync();
        Assert.That((string?)unstated["expiresAt"], Is.EqualTo("2026-03-11T10:00:00Z"));
        Assert.That(
            (int)(await PostAsync(admin, """, "expiresAt": "2026-03-31T10:00:00Z" """)).StatusCode,
            Is.EqualTo(201)
        );
        var late = await PostAsync(admin, """, "expiresAt": "2026-03-31T10:00:01Z" """);
        Assert.That(await late.FaultsAsync(), Is.EqualTo(new[] { "expiresAt ADAM-1010" }));
        var endless = await PatchAsync(admin, $"/v1/keys/{unstated["id"]}", """{ "expiresAt": null }""");
        Assert.That(await endless.FaultsAsync(), Is.EqualTo(new[] { "expiresAt ADAM-1010" }));
    }

    [TestCase("2026-03-01T10:00:00Z", "ADAM-1010")]
    [TestCase("2026-02-28T10:00:00Z", "ADAM-1010")]
    [TestCase("tomorrow", "ADAM-1008")]
    public async Task Expiry_is_in_the_future(string expiry, string code)
    {
        await using var api = Api();
        using var admin = await api.ClientAsync(Role.Admin);
        var refused = await PostAsync(admin, $", \"expiresAt\": \"{expiry}\"");
        Assert.That(await refused.FaultsAsync(), Is.EqualTo(new[] { $"expiresAt {code}" }));
    }

    private string _secret = "";

    private async Task<(HttpClient Admin, HttpClient Holder, string Path)> IssuedAsync(TestApi api, string expiresAt)
    {
        var admin = await api.ClientAsync(Role.Admin);
        var issued = await PostAsync(admin, $", \"expiresAt\": \"{expiresAt}\"");
        Assert.That((int)issued.StatusCode, Is.EqualTo(201));
        _secret = (string)(await issued.JsonAsync())["secret"]!;
        return (admin, api.With(_secret), issued.Headers.Location!.ToString());
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient admin, string more) =>
        admin.SendAsync("POST", "/v1/keys", $$"""{ "partner": "DE", "role": "viewer", "name": "Desk"{{more}} }""");

    private static Task<HttpResponseMessage> PatchAsync(HttpClient admin, string path, string body) =>
        admin.SendAsync("PATCH", path, body, headers: ("If-Match", "*"));

    private TestApi Api(params (string Name, string Value)[] settings) =>
        new(Register.Database, settings) { Time = _time };
}
