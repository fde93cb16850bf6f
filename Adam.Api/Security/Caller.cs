using System.Security.Claims;
using Adam.Api.Requests;
using Adam.Domain.Security;

namespace Adam.Api.Security;

/// <summary>Who asks: the holder of the key that the request came with.</summary>
/// <param name="Partner">The owner of what the caller records.</param>
/// <param name="KeyName">What the record shows as <c>updatedBy</c>.</param>
internal sealed record Caller(string Partner, Role Role, string KeyName, string KeyId)
{
    public const string Scheme = "Bearer";

    private const string PartnerClaim = "partner";
    private const string RoleClaim = "role";
    private const string NameClaim = "name";
    private const string KeyClaim = "key";

    /// <exception cref="InvalidOperationException">The path is open to anybody, so that there is no caller to speak of.</exception>
    public static Caller Of(ClaimsPrincipal user) => new(
        Claim(user, PartnerClaim), Enum.Parse<Role>(Claim(user, RoleClaim), ignoreCase: true), Claim(user, NameClaim), Claim(user, KeyClaim));

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [new(PartnerClaim, Partner), new(RoleClaim, Json.NameOf(Role)), new(NameClaim, KeyName), new(KeyClaim, KeyId)], Scheme, NameClaim, RoleClaim));

    private static string Claim(ClaimsPrincipal user, string type) =>
        user.FindFirstValue(type) ?? throw new InvalidOperationException("Nobody has authenticated on this path.");
}

/// <summary>The roles under the names that an endpoint's <c>Roles(…)</c> takes. An endpoint that names none is for every key.</summary>
internal static class Allowed
{
    public const string Donor = "donor";
    public const string Analyst = "analyst";
    public const string Admin = "admin";
}
