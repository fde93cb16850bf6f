using System.Globalization;
using System.IO.Pipelines;
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
    private static readonly string[] Members =
    [
        "reference",
        "owner",
        "title",
        "status",
        "countries",
        "pillars",
        "activityTypes",
        "donors",
        "implementers",
        "declaredMeasures",
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
            if (!place.TryGetProperty("longitude", out var longitude) || longitude.ValueKind != JsonValueKind.Number)
                continue;

            WriteFeature(
                json,
                project,
                number++,
                (longitude.GetDouble(), place.GetProperty("latitude").GetDouble()),
                place
            );
        }

        if (number > 0)
            return;
        foreach (var country in project.GetProperty("countries").EnumerateArray())
        {
            // A feature without a geometry has null (RFC 7946, section 3.2).
            WriteFeature(json, project, number++, CountryPoints.Find(country.GetString()!), country);
        }
    }

    /// <param name="place">A place of the project, or the code of one of its countries.</param>
    private static void WriteFeature(
        Utf8JsonWriter json,
        JsonItem project,
        int number,
        (double Longitude, double Latitude)? point,
        JsonElement place
    )
    {
        var id = project.GetProperty("id").GetString();
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{id}/{number}"));
        if (point is { } position)
        {
            json.WriteStartObject("geometry");
            json.WriteString("type", "Point");
            json.WriteStartArray("coordinates");
            json.WriteNumberValue(position.Longitude);
            json.WriteNumberValue(position.Latitude);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("geometry");
        }

        json.WriteStartObject("properties");
        json.WriteString("project", id);
        if (place.ValueKind == JsonValueKind.Object)
        {
            json.WriteString("location", "place");
            WriteMember(json, place, "name", "place");
            WriteMember(json, place, "admin1", "admin1");
        }
        else
        {
            json.WriteString("location", "country");
            json.WriteString("country", place.GetString());
        }

        foreach (var member in Members)
            WriteMember(json, project, member);
        var period = project.GetProperty("period");
        WriteMember(json, period, "start", "start");
        WriteMember(json, period, "end", "end");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, JsonItem project, string member)
    {
        if (!project.TryGetProperty(member, out var value))
            return;
        json.WritePropertyName(member);
        value.WriteTo(json);
    }

    private static void WriteMember(Utf8JsonWriter json, JsonElement record, string member, string name)
    {
        if (!record.TryGetProperty(member, out var value))
            return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
