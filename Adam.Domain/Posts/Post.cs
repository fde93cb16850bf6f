namespace Adam.Domain.Posts;

/// <summary>
/// The content of a post of liaison and research officers, validated and in canonical form. No person is named.
/// </summary>
public sealed record PostDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 40;

    /// <summary>The reference, unique in the register ignoring case.</summary>
    public required string Reference { get; init; }

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
    public static bool IsReference(string text) =>
        text.Length is > 0 and <= MaxReferenceLength
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_');

    /// <summary>Returns the key by which references are compared: the reference in upper case.</summary>
    public static string KeyOf(string reference) => reference.Trim().ToUpperInvariant();
}

/// <summary>A post as the register stores it.</summary>
/// <param name="Version">1 when recorded, increased by 1 with every change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
public sealed record Post(
    PostDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
)
{
    /// <inheritdoc cref="PostDraft.KeyOf"/>
    public string Key => PostDraft.KeyOf(Draft.Reference);
}
