using Adam.Domain.Geography;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>
/// A filter of projects. Values of one member are alternatives (OR); all members must match (AND). An empty list or
/// null is no condition.
/// </summary>
public sealed record ProjectFilter
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>
    /// The countries of the requested routes, which are a second condition on the project's countries.
    /// </summary>
    public IReadOnlyList<string> RouteCountries { get; init; } = [];

    public IReadOnlyList<Pillar> Pillars { get; init; } = [];

    /// <summary>Keys of participants (<see cref="IParticipant.Key"/>), as for implementers and partners.</summary>
    public IReadOnlyList<string> Donors { get; init; } = [];

    public IReadOnlyList<string> Implementers { get; init; } = [];

    /// <summary>Partners in any role: owner, donor or implementer.</summary>
    public IReadOnlyList<string> Partners { get; init; } = [];

    public IReadOnlyList<string> Owners { get; init; } = [];

    public IReadOnlyList<ProjectStatus> Statuses { get; init; } = [];

    public IReadOnlyList<string> ActivityTypes { get; init; } = [];

    /// <summary>Codes of goals and targets, those of the pillars included.</summary>
    public IReadOnlyList<string> SdgTargets { get; init; } = [];

    public IReadOnlyList<Visibility> Visibilities { get; init; } = [];

    /// <summary>The only visibility that passes; null if all do.</summary>
    internal Visibility? OnlyVisibility => Visibilities.Distinct().ToList() is [var only] ? only : null;

    /// <summary>The period has a day on or after this one.</summary>
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>The period has a day on or before this one.</summary>
    public DateOnly? ActiveTo { get; init; }

    /// <summary>The period starts on this day or later. A period without a known start does not.</summary>
    public DateOnly? StartsFrom { get; init; }

    /// <summary>The period starts on this day or earlier. A period without a known start does not.</summary>
    public DateOnly? StartsTo { get; init; }

    /// <summary>The period ends on this day or later. A period without an end does not.</summary>
    public DateOnly? EndsFrom { get; init; }

    /// <summary>The period ends on this day or earlier. A period without an end does not.</summary>
    public DateOnly? EndsTo { get; init; }

    /// <summary>
    /// The money of the project is there until a day before this one. A project whose money has no known last day does
    /// not match.
    /// </summary>
    public DateOnly? FundedUntilBefore { get; init; }

    /// <summary>
    /// True: the project goes on after its money (<see cref="ProjectDraft.OutlivesFunding"/>). False: its money lasts,
    /// or it is over. A project whose money has no known last day matches neither.
    /// </summary>
    public bool? OutlivesFunding { get; init; }

    /// <summary>Keys of the names of places (<see cref="Domain.Text.Folding.Key"/>), as for divisions.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>Keys of the names of first-level administrative divisions.</summary>
    public IReadOnlyList<string> Admin1s { get; init; } = [];

    /// <summary>A place with coordinates lies in this circle.</summary>
    public Circle? Near { get; init; }

    /// <summary>A place with coordinates lies in this box.</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>
    /// Folded words. Each must be a prefix of a word of title, description, reference or beneficiaries.
    /// </summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>
    /// The period may have a day on or after this one: it ends later, or its end is open or unknown. The definition of
    /// an overlap compares periods so, and <see cref="ActiveFrom"/> counts only reported days.
    /// </summary>
    internal DateOnly? MayEndFrom { get; init; }

    /// <summary>The project changed at or after this instant.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    public bool IsEmpty => ProjectConditions.For(this).Count == 0;

    /// <summary>
    /// Returns this filter with the countries, routes, pillars and active days of another. This filter has none of
    /// them.
    /// </summary>
    internal ProjectFilter With(ProjectFilter shared) =>
        this with
        {
            Countries = shared.Countries,
            RouteCountries = shared.RouteCountries,
            Pillars = shared.Pillars,
            MayEndFrom = shared.MayEndFrom,
            ActiveTo = shared.ActiveTo,
        };

    /// <summary>Returns this filter without its conditions on facets.</summary>
    internal ProjectFilter WithoutFacets() =>
        this with
        {
            Visibilities = OnlyVisibility == Visibility.Restricted ? [] : Visibilities,
            OutlivesFunding = null,
            Implementers = [],
            Places = [],
            Donors = [],
            Owners = [],
            Partners = [],
            Admin1s = [],
            Countries = [],
            RouteCountries = [],
            ActivityTypes = [],
            SdgTargets = [],
            Pillars = [],
            Statuses = [],
        };

    /// <summary>
    /// The conditions on facets, usually the most selective first. If all are common, a list scans the rows of the
    /// first and tests the others.
    /// </summary>
    internal IEnumerable<(string Facet, IReadOnlyList<string> Values)> Facets =>
        new (string Facet, IReadOnlyList<string> Values)[]
        {
            (
                Facet.Visibility,
                OnlyVisibility == Visibility.Restricted ? [ProjectIndex.CodeOf(Visibility.Restricted)] : []
            ),
            (Facet.Funding, OutlivesFunding is { } outlives ? [Facet.FundingOf(outlives)] : []),
            (Facet.Implementer, Implementers),
            (Facet.Place, Places),
            (Facet.Donor, Donors),
            (Facet.Owner, Owners),
            (Facet.Partner, Partners),
            (Facet.Admin1, Admin1s),
            (Facet.Country, Countries),
            (Facet.Country, RouteCountries),
            (Facet.ActivityType, ActivityTypes),
            (Facet.SdgTarget, SdgTargets),
            (Facet.Pillar, [.. Pillars.Select(ProjectIndex.CodeOf)]),
            (Facet.Status, [.. Statuses.Select(ProjectIndex.CodeOf)]),
        }.Where(condition => condition.Values.Count > 0);
}

/// <summary>The orders of the list of projects. The order of creation breaks ties.</summary>
public enum ProjectSort
{
    Created = 1,
    CreatedDescending = 2,
    Updated = 3,
    UpdatedDescending = 4,
    Start = 5,
    StartDescending = 6,

    /// <summary>By the end of the period. A period without an end comes after every date.</summary>
    End = 7,

    EndDescending = 8,
}

/// <summary>The keyset position of a page, which begins after the project with this key and position.</summary>
/// <param name="Key">
/// The sort key: a day number or microseconds. In the order of creation it equals the position.
/// </param>
/// <param name="Position">The position of the project in the order of creation.</param>
public sealed record ProjectPosition(long Key, long Position);
