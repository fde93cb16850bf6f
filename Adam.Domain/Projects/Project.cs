using Adam.Domain.Text;

namespace Adam.Domain.Projects;

/// <summary>A place within the recipient countries. Coordinates are WGS 84 degrees; both are set or neither.</summary>
public sealed record Place(string Name, string? Admin1, double? Latitude, double? Longitude);

/// <summary>The percentage of a project in one of its recipient countries.</summary>
/// <param name="Percentage">Above 0, at most 100. The percentages of a project need not add up to 100.</param>
public sealed record CountryPercentage(string Country, decimal Percentage);

/// <summary>
/// The sector of a project in another vocabulary: <c>dac</c> is the five-digit purpose code of the OECD's Development
/// Assistance Committee, <c>dac-category</c> its first three digits.
/// </summary>
/// <param name="Percentage">The share of the project in this sector, above 0 and at most 100; null if unknown.</param>
public sealed record Sector(string Vocabulary, string Code, decimal? Percentage = null);

/// <summary>The relation of a record to another one: the codes of IATI's code list RelatedActivityType.</summary>
public enum Relation
{
    Parent = 1,
    Child = 2,
    Sibling = 3,
    CoFunded = 4,

    /// <summary>The other record is the same project, reported by somebody else.</summary>
    ThirdParty = 5,
}

/// <summary>
/// A link to another record, which the owner declares with the identifier under which that record is published.
/// </summary>
public sealed record RelatedProject(string Identifier, Relation Relation);

/// <summary>
/// Marks a member of <see cref="ProjectDraft"/> that neither the definition of an overlap nor its score reads. A change
/// of it rescores no pair and makes no verdict stale.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotMatchedAttribute : Attribute;

/// <summary>
/// The content of a project that its owner writes, validated and in canonical form. It contains no computed values,
/// which all derive from it.
/// </summary>
public sealed record ProjectDraft
{
    /// <summary>The owner's own number, trimmed and in NFC. It is unique within the owner, ignoring case.</summary>
    public required string Reference { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>
    /// The language of title and description: a BCP 47 tag in canonical case (<c>en</c>, <c>pt-BR</c>); null if
    /// unknown.
    /// </summary>
    [NotMatched]
    public string? Language { get; init; }

    /// <summary>At least one, each once.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>Recipient countries, ISO 3166-1 alpha-2 (and XK for Kosovo): at least one, each once.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>The percentages of the <see cref="Countries"/>, each country at most once.</summary>
    [NotMatched]
    public IReadOnlyList<CountryPercentage> CountryPercentages { get; init; } = [];

    public IReadOnlyList<Place> Places { get; init; } = [];

    public IReadOnlyList<string> ActivityTypes { get; init; } = [];

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Donor> Donors { get; init; }

    public IReadOnlyList<Implementer> Implementers { get; init; } = [];

    /// <summary>The agencies that receive the assistance, in the owner's words.</summary>
    public IReadOnlyList<string> Beneficiaries { get; init; } = [];

    public required ProjectStatus Status { get; init; }

    public DateOnly? PlannedStart { get; init; }

    public DateOnly? PlannedEnd { get; init; }

    public DateOnly? ActualStart { get; init; }

    public DateOnly? ActualEnd { get; init; }

    /// <summary>The last day that the money is there for, included; null if the owner states none.</summary>
    [NotMatched]
    public DateOnly? FundedUntil { get; init; }

    [NotMatched]
    public IReadOnlyList<Sector> Sectors { get; init; } = [];

    /// <summary>Targets of the Sustainable Development Goals in addition to those of the pillars.</summary>
    [NotMatched]
    public IReadOnlyList<string> AdditionalSdgTargets { get; init; } = [];

    /// <summary>The identifier under which the project is published in IATI, unchanged.</summary>
    public string? IatiIdentifier { get; init; }

    public IReadOnlyList<RelatedProject> RelatedProjects { get; init; } = [];

    /// <summary>The references of the measures that the owner says the project serves, each once.</summary>
    [NotMatched]
    public IReadOnlyList<string> DeclaredMeasures { get; init; } = [];

    /// <summary>The readers of the project. Scores do not depend on it.</summary>
    [NotMatched]
    public Visibility Visibility { get; init; } = Visibility.Partners;

    public Period Period => Period.FromDates(PlannedStart, PlannedEnd, ActualStart, ActualEnd, Status);

    /// <summary>
    /// True if the project goes on after the last day that its money is there for: it is neither finished nor
    /// cancelled, and its period ends later or has no end. Null if no such day is stated.
    /// </summary>
    public bool? OutlivesFunding =>
        FundedUntil is { } until
            ? Status is ProjectStatus.Pipeline or ProjectStatus.Implementation or ProjectStatus.Suspended
                && (Period.End is not { } end || end > until)
            : null;

    /// <summary>The targets of the pillars, then the additional ones, each once.</summary>
    public IReadOnlyList<string> SdgTargets =>
        [
            .. Pillars
                .Order()
                .Select(pillar => pillar.SdgTarget())
                .Concat(AdditionalSdgTargets)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// The words that the text search matches: those of title, description, reference and beneficiaries.
    /// </summary>
    public IReadOnlyList<string> Words => Folding.Words([Title, Description, Reference, .. Beneficiaries]);
}

/// <summary>A project as the register stores it.</summary>
/// <param name="Id">UUIDv7; ids ascend in the order in which the register recorded the projects.</param>
/// <param name="Owner">The code of the partner that recorded the project. Only this partner may change it.</param>
/// <param name="Version">1 after recording; increased by 1 with every change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
public sealed record Project(
    Guid Id,
    string Owner,
    ProjectDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
);
