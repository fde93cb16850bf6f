using System.IO.Pipelines;
using System.Text.Json;

namespace Adam.Benchmarks.Exchange;

/// <inheritdoc/>
internal sealed class ConstantNdjson(IReadOnlyList<JsonElement> records) : ConstantList
{
    public static ConstantNdjson Read(IEnumerable<string> files) =>
        new([.. files.SelectMany(File.ReadLines).Select(line => JsonElement.Parse(line))]);

    public override async Task WriteAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        await using var json = JsonOf(body);
        for (var row = 0; row < rows; row++)
        {
            records[row % records.Count].WriteTo(json);
            json.Flush();
            json.Reset();
            body.GetSpan(1)[0] = (byte)'\n';
            body.Advance(1);
            if (body.UnflushedBytes >= ExchangeFloor.FlushSize)
                await body.FlushAsync(ct);
        }

        await body.FlushAsync(ct);
    }
}
