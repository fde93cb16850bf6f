using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Keys;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Keys;

internal sealed record GetMeRequest
{
    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>The holder of a key or token.</summary>
internal sealed record MeResponse
{
    /// <summary>The partner of the key, which owns the projects that the key records.</summary>
    public required MyPartnerResponse Partner { get; init; }

    /// <summary>The role of the key.</summary>
    public required Role Role { get; init; }

    /// <summary>The key of the request, without its secret; null if the request was sent with a token.</summary>
    public required MyKeyResponse? Key { get; init; }

    /// <summary>The token of the request; null if the request was sent with a key.</summary>
    public required MyTokenResponse? Token { get; init; }

    /// <summary>The scopes that the key is restricted to; null for all scopes of its role.</summary>
    public required IReadOnlyList<KeyScope>? Scopes { get; init; }

    /// <summary>The permissions of the key or token.</summary>
    public required IReadOnlyList<Permission> May { get; init; }

    [JsonIgnore]
    public string Tag => EntityTags.ForContent(JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));
}

/// <summary>The partner of a key.</summary>
internal sealed record MyPartnerResponse(
    [property: Example("DE")] string Code,
    [property: Example("Germany")] string Name
);

/// <summary>The key of a request.</summary>
/// <param name="Id">The id of the key, its public part.</param>
/// <param name="Name">
/// The purpose of the key. It is shown as <c>updatedBy</c> on the projects that the key writes.
/// </param>
internal sealed record MyKeyResponse(
    [property: Example("4f1c9a0b7d2e8c35")] string Id,
    [property: Example("Reporting desk, Berlin")] string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt
);

/// <summary>The token of a request, of the issuer that the operator has configured.</summary>
/// <param name="Subject">The claim <c>sub</c>: the person or program that the issuer has authenticated.</param>
internal sealed record MyTokenResponse(
    [property: Example("https://login.example.org/realms/partners")] string Issuer,
    [property: Example("1f6c2b0e-77d1-4f0a-9a53-0f2f5f0b8c11")] string Subject,
    DateTimeOffset ExpiresAt
);

internal sealed class GetMe(KeyStore keys, PartnerStore partners, Permissions permissions)
    : Endpoint<GetMeRequest, MeResponse>
{
    public override void Configure()
    {
        Get("/v1/me");
        this.RequiresScope(null);
        this.Documents(
            "Read the holder of the key",
            "Returns the partner, the role and the permissions of the key or token that the request is sent with.",
            answer: typeof(MeResponse),
            tagged: true
        );
    }

    public override async Task HandleAsync(GetMeRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        // Keys and partners are never deleted, so both still exist.
        var key = caller.Token is null ? (await keys.FindAsync(caller.KeyId, ct))!.Key : null;
        var partner = (await partners.FindAsync(caller.Partner, ct))!;
        var response = new MeResponse
        {
            Partner = new(partner.Code, partner.Name),
            Role = caller.Role,
            Key = key is null ? null : new(key.Id, key.Name, key.CreatedAt, key.ExpiresAt),
            Token = caller.Token is { } token ? new(token.Issuer, token.Subject, token.ExpiresAt) : null,
            Scopes = caller.Scopes,
            May = permissions.For(caller),
        };
        await Send.ResourceAsync(response, response.Tag, req.IfNoneMatch, ct);
    }
}
