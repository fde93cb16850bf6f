using System.Net;
using System.Reflection;
using Adam.Api.Binding;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Pages;

/// <summary>Composes and sends the pages for people.</summary>
internal static class Html
{
    public const string MediaType = "text/html";

    public const string StylePath = "/docs/style.css";

    /// <summary>The version of the program, without build metadata.</summary>
    public static string Version { get; } =
        typeof(Html)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    // The pages have no scripts, and load nothing but their style sheet. A mistake in the rendering of a page can
    // therefore not run code in the browser.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action ";

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Returns a whole page.</summary>
    /// <param name="title">The title, as text.</param>
    /// <param name="content">The content between header and footer, as HTML.</param>
    public static string Page(string title, string content) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{StylePath}">
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="site">
            <a class="name" href="/">Adam</a>
            <nav aria-label="Site">
            <a href="/docs/quick-start">Quick start</a>
            <a href="/docs">Documentation</a>
            <a href="/swagger">Try the API</a>
            </nav>
            </header>
            {content}
            <footer>Adam {Encode(Version)}</footer>
            </body>
            </html>

            """;

    /// <summary>Returns a response with an entity tag, which is 304 if the client has the content already.</summary>
    public static IResult Respond(HttpContext http, byte[] content, string mediaType)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=300";
        if (mediaType == MediaType)
            Protect(headers);
        return Results.Bytes(
            content,
            $"{mediaType}; charset=utf-8",
            entityTag: EntityTagHeaderValue.Parse(EntityTags.ForContent(content))
        );
    }

    /// <summary>Sets the policy for a page, in the place of the one that <c>SecurityHeaders</c> sets.</summary>
    /// <param name="hasForm">True if the page has a form, which is sent to this server.</param>
    public static void Protect(IHeaderDictionary headers, bool hasForm = false)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy + (hasForm ? "'self'" : "'none'");
    }
}
