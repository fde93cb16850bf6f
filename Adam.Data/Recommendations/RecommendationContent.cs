using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Recommendations;

namespace Adam.Data.Recommendations;

/// <summary>
/// A recommendation as it was written. The register stores it; the API adds what other records decide.
/// </summary>
public record RecommendationContent
{
    /// <summary>
    /// The reference, unique in the register ignoring case: the set, a slash and the number. It cannot be changed.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>The text as it was agreed.</summary>
    public required string Text { get; init; }

    /// <summary>The language of the text (BCP 47); null if it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>The text in other languages, each language once.</summary>
    public required IReadOnlyList<TranslationDocument> Translations { get; init; }

    /// <summary>The pillars of the Vienna Declaration that it concerns.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>Areas that concern several pillars.</summary>
    [CodeOf("cross-cutting-areas")]
    public required IReadOnlyList<string> CrossCutting { get; init; }

    /// <summary>Areas of the Vienna Declaration that it serves.</summary>
    [CodeOf("declaration-areas")]
    public required IReadOnlyList<string> Areas { get; init; }

    /// <summary>The reference of the meeting that agreed on it.</summary>
    public required string MadeAt { get; init; }

    /// <summary>The reference of the meeting that endorsed it; null if none has.</summary>
    public string? EndorsedAt { get; init; }

    /// <summary>The reference of the meeting that decided not to endorse it; null if none has.</summary>
    public string? NotEndorsedAt { get; init; }

    /// <summary>The reason of that decision; null without one.</summary>
    public string? Reason { get; init; }

    /// <summary>Whom it addresses.</summary>
    public required AddresseesDocument Addressees { get; init; }

    /// <summary>The references of earlier recommendations that it repeats or sharpens.</summary>
    public required IReadOnlyList<string> Continues { get; init; }

    /// <summary>1 after recording; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the recommendation was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static RecommendationContent FromRecommendation(Recommendation recommendation)
    {
        var draft = recommendation.Draft;
        return new()
        {
            Reference = draft.Reference,
            Text = draft.Text,
            Language = draft.Language,
            Translations =
            [
                .. draft.Translations.Select(translation => new TranslationDocument(
                    translation.Language,
                    translation.Text
                )),
            ],
            Pillars = draft.Pillars,
            CrossCutting = draft.CrossCutting,
            Areas = draft.Areas,
            MadeAt = draft.MadeAt,
            EndorsedAt = draft.EndorsedAt,
            NotEndorsedAt = draft.NotEndorsedAt,
            Reason = draft.Reason,
            Addressees = new(draft.IsToAll, draft.ToPartners, draft.ToOthers),
            Continues = draft.Continues,
            Version = recommendation.Version,
            CreatedAt = recommendation.CreatedAt,
            UpdatedAt = recommendation.UpdatedAt,
            UpdatedBy = recommendation.UpdatedBy,
        };
    }

    public Recommendation ToRecommendation() =>
        new(
            new()
            {
                Reference = Reference,
                Text = Text,
                Language = Language,
                Translations =
                [
                    .. Translations.Select(translation => new Translation(translation.Language, translation.Text)),
                ],
                Pillars = Pillars,
                CrossCutting = CrossCutting,
                Areas = Areas,
                MadeAt = MadeAt,
                EndorsedAt = EndorsedAt,
                NotEndorsedAt = NotEndorsedAt,
                Reason = Reason,
                IsToAll = Addressees.All,
                ToPartners = Addressees.Partners,
                ToOthers = Addressees.Others,
                Continues = Continues,
            },
            Version,
            CreatedAt,
            UpdatedAt,
            UpdatedBy
        );
}

/// <summary>A text in another language.</summary>
/// <param name="Language">The language (BCP 47).</param>
/// <param name="Text">The text.</param>
public sealed record TranslationDocument(string Language, string Text);

/// <summary>Whom a recommendation addresses.</summary>
/// <param name="All">True if it addresses all partners.</param>
/// <param name="Partners">The codes of the partners that it addresses.</param>
/// <param name="Others">The names of others that it addresses, such as the private sector.</param>
public sealed record AddresseesDocument(bool All, IReadOnlyList<string> Partners, IReadOnlyList<string> Others);
