using System.Text;
using System.Text.Json.Nodes;

namespace Adam.Tests.Fuzzing;

/// <summary>Changes JSON at random, also to texts that no serializer writes.</summary>
internal static class JsonMutation
{
    // A text that stands for raw JSON until the document is written.
    private const string Mark = "\u2603raw";

    /// <param name="changes">The number of changes.</param>
    public static byte[] Mutate(JsonNode body, int changes, Harvest harvest, string path, Random random)
    {
        var raw = new List<string>();
        for (var i = 0; i < changes; i++)
        {
            var places = Places(body).ToList();
            if (places.Count == 0)
                break;
            var (parent, name, index) = places[random.Next(places.Count)];
            switch (random.Next(8))
            {
                case 0 when name is not null:
                    parent.AsObject().Remove(name);
                    break;
                case 0 or 1 when name is null:
                    parent.AsArray().Add(parent[index]?.DeepClone());
                    break;
                case 1:
                    parent.AsObject()[$"{name}{random.Next(3)}"] = parent[name!]?.DeepClone();
                    break;
                case 2 when harvest.Values(path, name ?? "id") is { Count: > 0 } values:
                    Set(parent, name, index, values[random.Next(values.Count)]);
                    break;
                case 3:
                    var text = HostileValues.Texts[random.Next(HostileValues.Texts.Length)];
                    Set(parent, name, index, text);
                    break;
                default:
                    raw.Add(HostileValues.Json[random.Next(HostileValues.Json.Length)]);
                    Set(parent, name, index, $"{Mark}{raw.Count - 1}.");
                    break;
            }
        }

        var json = body.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        for (var i = 0; i < raw.Count; i++)
            json = json.Replace($"\"{Mark}{i}.\"", raw[i], StringComparison.Ordinal);
        return Damage(Encoding.UTF8.GetBytes(json), changes > 0 && random.Next(12) == 0, random);
    }

    /// <summary>Changes a file at random: bytes, repeated and missing parts.</summary>
    public static byte[] Damage(byte[] file, bool isDamaged, Random random)
    {
        if (!isDamaged || file.Length == 0)
            return file;

        var bytes = file.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, [0xED, 0xA0, 0x80]);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                    break;
                default:
                    var text = HostileValues.Texts[random.Next(HostileValues.Texts.Length)];
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(text));
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Set(JsonNode parent, string? name, int index, string value)
    {
        if (name is null)
            parent.AsArray()[index] = value;
        else
            parent.AsObject()[name] = value;
    }

    /// <summary>Returns all members and items: the parent, and the name or the index.</summary>
    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Places(member.Value).Prepend((members, member.Key, 0))),
            JsonArray items => items.SelectMany((item, i) => Places(item).Prepend((items, null, i))),
            _ => [],
        };
}
