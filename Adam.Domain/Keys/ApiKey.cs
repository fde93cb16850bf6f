using System.Net;

namespace Adam.Domain.Keys;

/// <summary>A key as the register stores it, without its secret.</summary>
/// <param name="Id">The public part of the key; it may appear in logs.</param>
/// <param name="Partner">The partner of the key, which owns the projects that the key records.</param>
/// <param name="Name">
/// The purpose of the key ("Reporting desk, Berlin"). It is returned as <c>updatedBy</c> on the records that the key
/// writes.
/// </param>
/// <param name="RevokedAt">The instant from which the key is rejected; null while it is valid.</param>
public sealed record ApiKey(
    string Id,
    string Partner,
    Role Role,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt
)
{
    /// <summary>The instant at which the key expires; null if it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The instant at which the program found the key expired; null before. It is a state, so that a clock that goes
    /// back makes no key valid again.
    /// </summary>
    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>The hour in which the key was last used; null if it was not. It is stored some time later.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The networks from which the key is accepted; null for every address.</summary>
    public IReadOnlyList<IPNetwork>? AllowedAddresses { get; init; }

    /// <summary>The scopes of the key; null for all scopes of its role.</summary>
    public IReadOnlyList<KeyScope>? Scopes { get; init; }

    /// <summary>The id of the key that this one replaces; null if it replaces none.</summary>
    public string? Replaces { get; init; }

    public KeyState StateAt(DateTimeOffset instant) =>
        RevokedAt is not null ? KeyState.Revoked
        : ExpiredAt is not null || ExpiresAt <= instant ? KeyState.Expired
        : KeyState.Valid;

    public bool HasScope(KeyScope scope) => Scopes?.Contains(scope) is not false;

    public bool Allows(IPAddress? address) =>
        AllowedAddresses is null || AddressNetworks.Contains(AllowedAddresses, address);
}

/// <summary>The validity of a key.</summary>
public enum KeyState
{
    Valid = 1,
    Expired = 2,
    Revoked = 3,
}
