using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Keys;

internal sealed record RotateKeyRequest
{
    /// <summary>The longest time in hours for which both keys are valid.</summary>
    public const int LongestOverlap = 720;

    /// <summary>The id of the key, its public part.</summary>
    [RouteParam, Example("4f1c9a0b7d2e8c35")]
    public string Id { get; init; } = "";

    /// <summary>The time in hours after which the former key expires, so that programs can change their key.</summary>
    [QueryParam, Range(0, LongestOverlap)]
    public int Overlap { get; init; } = 24;
}

internal sealed class RotateKey(KeyStore keys, KeyRules rules, TimeProvider time)
    : Endpoint<RotateKeyRequest, IssuedKeyResponse>
{
    public override void Configure()
    {
        Post("/v1/keys/{id}/rotate");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.KeysManage);
        this.HonoursIdempotencyKey();
        this.RespondsWithSecret();
        this.Documents(
            "Replace a key",
            "Issues a key with the partner, role, name, addresses and scopes of the former one, and lets the former "
                + "one expire after `overlap` hours; until then, both are valid. The secret is returned once. A "
                + "replay for the same `Idempotency-Key` omits it. If the first response was lost, revoke the new key "
                + "and rotate again. To stop a stolen key, revoke it instead.",
            201,
            typeof(IssuedKeyResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownKey, ErrorCodes.KeyEnded, ErrorCodes.LastAdmin, ErrorCodes.WiderThanOwn]
        );
    }

    public override async Task HandleAsync(RotateKeyRequest req, CancellationToken ct)
    {
        var (caller, now, secret) = (Caller.FromPrincipal(User), time.Instant(), KeySecret.Create());
        var request = IdempotentRequest.Find(HttpContext);
        var location = $"/v1/keys/{secret.Id}";
        var rotated = await keys.RotateAsync(
            req.Id,
            former =>
                rules.MayIssue(caller, former.Role, former.Scopes)
                    ? Replacement(former, secret, now, rules.DefaultExpiry(now))
                    : null,
            secret.Hash(),
            now.AddHours(req.Overlap),
            now,
            ct,
            caller.Actor,
            rules.Guard(HttpContext, now),
            // A replay omits the secret, which is not stored.
            added =>
                KeyResponse.FromKey(added, now) is var kept ? request?.KeepCreated(location, kept, kept.Tag) : null
        );
        var response = KeyResponse.FromKey(
            rotated switch
            {
                { Outcome: KeyOutcome.Changed, Key: { } added } => added,
                { Outcome: KeyOutcome.Forbidden } => throw KeyRules.TooWide(caller),
                { Outcome: KeyOutcome.Ended, Key: { } ended } => throw KeyRules.Ended(ended),
                { Outcome: KeyOutcome.LastAdmin } => throw KeyRules.NoOtherAdmin(req.Id),
                _ => throw GetKey.Unknown(req.Id),
            },
            now
        );
        await Send.CreatedAsync(location, new IssuedKeyResponse(response, secret), response.Tag, ct);
    }

    /// <summary>Returns the key that replaces a former one.</summary>
    public static ApiKey Replacement(ApiKey former, KeySecret secret, DateTimeOffset now, DateTimeOffset? expiresAt) =>
        former with
        {
            Id = secret.Id,
            CreatedAt = now,
            ExpiresAt = expiresAt,
            LastUsedAt = null,
            Replaces = former.Id,
        };
}
