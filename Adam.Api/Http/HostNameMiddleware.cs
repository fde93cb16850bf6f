using Adam.Api.Configuration;
using Adam.Api.Errors;

namespace Adam.Api.Http;

/// <summary>
/// Refuses requests for other hosts, such as a foreign name that leads a browser to this server. Probes of health are
/// answered under every name, because proxies and orchestrators address a server by its own.
/// </summary>
internal sealed class HostNameMiddleware(RequestDelegate next, HostNames names)
{
    public Task InvokeAsync(HttpContext http) =>
        names.Accepts(http.Request.Host) || http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            ? next(http)
            : throw new ProblemException(
                ErrorCodes.UnknownHost,
                $"The register is not served as {ValidationError.Quote(http.Request.Host.Host)}. Send the request to "
                    + "its published address."
            );
}
