using System.Buffers;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using FastEndpoints;

namespace Adam.Api.Exports.Ndjson;

/// <summary>
/// Writes one item a line, in its JSON form: the whole list as a stream, or one page if the client states a limit.
/// </summary>
internal sealed class NdjsonListFormat : IListFormat
{
    private const string Limit = "limit";

    /// <summary>The number of bytes after which the output is flushed.</summary>
    private const int FlushSize = 1 << 16;

    public string Name => "ndjson";

    public string MediaType => "application/x-ndjson";

    public string Description =>
        "`ndjson` returns one item a line: all items of the list unless `limit` is given. It rejects `count` and "
        + "`include`. The "
        + "response is streamed; if it is interrupted, the connection is aborted.";

    public async Task WriteAsync<T>(HttpContext http, ListRequest request, ListSource<T> list, CancellationToken ct)
    {
        List<ValidationError> errors = [];
        if (request.Count)
            errors.Add(Misplaced("count", "a total"));
        if (list.NameAsync is not null)
            errors.Add(Misplaced("include", "names"));
        errors.ThrowIfAny();

        if (http.Request.Query.ContainsKey(Limit))
        {
            var page = await list.PageAsync(request.Limit, ct);
            http.LinkNext(page.Next);
            await WriteAsync(http, page.Items.ToAsyncEnumerable(), ct);
        }
        else
        {
            await WriteAsync(
                http,
                HeadAsGetMiddleware.IsHead(http) ? AsyncEnumerable.Empty<T>() : list.StreamAsync(ct),
                ct
            );
        }
    }

    private static ValidationError Misplaced(string parameter, string what) =>
        new(parameter, $"NDJSON has no place for {what}. Leave {parameter} out, or ask for JSON.", ErrorCodes.BadValue);

    private async Task WriteAsync<T>(HttpContext http, IAsyncEnumerable<T> list, CancellationToken ct)
    {
        await using var items = list.GetAsyncEnumerator(ct);
        // The first item is read before the headers are sent, so that an error until then can be sent as a problem.
        var hasItem = await items.MoveNextAsync();
        http.MarkResponseStart();
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.StartAsync(ct);

        var (body, options) = (http.Response.BodyWriter, Serialization.Json.Options);
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
