using Adam.Domain.Records;

namespace Adam.Domain.Posts;

/// <summary>
/// The content of a post of liaison and research officers, validated and in canonical form. No person is named.
/// </summary>
public sealed record PostDraft : ReferencedDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 40;

    /// <summary>The town of the duty station.</summary>
    public required string City { get; init; }

    /// <summary>The country of the duty station: ISO 3166-1 alpha-2, or XK.</summary>
    public required string Country { get; init; }

    /// <summary>The countries that the post covers, each once.</summary>
    public required IReadOnlyList<string> Covers { get; init; }

    /// <summary>The first day; null for since before records began.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null without a known end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The mailbox of the post, not of a person; null if it is not known.</summary>
    public string? Mailbox { get; init; }

    /// <summary>The codes of the partners that pay for it, each once; empty if they are not known.</summary>
    public IReadOnlyList<string> FundedBy { get; init; } = [];

    /// <summary>Returns true if the post exists on a day.</summary>
    public bool IsOn(DateOnly day) => (From is null || From <= day) && (Until is null || Until >= day);

    /// <summary>
    /// Returns true if a text can be the reference of a post: a letter or digit, then letters, digits, hyphens, dots
    /// and underscores, so that it can stand in a URL.
    /// </summary>
    public static bool IsReference(string text) => text.Length <= MaxReferenceLength && IsWord(text);
}

/// <summary>A post as the register stores it.</summary>
/// <inheritdoc cref="VersionedRecord{TDraft}" path="/param"/>
public sealed record Post(
    PostDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
) : VersionedRecord<PostDraft>(Draft, Version, CreatedAt, UpdatedAt, UpdatedBy);
