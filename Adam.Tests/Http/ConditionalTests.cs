using Adam.Domain.Keys;
using Adam.Tests.OpenApi;
using Adam.Tests.Projects;

namespace Adam.Tests.Http;

public sealed class ConditionalTests(string engine) : RegisterTests(engine)
{
    private const string Patch = "application/merge-patch+json";

    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [TestCase("*", 304)]
    [TestCase("{0}", 304)]
    [TestCase("W/{0}", 304)]
    [TestCase("\"other\", {0}", 304)]
    [TestCase("\"other\"", 200)]
    public async Task What_the_caller_has_is_not_sent_again(string header, int status)
    {
        foreach (var path in new[] { "/v1/partners/DE", "/v1/codelists/pillars" })
        {
            var tag = (await _admin.GetAsync(path)).Headers.ETag!.ToString();
            var response = await _admin.SendAsync(
                "GET",
                path,
                headers: ("If-None-Match", string.Format(null, header, tag))
            );
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo(tag));
            Assert.That((await response.Content.ReadAsByteArrayAsync()).Length == 0, Is.EqualTo(status == 304));
        }
    }

    [Test]
    public async Task Page_of_every_list_is_not_sent_again_until_it_differs()
    {
        var lists = await ListsAsync();
        Assert.That(lists, Has.Count.GreaterThan(12).And.Contains("/v1/projects"));
        foreach (var path in lists)
        {
            var first = await _admin.GetAsync(path);
            Assert.That((int)first.StatusCode, Is.EqualTo(200), path);
            var tag = first.Headers.ETag?.ToString();
            Assert.That(tag, Is.Not.Null, path);
            Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"), path);
            var again = await _admin.SendAsync("GET", path, headers: ("If-None-Match", tag!));
            Assert.That((int)again.StatusCode, Is.EqualTo(304), path);
            Assert.That(again.Headers.ETag!.ToString(), Is.EqualTo(tag), path);
            Assert.That(await again.Content.ReadAsByteArrayAsync(), Is.Empty, path);
        }

        var donor = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        var before = (await donor.GetAsync("/v1/projects")).Headers.ETag!.ToString();
        await donor.RecordAsync();
        var changed = await donor.SendAsync("GET", "/v1/projects", headers: ("If-None-Match", before));
        Assert.That((int)changed.StatusCode, Is.EqualTo(200));
        Assert.That(changed.Headers.ETag!.ToString(), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task Page_with_another_cursor_limit_or_total_has_a_tag_of_its_own()
    {
        var donor = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        for (var number = 0; number < 3; number++)
            await donor.RecordAsync($$"""{ "reference": "R-{{number}}" }""");
        var tags = new List<string>();
        foreach (var query in (string[])["", "?limit=1", "?limit=2", "?count=true", "?fields=title"])
            tags.Add((await donor.GetAsync($"/v1/projects{query}")).Headers.ETag!.ToString());
        Assert.That(tags, Is.Unique);
    }

    /// <summary>Returns the paths without parameters whose responses are lists, from the contract.</summary>
    private async Task<IReadOnlyList<string>> ListsAsync()
    {
        var contract = await ContractDocument.OfAsync(TestApi.Over(Register.Database));
        return
        [
            .. contract
                .Operations.Where(operation =>
                    operation.Key.StartsWith("GET ", StringComparison.Ordinal)
                    && !operation.Key.Contains('{', StringComparison.Ordinal)
                    && operation.Value["responses"]!["200"]!["headers"]?.AsObject().ContainsKey("Link") is true
                )
                .Select(operation => operation.Key["GET ".Length..]),
        ];
    }

    [TestCase(null, 428, "ADAM-1041")]
    [TestCase("\"999\"", 412, "ADAM-1040")]
    [TestCase("W/{0}", 412, "ADAM-1040")]
    [TestCase("nonsense", 400, "ADAM-1000")]
    [TestCase("\"999\", {0}", 200, null)]
    [TestCase("*", 200, null)]
    public async Task Change_needs_the_state_that_was_seen(string? header, int status, string? code)
    {
        var tag = (await _admin.GetAsync("/v1/partners/FR")).Headers.ETag!.ToString();
        (string, string)[] headers = header is null ? [] : [("If-Match", string.Format(null, header, tag))];
        var response = await _admin.SendAsync(
            "PATCH",
            "/v1/partners/FR",
            """{ "contact": "paris@example.org" }""",
            Patch,
            headers
        );
        if (code is not null)
            await response.ProblemAsync(status, code);
        else
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(
            (await _admin.GetAsync("/v1/partners/FR")).Headers.ETag!.ToString() == tag,
            Is.EqualTo(status != 200)
        );
    }

    [Test]
    public async Task Of_many_who_change_the_same_state_one_succeeds()
    {
        var tag = (await _admin.GetAsync("/v1/partners/IT")).Headers.ETag!.ToString();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    _admin.SendAsync(
                        "PATCH",
                        "/v1/partners/IT",
                        $$"""{ "contact": "rome{{i}}@example.org" }""",
                        Patch,
                        ("If-Match", tag)
                    )
                )
        );
        Assert.That(
            answers.Select(answer => (int)answer.StatusCode).Order(),
            Is.EqualTo(new[] { 200, 412, 412, 412, 412, 412, 412, 412 })
        );
    }

    [Test]
    public async Task What_was_read_can_be_edited_and_sent_back()
    {
        var read = await _admin.GetAsync("/v1/partners/ES");
        var partner = await read.JsonAsync();
        partner["contact"] = "madrid@example.org";
        var response = await _admin.SendAsync(
            "PUT",
            "/v1/partners/esp",
            partner.ToJsonString(),
            headers: ("If-Match", read.Headers.ETag!.ToString())
        );
        var changed = await response.JsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That((string?)changed["contact"], Is.EqualTo("madrid@example.org"));
            Assert.That((int?)changed["version"], Is.EqualTo((int?)partner["version"] + 1));
            Assert.That(changed["otherNames"]!.ToJsonString(), Is.EqualTo(partner["otherNames"]!.ToJsonString()));
        });
    }

    [TestCase(Patch)]
    [TestCase("application/json")]
    public async Task Patch_is_judged_like_a_body_that_was_sent_whole(string type)
    {
        var response = await _admin.SendAsync(
            "PATCH",
            "/v1/partners/NL",
            """{ "nmae": "x", "name": null, "otherNames": [1], "kind": "organisation" }""",
            type,
            ("If-Match", "*")
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(new[] { "nmae ADAM-1004", "name ADAM-1016", "otherNames[0] ADAM-1006", "code ADAM-1018" })
        );
    }
}
