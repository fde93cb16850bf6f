using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Api.Projects;

/// <summary>A project as its owner writes it. What is computed (id, period, SDG targets, version, stamps) is accepted where it equals the current value, so that what was read can be edited and sent back.</summary>
internal sealed record ProjectBody
{
    /// <summary>The owner's own number: unique within the owner, case aside. A withdrawn project keeps its reference.</summary>
    [Required, MaxLength(ProjectLimits.MaxReferenceLength), Example("TJ-BORDER-14")]
    public string? Reference { get; init; }

    /// <summary>Code of the partner that records the project. It is the caller's own and may be left out; an admin may name another.</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("DE")]
    public string? Owner { get; init; }

    /// <summary>The project's name, in any language.</summary>
    [Required, MaxLength(ProjectLimits.MaxTitleLength), Example("Precursor control at the Panj river crossings")]
    public string? Title { get; init; }

    /// <summary>What the project does, in any language.</summary>
    [MaxLength(ProjectLimits.MaxDescriptionLength)]
    [Example("Trains and equips the customs posts on the Panj to recognise and stop acetic anhydride.")]
    public string? Description { get; init; }

    /// <summary>The language of title and description, a BCP 47 tag.</summary>
    [MaxLength(ProjectLimits.MaxLanguageLength), Example("en")]
    public string? Language { get; init; }

    /// <summary>Pillars of the Vienna Declaration that the project serves; at least one.</summary>
    [Required, MinLength(1), OneOf("pillars"), Example(new[] { "precursors" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>Recipient countries: ISO 3166-1 alpha-2, XK for Kosovo; alpha-3 and lower case are understood. At least one.</summary>
    [Required, MinLength(1), MaxLength(ProjectLimits.MaxCountries), Example(new[] { "TJ", "UZ" })]
    public IReadOnlyList<string>? Countries { get; init; }

    /// <summary>How much of the project goes to which of its countries, where that is known; each country once.</summary>
    [MaxLength(ProjectLimits.MaxCountries)]
    public IReadOnlyList<CountryPercentageBody>? CountryPercentages { get; init; }

    /// <summary>Places within the recipient countries.</summary>
    [MaxLength(ProjectLimits.MaxPlaces)]
    public IReadOnlyList<PlaceBody>? Places { get; init; }

    /// <summary>What the project does; codes of the list activity-types.</summary>
    [OneOf("activity-types"), Example(new[] { "training", "equipment" })]
    public IReadOnlyList<string>? ActivityTypes { get; init; }

    /// <summary>Who pays; at least one.</summary>
    [Required, MinLength(1), MaxLength(ProjectLimits.MaxParticipants)]
    public IReadOnlyList<DonorBody>? Donors { get; init; }

    /// <summary>Who carries the project out.</summary>
    [MaxLength(ProjectLimits.MaxParticipants)]
    public IReadOnlyList<ImplementerBody>? Implementers { get; init; }

    /// <summary>The agencies that the assistance is for.</summary>
    [MaxLength(ProjectLimits.MaxBeneficiaries), Example(new[] { "Drug Control Agency" })]
    public IReadOnlyList<string>? Beneficiaries { get; init; }

    /// <summary>Where the project stands in its life: IATI's activity status.</summary>
    [Required, OneOf("statuses"), Example("implementation")]
    public string? Status { get; init; }

    /// <summary>The day on which the project is planned to begin. A planned or an actual start is required.</summary>
    [Example("2026-01-01")]
    public DateOnly? PlannedStart { get; init; }

    /// <summary>The last day that is planned, included. Without a planned and an actual end, the end is open.</summary>
    [Example("2027-12-31")]
    public DateOnly? PlannedEnd { get; init; }

    /// <summary>The day on which the project did begin.</summary>
    [Example("2026-03-01")]
    public DateOnly? ActualStart { get; init; }

    /// <summary>The day on which the project did end, included.</summary>
    public DateOnly? ActualEnd { get; init; }

    /// <summary>Codes in other vocabularies.</summary>
    [MaxLength(ProjectLimits.MaxSectors)]
    public IReadOnlyList<SectorBody>? Sectors { get; init; }

    /// <summary>Goals and targets of the Sustainable Development Goals beside those that the pillars imply; codes of the list sdg-targets.</summary>
    [MaxLength(ProjectLimits.MaxSdgTargets), Example(new[] { "16.5" })]
    public IReadOnlyList<string>? AdditionalSdgTargets { get; init; }

    /// <summary>The identifier under which the project is published to IATI.</summary>
    [MaxLength(ProjectLimits.MaxIdentifierLength), Example("DE-1-202600014")]
    public string? IatiIdentifier { get; init; }

    /// <summary>Links to other records, declared by the owner.</summary>
    [MaxLength(ProjectLimits.MaxRelatedProjects)]
    public IReadOnlyList<RelatedProjectBody>? RelatedProjects { get; init; }

    /// <summary>Computed: the register's own id.</summary>
    public Guid? Id { get; init; }

    /// <summary>Computed: the days that the project covers.</summary>
    [SchemaOf(typeof(PeriodDocument))]
    public JsonElement? Period { get; init; }

    /// <summary>Computed: the targets of the pillars and the additional ones.</summary>
    [CodeOf("sdg-targets")]
    public IReadOnlyList<string>? SdgTargets { get; init; }

    /// <summary>Computed: 1 when recorded, one more with every change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: when the project was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: when it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>A place within the recipient countries.</summary>
internal sealed record PlaceBody
{
    /// <summary>The place's name.</summary>
    [Required, MaxLength(ProjectLimits.MaxNameLength), Example("Nizhny Panj")]
    public string? Name { get; init; }

    /// <summary>The first-level division in which it lies (region, province).</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("Khatlon")]
    public string? Admin1 { get; init; }

    /// <summary>WGS 84 degrees, north positive. Latitude and longitude go together.</summary>
    [Range(-90.0, 90.0), Example(37.2)]
    public double? Latitude { get; init; }

    /// <summary>WGS 84 degrees, east positive.</summary>
    [Range(-180.0, 180.0), Example(68.6)]
    public double? Longitude { get; init; }
}

/// <summary>Who pays: a partner, with its agency where that is worth saying; or, outside the partnership, a name alone.</summary>
internal sealed record DonorBody
{
    /// <summary>The partner's code; any of its names or registered identifiers is understood.</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("DE")]
    public string? Partner { get; init; }

    /// <summary>With a partner, its agency; without, the organisation's name. A name that is a partner's own becomes that partner, and one of its agency's ("USAID", "United Kingdom (DFID)") becomes the partner with that agency.</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("Federal Foreign Office")]
    public string? Name { get; init; }

    /// <summary>What this donor gives to the project: at most as many decimals as the currency has, and below 100 trillion.</summary>
    [Example(1_200_000)]
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217; required with an amount.</summary>
    [OneOf("currencies"), Example("EUR")]
    public string? Currency { get; init; }
}

/// <summary>Who carries the project out: a partner, with its agency where that is worth saying; or, outside the partnership, a name alone.</summary>
internal sealed record ImplementerBody
{
    /// <summary>The partner's code; any of its names or registered identifiers is understood.</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("UNODC")]
    public string? Partner { get; init; }

    /// <summary>With a partner, its agency; without, the organisation's name. A name that is a partner's own becomes that partner, and one of its agency's ("USAID", "United Kingdom (DFID)") becomes the partner with that agency.</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("Regional Office for Central Asia")]
    public string? Name { get; init; }
}

/// <summary>How much of a project goes to one of its countries.</summary>
internal sealed record CountryPercentageBody
{
    /// <summary>One of the project's countries.</summary>
    [Required, MaxLength(ProjectLimits.MaxCodeLength), Example("TJ")]
    public string? Country { get; init; }

    /// <summary>Above 0, at most 100. Percentages are kept as given and need not add up to 100.</summary>
    [Required, Range(0.0, 100.0), Example(60)]
    public decimal? Percentage { get; init; }
}

/// <summary>What a project is about in another vocabulary.</summary>
internal sealed record SectorBody
{
    /// <summary><c>dac</c>: purpose codes of the OECD's Development Assistance Committee; <c>dac-category</c>: the categories that they belong to.</summary>
    [Required, OneOf("sector-vocabularies"), Example("dac")]
    public string? Vocabulary { get; init; }

    /// <summary>A code of the list sectors, or of sector-categories.</summary>
    [Required, MaxLength(ProjectLimits.MaxCodeLength), Example("16063")]
    public string? Code { get; init; }

    /// <summary>How much of the project it is about: above 0, at most 100.</summary>
    [Range(0.0, 100.0), Example(40)]
    public decimal? Percentage { get; init; }
}

/// <summary>A link that the owner declares to another record.</summary>
internal sealed record RelatedProjectBody
{
    /// <summary>The identifier under which the other record is published.</summary>
    [Required, MaxLength(ProjectLimits.MaxIdentifierLength), Example("XM-DAC-41128-TJKZ01")]
    public string? Identifier { get; init; }

    /// <summary>How the other record stands to this one.</summary>
    [Required, OneOf("relations"), Example("co-funded")]
    public string? Relation { get; init; }
}
