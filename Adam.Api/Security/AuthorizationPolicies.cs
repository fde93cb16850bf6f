using Microsoft.AspNetCore.Authorization;

namespace Adam.Api.Security;

internal static class AuthorizationPolicies
{
    /// <summary>
    /// Requires a key on every path, including paths that do not exist. An endpoint is open only if it declares so.
    /// </summary>
    public static IServiceCollection AddKeysAndRoles(this IServiceCollection services)
    {
        // AddAuthenticationCore, not AddAuthentication: the latter is for cookies and stores a data-protection key ring
        // that nothing uses.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = Caller.Scheme;
            options.AddScheme<ApiKeyHandler>(Caller.Scheme, null);
        });
        services.AddWebEncoders().AddTransient<ApiKeyHandler>();
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }
}
