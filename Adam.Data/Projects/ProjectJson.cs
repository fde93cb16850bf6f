using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>
/// Writes instants in the form of RFC 3339, in UTC with a <c>Z</c> and microseconds, for stored documents and all other
/// JSON. Both databases store microseconds.
/// </summary>
public sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}

/// <summary>Serialises the documents of projects.</summary>
public static class ProjectJson
{
    private static readonly ProjectJsonContext Context = new(
        new JsonSerializerOptions(ProjectJsonContext.Default.Options)
        {
            // Titles in Cyrillic and Dari stay readable, in the database too. The JSON is never embedded in HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // For every enum, so that a member with a new one needs no line here.
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        }
    );

    public static string Write(Project project) =>
        JsonSerializer.Serialize(ProjectDocument.FromProject(project), Context.ProjectDocument);

    public static Project Read(string document) =>
        JsonSerializer.Deserialize(document, Context.ProjectDocument)!.ToProject();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(InstantJson)]
)]
[JsonSerializable(typeof(ProjectDocument))]
internal sealed partial class ProjectJsonContext : JsonSerializerContext;
