using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Adam.Domain.Keys;

namespace Adam.Data.Keys;

/// <summary>
/// A key as its audit entries contain it. The last use is no part of it, because it is no act of anybody who manages
/// keys. Members that keys did not have at first are absent while they are null, so that the entries of those keys
/// still say what the keys are.
/// </summary>
/// <param name="Digest">
/// SHA-256 of the stored hash, so that an exchanged hash is detected and the entries reveal neither it nor the secret.
/// </param>
internal sealed record KeyContent(
    string Id,
    string Partner,
    Role Role,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt,
    string Digest
)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiredAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AllowedAddresses { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeyScope>? Scopes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Replaces { get; init; }

    public static KeyContent FromKey(ApiKey key, byte[] hash) =>
        new(
            key.Id,
            key.Partner,
            key.Role,
            key.Name,
            key.CreatedAt,
            key.RevokedAt,
            Convert.ToHexStringLower(SHA256.HashData(hash))
        )
        {
            ExpiresAt = key.ExpiresAt,
            ExpiredAt = key.ExpiredAt,
            AllowedAddresses = AddressNetworks.ToText(key.AllowedAddresses),
            Scopes = key.Scopes,
            Replaces = key.Replaces,
        };
}
