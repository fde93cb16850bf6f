using Adam.Domain.Projects;

namespace Adam.Domain.Recommendations;

/// <summary>The content of a recommendation, validated and in canonical form.</summary>
public sealed record RecommendationDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 60;

    /// <summary>The reference: set and number, unique in the register ignoring case.</summary>
    public required string Reference { get; init; }

    /// <summary>The text as it was agreed.</summary>
    public required string Text { get; init; }

    /// <summary>The language of the text (BCP 47); null if it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>The text in other languages, each language once.</summary>
    public IReadOnlyList<Translation> Translations { get; init; } = [];

    /// <summary>The pillars of the Vienna Declaration, at least one, each once.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>Codes of the list cross-cutting-areas, each once.</summary>
    public IReadOnlyList<string> CrossCutting { get; init; } = [];

    /// <summary>Codes of the list declaration-areas, each once.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>The reference of the meeting that agreed on it.</summary>
    public required string MadeAt { get; init; }

    /// <summary>The reference of the meeting that endorsed it; null if none has.</summary>
    public string? EndorsedAt { get; init; }

    /// <summary>The reference of the meeting that decided not to endorse it; null if none has.</summary>
    public string? NotEndorsedAt { get; init; }

    /// <summary>The reason of that decision; null without one.</summary>
    public string? Reason { get; init; }

    /// <summary>True if all partners are addressed.</summary>
    public bool IsToAll { get; init; }

    /// <summary>The codes of the partners that are addressed, each once.</summary>
    public IReadOnlyList<string> ToPartners { get; init; } = [];

    /// <summary>The names of others that are addressed.</summary>
    public IReadOnlyList<string> ToOthers { get; init; } = [];

    /// <summary>The references of earlier recommendations that it repeats or sharpens.</summary>
    public IReadOnlyList<string> Continues { get; init; } = [];

    /// <summary>
    /// Returns true if a text can be the reference of a recommendation: the set, a slash and the number. Both are
    /// letters, digits, hyphens, dots and underscores, and begin with a letter or digit, so that they can stand in a
    /// URL.
    /// </summary>
    public static bool IsReference(string text) =>
        text.Length <= MaxReferenceLength && text.Split('/') is [var set, var number] && IsPart(set) && IsPart(number);

    /// <summary>Returns the key by which references are compared: the reference in upper case.</summary>
    public static string KeyOf(string reference) => reference.Trim().ToUpperInvariant();

    private static bool IsPart(string text) =>
        text.Length > 0
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_');
}

/// <summary>A text in another language.</summary>
/// <param name="Language">The language (BCP 47).</param>
public sealed record Translation(string Language, string Text);

/// <summary>A recommendation as the register stores it.</summary>
/// <param name="Version">1 when recorded, increased by 1 with every change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
public sealed record Recommendation(
    RecommendationDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
)
{
    /// <inheritdoc cref="RecommendationDraft.KeyOf"/>
    public string Key => RecommendationDraft.KeyOf(Draft.Reference);
}
