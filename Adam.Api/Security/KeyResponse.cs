using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Requests;
using Adam.Domain.Security;

namespace Adam.Api.Security;

/// <summary>An API key, as an admin sees it.</summary>
internal record KeyResponse
{
    /// <summary>The public part of the key; it may stand in logs.</summary>
    [Example("4f1c9a0b7d2e8c35")]
    public required string Id { get; init; }

    /// <summary>Whose key it is: the owner of what it records.</summary>
    [Example("DE")]
    public required string Partner { get; init; }

    /// <summary>What the key may do.</summary>
    public required Role Role { get; init; }

    /// <summary>What the key is for; shown as <c>updatedBy</c> on what it writes.</summary>
    [Example("Reporting desk, Berlin")]
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on the key is refused; null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    [JsonIgnore]
    public string Tag => EntityTags.OfContent(JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));

    public static KeyResponse Of(ApiKey key) => new()
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
    /// <summary>The whole key, to be sent as <c>Authorization: Bearer …</c>. Only in the answer that issues it, and never again: the register keeps a hash. A replay has it not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example("adam_4f1c9a0b7d2e8c35_0123456789abcdef0123456789abcdef0123456789abcdef")]
    public string? Secret { get; init; }

    [SetsRequiredMembers]
    public IssuedKeyResponse(KeyResponse key, KeySecret secret) : base(key) => Secret = secret.ToString();
}
