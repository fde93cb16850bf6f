using Adam.Desk.Calls;
using Adam.Desk.Presence;
using Adam.Desk.Shell;

namespace Adam.Desk.Projects;

/// <summary>Projects on an axis of time: what runs, and what ends soon.</summary>
/// <param name="IsFromToday">True if the address states no time, so that the axis begins today.</param>
public sealed record TimelineModel(Page<Project> Page, PresenceTable Years, string Sort, bool IsFromToday)
{
    /// <summary>The beginnings of the names of filters of time.</summary>
    private static readonly string[] OfTime = ["active", "ends"];

    private const int PageSize = 60;
    private const string EndingFirst = "end";

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var sort = desk.Filters["sort"] ?? EndingFirst;
        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var shown = Shown(desk);
        var page = await api.GetAsync<Page<Project>>(
            shown.ApiAddress(
                "/v1/projects?count=true&include=names&fields=reference,owner,title,language,countries,period,status"
                    + $"&limit={PageSize}&sort={Uri.EscapeDataString(sort)}{cursor}"
            )
        );
        return View.Create<TimelinePage, TimelineModel>(
            desk.Words["Nav.timeline"],
            "timeline",
            new(page, await api.GetTableAsync(YearStrip.AddressFor(desk)), sort, IsFromToday: shown != desk.Filters)
        ) with
        {
            HasFilters = true,
        };
    }

    /// <summary>
    /// Returns the filters of the projects that are shown. The list of what ends first would begin with what ended
    /// long ago, so it begins today unless the address states a time or an order.
    /// </summary>
    public static Filters Shown(DeskContext desk) =>
        desk.Filters["sort"] is not null
        || desk.Filters.Pairs.Any(pair => OfTime.Any(name => pair.Name.StartsWith(name, StringComparison.Ordinal)))
            ? desk.Filters
            : new([
                .. desk.Filters.Pairs,
                ("activeFrom", desk.Today.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
            ]);
}
