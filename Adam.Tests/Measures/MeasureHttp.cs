using System.Text.Json.Nodes;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Measures;

/// <summary>Builds requests about measures.</summary>
internal static class MeasureHttp
{
    private const string Least = """
        {
          "reference": "M-1", "title": "Border posts can test precursors", "pillars": ["precursors"],
          "where": { "countries": ["TJ", "UZ"] }, "criterion": { "words": ["precursor test"] }
        }
        """;

    /// <summary>Returns a small measure with the given members changed. Null removes a member.</summary>
    public static string Measure(string changes = "{}") => With(Least, changes);

    public static async Task<JsonObject> MeasureAsync(this HttpClient client, string changes = "{}")
    {
        var response = await client.SendAsync("POST", "/v1/measures", Measure(changes));
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Records a project of Tajikistan that has the words of <see cref="Measure"/>.</summary>
    public static Task<JsonObject> TesterAsync(this HttpClient client, string changes = "{}") =>
        client.RecordAsync(
            With(
                """
                {
                  "reference": "P-1", "title": "Precursor tests at the bridge", "pillars": ["precursors"],
                  "countries": ["TJ"], "plannedStart": "2020-01-01", "plannedEnd": "2099-12-31"
                }
                """,
                changes
            )
        );

    /// <summary>Judges a link as it is now.</summary>
    public static async Task<JsonObject> JudgeAsync(
        this HttpClient client,
        string measure,
        string project,
        string verdict,
        string? note = null
    )
    {
        var link = $"/v1/measures/{measure}/projects/{project}";
        var read = await client.GetAsync(link);
        Assert.That((int)read.StatusCode, Is.EqualTo(200), await read.Content.ReadAsStringAsync());
        var body = new JsonObject { ["verdict"] = verdict, ["note"] = note };
        var response = await client.SendAsync(
            "PUT",
            $"{link}/verdict",
            body.ToJsonString(),
            headers: ("If-Match", read.Headers.ETag!.ToString())
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Returns the projects of a measure, each as <c>reference basis counted</c>.</summary>
    public static async Task<IReadOnlyList<string>> LinksAsync(this HttpClient client, string measure) =>
        [
            .. (await client.ReadAsync($"/v1/measures/{measure}/projects"))["items"]!
                .AsArray()
                .Select(link =>
                    $"{link!["project"]!["reference"]} {link["basis"]} {((bool)link["counted"]! ? "yes" : "no")}"
                ),
        ];

    /// <summary>Returns the cells of a question, each as <c>measure country state</c>.</summary>
    public static async Task<IReadOnlyList<string>> CellsAsync(this HttpClient client, string query) =>
        [
            .. (await client.ReadAsync($"/v1/gaps?{query}"))["items"]!
                .AsArray()
                .Select(gap => $"{gap!["measure"]} {gap["country"]} {gap["state"]}"),
        ];
}
