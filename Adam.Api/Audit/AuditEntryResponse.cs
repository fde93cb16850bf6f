using System.Text;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Data.Audit;
using Adam.Data.Audit.Recording;

namespace Adam.Api.Audit;

/// <summary>An entry of the audit chain: one write of one record.</summary>
internal sealed record AuditEntryResponse
{
    /// <summary>The number of the entry. Numbers ascend in the order of the commits, without gaps.</summary>
    [Example(4711)]
    public required long Number { get; init; }

    /// <summary>The instant at which the write began, by the clock of the server.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The kind of record.</summary>
    public required AuditSubject Subject { get; init; }

    /// <summary>The kind of write.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>The id or code of the record.</summary>
    [Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public required string Id { get; init; }

    /// <summary>The version of the record after the write; null for records without versions.</summary>
    [Example(3)]
    public required int? Version { get; init; }

    /// <summary>The public id of the key; null for a command, and if it is unknown.</summary>
    [Example("4f1c9a0b7d2e8c35")]
    public required string? KeyId { get; init; }

    /// <summary>The name of the key, or of the command; null if it is unknown.</summary>
    [Example("Reporting desk, Berlin")]
    public required string? KeyName { get; init; }

    /// <summary>The partner of the key; null for a command, and if it is unknown.</summary>
    [Example("DE")]
    public required string? Partner { get; init; }

    /// <summary>The id of the request, which the log of the server contains; null for a command.</summary>
    [Example("4bf92f3577b34da6a3ce929d0e0e4736")]
    public required string? RequestId { get; init; }

    /// <summary>The import that wrote the record; null for other writes.</summary>
    public required Guid? ImportId { get; init; }

    /// <summary>True if <c>content</c> has only the members that changed.</summary>
    public required bool IsPartial { get; init; }

    /// <summary>
    /// The record after the write, without secrets; null if it was removed, or if a withdrawal did not change it.
    /// </summary>
    [SchemaOf(typeof(JsonMembers))]
    public required RawJson? Content { get; init; }

    public static AuditEntryResponse FromEntry(AuditEntry entry) =>
        new()
        {
            Number = entry.Number,
            At = entry.At,
            Subject = entry.Subject,
            Action = entry.Action,
            Id = entry.RecordId,
            Version = entry.Version,
            KeyId = entry.Author.KeyId,
            KeyName = entry.Author.KeyName,
            Partner = entry.Author.Partner,
            RequestId = entry.Author.RequestId,
            ImportId = entry.Author.Import,
            IsPartial = entry.IsPatch,
            Content = entry.Content is null ? null : new RawJson(Encoding.UTF8.GetBytes(entry.Content)),
        };
}

/// <summary>Entries of the audit chain as a table, one row for each.</summary>
internal static class AuditTable
{
    public static readonly ListTable All = new(
        "audit",
        [
            TableColumn.Value("number", 10),
            TableColumn.Instant("at"),
            TableColumn.Value("subject", 14),
            TableColumn.Value("action", 18),
            TableColumn.Value("id", 40),
            TableColumn.Value("version", 8),
            TableColumn.Value("keyId", 20),
            TableColumn.Value("keyName", 30),
            TableColumn.Value("partner", 10),
            TableColumn.Value("requestId", 36),
            TableColumn.Value("importId", 40),
        ]
    );
}
