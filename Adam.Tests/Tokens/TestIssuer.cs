using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace Adam.Tests.Tokens;

/// <summary>
/// An OpenID Connect issuer on this machine. It issues tokens with the claims that a test asks for, to everybody.
/// Everybody who comes to sign in is the person with <see cref="PersonsClaims"/>.
/// </summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "adam-register";

    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    private TestIssuer(WebApplication app) => _app = app;

    /// <summary>The claims in the ID token of whoever signs in, <c>sub</c> among them.</summary>
    public IReadOnlyList<(string Name, string Value)> PersonsClaims { get; set; } = [];

    public Uri Address => new(_app.Urls.First());

    /// <param name="key">The key that signs.</param>
    /// <param name="port">The port; 0 for any.</param>
    public static async Task<TestIssuer> StartAsync(RSA key, int port = 0)
    {
        TestIssuer? issuer = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        builder
            .Services.AddOpenIddict()
            .AddServer(options =>
            {
                // Without a database of clients: this issuer trusts everybody.
                options.EnableDegradedMode();
                options.SetTokenEndpointUris("connect/token");
                options.AllowClientCredentialsFlow();
                options.SetAuthorizationEndpointUris("connect/authorize");
                options.RegisterScopes("profile");
                options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                options.AddEphemeralEncryptionKey();
                options.AddSigningKey(new RsaSecurityKey(key));
                options.DisableAccessTokenEncryption();
                options.UseAspNetCore().DisableTransportSecurityRequirement();
                options.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler =>
                    handler.UseInlineHandler(_ => ValueTask.CompletedTask)
                );
                options.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(_ => ValueTask.CompletedTask)
                );
                options.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        context.SignIn(issuer!.Person());
                        return ValueTask.CompletedTask;
                    })
                );
                options.AddEventHandler<OpenIddictServerEvents.HandleTokenRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        // A code has the person who got it; OpenIddict has verified the code and its verifier.
                        if (!context.Request.IsAuthorizationCodeGrantType())
                            context.SignIn(Principal(context.Request));
                        return ValueTask.CompletedTask;
                    })
                );
            });
        var app = builder.Build();
        app.UseAuthentication();
        await app.StartAsync();
        return issuer = new(app);
    }

    /// <summary>Asks the issuer for a token.</summary>
    /// <param name="claims">The claims with their values; several values become a list.</param>
    public async Task<string> TokenAsync(
        string audience = Audience,
        string subject = "field-office",
        params (string Name, string Value)[] claims
    )
    {
        using var content = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"),
            new("client_id", "test"),
            new("client_secret", "test"),
            new("sub_of_token", subject),
            new("aud_of_token", audience),
            .. claims.Select(claim => KeyValuePair.Create($"claim_{claim.Name}", claim.Value)),
        ]);
        using var response = await _client.PostAsync(new Uri(Address, "connect/token"), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private ClaimsPrincipal Person()
    {
        var identity = new ClaimsIdentity("test");
        foreach (var (name, value) in PersonsClaims)
            identity.AddClaim(new Claim(name, value));
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes("openid");
        principal.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        return principal;
    }

    private static ClaimsPrincipal Principal(OpenIddictRequest request)
    {
        var identity = new ClaimsIdentity("test");
        identity.AddClaim(new Claim("sub", (string)request["sub_of_token"]!));
        foreach (var (name, values) in request.GetParameters())
        {
            if (!name.StartsWith("claim_", StringComparison.Ordinal))
                continue;
            foreach (var value in (ImmutableArray<string?>?)values ?? [])
                identity.AddClaim(new Claim(name["claim_".Length..], value!));
        }

        var principal = new ClaimsPrincipal(identity);
        principal.SetResources((string)request["aud_of_token"]!);
        principal.SetAccessTokenLifetime(TimeSpan.FromHours(1));
        principal.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        return principal;
    }
}
