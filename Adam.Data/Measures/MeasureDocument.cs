using Adam.Domain.CodeLists;
using Adam.Domain.Measures;
using Adam.Domain.Projects;

namespace Adam.Data.Measures;

/// <summary>A measure as the API returns it and the register stores it.</summary>
public record MeasureDocument
{
    /// <summary>The reference, unique in the register ignoring case. It cannot be changed.</summary>
    public required string Reference { get; init; }

    /// <summary>The state that the measure is to bring about, in one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>Further explanations; null if there are none.</summary>
    public string? Description { get; init; }

    /// <summary>References of the recommendations that the measure implements.</summary>
    public required IReadOnlyList<string> Recommendations { get; init; }

    /// <summary>The reference of the meeting that decided the measure; null if none did.</summary>
    public string? DecidedAt { get; init; }

    /// <summary>1 is the highest priority, 9 the lowest; null if the measure has none.</summary>
    public int? Priority { get; init; }

    /// <summary>Pillars of the Vienna Declaration; a project serves the measure under any of them.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>Where the measure is to be served.</summary>
    public required MeasurePlaceDocument Where { get; init; }

    /// <summary>
    /// <c>each-country</c>: each country needs a project. <c>any</c>: one project in any of the countries is enough.
    /// </summary>
    public required MeasureScope Scope { get; init; }

    /// <summary>The conditions that a project in one of the countries must meet.</summary>
    public required MeasureCriterionDocument Criterion { get; init; }

    /// <summary>The first day on which the measure is to be served; null for no first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null for no last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The partners that lead the measure.</summary>
    public required IReadOnlyList<MeasureLeadDocument> Leads { get; init; }

    /// <summary>1 after recording; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the measure was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static MeasureDocument FromMeasure(Measure measure)
    {
        var draft = measure.Draft;
        return new()
        {
            Reference = draft.Reference,
            Title = draft.Title,
            Description = draft.Description,
            Recommendations = draft.Recommendations,
            DecidedAt = draft.DecidedAt,
            Priority = draft.Priority,
            Pillars = draft.Pillars,
            Where = new(draft.Countries, draft.Routes),
            Scope = draft.Scope,
            Criterion = new(draft.ActivityTypes, draft.Words),
            From = draft.From,
            Until = draft.Until,
            Leads = [.. draft.Leads.Select(lead => new MeasureLeadDocument(lead))],
            Version = measure.Version,
            CreatedAt = measure.CreatedAt,
            UpdatedAt = measure.UpdatedAt,
            UpdatedBy = measure.UpdatedBy,
        };
    }

    public Measure ToMeasure() =>
        new(
            new()
            {
                Reference = Reference,
                Title = Title,
                Description = Description,
                Recommendations = Recommendations,
                DecidedAt = DecidedAt,
                Priority = Priority,
                Pillars = Pillars,
                Countries = Where.Countries,
                Routes = Where.Routes,
                Scope = Scope,
                ActivityTypes = Criterion.ActivityTypes,
                Words = Criterion.Words,
                From = From,
                Until = Until,
                Leads = [.. Leads.Select(lead => lead.Partner)],
            },
            Version,
            CreatedAt,
            UpdatedAt,
            UpdatedBy
        );
}

/// <summary>Where a measure is to be served.</summary>
/// <param name="Countries">Countries, ISO 3166-1 alpha-2.</param>
/// <param name="Routes">Trafficking routes; each stands for its countries.</param>
public sealed record MeasurePlaceDocument(
    [property: CodeOf("countries")] IReadOnlyList<string> Countries,
    [property: CodeOf("routes")] IReadOnlyList<string> Routes
);

/// <summary>
/// The criterion of a measure. A project must meet each part that is not empty, beside pillar and country.
/// </summary>
/// <param name="ActivityTypes">Types of activity of which a project has one; codes of the list activity-types.</param>
/// <param name="Words">
/// Phrases of which a project has one: each word of the phrase is a prefix of a word of its title, description,
/// reference or beneficiaries.
/// </param>
public sealed record MeasureCriterionDocument(
    [property: CodeOf("activity-types")] IReadOnlyList<string> ActivityTypes,
    IReadOnlyList<string> Words
);

/// <summary>A partner that leads a measure.</summary>
/// <param name="Partner">The partner's code.</param>
public sealed record MeasureLeadDocument(string Partner);
