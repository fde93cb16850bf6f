using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Keys;

internal sealed record RevokeKeyRequest
{
    /// <summary>The id of the key, its public part.</summary>
    [RouteParam, Example("4f1c9a0b7d2e8c35")]
    public string Id { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed class RevokeKey(KeyStore keys, KeyRules rules, TimeProvider time) : Endpoint<RevokeKeyRequest>
{
    public override void Configure()
    {
        Delete("/v1/keys/{id}");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.KeysManage);
        this.Documents(
            "Revoke a key",
            "Rejects the key from the next request on. The key stays in the list and cannot be restored. The last "
                + "valid key of an admin stays, so that the register can still be managed.",
            204,
            problems: [ErrorCodes.UnknownKey, ErrorCodes.LastAdmin]
        );
    }

    public override async Task HandleAsync(RevokeKeyRequest req, CancellationToken ct)
    {
        var now = time.Instant();
        var stored = await keys.FindAsync(req.Id, ct) ?? throw GetKey.Unknown(req.Id);
        req.IfMatch.Require(KeyResponse.FromKey(stored.Key, now).Tag);
        var revoked = await keys.RevokeAsync(
            req.Id,
            now,
            ct,
            Caller.FromPrincipal(User).Actor,
            rules.Guard(HttpContext, now)
        );
        if (revoked.Outcome == KeyOutcome.LastAdmin)
            throw KeyRules.NoOtherAdmin(req.Id);
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}
