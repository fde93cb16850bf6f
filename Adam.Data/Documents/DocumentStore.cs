using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Meetings;
using Adam.Data.Records;
using Adam.Domain.Documents;
using Adam.Domain.Meetings;

namespace Adam.Data.Documents;

/// <summary>The description of a document as the register stores it.</summary>
public sealed record StoredDocument(int DocumentId, Document Document, int Version, DateTimeOffset? WithdrawnAt)
    : StoredRecord<Document>(DocumentId, Version, WithdrawnAt)
{
    public override Document Record => Document;
}

/// <summary>Stores descriptions of documents. The meetings that they name must be in the register.</summary>
public sealed class DocumentStore(Database database, TimeProvider time)
    : RecordStore<StoredDocument, Document, DocumentDraft>(database, time, Type, Most),
        IMeetingUse
{
    /// <summary>The maximum number of documents, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 5_000;

    internal static RecordType<Document> Type { get; } =
        new(
            AuditSubject.Document,
            DocumentContent.FromDocument,
            json => RecordJson.Read<DocumentContent>(json).ToDocument()
        );

    async Task<string?> IMeetingUse.FindAsync(Session session, string key, CancellationToken ct) =>
        (await ReadAsync(session, ct, isWrite: true))
            .Where(stored =>
                stored.IsActive && stored.Document.Draft.IsPartOf is { } meeting && MeetingDraft.KeyOf(meeting) == key
            )
            .Select(stored => $"document {stored.Document.Reference}")
            .FirstOrDefault();

    private protected override Document Create(DocumentDraft draft, DateTimeOffset at, string by) =>
        new(draft, Version: 1, at, at, by);

    private protected override StoredDocument Store(
        int recordId,
        Document record,
        int version,
        DateTimeOffset? withdrawnAt
    ) => new(recordId, record, version, withdrawnAt);

    /// <summary>Returns the reference of the named meeting if it is not in the register, or withdrawn.</summary>
    private protected override async Task<string?> ObstacleToWriteAsync(
        Session session,
        DocumentDraft draft,
        CancellationToken ct
    ) =>
        draft.IsPartOf is not { } meeting
        || await session.FirstAsync(MeetingStore.Type.Sql.ByKey, new(MeetingDraft.KeyOf(meeting)), ct)
            is { WithdrawnAt: null }
            ? null
            : meeting;
}
