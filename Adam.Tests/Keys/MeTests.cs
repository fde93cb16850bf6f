using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Keys;

public sealed class MeTests(string engine) : RegisterTests(engine)
{
    private const string Verdict = "/v1/overlaps/x/verdict";

    private TestApi Api => TestApi.Over(Register.Database);

    [TestCase(Role.Viewer, "read")]
    [TestCase(Role.Donor, "read, write-own-projects")]
    [TestCase(Role.Analyst, "read, decide-overlaps")]
    [TestCase(Role.Admin, "read, write-own-projects, write-all-projects, decide-overlaps, administer")]
    public async Task Holder_of_a_key_learns_what_it_may_do(Role role, string may)
    {
        var key = await Api.KeyAsync(role, "DE");
        var response = await Api.With(key).GetAsync("/v1/me");
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        var me = await response.JsonAsync();
        Assert.That(
            me.ToJsonString(),
            Is.EqualTo(
                $$"""
                {"partner":{"code":"DE","name":"Germany"},"role":"{{role.ToString().ToLowerInvariant()}}",
                "key":{"id":"{{KeySecret.Parse(
                    key
                )!.Id}}","name":"Test {{role}}","createdAt":"1970-01-01T00:00:00Z","expiresAt":null},
                "token":null,"scopes":null,
                "may":["{{may.Replace(", ", "\",\"", StringComparison.Ordinal)}}"]}
                """.ReplaceLineEndings(
                    ""
                )
            )
        );
    }

    [Test]
    public async Task Answer_is_true_of_every_role()
    {
        var other = (await (await Api.ClientAsync(Role.Donor, "FR")).RecordAsync()).Id();
        foreach (var role in Enum.GetValues<Role>())
        {
            var client = await Api.ClientAsync(role, "DE");
            var may = (await client.ReadAsync("/v1/me"))["may"]!.AsArray().Select(one => (string?)one).ToList();
            var done = new Dictionary<string, bool>
            {
                ["read"] = await IsAllowedAsync(client, "GET", "/v1/projects"),
                ["write-own-projects"] = await IsAllowedAsync(client, "POST", "/v1/projects", "{}"),
                ["write-all-projects"] = await IsAllowedAsync(client, "PATCH", $"/v1/projects/{other}", "{}"),
                ["decide-overlaps"] = await IsAllowedAsync(client, "PUT", Verdict, """{ "verdict": "unrelated" }"""),
                ["administer"] = await IsAllowedAsync(client, "POST", "/v1/keys", "{}"),
            };
            Assert.That(may, Is.EquivalentTo(done.Where(one => one.Value).Select(one => one.Key)), $"{role}");
        }

        static async Task<bool> IsAllowedAsync(HttpClient client, string method, string path, string? body = null) =>
            (int)(await client.SendAsync(method, path, body, headers: ("If-Match", "*"))).StatusCode is not 403;
    }

    [Test]
    public async Task Nobody_is_told_without_a_key()
    {
        await (await Api.Anonymous().GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2001");
        var key = await Api.KeyAsync(Role.Viewer);
        var admin = await Api.ClientAsync(Role.Admin);
        await admin.SendAsync("DELETE", $"/v1/keys/{KeySecret.Parse(key)!.Id}", headers: ("If-Match", "*"));
        await (await Api.With(key).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2003");
    }

    [Test]
    public async Task Unchanged_answer_is_not_sent_again()
    {
        var client = await Api.ClientAsync(Role.Viewer);
        var tag = (await client.GetAsync("/v1/me")).Headers.ETag!.ToString();
        Assert.That((int)(await AskAsync(client)).StatusCode, Is.EqualTo(304));
        Assert.That((int)(await AskAsync(await Api.ClientAsync(Role.Viewer))).StatusCode, Is.EqualTo(200));

        Task<HttpResponseMessage> AskAsync(HttpClient one) =>
            one.SendAsync("GET", "/v1/me", headers: ("If-None-Match", tag));
    }
}
