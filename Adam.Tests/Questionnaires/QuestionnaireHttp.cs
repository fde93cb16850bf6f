using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SpreadCheetah;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>Builds requests about questionnaires and responses.</summary>
internal static class QuestionnaireHttp
{
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Least = """
        {
          "reference": "FLOWS-1", "title": [{ "language": "en", "text": "Financial flows" }],
          "pillars": ["financial-flows"], "dueOn": "2015-12-31",
          "choices": [
            { "list": "yes_no", "name": "yes", "label": [{ "language": "en", "text": "Yes" }] },
            { "list": "yes_no", "name": "no", "label": [{ "language": "en", "text": "No" }] }
          ],
          "questions": [
            {
              "type": "select_one", "name": "unit", "list": "yes_no", "required": true, "open": true,
              "label": [{ "language": "en", "text": "Is there a unit?" }]
            },
            {
              "type": "begin_group", "name": "about", "relevant": "${unit} = 'yes'",
              "label": [{ "language": "en", "text": "About the unit" }]
            },
            {
              "type": "integer", "name": "staff", "required": true,
              "label": [{ "language": "en", "text": "How many people?" }]
            },
            { "type": "end_group" },
            { "type": "text", "name": "methods", "label": [{ "language": "en", "text": "Which methods?" }] }
          ]
        }
        """;

    /// <summary>Returns a small questionnaire with the given members changed. Null removes a member.</summary>
    public static string Questionnaire(string changes = "{}") => With(Least, changes);

    public static async Task<JsonObject> AddQuestionnaireAsync(this HttpClient client, string questionnaire)
    {
        var response = await client.SendAsync("POST", "/v1/questionnaires", questionnaire);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Opens a questionnaire, or sets another state.</summary>
    public static async Task<JsonObject> SetStateAsync(this HttpClient client, string reference, string body)
    {
        var path = $"/v1/questionnaires/{reference}/state";
        var response = await client.SendAsync("PUT", path, body, headers: ("If-Match", "*"));
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static Task<HttpResponseMessage> SaveAsync(
        this HttpClient client,
        string reference,
        string partner,
        string answers,
        string ifMatch = "*"
    ) =>
        client.SendAsync(
            "PUT",
            $"/v1/questionnaires/{reference}/responses/{partner}",
            $$"""{ "answers": {{answers}} }""",
            headers: ("If-Match", ifMatch)
        );

    /// <param name="query">The query string; empty for none.</param>
    public static Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client,
        string reference,
        string partner,
        string query = ""
    ) => client.SendAsync("POST", $"/v1/questionnaires/{reference}/responses/{partner}/submission{query}");

    /// <summary>Saves and submits a response.</summary>
    public static async Task<JsonObject> AnswerAsync(
        this HttpClient client,
        string reference,
        string partner,
        string answers,
        string query = ""
    )
    {
        var saved = await client.SaveAsync(reference, partner, answers);
        Assert.That((int)saved.StatusCode, Is.EqualTo(200), await saved.Content.ReadAsStringAsync());
        var submitted = await client.SubmitAsync(reference, partner, query);
        Assert.That((int)submitted.StatusCode, Is.EqualTo(200), await submitted.Content.ReadAsStringAsync());
        return await submitted.JsonAsync();
    }

    public static Task<HttpResponseMessage> ReviewAsync(
        this HttpClient client,
        string reference,
        string partner,
        string body
    ) =>
        client.SendAsync(
            "PUT",
            $"/v1/questionnaires/{reference}/responses/{partner}/review",
            body,
            headers: ("If-Match", "*")
        );

    /// <summary>Sends a workbook by PUT.</summary>
    public static Task<HttpResponseMessage> PutFileAsync(
        this HttpClient client,
        string path,
        byte[] file,
        string ifMatch = "*"
    ) => client.SendFileAsync(HttpMethod.Put, path, file, ifMatch);

    /// <summary>Sends a workbook by POST.</summary>
    public static Task<HttpResponseMessage> PostFileAsync(this HttpClient client, string path, byte[] file) =>
        client.SendFileAsync(HttpMethod.Post, path, file, ifMatch: null);

    /// <summary>Returns a workbook with sheets of texts.</summary>
    public static async Task<byte[]> SheetsAsync(params (string Name, string[][] Rows)[] sheets)
    {
        using var file = new MemoryStream();
        await using (var workbook = await Spreadsheet.CreateNewAsync(file))
        {
            foreach (var (name, rows) in sheets)
            {
                await workbook.StartWorksheetAsync(name);
                foreach (var row in rows)
                    await workbook.AddRowAsync([.. row.Select(text => text.Length == 0 ? default : new Cell(text))]);
            }

            await workbook.FinishAsync();
        }

        return file.ToArray();
    }

    private static async Task<HttpResponseMessage> SendFileAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        byte[] file,
        string? ifMatch
    )
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(Workbook);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }
}
