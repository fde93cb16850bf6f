using System.Text.RegularExpressions;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>
/// Gives each content coding of a representation its own strong entity tag: <c>"3"</c>, <c>"3-br"</c>,
/// <c>"3-gzip"</c>. Requests may name any of them, and all later middleware and endpoints see only <c>"3"</c>.
/// </summary>
/// <remarks>
/// A strong tag identifies bytes (RFC 9110, section 8.8.1), so the compressed and the plain response cannot share one.
/// A weak tag would be right too, but <c>If-Match</c> never matches it: no client that accepts gzip could change
/// anything.
/// </remarks>
internal sealed partial class EncodedEntityTagsMiddleware(
    RequestDelegate next,
    IResponseCompressionProvider compression
)
{
    public Task InvokeAsync(HttpContext http)
    {
        RemoveCoding(http.Request.Headers, HeaderNames.IfMatch);
        RemoveCoding(http.Request.Headers, HeaderNames.IfNoneMatch);
        http.Response.OnStarting(
            static state =>
            {
                var (middleware, http) = ((EncodedEntityTagsMiddleware, HttpContext))state;
                middleware.Label(http);
                return Task.CompletedTask;
            },
            (this, http)
        );
        return next(http);
    }

    private static void RemoveCoding(IHeaderDictionary headers, string name)
    {
        if (headers.TryGetValue(name, out var values))
            headers[name] = new StringValues([.. values.Select(value => Coding().Replace(value ?? "", "\""))]);
    }

    private void Label(HttpContext http)
    {
        var (headers, isUnchanged) = (
            http.Response.Headers,
            http.Response.StatusCode is StatusCodes.Status304NotModified
        );
        // Caches must know that another client gets another coding, also from the response without one.
        if (isUnchanged || compression.ShouldCompressResponse(http))
            VaryByAcceptEncoding(headers);

        // A 304 has no body and no coding, but the tag that the full response would have.
        var coding = isUnchanged
            ? compression.GetCompressionProvider(http)?.EncodingName
            : headers.ContentEncoding.ToString();
        if (!string.IsNullOrEmpty(coding) && headers.ETag.ToString() is { Length: > 1 } tag && tag.StartsWith('"'))
            headers.ETag = $"{tag[..^1]}-{coding}\"";
    }

    private static void VaryByAcceptEncoding(IHeaderDictionary headers)
    {
        var names = headers.Vary.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries));
        if (!names.Contains(HeaderNames.AcceptEncoding, StringComparer.OrdinalIgnoreCase))
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
    }

    // No other tag of the register ends like this: they are numbers and hexadecimal digits.
    [GeneratedRegex("-(br|gzip)\"")]
    private static partial Regex Coding();
}
