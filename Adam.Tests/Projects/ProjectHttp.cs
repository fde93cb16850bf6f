using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Adam.Tests.Projects;

/// <summary>Builds project requests and reads responses without changing any digit of their JSON.</summary>
internal static class ProjectHttp
{
    public const string MergePatch = "application/merge-patch+json";

    private const string Least = """
        {
          "reference": "R-1", "title": "Training for border police", "pillars": ["regional-initiatives"],
          "countries": ["TJ"], "donors": [{ "partner": "DE" }],
          "status": "implementation", "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31"
        }
        """;

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the smallest valid project with the given members changed. Null removes a member.</summary>
    public static string Body(string changes = "{}") => With(Least, changes);

    /// <summary>Returns a document with the given members changed. Null removes a member.</summary>
    public static string With(string document, string changes)
    {
        var body = JsonNode.Parse(document)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            if (value is null)
                body.Remove(name);
            else
                body[name] = value.DeepClone();
        }

        return body.ToJsonString(Readable);
    }

    /// <summary>Members that make the score of a pair high enough to be ranked if both projects have them.</summary>
    public const string StrongMatch =
        """{ "places": [{ "name": "Nizhny Panj", "latitude": 37.2, "longitude": 68.6 }],"""
        + """ "beneficiaries": ["Customs post at the Panj bridge"],"""
        + """ "description": "Scales, lamps and a shelter at the bridge, with a store for seized goods,"""
        + """ under contract PANJ/2019/0417." }""";

    /// <summary>Removes white space between tokens. Members keep their order and numbers their digits.</summary>
    public static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString(Readable);

    public static string Text(this JsonNode node) => node.ToJsonString(Readable);

    /// <summary>
    /// Asserts a 200 with the members <c>overlaps</c>, <c>measures</c> and <c>warnings</c>, and returns the body
    /// without them.
    /// </summary>
    public static async Task<JsonObject> ChangedAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), text);
        var changed = JsonNode.Parse(text)!.AsObject();
        Assert.That(
            changed.Remove("overlaps") && changed.Remove("measures") && changed.Remove("warnings"),
            Is.True,
            text
        );
        return changed;
    }

    public static async Task<JsonObject> RecordAsync(this HttpClient client, string changes = "{}")
    {
        var response = await client.SendAsync("POST", "/v1/projects", Body(changes));
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Asserts a 200 and returns its body.</summary>
    public static async Task<JsonObject> ReadAsync(this HttpClient client, string path)
    {
        var response = await client.GetAsync(path);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Returns one member of each item of a list.</summary>
    public static IEnumerable<string> Each(this JsonObject list, string member) =>
        list["items"]!.AsArray().Select(item => (string)item![member]!);

    /// <summary>Reads all pages of a list by its <c>Link</c> header, which must agree with <c>nextCursor</c>.</summary>
    /// <param name="between">Called after each page with its number.</param>
    public static async Task<IReadOnlyList<JsonObject>> PagesAsync(
        this HttpClient client,
        string path,
        Func<int, Task>? between = null
    )
    {
        var pages = new List<JsonObject>();
        for (var next = path; next is not null; )
        {
            var response = await client.GetAsync(next);
            Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
            pages.Add((await response.Content.ReadFromJsonAsync<JsonObject>())!);
            Assert.That(pages, Has.Count.LessThan(100), "The list does not end.");
            next = response.Headers.TryGetValues("Link", out var links)
                ? links.Single()[1..^"; rel=\"next\"".Length].TrimEnd('>')
                : null;
            Assert.That(
                (string?)pages[^1]["nextCursor"],
                next is null
                    ? Is.Null
                    : Is.EqualTo(System.Web.HttpUtility.ParseQueryString(next.Split('?')[1])["cursor"])
            );
            if (between is not null)
                await between(pages.Count);
        }

        return pages;
    }

    public static string Id(this JsonObject project) => (string)project["id"]!;

    /// <summary>Returns the id of the pair of two projects.</summary>
    public static string PairId(JsonObject one, JsonObject other) =>
        string.Join('_', new[] { one.Id(), other.Id() }.Order(StringComparer.Ordinal));
}
