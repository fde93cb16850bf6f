using System.IO.Pipelines;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>
/// Extension methods that send the successful responses of endpoints, such as <c>Send.ResourceAsync(…)</c>.
/// </summary>
internal static class ResponseExtensions
{
    // A page is written as a whole before it is read, so the writer must never wait for the reader.
    private static readonly PipeOptions PageMemory = new(
        pauseWriterThreshold: 0,
        minimumSegmentSize: 64 << 10,
        useSynchronizationContext: false
    );

    private static readonly JsonWriterOptions Written = new()
    {
        Encoder = Serialization.Json.Options.Encoder,
        SkipValidation = true,
    };

    /// <summary>
    /// Sends one resource with its entity tag, or 304 without a body if <paramref name="ifNoneMatch"/> has that tag.
    /// </summary>
    public static Task ResourceAsync<T>(
        this IResponseSender send,
        T resource,
        string tag,
        EntityTags? ifNoneMatch,
        CancellationToken ct
    )
        where T : notnull
    {
        var response = send.HttpContext.Response;
        response.Headers.ETag = tag;
        // Shared caches must not store the response, because it depends on the API key. Private caches must revalidate
        // it. The response to a change is not stored at all, because it can contain a new secret.
        if (HttpMethods.IsGet(response.HttpContext.Request.Method))
            response.Headers.CacheControl = "private, no-cache";
        if (ifNoneMatch?.Matches(tag) is true)
            return send.StatusAsync(StatusCodes.Status304NotModified, ct);

        return resource is RawJson json
            ? send.HttpContext.WriteAsync(json, ct)
            : response.SendAsync(resource, cancellation: ct);
    }

    /// <summary>Sends a document without the serializer, which would copy it once more.</summary>
    private static async Task WriteAsync(this HttpContext http, RawJson json, CancellationToken ct)
    {
        http.MarkResponseStart();
        http.Response.ContentType = Json.MediaType;
        http.SetContentLength(json.Utf8.Length);
        await http.Response.BodyWriter.WriteAsync(json.Utf8, ct);
    }

    /// <summary>
    /// Sets the length of the body that follows, so that it needs no chunks. A compressed body has them nevertheless,
    /// and the response to HEAD has no body.
    /// </summary>
    private static void SetContentLength(this HttpContext http, long bytes)
    {
        if (!HeadAsGetMiddleware.IsHead(http))
            http.Response.ContentLength = bytes;
    }

    /// <summary>Sends one resource with some of its members, and with the names of its codes if asked.</summary>
    /// <param name="tag">The entity tag of the whole resource.</param>
    /// <param name="fields">The members to send; empty for all.</param>
    /// <param name="names">Finds the names; null to send none.</param>
    public static async Task ResourceAsync(
        this IResponseSender send,
        RawJson whole,
        string tag,
        IReadOnlyList<string> fields,
        CodeNames? names,
        EntityTags? ifNoneMatch,
        CancellationToken ct
    )
    {
        var resource = MemberSelection.Select(whole, fields);
        if (names is not null)
            resource = MemberSelection.With(resource, await names.FindAsync(send.HttpContext, [resource], ct));
        if (fields.Count > 0 || names is not null)
            tag = EntityTags.ForRepresentation(tag, resource.Utf8.Span);
        await send.ResourceAsync(resource, tag, ifNoneMatch, ct);
    }

    /// <summary>Sends 201 with the new resource, its entity tag and its location.</summary>
    /// <param name="location">The path of the new resource, sent as the <c>Location</c> header.</param>
    public static Task CreatedAsync<T>(
        this IResponseSender send,
        string location,
        T resource,
        string tag,
        CancellationToken ct
    )
        where T : notnull
    {
        send.HttpContext.Response.Headers.ETag = tag;
        send.HttpContext.Response.Headers.Location = location;
        return send.HttpContext.Response.SendAsync(resource, StatusCodes.Status201Created, cancellation: ct);
    }

    /// <summary>
    /// Sends one page of a list, with its entity tag, and the cursor of the next page in the body and in the header
    /// <c>Link</c>; 304 without a body if <paramref name="ifNoneMatch"/> has that tag.
    /// </summary>
    /// <param name="next">The sort key of the last item, which the next page follows; null on the last page.</param>
    public static Task PageAsync<T>(
        this IResponseSender send,
        IReadOnlyList<T> items,
        object[]? next,
        long? total,
        EntityTags? ifNoneMatch,
        CancellationToken ct
    ) => send.HttpContext.PageAsync(cursor => new ListResponse<T>(items, cursor, total), next, ifNoneMatch, ct);

    /// <summary>Sends a page that has further members beside its items, in the same way.</summary>
    /// <param name="page">Creates the page from the cursor of the next one; null on the last page.</param>
    /// <param name="next">The sort key of the last item, which the next page follows; null on the last page.</param>
    public static async Task PageAsync<TPage>(
        this HttpContext http,
        Func<string?, TPage> page,
        object[]? next,
        EntityTags? ifNoneMatch,
        CancellationToken ct
    )
        where TPage : notnull
    {
        var body = page(http.LinkNext(next));
        // The tag precedes the body, so the whole page is written to pooled memory first. It is bounded by the limit.
        var buffer = new Pipe(PageMemory);
        await using (var json = new Utf8JsonWriter(buffer.Writer, Written))
            JsonSerializer.Serialize(json, body, body.GetType(), Serialization.Json.Options);
        await buffer.Writer.CompleteAsync();
        var content = await buffer.Reader.ReadAsync(ct);
        var tag = EntityTags.ForContent(content.Buffer);
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        http.MarkResponseStart();
        if (ifNoneMatch?.Matches(tag) is true)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        }
        else
        {
            http.Response.ContentType = Serialization.Json.MediaType;
            http.SetContentLength(content.Buffer.Length);
            foreach (var part in content.Buffer)
                await http.Response.BodyWriter.WriteAsync(part, ct);
        }

        await buffer.Reader.CompleteAsync();
    }

    /// <summary>Sets the header <c>Link</c> to the next page and returns its cursor; null on the last page.</summary>
    /// <param name="next">The sort key of the last item of this page; null on the last page.</param>
    public static string? LinkNext(this HttpContext http, object[]? next)
    {
        if (next is null)
            return null;

        var cursor = Cursor.Encode(http.Request, next);
        http.Response.Headers[HeaderNames.Link] = $"<{http.Request.PathOfPage(cursor)}>; rel=\"next\"";
        return cursor;
    }

    /// <summary>Returns the path of another page of the list of a request, with its filters.</summary>
    public static string PathOfPage(this HttpRequest request, string cursor)
    {
        var others = QueryText
            .Read(request.QueryString.Value, [])
            .Where(parameter => parameter.Name != "cursor")
            .Select(parameter => KeyValuePair.Create(parameter.Name, (string?)parameter.Value));
        return $"{request.PathBase}{request.Path}{QueryString.Create(others.Append(new("cursor", cursor)))}";
    }

    public static Task StatusAsync(this IResponseSender send, int status, CancellationToken ct)
    {
        send.HttpContext.MarkResponseStart();
        send.HttpContext.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
