using Adam.Data.Databases;
using Adam.Domain.Keys;
using Adam.Tests.Documents;
using Adam.Tests.Layers;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.Progress;
using Adam.Tests.Projects;
using Adam.Tests.Questionnaires;

namespace Adam.Tests.Copying;

/// <summary>Writes rows into every table of the hub, with texts that a careless copy would damage.</summary>
internal static class FilledHub
{
    private const string Text = "\\\"ours\\\" \\\\ 😀 собаки İ ß";

    public static async Task FillAsync(Database database)
    {
        await using var api = new TestApi(database);
        using var admin = await api.ClientAsync(Role.Admin);
        using var analyst = await api.ClientAsync(Role.Analyst);
        using var germany = await api.ClientAsync(Role.Donor, "DE");

        await analyst.AddMeetingAsync(MeetingHttp.Meeting($$"""{ "title": "{{Text}}" }"""));
        await analyst.AddRecommendationAsync(MeetingHttp.Recommendation($$"""{ "text": "{{Text}}" }"""));
        await analyst.AddDocumentAsync(DocumentHttp.Document($$"""{ "title": "{{Text}}", "isPartOf": "EWG-1" }"""));
        await SendAsync(analyst, "DELETE", "/v1/documents/D-1");
        await analyst.MeasureAsync($$"""{ "description": "{{Text}}" }""");
        var declared = await germany.TesterAsync("""{ "declaredMeasures": ["M-1"] }""");
        await analyst.JudgeAsync("M-1", declared.Id(), "confirmed");
        await germany.StateAsync(
            "M-1",
            $$"""{ "text": "{{Text}}", "projects": ["{{declared.Id()}}"], "documents": ["https://example.org/a"] }"""
        );

        var questionnaire = $$"""
            {
              "title": [{ "language": "en", "text": "{{Text}}" }], "dueOn": "2100-12-31", "implements": ["M-1"]
            }
            """;
        await admin.AddQuestionnaireAsync(QuestionnaireHttp.Questionnaire(questionnaire));
        await admin.SetStateAsync("FLOWS-1", """{ "state": "open" }""");
        var answers = $$"""{ "unit": "no", "methods": "{{Text}}" }""";
        await germany.AnswerAsync("FLOWS-1", "DE", answers);
        foreach (var partner in (string[])["FR", "IT"])
            await admin.AnswerAsync("FLOWS-1", partner, answers);
        await analyst.PromoteAsync("M-1", $$"""{ "text": "{{Text}}" }""");

        await admin.DeclareAsync(LayerHttp.Layer($$"""{ "title": "{{Text}}" }"""));
        await germany.AddItemAsync("laboratories", Laboratory);
        await SendAsync(
            admin,
            "POST",
            "/v1/posts",
            $$"""{ "reference": "P-1", "city": "{{Text}}", "country": "UZ", "covers": ["UZ"] }"""
        );
        await SendAsync(analyst, "PUT", "/v1/reports/2016/notes/precursors", $$"""{ "markdown": "{{Text}}" }""");
        await SendAsync(admin, "POST", "/v1/reports/2016/editions", $$"""{ "remark": "{{Text}}" }""");
    }

    private const string Laboratory = """
        {
          "type": "Feature", "geometry": { "type": "Point", "coordinates": [-179.9, 37.2000001] },
          "properties": {
            "reference": "L\"1\\ é", "date": "2015-06-01", "country": "TJ", "substance": "heroin", "capacity": 1.5,
            "unit": "kg", "precision": "place", "sourceKind": "government"
          }
        }
        """;

    private static async Task SendAsync(HttpClient client, string method, string path, string? body = null)
    {
        var response = await client.SendAsync(method, path, body, headers: ("If-Match", "*"));
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
    }
}
