using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Documents;
using Adam.Data.Idempotency;
using Adam.Data.Recommendations;
using Adam.Domain.Documents;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Documents;

internal sealed record RecordDocumentRequest : IHasBindingErrors
{
    [FromBody]
    public DocumentBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordDocument(DocumentStore documents, MeetingRegister register)
    : Endpoint<RecordDocumentRequest, DocumentResponse>
{
    public override void Configure()
    {
        Post("/v1/documents");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Record a document",
            "Records the description and the address of a document. The register takes no files and opens no "
                + "addresses. The members are terms of Dublin Core.",
            201,
            typeof(DocumentResponse),
            tagged: true,
            problems: [ErrorCodes.DocumentReferenceTaken, ErrorCodes.TooManyDocuments]
        );
    }

    public override async Task HandleAsync(RecordDocumentRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        var draft = DocumentReader.Read(req.Body, errors, current: null, await register.ReadAsync(ct));
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await documents.AddAsync(
            draft,
            Caller.FromPrincipal(User).Actor,
            ct,
            request is null ? null : Keep
        );
        var document = DocumentResponse.FromDocument(outcome.ThrowIfRejected());
        await Send.CreatedAsync(LocationOf(document), document, EntityTags.ForVersion(document.Version), ct);

        KeptResponse Keep(Document added)
        {
            var response = DocumentResponse.FromDocument(added);
            return request.KeepCreated(LocationOf(response), response, EntityTags.ForVersion(response.Version));
        }
    }

    private static string LocationOf(DocumentResponse document) => $"/v1/documents/{document.Reference}";
}
