using Adam.Domain.Keys;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Keys;

public sealed class KeyRotationHttpTests(string engine) : RegisterTests(engine)
{
    private const string Body = """
        {
          "partner": "DE",
          "role": "donor",
          "name": "Desk",
          "allowedAddresses": ["192.0.2.0/24"],
          "scopes": ["projects:write", "read"]
        }
        """;

    private FakeTimeProvider _time = null!;

    [SetUp]
    public void StartClock() => _time = new(DateTimeOffset.Parse("2026-03-01T10:00:00Z", null));

    [Test]
    public async Task Both_keys_open_until_the_overlap_ends()
    {
        await using var api = new TestApi(Register.Database) { Time = _time };
        using var admin = await api.ClientAsync(Role.Admin);
        var former = await api.KeyAsync(Role.Donor, "DE");
        var path = $"/v1/keys/{KeySecret.Parse(former)!.Id}";
        var rotated = await admin.SendAsync("POST", path + "/rotate?overlap=2");
        Assert.That((int)rotated.StatusCode, Is.EqualTo(201));
        Assert.That(rotated.Headers.CacheControl?.NoStore, Is.True);
        var key = await rotated.JsonAsync();
        var present = (string)key["secret"]!;
        Assert.Multiple(() =>
        {
            Assert.That(rotated.Headers.Location!.ToString(), Is.EqualTo($"/v1/keys/{key["id"]}"));
            Assert.That((string?)key["replaces"], Is.EqualTo(KeySecret.Parse(former)!.Id));
            Assert.That((string?)key["role"], Is.EqualTo("donor"));
            Assert.That((string?)key["partner"], Is.EqualTo("DE"));
            Assert.That(key["expiresAt"], Is.Null);
        });
        _time.AdjustTime(_time.GetUtcNow().AddHours(2).AddSeconds(-1));
        foreach (var secret in new[] { former, present })
            Assert.That((int)(await api.With(secret).GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        _time.AdjustTime(_time.GetUtcNow().AddSeconds(1));
        await (await api.With(former).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
        Assert.That((int)(await api.With(present).GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));

        var entries = await (await admin.GetAsync("/v1/audit?subject=key")).JsonAsync();
        var actions = entries["items"]!.AsArray().Select(entry => $"{entry!["action"]} {entry["id"]}").ToList();
        Assert.That(actions, Does.Contain($"created {key["id"]}"));
        Assert.That(actions, Does.Contain($"changed {KeySecret.Parse(former)!.Id}"));
    }

    [Test]
    public async Task Replacement_keeps_the_restrictions_and_an_earlier_end_stays()
    {
        await using var api = new TestApi(Register.Database) { Time = _time };
        using var admin = await api.ClientAsync(Role.Admin);
        var former = await (await admin.SendAsync("POST", "/v1/keys", Body)).JsonAsync();
        var path = $"/v1/keys/{former["id"]}";
        await admin.SendAsync("PATCH", path, """{ "expiresAt": "2026-03-01T11:00:00Z" }""", headers: ("If-Match", "*"));
        var key = await (await admin.SendAsync("POST", path + "/rotate")).JsonAsync();
        Assert.That(key["scopes"]!.ToJsonString(), Is.EqualTo("""["read","projects:write"]"""));
        Assert.That(key["allowedAddresses"]!.ToJsonString(), Is.EqualTo("""["192.0.2.0/24"]"""));
        Assert.That(
            (string?)(await admin.GetAsync(path)).JsonAsync().Result["expiresAt"],
            Does.StartWith("2026-03-01T11")
        );
    }

    [Test]
    public async Task Without_an_overlap_the_former_key_ends_at_once()
    {
        await using var api = new TestApi(Register.Database) { Time = _time };
        using var admin = await api.ClientAsync(Role.Admin);
        var former = await api.KeyAsync(Role.Viewer);
        var path = $"/v1/keys/{KeySecret.Parse(former)!.Id}/rotate?overlap=";
        Assert.That((int)(await admin.SendAsync("POST", path + "0")).StatusCode, Is.EqualTo(201));
        await (await api.With(former).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
        _time.AdjustTime(_time.GetUtcNow().AddHours(-1));
        await (await api.With(former).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2012");
        foreach (var hours in new[] { "-1", "721" })
            Assert.That(
                await (await admin.SendAsync("POST", path + hours)).FaultsAsync(),
                Is.EqualTo(new[] { "overlap ADAM-1010" })
            );
        await (await admin.SendAsync("POST", "/v1/keys/nothing/rotate")).ProblemAsync(404, "ADAM-2005");
    }

    [Test]
    public async Task Repeated_rotation_makes_one_key_and_shows_the_secret_once()
    {
        await using var api = new TestApi(Register.Database) { Time = _time };
        using var admin = await api.ClientAsync(Role.Admin);
        var path = $"/v1/keys/{KeySecret.Parse(await api.KeyAsync(Role.Viewer))!.Id}/rotate";
        var first = await (await admin.SendAsync("POST", path, headers: ("Idempotency-Key", "r1"))).JsonAsync();
        var again = await admin.SendAsync("POST", path, headers: ("Idempotency-Key", "r1"));
        Assert.That((int)again.StatusCode, Is.EqualTo(201));
        Assert.That(again.Headers.GetValues("Idempotent-Replayed"), Is.EqualTo(new[] { "true" }));
        var replay = await again.JsonAsync();
        Assert.That(replay.ContainsKey("secret"), Is.False);
        Assert.That((string?)replay["id"], Is.EqualTo((string?)first["id"]));
        var list = await (await admin.GetAsync("/v1/keys?count=true")).JsonAsync();
        Assert.That((int?)list["total"], Is.EqualTo(3));
    }
}
