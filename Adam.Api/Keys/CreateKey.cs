using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Keys;

internal sealed record CreateKeyRequest : IHasBindingErrors
{
    [FromBody]
    public KeyBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class CreateKey(KeyStore keys, PartnerStore partners, KeyRules rules, TimeProvider time)
    : Endpoint<CreateKeyRequest, IssuedKeyResponse>
{
    public override void Configure()
    {
        Post("/v1/keys");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.KeysManage);
        this.HonoursIdempotencyKey();
        this.RespondsWithSecret();
        this.Documents(
            "Issue a key",
            "Returns the secret once, because the register stores only a hash of it. A replay for the same "
                + "`Idempotency-Key` omits the secret. If the first response was lost, revoke the key and issue "
                + "another. A key can expire, and be restricted to addresses and to scopes.",
            201,
            typeof(IssuedKeyResponse),
            tagged: true,
            problems: ErrorCodes.WiderThanOwn
        );
    }

    public override async Task HandleAsync(CreateKeyRequest req, CancellationToken ct)
    {
        var code = PartnerCodes.Canonical(req.Body.Partner ?? "");
        if (
            !req.BindingErrors.HasErrorFor("partner")
            && (await partners.DirectoryAsync(ct)).UnknownError(code, "partner") is { } unknown
        )
            req.BindingErrors.Add(unknown);
        var (caller, now, secret) = (Caller.FromPrincipal(User), time.Instant(), KeySecret.Create());
        var key = new ApiKey(
            secret.Id,
            code,
            req.Body.Role ?? default,
            TextNormalization.Line(req.Body.Name) ?? "",
            now,
            null
        )
        {
            ExpiresAt = req.Body.ExpiresAt is null
                ? rules.DefaultExpiry(now)
                : rules.Expiry(req.Body.ExpiresAt, now, req.BindingErrors),
            AllowedAddresses = KeyRules.Addresses(req.Body.AllowedAddresses, req.BindingErrors),
            Scopes = rules.Scopes(req.Body.Scopes, req.Body.Role, req.BindingErrors),
        };
        req.BindingErrors.ThrowIfAny();
        if (!rules.MayIssue(caller, key.Role, key.Scopes))
            throw KeyRules.TooWide(caller);

        var response = KeyResponse.FromKey(key, now);
        var location = $"/v1/keys/{key.Id}";
        // A replay omits the secret, which is not stored.
        var kept = IdempotentRequest.Find(HttpContext)?.KeepCreated(location, response, response.Tag);
        await keys.AddAsync(key, secret.Hash(), ct, kept, caller.Actor);
        await Send.CreatedAsync(location, new IssuedKeyResponse(response, secret), response.Tag, ct);
    }
}
