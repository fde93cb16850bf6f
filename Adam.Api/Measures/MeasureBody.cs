using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Domain.Measures;

namespace Adam.Api.Measures;

/// <summary>
/// A measure as an analyst writes it. Computed members (version, timestamps) are accepted if they equal the current
/// value, so that a client can edit a measure and send it back.
/// </summary>
internal sealed record MeasureBody
{
    /// <summary>
    /// The reference, unique in the register ignoring case: letters, digits, hyphens, dots and underscores. It cannot
    /// be changed, and a withdrawn measure keeps it.
    /// </summary>
    [Required, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-III-9")]
    public string? Reference { get; init; }

    /// <summary>The state that the measure is to bring about, in one sentence.</summary>
    [Required, MaxLength(300), Example("Every customs post on the Amu Darya can test for acetic anhydride")]
    public string? Title { get; init; }

    /// <summary>Further explanations.</summary>
    [MaxLength(5_000), Example("Field tests, training in their use, and a laboratory that confirms the results.")]
    public string? Description { get; init; }

    /// <summary>References of the recommendations that the measure implements.</summary>
    [MaxLength(50), Example(new[] { "EWG-2015-III/3" })]
    public IReadOnlyList<string>? Recommendations { get; init; }

    /// <summary>The reference of the meeting that decided the measure.</summary>
    [MaxLength(100), Example("PCG-12")]
    public string? DecidedAt { get; init; }

    /// <summary>1 is the highest priority, 9 the lowest.</summary>
    [Range(1, MeasureDraft.LowestPriority), Example(2)]
    public int? Priority { get; init; }

    /// <summary>
    /// Pillars of the Vienna Declaration; at least one. A project serves the measure under any of them.
    /// </summary>
    [Required, MinLength(1), OneOf("pillars"), Example(new[] { "precursors" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>Where the measure is to be served: countries, routes or both.</summary>
    [Required]
    public MeasurePlaceBody? Where { get; init; }

    /// <summary>
    /// <c>each-country</c> (the default): each country needs a project. <c>any</c>: one project in any of the countries
    /// is enough.
    /// </summary>
    [Example("each-country")]
    public MeasureScope? Scope { get; init; }

    /// <summary>
    /// The conditions that a project in one of the countries must meet to serve the measure. Without it, every project
    /// under the pillars does.
    /// </summary>
    public MeasureCriterionBody? Criterion { get; init; }

    /// <summary>The first day on which the measure is to be served; no first day by default.</summary>
    [Example("2026-01-01")]
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; no last day by default.</summary>
    [Example("2028-12-31")]
    public DateOnly? Until { get; init; }

    /// <summary>The partners that lead the measure.</summary>
    [MaxLength(20)]
    public IReadOnlyList<MeasureLeadBody>? Leads { get; init; }

    /// <summary>Computed: 1 when recorded, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the measure was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>Where a measure is to be served.</summary>
internal sealed record MeasurePlaceBody
{
    /// <summary>Countries: ISO 3166-1 alpha-2, and XK for Kosovo. Alpha-3 and lower case are accepted.</summary>
    [MaxLength(100), Example(new[] { "TJ", "UZ" })]
    public IReadOnlyList<string>? Countries { get; init; }

    /// <summary>Trafficking routes; each stands for its countries.</summary>
    [OneOf(OneOfAttribute.Routes), Example(new[] { "northern" })]
    public IReadOnlyList<string>? Routes { get; init; }
}

/// <summary>
/// The criterion of a measure. A project must meet each part that is not empty, beside pillar and country.
/// </summary>
internal sealed record MeasureCriterionBody
{
    /// <summary>Types of activity of which a project must have one: codes of the list activity-types.</summary>
    [OneOf("activity-types"), Example(new[] { "equipment", "training" })]
    public IReadOnlyList<string>? ActivityTypes { get; init; }

    /// <summary>
    /// Phrases of which a project must have one. It has a phrase if each word of the phrase is a prefix of a word of
    /// its title, description, reference or beneficiaries, in any order. Case and accents are ignored.
    /// </summary>
    [MaxLength(30), Example(new[] { "acetic anhydride", "precursor test" })]
    public IReadOnlyList<string>? Words { get; init; }
}

/// <summary>A partner that leads a measure.</summary>
internal sealed record MeasureLeadBody
{
    /// <summary>The partner's code; any of its names or registered identifiers is understood.</summary>
    [Required, MaxLength(200), Example("UNODC")]
    public string? Partner { get; init; }
}
