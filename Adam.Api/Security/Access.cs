using Microsoft.AspNetCore.Authorization;

namespace Adam.Api.Security;

internal static class Access
{
    /// <summary>Nobody gets in without a key: a path is open only where its endpoint says so, and a path that does not exist is closed like the others.</summary>
    public static IServiceCollection AddKeysAndRoles(this IServiceCollection services)
    {
        // The core alone: the rest of AddAuthentication is for cookies, and would keep a ring of keys on disk that nothing uses.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = Caller.Scheme;
            options.AddScheme<ApiKeyHandler>(Caller.Scheme, null);
        });
        services.AddWebEncoders().AddTransient<ApiKeyHandler>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }
}
