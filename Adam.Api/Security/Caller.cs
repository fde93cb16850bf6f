using System.Globalization;
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

    private const string PartnerClaim = "partner";
    private const string RoleClaim = "role";
    private const string NameClaim = "name";
    private const string KeyClaim = "key";
    private const string RequestClaim = "request";
    private const string ScopesClaim = "scopes";
    private const string IssuerClaim = "iss";
    private const string SubjectClaim = "sub";
    private const string ExpiryClaim = "exp";

    /// <summary>
    /// True if the caller may write projects of every partner; false for those of its own partner only.
    /// </summary>
    public bool MayWriteForEveryPartner => Role is Role.Admin;

    /// <summary>Returns the holder of the key of a request; null if no key was verified.</summary>
    public static Caller? Find(ClaimsPrincipal user) =>
        user.HasClaim(claim => claim.Type == KeyClaim) ? FromPrincipal(user) : null;

    /// <exception cref="InvalidOperationException">
    /// The endpoint allows anonymous access, so there is no caller.
    /// </exception>
    public static Caller FromPrincipal(ClaimsPrincipal user) =>
        new(
            Claim(user, PartnerClaim),
            Enum.Parse<Role>(Claim(user, RoleClaim), ignoreCase: true),
            Claim(user, NameClaim),
            Claim(user, KeyClaim)
        )
        {
            RequestId = user.FindFirstValue(RequestClaim),
            Scopes = user.FindFirstValue(ScopesClaim) is { } bits
                ? KeyScopes.FromNumber(int.Parse(bits, CultureInfo.InvariantCulture))
                : null,
            Token = user.FindFirstValue(SubjectClaim) is { } subject
                ? new(
                    Claim(user, IssuerClaim),
                    subject,
                    DateTimeOffset.FromUnixTimeSeconds(
                        long.Parse(Claim(user, ExpiryClaim), CultureInfo.InvariantCulture)
                    )
                )
                : null,
        };

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(Claims(), Scheme, NameClaim, RoleClaim));

    private IEnumerable<Claim> Claims()
    {
        yield return new(PartnerClaim, Partner);
        yield return new(RoleClaim, Json.NameOf(Role));
        yield return new(NameClaim, KeyName);
        yield return new(KeyClaim, KeyId);
        if (RequestId is not null)
            yield return new(RequestClaim, RequestId);
        if (KeyScopes.ToNumber(Scopes) is { } bits)
            yield return new(ScopesClaim, bits.ToString(CultureInfo.InvariantCulture));
        if (Token is null)
            yield break;

        yield return new(IssuerClaim, Token.Issuer);
        yield return new(SubjectClaim, Token.Subject);
        var expiry = Token.ExpiresAt.ToUnixTimeSeconds();
        yield return new(ExpiryClaim, expiry.ToString(CultureInfo.InvariantCulture));
    }

    private static string Claim(ClaimsPrincipal user, string type) =>
        user.FindFirstValue(type) ?? throw new InvalidOperationException("Nobody has authenticated on this path.");
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
