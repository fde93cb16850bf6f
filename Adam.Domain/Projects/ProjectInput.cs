namespace Adam.Domain.Projects;

/// <summary>
/// A project as a client or a file states it: texts as written, codes unchecked, and any member may be missing. All
/// writes and imports produce this type and validate it by the same rules. <see cref="ProjectNormalizer"/> converts it
/// to a draft. Computed members are not part of it.
/// </summary>
public sealed record ProjectInput
{
    /// <summary>The owner's own number.</summary>
    public string? Reference { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The language of title and description, a BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>Codes of the list pillars.</summary>
    public IReadOnlyList<string> Pillars { get; init; } = [];

    /// <summary>Codes of the list countries, alpha-2 or alpha-3.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    public IReadOnlyList<CountryPercentageInput> CountryPercentages { get; init; } = [];

    public IReadOnlyList<PlaceInput> Places { get; init; } = [];

    /// <summary>Codes of the list activity-types.</summary>
    public IReadOnlyList<string> ActivityTypes { get; init; } = [];

    public IReadOnlyList<DonorInput> Donors { get; init; } = [];

    public IReadOnlyList<ImplementerInput> Implementers { get; init; } = [];

    public IReadOnlyList<string> Beneficiaries { get; init; } = [];

    /// <summary>A code of the list statuses.</summary>
    public string? Status { get; init; }

    public DateOnly? PlannedStart { get; init; }

    public DateOnly? PlannedEnd { get; init; }

    public DateOnly? ActualStart { get; init; }

    public DateOnly? ActualEnd { get; init; }

    public DateOnly? FundedUntil { get; init; }

    public IReadOnlyList<SectorInput> Sectors { get; init; } = [];

    /// <summary>Codes of the list sdg-targets.</summary>
    public IReadOnlyList<string> AdditionalSdgTargets { get; init; } = [];

    public string? IatiIdentifier { get; init; }

    public IReadOnlyList<RelatedProjectInput> RelatedProjects { get; init; } = [];

    /// <summary>References of measures.</summary>
    public IReadOnlyList<string> DeclaredMeasures { get; init; } = [];

    /// <summary>A code of the list visibilities; null for <c>partners</c>.</summary>
    public string? Visibility { get; init; }
}

/// <summary>A place as stated.</summary>
public sealed record PlaceInput
{
    public string? Name { get; init; }

    /// <summary>The first-level administrative division of the place.</summary>
    public string? Admin1 { get; init; }

    /// <summary>WGS 84 degrees, north positive.</summary>
    public double? Latitude { get; init; }

    /// <summary>WGS 84 degrees, east positive.</summary>
    public double? Longitude { get; init; }
}

/// <summary>A participant as stated.</summary>
public interface IParticipantInput
{
    /// <summary>A code, name or registered identifier of a partner.</summary>
    string? Partner { get; }

    /// <summary>The agency of a partner, or the name of an organisation outside the partnership.</summary>
    string? Name { get; }
}

/// <summary>A donor as stated.</summary>
public sealed record DonorInput : IParticipantInput
{
    public string? Partner { get; init; }

    public string? Name { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }
}

/// <summary>An implementer as stated.</summary>
public sealed record ImplementerInput : IParticipantInput
{
    public string? Partner { get; init; }

    public string? Name { get; init; }
}

/// <summary>The percentage of a project in one of its countries, as stated.</summary>
public sealed record CountryPercentageInput
{
    public string? Country { get; init; }

    public decimal? Percentage { get; init; }
}

/// <summary>A sector as stated.</summary>
public sealed record SectorInput
{
    /// <summary>A code of the list sector-vocabularies.</summary>
    public string? Vocabulary { get; init; }

    public string? Code { get; init; }

    public decimal? Percentage { get; init; }
}

/// <summary>A link to another record, as stated.</summary>
public sealed record RelatedProjectInput
{
    public string? Identifier { get; init; }

    /// <summary>A code of the list relations.</summary>
    public string? Relation { get; init; }
}
