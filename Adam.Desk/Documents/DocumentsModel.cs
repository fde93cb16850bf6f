using Adam.Desk.Calls;
using Adam.Desk.Measures;
using Adam.Desk.Shell;

namespace Adam.Desk.Documents;

/// <summary>The descriptions of documents that meet the filters, in the order in which they were recorded.</summary>
/// <param name="Meetings">The meetings of the register, which the filters offer.</param>
public sealed record DocumentsModel(Page<Document> Page, IReadOnlyList<Meeting> Meetings)
{
    private const int PageSize = 100;
    private const int MostMeetings = 500;

    public static readonly IReadOnlyList<string> Types =
    [
        "report",
        "study",
        "presentation",
        "meeting-report",
        "resolution",
        "dataset",
    ];

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var address = $"{ListAddress(desk.Filters)}&limit={PageSize}{MeasuresModel.Cursor(desk)}";
        var page = await api.GetAsync<Page<Document>>(address);
        var meetings = await api.GetAsync<Page<Meeting>>($"/v1/meetings?limit={MostMeetings}");
        return View.Create<DocumentsPage, DocumentsModel>(
            desk.Words["Nav.documents"],
            "measures",
            new(page, meetings.Items)
        );
    }

    public static string ListAddress(Filters filters) => filters.ApiAddress("/v1/documents?count=true");
}
