using System.IO.Pipelines;
using System.Text.Json;

namespace Adam.Benchmarks.Exchange;

/// <inheritdoc/>
/// <param name="records">The features of each project.</param>
internal sealed class ConstantGeoJson(IReadOnlyList<JsonElement[]> records) : ConstantList
{
    public static ConstantGeoJson Read(IEnumerable<string> files) =>
        new([
            .. files
                .SelectMany(file => JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("features").EnumerateArray())
                .GroupBy(feature => feature.GetProperty("properties").GetProperty("project").GetString())
                .Select(features => features.ToArray()),
        ]);

    public override async Task WriteAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        await using var json = JsonOf(body);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        var sent = 0L;
        for (var row = 0; row < rows; row++)
        {
            foreach (var feature in records[row % records.Count])
                feature.WriteTo(json);
            if (json.BytesCommitted + json.BytesPending - sent < ExchangeFloor.FlushSize)
                continue;
            await json.FlushAsync(ct);
            await body.FlushAsync(ct);
            sent = json.BytesCommitted;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(ct);
        await body.FlushAsync(ct);
    }
}
