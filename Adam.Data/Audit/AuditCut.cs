namespace Adam.Data.Audit;

/// <summary>
/// The emptied entries of a segment of the chain: of <see cref="AuditRetention.SegmentSize"/> consecutive numbers. An
/// emptied entry keeps its number, instant, kind, action and hash, and has lost its record, author and content.
/// </summary>
/// <param name="FirstEntry">The first number of the segment.</param>
/// <param name="Before">The instant before which entries were emptied if no present record needs them.</param>
/// <param name="At">The instant at which they were emptied.</param>
/// <param name="Entries">The number of emptied entries in the segment.</param>
/// <param name="Digest">SHA-256 over number and hash of each of them, as 64 hexadecimal digits.</param>
public sealed record AuditCut(long FirstEntry, DateTimeOffset Before, DateTimeOffset At, int Entries, string Digest);

/// <summary>A cut with its signature, as the register stores it.</summary>
/// <param name="Signature">The signature of the operator, in Base64.</param>
public sealed record SignedAuditCut(AuditCut Cut, string Signature);
