using Adam.Api.Errors;
using Adam.Domain.CodeLists;

namespace Adam.Api.Projects.Filtering;

/// <summary>Reads the filters <c>route</c> and <c>region</c>, which both stand for countries.</summary>
internal static class RegionCountries
{
    /// <summary>
    /// Returns the countries of the routes, of the regions, or those that are on one of the routes and in one of the
    /// regions; none if neither is given. Adds an error if no country is in both: no project could match.
    /// </summary>
    public static IReadOnlyList<string> Read(
        IReadOnlyList<string> routes,
        IReadOnlyList<string> regions,
        List<ValidationError> errors
    )
    {
        var onRoutes = routes
            .SelectMany(route => Domain.CodeLists.Route.Find(route)!.Countries)
            .Select(country => country.Country)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var inRegions = regions.SelectMany(region => Region.Find(region)!.Countries).ToList();
        if (routes.Count == 0 || regions.Count == 0)
            return [.. onRoutes, .. inRegions.Distinct(StringComparer.Ordinal)];

        var both = onRoutes.Intersect(inRegions, StringComparer.Ordinal).ToList();
        if (both.Count == 0)
            errors.Add(
                new(
                    "region",
                    $"No country of {string.Join(", ", regions)} is on {string.Join(", ", routes)}, so nothing could "
                        + "match. GET /v1/regions and GET /v1/routes list the countries.",
                    ErrorCodes.BadValue
                )
            );
        return both;
    }
}
