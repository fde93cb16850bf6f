namespace Adam.Domain.Security;

/// <summary>A key as the register keeps it: without its secret.</summary>
/// <param name="Id">The public part of the key; it may stand in logs.</param>
/// <param name="Partner">Whose key it is: the owner of what it records.</param>
/// <param name="Name">What the key is for ("Reporting desk, Berlin"); shown as <c>updatedBy</c> on what it writes.</param>
/// <param name="RevokedAt">From when on the key is refused; null while it holds.</param>
public sealed record ApiKey(string Id, string Partner, Role Role, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
