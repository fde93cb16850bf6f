using System.Globalization;
using Adam.Desk.Calls;
using Adam.Desk.Presence;
using Adam.Desk.Shell;

namespace Adam.Desk.Maps;

/// <summary>The map of who works where.</summary>
/// <param name="Countries">The table by country.</param>
/// <param name="Points">The places of the projects.</param>
/// <param name="HasAllPoints">False if there are more projects than the map reads.</param>
public sealed record MapModel(
    string Show,
    string Currency,
    PresenceTable Countries,
    PresenceTable Years,
    IReadOnlyList<MapPoint> Points,
    bool HasAllPoints,
    IReadOnlyList<Route> Routes
)
{
    /// <summary>The projects whose places the map reads.</summary>
    public const int MostProjects = 500;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var show =
            desk.Filters["show"] is { } measure && MatrixModel.Measures.Contains(measure)
                ? measure
                : MatrixModel.Measures[0];
        var currency = desk.Filters["currency"] ?? "USD";
        var options = show == "amount" ? $"&currency={Uri.EscapeDataString(currency)}" : "";
        var placed = await api.GetAsync<Page<Project>>(
            desk.Filters.Counted.ApiAddress($"/v1/projects?fields=places&limit={MostProjects}")
        );
        return View.Create<MapPage, MapModel>(
            desk.Words["Nav.map"],
            "map",
            new(
                show,
                currency,
                await api.GetTableAsync(desk.Filters.ApiAddress($"/v1/presence?by=country&include=names{options}")),
                await api.GetTableAsync(YearStrip.AddressFor(desk)),
                Group(placed.Items, desk.Filters),
                placed.NextCursor is null,
                (await api.GetAsync<Page<Route>>("/v1/routes")).Items
            )
        ) with
        {
            HasFilters = true,
        };
    }

    /// <summary>Returns the places of projects, those of many first: small circles lie above large ones.</summary>
    /// <param name="filters">The filters of the lists behind them.</param>
    public static IReadOnlyList<MapPoint> Group(IReadOnlyList<Project> projects, Filters filters) =>
        [
            .. projects
                .SelectMany(project => project.Places.DistinctBy(place => (place.Latitude, place.Longitude)))
                .Where(place => place is { Latitude: not null, Longitude: not null })
                .GroupBy(place => (Latitude: place.Latitude!.Value, Longitude: place.Longitude!.Value))
                .Select(group => new MapPoint(
                    group.Key.Latitude,
                    group.Key.Longitude,
                    group.Select(place => place.Name).FirstOrDefault(name => !string.IsNullOrEmpty(name))
                        ?? string.Create(CultureInfo.InvariantCulture, $"{group.Key.Latitude}, {group.Key.Longitude}"),
                    group.Count(),
                    filters
                        .Only.Counted.With(
                            "near",
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{group.Key.Latitude},{group.Key.Longitude},0.1"
                            )
                        )
                        .Address("/desk/projects")
                ))
                .OrderByDescending(point => point.Projects),
        ];
}
