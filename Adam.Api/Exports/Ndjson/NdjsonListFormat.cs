using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Http;

namespace Adam.Api.Exports.Ndjson;

/// <summary>Writes one item a line, in its JSON form.</summary>
internal sealed class NdjsonListFormat(TimeProvider time) : StreamedListFormat(time)
{
    /// <summary>The number of bytes after which the output is flushed.</summary>
    private const int FlushSize = 1 << 16;

    public override string Name => "ndjson";

    public override string MediaType => "application/x-ndjson";

    public override string Description =>
        "`ndjson` returns one item a line: all items of the list unless `limit` is given. It rejects `count` and "
        + "`include`. The "
        + "response is streamed; if it is interrupted, the connection is aborted.";

    public override ListFormatScope Scope => ListFormatScope.AllLists;

    protected override string Title => "NDJSON";

    protected override string Extension => ".ndjson";

    protected override ReadOnlySpan<string> Options => [];

    protected override async Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    )
    {
        var options = Serialization.Json.Options;
        await using var json = new Utf8JsonWriter(body, new() { Encoder = options.Encoder });
        for (var unsent = 0L; hasItem; hasItem = await items.MoveNextAsync())
        {
            JsonSerializer.Serialize(json, items.Current, options);
            unsent += json.BytesCommitted;
            json.Reset();
            body.Write("\n"u8);
            if (unsent < FlushSize)
                continue;

            // The flush waits for a client that reads slowly.
            await body.FlushAsync(ct);
            unsent = 0;
        }

        await body.FlushAsync(ct);
    }
}
