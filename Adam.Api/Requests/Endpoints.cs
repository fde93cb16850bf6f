using System.Reflection;
using FastEndpoints;

namespace Adam.Api.Requests;

/// <summary>How FastEndpoints is set up. It keeps this once for the whole process, so nothing in it may belong to one host.</summary>
internal static class Endpoints
{
    public static void Configure(Config config)
    {
        Json.Configure(config.Serializer.Options);
        config.Serializer.CharacterEncoding = null;
        config.Endpoints.ShortNames = true;
        config.Errors.ContentType = Problem.MediaType;
        config.Errors.ResponseBuilder = Validation.ToProblem;
        config.Validation.UsePropertyNamingPolicy = false;
        // Bodies are read by our binder, which throws none: a JsonException is a fault of the server, and its text no answer.
        config.Binding.JsonExceptionTransformer = null;
        // The binder looks at the content type, so that the answer can say what is taken; and the contract is written from what the endpoints themselves say.
        config.Endpoints.Configurator = endpoint => endpoint.Description(route => route.ClearDefaultAccepts().ClearDefaultProduces());
        Validation.Configure();
    }

    /// <summary>Every problem's <c>type</c> leads to this page.</summary>
    public static void MapErrorsPage(this WebApplication app)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("docs/errors.md")!;
        using var reader = new StreamReader(stream);
        var page = reader.ReadToEnd();
        app.MapGet("/docs/errors.md", () => Results.Text(page, "text/markdown; charset=utf-8")).ExcludeFromDescription();
    }
}

/// <summary>Takes out of sight what FastEndpoints maps for its own tests.</summary>
internal sealed class HiddenPaths(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is RouteEndpoint endpoint && !KnownPaths.IsOffered(endpoint.RoutePattern.RawText ?? ""))
            http.SetEndpoint(null);
        return next(http);
    }
}

/// <summary>A HEAD is answered as the GET would be, without the body; what asks is often a monitor.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsHead(http.Request.Method))
            (http.Request.Method, http.Response.Body) = (HttpMethods.Get, Stream.Null);
        return next(http);
    }
}
