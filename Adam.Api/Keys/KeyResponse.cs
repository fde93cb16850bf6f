using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Domain.Keys;

namespace Adam.Api.Keys;

/// <summary>An API key without its secret.</summary>
internal record KeyResponse
{
    /// <summary>The id of the key, its public part. It can appear in logs.</summary>
    [Example("4f1c9a0b7d2e8c35")]
    public required string Id { get; init; }

    /// <summary>The partner of the key, which owns the projects that the key records.</summary>
    [Example("DE")]
    public required string Partner { get; init; }

    /// <summary>The role of the key.</summary>
    public required Role Role { get; init; }

    /// <summary>The purpose of the key. It is shown as <c>updatedBy</c> on the projects that the key writes.</summary>
    [Example("Reporting desk, Berlin")]
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant from which the key is rejected; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    [JsonIgnore]
    public string Tag => EntityTags.ForContent(JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));

    public static KeyResponse FromKey(ApiKey key) =>
        new()
        {
            Id = key.Id,
            Partner = key.Partner,
            Role = key.Role,
            Name = key.Name,
            CreatedAt = key.CreatedAt,
            RevokedAt = key.RevokedAt,
        };
}

/// <summary>A key that has just been issued.</summary>
internal sealed record IssuedKeyResponse : KeyResponse
{
    /// <summary>
    /// The complete key, for the header <c>Authorization: Bearer …</c>. It is returned only when the key is issued,
    /// because the register stores only a hash. It is omitted when the response is replayed for the same
    /// Idempotency-Key.
    /// </summary>
    [
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull),
        Example("adam_4f1c9a0b7d2e8c35_0123456789abcdef0123456789abcdef0123456789abcdef")
    ]
    public string? Secret { get; init; }

    [SetsRequiredMembers]
    public IssuedKeyResponse(KeyResponse key, KeySecret secret)
        : base(key) => Secret = secret.ToString();
}
