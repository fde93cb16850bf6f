using System.Text.Encodings.Web;
using Adam.Api.Errors;
using Adam.Data.Keys;
using Adam.Data.Subscriptions;
using Adam.Domain.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Adam.Api.Security;

/// <summary>
/// Authenticates a client by its API key: <c>Authorization: Bearer adam_…</c>. On the path of a feed, the token of that
/// feed is accepted as well.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KeyStore keys,
    KeyAccess access,
    SubscriptionStore subscriptions,
    WrongKeys wrongKeys
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "ApiKey";

    private const string Bearer = "Bearer";
    private const string Prefix = Bearer + " ";

    // An unknown key is compared with this hash, so that the response takes the same time as for a known key.
    private static readonly byte[] NobodysHash = KeySecret.Create().Hash();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        return header.Count == 0 ? await AuthenticateFeedAsync() : await AuthenticateKeyAsync(header);
    }

    private async Task<AuthenticateResult> AuthenticateKeyAsync(StringValues header)
    {
        if (
            header.Count > 1
            || header[0]?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) is not true
            || KeySecret.Parse(header[0]![Prefix.Length..].Trim()) is not { } secret
        )
            return Reject(
                null,
                new(
                    ErrorCodes.KeyInvalid,
                    "Authorization must be one key, in the form: Bearer adam_ and 65 more characters."
                )
            );

        if (wrongKeys.Refuses(Context, secret.Id))
            return AuthenticateResult.Fail(RefusedCallerException.TooManyWrong());

        var stored = await keys.FindAsync(secret.Id, Context.RequestAborted);
        if (!secret.Matches(stored?.Hash ?? NobodysHash) || stored is null)
            return Reject(
                secret.Id,
                new(
                    ErrorCodes.KeyInvalid,
                    "The register knows no such key. See that it was copied whole, or ask an admin for another."
                )
            );
        Caller caller;
        try
        {
            caller = await access.OpenAsync(stored, Context);
        }
        catch (RefusedCallerException refused)
        {
            return Reject(secret.Id, refused);
        }

        wrongKeys.AddRight(Context, secret.Id);
        return AuthenticateResult.Success(new(caller.ToPrincipal(), Scheme.Name));
    }

    /// <summary>Verifies the token of the feed of the path. Without a token, nobody is authenticated.</summary>
    private async Task<AuthenticateResult> AuthenticateFeedAsync()
    {
        if (
            Context.GetEndpoint()?.Metadata.GetMetadata<TakesFeedToken>() is null
            || Request.Query[TakesFeedToken.Parameter] is not [{ Length: > 0 } token]
        )
            return AuthenticateResult.NoResult();
        if (wrongKeys.Refuses(Context, Request.Path))
            return AuthenticateResult.Fail(RefusedCallerException.TooManyWrong());

        var feed = Guid.TryParse(Context.GetRouteValue("id") as string, out var id)
            ? await subscriptions.FindAsync(id, Context.RequestAborted)
            : null;
        var hash = feed is { Draft.Channel: SubscriptionChannel.Feed } ? feed.Secrets.Current : NobodysHash;
        if (!FeedToken.Matches(token, hash))
            return Reject(
                Request.Path,
                new(
                    ErrorCodes.KeyInvalid,
                    "There is no feed with this id and this token. See that the address was copied whole, or ask the "
                        + "partner of the feed for the new one."
                )
            );

        wrongKeys.AddRight(Context, Request.Path);
        return AuthenticateResult.Success(new(FeedToken.ToPrincipal(), Scheme.Name));
    }

    /// <param name="key">The id of the key, or the path of the feed; null for what is no key.</param>
    private AuthenticateResult Reject(string? key, RefusedCallerException rejection)
    {
        wrongKeys.Add(Context, key);
        return AuthenticateResult.Fail(rejection);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        await Context.WriteChallengeAsync(await HandleAuthenticateOnceSafeAsync());

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Context.WriteForbiddenAsync();
}
