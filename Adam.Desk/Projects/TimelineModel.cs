using Adam.Desk.Calls;
using Adam.Desk.Presence;
using Adam.Desk.Shell;

namespace Adam.Desk.Projects;

/// <summary>Projects on an axis of time: what runs, and what ends soon.</summary>
public sealed record TimelineModel(Page<Project> Page, PresenceTable Years, string Sort)
{
    private const int PageSize = 60;
    private const string EndingFirst = "end";

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var sort = desk.Filters["sort"] ?? EndingFirst;
        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var page = await api.GetAsync<Page<Project>>(
            desk.Filters.ApiAddress(
                "/v1/projects?count=true&include=names&fields=reference,owner,title,language,countries,period,status"
                    + $"&limit={PageSize}&sort={Uri.EscapeDataString(sort)}{cursor}"
            )
        );
        return View.Create<TimelinePage, TimelineModel>(
            desk.Words["Nav.timeline"],
            "timeline",
            new(page, await api.GetTableAsync(YearStrip.AddressFor(desk)), sort)
        ) with
        {
            HasFilters = true,
        };
    }
}
