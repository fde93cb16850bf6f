using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>A list that finds nothing for a word or a place offers the nearest one of the register.</summary>
public sealed class SuggestionHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        await _admin.RecordAsync(
            """
            {
              "title": "Training on precursors", "description": "Обучение таможенников. آموزش پولیس سرحدی",
              "beneficiaries": ["Afghanistan's customs"],
              "places": [{ "name": "Nizhny Panj", "admin1": "Khatlon" }]
            }
            """
        );
    }

    [TestCase("q=precusors", "q", "precusors", "precursors")]
    [TestCase("q=Precursros", "q", "Precursros", "precursors")]
    [TestCase("q=trainning", "q", "trainning", "training")]
    [TestCase("q=tarining%20customs", "q", "tarining", "training")]
    [TestCase("q=afhg", "q", "afhg", "afghanistan", TestName = "The beginning of a word")]
    [TestCase("q=precarsurs", "q", "precarsurs", "precursors", TestName = "Two edits after the same beginning")]
    [TestCase("q=обученее", "q", "обученее", "обучение")]
    [TestCase("q=پولس", "q", "پولس", "پولیس")]
    [TestCase("place=Nizny%20Panj", "place", "Nizny Panj", "Nizhny Panj")]
    [TestCase("place=Nizhny", "place", "Nizhny", "Nizhny Panj", TestName = "The beginning of a name")]
    [TestCase("admin1=Katlon", "admin1", "Katlon", "Khatlon")]
    public async Task Nearest_value_is_offered_for_one_that_no_project_has(
        string query,
        string parameter,
        string value,
        string suggestion
    )
    {
        foreach (var path in (string[])["/v1/projects", "/v1/overlaps"])
        {
            var list = await _admin.ReadAsync($"{path}?{query}");
            Assert.That(
                list.Text(),
                Is.EqualTo(
                    Compact(
                        $$"""
                        {
                          "items": [], "nextCursor": null,
                          "suggestions": [
                            { "parameter": "{{parameter}}", "value": "{{value}}", "suggestion": "{{suggestion}}" }
                          ]
                        }
                        """
                    )
                )
            );
        }

        var found = await _admin.ReadAsync($"/v1/projects?{parameter}={Uri.EscapeDataString(suggestion)}");
        Assert.That(found["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("q=training", TestName = "Found")]
    [TestCase("q=training&country=AF", TestName = "The word is known")]
    [TestCase("q=zzzzzzzz", TestName = "Nothing is near")]
    [TestCase("q=xyz", TestName = "Too short")]
    [TestCase("country=AF", TestName = "No word")]
    public async Task Nothing_is_offered_otherwise(string query)
    {
        var list = await _admin.ReadAsync($"/v1/projects?{query}");
        Assert.That(list.ContainsKey("suggestions"), Is.False);
    }

    [Test]
    public async Task Every_unknown_word_has_its_own()
    {
        var list = await _admin.ReadAsync("/v1/projects?q=trainin%20precusor%20costums&place=panj");
        Assert.That(
            list["suggestions"]!.AsArray().Select(one => $"{one!["value"]}: {one["suggestion"]}"),
            Is.EqualTo(["precusor: precursors", "costums: customs"])
        );
    }
}
