using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Text;

namespace Adam.Api.Tokens;

/// <summary>Maps the claims of a verified token to a partner and a role.</summary>
internal sealed class TokenCallers(OpenIdConnectSettings settings, PartnerStore partners)
{
    /// <summary>The maximum length of the name of a caller, as of the name of a key.</summary>
    private const int LongestName = 100;

    private const string IdPrefix = "t_";
    private const int LettersOfHash = 14;
    private const string Subject = "sub";
    private const string Issuer = "iss";

    /// <summary>Returns the holder of a token.</summary>
    /// <exception cref="RefusedCallerException">The token names no subject, partner or role.</exception>
    public async Task<Caller> MapAsync(
        ClaimsPrincipal token,
        DateTimeOffset expiresAt,
        string requestId,
        CancellationToken ct
    )
    {
        var (issuer, subject) = (token.FindFirstValue(Issuer) ?? "", token.FindFirstValue(Subject) ?? "");
        if (subject.Length is 0 or > LongestName || TextNormalization.Line(subject) != subject)
            throw new RefusedCallerException(
                ErrorCodes.TokenInvalid,
                $"The claim sub of the token must name its subject with 1 to {LongestName} characters on one line."
            );

        var unmapped = new Caller("", Role.Viewer, NameOf(token, subject), IdOf(issuer, subject))
        {
            RequestId = requestId,
            Token = new(issuer, subject, expiresAt),
        };
        var roles = ValuesOf(token, settings.RoleClaim)
            .Select(value => settings.Roles.TryGetValue(value, out var role) ? role : RoleOf(value))
            .OfType<Role>()
            .Distinct()
            .ToList();
        var directory = await partners.DirectoryAsync(ct);
        var codes = ValuesOf(token, settings.PartnerClaim)
            .Select(value => PartnerCodes.Canonical(settings.Partners.GetValueOrDefault(value, value)))
            .Where(code => directory.UnknownError(code, settings.PartnerClaim) is null)
            .Distinct()
            .ToList();
        return roles is [var only] && codes is [var partner]
            ? unmapped with
            {
                Partner = partner,
                Role = only,
            }
            : throw new RefusedCallerException(
                ErrorCodes.TokenNotMapped,
                codes.Count != 1
                    ? Reason(settings.PartnerClaim, codes.Count, "partner of the register")
                    : Reason(settings.RoleClaim, roles.Count, "role: viewer, donor, analyst or admin")
            )
            {
                Caller = unmapped,
            };
    }

    private static Role? RoleOf(string value) => OpenIdConnectSettings.FindRole(value);

    private static IEnumerable<string> ValuesOf(ClaimsPrincipal token, string claim) =>
        token.FindAll(claim).Select(one => one.Value);

    private static string Reason(string claim, int found, string needed) =>
        $"The claim {claim} of the token must name one {needed}, and it names {(found == 0 ? "none" : "several")}. Ask "
        + "the operator which groups or roles the issuer must give you.";

    /// <summary>Returns the name that is shown as <c>updatedBy</c>, which always contains the subject.</summary>
    private string NameOf(ClaimsPrincipal token, string subject)
    {
        var name = settings.NameClaim is { } claim ? TextNormalization.Line(token.FindFirstValue(claim)) : null;
        var room = LongestName - subject.Length - " ()".Length;
        if (name is not { Length: > 0 } || name == subject || room <= 0)
            return subject;
        // Half of a surrogate pair is no text.
        var length = Math.Min(name.Length, room);
        if (char.IsHighSurrogate(name[length - 1]))
            length--;
        return length == 0 ? subject : $"{name[..length]} ({subject})";
    }

    /// <summary>
    /// Returns the id of a subject, which stands where a key has its id, and is as long. It is a hash of 84 bits,
    /// because subjects are longer than ids, and those of two issuers can be equal. No key has an id with this prefix.
    /// </summary>
    private static string IdOf(string issuer, string subject) =>
        IdPrefix
        + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")))[..LettersOfHash];
}
