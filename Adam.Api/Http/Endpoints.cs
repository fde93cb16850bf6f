using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using FastEndpoints;

namespace Adam.Api.Http;

/// <summary>Configures FastEndpoints. The configuration is static, so it must not refer to one host.</summary>
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
        // The binder reads bodies and never throws a JsonException. Such an exception is a server error, and its text
        // must not be sent.
        config.Binding.JsonExceptionTransformer = null;
        // The binder checks the content type, so that the error can list the accepted ones. The OpenAPI document is
        // generated from the declarations of the endpoints, not from these defaults.
        config.Endpoints.Configurator = endpoint =>
            endpoint.Description(route => route.ClearDefaultAccepts().ClearDefaultProduces());
        Validation.Configure();
    }
}

/// <summary>Hides the routes that FastEndpoints maps for its own tests.</summary>
internal sealed class HiddenPathsMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is RouteEndpoint endpoint && !KnownPaths.IsOffered(endpoint.RoutePattern.RawText ?? ""))
            http.SetEndpoint(null);
        return next(http);
    }
}

/// <summary>Handles HEAD as GET without the body. Monitoring tools often send HEAD.</summary>
internal sealed class HeadAsGetMiddleware(RequestDelegate next)
{
    private static readonly object Key = new();

    /// <summary>Returns true if the client requested only the headers of the response.</summary>
    public static bool IsHead(HttpContext http) => http.Items.ContainsKey(Key);

    public Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            (http.Request.Method, http.Response.Body) = (HttpMethods.Get, Stream.Null);
            http.Items.Add(Key, Key);
        }

        return next(http);
    }
}
