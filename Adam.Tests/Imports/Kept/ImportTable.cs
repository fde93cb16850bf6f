using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Adam.Tests.Imports.Kept;

/// <summary>Sends tables of projects as files of a form.</summary>
internal static class ImportTable
{
    public const string Path = "/v1/imports";

    /// <summary>Returns a table with one project for each title: the reference, an equals sign, the title.</summary>
    public static string Of(params string[] rows) =>
        "reference,title,country,pillar,donor,status,plannedStart\r\n"
        + string.Concat(
            rows.Select(row =>
                $"{row.Split('=')[0]},{row.Split('=')[^1]},TJ,precursors,Germany,implementation,2020-12-31\r\n"
            )
        );

    public static async Task<JsonObject> ImportAsync(this HttpClient client, string table, string query = "")
    {
        using var response = await client.SendTableAsync(table, query);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public static async Task<HttpResponseMessage> SendTableAsync(
        this HttpClient client,
        string table,
        string query = "",
        params (string Name, string Value)[] headers
    )
    {
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(table));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path + query)
        {
            Content = new MultipartFormDataContent { { file, "file", "projects.csv" } },
        };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> UndoAsync(this HttpClient client, JsonObject import) =>
        await client.PostAsync($"{Path}/{import["id"]}/undo", null);

    public static string Counts(JsonNode import) =>
        string.Join(
            ' ',
            import["counts"]!
                .AsObject()
                .Where(count => (int)count.Value! > 0)
                .Select(count => $"{count.Key} {count.Value}")
        );
}
