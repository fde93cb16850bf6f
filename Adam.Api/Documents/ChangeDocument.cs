using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Documents;
using Adam.Data.Recommendations;
using Adam.Domain.Documents;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Documents;

internal record ChangeDocumentRequest
{
    /// <summary>The reference of the document, in any case.</summary>
    [RouteParam, MaxLength(DocumentDraft.MaxReferenceLength), Example("EX-STUDY-2024")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplaceDocumentRequest : ChangeDocumentRequest, IHasBindingErrors
{
    [FromBody]
    public DocumentBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchDocumentRequest : ChangeDocumentRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(DocumentBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceDocument(DocumentStore documents, MeetingRegister register)
    : Endpoint<ReplaceDocumentRequest, DocumentResponse>
{
    public override void Configure()
    {
        Put("/v1/documents/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Replace a document's description",
            "Members that the body omits are emptied. A body that equals the stored document changes nothing.",
            answer: typeof(DocumentResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownDocument, ErrorCodes.DocumentWithdrawn]
        );
    }

    public override async Task HandleAsync(ReplaceDocumentRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await documents.GetForUpdateAsync(req.Reference, req.IfMatch, ct)
                : await documents.GetActiveAsync(req.Reference, ct);
        var draft = DocumentReader.Read(req.Body, errors, stored.Document, await register.ReadAsync(ct));
        errors.ThrowIfAny();
        await Send.ChangedAsync(documents, draft, stored, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class PatchDocument(DocumentStore documents, MeetingRegister register)
    : Endpoint<PatchDocumentRequest, DocumentResponse>
{
    public override void Configure()
    {
        Patch("/v1/documents/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Change a document's description",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + "replaced as a whole.",
            answer: typeof(DocumentResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownDocument, ErrorCodes.DocumentWithdrawn]
        );
    }

    public override async Task HandleAsync(PatchDocumentRequest req, CancellationToken ct)
    {
        var stored = await documents.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var errors = new List<ValidationError>();
        var whole = JsonSerializer.SerializeToElement(DocumentResponse.FromDocument(stored.Document), Json.Options);
        var body = MergePatch.Read<DocumentBody>(whole, req.Patch, errors);
        var draft = DocumentReader.Read(body, errors, stored.Document, await register.ReadAsync(ct));
        errors.ThrowIfAny();
        await Send.ChangedAsync(documents, draft, stored, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class WithdrawDocument(DocumentStore documents) : Endpoint<ChangeDocumentRequest>
{
    public override void Configure()
    {
        Delete("/v1/documents/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Withdraw a document",
            "Removes the document from lists. The record is kept, and its reference stays taken. Later requests for "
                + "the document return 410. Statements that name the document go on naming it.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownDocument, ErrorCodes.DocumentWithdrawn]
        );
    }

    public override async Task HandleAsync(ChangeDocumentRequest req, CancellationToken ct)
    {
        var stored = await documents.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var by = Caller.FromPrincipal(User).Actor;
        (await documents.WithdrawAsync(stored.Document.Draft.Reference, stored.Version, by, ct)).ThrowIfRejected();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class DocumentChanges
{
    /// <summary>Writes the new content of a document, and sends it.</summary>
    /// <exception cref="ProblemException">The document was changed or withdrawn in the meantime.</exception>
    public static async Task ChangedAsync(
        this IResponseSender send,
        DocumentStore documents,
        DocumentDraft draft,
        StoredDocument stored,
        Caller caller,
        CancellationToken ct
    )
    {
        var changed = (await documents.ChangeAsync(draft, stored.Version, caller.Actor, ct)).ThrowIfRejected();
        var response = DocumentResponse.FromDocument(changed);
        await send.ResourceAsync(response, EntityTags.ForVersion(changed.Version), null, ct);
    }
}
