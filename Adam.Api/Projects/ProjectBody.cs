using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Api.Projects;

/// <summary>
/// A project as its owner writes it. Computed members (id, period, SDG targets, version, timestamps) are accepted if
/// they equal the current value, so that a client can edit a project and send it back.
/// </summary>
internal sealed record ProjectBody
{
    /// <summary>
    /// The owner's own number. It is unique within the owner, ignoring case. A withdrawn project keeps its reference.
    /// </summary>
    [Required, MaxLength(ProjectLimits.MaxReferenceLength), Example("TJ-BORDER-14")]
    public string? Reference { get; init; }

    /// <summary>
    /// The code of the partner that owns the project. It defaults to the partner of the key; only an admin can state
    /// another.
    /// </summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("DE")]
    public string? Owner { get; init; }

    /// <summary>The title of the project, in any language.</summary>
    [Required, MaxLength(ProjectLimits.MaxTitleLength), Example("Precursor control at the Panj river crossings")]
    public string? Title { get; init; }

    /// <summary>A description of the project, in any language.</summary>
    [MaxLength(ProjectLimits.MaxDescriptionLength)]
    [Example("Trains and equips the customs posts on the Panj to recognise and stop acetic anhydride.")]
    public string? Description { get; init; }

    /// <summary>The language of title and description, a BCP 47 tag.</summary>
    [MaxLength(ProjectLimits.MaxLanguageLength), Example("en")]
    public string? Language { get; init; }

    /// <summary>Pillars of the Vienna Declaration that the project serves; at least one.</summary>
    [Required, MinLength(1), OneOf("pillars"), Example(new[] { "precursors" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>
    /// Recipient countries: ISO 3166-1 alpha-2, and XK for Kosovo. Alpha-3 and lower case are accepted. At least one.
    /// </summary>
    [Required, MinLength(1), MaxLength(ProjectLimits.MaxCountries), Example(new[] { "TJ", "UZ" })]
    public IReadOnlyList<string>? Countries { get; init; }

    /// <summary>The percentages of the project by country, if known. Each country at most once.</summary>
    [MaxLength(ProjectLimits.MaxCountries)]
    public IReadOnlyList<CountryPercentageBody>? CountryPercentages { get; init; }

    /// <summary>Places within the recipient countries.</summary>
    [MaxLength(ProjectLimits.MaxPlaces)]
    public IReadOnlyList<PlaceBody>? Places { get; init; }

    /// <summary>Types of activity: codes of the list activity-types.</summary>
    [OneOf("activity-types"), Example(new[] { "training", "equipment" })]
    public IReadOnlyList<string>? ActivityTypes { get; init; }

    /// <summary>The donors; at least one.</summary>
    [Required, MinLength(1), MaxLength(ProjectLimits.MaxParticipants)]
    public IReadOnlyList<DonorBody>? Donors { get; init; }

    /// <summary>The implementers.</summary>
    [MaxLength(ProjectLimits.MaxParticipants)]
    public IReadOnlyList<ImplementerBody>? Implementers { get; init; }

    /// <summary>The agencies that receive the assistance.</summary>
    [MaxLength(ProjectLimits.MaxBeneficiaries), Example(new[] { "Drug Control Agency" })]
    public IReadOnlyList<string>? Beneficiaries { get; init; }

    /// <summary>The IATI activity status of the project.</summary>
    [Required, OneOf("statuses"), Example("implementation")]
    public string? Status { get; init; }

    /// <summary>The planned first day. A planned or an actual start is required.</summary>
    [Example("2026-01-01")]
    public DateOnly? PlannedStart { get; init; }

    /// <summary>The planned last day, included. Without a planned or an actual end, the end is open.</summary>
    [Example("2027-12-31")]
    public DateOnly? PlannedEnd { get; init; }

    /// <summary>The actual first day.</summary>
    [Example("2026-03-01")]
    public DateOnly? ActualStart { get; init; }

    /// <summary>The actual last day, included.</summary>
    public DateOnly? ActualEnd { get; init; }

    /// <summary>The last day that the money of the project is there for, included; null if it is not known.</summary>
    [Example("2027-03-31")]
    public DateOnly? FundedUntil { get; init; }

    /// <summary>The sectors of the project in other vocabularies.</summary>
    [MaxLength(ProjectLimits.MaxSectors)]
    public IReadOnlyList<SectorBody>? Sectors { get; init; }

    /// <summary>
    /// Goals and targets of the Sustainable Development Goals, in addition to those that the pillars imply. Codes of
    /// the list sdg-targets.
    /// </summary>
    [MaxLength(ProjectLimits.MaxSdgTargets), Example(new[] { "16.5" })]
    public IReadOnlyList<string>? AdditionalSdgTargets { get; init; }

    /// <summary>The identifier under which the project is published to IATI.</summary>
    [MaxLength(ProjectLimits.MaxIdentifierLength), Example("DE-1-202600014")]
    public string? IatiIdentifier { get; init; }

    /// <summary>Related projects, declared by the owner.</summary>
    [MaxLength(ProjectLimits.MaxRelatedProjects)]
    public IReadOnlyList<RelatedProjectBody>? RelatedProjects { get; init; }

    /// <summary>
    /// References of the measures that the project serves, as its owner says. One that is not in the register is
    /// accepted with a warning.
    /// </summary>
    [MaxLength(ProjectLimits.MaxDeclaredMeasures), Example(new[] { "M-III-1" })]
    public IReadOnlyList<string>? DeclaredMeasures { get; init; }

    /// <summary>
    /// The readers of the project: <c>partners</c> by default. A change that does not state it keeps it, so that none
    /// widens it by leaving it out.
    /// </summary>
    [OneOf("visibilities"), Example("partners")]
    public string? Visibility { get; init; }

    /// <summary>Computed: the id of the project.</summary>
    public Guid? Id { get; init; }

    /// <summary>Computed: the days that the project covers.</summary>
    [SchemaOf(typeof(PeriodDocument))]
    public JsonElement? Period { get; init; }

    /// <summary>Computed: the targets that the pillars imply, and the additional ones.</summary>
    [CodeOf("sdg-targets")]
    public IReadOnlyList<string>? SdgTargets { get; init; }

    /// <summary>Computed: 1 when recorded, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the project was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>Returns the input of the body, without the owner and the computed members.</summary>
    public ProjectInput ToInput() =>
        new()
        {
            Reference = Reference,
            Title = Title,
            Description = Description,
            Language = Language,
            Pillars = Pillars ?? [],
            Countries = Countries ?? [],
            CountryPercentages = Each(
                CountryPercentages,
                share => new CountryPercentageInput { Country = share.Country, Percentage = share.Percentage }
            ),
            Places = Each(
                Places,
                place => new PlaceInput
                {
                    Name = place.Name,
                    Admin1 = place.Admin1,
                    Latitude = place.Latitude,
                    Longitude = place.Longitude,
                }
            ),
            ActivityTypes = ActivityTypes ?? [],
            Donors = Each(
                Donors,
                donor => new DonorInput
                {
                    Partner = donor.Partner,
                    Name = donor.Name,
                    Amount = donor.Amount,
                    Currency = donor.Currency,
                }
            ),
            Implementers = Each(
                Implementers,
                implementer => new ImplementerInput { Partner = implementer.Partner, Name = implementer.Name }
            ),
            Beneficiaries = Beneficiaries ?? [],
            Status = Status,
            PlannedStart = PlannedStart,
            PlannedEnd = PlannedEnd,
            ActualStart = ActualStart,
            ActualEnd = ActualEnd,
            FundedUntil = FundedUntil,
            Sectors = Each(
                Sectors,
                sector => new SectorInput
                {
                    Vocabulary = sector.Vocabulary,
                    Code = sector.Code,
                    Percentage = sector.Percentage,
                }
            ),
            AdditionalSdgTargets = AdditionalSdgTargets ?? [],
            IatiIdentifier = IatiIdentifier,
            RelatedProjects = Each(
                RelatedProjects,
                related => new RelatedProjectInput { Identifier = related.Identifier, Relation = related.Relation }
            ),
            DeclaredMeasures = DeclaredMeasures ?? [],
            Visibility = Visibility,
        };

    private static IReadOnlyList<TInput> Each<TBody, TInput>(IReadOnlyList<TBody>? bodies, Func<TBody, TInput> map) =>
        bodies is null ? [] : [.. bodies.Select(map)];
}

/// <summary>A place within the recipient countries.</summary>
internal sealed record PlaceBody
{
    /// <summary>The name of the place.</summary>
    [Required, MaxLength(ProjectLimits.MaxNameLength), Example("Nizhny Panj")]
    public string? Name { get; init; }

    /// <summary>The first-level administrative division of the place (region, province).</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("Khatlon")]
    public string? Admin1 { get; init; }

    /// <summary>The latitude in WGS 84 degrees, north positive. Latitude and longitude are given together.</summary>
    [Range(-90.0, 90.0), Example(37.2)]
    public double? Latitude { get; init; }

    /// <summary>The longitude in WGS 84 degrees, east positive.</summary>
    [Range(-180.0, 180.0), Example(68.6)]
    public double? Longitude { get; init; }
}

/// <summary>
/// A donor: a partner, optionally with its agency; or an organisation outside the partnership, by name only.
/// </summary>
internal sealed record DonorBody
{
    /// <summary>The partner's code; any of its names or registered identifiers is understood.</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("DE")]
    public string? Partner { get; init; }

    /// <summary>
    /// With a partner: the name of its agency. Without one: the name of the organisation. The name of a partner is
    /// stored as that partner. The name of an agency ("USAID", "United Kingdom (DFID)") is stored as its partner with
    /// that agency.
    /// </summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("Federal Foreign Office")]
    public string? Name { get; init; }

    /// <summary>
    /// The amount that this donor gives: below 100 trillion, with at most as many decimals as the currency has.
    /// </summary>
    [Example(1_200_000)]
    public decimal? Amount { get; init; }

    /// <summary>The currency of the amount, ISO 4217. It is required with an amount.</summary>
    [OneOf("currencies"), Example("EUR")]
    public string? Currency { get; init; }
}

/// <summary>
/// An implementer: a partner, optionally with its agency; or an organisation outside the partnership, by name only.
/// </summary>
internal sealed record ImplementerBody
{
    /// <summary>The partner's code; any of its names or registered identifiers is understood.</summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("UNODC")]
    public string? Partner { get; init; }

    /// <summary>
    /// With a partner: the name of its agency. Without one: the name of the organisation. The name of a partner is
    /// stored as that partner. The name of an agency ("USAID", "United Kingdom (DFID)") is stored as its partner with
    /// that agency.
    /// </summary>
    [MaxLength(ProjectLimits.MaxNameLength), Example("Regional Office for Central Asia")]
    public string? Name { get; init; }
}

/// <summary>The percentage of a project for one of its countries.</summary>
internal sealed record CountryPercentageBody
{
    /// <summary>A country of the project.</summary>
    [Required, MaxLength(ProjectLimits.MaxCodeLength), Example("TJ")]
    public string? Country { get; init; }

    /// <summary>Above 0, at most 100. The percentages need not add up to 100, and are stored unchanged.</summary>
    [Required, Range(0.0, 100.0), Example(60)]
    public decimal? Percentage { get; init; }
}

/// <summary>A sector of a project in another vocabulary.</summary>
internal sealed record SectorBody
{
    /// <summary>
    /// The vocabulary. <c>dac</c>: purpose codes of the OECD Development Assistance Committee. <c>dac-category</c>: the
    /// categories of these purposes.
    /// </summary>
    [Required, OneOf("sector-vocabularies"), Example("dac")]
    public string? Vocabulary { get; init; }

    /// <summary>A code of the list sectors, or of the list sector-categories.</summary>
    [Required, MaxLength(ProjectLimits.MaxCodeLength), Example("16063")]
    public string? Code { get; init; }

    /// <summary>The percentage of the project in this sector: above 0, at most 100.</summary>
    [Range(0.0, 100.0), Example(40)]
    public decimal? Percentage { get; init; }
}

/// <summary>A related project, declared by the owner.</summary>
internal sealed record RelatedProjectBody
{
    /// <summary>The published identifier of the other project.</summary>
    [Required, MaxLength(ProjectLimits.MaxIdentifierLength), Example("XM-DAC-41128-TJKZ01")]
    public string? Identifier { get; init; }

    /// <summary>The relation of the other project to this one.</summary>
    [Required, OneOf("relations"), Example("co-funded")]
    public string? Relation { get; init; }
}
