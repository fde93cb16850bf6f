using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Tables;
using FastEndpoints;

namespace Adam.Api.Http;

/// <summary>
/// Base of formats that return a list without an envelope: the whole list as a stream, or one page if the client states
/// a limit. An interrupted stream aborts the connection, so that a client does not take a part for the whole.
/// </summary>
internal abstract class StreamedListFormat : IListFormat
{
    private const string Limit = "limit";

    public abstract string Name { get; }

    public abstract string MediaType { get; }

    public abstract string Description { get; }

    public abstract ListFormatScope Scope { get; }

    /// <summary>The name in error messages: <c>NDJSON</c>.</summary>
    protected abstract string Title { get; }

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
            await WriteAsync(http, request, list, page.Items.ToAsyncEnumerable(), ct);
        }
        else
        {
            var isHead = HeadAsGetMiddleware.IsHead(http);
            await WriteAsync(http, request, list, isHead ? AsyncEnumerable.Empty<T>() : list.StreamAsync(ct), ct);
        }
    }

    /// <summary>True if the format can return some members of the items only.</summary>
    protected virtual bool HasSelection => true;

    /// <summary>Sets further headers, before the response starts.</summary>
    protected virtual void SetHeaders<T>(HttpContext http, ListSource<T> list) { }

    /// <summary>Writes the body.</summary>
    /// <param name="items">The items, at the first one.</param>
    /// <param name="hasItem">False if there are no items.</param>
    protected abstract Task WriteBodyAsync<T>(
        HttpContext http,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    );

    private async Task WriteAsync<T>(
        HttpContext http,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerable<T> source,
        CancellationToken ct
    )
    {
        await using var items = source.GetAsyncEnumerator(ct);
        // The first item is read before the headers are sent, so that an error until then can be sent as a problem.
        var hasItem = await items.MoveNextAsync();
        http.MarkResponseStart();
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        SetHeaders(http, list);
        await http.Response.StartAsync(ct);
        await WriteBodyAsync(http, request, list, items, hasItem, ct);
    }

    private ValidationError Misplaced(string parameter, string what) =>
        new(
            parameter,
            $"{Title} has no place for {what}. Leave {parameter} out, or ask for JSON.",
            ErrorCodes.BadValue
        );
}
