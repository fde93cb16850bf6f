using Adam.Api.BrowserSessions;
using Adam.Api.Configuration;
using Adam.Api.Tokens;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Adam.Api.Accounts;

/// <summary>
/// Lets people sign in on the desk with their account at the configured issuer, by the authorization code flow of
/// OpenID Connect with PKCE (RFC 7636). The framework's handler runs the flow; the session afterwards is like that of
/// a key.
/// </summary>
internal static class AccountSignIn
{
    public const string Scheme = "Account";

    /// <summary>The page that sends a browser to the issuer.</summary>
    public const string Path = "/desk/account";

    /// <summary>The page to which the issuer sends it back: the redirect URI of the client at the issuer.</summary>
    public const string CallbackPath = "/desk/account/callback";

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    /// <summary>Adds the scheme, if the issuer knows the register as a client.</summary>
    /// <remarks>
    /// <c>AddOpenIdConnect</c> would also store a key ring for data protection, which nothing else of the program uses.
    /// The data that it would protect here lasts for the minutes of one sign-in.
    /// </remarks>
    public static IServiceCollection AddAccountSignIn(this IServiceCollection services, OpenIdConnectSettings? settings)
    {
        if (settings?.Client is not { } client)
            return services;

        services
            .AddSingleton<AccountSessions>()
            .AddTransient<OpenIdConnectHandler>()
            .AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>>(
                new OpenIdConnectPostConfigureOptions(new EphemeralDataProtectionProvider())
            )
            .Configure<AuthenticationOptions>(options => options.AddScheme<OpenIdConnectHandler>(Scheme, null))
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IssuerMetadata, AccountSessions, TimeProvider>(
                (options, issuer, sessions, time) =>
                {
                    options.ConfigurationManager = issuer.Manager;
                    options.RequireHttpsMetadata = settings.Authority.Scheme == Uri.UriSchemeHttps;
                    options.BackchannelTimeout = LongestAnswer;
                    options.TimeProvider = time;
                    options.ClientId = client.Id;
                    options.ClientSecret = client.Secret;
                    options.Scope.Clear();
                    foreach (var scope in client.Scopes)
                        options.Scope.Add(scope);
                    options.ResponseType = OpenIdConnectResponseType.Code;
                    // The issuer sends the browser back with GET, with which it sends cookies that are Lax.
                    options.ResponseMode = OpenIdConnectResponseMode.Query;
                    options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
                    // As the cookie of the session: a register on localhost has no certificate.
                    options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    options.CallbackPath = CallbackPath;
                    // Never used: AccountSessions ends the flow with a session of its own.
                    options.SignInScheme = BrowserSessionHandler.SchemeName;
                    options.MapInboundClaims = false;
                    options.ClaimActions.Clear(); // which would remove the issuer
                    options.DisableTelemetry = true;
                    options.TokenValidationParameters = TokenServices.Parameters(client.Id, time);
                    options.Events = sessions.Events;
                }
            );
        return services;
    }

    /// <summary>Maps the page that sends a browser to the issuer.</summary>
    public static void MapAccountSignIn(this WebApplication app, OpenIdConnectSettings? settings)
    {
        if (settings?.Client is not null)
            app.MapGet(Path, ChallengeAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ChallengeAsync(HttpContext http, IssuerMetadata issuer)
    {
        await issuer.RequireAsync(http.RequestAborted);
        await http.ChallengeAsync(Scheme, new() { RedirectUri = LocalAddress.Parse(http.Request.Query["return"]) });
    }
}
