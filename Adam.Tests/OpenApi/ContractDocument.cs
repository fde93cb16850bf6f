using System.Text.Json.Nodes;
using Adam.Api.OpenApi;
using Microsoft.OpenApi;

namespace Adam.Tests.OpenApi;

/// <summary>The generated OpenAPI document.</summary>
public sealed class ContractDocument
{
    private ContractDocument(JsonObject root)
    {
        Root = root;
        Operations = root["paths"]!
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject()
                    .Select(operation =>
                        ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject())
                    )
            )
            .ToDictionary(operation => operation.Item1, operation => operation.Item2);
    }

    public JsonObject Root { get; }

    /// <summary>All operations by method and path, such as <c>GET /v1/partners</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Operations { get; }

    public static async Task<ContractDocument> OfAsync(TestApi api)
    {
        var document = Contract.Create(api.Services);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, default);
        return Parse(json);
    }

    public static ContractDocument Parse(string json) => new(JsonNode.Parse(json)!.AsObject());

    /// <summary>Follows <c>$ref</c> and returns the referenced object.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        while ((string?)node["$ref"] is { } reference)
            node = reference[2..].Split('/').Aggregate((JsonNode)Root, (at, segment) => at[segment]!);
        return node.AsObject();
    }
}
