using Adam.Data.Projects;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps;

/// <summary>A condition of a filter by which the report can be walked, since each pair stands under its values in the order of scores.</summary>
/// <param name="Values">Facets with their values; a pair that the filter leaves stands under one of them at least.</param>
internal sealed record ReportLead(string Name, IReadOnlyList<(string Facet, string Value)> Values)
{
    /// <summary>More walks than this cost more than the pairs they leave out.</summary>
    private const int MostWalks = 12;

    /// <summary>Those of a filter, the one first that usually leaves the fewest pairs; none when it has no such condition.</summary>
    public static IReadOnlyList<ReportLead> Of(OverlapFilter filter)
    {
        var countries = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        ReportLead[] leads =
        [
            new("cell", [.. from country in countries from pillar in filter.Pillars select ("cell", $"{country} {ProjectIndex.CodeOf(pillar)}")]),
            new("country", [.. countries.Select(country => ("country", country))]),
            new("donor", [.. filter.Either.Donors.Select(donor => ("donor", donor))]),
            new("owner", [.. filter.Either.Owners.Select(owner => ("owner", owner))]),
            new("one", filter.Between is { } one ? [("owner", one.One), ("donor", one.One)] : []),
            new("other", filter.Between is { } other ? [("owner", other.Other), ("donor", other.Other)] : []),
            new("pillar", [.. filter.Pillars.Select(pillar => ("pillar", ProjectIndex.CodeOf(pillar)))]),
        ];
        return [.. leads.Where(lead => lead.Values.Count is > 0 and <= MostWalks)];
    }

    /// <summary>Whether a filter asks for pairs of which there are few anywhere, and which the index of the order finds without looking at anything else.</summary>
    public static bool IsRare(OverlapFilter filter) =>
        filter.Kinds is [OverlapKind.Declared] || (filter.Verdicts.Count > 0 && !filter.Verdicts.Contains(VerdictFilter.None));

    /// <summary>Whether facets tell all that is asked of either project.</summary>
    public static bool Settles(ProjectFilter either) => (either.Owners.Count, either.Donors.Count) switch
    {
        ( > 0, 0) => (either with { Owners = [] }).IsEmpty,
        (0, > 0) => (either with { Donors = [] }).IsEmpty,
        _ => false,
    };
}
