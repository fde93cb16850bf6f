using System.IO.Pipelines;
using System.Text.Json;
using Adam.Api.Http;
using Adam.Domain.CodeLists;

namespace Adam.Api.Exports.GeoJson;

/// <summary>
/// Writes a list whose items have a country as a GeoJSON feature collection (RFC 7946): one point on the mainland of
/// the country for each item, whose members are the properties. An item without a country has no geometry.
/// </summary>
internal sealed class CountryGeoJsonListFormat(TimeProvider time) : StreamedListFormat(time)
{
    /// <summary>The number of bytes after which the output is flushed.</summary>
    private const int FlushSize = 1 << 16;

    public override string Name => "geojson";

    public override string MediaType => "application/geo+json";

    public override string Description =>
        "`geojson` of gaps has a point on the mainland of the country of each cell, with the members of the cell as "
        + "properties.";

    public override ListFormatScope Scope => ListFormatScope.Countries;

    protected override string Title => "GeoJSON";

    protected override string Extension => ".geojson";

    protected override string Disposition => "inline";

    protected override ReadOnlySpan<string> Options => [];

    protected override bool HasSelection => false;

    protected override async Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        Binding.ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    )
    {
        await using var json = new Utf8JsonWriter(body, new() { Encoder = Serialization.Json.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        var sent = 0L;
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            ct.ThrowIfCancellationRequested();
            using var item = JsonSerializer.SerializeToDocument(items.Current, Serialization.Json.Options);
            WriteFeature(json, item.RootElement);
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

    private static void WriteFeature(Utf8JsonWriter json, JsonElement item)
    {
        var country = item.GetProperty("country").GetString();
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        if ((country is null ? null : CountryPoints.Find(country)) is var (longitude, latitude))
        {
            json.WriteStartObject("geometry");
            json.WriteString("type", "Point");
            json.WriteStartArray("coordinates");
            json.WriteNumberValue(longitude);
            json.WriteNumberValue(latitude);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("geometry");
        }

        json.WritePropertyName("properties");
        item.WriteTo(json);
        json.WriteEndObject();
    }
}
