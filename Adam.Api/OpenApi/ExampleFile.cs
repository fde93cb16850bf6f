using System.Reflection;
using System.Text.Json.Nodes;

namespace Adam.Api.OpenApi;

/// <summary>
/// The examples of the contract that name records, in <c>examples.json</c>. They are about records of the demo, so that
/// every request of the contract succeeds there as it stands.
/// </summary>
internal static class ExampleFile
{
    private static readonly JsonObject Root = Load();

    /// <summary>The projects that examples name.</summary>
    public static IReadOnlyList<ExampleProject> Projects { get; } =
    [
        .. Root["records"]!
            .AsArray()
            .Select(record => new ExampleProject(
                (string)record!["id"]!,
                (string)record["owner"]!,
                (string)record["reference"]!
            )),
    ];

    /// <summary>The key that examples name. Nobody knows its secret.</summary>
    public static (string Id, string Partner, string Name) Key { get; } =
        ((string)Root["key"]!["id"]!, (string)Root["key"]!["partner"]!, (string)Root["key"]!["name"]!);

    /// <summary>The id of the key that examples change and rotate. Nobody knows its secret.</summary>
    public static string RotatedKeyId { get; } = (string)Root["operations"]!["rotateKey"]!["parameters"]!["id"]!;

    /// <summary>The ids of the subscriptions that examples read and delete.</summary>
    public static IReadOnlyList<Guid> Subscriptions { get; } =
    [.. Root["subscriptions"]!.AsArray().Select(id => Guid.Parse((string)id!))];

    /// <summary>The ids of the imports that examples read, undo and cancel.</summary>
    public static (Guid Read, Guid Undone, Guid Cancelled) Imports { get; } =
        (IdOf("getImport"), IdOf("undoImport"), IdOf("cancelImport"));

    /// <summary>The id of the feed that examples read.</summary>
    public static Guid Feed { get; } = Guid.Parse((string)Root["feed"]!);

    public static IEnumerable<string> Operations => Root["operations"]!.AsObject().Select(operation => operation.Key);

    public static IEnumerable<string> Schemas => Root["schemas"]!.AsObject().Select(schema => schema.Key);

    /// <summary>Returns the names of the parameters of the example request.</summary>
    public static IEnumerable<string> ParametersOf(string operation) =>
        (Root["operations"]![operation]?["parameters"] as JsonObject ?? []).Select(parameter => parameter.Key);

    /// <summary>Returns the value of a parameter in the example request; null if the request leaves it out.</summary>
    public static JsonNode? Parameter(string operation, string name) =>
        Root["operations"]![operation]?["parameters"]?[name]?.DeepClone();

    /// <summary>Returns the body of the example request; null if the file has none.</summary>
    public static JsonNode? Body(string operation) => Root["operations"]![operation]?["body"]?.DeepClone();

    /// <summary>
    /// Returns the body of the example request in one of several media types; null if the file has none.
    /// </summary>
    public static JsonNode? Body(string operation, string mediaType) =>
        Root["operations"]![operation]?["bodies"]?[mediaType]?.DeepClone();

    /// <summary>Sets the members that the file has for a schema.</summary>
    public static void ApplySchema(JsonObject example, string schema) => Apply(example, Root["schemas"]![schema]);

    /// <summary>Sets the members that the file has for the response of an operation.</summary>
    public static void ApplyAnswer(JsonObject example, string operation) =>
        Apply(example, Root["operations"]![operation]?["answer"]);

    private static void Apply(JsonObject example, JsonNode? members)
    {
        foreach (var (name, value) in members as JsonObject ?? [])
        {
            if (value is JsonObject inner && example[name] is JsonObject current)
                Apply(current, inner);
            else
                example[name] = value?.DeepClone();
        }
    }

    private static Guid IdOf(string operation) => Guid.Parse((string)Parameter(operation, "id")!);

    private static JsonObject Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}

/// <summary>A project that examples name.</summary>
/// <param name="Id">The id in the committed contract.</param>
internal sealed record ExampleProject(string Id, string Owner, string Reference);
