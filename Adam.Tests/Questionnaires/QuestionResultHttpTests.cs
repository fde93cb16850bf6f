using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>Results of groups of partners, and what they tell about who has not answered.</summary>
public sealed class QuestionResultHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/questionnaires/GROUPS/results";

    /// <summary>Countries on the Balkan route and on no other.</summary>
    private static readonly string[] Balkan = ["BG", "GR", "MK", "AL", "ME"];

    /// <summary>Partners on no route.</summary>
    private static readonly string[] Organisations = ["OSCE", "WCO", "CARICC", "NATO", "SELEC"];

    private HttpClient _admin = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task Connect() =>
        (_admin, _viewer) = (await Api.ClientAsync(Role.Admin), await Api.ClientAsync(Role.Viewer, "OSCE"));

    /// <summary>After each response, others see what the sizes of the two groups allow, and nothing else.</summary>
    [Test]
    public async Task Groups_are_shown_to_others_when_none_is_small()
    {
        await OpenAsync([.. Balkan, .. Organisations]);
        var answered = new List<string>();
        // All countries answer first, so that their group is large enough while the rest is not.
        foreach (var partner in Balkan.Concat(Organisations))
        {
            await _admin.AnswerAsync("GROUPS", partner, """{ "unit": "no" }""", "?receivedOn=2015-12-20");
            answered.Add(partner);
            var (countries, others) = (answered.Count(Balkan.Contains), answered.Count(Organisations.Contains));
            var seen = await _viewer.ReadAsync($"{Path}?by=route");
            var isShown = countries >= 3 && others >= 3;
            Assert.That(
                $"{seen["responses"]} {seen["groups"]!.ToJsonString()} {seen["withheld"]}",
                Is.EqualTo(
                    (answered.Count >= 3 ? $"{answered.Count} " : " ")
                        + (isShown ? $$"""[{"value":"balkan","asked":5,"responses":{{countries}}}]""" : "[]")
                        + (isShown ? " false" : " true")
                ),
                $"{countries} countries and {others} organisations"
            );
            Assert.That(
                Shown(seen),
                Is.EqualTo(
                    new[] { (answered.Count >= 3, $" unit {answered.Count}"), (isShown, $"balkan unit {countries}") }
                        .Where(one => one.Item1)
                        .Select(one => one.Item2)
                )
            );
            Assert.That(
                (await _admin.ReadAsync($"{Path}?by=route"))["groups"]!.ToJsonString(),
                Is.EqualTo($$"""[{"value":"balkan","asked":5,"responses":{{countries}}}]""")
            );
        }
    }

    /// <summary>A group that is large enough is withheld, too, if the rest of the whole is not.</summary>
    [Test]
    public async Task Group_is_withheld_if_its_complement_is_small()
    {
        await OpenAsync([.. Balkan, .. Organisations[..4]]);
        foreach (var partner in Balkan.Concat(Organisations[..4]))
            await _admin.AnswerAsync("GROUPS", partner, """{ "unit": "no" }""", "?receivedOn=2015-12-20");
        var seen = await _viewer.ReadAsync($"{Path}?by=route");
        Assert.That(
            $"{seen["responses"]} {seen["groups"]!.ToJsonString()} {seen["withheld"]} {string.Join(',', Shown(seen))}",
            Is.EqualTo("9 [] true  unit 9")
        );
        Assert.That(
            await _viewer.GetStringAsync($"{Path}?by=route&format=csv&bom=false"),
            Is.EqualTo(
                "group,question,type,values,unknown,notApplicable,unanswered,choices,least,median,most\r\n"
                    + ",unit,select_one,9,0,0,0,yes: 0; no: 9,,,\r\n"
            )
        );
    }

    /// <summary>Each group of an analyst is what the filter of its route returns.</summary>
    [Test]
    public async Task Groups_of_routes_are_the_results_of_the_filter()
    {
        await OpenAsync(["AF", "TJ", "PK", "AL", "DE", "OSCE"]);
        foreach (var (i, partner) in new[] { "AF", "TJ", "AL", "OSCE" }.Index())
            await _admin.AnswerAsync(
                "GROUPS",
                partner,
                $$"""{ "unit": "yes", "staff": {{i}} }""",
                "?receivedOn=2015-12-20"
            );
        var grouped = await _admin.ReadAsync($"{Path}?by=route&count=true");
        Assert.That(
            grouped["groups"]!.ToJsonString(),
            Is.EqualTo(
                """[{"value":"northern","asked":2,"responses":2},{"value":"balkan","asked":3,"responses":2},"""
                    + """{"value":"southern","asked":2,"responses":1}]"""
            )
        );
        Assert.That((int)grouped["total"]!, Is.EqualTo(12));
        foreach (var route in new[] { "northern", "balkan", "southern" })
        {
            var filtered = await _admin.ReadAsync($"{Path}?route={route}");
            Assert.That(
                grouped["items"]!.AsArray().Where(item => (string?)item!["group"] == route).Select(WithoutGroup),
                Is.EqualTo(filtered["items"]!.AsArray().Select(WithoutGroup)),
                route
            );
        }

        // Pages walk all groups.
        var paged = new List<string>();
        for (var next = $"{Path}?by=route&limit=5"; next is not null; )
        {
            var page = await _admin.ReadAsync(next);
            paged.AddRange(Shown(page));
            next = (string?)page["nextCursor"] is { } cursor ? $"{Path}?by=route&limit=5&cursor={cursor}" : null;
        }

        Assert.That(paged, Is.EqualTo(Shown(grouped)));
    }

    /// <summary>A partner is under the pillars of its own projects that have a day in the year of opening.</summary>
    [Test]
    public async Task Groups_of_pillars_are_partners_with_projects_of_the_year()
    {
        await OpenAsync(["DE", "FR", "IT", "UNODC"]);
        await RecordAsync("DE", "D-1", """["precursors"]""", "2015-12-31", "2016-12-31");
        await RecordAsync("FR", "F-1", """["precursors"]""", "2013-01-01", "2014-12-31");
        // A donor of a project does not own it.
        await RecordAsync("DE", "D-2", """["precursors"]""", "2014-01-01", "2015-01-01", "IT");
        await RecordAsync("UNODC", "U-1", """["precursors", "financial-flows"]""", "2015-03-01", "2015-04-01");
        foreach (var (partner, answer) in new[] { ("DE", "yes"), ("FR", "no"), ("IT", "no") })
            await _admin.AnswerAsync(
                "GROUPS",
                partner,
                answer == "yes" ? """{ "unit": "yes", "staff": 3 }""" : """{ "unit": "no" }""",
                "?receivedOn=2015-12-20"
            );
        foreach (var client in new[] { _admin, await Api.ClientAsync(Role.Analyst, "FR") })
        {
            var seen = await client.ReadAsync($"{Path}?by=pillar");
            Assert.That(
                seen["groups"]!.ToJsonString(),
                Is.EqualTo(
                    """[{"value":"financial-flows","asked":1,"responses":0},"""
                        + """{"value":"precursors","asked":2,"responses":1}]"""
                )
            );
            Assert.That(
                seen["items"]!
                    .AsArray()
                    .Where(item => (string?)item!["question"] == "unit")
                    .Select(item => $"{item!["group"]} {item["choices"]!.ToJsonString()}"),
                Is.EqualTo(
                    new[]
                    {
                        """ [{"name":"yes","count":1},{"name":"no","count":2}]""",
                        """financial-flows [{"name":"yes","count":0},{"name":"no","count":0}]""",
                        """precursors [{"name":"yes","count":1},{"name":"no","count":0}]""",
                    }
                )
            );
        }

        // The groups change with one project, so that two answers would tell a response.
        foreach (var client in new[] { _viewer, await Api.ClientAsync(Role.Donor, "DE") })
            await (await client.GetAsync($"{Path}?by=pillar")).ProblemAsync(403, "ADAM-2004");
        await (await _admin.GetAsync($"{Path}?by=kind")).ProblemAsync(400, "ADAM-1000");
    }

    private async Task OpenAsync(string[] partners)
    {
        var audience = new JsonObject { ["partners"] = new JsonArray([.. partners.Select(one => (JsonNode)one)]) };
        await _admin.AddQuestionnaireAsync(
            Questionnaire($$"""{ "reference": "GROUPS", "audience": {{audience.ToJsonString()}} }""")
        );
        var opened = await _admin.SetStateAsync("GROUPS", """{ "state": "open", "openedOn": "2015-12-16" }""");
        Assert.That((int)opened["asked"]!["count"]!, Is.EqualTo(partners.Length));
    }

    private async Task RecordAsync(
        string owner,
        string reference,
        string pillars,
        string start,
        string end,
        string donor = "DE"
    ) =>
        await (await Api.ClientAsync(Role.Donor, owner)).RecordAsync(
            $$"""
            {
              "reference": "{{reference}}", "pillars": {{pillars}}, "donors": [{ "partner": "{{donor}}" }],
              "plannedStart": "{{start}}", "plannedEnd": "{{end}}"
            }
            """
        );

    private static IEnumerable<string> Shown(JsonNode results) =>
        results["items"]!.AsArray().Select(item => $"{item!["group"]} {item["question"]} {item["values"]}");

    private static string WithoutGroup(JsonNode? item)
    {
        var copy = item!.DeepClone().AsObject();
        copy.Remove("group");
        return copy.ToJsonString();
    }
}
