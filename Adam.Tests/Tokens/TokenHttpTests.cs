using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Audit;
using Adam.Data.Databases;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Tokens;

/// <summary>Tokens of an OpenID Connect issuer, which runs in this process, in the place of keys.</summary>
public sealed class TokenHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly (string, string)[] Donor = [("adam_partner", "DE"), ("adam_role", "donor")];

    private RSA _key = null!;
    private TestIssuer _issuer = null!;

    [OneTimeSetUp]
    public async Task StartIssuer() => _issuer = await TestIssuer.StartAsync(_key = RSA.Create(2048));

    [OneTimeTearDown]
    public async Task StopIssuer()
    {
        await _issuer.DisposeAsync();
        _key.Dispose();
    }

    [Test]
    public async Task Token_opens_as_its_partner_and_role_and_its_subject_is_the_author()
    {
        await using var api = Api();
        using var client = With(api, await _issuer.TokenAsync(claims: Donor));
        var me = await (await client.GetAsync("/v1/me")).JsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That((string?)me["partner"]!["code"], Is.EqualTo("DE"));
            Assert.That((string?)me["role"], Is.EqualTo("donor"));
            Assert.That(me["key"], Is.Null);
            Assert.That((string?)me["token"]!["subject"], Is.EqualTo("field-office"));
            Assert.That((string?)me["token"]!["issuer"], Is.EqualTo(_issuer.Address.AbsoluteUri));
        });
        var recorded = await client.SendAsync("POST", "/v1/projects", ProjectHttp.Body());
        Assert.That((int)recorded.StatusCode, Is.EqualTo(201));
        var project = await recorded.JsonAsync();
        Assert.That((string?)project["updatedBy"], Is.EqualTo("field-office"));
        Assert.That((string?)project["owner"], Is.EqualTo("DE"));

        using var admin = await api.ClientAsync(Role.Admin);
        var entries = await (await admin.GetAsync("/v1/audit?subject=project")).JsonAsync();
        var entry = entries["items"]!.AsArray().Single()!.ToJsonString();
        Assert.That(entry, Does.Contain("field-office").And.Contain("\"keyId\":\"t_"));
        await (await client.GetAsync("/v1/keys")).ProblemAsync(403, "ADAM-2004");
    }

    [Test]
    public async Task Repeated_request_of_a_subject_is_replayed_also_with_another_token()
    {
        await using var api = Api();
        var ids = new List<string?>();
        foreach (var subject in new[] { "one", "one", "two" })
        {
            using var client = With(api, await _issuer.TokenAsync(subject: subject, claims: Donor));
            var body = ProjectHttp.Body($$"""{ "reference": "{{subject}}" }""");
            var response = await client.SendAsync("POST", "/v1/projects", body, headers: ("Idempotency-Key", "k"));
            Assert.That((int)response.StatusCode, Is.EqualTo(201));
            ids.Add((string?)(await response.JsonAsync())["id"]);
        }

        Assert.That(ids[1], Is.EqualTo(ids[0]));
        Assert.That(ids[2], Is.Not.EqualTo(ids[0]));
    }

    [Test]
    public async Task Key_opens_beside_tokens()
    {
        await using var api = Api();
        using var client = await api.ClientAsync(Role.Viewer);
        Assert.That((int)(await client.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        await (await api.Anonymous().GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2001");
    }

    [Test]
    public async Task Token_is_no_key_where_no_issuer_is_configured()
    {
        using var client = With(TestApi.Over(Register.Database), await _issuer.TokenAsync(claims: Donor));
        await (await client.GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2002");
    }

    [Test]
    public async Task Token_for_another_audience_does_not_open() =>
        await RefusedAsync(await _issuer.TokenAsync("other", claims: Donor), 401, "ADAM-2015", "another audience");

    [Test]
    public async Task Token_of_another_issuer_does_not_open()
    {
        await using var other = await TestIssuer.StartAsync(_key);
        await RefusedAsync(await other.TokenAsync(claims: Donor), 401, "ADAM-2015", "another issuer");
    }

    [Test]
    public async Task Expired_token_does_not_open_and_no_clock_that_goes_back_opens_it()
    {
        var time = new JumpingClock();
        await using var api = Api(new SteadyClock(time));
        using var client = With(api, await _issuer.TokenAsync(claims: Donor));
        Assert.That((int)(await client.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        time.Ahead = TimeSpan.FromMinutes(62);
        var refused = await client.GetAsync("/v1/me");
        await refused.ProblemAsync(401, "ADAM-2016");
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Does.Contain("invalid_token"));
        time.Ahead = TimeSpan.FromHours(-3);
        await (await client.GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2016");
    }

    [TestCase("altered")]
    [TestCase("none")]
    [TestCase("None")]
    [TestCase("unsigned")]
    [TestCase("hmac")]
    [TestCase("another key")]
    [TestCase("embedded key")]
    public async Task Forged_token_does_not_open(string forgery)
    {
        var parts = (await _issuer.TokenAsync(claims: Donor)).Split('.');
        var header = Json(parts[0]);
        var payload = Json(parts[1]);
        payload["adam_role"] = "admin";
        using var own = RSA.Create(2048);
        if (forgery is "none" or "None")
            header["alg"] = forgery;
        else if (forgery == "hmac")
            header["alg"] = "HS256";
        else if (forgery == "embedded key")
            header["jwk"] = new JsonObject
            {
                ["kty"] = "RSA",
                ["n"] = Base64Url.EncodeToString(own.ExportParameters(false).Modulus),
                ["e"] = Base64Url.EncodeToString(own.ExportParameters(false).Exponent),
            };
        var content = $"{Text(header)}.{Text(payload)}";
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = forgery switch
        {
            "altered" => parts[2],
            "hmac" => Base64Url.EncodeToString(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), bytes)
            ),
            "another key" or "embedded key" => Base64Url.EncodeToString(
                own.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ),
            _ => "",
        };
        await RefusedAsync($"{content}.{signature}", 401, "ADAM-2015", "");
    }

    [TestCase("ey")]
    [TestCase("ey.ey.ey")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9..")]
    [TestCase("eyJ.eyJ.eyJ.eyJ.eyJ")]
    public async Task Text_that_is_no_token_does_not_open(string text) =>
        await RefusedAsync(text, 401, "ADAM-2015", "token is not");

    [TestCase("", "donor", "adam_partner of the token must name one partner of the register, and it names none")]
    [TestCase("XX", "donor", "names none")]
    [TestCase("DE,FR", "donor", "names several")]
    [TestCase("DE", "", "adam_role of the token must name one role")]
    [TestCase("DE", "4", "names none")]
    [TestCase("DE", "owner", "names none")]
    [TestCase("DE", "viewer,admin", "names several")]
    public async Task Token_without_one_partner_and_one_role_does_not_open(string partner, string role, string reason)
    {
        var claims = partner
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(value => ("adam_partner", value))
            .Concat(role.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(value => ("adam_role", value)));
        await using var api = Api();
        using var client = With(api, await _issuer.TokenAsync(claims: [.. claims]));
        var problem = await (await client.GetAsync("/v1/me")).ProblemAsync(403, "ADAM-2017");
        Assert.That((string?)problem["detail"], Does.Contain(reason));
        await api.Services.GetRequiredService<RefusalLog>().FlushAsync(default);
        using var admin = await api.ClientAsync(Role.Admin);
        var refusals = await (await admin.GetAsync("/v1/audit/refusals")).JsonAsync();
        Assert.That(refusals["items"]!.ToJsonString(), Does.Contain("field-office"));
    }

    [Test]
    public async Task Groups_of_the_issuer_are_mapped()
    {
        await using var api = Api(
            null,
            ("Adam:OpenIdConnect:PartnerClaim", "groups"),
            ("Adam:OpenIdConnect:RoleClaim", "groups"),
            ("Adam:OpenIdConnect:NameClaim", "preferred_username"),
            ("Adam:OpenIdConnect:Partners:office-berlin", "deu"),
            ("Adam:OpenIdConnect:Roles:register-analysts", "analyst")
        );
        var token = await _issuer.TokenAsync(
            claims:
            [
                ("groups", "office-berlin"),
                ("groups", "register-analysts"),
                ("groups", "everyone"),
                ("preferred_username", "erika"),
            ]
        );
        using var client = With(api, token);
        var me = await (await client.GetAsync("/v1/me")).JsonAsync();
        Assert.That((string?)me["partner"]!["code"], Is.EqualTo("DE"));
        Assert.That((string?)me["role"], Is.EqualTo("analyst"));
    }

    [Test]
    public async Task New_signing_key_of_the_issuer_is_taken_and_the_former_one_is_not()
    {
        using var former = RSA.Create(2048);
        using var present = RSA.Create(2048);
        string old;
        int port;
        TestApi api;
        await using (var issuer = await TestIssuer.StartAsync(former))
        {
            port = issuer.Address.Port;
            api = Api(issuer.Address);
            old = await issuer.TokenAsync(claims: Donor);
            using var client = With(api, old);
            Assert.That((int)(await client.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        }

        await using (api)
        await using (var issuer = await TestIssuer.StartAsync(present, port))
        {
            using var client = With(api, await issuer.TokenAsync(claims: Donor));
            // The first token with the new key makes the program load the keys, which the response does not wait for.
            while ((int)(await client.GetAsync("/v1/me")).StatusCode != 200)
                await Task.Delay(50);
            using var late = With(api, old);
            await (await late.GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2015");
        }
    }

    [Test]
    public async Task Issuer_that_is_down_stops_tokens_and_no_keys()
    {
        await using var api = Api(new Uri("http://127.0.0.1:1/"));
        using var client = With(api, await _issuer.TokenAsync(claims: Donor));
        var refused = await client.GetAsync("/v1/me");
        await refused.ProblemAsync(503, "ADAM-9002");
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        using var holder = await api.ClientAsync(Role.Viewer);
        Assert.That((int)(await holder.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Guesses_of_tokens_are_not_looked_at_after_many_wrong_ones()
    {
        await using var api = Api(null, ("Adam:Limits:WrongKeysPerMinute", "3"));
        using var known = With(api, await _issuer.TokenAsync(claims: Donor));
        Assert.That((int)(await known.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        for (var guess = 0; guess < 3; guess++)
            await (await With(api, $"ey{guess}.ey.ey").GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2015");
        await (await With(api, "ey9.ey.ey").GetAsync("/v1/me")).ProblemAsync(429, "ADAM-2010");
        Assert.That((int)(await known.GetAsync("/v1/me")).StatusCode, Is.EqualTo(200));
        await api.Services.GetRequiredService<RefusalLog>().FlushAsync(default);
        using var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var refusals = await (await admin.GetAsync("/v1/audit/refusals")).Content.ReadAsStringAsync();
        Assert.That(refusals, Does.Contain("ADAM-2010"));
    }

    private async Task RefusedAsync(string token, int status, string code, string reason)
    {
        await using var api = Api();
        using var client = With(api, token);
        var problem = await (await client.GetAsync("/v1/me")).ProblemAsync(status, code);
        Assert.That((string?)problem["detail"], Does.Contain(reason));
    }

    private TestApi Api(TimeProvider? time = null, params (string Name, string Value)[] settings) =>
        Api(_issuer.Address, time, settings);

    private TestApi Api(Uri issuer, TimeProvider? time = null, params (string Name, string Value)[] settings) =>
        new(
            Register.Database,
            [
                ("Adam:OpenIdConnect:Authority", issuer.AbsoluteUri),
                ("Adam:OpenIdConnect:Audience", TestIssuer.Audience),
                .. settings,
            ]
        )
        {
            Time = time,
        };

    private static HttpClient With(TestApi api, string token)
    {
        var client = api.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The clock of a system that someone sets.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private static JsonObject Json(string part) =>
        JsonSerializer.Deserialize<JsonObject>(Base64Url.DecodeFromChars(part))!;

    private static string Text(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
