using System.Text.Json.Nodes;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Layers;

/// <summary>Builds requests about layers and their items.</summary>
internal static class LayerHttp
{
    private const string LeastLayer = """
        {
          "id": "laboratories", "title": "Laboratories", "kind": "events", "sensitivity": "open",
          "properties": [
            {
              "name": "substance", "type": "code", "values": ["heroin", "mdma"], "required": true,
              "summary": "dimension"
            },
            { "name": "capacity", "type": "number", "unitFrom": ["unit"], "summary": "sum" },
            { "name": "unit", "type": "code", "values": ["kg", "l"] }
          ]
        }
        """;

    private const string LeastSeizure = """
        { "reference": "S-1", "date": "2015-06-01", "country": "TJ", "substance": "heroin", "sourceKind": "government" }
        """;

    /// <summary>Returns a small layer with the given members changed. Null removes a member.</summary>
    public static string Layer(string changes = "{}") => With(LeastLayer, changes);

    /// <summary>Returns a seizure with the given properties changed. Null removes a property.</summary>
    /// <param name="point">Longitude and latitude; null for no position.</param>
    public static string Seizure(string changes = "{}", string? point = null) =>
        $$"""
            {
              "type": "Feature",
              "geometry": {{(point is null ? "null" : $$"""{ "type": "Point", "coordinates": [{{point}}] }""")}},
              "properties": {{With(LeastSeizure, changes)}}
            }
            """;

    public static async Task<JsonObject> AddItemAsync(this HttpClient client, string layer, string item)
    {
        var response = await client.SendAsync("POST", $"/v1/layers/{layer}/items", item);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task<JsonObject> DeclareAsync(this HttpClient client, string layer)
    {
        var response = await client.SendAsync("POST", "/v1/layers", layer);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Returns the references of all pages of a list of items, by the links to the next page.</summary>
    public static async Task<IReadOnlyList<string>> ReferencesAsync(this HttpClient client, string path)
    {
        var references = new List<string>();
        for (string? next = path; next is not null; )
        {
            var page = await client.ReadAsync(next);
            references.AddRange(page["features"]!.AsArray().Select(one => (string)one!["properties"]!["reference"]!));
            next = (string?)page["links"]!.AsArray().FirstOrDefault(link => (string?)link!["rel"] == "next")?["href"];
        }

        return references;
    }
}
