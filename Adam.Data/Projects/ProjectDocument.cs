using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>
/// A project as the API returns it and the register stores it. The published contract defines the members and their
/// order.
/// </summary>
public record ProjectDocument
{
    /// <summary>The register's own id, a UUIDv7; ids ascend in the order in which projects were recorded.</summary>
    public required Guid Id { get; init; }

    /// <summary>The owner's own number, unique within the owner, ignoring case.</summary>
    public required string Reference { get; init; }

    /// <summary>Code of the partner that records the project. Only this partner may change it.</summary>
    public required string Owner { get; init; }

    /// <summary>The project's name, in any language.</summary>
    public required string Title { get; init; }

    /// <summary>The purpose and activities of the project, in any language.</summary>
    public string? Description { get; init; }

    /// <summary>The language of title and description, a BCP 47 tag; null if unknown.</summary>
    public string? Language { get; init; }

    /// <summary>Pillars of the Vienna Declaration that the project serves.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>Recipient countries, ISO 3166-1 alpha-2.</summary>
    [CodeOf("countries")]
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>The percentages of the project by country, if they are known.</summary>
    public IReadOnlyList<CountryPercentageDocument> CountryPercentages { get; init; } = [];

    /// <summary>Places within the recipient countries.</summary>
    public required IReadOnlyList<PlaceDocument> Places { get; init; }

    /// <summary>The activities of the project; codes of the list activity-types.</summary>
    [CodeOf("activity-types")]
    public required IReadOnlyList<string> ActivityTypes { get; init; }

    /// <summary>The organisations that fund the project.</summary>
    public required IReadOnlyList<DonorDocument> Donors { get; init; }

    /// <summary>The organisations that carry out the project.</summary>
    public required IReadOnlyList<ImplementerDocument> Implementers { get; init; }

    /// <summary>The agencies that the assistance is for.</summary>
    public required IReadOnlyList<string> Beneficiaries { get; init; }

    /// <summary>The status of the project.</summary>
    public required ProjectStatus Status { get; init; }

    /// <summary>The planned first day.</summary>
    public DateOnly? PlannedStart { get; init; }

    /// <summary>The planned last day, included.</summary>
    public DateOnly? PlannedEnd { get; init; }

    /// <summary>The actual first day.</summary>
    public DateOnly? ActualStart { get; init; }

    /// <summary>The actual last day, included.</summary>
    public DateOnly? ActualEnd { get; init; }

    /// <summary>
    /// The last day that the money of the project is there for, included; null if it is not known. A record that an
    /// older release wrote lacks it.
    /// </summary>
    public DateOnly? FundedUntil { get; init; }

    /// <summary>
    /// The days that the project covers: actual dates if they are given, else planned ones. Computed.
    /// </summary>
    public required PeriodDocument Period { get; init; }

    /// <summary>Codes in other vocabularies.</summary>
    public required IReadOnlyList<SectorDocument> Sectors { get; init; }

    /// <summary>
    /// Targets of the Sustainable Development Goals: those of the pillars, then the additional ones. Computed.
    /// </summary>
    [CodeOf("sdg-targets")]
    public required IReadOnlyList<string> SdgTargets { get; init; }

    /// <summary>Targets that the owner adds to those of the pillars.</summary>
    [CodeOf("sdg-targets")]
    public required IReadOnlyList<string> AdditionalSdgTargets { get; init; }

    /// <summary>The identifier under which the project is published to IATI.</summary>
    public string? IatiIdentifier { get; init; }

    /// <summary>Links that the owner declares to other records.</summary>
    public required IReadOnlyList<RelatedProjectDocument> RelatedProjects { get; init; }

    /// <summary>
    /// References of the measures that the owner says the project serves. A record that an older release wrote lacks
    /// it.
    /// </summary>
    public IReadOnlyList<string> DeclaredMeasures { get; init; } = [];

    /// <summary>The readers of the project. A record that an older release wrote lacks it: <c>partners</c>.</summary>
    public Visibility Visibility { get; init; } = Visibility.Partners;

    /// <summary>1 after recording; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the project was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static ProjectDocument FromProject(Project project)
    {
        var draft = project.Draft;
        return new()
        {
            Id = project.Id,
            Reference = draft.Reference,
            Owner = project.Owner,
            Title = draft.Title,
            Description = draft.Description,
            Language = draft.Language,
            Pillars = draft.Pillars,
            Countries = draft.Countries,
            CountryPercentages =
            [
                .. draft.CountryPercentages.Select(share => new CountryPercentageDocument(
                    share.Country,
                    share.Percentage
                )),
            ],
            Places =
            [
                .. draft.Places.Select(place => new PlaceDocument(
                    place.Name,
                    place.Admin1,
                    place.Latitude,
                    place.Longitude
                )),
            ],
            ActivityTypes = draft.ActivityTypes,
            Donors =
            [
                .. draft.Donors.Select(donor => new DonorDocument(
                    donor.Partner,
                    donor.Name,
                    donor.Amount,
                    donor.Currency
                )),
            ],
            Implementers =
            [
                .. draft.Implementers.Select(implementer => new ImplementerDocument(
                    implementer.Partner,
                    implementer.Name
                )),
            ],
            Beneficiaries = draft.Beneficiaries,
            Status = draft.Status,
            PlannedStart = draft.PlannedStart,
            PlannedEnd = draft.PlannedEnd,
            ActualStart = draft.ActualStart,
            ActualEnd = draft.ActualEnd,
            FundedUntil = draft.FundedUntil,
            Period = PeriodDocument.FromPeriod(draft.Period),
            Sectors =
            [
                .. draft.Sectors.Select(sector => new SectorDocument(
                    sector.Vocabulary,
                    sector.Code,
                    sector.Percentage
                )),
            ],
            SdgTargets = draft.SdgTargets,
            AdditionalSdgTargets = draft.AdditionalSdgTargets,
            IatiIdentifier = draft.IatiIdentifier,
            RelatedProjects =
            [
                .. draft.RelatedProjects.Select(related => new RelatedProjectDocument(
                    related.Identifier,
                    related.Relation
                )),
            ],
            DeclaredMeasures = draft.DeclaredMeasures,
            Visibility = draft.Visibility,
            Version = project.Version,
            CreatedAt = project.CreatedAt,
            UpdatedAt = project.UpdatedAt,
            UpdatedBy = project.UpdatedBy,
        };
    }

    public Project ToProject() => new(Id, Owner, ToDraft(), Version, CreatedAt, UpdatedAt, UpdatedBy);

    private ProjectDraft ToDraft() =>
        new()
        {
            Reference = Reference,
            Title = Title,
            Description = Description,
            Language = Language,
            Pillars = Pillars,
            Countries = Countries,
            CountryPercentages =
            [
                .. CountryPercentages.Select(share => new CountryPercentage(share.Country, share.Percentage)),
            ],
            Places = [.. Places.Select(place => new Place(place.Name, place.Admin1, place.Latitude, place.Longitude))],
            ActivityTypes = ActivityTypes,
            Donors = [.. Donors.Select(donor => new Donor(donor.Partner, donor.Name, donor.Amount, donor.Currency))],
            Implementers =
            [
                .. Implementers.Select(implementer => new Implementer(implementer.Partner, implementer.Name)),
            ],
            Beneficiaries = Beneficiaries,
            Status = Status,
            PlannedStart = PlannedStart,
            PlannedEnd = PlannedEnd,
            ActualStart = ActualStart,
            ActualEnd = ActualEnd,
            FundedUntil = FundedUntil,
            Sectors = [.. Sectors.Select(sector => new Sector(sector.Vocabulary, sector.Code, sector.Percentage))],
            AdditionalSdgTargets = AdditionalSdgTargets,
            IatiIdentifier = IatiIdentifier,
            RelatedProjects =
            [
                .. RelatedProjects.Select(related => new RelatedProject(related.Identifier, related.Relation)),
            ],
            DeclaredMeasures = DeclaredMeasures,
            Visibility = Visibility,
        };
}

/// <summary>A place within the recipient countries.</summary>
/// <param name="Name">The place's name.</param>
/// <param name="Admin1">The first-level administrative division (region, province).</param>
/// <param name="Latitude">WGS 84 degrees, north positive.</param>
/// <param name="Longitude">WGS 84 degrees, east positive.</param>
public sealed record PlaceDocument(string Name, string? Admin1, double? Latitude, double? Longitude);

/// <summary>
/// An organisation that funds the project: a partner, optionally with its agency, or an organisation outside the
/// partnership.
/// </summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Name">The agency of the partner, or the name of an organisation outside the partnership.</param>
/// <param name="Amount">The amount that this donor gives to the project, in the currency.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record DonorDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Partner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Amount,
    [property: CodeOf("currencies"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency
);

/// <summary>
/// An organisation that carries out the project: a partner, optionally with its agency, or an organisation outside the
/// partnership.
/// </summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Name">The agency of the partner, or the name of an organisation outside the partnership.</param>
public sealed record ImplementerDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Partner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name
);

/// <summary>The days that a project covers, both ends included.</summary>
/// <param name="Start">The first day; null if unknown.</param>
/// <param name="End">The last day, included; null if no end is given.</param>
/// <param name="StartBasis">
/// The start date that the period begins with; <c>unknown</c>: no start is given.
/// </param>
/// <param name="EndBasis">
/// <c>open</c>: no end is given; <c>unknown</c>: no end is given, but the status is that of a finished project.
/// </param>
public sealed record PeriodDocument(DateOnly? Start, DateOnly? End, StartBasis StartBasis, EndBasis EndBasis)
{
    public static PeriodDocument FromPeriod(Period period) =>
        new(period.Start, period.End, period.StartBasis, period.EndBasis);
}

/// <summary>The percentage of a project in one of its countries.</summary>
/// <param name="Country">One of the project's countries.</param>
/// <param name="Percentage">
/// Above 0, at most 100. Percentages are as the owner gave them and need not add up to 100.
/// </param>
public sealed record CountryPercentageDocument([property: CodeOf("countries")] string Country, decimal Percentage);

/// <summary>A subject of a project in another vocabulary.</summary>
/// <param name="Vocabulary">
/// <c>dac</c>: purpose codes of the OECD's Development Assistance Committee; <c>dac-category</c>: the categories that
/// they belong to.
/// </param>
/// <param name="Code">A code of the list sectors, or of sector-categories.</param>
/// <param name="Percentage">The percentage of the project for this subject, above 0 and at most 100.</param>
public sealed record SectorDocument(
    [property: CodeOf("sector-vocabularies")] string Vocabulary,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Percentage
);

/// <summary>A link that the owner declares to another record.</summary>
/// <param name="Identifier">The identifier under which the other record is published.</param>
/// <param name="Relation">The relation of the other record to this one.</param>
public sealed record RelatedProjectDocument(string Identifier, Relation Relation);

/// <summary>Serialises enums in the form of the contract, for example <c>prevention-and-health</c>.</summary>
public sealed class KebabCase<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
