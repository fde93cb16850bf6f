using System.Security.Claims;
using Adam.Api.Serialization;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Domain.Keys;

namespace Adam.Api.Security;

/// <summary>The holder of the key or token of the request.</summary>
/// <param name="Partner">The partner of the key, which owns the projects that the caller records.</param>
/// <param name="KeyName">The name of the key, or the subject of the token, shown as <c>updatedBy</c>.</param>
/// <param name="KeyId">The public id of the key, or the id of the issuer's subject.</param>
internal sealed record Caller(string Partner, Role Role, string KeyName, string KeyId)
{
    /// <summary>The id of the request; null for work without a request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The scopes that the key is restricted to; null for all scopes of its role.</summary>
    public IReadOnlyList<KeyScope>? Scopes { get; init; }

    /// <summary>The token that the caller has in the place of a key; null for a key.</summary>
    public CallerToken? Token { get; init; }

    /// <summary>The author of what the caller writes.</summary>
    public Actor Actor =>
        new(KeyName)
        {
            KeyId = KeyId.Length == 0 ? null : KeyId,
            Partner = Partner.Length == 0 ? null : Partner,
            RequestId = RequestId,
        };

    /// <summary>
    /// The reader whose restricted projects the caller may see; null for analysts and admins, who see everything.
    /// </summary>
    public ReaderScope? Reader => Role is Role.Analyst or Role.Admin ? null : ReaderScope.ForPartner(Partner);

    public const string Scheme = "Bearer";

    private const string RoleClaim = "role";

    /// <summary>
    /// True if the caller may write projects of every partner; false for those of its own partner only.
    /// </summary>
    public bool MayWriteForEveryPartner => Role is Role.Admin;

    /// <summary>Returns the holder of the key of a request; null if no key was verified.</summary>
    public static Caller? Find(ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Caller;

    /// <exception cref="InvalidOperationException">
    /// The endpoint allows anonymous access, so there is no caller.
    /// </exception>
    public static Caller FromPrincipal(ClaimsPrincipal user) =>
        Find(user) ?? throw new InvalidOperationException("Nobody has authenticated on this path.");

    public ClaimsPrincipal ToPrincipal() => new(new CallerIdentity(this));

    /// <summary>
    /// Carries the caller itself, which a dozen places of a request ask for, with the one claim that the authorization
    /// of the framework reads.
    /// </summary>
    private sealed class CallerIdentity(Caller caller)
        : ClaimsIdentity([new(RoleClaim, Json.NameOf(caller.Role))], Scheme, nameType: null, RoleClaim)
    {
        public Caller Caller { get; } = caller;
    }
}

/// <summary>A token of an OpenID Connect issuer.</summary>
internal sealed record CallerToken(string Issuer, string Subject, DateTimeOffset ExpiresAt);

/// <summary>
/// The names of the roles for <c>Roles(…)</c> of endpoints. An endpoint without roles accepts every key.
/// </summary>
internal static class RoleNames
{
    public const string Donor = "donor";
    public const string Analyst = "analyst";
    public const string Admin = "admin";
}
