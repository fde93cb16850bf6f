using Adam.Data.Audit;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using Adam.Tests.Projects;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Partners;

/// <summary>The times in which partners are members of the partnership.</summary>
public sealed class MembershipHttpTests(string engine) : RegisterTests(engine)
{
    [TestCase("on=2015-12-14", 80)]
    [TestCase("on=2015-12-15", 80)]
    [TestCase("on=2015-12-16", 81)]
    [TestCase("on=2015-12-16&kind=country", 58)]
    [TestCase("on=2015-12-14&kind=organisation", 22)]
    [TestCase("on=2015-12-14&member=false&q=EAG", 1)]
    [TestCase("on=1970-01-01", 80)]
    public async Task Members_are_those_of_the_day(string query, int total)
    {
        var client = await TestApi.Over(Register.Database).ClientAsync(Role.Viewer);
        var page = await client.ReadAsync($"/v1/partners?{query}&count=true");
        Assert.That((int?)page["total"], Is.EqualTo(total));
    }

    [Test]
    public async Task Identifier_that_is_stated_twice_is_one()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var code = $"X{Guid.NewGuid():N}"[..12].ToUpperInvariant();
        var added = await admin.SendAsync(
            "POST",
            "/v1/partners",
            $$"""
            {
              "code": "{{code}}", "kind": "organisation", "name": "Org {{code}}", "member": false,
              "identifiers": ["XM-{{code}}", "xm-{{code}}", "XM-{{code}}"]
            }
            """
        );
        Assert.That((int)added.StatusCode, Is.EqualTo(201), await added.Content.ReadAsStringAsync());
        var partner = await (await admin.GetAsync($"/v1/partners/{code}")).JsonAsync();
        Assert.That(partner["identifiers"]!.ToJsonString(), Is.EqualTo($"[\"XM-{code}\"]"));
    }

    [Test]
    public async Task Founding_partner_shows_its_membership()
    {
        var client = await TestApi.Over(Register.Database).ClientAsync(Role.Viewer);
        var eag = await client.ReadAsync("/v1/partners/EAG");
        Assert.That((bool?)eag["member"], Is.True);
        Assert.That(
            eag["memberships"]!.Text(),
            Is.EqualTo("""[{"from":"2015-12-16","until":null,"endorsedAt":"PCG-12"}]""")
        );
        var table = await client.GetStringAsync("/v1/partners?q=eag&format=csv&bom=false");
        Assert.That(table, Does.StartWith("code,kind,name,member,memberFrom,memberUntil,endorsedAt,"));
        Assert.That(table, Does.Contain(",true,2015-12-16,open,PCG-12,"));
    }

    [Test]
    public async Task Memberships_are_written_in_order_and_say_what_holds_today()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var added = await admin.SendAsync("POST", "/v1/partners", Partner("M1", "\"memberships\": " + Two));
        var partner = await added.JsonAsync();
        Assert.That((int)added.StatusCode, Is.EqualTo(201), partner.Text());
        Assert.That((bool?)partner["member"], Is.False);
        Assert.That(
            partner["memberships"]!.Text(),
            Is.EqualTo(
                """[{"from":null,"until":"2010-12-31","endorsedAt":null},"""
                    + """{"from":"2012-01-01","until":"2012-12-31","endorsedAt":"PCG-8"}]"""
            )
        );
        // A patch of the memberships decides; member follows.
        var patched = await admin.SendAsync(
            "PATCH",
            "/v1/partners/M1",
            """{ "memberships": [{ "from": "2020-01-01" }] }""",
            MergePatch,
            ("If-Match", added.Headers.ETag!.ToString())
        );
        Assert.That((bool?)(await patched.JsonAsync())["member"], Is.True);
        // A body without memberships keeps them, and member must agree with them.
        var kept = await admin.SendAsync(
            "PUT",
            "/v1/partners/M1",
            Partner("M1", "\"member\": true"),
            headers: ("If-Match", "*")
        );
        Assert.That((await kept.JsonAsync())["memberships"]!.AsArray(), Has.Count.EqualTo(1));
        var wrong = await admin.SendAsync(
            "PATCH",
            "/v1/partners/M1",
            """{ "member": false }""",
            MergePatch,
            ("If-Match", "*")
        );
        Assert.That(await wrong.FaultsAsync(), Is.EqualTo(new[] { "member ADAM-3006" }));
        Assert.That(
            (await admin.ReadAsync("/v1/audit?subject=partner&limit=500"))["items"]!
                .AsArray()
                .Where(entry => (string?)entry!["id"] == "M1")
                .Select(entry => (string?)entry!["action"]),
            Is.EquivalentTo(new[] { "created", "changed", "changed" })
        );
    }

    [Test]
    public async Task Every_fault_of_memberships_is_named()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var response = await admin.SendAsync(
            "POST",
            "/v1/partners",
            Partner(
                "M2",
                """
                "memberships": [
                  { "from": "2012-01-01", "until": "2011-12-31" }, { "from": "2014-01-01", "until": "2015-01-01" },
                  { "until": "2014-01-01" }
                ]
                """
            )
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(new[] { "memberships[0].until ADAM-3005", "memberships[2] ADAM-1018" })
        );
        var missing = await admin.SendAsync("POST", "/v1/partners", Partner("M2", "\"contact\": null"));
        Assert.That(await missing.FaultsAsync(), Is.EqualTo(new[] { "member ADAM-1016" }));
    }

    [TestCase("two words@example.org")]
    [TestCase("Desk <desk@example.org>")]
    [TestCase("desk@xn--ä.example")]
    public async Task Contact_is_a_mailbox(string contact)
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var refused = await admin.SendAsync("POST", "/v1/partners", Partner("M2", $"\"contact\": \"{contact}\""));
        Assert.That(await refused.FaultsAsync(), Does.Contain("contact ADAM-1018"));
    }

    [Test]
    public async Task Membership_that_begins_gives_another_tag_without_another_version()
    {
        var time = new FakeTimeProvider(new(2026, 1, 31, 23, 59, 0, TimeSpan.Zero));
        await using var api = new TestApi(Register.Database) { Time = time };
        var admin = await api.ClientAsync(Role.Admin);
        await admin.SendAsync("POST", "/v1/partners", Partner("M3", "\"memberships\": [{ \"from\": \"2026-02-01\" }]"));
        var before = await admin.GetAsync("/v1/partners/M3");
        Assert.That((bool?)(await before.JsonAsync())["member"], Is.False);
        time.Advance(TimeSpan.FromMinutes(2));
        var after = await admin.SendAsync(
            "GET",
            "/v1/partners/M3",
            headers: ("If-None-Match", before.Headers.ETag!.ToString())
        );
        Assert.That((int)after.StatusCode, Is.EqualTo(200));
        Assert.That((bool?)(await after.JsonAsync())["member"], Is.True);
    }

    [Test]
    public async Task Register_with_changed_memberships_verifies()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        await admin.SendAsync("POST", "/v1/partners", Partner("M4", "\"memberships\": " + Two));
        var verification = await new AuditVerify(Register.Database).RunAsync(null, default);
        // Partners of other tests are kept between tests, and their entries are not.
        Assert.That(verification.Faults.Where(fault => fault.Contains("M4", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Number_of_members_is_that_of_each_day_counted_alone()
    {
        var day = Gen.Int[0, 60].Select(number => new DateOnly(2015, 1, 1).AddDays(number));
        var membership = Gen.Select(Gen.Bool, day, Gen.Bool, day)
            .Where(one => !one.Item1 || !one.Item3 || one.Item2 <= one.Item4)
            .Select(one => new Membership(one.Item1 ? one.Item2 : null, one.Item3 ? one.Item4 : null, null));
        Gen.Select(membership.List[0, 4], day)
            .Sample(
                (memberships, on) =>
                {
                    var partner = FoundingPartners.All[0] with { Memberships = memberships };
                    var expected = memberships.Any(one =>
                        Enumerable
                            .Range(-1, 63)
                            .Select(number => new DateOnly(2015, 1, 1).AddDays(number))
                            .Where(any => !(any < one.From) && !(any > one.Until))
                            .Contains(on)
                    );
                    Assert.That(partner.IsMemberOn(on), Is.EqualTo(expected));
                }
            );
    }

    private const string Two = """
        [
          { "from": "2012-01-01", "until": "2012-12-31", "endorsedAt": "PCG-8" }, { "until": "2010-12-31" }
        ]
        """;

    private static string Partner(string code, string members) =>
        $$"""{ "code": "{{code}}", "kind": "organisation", "name": "Organisation {{code}}", {{members}} }""";
}
