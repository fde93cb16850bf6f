using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text.Json;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Domain.CodeLists;

namespace Adam.Api.Exports.GeoJson;

/// <summary>
/// Writes projects as a GeoJSON feature collection (RFC 7946): one point for each place with coordinates. A project
/// without any has a point on the mainland of each of its countries, which its <c>location</c> states.
/// </summary>
internal sealed class GeoJsonListFormat(TimeProvider time) : ProjectListFormat(time)
{
    /// <summary>The number of bytes after which the output is flushed.</summary>
    private const int FlushSize = 1 << 16;

    /// <summary>The members of a project that a feature has as properties, unchanged.</summary>
    private static readonly (string Name, JsonEncodedText Encoded)[] Members =
    [
        Member("reference"),
        Member("owner"),
        Member("title"),
        Member("status"),
        Member("countries"),
        Member("pillars"),
        Member("activityTypes"),
        Member("donors"),
        Member("implementers"),
        Member("declaredMeasures"),
    ];

    public override string Name => "geojson";

    public override string MediaType => "application/geo+json";

    public override string Description =>
        "`geojson`, of projects only, returns a feature collection (RFC 7946) with a point for each place with "
        + "coordinates, as longitude and latitude. A project without such places has a point on the mainland of each "
        + "country, with the property `location`: `country` instead of `place`.";

    protected override string Title => "GeoJSON";

    protected override string Extension => ".geojson";

    protected override string Disposition => "inline";

    protected override async Task WriteProjectsAsync(
        HttpRequest request,
        PipeWriter body,
        IAsyncEnumerable<JsonItem> projects,
        CancellationToken ct
    )
    {
        await using var json = new Utf8JsonWriter(body, new() { Encoder = Serialization.Json.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        var sent = 0L;
        await foreach (var project in projects)
        {
            WriteFeatures(json, project);
            // Bytes that filled a part of the body's memory are pending no more, and not sent either.
            if (json.BytesCommitted + json.BytesPending - sent < FlushSize)
                continue;

            // The flush waits for a client that reads slowly.
            await json.FlushAsync(ct);
            await body.FlushAsync(ct);
            sent = json.BytesCommitted;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(ct);
        await body.FlushAsync(ct);
    }

    private static void WriteFeatures(Utf8JsonWriter json, JsonItem project)
    {
        var number = 0;
        foreach (var place in project.GetProperty("places").EnumerateArray())
        {
            if (!place.TryGetProperty("longitude"u8, out var longitude) || longitude.ValueKind != JsonValueKind.Number)
                continue;

            StartFeature(json, project, number++);
            StartPoint(json);
            WriteValue(json, longitude);
            WriteValue(json, place.GetProperty("latitude"u8));
            EndPoint(json);
            StartProperties(json, project);
            json.WriteString("location"u8, "place"u8);
            WriteMember(json, place, "name"u8, "place"u8);
            WriteMember(json, place, "admin1"u8, "admin1"u8);
            EndFeature(json, project);
        }

        if (number > 0)
            return;
        foreach (var country in project.GetProperty("countries").EnumerateArray())
        {
            StartFeature(json, project, number++);
            if (CountryPoints.Find(country.GetString()!) is var (longitude, latitude))
            {
                StartPoint(json);
                json.WriteNumberValue(longitude);
                json.WriteNumberValue(latitude);
                EndPoint(json);
            }
            else
            {
                // A feature without a geometry has null (RFC 7946, section 3.2).
                json.WriteNull("geometry"u8);
            }

            StartProperties(json, project);
            json.WriteString("location"u8, "country"u8);
            json.WritePropertyName("country"u8);
            WriteValue(json, country);
            EndFeature(json, project);
        }
    }

    private static void StartFeature(Utf8JsonWriter json, JsonItem project, int number)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "Feature"u8);
        json.WriteString(
            "id"u8,
            string.Create(CultureInfo.InvariantCulture, $"{project.GetProperty("id").GetString()}/{number}")
        );
    }

    private static void StartPoint(Utf8JsonWriter json)
    {
        json.WriteStartObject("geometry"u8);
        json.WriteString("type"u8, "Point"u8);
        json.WriteStartArray("coordinates"u8);
    }

    private static void EndPoint(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void StartProperties(Utf8JsonWriter json, JsonItem project)
    {
        json.WriteStartObject("properties"u8);
        json.WritePropertyName("project"u8);
        WriteValue(json, project.GetProperty("id"));
    }

    private static void EndFeature(Utf8JsonWriter json, JsonItem project)
    {
        foreach (var (name, encoded) in Members)
        {
            if (!project.TryGetProperty(name, out var value))
                continue;
            json.WritePropertyName(encoded);
            WriteValue(json, value);
        }

        var period = project.GetProperty("period");
        WriteMember(json, period, "start"u8, "start"u8);
        WriteMember(json, period, "end"u8, "end"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMember(
        Utf8JsonWriter json,
        JsonElement record,
        ReadOnlySpan<byte> member,
        ReadOnlySpan<byte> name
    )
    {
        if (!record.TryGetProperty(member, out var value))
            return;
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    /// <summary>Writes a value as it stands in the record, which the program has written.</summary>
    private static void WriteValue(Utf8JsonWriter json, JsonElement value) =>
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    private static (string Name, JsonEncodedText Encoded) Member(string name) => (name, JsonEncodedText.Encode(name));
}
