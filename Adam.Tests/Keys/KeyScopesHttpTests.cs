using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Keys;

public sealed class KeyScopesHttpTests(string engine) : RegisterTests(engine)
{
    private TestApi Api => TestApi.Over(Register.Database);

    [Test]
    public async Task Key_with_scopes_does_what_they_say_and_knows_it()
    {
        using var admin = await Api.ClientAsync(Role.Admin);
        var issued = await PostAsync(admin, "donor", """["projects:write"]""");
        using var holder = Api.With((string)(await issued.JsonAsync())["secret"]!);
        var me = await (await holder.GetAsync("/v1/me")).JsonAsync();
        Assert.That(me["scopes"]!.ToJsonString(), Is.EqualTo("""["projects:write"]"""));
        Assert.That(me["may"]!.ToJsonString(), Is.EqualTo("""["write-own-projects"]"""));
        Assert.That(
            (int)(await holder.SendAsync("POST", "/v1/projects", ProjectHttp.Body())).StatusCode,
            Is.EqualTo(201)
        );
        var refused = await holder.GetAsync("/v1/projects");
        var problem = await refused.ProblemAsync(403, "ADAM-2014");
        Assert.That(
            (string?)problem["detail"],
            Does.Contain("needs the scope read").And.Contain("only projects:write")
        );
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Does.Contain("insufficient_scope"));
        await (await holder.GetAsync("/v1/keys")).ProblemAsync(403, "ADAM-2004");
    }

    [TestCase("viewer", "projects:write")]
    [TestCase("viewer", "keys:manage")]
    [TestCase("viewer", "overlaps:decide")]
    [TestCase("donor", "audit:read")]
    [TestCase("analyst", "imports:write")]
    public async Task Scopes_are_no_wider_than_the_role(string role, string scope)
    {
        using var admin = await Api.ClientAsync(Role.Admin);
        var refused = await PostAsync(admin, role, $"[\"read\", \"{scope}\"]");
        Assert.That(await refused.FaultsAsync(), Is.EqualTo(new[] { "scopes ADAM-1018" }));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain($"does not have {scope}"));
    }

    [TestCase("[]", "scopes ADAM-1016")]
    [TestCase("""["read", "reed"]""", "scopes[1] ADAM-1012")]
    [TestCase("null", null)]
    public async Task Unknown_or_empty_scopes_are_named(string scopes, string? fault)
    {
        using var admin = await Api.ClientAsync(Role.Admin);
        var response = await PostAsync(admin, "viewer", scopes);
        if (fault is null)
            Assert.That((await response.JsonAsync())["scopes"], Is.Null);
        else
            Assert.That(await response.FaultsAsync(), Is.EqualTo(new[] { fault }));
    }

    [Test]
    public async Task Restricted_admin_hands_out_no_more_than_it_has()
    {
        using var admin = await Api.ClientAsync(Role.Admin);
        var unrestricted = (await (await PostAsync(admin, "admin", "null")).JsonAsync())["id"];
        var wide = (await (await PostAsync(admin, "viewer", """["read", "subscriptions:write"]""")).JsonAsync())["id"];
        var narrow = (await (await PostAsync(admin, "viewer", """["read"]""")).JsonAsync())["id"];
        var own = await (await PostAsync(admin, "admin", """["read", "keys:manage"]""")).JsonAsync();
        using var restricted = Api.With((string)own["secret"]!);

        await (await PostAsync(restricted, "admin", "null")).ProblemAsync(403, "ADAM-2019");
        await (await PostAsync(restricted, "admin", """["audit:read"]""")).ProblemAsync(403, "ADAM-2019");
        await (await PostAsync(restricted, "viewer", "null")).ProblemAsync(403, "ADAM-2019");
        Assert.That((int)(await PostAsync(restricted, "viewer", """["read"]""")).StatusCode, Is.EqualTo(201));
        foreach (var id in new[] { unrestricted, wide })
            await (await restricted.SendAsync("POST", $"/v1/keys/{id}/rotate")).ProblemAsync(403, "ADAM-2019");
        Assert.That((int)(await restricted.SendAsync("POST", $"/v1/keys/{narrow}/rotate")).StatusCode, Is.EqualTo(201));
        await (await PatchAsync(restricted, wide, """["read"]""")).ProblemAsync(403, "ADAM-2019");
        await (await PatchAsync(restricted, narrow, "null")).ProblemAsync(403, "ADAM-2019");
        await (await PatchAsync(restricted, own["id"], "null")).ProblemAsync(403, "ADAM-2019");
        Assert.That((int)(await PatchAsync(admin, narrow, "null")).StatusCode, Is.EqualTo(200));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient admin, string role, string scopes) =>
        admin.SendAsync(
            "POST",
            "/v1/keys",
            $$"""{ "partner": "DE", "role": "{{role}}", "name": "Desk", "scopes": {{scopes}} }"""
        );

    private static Task<HttpResponseMessage> PatchAsync(
        HttpClient admin,
        System.Text.Json.Nodes.JsonNode? id,
        string scopes
    ) => admin.SendAsync("PATCH", $"/v1/keys/{id}", $$"""{ "scopes": {{scopes}} }""", headers: ("If-Match", "*"));
}
