using System.Buffers;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Serialization;

namespace Adam.Api.Http;

/// <summary>Selects top-level members of JSON objects, and adds a member.</summary>
internal static class MemberSelection
{
    private const string Id = "id";

    /// <summary>
    /// Returns the object with its id and the named members, in its own order; unchanged if no member is named.
    /// </summary>
    public static RawJson Select(RawJson whole, IReadOnlyList<string> members)
    {
        if (members.Count == 0)
            return whole;

        using var document = JsonDocument.Parse(whole.Utf8);
        return Write(json =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name == Id || members.Contains(member.Name))
                    member.WriteTo(json);
            }
        });
    }

    /// <summary>Returns the object with a member <c>names</c> at its end.</summary>
    public static RawJson With(RawJson whole, NamesResponse names) => With(whole, "names", names);

    /// <summary>Returns the object with another member at its end.</summary>
    public static RawJson With<T>(RawJson whole, string name, T value)
    {
        using var document = JsonDocument.Parse(whole.Utf8);
        return Write(json =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
                member.WriteTo(json);
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, Json.Options);
        });
    }

    private static RawJson Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = Json.Options.Encoder }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return new(buffer.WrittenMemory);
    }
}
