using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Domain.CodeLists;

namespace Adam.Api.Exports.GeoJson;

/// <summary>Writes the features of projects, separated by commas.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its writer writes to memory, and holds nothing else.")]
internal sealed class FeatureWriter : IItemWriter
{
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

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly JsonItem _project = new();
    private readonly Utf8JsonWriter _json;

    public FeatureWriter() =>
        // A validating writer takes one value only, because several ones are no JSON without the list around them.
        _json = new(_text, new() { Encoder = Serialization.Json.Options.Encoder, SkipValidation = true });

    public ReadOnlyMemory<byte> Take()
    {
        _json.Flush();
        _json.Reset();
        var written = _text.WrittenMemory;
        _text.ResetWrittenCount();
        return written;
    }

    public void Write(JsonElement item)
    {
        _project.Read(item);
        WriteFeatures();
    }

    private void WriteFeatures()
    {
        var number = 0;
        foreach (var place in _project.GetProperty("places").EnumerateArray())
        {
            if (!place.TryGetProperty("longitude"u8, out var longitude) || longitude.ValueKind != JsonValueKind.Number)
                continue;

            StartFeature(number++);
            StartPoint();
            WriteValue(longitude);
            WriteValue(place.GetProperty("latitude"u8));
            EndPoint();
            StartProperties();
            _json.WriteString("location"u8, "place"u8);
            WriteMember(place, "name"u8, "place"u8);
            WriteMember(place, "admin1"u8, "admin1"u8);
            EndFeature();
        }

        if (number > 0)
            return;
        foreach (var country in _project.GetProperty("countries").EnumerateArray())
        {
            StartFeature(number++);
            if (CountryPoints.Find(country.GetString()!) is var (longitude, latitude))
            {
                StartPoint();
                _json.WriteNumberValue(longitude);
                _json.WriteNumberValue(latitude);
                EndPoint();
            }
            else
            {
                // A feature without a geometry has null (RFC 7946, section 3.2).
                _json.WriteNull("geometry"u8);
            }

            StartProperties();
            _json.WriteString("location"u8, "country"u8);
            _json.WritePropertyName("country"u8);
            WriteValue(country);
            EndFeature();
        }
    }

    private void StartFeature(int number)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, "Feature"u8);
        _json.WriteString(
            "id"u8,
            string.Create(CultureInfo.InvariantCulture, $"{_project.GetProperty("id").GetString()}/{number}")
        );
    }

    private void StartPoint()
    {
        _json.WriteStartObject("geometry"u8);
        _json.WriteString("type"u8, "Point"u8);
        _json.WriteStartArray("coordinates"u8);
    }

    private void EndPoint()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void StartProperties()
    {
        _json.WriteStartObject("properties"u8);
        _json.WritePropertyName("project"u8);
        WriteValue(_project.GetProperty("id"));
    }

    private void EndFeature()
    {
        foreach (var (name, encoded) in Members)
        {
            if (!_project.TryGetProperty(name, out var value))
                continue;
            _json.WritePropertyName(encoded);
            WriteValue(value);
        }

        var period = _project.GetProperty("period");
        WriteMember(period, "start"u8, "start"u8);
        WriteMember(period, "end"u8, "end"u8);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteMember(JsonElement record, ReadOnlySpan<byte> member, ReadOnlySpan<byte> name)
    {
        if (!record.TryGetProperty(member, out var value))
            return;
        _json.WritePropertyName(name);
        WriteValue(value);
    }

    /// <summary>Writes a value as it stands in the record, which the program has written.</summary>
    private void WriteValue(JsonElement value) =>
        _json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    private static (string Name, JsonEncodedText Encoded) Member(string name) => (name, JsonEncodedText.Encode(name));
}
