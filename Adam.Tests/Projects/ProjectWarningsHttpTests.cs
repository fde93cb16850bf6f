using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Values that are valid but probably wrong are warned of, and never rejected.</summary>
public sealed class ProjectWarningsHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [TestCase("{}")]
    [TestCase("""{ "places": [{ "name": "Panj", "latitude": 37.2, "longitude": 68.6 }] }""")]
    [TestCase("""{ "places": [{ "name": "Termez", "latitude": 37.2, "longitude": 67.3 }] }""", Description = "Near.")]
    [TestCase("""{ "countryPercentages": [{ "country": "TJ", "percentage": 99.5 }] }""", Description = "Rounded.")]
    [TestCase("""{ "countries": ["tjk"] }""")]
    [TestCase("""{ "countries": ["762"] }""")]
    [TestCase("""{ "countries": ["FJ"], "places": [{ "name": "Taveuni", "latitude": -16.9, "longitude": -179.9 }] }""")]
    [TestCase(
        """{ "countries": ["RU"], "places": [{ "name": "Anadyr", "latitude": 64.7, "longitude": 177.5 }] }""",
        Description = "The east of Russia."
    )]
    [TestCase("""{ "countries": ["RU"], "places": [{ "name": "Uelen", "latitude": 66.2, "longitude": -169.8 }] }""")]
    [TestCase(
        """{ "countries": ["VC"], "places": [{ "name": "Berlin", "latitude": 52.5, "longitude": 13.4 }] }""",
        Description = "The extent of the country is unknown."
    )]
    public async Task Plausible_project_has_no_warning(string changes) =>
        Assert.That(await WarningsAsync(changes), Is.Empty);

    [TestCase(
        """{ "places": [{ "name": "Berlin", "latitude": 52.5, "longitude": 13.4 }] }""",
        "places[0] ADAM-3010 'Berlin' lies 4,199 km outside TJ. Check the position, or name the country of the place."
    )]
    [TestCase(
        """{ "places": [{ "name": "Panj", "latitude": 68.6, "longitude": 37.2 }] }""",
        "places[0] ADAM-3010 'Panj' lies 3,549 km outside TJ. Are latitude and longitude exchanged?"
    )]
    [TestCase(
        """
            {
              "countries": ["TJ", "UZ"],
              "countryPercentages": [{ "country": "TJ", "percentage": 60 }, { "country": "UZ", "percentage": 60 }]
            }
            """,
        "countryPercentages ADAM-3011 The percentages add up to 120, not to 100."
    )]
    [TestCase(
        """{ "sectors": [{ "vocabulary": "dac", "code": "16063", "percentage": 40 }] }""",
        "sectors ADAM-3011 The percentages add up to 40, not to 100."
    )]
    [TestCase(
        """{ "status": "closed", "plannedStart": "2090-01-01", "plannedEnd": "2090-12-31" }""",
        "status ADAM-3012 The project is closed, but starts on 2090-01-01, which is still to come.",
        "plannedEnd ADAM-3013 The project ends on 2090-12-31, decades after its start or from now. Leave the end "
            + "out if it is open."
    )]
    [TestCase(
        """{ "actualStart": "2020-01-01", "actualEnd": "2040-01-01" }""",
        "actualEnd ADAM-3012 2040-01-01 is still to come, so it is no actual end. Is it plannedEnd?"
    )]
    [TestCase(
        """{ "plannedStart": null, "plannedEnd": null }""",
        "plannedStart ADAM-3014 Nobody will find out when this project worked: give plannedStart, or actualStart if it "
            + "has begun."
    )]
    [TestCase("""{ "countries": ["UK"] }""", "countries[0] ADAM-3016 'UK' is read as 'GB', United Kingdom.")]
    [TestCase(
        """{ "countries": ["Таджикистан"] }""",
        "countries[0] ADAM-3016 'Таджикистан' is read as 'TJ', Tajikistan."
    )]
    public async Task Improbable_value_is_warned_of(string changes, params string[] warnings)
    {
        Assert.That(await WarningsAsync(changes), Is.EqualTo(warnings));
        var response = await _germany.SendAsync("POST", "/v1/projects/check", Body(With(changes, Other)));
        Assert.That(
            Shown((await response.JsonAsync())["warnings"]!),
            Is.EqualTo(warnings),
            "a draft has the same ones"
        );

        // The register stores the code, so there is nothing left to warn of.
        if (warnings[0].Contains("ADAM-3016", StringComparison.Ordinal))
            return;

        var path = $"/v1/projects/{(await _germany.ReadAsync("/v1/projects"))["items"]![0]!["id"]}";
        var patched = await _germany.SendAsync("PATCH", path, "{}", MergePatch, ("If-Match", "*"));
        Assert.That(Shown((await patched.JsonAsync())["warnings"]!), Is.EqualTo(warnings), "and so has a change");
    }

    [Test]
    public async Task Amount_a_thousand_times_the_usual_one_is_warned_of()
    {
        foreach (var index in Enumerable.Range(1, 5))
            Assert.That(await WarningsAsync(Amount($"R{index}", 100 * index)), Is.Empty);
        Assert.That(await WarningsAsync(Amount("R6", 299_999)), Is.Empty);
        var expected =
            "donors[0].amount ADAM-3015 EUR 350,000 is a thousand times or more what this donor usually gives (the "
            + "median of its recent amounts is 350). Is the amount in whole units?";
        // The median of 100, 200, 300, 400, 500 and 299,999 is the upper of the two middle ones.
        Assert.That(await WarningsAsync(Amount("R7", 399_999)), Is.Empty);
        await WarningsAsync(Amount("R8", 350));
        Assert.That(
            await WarningsAsync(Amount("R9", 400_000)),
            Is.EqualTo([expected.Replace("350,000", "400,000").Replace("is 350)", "is 400)")])
        );
        Assert.That(await WarningsAsync(Amount("R10", 400_000, "JPY")), Is.Empty, "the currency is another");
    }

    [Test]
    public async Task Import_warns_in_the_words_of_its_format()
    {
        const string File = """
            <iati-activities version="2.03"><iati-activity xml:lang="en">
            <iati-identifier>DE-1-1</iati-identifier><reporting-org ref="DE-1" type="10"/>
            <title><narrative>Precursor laboratory</narrative></title><participating-org role="1" ref="DE-1"/>
            <activity-status code="2"/><recipient-country code="UK"/><sector code="16063"/>
            <location><name><narrative>Panj</narrative></name><point><pos>37.2 68.6</pos></point></location>
            </iati-activity></iati-activities>
            """;
        var response = await _germany.SendAsync("POST", "/v1/imports", File, "application/xml");
        var item = (await response.JsonAsync())["items"]![0]!;
        Assert.That(
            item["warnings"]!.AsArray().Select(warning => $"{warning!["name"]} {warning["code"]}"),
            Is.EquivalentTo(["recipient-country ADAM-3016", "activity-date ADAM-1016", "location ADAM-3010"])
        );
    }

    private const string Other = """{ "reference": "R-2" }""";

    private async Task<IEnumerable<string>> WarningsAsync(string changes) =>
        Shown((await _germany.RecordAsync(changes))["warnings"]!);

    private static IEnumerable<string> Shown(JsonNode warnings) =>
        warnings.AsArray().Select(warning => $"{warning!["name"]} {warning["code"]} {warning["reason"]}");

    private static string Amount(string reference, int amount, string currency = "EUR") =>
        $$"""
            {
              "reference": "{{reference}}",
              "donors": [{ "partner": "DE", "amount": {{amount}}, "currency": "{{currency}}" }]
            }
            """;
}
