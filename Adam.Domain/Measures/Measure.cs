using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Records;

namespace Adam.Domain.Measures;

/// <summary>The area that one project must be in for a measure to be served.</summary>
/// <remarks>The numbers are never changed.</remarks>
public enum MeasureScope
{
    /// <summary>Each country of the measure needs a project of its own.</summary>
    EachCountry = 1,

    /// <summary>One project in any of the countries is enough.</summary>
    Any = 2,
}

/// <summary>
/// The content of a measure, validated and in canonical form: what is to be there, where and until when. The countries
/// and routes are those that were written; <see cref="Place"/> expands them.
/// </summary>
public sealed record MeasureDraft : ReferencedDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 40;

    /// <summary>The highest number of a priority, which is the lowest priority.</summary>
    public const int LowestPriority = 9;

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The references of the recommendations that the measure implements.</summary>
    public IReadOnlyList<string> Recommendations { get; init; } = [];

    /// <summary>The reference of the meeting that decided the measure; null if none did.</summary>
    public string? DecidedAt { get; init; }

    /// <summary>1 is the highest, 9 the lowest; null if the measure has none.</summary>
    public int? Priority { get; init; }

    /// <summary>At least one, each once.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>ISO 3166-1 alpha-2, each once. Countries or routes are given, or both.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Codes of routes, each once.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    public MeasureScope Scope { get; init; } = MeasureScope.EachCountry;

    /// <summary>Types of activity of which a project has one; empty for no condition.</summary>
    public IReadOnlyList<string> ActivityTypes { get; init; } = [];

    /// <summary>
    /// Phrases of which a project has one; empty for no condition. A project has a phrase if each word of the phrase is
    /// a prefix of a word of its title, description, reference or beneficiaries.
    /// </summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The first day on which the measure is to be served; null for no first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null for no last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The codes of the partners that lead the measure.</summary>
    public IReadOnlyList<string> Leads { get; init; } = [];

    /// <summary>The countries of the measure with those of its routes, in the order of their codes.</summary>
    public IReadOnlyList<string> Place =>
        [
            .. Countries
                .Concat(Routes.SelectMany(code => Route.Find(code)!.Countries).Select(country => country.Country))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Returns true if a text can be the reference of a measure.</summary>
    public static bool IsReference(string text) => text.Length <= MaxReferenceLength && IsWord(text);
}

/// <summary>A measure as the register stores it.</summary>
/// <inheritdoc cref="VersionedRecord{TDraft}" path="/param"/>
public sealed record Measure(
    MeasureDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
) : VersionedRecord<MeasureDraft>(Draft, Version, CreatedAt, UpdatedAt, UpdatedBy);
