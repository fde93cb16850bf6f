using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Adam.Tests.OpenApi;

/// <summary>Requests that consist of the examples of the contract alone.</summary>
internal static class ExampleRequest
{
    public const string FormWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Returns the operations in the order of Swagger UI: by tag, then as in the document.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> InOrderOfThePage(ContractDocument document)
    {
        var tags = document.Root["tags"]!.AsArray().Select(tag => (string?)tag!["name"]).ToList();
        return document.Operations.OrderBy(operation => tags.IndexOf((string?)operation.Value["tags"]![0]));
    }

    /// <summary>
    /// Returns the kinds of a request: its method with the type of its body, and each parameter that it carries by
    /// place, type and style.
    /// </summary>
    public static IEnumerable<string> Kinds(ContractDocument document, string operation, JsonObject description)
    {
        var types = description["requestBody"]?["content"]?.AsObject() ?? [];
        yield return $"{operation.Split(' ')[0]} {types.FirstOrDefault().Key}";
        foreach (var parameter in description["parameters"]!.AsArray().Select(one => document.Resolve(one!)))
        {
            var schema = document.Resolve(parameter["schema"]!);
            if ((parameter["example"] ?? schema["default"]) is null)
                continue;
            var isList = schema["items"] is { } items
                ? $"of {Kind(document.Resolve(items))}, explode {parameter["explode"]}"
                : "";
            yield return $"{parameter["in"]} {Kind(schema)} {isList}";
        }

        static string Kind(JsonObject schema) =>
            $"{schema["type"]?.ToJsonString()} {schema["format"]} {(schema["enum"] is null ? "" : "of a list")}";
    }

    /// <summary>Builds the request from the examples and defaults alone, as Swagger UI does.</summary>
    public static HttpRequestMessage Create(ContractDocument document, string operation, JsonObject description)
    {
        var (method, path) = (operation.Split(' ')[0], operation.Split(' ')[1]);
        var (query, headers) = (new List<string>(), new List<(string Name, string Value)>());
        foreach (var parameter in description["parameters"]!.AsArray().Select(one => document.Resolve(one!)))
        {
            var name = (string)parameter["name"]!;
            var value = parameter["example"] ?? document.Resolve(parameter["schema"]!)["default"];
            if (value is null)
                continue;

            if ((string?)parameter["in"] == "path")
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value.ToString()), StringComparison.Ordinal);
            else if ((string?)parameter["in"] == "header")
                headers.Add((name, value.ToString()));
            else if (value is JsonArray list && (bool?)parameter["explode"] is not false)
                query.AddRange(list.Select(item => $"{name}={Uri.EscapeDataString(item!.ToString())}"));
            else
                query.Add(
                    $"{name}={Uri.EscapeDataString(value is JsonArray one ? string.Join(',', one) : value.ToString())}"
                );
        }

        var request = new HttpRequestMessage(
            new HttpMethod(method),
            query.Count == 0 ? path : $"{path}?{string.Join('&', query)}"
        );
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (description["requestBody"]?["content"]?.AsObject().First() is { Key: FormWorkbook })
        {
            // A workbook is the one that GET of the same path returns.
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(FormWorkbook);
        }
        else if (description["requestBody"]?["content"]?.AsObject().First() is { } content)
        {
            var body = content.Value!["example"]!;
            request.Content = new ByteArrayContent(
                Encoding.UTF8.GetBytes(body is JsonValue text ? text.ToString() : body.ToJsonString())
            );
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.Key);
        }

        return request;
    }
}
