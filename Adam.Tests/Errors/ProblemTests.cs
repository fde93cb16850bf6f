using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Domain.Keys;

namespace Adam.Tests.Errors;

public sealed partial class ProblemTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [Test]
    public async Task Query_faults_are_named_at_once()
    {
        var response = await _admin.GetAsync(
            "/v1/partners?Kind=country&kind=stat&limit=0&member=yes&member=no&q=&cursor=abc&format=xml&bytes=%FF"
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EqualTo(
                new[]
                {
                    "bytes ADAM-1011",
                    "Kind ADAM-1001",
                    "member ADAM-1002",
                    "q ADAM-1003",
                    "kind ADAM-1012",
                    "limit ADAM-1010",
                    "cursor ADAM-1013",
                    "format ADAM-1012",
                }
            )
        );
    }

    [Test]
    public async Task Faults_of_form_and_of_rules_come_together_and_never_twice_for_one_name()
    {
        var response = await _admin.SendAsync(
            "POST",
            "/v1/partners?foo=1",
            """{ "code": "XX", "kind": "country", "name": 7, "member": "yes", "otherNames": ["!"],"""
                + """ "contact": "nobody", "contac": "a@b.org" }"""
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EqualTo(
                new[]
                {
                    "foo ADAM-1001",
                    "name ADAM-1006",
                    "member ADAM-1006",
                    "contac ADAM-1004",
                    "code ADAM-1012",
                    "otherNames[0] ADAM-1018",
                    "contact ADAM-1018",
                }
            )
        );
    }

    [Test]
    public async Task Faults_that_only_the_register_knows_come_with_the_others()
    {
        var response = await _admin.SendAsync(
            "POST",
            "/v1/keys",
            """{ "partner": "ZZ", "role": "admn", "nme": "x" }"""
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(new[] { "partner ADAM-1012", "role ADAM-1012", "nme ADAM-1004", "name ADAM-1016" })
        );
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json; charset=latin1")]
    [TestCase("application/merge-patch+json")]
    public async Task Content_type_that_is_not_taken_is_told_with_the_one_that_is(string mediaType)
    {
        var response = await _admin.SendAsync("POST", "/v1/partners", "{}", mediaType);
        await response.ProblemAsync(415, "ADAM-1034");
        Assert.That(response.Headers.GetValues("Accept-Post"), Is.EqualTo(new[] { "application/json" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Body_too_large_is_refused_whether_its_length_is_announced_or_not(bool announced)
    {
        var bytes = new byte[100_001];
        using HttpContent content = announced
            ? new ByteArrayContent(bytes)
            : new StreamContent(new EndlessStream(bytes.Length));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var problem = await (await _admin.PostAsync("/v1/partners", content)).ProblemAsync(413, "ADAM-1033");
        Assert.That((string?)problem["detail"], Does.Contain("100000 bytes"));
    }

    [Test]
    public async Task Body_where_none_is_taken_is_refused() =>
        Assert.That(
            await (await _admin.SendAsync("GET", "/v1/partners", "{}")).FaultsAsync(),
            Is.EqualTo(new[] { "body ADAM-1023" })
        );

    [TestCase("/v1/partner", "Did you mean '/v1/partners'?")]
    [TestCase("/v1/codelist/pillars", "Did you mean '/v1/codelists/pillars'?")]
    [TestCase("/v1/pillars", "Did you mean '/v1/codelists/pillars'?")]
    [TestCase("/v1/pillar", "Did you mean '/v1/codelists/pillars'?")]
    [TestCase("/v1/countries", "Did you mean '/v1/codelists/countries'?")]
    [TestCase("/v2/keys", "Did you mean '/v1/keys'?")]
    [TestCase("/projects", "Did you mean '/v1/projects'?")]
    [TestCase("/api/v1/projects/17/history", "Did you mean '/v1/projects/17/history'?")]
    [TestCase("/desc/pillars", "Did you mean '/desk/pillars'?")]
    [TestCase("/v1/something", "/openapi.yaml lists those that there are.")]
    [TestCase("/something/else/altogether", "/openapi.yaml lists those that there are.")]
    [TestCase("/_test_url_cache_", "/openapi.yaml lists those that there are.")]
    public async Task Unknown_path_is_told_with_the_nearest_of_its_kind(string path, string cure)
    {
        var problem = await (await _admin.GetAsync(path)).ProblemAsync(404, "ADAM-1030");
        Assert.That((string?)problem["detail"], Is.EqualTo($"There is no path '{path}'. {cure}"));
    }

    [Test]
    public async Task Method_that_does_nothing_is_told_with_those_that_do()
    {
        var response = await _admin.DeleteAsync("/v1/partners/DE");
        await response.ProblemAsync(405, "ADAM-1031");
        Assert.That(response.Content.Headers.Allow, Is.SupersetOf(new[] { "GET", "HEAD", "PUT", "PATCH" }));
    }

    [TestCase("text/csv", false)]
    [TestCase("application/json;q=0, */*", false)]
    [TestCase("application/json", true)]
    [TestCase("text/html, application/xhtml+xml, */*;q=0.8", true)]
    [TestCase("application/*", true)]
    [TestCase("application/problem+json", true)]
    public async Task Accept_is_honoured(string accept, bool good)
    {
        var response = await _admin.SendAsync("GET", "/v1/routes", headers: ("Accept", accept));
        if (good)
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
        else
            await response.ProblemAsync(406, "ADAM-1032");
    }

    [Test]
    public async Task Format_outranks_Accept() =>
        Assert.That(
            (int)(await _admin.SendAsync("GET", "/v1/routes?format=json", headers: ("Accept", "text/csv"))).StatusCode,
            Is.EqualTo(200)
        );

    [Test]
    public async Task Head_is_answered_like_Get_without_the_body()
    {
        var response = await _admin.SendAsync("HEAD", "/v1/partners/DE");
        Assert.Multiple(async () =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Headers.ETag, Is.Not.Null);
            Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
        });
    }

    [Test]
    public async Task Every_script_is_readable_in_an_answer() =>
        Assert.That(await _admin.GetStringAsync("/v1/partners/UZ"), Does.Contain("Ўзбекистон"));

    [Test]
    public void Errors_page_explains_every_code_and_no_other()
    {
        var explained = Explained()
            .Matches(Repository.Read("docs", "errors.md"))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));
        Assert.That(explained, Is.EqualTo(ErrorCodes.All.Select(code => (code.Id, code.Title, $"{code.Status}"))));
        Assert.That(ErrorCodes.All.Select(code => code.Id), Is.Unique);
    }

    [Test]
    public async Task Type_of_a_problem_leads_to_its_explanation()
    {
        var problem = await (await _admin.GetAsync("/v1/partners/NOBODY")).ProblemAsync(404, "ADAM-4001");
        var (page, anchor) = ((string?)problem["type"])!.Split('#') is var parts ? (parts[0], parts[1]) : default;
        Assert.That(await _admin.GetStringAsync(page), Does.Contain($"### {anchor.ToUpperInvariant()}"));
    }

    [GeneratedRegex(@"^### (ADAM-\d{4})\n\n\*\*(.+)\*\* \((\d{3})\)\.", RegexOptions.Multiline)]
    private static partial Regex Explained();

    /// <summary>A stream of zeros whose length is not known in advance.</summary>
    private sealed class EndlessStream(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
