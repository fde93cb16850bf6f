using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Domain.Meetings;
using Adam.Domain.Recommendations;

namespace Adam.Api.Recommendations;

/// <summary>
/// A recommendation as an analyst writes it. Computed members are accepted if they equal the current value, so that a
/// client can edit a recommendation and send it back.
/// </summary>
internal sealed record RecommendationBody
{
    /// <summary>
    /// The reference, unique in the register ignoring case: the set (body, year and pillar), a slash, and the number in
    /// the set. It cannot be changed, and a withdrawn recommendation keeps it.
    /// </summary>
    [Required, MaxLength(RecommendationDraft.MaxReferenceLength), Example("EWG-2015-II/9")]
    public string? Reference { get; init; }

    /// <summary>The text as it was agreed.</summary>
    [Required, MaxLength(5_000), Example("Partners should name one contact for requests about money transfers.")]
    public string? Text { get; init; }

    /// <summary>The language of the text (BCP 47).</summary>
    [MaxLength(35), Example("en")]
    public string? Language { get; init; }

    /// <summary>The text in other languages, each language once.</summary>
    [MaxLength(20)]
    public IReadOnlyList<TranslationBody>? Translations { get; init; }

    /// <summary>Pillars of the Vienna Declaration; at least one.</summary>
    [Required, MinLength(1), OneOf("pillars"), Example(new[] { "financial-flows" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>Areas that concern several pillars: codes of the list cross-cutting-areas.</summary>
    [OneOf("cross-cutting-areas"), Example(new[] { "information-sharing" })]
    public IReadOnlyList<string>? CrossCutting { get; init; }

    /// <summary>Areas of the Vienna Declaration that it serves: codes of the list declaration-areas.</summary>
    [OneOf("declaration-areas"), Example(new[] { "II.1" })]
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>The reference of the meeting that agreed on it, which is in the register.</summary>
    [Required, MaxLength(MeetingDraft.MaxReferenceLength), Example("EWG-2015-TRIFOLD")]
    public string? MadeAt { get; init; }

    /// <summary>
    /// The reference of the policy meeting that endorsed it. Only an admin changes it, here or by
    /// POST /v1/meetings/{reference}/endorsements.
    /// </summary>
    [MaxLength(MeetingDraft.MaxReferenceLength)]
    public string? EndorsedAt { get; init; }

    /// <summary>The reference of the policy meeting that decided not to endorse it. Only an admin changes it.</summary>
    [MaxLength(MeetingDraft.MaxReferenceLength)]
    public string? NotEndorsedAt { get; init; }

    /// <summary>The reason of that decision.</summary>
    [MaxLength(2_000)]
    public string? Reason { get; init; }

    /// <summary>Whom it addresses.</summary>
    public AddresseesBody? Addressees { get; init; }

    /// <summary>References of earlier recommendations in the register that it repeats or sharpens.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string>? Continues { get; init; }

    /// <summary>Computed: what has become of it.</summary>
    public RecommendationState? State { get; init; }

    /// <summary>Computed: the recommendations that continue it.</summary>
    [SchemaOf(typeof(IReadOnlyList<string>))]
    public JsonElement? ContinuedBy { get; init; }

    /// <summary>Computed: the measures that carry it out.</summary>
    [SchemaOf(typeof(IReadOnlyList<RecommendationMeasureResponse>))]
    public JsonElement? Measures { get; init; }

    /// <summary>Computed: 1 when recorded, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the recommendation was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>A text in another language.</summary>
internal sealed record TranslationBody
{
    /// <summary>The language (BCP 47).</summary>
    [Required, MaxLength(35), Example("ru")]
    public string? Language { get; init; }

    /// <summary>The text.</summary>
    [Required, MaxLength(5_000), Example("Партнёрам следует назвать одно контактное лицо.")]
    public string? Text { get; init; }
}

/// <summary>Whom a recommendation addresses.</summary>
internal sealed record AddresseesBody
{
    /// <summary>True if it addresses all partners.</summary>
    [Example(false)]
    public bool? All { get; init; }

    /// <summary>Partners: code, name or identifier.</summary>
    [MaxLength(100), Example(new[] { "EAG" })]
    public IReadOnlyList<string>? Partners { get; init; }

    /// <summary>Names of others, such as the private sector. One that is a partner's is stored as that.</summary>
    [MaxLength(20), Example(new[] { "Private sector" })]
    public IReadOnlyList<string>? Others { get; init; }
}
