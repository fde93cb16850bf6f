using System.Diagnostics.CodeAnalysis;
using Adam.Data.Documents;
using Adam.Domain.Documents;

namespace Adam.Api.Documents;

/// <summary>The description of a document, with the terms of Dublin Core.</summary>
internal sealed record DocumentResponse : DocumentContent
{
    public static new DocumentResponse FromDocument(Document document) => new(DocumentContent.FromDocument(document));

    [SetsRequiredMembers]
    private DocumentResponse(DocumentContent content)
        : base(content) { }
}
