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

/// <summary>The holder of a key.</summary>
internal sealed record MeResponse
{
    /// <summary>The partner of the key, which owns the projects that the key records.</summary>
    public required MyPartnerResponse Partner { get; init; }

    /// <summary>The role of the key.</summary>
    public required Role Role { get; init; }

    /// <summary>The key of the request, without its secret.</summary>
    public required MyKeyResponse Key { get; init; }

    /// <summary>The permissions of the key.</summary>
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
    DateTimeOffset CreatedAt
);

internal sealed class GetMe(KeyStore keys, PartnerStore partners, Permissions permissions)
    : Endpoint<GetMeRequest, MeResponse>
{
    public override void Configure()
    {
        Get("/v1/me");
        this.Documents(
            "Read the holder of the key",
            "Returns the partner, the role and the permissions of the key that the request is sent with.",
            answer: typeof(MeResponse),
            tagged: true
        );
    }

    public override async Task HandleAsync(GetMeRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        // Keys and partners are never deleted, so both still exist.
        var key = (await keys.FindAsync(caller.KeyId, ct))!.Key;
        var partner = (await partners.FindAsync(caller.Partner, ct))!;
        var response = new MeResponse
        {
            Partner = new(partner.Code, partner.Name),
            Role = caller.Role,
            Key = new(key.Id, key.Name, key.CreatedAt),
            May = permissions.For(caller),
        };
        await Send.ResourceAsync(response, response.Tag, req.IfNoneMatch, ct);
    }
}
