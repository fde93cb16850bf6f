using System.Text.Json.Nodes;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Meetings;

/// <summary>Builds requests about meetings and recommendations.</summary>
internal static class MeetingHttp
{
    private const string LeastMeeting = """
        {
          "reference": "EWG-1", "kind": "expert-working-group", "title": "Experts", "status": "held",
          "pillars": ["precursors"], "start": "2015-06-01", "end": "2015-06-05"
        }
        """;

    private const string LeastRecommendation = """
        {
          "reference": "EWG-1-III/1", "text": "Precursors should be tested.", "pillars": ["precursors"],
          "madeAt": "EWG-1"
        }
        """;

    /// <summary>The tri-fold expert working group of 2015, and the policy meeting that followed it.</summary>
    public const string Trifold = """
        {
          "reference": "EWG-2015-TRIFOLD", "kind": "expert-working-group", "title": "Tri-fold expert working group",
          "status": "held", "pillars": ["precursors", "regional-initiatives", "financial-flows"],
          "start": "2015-06-01", "end": "2015-06-05", "place": { "city": "Almaty", "country": "Kazakhstan" },
          "hosts": [{ "name": "CARICC" }],
          "sessions": [
            {
              "title": "Money and precursors", "pillars": ["precursors", "financial-flows"], "start": "2015-06-02"
            },
            { "title": "Precursors and regions", "pillars": ["precursors", "regional-initiatives"] }
          ],
          "participants": [
            { "partner": "TJ" }, { "name": "Kenya" }, { "country": "OMN" }, { "country": "qa" },
            { "name": "Combined Maritime Forces" }, { "partner": "EAG" }
          ],
          "stated": { "countries": 25, "organisations": 10 }
        }
        """;

    public const string Pcg12 = """
        {
          "reference": "PCG-12", "kind": "policy-consultative-group", "title": "12th meeting", "status": "held",
          "start": "2015-12-15", "end": "2015-12-16"
        }
        """;

    /// <summary>Returns a small meeting with the given members changed. Null removes a member.</summary>
    public static string Meeting(string changes = "{}") => With(LeastMeeting, changes);

    /// <inheritdoc cref="Meeting"/>
    public static string Recommendation(string changes = "{}") => With(LeastRecommendation, changes);

    public static Task<JsonObject> AddMeetingAsync(this HttpClient client, string meeting) =>
        AddAsync(client, "/v1/meetings", meeting);

    public static Task<JsonObject> AddRecommendationAsync(this HttpClient client, string recommendation) =>
        AddAsync(client, "/v1/recommendations", recommendation);

    /// <summary>Returns the items of a list, each as a text.</summary>
    public static async Task<IReadOnlyList<string>> ItemsAsync(
        this HttpClient client,
        string path,
        Func<JsonNode, string> show
    ) => [.. (await client.ReadAsync(path))["items"]!.AsArray().Select(item => show(item!))];

    private static async Task<JsonObject> AddAsync(HttpClient client, string path, string body)
    {
        var response = await client.SendAsync("POST", path, body);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
