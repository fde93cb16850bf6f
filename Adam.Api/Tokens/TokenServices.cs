using Adam.Api.Configuration;
using Adam.Api.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Adam.Api.Tokens;

internal static class TokenServices
{
    // Signatures with a public key. With a shared secret, or none, whoever knows the public key could sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>Adds the scheme of tokens, if an issuer is configured.</summary>
    /// <remarks>
    /// <c>AddJwtBearer</c> would also read the section Authentication of the configuration, which is no part of the
    /// settings of this program.
    /// </remarks>
    public static IServiceCollection AddTokens(this IServiceCollection services, OpenIdConnectSettings? settings)
    {
        if (settings is null)
            return services;

        services
            .AddSingleton(settings)
            .AddSingleton<IssuerMetadata>()
            .AddSingleton<TokenCallers>()
            .AddTransient<TokenHandler>()
            .AddSingleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>()
            .Configure<AuthenticationOptions>(options =>
                options.AddScheme<TokenHandler>(AuthorizationPolicies.TokenScheme, null)
            )
            .AddOptions<JwtBearerOptions>(AuthorizationPolicies.TokenScheme)
            .Configure<IssuerMetadata, TimeProvider>(
                (options, issuer, time) =>
                {
                    options.ConfigurationManager = issuer.Manager;
                    options.MapInboundClaims = false;
                    options.TokenValidationParameters = Parameters(settings.Audience, time);
                }
            );
        return services;
    }

    /// <summary>Returns what a token must be.</summary>
    /// <param name="audience">The value that its claim <c>aud</c> must have.</param>
    public static TokenValidationParameters Parameters(string audience, TimeProvider time) =>
        new()
        {
            ValidAudience = audience,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            // By the clock of the program, which never goes back.
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                return expires is null ? throw new SecurityTokenNoExpirationException()
                    : expires < now - ClockDifference ? throw new SecurityTokenExpiredException()
                    : notBefore > now + ClockDifference ? throw new SecurityTokenNotYetValidException()
                    : true;
            },
        };
}
