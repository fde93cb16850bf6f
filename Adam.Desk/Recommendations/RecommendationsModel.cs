using Adam.Desk.Calls;
using Adam.Desk.Measures;
using Adam.Desk.Shell;

namespace Adam.Desk.Recommendations;

/// <summary>The recommendations that meet the filters, with their states.</summary>
/// <param name="Meetings">The meetings of the register, which the filters offer.</param>
public sealed record RecommendationsModel(Page<Recommendation> Page, IReadOnlyList<Meeting> Meetings)
{
    private const int PageSize = 100;
    private const int MostMeetings = 500;

    public static readonly IReadOnlyList<string> States = ["pending", "endorsed", "not-endorsed", "superseded"];

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var address = $"{ListAddress(desk.Filters)}&limit={PageSize}{MeasuresModel.Cursor(desk)}";
        var page = await api.GetAsync<Page<Recommendation>>(address);
        var meetings = await api.GetAsync<Page<Meeting>>($"/v1/meetings?limit={MostMeetings}");
        return View.Create<RecommendationsPage, RecommendationsModel>(
            desk.Words["Nav.recommendations"],
            "measures",
            new(page, meetings.Items)
        );
    }

    public static string ListAddress(Filters filters) => filters.ApiAddress("/v1/recommendations?count=true");
}
