using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Tables;
using Adam.Data.Documents;
using Adam.Data.Recommendations;
using Adam.Domain.Documents;

namespace Adam.Api.Documents;

/// <summary>The writes of requests to descriptions of documents.</summary>
internal sealed class DocumentResource(DocumentStore documents, MeetingRegister register)
    : ImportedRecordResource<StoredDocument, Document, DocumentDraft, DocumentBody, DocumentResponse, MeetingSnapshot>(
        documents
    )
{
    public override ListTable Table => DocumentTable.All;

    public override IReadOnlyList<RecordColumn> Columns => DocumentTable.Imported;

    protected override Task<MeetingSnapshot> OthersAsync(CancellationToken ct) => register.ReadAsync(ct);

    protected override DocumentDraft Read(
        DocumentBody body,
        List<ValidationError> errors,
        Document? current,
        MeetingSnapshot others
    ) => DocumentReader.Read(body, errors, current, others);

    protected override DocumentResponse ToResponse(Document document, MeetingSnapshot others) =>
        DocumentResponse.FromDocument(document);
}
