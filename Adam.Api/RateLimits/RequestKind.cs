using Adam.Api.Binding;
using Adam.Api.Security;

namespace Adam.Api.RateLimits;

/// <summary>The kinds of requests, each of which has limits of its own.</summary>
internal enum RequestKind
{
    /// <summary>A request without a verified key.</summary>
    Anonymous = 1,

    Read = 2,
    Write = 3,
    Import = 4,

    /// <summary>A read that lasts as long as the client takes to receive a file.</summary>
    Download = 5,

    /// <summary>A read that waits for changes.</summary>
    Wait = 6,
}

internal static class RequestKinds
{
    public static RequestKind KindOf(HttpContext http)
    {
        var request = http.Request;
        if (Caller.Find(http.User) is null)
            return RequestKind.Anonymous;
        if (
            HttpMethods.IsPost(request.Method) && request.Path.Equals("/v1/imports", StringComparison.OrdinalIgnoreCase)
        )
            return RequestKind.Import;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return RequestKind.Write;
        if (request.Query.ContainsKey("wait"))
            return RequestKind.Wait;
        return AsksForFile(request) ? RequestKind.Download : RequestKind.Read;
    }

    private static bool AsksForFile(HttpRequest request) =>
        request.Query[Negotiation.Parameter] is [{ Length: > 0 } format]
            ? format != "json"
            : request.Headers.Accept is [{ Length: > 0 } accept]
                && !accept.Contains("json", StringComparison.OrdinalIgnoreCase)
                && !accept.Contains("*/*", StringComparison.Ordinal);
}
