namespace Adam.Domain.CodeLists;

/// <summary>A trafficking route of Afghan opiates. A country may lie on several routes.</summary>
/// <param name="Code"><c>northern</c>, <c>balkan</c> or <c>southern</c>.</param>
/// <param name="Countries">The countries from the source to the markets, as far as they have an order.</param>
public sealed record Route(string Code, string Name, IReadOnlyList<RouteCountry> Countries)
{
    public static IReadOnlyList<Route> All { get; } =
    [
        .. CodeListCatalog
            .Rows("routes")
            .GroupBy(row => (Code: row["route"], Name: row["name"]))
            .Select(route => new Route(
                route.Key.Code,
                route.Key.Name,
                [.. route.Select(row => new RouteCountry(row["country"], row["basis"]))]
            )),
    ];

    /// <summary>Returns the route with a code in any case; null if there is none.</summary>
    public static Route? Find(string code) =>
        All.FirstOrDefault(route => string.Equals(route.Code, code, StringComparison.OrdinalIgnoreCase));
}

/// <param name="Basis">The evidence that the country lies on the route.</param>
public sealed record RouteCountry(string Country, string Basis);
