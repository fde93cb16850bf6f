using Adam.Api.Overlaps;
using Adam.Api.Projects;
using Adam.Api.Security;
using Adam.Api.Serialization;
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
/// Reads the permissions of a caller from the rules that requests are checked with: the roles of the endpoints, and the
/// owners that the caller may write for. There is no second list of roles that could differ from them.
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
            .Where(one => RolesOf(one.Endpoint)?.Contains(role) is not false)
            .Select(one => one.Permission)
            .ToList();
        if (allowed.Contains(Permission.WriteOwnProjects) && caller.MayWriteForEveryPartner)
            allowed.Add(Permission.WriteAllProjects);
        return [.. allowed.Order()];
    }

    /// <summary>Returns the roles that the endpoint accepts; null if it accepts every key.</summary>
    private List<string>? RolesOf(Type endpoint) =>
        endpoints
            .Endpoints.Select(one => one.Metadata.GetMetadata<EndpointDefinition>())
            .First(definition => definition?.EndpointType == endpoint)!
            .AllowedRoles;
}
