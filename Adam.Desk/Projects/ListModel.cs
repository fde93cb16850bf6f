using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Projects;

/// <summary>The list of projects that meet the filters.</summary>
/// <param name="Cancelled">
/// The number of those that are cancelled, which no figure of another page counts; 0 if the filters state statuses.
/// </param>
public sealed record ListModel(Page<Project> Page, string Sort, long Cancelled)
{
    private const string LastChanged = "updated-descending";

    // The members that the list shows: descriptions and stamps are most of a record.
    private const string Fields = "reference,owner,title,language,pillars,countries,period,status";

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var sort = desk.Filters["sort"] ?? LastChanged;
        var address = desk.Filters.ApiAddress(
            $"/v1/projects?count=true&include=names&fields={Fields}&sort={Uri.EscapeDataString(sort)}"
                + (desk.Filters["cursor"] is { } cursor ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")
        );
        var page = await api.GetAsync<Page<Project>>(address);
        var cancelled = desk.Filters[Filters.Status] is null
            ? await api.GetAsync<Page<Project>>(CancelledAddress(desk.Filters))
            : null;
        return View.Create<ListPage, ListModel>(
            desk.Words["Nav.projects"],
            "projects",
            new(page, sort, cancelled?.Total ?? 0)
        ) with
        {
            HasFilters = true,
        };
    }

    /// <summary>Returns the address of the number of cancelled projects that meet the filters.</summary>
    public static string CancelledAddress(Filters filters) =>
        filters.Only.With(Filters.Status, Filters.Cancelled).ApiAddress("/v1/projects?count=true&limit=1");
}
