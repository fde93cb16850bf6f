using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Domain.Documents;
using Adam.Domain.Meetings;
using Adam.Domain.Text;

namespace Adam.Api.Documents;

/// <summary>
/// The description of a document as an analyst writes it, with the terms of Dublin Core. Computed members are accepted
/// if they equal the current value, so that a client can edit a description and send it back.
/// </summary>
internal sealed record DocumentBody
{
    /// <summary>
    /// The reference, unique in the register ignoring case: letters, digits, hyphens, dots and underscores. It cannot
    /// be changed, and a withdrawn document keeps it.
    /// </summary>
    [Required, MaxLength(DocumentDraft.MaxReferenceLength), Example("EX-STUDY-2026")]
    public string? Reference { get; init; }

    /// <summary>The type of the document.</summary>
    [Required, Example("study")]
    public DocumentType? Type { get; init; }

    /// <summary>The title.</summary>
    [Required, MaxLength(300), Example("Precursors on the northern route (invented)")]
    public string? Title { get; init; }

    /// <summary>The maker: a partner, or an organisation that is none; never a person.</summary>
    public DocumentCreatorBody? Creator { get; init; }

    /// <summary>The day of publication.</summary>
    [Example("2026-03-02")]
    public DateOnly? Date { get; init; }

    /// <summary>The language of the document (BCP 47).</summary>
    [MaxLength(LanguageTags.MaxLength), Example("en")]
    public string? Language { get; init; }

    /// <summary>The symbol or number that its publisher gave it.</summary>
    [MaxLength(100), Example("EX/2026/7")]
    public string? Identifier { get; init; }

    /// <summary>Its subject.</summary>
    public DocumentSubjectBody? Subject { get; init; }

    /// <summary>The reference of the meeting that it belongs to, which is in the register.</summary>
    [MaxLength(MeetingDraft.MaxReferenceLength)]
    public string? IsPartOf { get; init; }

    /// <summary>The address of the document, with <c>https</c> or <c>http</c>. The register takes no file.</summary>
    [Required, MaxLength(1_000), Example("https://example.org/documents/precursors-2026.pdf")]
    public string? Url { get; init; }

    /// <summary>
    /// The SHA-256 of the file at the address: 64 hexadecimal digits. Readers can tell by it if the file has changed.
    /// </summary>
    [MaxLength(100), Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public string? Sha256 { get; init; }

    /// <summary>Computed: 1 when recorded, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the document was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>The maker of a document. One of the two members.</summary>
internal sealed record DocumentCreatorBody
{
    /// <summary>A partner: code, name or identifier.</summary>
    [MaxLength(200), Example("UNODC")]
    public string? Partner { get; init; }

    /// <summary>
    /// An organisation, by its name; never a person. If a partner has the name, it is stored as that.
    /// </summary>
    [MaxLength(200)]
    public string? Name { get; init; }
}

/// <summary>The subject of a document.</summary>
internal sealed record DocumentSubjectBody
{
    /// <summary>Pillars of the Vienna Declaration.</summary>
    [OneOf("pillars"), Example(new[] { "precursors" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>Countries, by code or name.</summary>
    [MaxLength(100), Example(new[] { "TJ", "UZ" })]
    public IReadOnlyList<string>? Countries { get; init; }
}
