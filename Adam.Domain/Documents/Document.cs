using Adam.Domain.Projects;
using Adam.Domain.Records;

namespace Adam.Domain.Documents;

/// <summary>The types of documents.</summary>
/// <remarks>The numbers are never changed.</remarks>
public enum DocumentType
{
    Report = 1,
    Study = 2,
    Presentation = 3,
    MeetingReport = 4,
    Resolution = 5,
    Dataset = 6,
}

/// <summary>
/// The description of a document, validated and in canonical form. The register has no file, only its address.
/// </summary>
public sealed record DocumentDraft : ReferencedDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 60;

    public required DocumentType Type { get; init; }

    public required string Title { get; init; }

    /// <summary>The maker; null if it is not known.</summary>
    public DocumentCreator? Creator { get; init; }

    /// <summary>The day of publication; null if it is not known.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The language of the document (BCP 47); null if it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>The symbol or number that its publisher gave it, such as E/CN.7/2016/9; null without one.</summary>
    public string? Identifier { get; init; }

    /// <summary>The pillars of the Vienna Declaration that it is about, each once.</summary>
    public IReadOnlyList<Pillar> Pillars { get; init; } = [];

    /// <summary>The countries that it is about, each once: ISO 3166-1 alpha-2, or XK.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The reference of the meeting that it belongs to; null without one.</summary>
    public string? IsPartOf { get; init; }

    /// <summary>The address, with <c>https</c> or <c>http</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The SHA-256 of the file at the address, 64 hexadecimal digits in lower case; null if unknown.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Returns true if a text can be the reference of a document.</summary>
    public static bool IsReference(string text) => text.Length <= MaxReferenceLength && IsWord(text);
}

/// <summary>The maker of a document: a partner, or an organisation that is none. Never a person.</summary>
/// <param name="Partner">The partner's code; null for others.</param>
/// <param name="Name">The name of an organisation that is no partner; null for a partner.</param>
public sealed record DocumentCreator(string? Partner, string? Name);

/// <summary>The description of a document as the register stores it.</summary>
/// <inheritdoc cref="VersionedRecord{TDraft}" path="/param"/>
public sealed record Document(
    DocumentDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
) : VersionedRecord<DocumentDraft>(Draft, Version, CreatedAt, UpdatedAt, UpdatedBy);
