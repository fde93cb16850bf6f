using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Data.Documents;
using Adam.Domain.Documents;
using FastEndpoints;

namespace Adam.Api.Documents;

internal sealed record GetDocumentRequest
{
    /// <summary>The reference of the document, in any case.</summary>
    [RouteParam, MaxLength(DocumentDraft.MaxReferenceLength), Example("EX-STUDY-2024")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed record GetDocumentHistoryRequest : ListRequest
{
    /// <summary>The reference of the document, in any case.</summary>
    [RouteParam, MaxLength(DocumentDraft.MaxReferenceLength), Example("EX-STUDY-2024")]
    public string Reference { get; init; } = "";
}

internal sealed class GetDocument(DocumentStore documents) : Endpoint<GetDocumentRequest, DocumentResponse>
{
    public override void Configure()
    {
        Get("/v1/documents/{reference}");
        this.Documents(
            "Read a document's description",
            "Returns the description of a document, with the address at which its publisher has it.",
            answer: typeof(DocumentResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownDocument, ErrorCodes.DocumentWithdrawn]
        );
    }

    public override async Task HandleAsync(GetDocumentRequest req, CancellationToken ct)
    {
        var stored = await documents.GetActiveAsync(req.Reference, ct);
        await Send.ResourceAsync(
            DocumentResponse.FromDocument(stored.Document),
            EntityTags.ForVersion(stored.Version),
            req.IfNoneMatch,
            ct
        );
    }
}

internal sealed class GetDocumentHistory(DocumentStore documents)
    : Endpoint<GetDocumentHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/documents/{reference}/history");
        this.Documents(
            "Read the history of a document's description",
            "Returns every version of the description, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. A withdrawn document keeps its history.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: ErrorCodes.UnknownDocument
        );
    }

    public override Task HandleAsync(GetDocumentHistoryRequest req, CancellationToken ct) =>
        Send.HistoryAsync(documents, req.Reference, req, ct);
}
