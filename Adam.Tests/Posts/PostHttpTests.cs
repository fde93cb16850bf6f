using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Posts;

/// <summary>Posts of liaison and research officers.</summary>
public sealed class PostHttpTests(string engine) : RegisterTests(engine)
{
    private const string Tashkent = """
        {
          "reference": "RLO-TAS", "city": "Tashkent", "country": "Uzbekistan", "covers": ["UZ", "kgz"],
          "from": "2014-01-01", "until": "2016-03-31", "mailbox": "tashkent@example.org", "fundedBy": ["Germany"]
        }
        """;

    private HttpClient _admin = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys()
    {
        (_admin, _viewer) = (await Api.ClientAsync(Role.Admin), await Api.ClientAsync(Role.Viewer, "OSCE"));
        await _viewer.ReadAsync("/v1/posts");
    }

    [Test]
    public async Task Recorded_post_is_returned_changed_and_withdrawn()
    {
        var response = await _admin.SendAsync("POST", "/v1/posts", Tashkent);
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "reference": "RLO-TAS", "city": "Tashkent", "country": "UZ", "covers": ["UZ", "KG"],
                      "from": "2014-01-01", "until": "2016-03-31", "mailbox": "tashkent@example.org",
                      "fundedBy": ["DE"], "version": 1, "createdAt": "{{created["createdAt"]}}",
                      "updatedAt": "{{created["createdAt"]}}", "updatedBy": "Test Admin"
                    }
                    """
                )
            )
        );
        Assert.That((await _viewer.ReadAsync("/v1/posts/rlo-tas")).Text(), Is.EqualTo(created.Text()));
        await (await _admin.SendAsync("POST", "/v1/posts", Tashkent)).ProblemAsync(409, "ADAM-6096");

        var longer = With(Tashkent, """{ "until": null }""");
        var changed = await _admin.SendAsync("PUT", "/v1/posts/RLO-TAS", longer, headers: ("If-Match", "\"1\""));
        Assert.That((int?)(await changed.JsonAsync())["version"], Is.EqualTo(2));
        await (await _admin.SendAsync("DELETE", "/v1/posts/RLO-TAS", headers: ("If-Match", "\"1\""))).ProblemAsync(
            412,
            "ADAM-1040"
        );
        await _admin.SendAsync("DELETE", "/v1/posts/RLO-TAS", headers: ("If-Match", "\"2\""));
        await (await _viewer.GetAsync("/v1/posts/RLO-TAS")).ProblemAsync(410, "ADAM-6097");
        Assert.That(
            (await _viewer.ReadAsync("/v1/posts/RLO-TAS/history"))["items"]!
                .AsArray()
                .Select(one => (string?)one!["action"]),
            Is.EqualTo(new[] { "created", "changed", "withdrawn" })
        );
    }

    [Test]
    public async Task Faults_of_a_post_are_all_named() =>
        Assert.That(
            await (
                await _admin.SendAsync(
                    "POST",
                    "/v1/posts",
                    """
                    {
                      "reference": "R/1", "city": "-", "country": "Nowhere", "covers": [], "from": "2016-01-01",
                      "until": "2015-01-01", "mailbox": "none", "fundedBy": ["Nobody"], "name": "A person"
                    }
                    """
                )
            ).FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "name ADAM-1004",
                    "reference ADAM-1018",
                    "city ADAM-1018",
                    "country ADAM-1012",
                    "fundedBy[0] ADAM-1012",
                    "until ADAM-3005",
                    "mailbox ADAM-1018",
                    "covers ADAM-1016",
                }
            )
        );

    [Test]
    public async Task Country_without_a_post_on_a_day_is_unknown()
    {
        await _admin.SendAsync("POST", "/v1/posts", Tashkent);
        var on = "/v1/posts/coverage?country=UZ&country=TM&on=";
        Assert.That(
            (await _viewer.ReadAsync($"{on}2016-03-31")).Text(),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "on": "2016-03-31", "unknown": ["TM"],
                      "items": [
                        { "country": "TM", "state": "unknown", "posts": [] },
                        { "country": "UZ", "state": "covered", "posts": ["RLO-TAS"] }
                      ]
                    }
                    """
                )
            )
        );
        Assert.That((await _viewer.ReadAsync($"{on}2016-04-01"))["unknown"]!.Text(), Is.EqualTo("""["TM","UZ"]"""));
        Assert.That(
            (await _viewer.ReadAsync("/v1/posts?country=KG&on=2015-01-01")).Each("reference"),
            Is.EqualTo(new[] { "RLO-TAS" })
        );
        Assert.That((await _viewer.ReadAsync("/v1/posts?on=2013-12-31")).Each("reference"), Is.Empty);
    }
}
