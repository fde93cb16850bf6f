using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Api.Pages;

/// <summary>Serves the documentation, without a key.</summary>
internal static class PageEndpoints
{
    private const string Markdown = "text/markdown";

    private static readonly ConcurrentDictionary<string, byte[]> Rendered = new(StringComparer.Ordinal);

    public static void MapPages(this WebApplication app)
    {
        app.MapGet(Html.StylePath, http => Style(http).ExecuteAsync(http)).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/docs/{**page}", http => Document(http).ExecuteAsync(http))
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static IResult Document(HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        var url = http.GetRouteValue("page") as string ?? "";
        if (Documents.Find(url) is not { } path)
            return NotFound(http);

        // The URL with the extension is the Markdown itself, unless a browser opens it: problems link to it.
        string[] types = url.EndsWith(".md", StringComparison.Ordinal)
            ? [Markdown, Html.MediaType]
            : [Html.MediaType, Markdown];
        var type = types[Negotiation.Choose(http, types)];
        return Html.Respond(
            http,
            type == Markdown
                ? Encoding.UTF8.GetBytes(Documents.Read(path))
                : Rendered.GetOrAdd(path, static path => Encoding.UTF8.GetBytes(DocumentPage.Render(path))),
            type
        );
    }

    private static IResult NotFound(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (Negotiation.Choose(http, [Problem.MediaType, Html.MediaType]) == 0)
            throw new ProblemException(
                ErrorCodes.UnknownPath,
                $"There is no page {ValidationError.Quote(path)}. /docs lists those that there are."
            );

        Html.Protect(http.Response.Headers);
        return Results.Content(
            DocumentPage.NotFound(ValidationError.Printable(path)),
            $"{Html.MediaType}; charset=utf-8",
            statusCode: StatusCodes.Status404NotFound
        );
    }

    private static IResult Style(HttpContext http)
    {
        const string Name = "pages/style.css";
        var style = Rendered.GetOrAdd(
            Name,
            static name =>
            {
                using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
                using var content = new MemoryStream();
                stream.CopyTo(content);
                return content.ToArray();
            }
        );
        return Html.Respond(http, style, "text/css");
    }
}
