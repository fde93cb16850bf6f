using System.Text.Json.Nodes;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Progress;

/// <summary>Builds requests about the progress of measures.</summary>
internal static class ProgressHttp
{
    private const string Least = """
        { "asOf": "2025-12-31", "stage": "limited", "text": "Two of five posts have kits." }
        """;

    /// <summary>Returns a small statement with the given members changed. Null removes a member.</summary>
    public static string Statement(string changes = "{}") => With(Least, changes);

    /// <summary>Records a statement about a measure.</summary>
    public static async Task<JsonObject> StateAsync(this HttpClient client, string measure, string changes = "{}")
    {
        var response = await client.SendAsync("POST", $"/v1/measures/{measure}/statements", Statement(changes));
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Returns a small finding with the given members changed. Null removes a member.</summary>
    public static string Finding(string changes = "{}") =>
        With("""{ "questionnaire": "FLOWS-1", "question": "unit", "text": "Some have a unit." }""", changes);

    /// <summary>Promotes answers to evidence of a measure.</summary>
    public static async Task<JsonObject> PromoteAsync(this HttpClient client, string measure, string changes = "{}")
    {
        var response = await client.SendAsync("POST", $"/v1/measures/{measure}/findings", Finding(changes));
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Returns the progress of a measure.</summary>
    public static Task<JsonObject> ProgressAsync(this HttpClient client, string measure, string query = "") =>
        client.ReadAsync($"/v1/measures/{measure}/progress?{query}");

    /// <summary>Returns what partners state, each as <c>partner stage</c>, with a mark if it is unsupported.</summary>
    public static async Task<IReadOnlyList<string>> StatedAsync(
        this HttpClient client,
        string measure,
        string query = ""
    ) =>
        [
            .. (await client.ProgressAsync(measure, query))["stated"]!
                .AsArray()
                .Select(one => $"{one!["partner"]} {one["stage"]}{((bool)one["unsupported"]! ? " unsupported" : "")}"),
        ];
}
