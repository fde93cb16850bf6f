using Adam.Api.Serialization;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Security;

/// <summary>Declares the scope that an endpoint needs, for keys that are restricted to scopes.</summary>
/// <param name="Scope">The scope; null if every key is accepted.</param>
internal sealed record RequiresScope(KeyScope? Scope);

/// <summary>
/// Rejects requests of keys that lack the scope of the endpoint. It is the one place that checks scopes: roles are
/// checked before, so a scope never adds to a role. An endpoint that reads needs <see cref="KeyScope.Read"/> unless it
/// declares another scope, and one that writes must declare its scope, otherwise no restricted key is accepted.
/// </summary>
internal sealed class KeyScopeMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (
            http.GetEndpoint() is not { } endpoint
            || Caller.Find(http.User) is not { Scopes: { } own }
            || endpoint.Metadata.GetMetadata<RequiresScope>() is { Scope: null }
        )
            return next(http);

        var needed = endpoint.Metadata.ScopeFor(http.Request.Method);
        return needed is { } scope && own.Contains(scope)
            ? next(http)
            : http.WriteScopeMissingAsync(
                needed is { } missing ? Json.NameOf(missing) : "of an unrestricted key",
                string.Join(", ", own.Select(one => Json.NameOf(one)))
            );
    }
}

internal static class ScopeExtensions
{
    /// <param name="scope">The scope; null to accept every key.</param>
    public static void RequiresScope(this BaseEndpoint endpoint, KeyScope? scope) =>
        endpoint.Definition.Metadata(new RequiresScope(scope));

    /// <summary>Returns the scope that a method of an endpoint needs; null if it accepts every key, or none.</summary>
    public static KeyScope? ScopeFor(this EndpointMetadataCollection metadata, string method) =>
        metadata.GetMetadata<RequiresScope>() is { } declared ? declared.Scope
        : HttpMethods.IsGet(method) ? KeyScope.Read
        : null;
}
