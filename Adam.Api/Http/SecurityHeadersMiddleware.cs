using System.Globalization;
using Adam.Api.Configuration;
using Adam.Api.Pages;

namespace Adam.Api.Http;

/// <summary>
/// Sets the headers that restrict what browsers and caches do with a response, unless the endpoint has set its own.
/// </summary>
/// <remarks>
/// They are set when the response starts, because a response that becomes a problem loses its earlier headers.
/// </remarks>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next, Settings settings)
{
    // Responses that are no pages load nothing and appear in no frame, also if a browser takes one for a page.
    private const string NoContent = "default-src 'none'; frame-ancestors 'none'";

    // Swagger UI writes style attributes. Its scripts are files of the program, and it sends requests to this server
    // only.
    private const string SwaggerContent =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string? _strictTransport =
        settings.StrictTransport > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"max-age={settings.StrictTransport.TotalSeconds:0}")
            : null;

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            Set(http);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY"; // for browsers that do not know frame-ancestors
        if (!headers.ContainsKey("Referrer-Policy"))
            headers["Referrer-Policy"] = "no-referrer";
        // Browsers ignore the header over HTTP. For localhost it would affect every other program of the machine.
        if (_strictTransport is not null && http.Request.IsHttps && !HostNames.IsOfThisMachine(http.Request.Host))
            headers.StrictTransportSecurity = _strictTransport;

        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = IsSwaggerPage(http) ? SwaggerContent : NoContent;
        if (headers.CacheControl.Count == 0 && http.Response.StatusCode != StatusCodes.Status304NotModified)
            headers.CacheControl = "no-store";
    }

    private static bool IsSwaggerPage(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal)
        && http.Response.ContentType?.StartsWith(Html.MediaType, StringComparison.Ordinal) is true;
}
