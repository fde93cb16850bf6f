using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Layers.LayerHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Layers;

/// <summary>Layers as a resource: those that are shipped, declaring and changing them.</summary>
public sealed class LayerHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;
    private HttpClient _donor = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys()
    {
        (_admin, _donor, _viewer) = (
            await Api.ClientAsync(Role.Admin),
            await Api.ClientAsync(Role.Donor, "TJ"),
            await Api.ClientAsync(Role.Viewer, "OSCE")
        );
    }

    [Test]
    public async Task Shipped_layers_are_listed_with_what_the_caller_reads()
    {
        Assert.That(
            (await _viewer.ReadAsync("/v1/layers"))["items"]!
                .AsArray()
                .Select(layer => $"{layer!["id"]} {layer["sensitivity"]} {layer["access"]!.Text()}"),
            Is.EqualTo(
                new[]
                {
                    """seizures aggregate-only {"items":"own","summary":"by-threes"}""",
                    """prices partners {"items":"own","summary":"own"}""",
                    """cultivation open {"items":"all","summary":"all"}""",
                    """border-crossings open {"items":"all","summary":"all"}""",
                    """treatment-centres open {"items":"all","summary":"all"}""",
                    """training-centres open {"items":"all","summary":"all"}""",
                    """projects open {"items":"all","summary":"all"}""",
                    """gaps open {"items":"all","summary":"all"}""",
                    """routes open {"items":"all","summary":"all"}""",
                }
            )
        );
        Assert.That(
            (await _donor.ReadAsync("/v1/layers/prices"))["access"]!.Text(),
            Is.EqualTo("""{"items":"all","summary":"all"}""")
        );
    }

    [Test]
    public async Task Declared_layer_is_returned_and_its_versions_are_kept()
    {
        var created = await _admin.DeclareAsync(Layer());
        Assert.That((int?)created["version"], Is.EqualTo(1));
        var read = await _viewer.GetAsync("/v1/layers/laboratories");
        var tag = read.Headers.ETag!.ToString();
        Assert.That(
            (int)
                (await _viewer.SendAsync("GET", "/v1/layers/laboratories", headers: ("If-None-Match", tag))).StatusCode,
            Is.EqualTo(304)
        );

        var title = Layer("""{ "title": "Clandestine laboratories" }""");
        var changed = await _admin.SendAsync("PUT", "/v1/layers/laboratories", title, headers: ("If-Match", "\"1\""));
        Assert.That((int?)(await changed.JsonAsync())["version"], Is.EqualTo(2));
        await (
            await _admin.SendAsync("PUT", "/v1/layers/laboratories", title, headers: ("If-Match", "\"1\""))
        ).ProblemAsync(412, "ADAM-1040");
        Assert.That(
            (await _viewer.ReadAsync("/v1/layers/laboratories/history"))["items"]!
                .AsArray()
                .Select(version => $"{version!["action"]} {version["changes"]!.Text()}"),
            Is.EqualTo(
                new[]
                {
                    "created []",
                    """changed [{"member":"title","from":"Laboratories","to":"Clandestine laboratories"}]""",
                }
            )
        );
        await (await _admin.SendAsync("POST", "/v1/layers", Layer())).ProblemAsync(409, "ADAM-6091");
    }

    [Test]
    public async Task Faults_of_a_declaration_are_all_named()
    {
        var response = await _admin.SendAsync(
            "POST",
            "/v1/layers",
            Layer(
                """
                {
                  "id": "Labs", "version": 7,
                  "properties": [
                    { "name": "country", "type": "country" },
                    { "name": "a", "type": "code" },
                    { "name": "b", "type": "text", "unit": "kg" },
                    { "name": "c", "type": "number", "unitFrom": ["nowhere"], "summary": "dimension" },
                    { "name": "d", "type": "code", "list": "no-list" }
                  ],
                  "equivalents": {
                    "property": "c", "by": "a", "unit": "kg", "source": "x",
                    "factors": [{ "code": "q", "unit": "l", "factor": 0 }]
                  }
                }
                """
            )
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EqualTo(
                new[]
                {
                    "id ADAM-1018",
                    "properties[0].name ADAM-1018",
                    "properties[1].values ADAM-1016",
                    "properties[2].unit ADAM-1018",
                    "properties[3].summary ADAM-1018",
                    "properties[4].list ADAM-1012",
                    "properties[3].unitFrom[0] ADAM-1018",
                    "equivalents.property ADAM-1018",
                    "equivalents.by ADAM-1018",
                    "equivalents.factors[0].code ADAM-1012",
                    "equivalents.factors[0].factor ADAM-1010",
                    "version ADAM-3006",
                }
            )
        );
    }

    [Test]
    public async Task Change_that_items_contradict_is_refused_with_their_number()
    {
        await _admin.DeclareAsync(Layer());
        foreach (var number in Enumerable.Range(1, 3))
            await _donor.AddItemAsync("laboratories", Seizure($$"""{ "reference": "L-{{number}}" }"""));
        var withoutHeroin = Layer();
        withoutHeroin = withoutHeroin.Replace("\"heroin\",", "", StringComparison.Ordinal);
        var refused = await _admin.SendAsync(
            "PUT",
            "/v1/layers/laboratories",
            withoutHeroin,
            headers: ("If-Match", "*")
        );
        var problem = await refused.ProblemAsync(409, "ADAM-6092");
        Assert.That((string?)problem["detail"], Does.StartWith("3 items of laboratories").And.Contains("'L-1'"));
        Assert.That((int?)(await _viewer.ReadAsync("/v1/layers/laboratories"))["version"], Is.EqualTo(1));
    }

    [Test]
    public async Task Changed_dimension_counts_items_that_are_there()
    {
        var plain = Layer().Replace(""", "summary": "dimension" """.Trim(), "", StringComparison.Ordinal);
        plain = plain.Replace("\"summary\":\"dimension\"", "\"required\":true", StringComparison.Ordinal);
        await _admin.DeclareAsync(
            plain.Replace("\"required\":true,\"required\":true", "\"required\":true", StringComparison.Ordinal)
        );
        await _donor.AddItemAsync("laboratories", Seizure());
        var changed = await _admin.SendAsync("PUT", "/v1/layers/laboratories", Layer(), headers: ("If-Match", "*"));
        Assert.That((int)changed.StatusCode, Is.EqualTo(200), await changed.Content.ReadAsStringAsync());
        Assert.That(
            (await _viewer.ReadAsync("/v1/layers/laboratories/summary?by=substance"))["items"]!.Text(),
            Is.EqualTo("""[{"country":null,"year":null,"codes":{"substance":"heroin"},"events":1,"measures":[]}]""")
        );
    }

    [Test]
    public async Task Computed_and_unknown_layers_take_no_items_and_no_change()
    {
        await (await _donor.SendAsync("POST", "/v1/layers/projects/items", Seizure())).ProblemAsync(409, "ADAM-6093");
        await (await _admin.SendAsync("PUT", "/v1/layers/routes", Layer(), headers: ("If-Match", "*"))).ProblemAsync(
            409,
            "ADAM-6093"
        );
        var unknown = await (await _viewer.GetAsync("/v1/layers/seizure")).ProblemAsync(404, "ADAM-6090");
        Assert.That((string?)unknown["detail"], Does.Contain("'seizures'"));
    }
}
