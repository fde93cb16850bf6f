using Adam.Domain.Projects;
using Adam.Domain.Records;

namespace Adam.Domain.Recommendations;

/// <summary>The content of a recommendation, validated and in canonical form.</summary>
public sealed record RecommendationDraft : ReferencedDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 60;

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
    /// Returns true if a text can be the reference of a recommendation: the set, a slash and the number.
    /// </summary>
    public static bool IsReference(string text) =>
        text.Length <= MaxReferenceLength && text.Split('/') is [var set, var number] && IsWord(set) && IsWord(number);
}

/// <summary>A text in another language.</summary>
/// <param name="Language">The language (BCP 47).</param>
public sealed record Translation(string Language, string Text);

/// <summary>A recommendation as the register stores it.</summary>
/// <inheritdoc cref="VersionedRecord{TDraft}" path="/param"/>
public sealed record Recommendation(
    RecommendationDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
) : VersionedRecord<RecommendationDraft>(Draft, Version, CreatedAt, UpdatedAt, UpdatedBy);
