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
);
