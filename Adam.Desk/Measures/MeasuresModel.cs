using Adam.Desk.Calls;
using Adam.Desk.Gaps;
using Adam.Desk.Shell;

namespace Adam.Desk.Measures;

/// <summary>The measures that meet the filters, with their coverage today.</summary>
/// <param name="Coverage">The numbers of cells by measure.</param>
public sealed record MeasuresModel(Page<Measure> Page, GapSummary Coverage)
{
    public const string Path = "/desk/measures";

    private const int PageSize = 100;

    /// <summary>True if a person may write measures, recommendations and meetings.</summary>
    public static bool MayWrite(DeskContext desk) => desk.MayDecide;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var page = await api.GetAsync<Page<Measure>>($"{ListAddress(desk.Filters)}&limit={PageSize}{Cursor(desk)}");
        return View.Create<MeasuresPage, MeasuresModel>(
            desk.Words["Nav.measures"],
            "measures",
            new(page, await CoverageAsync(page.Items, api))
        );
    }

    public static string ListAddress(Filters filters) => filters.ApiAddress("/v1/measures?count=true");

    /// <summary>Returns the part of an address with the position in a list; empty at its beginning.</summary>
    public static string Cursor(DeskContext desk) =>
        desk.Filters["cursor"] is { } cursor ? $"&cursor={Uri.EscapeDataString(cursor)}" : "";

    /// <summary>Returns the numbers of cells of some measures.</summary>
    public static async Task<GapSummary> CoverageAsync(IReadOnlyList<Measure> measures, DeskApi api)
    {
        var rows = new List<GapSummaryRow>();
        GapSummary? last = null;
        // An address names at most fifty measures.
        foreach (var some in measures.Chunk(MostOfAddress))
        {
            last = await api.GetAsync<GapSummary>(CoverageAddress(some.Select(one => one.Reference)));
            rows.AddRange(last.Items);
        }

        return last is null ? new([], new(0, 0, 0, 0, 0), default, null) : last with { Items = rows };
    }

    /// <summary>Returns the address of the numbers of cells of some measures.</summary>
    public static string CoverageAddress(IEnumerable<string> references) =>
        GapAddresses.Summary(
            new([.. references.Select(reference => (GapAddresses.Measure, reference)), ("limit", $"{MostOfAddress}")]),
            "measure"
        );

    private const int MostOfAddress = 50;
}
