using System.Globalization;
using System.IO.Pipelines;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Tables;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>
/// Base of formats that return a list as a file without an envelope: the whole list as a stream, or one page if the
/// client states a limit. The name of the file states the list and the day. An interrupted stream aborts the
/// connection, so that a client does not take a part for the whole.
/// </summary>
internal abstract class StreamedListFormat(TimeProvider time) : IListFormat
{
    private const string Limit = "limit";

    public abstract string Name { get; }

    public abstract string MediaType { get; }

    public abstract string Description { get; }

    public abstract ListFormatScope Scope { get; }

    /// <summary>The name in error messages: <c>NDJSON</c>.</summary>
    protected abstract string Title { get; }

    protected TimeProvider Time => time;

    /// <summary>The extension of the file, with its dot.</summary>
    protected abstract string Extension { get; }

    /// <summary>The type of <c>Content-Disposition</c>: a browser saves an <c>attachment</c>.</summary>
    protected virtual string Disposition => "attachment";

    /// <summary>The parameters of <see cref="TableOptions"/> that the format supports.</summary>
    protected abstract ReadOnlySpan<string> Options { get; }

    public async Task WriteAsync<T>(HttpContext http, ListRequest request, ListSource<T> list, CancellationToken ct)
    {
        List<ValidationError> errors = [];
        if (request.Count)
            errors.Add(Misplaced("count", "a total"));
        if (list.NameAsync is not null)
            errors.Add(Misplaced("include", "names"));
        if (list.IsSelection && !HasSelection)
            errors.Add(Misplaced("fields", "a selection of members"));
        errors.ThrowIfAny();
        TableOptions.RejectIn(Title, request, Options);

        if (http.Request.Query.ContainsKey(Limit))
        {
            var page = await list.PageAsync(request.Limit, ct);
            http.LinkNext(page.Next);
            await using var items = page.Items.ToAsyncEnumerable().GetAsyncEnumerator(ct);
            var hasItem = await StartAsync(http, list, items, ct);
            await WriteBodyAsync(http, http.Response.BodyWriter, request, list, items, hasItem, ct);
        }
        else
        {
            await WriteAllAsync(http, request, list, ct);
        }
    }

    /// <summary>True if the format can return some members of the items only.</summary>
    protected virtual bool HasSelection => true;

    /// <summary>Writes the body.</summary>
    /// <param name="body">The response, or its buffer. A flush may wait for the client.</param>
    /// <param name="items">The items, at the first one.</param>
    /// <param name="hasItem">False if there are no items.</param>
    protected abstract Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    );

    /// <summary>
    /// Writes all items, which are one snapshot of the register. They are read and written without waiting for the
    /// client, who gets them through a buffer.
    /// </summary>
    private async Task WriteAllAsync<T>(HttpContext http, ListRequest request, ListSource<T> list, CancellationToken ct)
    {
        var space = http.RequestServices.GetRequiredService<ResponseBufferSpace>();
        space.CheckFree();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var source = HeadAsGetMiddleware.IsHead(http) ? AsyncEnumerable.Empty<T>() : list.StreamAsync(stop.Token);
        await using var items = source.GetAsyncEnumerator(stop.Token);
        var hasItem = await StartAsync(http, list, items, ct);
        await using var buffer = new ResponseBuffer(space);
        // SQLite reads on the calling thread, and would hold up the sending.
        var writing = Task.Run(() => FillAsync(buffer), CancellationToken.None);
        try
        {
            await buffer.SendAsync(http.Response.BodyWriter, ct);
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
        }

        async Task FillAsync(ResponseBuffer buffer)
        {
            try
            {
                var body = PipeWriter.Create(buffer, new(minimumBufferSize: 1 << 16, leaveOpen: true));
                await WriteBodyAsync(http, body, request, list, items, hasItem, stop.Token);
                await body.CompleteAsync();
                buffer.Complete();
            }
            catch (Exception error)
            {
                // The sending part of the request throws it. Once that has ended, nobody waits for the rest.
                buffer.Fail(error);
            }
        }
    }

    /// <summary>Reads the first item and sends the headers.</summary>
    /// <returns>True if there is an item.</returns>
    private async Task<bool> StartAsync<T>(
        HttpContext http,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        CancellationToken ct
    )
    {
        // The first item is read before the headers are sent, so that an error until then can be sent as a problem.
        var hasItem = await items.MoveNextAsync();
        http.MarkResponseStart();
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue(Disposition)
        {
            FileName = $"adam-{list.Table.Name}-{day}{Extension}",
        }.ToString();
        await http.Response.StartAsync(ct);
        return hasItem;
    }

    private ValidationError Misplaced(string parameter, string what) =>
        new(
            parameter,
            $"{Title} has no place for {what}. Leave {parameter} out, or ask for JSON.",
            ErrorCodes.BadValue
        );
}
