using Microsoft.AspNetCore.Authorization;

namespace Adam.Api.Security;

internal static class AuthorizationPolicies
{
    /// <summary>
    /// Requires a key on every path, including unknown paths. An endpoint is open only if it declares so.
    /// </summary>
    public static IServiceCollection AddKeysAndRoles(this IServiceCollection services)
    {
        // AddAuthentication would also add cookie support and store a data-protection key ring that nothing uses.
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
