using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Meetings;

/// <summary>The meetings that meet the filters, the last one first.</summary>
public sealed record MeetingsModel(Page<Meeting> Page)
{
    // All meetings of some twenty years are one page.
    private const int PageSize = 500;

    public static readonly IReadOnlyList<string> Kinds =
    [
        "expert-working-group",
        "policy-consultative-group",
        "ministerial-conference",
        "other",
    ];

    public static readonly IReadOnlyList<string> Statuses = ["planned", "held", "cancelled"];

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var page = await api.GetAsync<Page<Meeting>>(
            $"{ListAddress(desk.Filters)}&limit={PageSize}{Measures.MeasuresModel.Cursor(desk)}"
        );
        var sorted = page.Items.OrderByDescending(meeting => meeting.Start ?? new(meeting.Year, 12, 31)).ToList();
        return View.Create<MeetingsPage, MeetingsModel>(
            desk.Words["Nav.meetings"],
            "measures",
            new(page with { Items = sorted })
        );
    }

    public static string ListAddress(Filters filters) => filters.ApiAddress("/v1/meetings?count=true");
}
