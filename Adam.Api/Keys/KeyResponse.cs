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

    /// <summary>The validity of the key.</summary>
    public required KeyState State { get; init; }

    /// <summary>The instant from which the key is rejected; null if it was not revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The instant at which the key expires; null if it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The hour in which the key was last used, stored up to a minute later; null if it was not used.
    /// </summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The networks from which the key is accepted, in CIDR notation; null for every address.</summary>
    [Example(new[] { "192.0.2.0/24", "2001:db8:17::/48" })]
    public IReadOnlyList<string>? AllowedAddresses { get; init; }

    /// <summary>The scopes that the key is restricted to; null for all scopes of its role.</summary>
    [Example(new[] { KeyScope.Read, KeyScope.ProjectsWrite })]
    public IReadOnlyList<KeyScope>? Scopes { get; init; }

    /// <summary>The id of the key that this one replaces; null if it replaces none.</summary>
    [Example("8e0d5c1f2a7b4936")]
    public string? Replaces { get; init; }

    [JsonIgnore]
    public string Tag => EntityTags.ForContent(JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));

    public static KeyResponse FromKey(ApiKey key, DateTimeOffset now) =>
        new()
        {
            Id = key.Id,
            Partner = key.Partner,
            Role = key.Role,
            Name = key.Name,
            CreatedAt = key.CreatedAt,
            State = key.StateAt(now),
            RevokedAt = key.RevokedAt,
            ExpiresAt = key.ExpiresAt,
            LastUsedAt = key.LastUsedAt,
            AllowedAddresses = key.AllowedAddresses?.Select(network => network.ToString()).ToList(),
            Scopes = key.Scopes,
            Replaces = key.Replaces,
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
