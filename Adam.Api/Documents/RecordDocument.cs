using Adam.Api.Errors;
using Adam.Api.Records;
using FastEndpoints;

namespace Adam.Api.Documents;

internal sealed record RecordDocumentRequest : IRecordBody<DocumentBody>
{
    [FromBody]
    public DocumentBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordDocument(DocumentResource documents)
    : AddRecord<RecordDocumentRequest, DocumentBody, DocumentResponse>(documents)
{
    public override void Configure() =>
        Adds(
            "/v1/documents",
            "Record a document",
            "Records the description and the address of a document. The register takes no files and opens no "
                + "addresses. The members are terms of Dublin Core.",
            ErrorCodes.DocumentReferenceTaken,
            ErrorCodes.TooManyDocuments
        );
}
