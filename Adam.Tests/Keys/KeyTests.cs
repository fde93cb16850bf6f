using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Keys;

public sealed class KeyTests(string engine) : RegisterTests(engine)
{
    private TestApi Api => TestApi.Over(Register.Database);

    [Test]
    public async Task Issued_key_opens_until_it_is_revoked()
    {
        var admin = await Api.ClientAsync(Role.Admin);
        var issued = await admin.SendAsync(
            "POST",
            "/v1/keys",
            """{ "partner": "tjk", "role": "viewer", "name": "Desk, Dushanbe" }"""
        );
        var key = await issued.JsonAsync();
        var path = issued.Headers.Location!.ToString();
        var holder = Api.With((string)key["secret"]!);
        Assert.Multiple(() =>
        {
            Assert.That((int)issued.StatusCode, Is.EqualTo(201));
            Assert.That((string?)key["partner"], Is.EqualTo("TJ"));
            Assert.That(path, Is.EqualTo($"/v1/keys/{key["id"]}"));
        });
        Assert.That((int)(await holder.GetAsync("/v1/partners")).StatusCode, Is.EqualTo(200));

        var read = await admin.GetAsync(path);
        Assert.That(read.Headers.ETag, Is.EqualTo(issued.Headers.ETag));
        Assert.That(await read.Content.ReadAsStringAsync(), Does.Not.Contain("secret"));
        Assert.That(
            (int)
                (
                    await admin.SendAsync("DELETE", path, headers: ("If-Match", read.Headers.ETag!.ToString()))
                ).StatusCode,
            Is.EqualTo(204)
        );
        await (await holder.GetAsync("/v1/partners")).ProblemAsync(401, "ADAM-2003");
        Assert.That((await (await admin.GetAsync(path)).JsonAsync())["revokedAt"], Is.Not.Null);
    }

    [Test]
    public async Task Last_key_of_an_admin_is_not_revoked_over_http()
    {
        var database = Register.Database;
        var key = await Api.KeyAsync(Role.Admin);
        var store = new KeyStore(database);
        var own = KeySecret.Parse(key)!.Id;
        foreach (var other in await store.ListAsync(null, 0, 1_000, default))
        {
            if (other.Key.Id != own)
                await store.RevokeAsync(other.Key.Id, DateTimeOffset.UnixEpoch, default);
        }

        var admin = Api.With(key);
        var refused = await admin.SendAsync("DELETE", $"/v1/keys/{own}", headers: ("If-Match", "*"));
        await refused.ProblemAsync(409, "ADAM-2011");
        Assert.That((await admin.GetAsync("/v1/me")).IsSuccessStatusCode, Is.True);
        await Api.KeyAsync(Role.Admin, "DE");
        var revoked = await admin.SendAsync("DELETE", $"/v1/keys/{own}", headers: ("If-Match", "*"));
        Assert.That((int)revoked.StatusCode, Is.EqualTo(204));
    }

    [TestCase(-1)]
    [TestCase(1)]
    public async Task Revoked_key_stays_revoked_when_the_clock_jumps(int hours)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var api = new TestApi(Register.Database) { Time = time };
        var admin = await api.ClientAsync(Role.Admin);
        var key = await api.KeyAsync(Role.Viewer);
        var path = $"/v1/keys/{KeySecret.Parse(key)!.Id}";
        Assert.That((await api.With(key).GetAsync("/v1/me")).IsSuccessStatusCode, Is.True);
        var revoked = await admin.SendAsync("DELETE", path, headers: ("If-Match", "*"));
        Assert.That((int)revoked.StatusCode, Is.EqualTo(204));
        time.AdjustTime(time.GetUtcNow().AddHours(hours));
        await (await api.With(key).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2003");
    }

    [Test]
    public async Task Key_that_another_process_revokes_opens_no_more()
    {
        var key = await Api.KeyAsync(Role.Viewer);
        var holder = Api.With(key);
        for (var time = 0; time < 3; time++)
            Assert.That((int)(await holder.GetAsync("/v1/partners")).StatusCode, Is.EqualTo(200));

        using var file = Register.Database is SqliteDatabase sqlite ? new SqliteDatabase(sqlite.Location) : null;
        var other = new KeyStore(file ?? Register.Database);
        await other.RevokeAsync(KeySecret.Parse(key)!.Id, DateTimeOffset.UnixEpoch, default);
        // SQL Server does not tell of commits, so a key stays cached there for a second.
        while (file is null && (int)(await holder.GetAsync("/v1/partners")).StatusCode == 200)
            await Task.Delay(50);
        await (await holder.GetAsync("/v1/partners")).ProblemAsync(401, "ADAM-2003");
    }

    [Test]
    public async Task Key_is_kept_as_a_hash_alone()
    {
        var key = await Api.KeyAsync(Role.Viewer);
        await using var connection = TestRegister.Connect(Register.Database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT Id, Name, Hash FROM ApiKey";
        await using var reader = await command.ExecuteReaderAsync();
        Assert.That(await reader.ReadAsync(), Is.True);
        Assert.That((byte[])reader["Hash"], Has.Length.EqualTo(32).And.EqualTo(KeySecret.Parse(key)!.Hash()));
        Assert.That($"{reader["Id"]}{reader["Name"]}", Does.Not.Contain(KeySecret.Parse(key)!.Secret));
    }

    [TestCase(null, "ADAM-2001")]
    [TestCase("Basic YTpi", "ADAM-2002")]
    [TestCase("Bearer", "ADAM-2002")]
    [TestCase("Bearer adam_0123456789abcdef", "ADAM-2002")]
    [TestCase("Bearer adam_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef", "ADAM-2002")]
    public async Task Nobody_enters_without_a_key(string? authorization, string code)
    {
        foreach (var path in new[] { "/v1/partners", "/v1/keys", "/v1/nothing", "/nothing", "/_test_url_cache_" })
        {
            var response = await Api.Anonymous()
                .SendAsync("GET", path, headers: authorization is null ? [] : [("Authorization", authorization)]);
            await response.ProblemAsync(401, code);
            Assert.That(response.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
        }
    }

    [Test]
    public async Task Right_id_with_another_secret_does_not_open()
    {
        var key = await Api.KeyAsync(Role.Admin);
        var other = new KeySecret(KeySecret.Parse(key)!.Id, KeySecret.Create().Secret).ToString();
        await (await Api.With(other).GetAsync("/v1/partners")).ProblemAsync(401, "ADAM-2002");
    }

    [Test]
    public async Task Unknown_key_is_told()
    {
        var admin = await Api.ClientAsync(Role.Admin);
        await (await admin.GetAsync("/v1/keys/nothing")).ProblemAsync(404, "ADAM-2005");
        await (await admin.SendAsync("DELETE", "/v1/keys/nothing", headers: ("If-Match", "*"))).ProblemAsync(
            404,
            "ADAM-2005"
        );
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/openapi.yaml")]
    [TestCase("/openapi.json")]
    [TestCase("/swagger/index.html")]
    [TestCase("/")]
    [TestCase("/docs")]
    [TestCase("/docs/errors.md")]
    public void Health_contract_and_pages_are_open_to_anybody(string path) =>
        // On a busy machine the database may be too late for the first probe.
        Assert.That(
            async () => (int)(await Api.Anonymous().GetAsync(path)).StatusCode,
            Is.EqualTo(200).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );

    [Test]
    public async Task Programs_over_two_registers_in_one_process_each_answer_from_their_own()
    {
        var other = await TestRegister.NewRegisterAsync(EngineName);
        await using var second = new TestApi(other.Service);
        var admin = await second.ClientAsync(Role.Admin);
        const string Partner =
            """{ "code": "ONLYTHERE", "kind": "organisation", "name": "Only there", "member": false }""";
        Assert.That((int)(await admin.SendAsync("POST", "/v1/partners", Partner)).StatusCode, Is.EqualTo(201));

        var first = await Api.ClientAsync(Role.Admin);
        Assert.That((int)(await admin.GetAsync("/v1/partners/ONLYTHERE")).StatusCode, Is.EqualTo(200));
        await (await first.GetAsync("/v1/partners/ONLYTHERE")).ProblemAsync(404, "ADAM-4001");
    }
}
