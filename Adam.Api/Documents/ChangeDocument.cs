using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Domain.Documents;
using FastEndpoints;

namespace Adam.Api.Documents;

internal record ChangeDocumentRequest : ChangeRecordRequest
{
    /// <summary>The reference of the document, in any case.</summary>
    [RouteParam, MaxLength(DocumentDraft.MaxReferenceLength), Example("EX-STUDY-2024")]
    public string Reference { get; init; } = "";

    internal override string Key => Reference;
}

internal sealed record ReplaceDocumentRequest : ChangeDocumentRequest, IRecordBody<DocumentBody>
{
    [FromBody]
    public DocumentBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchDocumentRequest : ChangeDocumentRequest, IRecordPatch
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(DocumentBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceDocument(DocumentResource documents)
    : ReplaceRecord<ReplaceDocumentRequest, DocumentBody, DocumentResponse>(documents)
{
    public override void Configure() =>
        Replaces(
            "/v1/documents/{reference}",
            "document",
            "Replace a document's description",
            effect: "",
            ErrorCodes.UnknownDocument,
            ErrorCodes.DocumentWithdrawn
        );
}

internal sealed class PatchDocument(DocumentResource documents)
    : PatchRecord<PatchDocumentRequest, DocumentBody, DocumentResponse>(documents)
{
    public override void Configure() =>
        Patches(
            "/v1/documents/{reference}",
            "Change a document's description",
            effect: "",
            ErrorCodes.UnknownDocument,
            ErrorCodes.DocumentWithdrawn
        );
}

internal sealed class WithdrawDocument(DocumentResource documents) : WithdrawRecord<ChangeDocumentRequest>(documents)
{
    public override void Configure() =>
        Withdraws(
            "/v1/documents/{reference}",
            "Withdraw a document",
            "Removes the document from lists. The record is kept, and its reference stays taken. Later requests for "
                + "the document return 410. Statements that name the document go on naming it.",
            ErrorCodes.UnknownDocument,
            ErrorCodes.DocumentWithdrawn
        );
}
