using System.Net;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Filters read a country as records do: by its code, by another code in use, or by its name.</summary>
public sealed class CountryFilterHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Paths =
    [
        "/v1/projects?",
        "/v1/presence?by=country&",
        "/v1/overlaps?",
        "/v1/overlaps?sort=start&",
        "/v1/overlaps/clusters?",
        "/v1/overlaps/summary?",
    ];

    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        foreach (var owner in (string[])["DE", "FR"])
            await _admin.RecordAsync(
                $$"""{ "owner": "{{owner}}", "reference": "all", "countries": ["GB", "GR", "TR", "TJ"] }"""
            );
        await _admin.RecordAsync("""{ "reference": "another", "countries": ["UZ"] }""");
    }

    [TestCase("UK", "GB", "United Kingdom")]
    [TestCase("uk", "GB", "United Kingdom")]
    [TestCase("EL", "GR", "Greece")]
    [TestCase("Turkey", "TR", "Türkiye")]
    [TestCase("Türkiye", "TR", "Türkiye")]
    [TestCase("Таджикистан", "TJ", "Tajikistan")]
    [TestCase("تاجیکستان", "TJ", "Tajikistan")]
    public async Task Country_by_another_name_is_read_with_a_warning(string text, string code, string name)
    {
        foreach (var path in Paths)
        {
            var expected = await _admin.ReadAsync($"{path}country={code}");
            Assert.That(expected["items"]!.AsArray(), Is.Not.Empty, path);
            Assert.That(expected.ContainsKey("warnings"), Is.False, path);

            var actual = await _admin.ReadAsync($"{path}country={Uri.EscapeDataString(text)}");
            Assert.That(
                actual["warnings"]?.Text(),
                Is.EqualTo(
                    Compact(
                        $$"""
                        [{
                          "name": "country", "reason": "'{{text}}' is read as '{{code}}', {{name}}.",
                          "code": "ADAM-3016"
                        }]
                        """
                    )
                ),
                path
            );
            actual.Remove("warnings");
            Assert.That(actual.Text(), Is.EqualTo(expected.Text()), path);
        }
    }

    [TestCase("tjk")]
    [TestCase("762")]
    public async Task Code_of_another_form_needs_no_warning(string code)
    {
        foreach (var path in Paths)
            Assert.That(
                (await _admin.ReadAsync($"{path}country={code}")).Text(),
                Is.EqualTo((await _admin.ReadAsync($"{path}country=TJ")).Text()),
                path
            );
    }

    [Test]
    public async Task Names_and_codes_of_one_country_are_one_value()
    {
        var list = await _admin.ReadAsync("/v1/projects?count=true&country=GB&country=UK&country=Uzbekistan");
        Assert.That((int?)list["total"], Is.EqualTo(3));
        Assert.That(
            list["warnings"]!.AsArray().Select(warning => (string?)warning!["reason"]),
            Is.EqualTo(new[] { "'UK' is read as 'GB', United Kingdom.", "'Uzbekistan' is read as 'UZ', Uzbekistan." })
        );
    }

    [TestCase("CS", "'CS' was Serbia and Montenegro until 2006: write RS, ME.")]
    [TestCase(
        "Tadjikistana",
        "'Tadjikistana' is no code of countries. Did you mean 'TJ'? The codes are listed at /v1/codelists/countries."
    )]
    [TestCase("QQ", "'QQ' is no code of countries. The codes are listed at /v1/codelists/countries.")]
    public async Task Country_that_names_none_is_an_error(string text, string reason)
    {
        foreach (var path in Paths)
        {
            using var response = await _admin.GetAsync($"{path}country={text}");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), path);
            var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray();
            Assert.That((string?)errors.Single()!["reason"], Is.EqualTo(reason), path);
        }
    }
}
