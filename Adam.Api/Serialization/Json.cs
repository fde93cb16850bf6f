using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Adam.Data.Projects;

namespace Adam.Api.Serialization;

/// <summary>
/// The JSON conventions of the API: camelCase members, kebab-case enums, unescaped Unicode, instants in UTC.
/// </summary>
internal static class Json
{
    public const string MediaType = "application/json";

    // Reading attributes is slow, and every request has a role.
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static JsonSerializerOptions Options { get; } =
        Configure(new JsonSerializerOptions(JsonSerializerDefaults.General));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // Responses are never embedded in HTML, so Cyrillic and Dari names need no escaping and stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new InstantJson());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(
            SelectedMembers.Modify
        );
        return options;
    }

    /// <summary>Returns the JSON name of an enum value: kebab case, unless the value declares another name.</summary>
    public static string NameOf(Enum value) =>
        Names.GetOrAdd(
            value,
            static value =>
                value
                    .GetType()
                    .GetField(value.ToString())
                    ?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()
                    ?.Name
                ?? JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())
        );

    /// <summary>Returns the name of a property in JSON.</summary>
    public static string NameOfMember(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}

/// <summary>A JSON value that is written unchanged, without parsing.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new(JsonSerializer.SerializeToUtf8Bytes(document.RootElement));
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
