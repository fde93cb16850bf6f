using System.Text.Json;

namespace Adam.Tests.Fuzzing;

/// <summary>Values of former responses, which later requests send: ids, entity tags, cursors, codes.</summary>
internal sealed class Harvest
{
    private const int Most = 40;

    private readonly Dictionary<(string Area, string Name), List<string>> _values = [];
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly List<string> _links = [];
    private readonly List<byte[]> _files = [];

    /// <summary>The members by which lists name their records, the first one that a record has.</summary>
    private static readonly string[] Names = ["id", "reference", "code", "name"];

    /// <summary>The lists below a record that name theirs by another member.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["responses"] = "partner",
        ["editions"] = "number",
        ["notes"] = "section",
    };

    /// <summary>The paths of records.</summary>
    public HarvestedResources Resources { get; } = new();

    /// <summary>The targets of the next pages.</summary>
    public IReadOnlyList<string> Links => _links;

    /// <summary>Bodies that are files, such as workbooks.</summary>
    public IReadOnlyList<byte[]> Files => _files;

    /// <summary>The entity tags of resources, by path.</summary>
    public IReadOnlyDictionary<string, string> Tags => _tags;

    /// <summary>Returns values of a member in responses of this part of the API.</summary>
    public IReadOnlyList<string> Values(string path, string name) => _values.GetValueOrDefault((Area(path), name), []);

    /// <summary>Returns values of a member in all responses.</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. _values.Where(entry => entry.Key.Name == name).SelectMany(entry => entry.Value)];

    public void Read(FuzzRequest request, RawResponse response, Random random)
    {
        if (response.Status is < 200 or >= 300)
            return;

        if (response.Headers.TryGetValue("etag", out var tag) && (_tags.Count < 200 || _tags.ContainsKey(request.Path)))
            _tags[request.Path] = tag;
        if (response.Headers.TryGetValue("link", out var link) && link.StartsWith('<'))
            Keep(_links, link[1..link.IndexOf('>', StringComparison.Ordinal)], random);
        if (
            response.MediaType is "application/json" or "application/geo+json"
            && response.Body.Length is > 0 and < 200_000
        )
        {
            using var document = JsonDocument.Parse(response.Body);
            Read(Area(request.Path), document.RootElement, random);
            ReadResources(request, response, document.RootElement, random);
        }
        else if (response.Body.Length is > 0 and < 50_000)
        {
            Keep(_files, response.Body, random);
        }
    }

    private void ReadResources(FuzzRequest request, RawResponse response, JsonElement body, Random random)
    {
        if (response.Headers.TryGetValue("location", out var location))
            Resources.Add(location, random);
        else if (request.Method is "GET" or "PUT" or "PATCH")
            Resources.Add(request.Path, random);
        if (request.Method != "GET" || body.ValueKind != JsonValueKind.Object)
            return;

        foreach (var list in (string[])["items", "features", "layers", "collections", "editions", "notes"])
        {
            if (!body.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array)
                continue;

            IReadOnlyList<string> names = OtherNames.TryGetValue(request.Path.Split('/')[^1], out var other)
                ? [other]
                : Names;
            foreach (var name in items.EnumerateArray().Take(20).Select(item => NameOf(item, names)).OfType<string>())
                Resources.Add($"{request.Path}/{name}", random);
        }
    }

    /// <summary>
    /// Returns the name of a record in its path; null if it has none. A reference can have two parts.
    /// </summary>
    private static string? NameOf(JsonElement item, IEnumerable<string> names) =>
        item.ValueKind != JsonValueKind.Object
            ? null
            : names
                .Select(name => item.TryGetProperty(name, out var value) ? value : default)
                .Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                .Select(value => string.Join('/', value.ToString().Split('/').Select(Uri.EscapeDataString)))
                .FirstOrDefault(name => name.Length > 0);

    private static string Area(string path) => path.Split('/', 4) is [_, "v1", var area, ..] ? area : path;

    private void Read(string area, JsonElement element, Random random)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray().Take(20))
                    Read(area, item, random);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Value.ValueKind is not JsonValueKind.String)
                        Read(area, member.Value, random);
                    else if (member.Value.GetString() is { Length: > 0 and < 200 } text)
                        Keep(Pool(area, member.Name), text, random);
                }

                break;
        }
    }

    private List<string> Pool(string area, string name) =>
        _values.TryGetValue((area, name), out var pool) ? pool : _values[(area, name)] = [];

    private static void Keep<T>(List<T> pool, T value, Random random)
    {
        if (pool.Count < Most)
            pool.Add(value);
        else
            pool[random.Next(Most)] = value;
    }
}
