namespace Adam.Domain.Keys;

/// <summary>A key as the register stores it: without its secret.</summary>
/// <param name="Id">The public part of the key; it may appear in logs.</param>
/// <param name="Partner">The partner of the key: the owner of the projects that it records.</param>
/// <param name="Name">The purpose of the key ("Reporting desk, Berlin"); shown as <c>updatedBy</c> on the records that
/// it writes.</param>
/// <param name="RevokedAt">The instant from which the key is rejected; null while it is valid.</param>
public sealed record ApiKey(
    string Id,
    string Partner,
    Role Role,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt
);
