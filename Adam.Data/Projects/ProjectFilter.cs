using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>Which projects are meant. Values of one name are alternatives, names must all hold; what is empty or null holds for every project.</summary>
public sealed record ProjectFilter
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The countries of the routes that are meant: a second condition on the project's countries.</summary>
    public IReadOnlyList<string> RouteCountries { get; init; } = [];

    public IReadOnlyList<Pillar> Pillars { get; init; } = [];

    /// <summary>Keys (<see cref="IParticipant.Key"/>), as those of implementers and of partners.</summary>
    public IReadOnlyList<string> Donors { get; init; } = [];

    public IReadOnlyList<string> Implementers { get; init; } = [];

    /// <summary>Any part: owner, donor or implementer.</summary>
    public IReadOnlyList<string> Partners { get; init; } = [];

    public IReadOnlyList<string> Owners { get; init; } = [];

    public IReadOnlyList<ProjectStatus> Statuses { get; init; } = [];

    public IReadOnlyList<string> ActivityTypes { get; init; } = [];

    /// <summary>The period has a day on or after this one.</summary>
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>The period has a day on or before this one.</summary>
    public DateOnly? ActiveTo { get; init; }

    /// <summary>Folded words; each must begin a word of the project's title, description, reference or beneficiaries.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Changed at this instant or later.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    public bool IsEmpty => !Facets.Any() && ActiveFrom is null && ActiveTo is null && Words.Count == 0 && UpdatedSince is null;

    /// <summary>The conditions on facets, those first that usually leave the fewest projects: a list walks the rows of the first and tests the others.</summary>
    internal IEnumerable<(string Facet, IReadOnlyList<string> Values)> Facets => new (string Facet, IReadOnlyList<string> Values)[]
    {
        (Facet.Implementer, Implementers),
        (Facet.Donor, Donors),
        (Facet.Owner, Owners),
        (Facet.Partner, Partners),
        (Facet.Country, Countries),
        (Facet.Country, RouteCountries),
        (Facet.ActivityType, ActivityTypes),
        (Facet.Pillar, [.. Pillars.Select(ProjectIndex.CodeOf)]),
        (Facet.Status, [.. Statuses.Select(ProjectIndex.CodeOf)]),
    }.Where(condition => condition.Values.Count > 0);
}

/// <summary>The orders in which projects are listed. Each ends in the order of creation, so that equal keys stay apart.</summary>
public enum ProjectSort
{
    Created = 1,
    CreatedDescending = 2,
    Updated = 3,
    UpdatedDescending = 4,
    Start = 5,
    StartDescending = 6,
}

/// <summary>Where in a list a page begins: behind the project with this key and position.</summary>
/// <param name="Key">What the list is sorted by: day or microseconds; the position itself in the order of creation.</param>
/// <param name="Position">The project's place in the order of creation.</param>
public sealed record ProjectPosition(long Key, long Position);
