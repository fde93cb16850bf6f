using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Adam.Api.Tokens;

/// <summary>
/// Authenticates a client by a token (JWT) of the configured OpenID Connect issuer. The library verifies the token;
/// this class slows down guesses, maps the claims, and responds as for keys.
/// </summary>
internal sealed class TokenHandler(
    IOptionsMonitor<JwtBearerOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    OpenIdConnectSettings settings,
    IssuerMetadata issuer,
    TokenCallers callers,
    WrongKeys wrongKeys
) : JwtBearerHandler(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The whole header, because the same token is the same caller.
        var header = Encoding.UTF8.GetBytes(Request.Headers.Authorization.ToString());
        var token = Convert.ToHexStringLower(SHA256.HashData(header));
        if (wrongKeys.Refuses(Context, token))
            return AuthenticateResult.Fail(RefusedCallerException.TooManyWrong());

        await issuer.RequireAsync(Context.RequestAborted);
        try
        {
            var result = await base.HandleAuthenticateAsync();
            if (result is not { Succeeded: true, Properties.ExpiresUtc: { } expiresAt })
                throw Refused(result.Failure);

            var caller = await callers.MapAsync(
                result.Principal,
                expiresAt,
                Context.TraceIdentifier,
                Context.RequestAborted
            );
            wrongKeys.AddRight(Context, token);
            return AuthenticateResult.Success(new(caller.ToPrincipal(), Scheme.Name));
        }
        catch (RefusedCallerException refused)
        {
            wrongKeys.Add(Context, token);
            return AuthenticateResult.Fail(refused);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        await Context.WriteChallengeAsync(await HandleAuthenticateOnceSafeAsync());

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Context.WriteForbiddenAsync();

    // The messages of the library contain parts of the token.
    private RefusedCallerException Refused(Exception? failure) =>
        failure is SecurityTokenExpiredException
            ? new(ErrorCodes.TokenExpired, "The token has expired. Get a new one from the issuer.")
            : new(
                ErrorCodes.TokenInvalid,
                failure switch
                {
                    SecurityTokenInvalidAudienceException =>
                        $"The token is for another audience. Ask the issuer for one for '{settings.Audience}'.",
                    SecurityTokenInvalidIssuerException =>
                        $"The token is of another issuer. Get one from {settings.Authority}.",
                    SecurityTokenNotYetValidException =>
                        "The token is not valid yet. Wait, and see that the clocks of issuer and register agree.",
                    SecurityTokenNoExpirationException => "The token has no expiry (exp), and one is required.",
                    SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException =>
                        "The token is not signed with a key of the issuer. Get one from the issuer that the operator "
                            + "names.",
                    _ => "The token is not well-formed. Send the access token of the issuer whole and unchanged.",
                }
            );
}
