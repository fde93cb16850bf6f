using System.Text.Json.Nodes;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Documents;

/// <summary>Builds requests about documents.</summary>
internal static class DocumentHttp
{
    private const string Least = """
        { "reference": "D-1", "type": "study", "title": "Trade in precursors", "url": "https://example.org/d-1.pdf" }
        """;

    /// <summary>Returns a small document with the given members changed. Null removes a member.</summary>
    public static string Document(string changes = "{}") => With(Least, changes);

    public static async Task<JsonObject> AddDocumentAsync(this HttpClient client, string document)
    {
        var response = await client.SendAsync("POST", "/v1/documents", document);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
