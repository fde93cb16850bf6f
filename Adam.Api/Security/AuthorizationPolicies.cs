using Adam.Api.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Adam.Api.Security;

internal static class AuthorizationPolicies
{
    /// <summary>The name of the scheme that verifies tokens.</summary>
    public const string TokenScheme = "OpenIdConnect";

    private const string TokenPrefix = "Bearer ey"; // the first letters of every JWT: {" in Base64

    /// <summary>
    /// Requires a key, or a token of the configured issuer, on every path, including unknown paths. An endpoint is open
    /// only if it declares so.
    /// </summary>
    public static IServiceCollection AddKeysAndRoles(this IServiceCollection services, Settings settings)
    {
        // AddAuthentication would also add cookie support and store a data-protection key ring that nothing uses.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = Caller.Scheme;
            options.AddScheme<PolicySchemeHandler>(Caller.Scheme, null);
            options.AddScheme<ApiKeyHandler>(ApiKeyHandler.Name, null);
        });
        services
            .AddWebEncoders()
            .AddTransient<PolicySchemeHandler>()
            .AddTransient<ApiKeyHandler>()
            .AddSingleton<KeyAccess>()
            .AddSingleton<KeyUses>()
            .AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        // Each scheme verifies one kind of credential, and this one selects it.
        services
            .AddOptions<PolicySchemeOptions>(Caller.Scheme)
            .Configure(options =>
                options.ForwardDefaultSelector = http =>
                    settings.OpenIdConnect is not null && IsToken(http) ? TokenScheme : ApiKeyHandler.Name
            );
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    private static bool IsToken(HttpContext http) =>
        http.Request.Headers.Authorization is [{ } header]
        && header.StartsWith(TokenPrefix, StringComparison.OrdinalIgnoreCase);
}
