using Adam.Data.Audit.Recording;

namespace Adam.Data.Audit;

/// <summary>An entry of the audit chain.</summary>
/// <param name="Number">Its number in the chain.</param>
/// <param name="RecordId">The id or code of the record, as the API names it.</param>
/// <param name="Version">The version of the record after the write; null for records without versions.</param>
/// <param name="Content">The record after the write, or the members that changed; null if it is not stored.</param>
/// <param name="IsPatch">True if the content consists of the members that changed.</param>
public sealed record AuditEntry(
    long Number,
    DateTimeOffset At,
    AuditSubject Subject,
    AuditAction Action,
    string RecordId,
    int? Version,
    AuditAuthor Author,
    string? Content,
    bool IsPatch
)
{
    internal static AuditEntry FromRow(ListedAuditRow row) =>
        new(
            row.AuditId,
            row.At,
            (AuditSubject)row.Subject,
            (AuditAction)row.Action,
            row.RecordId ?? row.Project?.ToString() ?? "",
            row.Version,
            row.Author,
            row.Content,
            row.IsPatch == 1
        );
}

/// <summary>A filter of entries. Null is no condition.</summary>
/// <param name="Key">The public id of a key.</param>
/// <param name="Partner">The code of the partner of the key.</param>
/// <param name="Project">The id of a project.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The instant before which the entry was written.</param>
public sealed record AuditFilter(
    AuditSubject? Subject = null,
    AuditAction? Action = null,
    string? Key = null,
    string? Partner = null,
    string? RequestId = null,
    Guid? Project = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null
);
