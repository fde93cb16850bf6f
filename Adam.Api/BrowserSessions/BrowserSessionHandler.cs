using System.Text.Encodings.Web;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Data.BrowserSessions;
using Adam.Data.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Adam.Api.BrowserSessions;

/// <summary>
/// Authenticates the session of a browser on <c>/v1</c> as the holder of its key or account. A request that another
/// site could have caused is refused, also a read.
/// </summary>
internal sealed class BrowserSessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    BrowserSessionStore sessions,
    KeyStore keys,
    KeyAccess access,
    Settings settings
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "BrowserSession";

    /// <summary>
    /// Returns the scheme for a request: a session if it has the cookie of one, and neither a key nor a token.
    /// </summary>
    public static string? Select(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)
        && http.Request.Headers.Authorization.Count == 0
        && !http.Request.Query.ContainsKey(TakesFeedToken.Parameter)
        && SessionCookie.Read(http) is not null
            ? SchemeName
            : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Context) is not { } token)
            return AuthenticateResult.NoResult();
        if (!RequestOrigin.IsSafeForSession(Request))
            return Reject(
                ErrorCodes.SessionNotOwnRequest,
                $"A browser's session is accepted here with the header {RequestOrigin.Header}: 1, or for a read that "
                    + "the browser marks as one of this site. A program sends Authorization: Bearer adam_…"
            );

        try
        {
            return await FindCallerAsync(token) is { } caller
                ? AuthenticateResult.Success(new(caller.ToPrincipal(), Scheme.Name))
                : Reject(ErrorCodes.SessionEnded, "This browser's session has ended. Sign in again at /.");
        }
        catch (RefusedCallerException refused)
        {
            return AuthenticateResult.Fail(refused);
        }
    }

    /// <summary>Returns the holder of a session; null if it has ended.</summary>
    private async Task<Caller?> FindCallerAsync(string token) =>
        await sessions.FindAsync(token, Context.RequestAborted) switch
        {
            { KeyId: { } keyId } when await keys.FindAsync(keyId, Context.RequestAborted) is { } stored =>
                await access.OpenAsync(stored, Context),
            // An operator who no longer lets accounts sign in ends their sessions.
            { Account: { } account } session when settings.OpenIdConnect?.Client is not null => new Caller(
                account.Partner,
                account.Role,
                account.Name,
                account.Id
            )
            {
                RequestId = Context.TraceIdentifier,
                Token = new(account.Issuer, account.Subject, session.ExpiresAt),
            },
            _ => null,
        };

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        await Context.WriteChallengeAsync(await HandleAuthenticateOnceSafeAsync());

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Context.WriteForbiddenAsync();

    private static AuthenticateResult Reject(ErrorCode code, string message) =>
        AuthenticateResult.Fail(new RefusedCallerException(code, message));
}
