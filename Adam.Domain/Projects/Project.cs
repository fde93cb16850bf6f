using Adam.Domain.Text;

namespace Adam.Domain.Projects;

/// <summary>A place within the recipient countries. Coordinates are WGS 84 degrees, given together or not at all.</summary>
public sealed record Place(string Name, string? Admin1, double? Latitude, double? Longitude);

/// <summary>How much of a project goes to one of its recipient countries.</summary>
/// <param name="Percentage">Above 0, at most 100; what a project's countries have need not add up.</param>
public sealed record CountryPercentage(string Country, decimal Percentage);

/// <summary>
/// What a project is about in another vocabulary: <c>dac</c> is the five-digit purpose code of the OECD's Development Assistance Committee, <c>dac-category</c> the three digits that it begins with.
/// </summary>
/// <param name="Percentage">How much of the project it is about, above 0 and at most 100; null where it is not said.</param>
public sealed record Sector(string Vocabulary, string Code, decimal? Percentage = null);

/// <summary>How a record says that it stands to another one; IATI's code list RelatedActivityType.</summary>
public enum Relation
{
    Parent = 1,
    Child = 2,
    Sibling = 3,
    CoFunded = 4,

    /// <summary>The other record is the same project, reported by somebody else.</summary>
    ThirdParty = 5,
}

/// <summary>A link that the owner declares to another record, by the identifier under which that one is published.</summary>
public sealed record RelatedProject(string Identifier, Relation Relation);

/// <summary>What an owner writes about a project, checked and in its canonical form: nothing in it is computed, and everything computed follows from it.</summary>
public sealed record ProjectDraft
{
    /// <summary>The owner's own number: trimmed, NFC; unique within the owner, case aside.</summary>
    public required string Reference { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The language of title and description, a BCP 47 tag in its canonical case (<c>en</c>, <c>pt-BR</c>); null where it is not said.</summary>
    public string? Language { get; init; }

    /// <summary>At least one, each once.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>Recipient countries, ISO 3166-1 alpha-2 (and XK for Kosovo): at least one, each once.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>How much goes to which of the <see cref="Countries"/>; each at most once.</summary>
    public IReadOnlyList<CountryPercentage> CountryPercentages { get; init; } = [];

    public IReadOnlyList<Place> Places { get; init; } = [];

    public IReadOnlyList<string> ActivityTypes { get; init; } = [];

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Donor> Donors { get; init; }

    public IReadOnlyList<Implementer> Implementers { get; init; } = [];

    /// <summary>The agencies that the assistance is for, as the owner names them.</summary>
    public IReadOnlyList<string> Beneficiaries { get; init; } = [];

    public required ProjectStatus Status { get; init; }

    public DateOnly? PlannedStart { get; init; }

    public DateOnly? PlannedEnd { get; init; }

    public DateOnly? ActualStart { get; init; }

    public DateOnly? ActualEnd { get; init; }

    public IReadOnlyList<Sector> Sectors { get; init; } = [];

    /// <summary>Targets of the Sustainable Development Goals beside those that the pillars imply.</summary>
    public IReadOnlyList<string> AdditionalSdgTargets { get; init; } = [];

    /// <summary>The identifier under which the project is published to IATI, as published.</summary>
    public string? IatiIdentifier { get; init; }

    public IReadOnlyList<RelatedProject> RelatedProjects { get; init; } = [];

    public Period Period => Period.Of(PlannedStart, PlannedEnd, ActualStart, ActualEnd, Status);

    /// <summary>The targets that the pillars imply, then the additional ones, each once.</summary>
    public IReadOnlyList<string> SdgTargets => [.. Pillars.Order().Select(pillar => pillar.SdgTarget()).Concat(AdditionalSdgTargets).Distinct(StringComparer.Ordinal)];

    /// <summary>The words that the text search finds this record by: of title, description, reference and beneficiaries.</summary>
    public IReadOnlyList<string> Words => Folding.Words([Title, Description, Reference, .. Beneficiaries]);
}

/// <summary>A project as the register holds it.</summary>
/// <param name="Id">UUIDv7; ids ascend in the order in which the register recorded the projects.</param>
/// <param name="Owner">Code of the partner that records the project and alone may change it.</param>
/// <param name="Version">1 when recorded, one more with every change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
public sealed record Project(
    Guid Id, string Owner, ProjectDraft Draft, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string UpdatedBy);
