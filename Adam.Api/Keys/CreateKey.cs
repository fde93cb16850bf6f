using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
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

/// <summary>The properties of a key to issue.</summary>
internal sealed record KeyBody
{
    /// <summary>The code of the partner that gets the key.</summary>
    [Required, MaxLength(20), Example("DE")]
    public string? Partner { get; init; }

    /// <summary>The role of the key.</summary>
    [Required, Example("donor")]
    public Role? Role { get; init; }

    /// <summary>The purpose of the key. It is shown as <c>updatedBy</c> on the projects that the key writes.</summary>
    [Required, MaxLength(100), Example("Reporting desk, Berlin")]
    public string? Name { get; init; }
}

internal sealed class CreateKey(KeyStore keys, PartnerStore partners, TimeProvider time)
    : Endpoint<CreateKeyRequest, IssuedKeyResponse>
{
    public override void Configure()
    {
        Post("/v1/keys");
        Roles(RoleNames.Admin);
        this.HonoursIdempotencyKey();
        this.RespondsWithSecret();
        this.Documents(
            "Issue a key",
            "Returns the secret once, because the register stores only a hash of it. A replay for the same "
                + "`Idempotency-Key` omits the secret. If the first response was lost, revoke the key and issue "
                + "another.",
            201,
            typeof(IssuedKeyResponse),
            tagged: true
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
        req.BindingErrors.ThrowIfAny();

        var secret = KeySecret.Create();
        var key = new ApiKey(
            secret.Id,
            code,
            req.Body.Role!.Value,
            TextNormalization.Line(req.Body.Name)!,
            time.Instant(),
            null
        );
        var response = KeyResponse.FromKey(key);
        var location = $"/v1/keys/{key.Id}";
        // A replay omits the secret, which is not stored.
        var kept = IdempotentRequest.Find(HttpContext)?.KeepCreated(location, response, response.Tag);
        await keys.AddAsync(key, secret.Hash(), ct, kept, Caller.FromPrincipal(User).Actor);
        await Send.CreatedAsync(location, new IssuedKeyResponse(response, secret), response.Tag, ct);
    }
}
