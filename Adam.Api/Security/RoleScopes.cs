using Adam.Api.Serialization;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Security;

/// <summary>
/// Reads which scopes a role has from the endpoints, as they are checked: those that an endpoint for the role needs.
/// </summary>
internal sealed class RoleScopes(EndpointDataSource endpoints)
{
    public IReadOnlyList<KeyScope> For(Role role)
    {
        var name = Json.NameOf(role);
        return
        [
            .. endpoints
                .Endpoints.Where(endpoint =>
                    endpoint.Metadata.GetMetadata<EndpointDefinition>() is { } definition
                    && definition.AllowedRoles?.Contains(name) is not false
                )
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method =>
                        endpoint.Metadata.ScopeFor(method)
                    )
                )
                .OfType<KeyScope>()
                .Distinct()
                .Order(),
        ];
    }
}
