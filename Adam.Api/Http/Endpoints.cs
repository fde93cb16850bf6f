using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using FastEndpoints;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adam.Api.Http;

/// <summary>Configures FastEndpoints. The configuration is static, so it must not refer to one host.</summary>
internal static class Endpoints
{
    /// <summary>Adds the endpoints of this assembly. FastEndpoints would also search each other one for some.</summary>
    public static IServiceCollection AddEndpoints(this IServiceCollection services) =>
        services
            .AddFastEndpoints(discovery =>
            {
                discovery.Assemblies = [typeof(Program).Assembly];
                discovery.DisableAutoDiscovery = true;
            })
            .Replace(ServiceDescriptor.Singleton<IEndpointFactory, Factory>());

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

    /// <summary>
    /// Creates the endpoints of requests as the framework does, with a compiled constructor. Those that the program
    /// creates at its start, only to configure them, are created by reflection: compiling the constructors of all takes
    /// a quarter of a start, and most processes and tests send requests to few.
    /// </summary>
    private sealed class Factory : IEndpointFactory
    {
        private readonly EndpointFactory _compiled = new();

        public BaseEndpoint Create(EndpointDefinition definition, HttpContext ctx) =>
            ctx.GetEndpoint() is null
                ? (BaseEndpoint)ActivatorUtilities.CreateInstance(ctx.RequestServices, definition.EndpointType)
                : _compiled.Create(definition, ctx);
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
