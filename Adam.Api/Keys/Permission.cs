using Adam.Api.Overlaps;
using Adam.Api.Projects;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Keys;

/// <summary>A permission of a key.</summary>
internal enum Permission
{
    /// <summary>Read all records of the register.</summary>
    Read,

    /// <summary>Record, import, change and withdraw the projects of its own partner.</summary>
    WriteOwnProjects,

    /// <summary>Record, import, change and withdraw the projects of every partner.</summary>
    WriteAllProjects,

    /// <summary>Decide overlaps, and take verdicts back.</summary>
    DecideOverlaps,

    /// <summary>Add and change partners, and issue and revoke keys.</summary>
    Administer,
}

/// <summary>
/// Reads the permissions of a caller from the rules that requests are checked with: the roles and scopes of the
/// endpoints, and the owners that the caller may write for. There is no second list that could differ from them.
/// </summary>
internal sealed class Permissions(EndpointDataSource endpoints)
{
    /// <summary>The endpoint that stands for all endpoints of a permission. They have the same roles.</summary>
    private static readonly (Permission Permission, Type Endpoint)[] Representatives =
    [
        (Permission.Read, typeof(ListProjects)),
        (Permission.WriteOwnProjects, typeof(RecordProject)),
        (Permission.DecideOverlaps, typeof(DecideOverlap)),
        (Permission.Administer, typeof(CreateKey)),
    ];

    public IReadOnlyList<Permission> For(Caller caller)
    {
        var role = Json.NameOf(caller.Role);
        var allowed = Representatives
            .Where(one =>
                Find(one.Endpoint) is var (roles, scope)
                && roles?.Contains(role) is not false
                && (caller.Scopes is null || scope is null || caller.Scopes.Contains(scope.Value))
            )
            .Select(one => one.Permission)
            .ToList();
        if (allowed.Contains(Permission.WriteOwnProjects) && caller.MayWriteForEveryPartner)
            allowed.Add(Permission.WriteAllProjects);
        return [.. allowed.Order()];
    }

    /// <summary>
    /// Returns the roles that the endpoint accepts, null for every role, and the scope that it needs.
    /// </summary>
    private (List<string>? Roles, KeyScope? Scope) Find(Type type)
    {
        var (metadata, definition) = endpoints
            .Endpoints.Select(one => (one.Metadata, one.Metadata.GetMetadata<EndpointDefinition>()))
            .First(one => one.Item2?.EndpointType == type);
        return (definition!.AllowedRoles, metadata.ScopeFor(definition.Verbs[0]));
    }
}
