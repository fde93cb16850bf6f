using System.Buffers;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using FastEndpoints;

namespace Adam.Api.Exports.Ndjson;

/// <summary>
/// One item a line, as JSON writes it: the whole list as a stream, or one page if the caller gives a limit.
/// </summary>
internal sealed class NdjsonListFormat : IListFormat
{
    private const string Limit = "limit";

    /// <summary>How many bytes are written before they are sent.</summary>
    private const int FlushSize = 1 << 16;

    public string Name => "ndjson";

    public string MediaType => "application/x-ndjson";

    public string Description =>
        "`ndjson` writes one item a line, all items of the list unless `limit` is given, and takes no `count`. It is "
        + "sent as it is read: an answer that breaks off ends the connection, and is not complete.";

    public async Task WriteAsync<T>(HttpContext http, ListRequest request, ListSource<T> list, CancellationToken ct)
    {
        if (request.Count)
        {
            const string Reason = "NDJSON has no place for a total. Leave count out, or ask for JSON.";
            throw ProblemException.ForErrors(new ValidationError("count", Reason, ErrorCodes.BadValue));
        }

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

    private async Task WriteAsync<T>(HttpContext http, IAsyncEnumerable<T> list, CancellationToken ct)
    {
        await using var items = list.GetAsyncEnumerator(ct);
        // The first item is read before the headers are sent: a failure until then is answered as a problem.
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

            // Waits for a caller who reads slowly.
            await body.FlushAsync(ct);
            unsent = 0;
        }

        await body.FlushAsync(ct);
    }
}
