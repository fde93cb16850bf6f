using System.Text.Json.Serialization;
using Adam.Domain.CodeLists;
using Adam.Domain.Documents;
using Adam.Domain.Projects;

namespace Adam.Data.Documents;

/// <summary>
/// The description of a document as the register stores it, with the terms of Dublin Core.
/// </summary>
public record DocumentContent
{
    /// <summary>The reference, unique in the register ignoring case. It cannot be changed.</summary>
    public required string Reference { get; init; }

    /// <summary>The type of the document.</summary>
    public required DocumentType Type { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The maker; null if it is not known.</summary>
    public DocumentCreatorDocument? Creator { get; init; }

    /// <summary>The day of publication; null if it is not known.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The language of the document (BCP 47); null if it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>The symbol or number that its publisher gave it; null without one.</summary>
    public string? Identifier { get; init; }

    /// <summary>The pillars and countries that it is about.</summary>
    public required DocumentSubjectDocument Subject { get; init; }

    /// <summary>The reference of the meeting that it belongs to; null without one.</summary>
    public string? IsPartOf { get; init; }

    /// <summary>The address of the document. The register has no copy of it.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// The SHA-256 of the file at the address, in hexadecimal digits, as its recorder stated it; null if it is not
    /// known.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>1 after recording; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the document was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static DocumentContent FromDocument(Document document)
    {
        var draft = document.Draft;
        return new()
        {
            Reference = draft.Reference,
            Type = draft.Type,
            Title = draft.Title,
            Creator = draft.Creator is { } creator ? new(creator.Partner, creator.Name) : null,
            Date = draft.Date,
            Language = draft.Language,
            Identifier = draft.Identifier,
            Subject = new(draft.Pillars, draft.Countries),
            IsPartOf = draft.IsPartOf,
            Url = draft.Url,
            Sha256 = draft.Sha256,
            Version = document.Version,
            CreatedAt = document.CreatedAt,
            UpdatedAt = document.UpdatedAt,
            UpdatedBy = document.UpdatedBy,
        };
    }

    public Document ToDocument() =>
        new(
            new()
            {
                Reference = Reference,
                Type = Type,
                Title = Title,
                Creator = Creator is { } creator ? new(creator.Partner, creator.Name) : null,
                Date = Date,
                Language = Language,
                Identifier = Identifier,
                Pillars = Subject.Pillars,
                Countries = Subject.Countries,
                IsPartOf = IsPartOf,
                Url = Url,
                Sha256 = Sha256,
            },
            Version,
            CreatedAt,
            UpdatedAt,
            UpdatedBy
        );
}

/// <summary>The maker of a document: a partner, or an organisation that is none.</summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Name">The name of an organisation that is no partner.</param>
public sealed record DocumentCreatorDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Partner = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null
);

/// <summary>The subject of a document.</summary>
/// <param name="Pillars">The pillars of the Vienna Declaration.</param>
/// <param name="Countries">The countries.</param>
public sealed record DocumentSubjectDocument(
    IReadOnlyList<Pillar> Pillars,
    [property: CodeOf("countries")] IReadOnlyList<string> Countries
);
