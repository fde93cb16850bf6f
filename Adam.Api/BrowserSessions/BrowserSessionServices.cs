using Adam.Api.Security;
using Microsoft.AspNetCore.Authentication;

namespace Adam.Api.BrowserSessions;

internal static class BrowserSessionServices
{
    /// <summary>
    /// Adds the sessions of browsers as another way to authenticate. A request with a key or a token is not affected.
    /// </summary>
    public static IServiceCollection AddBrowserSessions(this IServiceCollection services) =>
        services
            .AddTransient<BrowserSessionHandler>()
            .Configure<AuthenticationOptions>(options =>
                options.AddScheme<BrowserSessionHandler>(BrowserSessionHandler.SchemeName, null)
            )
            .PostConfigure<PolicySchemeOptions>(
                Caller.Scheme,
                options =>
                {
                    var select = options.ForwardDefaultSelector!; // of keys and tokens
                    options.ForwardDefaultSelector = http => BrowserSessionHandler.Select(http) ?? select(http);
                }
            );
}
