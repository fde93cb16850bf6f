namespace Adam.Data.Audit.Recording;

/// <summary>The author of an entry.</summary>
/// <param name="KeyId">The public id of the key; null for a command, and before history was kept.</param>
/// <param name="KeyName">The name of the key, or of the command; null if it is unknown.</param>
/// <param name="Partner">The code of the partner of the key; null for a command, and if it is unknown.</param>
/// <param name="RequestId">The id of the request; null for a command, and if it is unknown.</param>
/// <param name="Import">The import that wrote; null for other writes.</param>
public sealed record AuditAuthor(string? KeyId, string? KeyName, string? Partner, string? RequestId, Guid? Import);
