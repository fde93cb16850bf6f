using System.Globalization;
using Adam.Data.Keys;
using Adam.Domain.Keys;

namespace Adam.Tests.Keys;

/// <summary>No request takes away the last key that can manage keys.</summary>
public sealed class LastAdminHttpTests(string engine) : RegisterTests(engine)
{
    // The clients of these tests have no address, so that no restriction of addresses allows theirs.
    private static readonly string[] Restrictions =
    [
        """{ "allowedAddresses": ["0.0.0.0/0", "::/0"] }""",
        """{ "scopes": ["read", "audit:read"] }""",
        """{ "expiresAt": "in six days" }""",
    ];

    private TestApi Api => TestApi.Over(Register.Database);

    [TestCaseSource(nameof(Restrictions))]
    public async Task Last_admin_is_not_restricted(string restriction)
    {
        var end = TimeProvider.System.GetUtcNow().AddDays(6);
        restriction = restriction.Replace(
            "in six days",
            end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
        var own = await Api.KeyAsync(Role.Admin);
        using var admin = Api.With(own);
        await (await PatchAsync(admin, own, restriction)).ProblemAsync(409, "ADAM-2011");
        Assert.That((await admin.GetAsync("/v1/keys")).IsSuccessStatusCode, Is.True);

        // Another admin that is restricted in the same way is no substitute.
        var other = await Api.KeyAsync(Role.Admin);
        Assert.That((int)(await PatchAsync(admin, other, restriction)).StatusCode, Is.EqualTo(200));
        await (await PatchAsync(admin, own, restriction)).ProblemAsync(409, "ADAM-2011");
        await (await admin.SendAsync("DELETE", Path(own), headers: ("If-Match", "*"))).ProblemAsync(409, "ADAM-2011");

        await Api.KeyAsync(Role.Admin);
        Assert.That((int)(await PatchAsync(admin, own, restriction)).StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Last_admin_is_rotated_and_its_name_changes()
    {
        var own = await Api.KeyAsync(Role.Admin);
        using var admin = Api.With(own);
        Assert.That((int)(await PatchAsync(admin, own, """{ "name": "Main" }""")).StatusCode, Is.EqualTo(200));
        var later = TimeProvider.System.GetUtcNow().AddDays(8).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        Assert.That(
            (int)(await PatchAsync(admin, own, $$"""{ "expiresAt": "{{later}}" }""")).StatusCode,
            Is.EqualTo(200)
        );
        var rotated = await admin.SendAsync("POST", Path(own) + "/rotate?overlap=0");
        Assert.That((int)rotated.StatusCode, Is.EqualTo(201));
        using var present = Api.With((string)(await rotated.JsonAsync())["secret"]!);
        Assert.That((await present.GetAsync("/v1/keys")).IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task Admins_where_keys_last_for_a_day_replace_each_other()
    {
        await using var api = new TestApi(Register.Database, ("Adam:Keys:MaxDays", "1"));
        var own = await api.KeyAsync(Role.Admin);
        using var admin = api.With(own);
        var issued = await admin.SendAsync(
            "POST",
            "/v1/keys",
            """{ "partner": "DE", "role": "admin", "name": "Desk" }"""
        );
        using var next = api.With((string)(await issued.JsonAsync())["secret"]!);
        var revoked = await next.SendAsync("DELETE", Path(own), headers: ("If-Match", "*"));
        Assert.That((int)revoked.StatusCode, Is.EqualTo(204));
    }

    [Test]
    public async Task Two_admins_that_revoke_each_other_at_once_leave_one()
    {
        var keys = new[] { await Api.KeyAsync(Role.Admin), await Api.KeyAsync(Role.Admin) };
        var clients = keys.Select(key => Api.With(key)).ToList();
        await Task.WhenAll(
            clients[0].SendAsync("DELETE", Path(keys[1]), headers: ("If-Match", "*")),
            clients[1].SendAsync("DELETE", Path(keys[0]), headers: ("If-Match", "*"))
        );
        var stored = await new KeyStore(Register.Database).ListAsync(null, 0, 10, default);
        Assert.That(stored.Count(one => one.Key.RevokedAt is null), Is.EqualTo(1));
    }

    private static string Path(string key) => $"/v1/keys/{KeySecret.Parse(key)!.Id}";

    private static Task<HttpResponseMessage> PatchAsync(HttpClient admin, string key, string body) =>
        admin.SendAsync("PATCH", Path(key), body, headers: ("If-Match", "*"));
}
