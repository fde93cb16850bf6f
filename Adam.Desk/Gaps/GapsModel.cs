using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Gaps;

/// <summary>Where somebody works, where nobody does, and where three partners do.</summary>
/// <param name="Cells">The cells, at most those of <see cref="MostColumns"/> measures.</param>
/// <param name="Countries">The numbers of cells of each country, for the map.</param>
/// <param name="Years">The numbers of cells on each 31 December.</param>
/// <param name="Measures">The measures of the register, which the filters offer.</param>
/// <param name="HasAllCells">False if there are more measures than columns.</param>
public sealed record GapsModel(
    GapPage Cells,
    GapSummary Countries,
    GapSummary Years,
    IReadOnlyList<Measure> Measures,
    bool HasAllCells
)
{
    /// <summary>The measures of one table: more would not be read.</summary>
    public const int MostColumns = 24;

    private const int PageSize = 500;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var cells = await CellsAsync(desk.Filters, api);
        var columns = cells.Items.Select(cell => cell.Measure ?? cell.Pillar).Distinct().ToList();
        var shown = columns.Take(MostColumns).ToHashSet();
        return View.Create<GapsPage, GapsModel>(
            desk.Words["Nav.gaps"],
            "gaps",
            new(
                cells with
                {
                    Items = [.. cells.Items.Where(cell => shown.Contains(cell.Measure ?? cell.Pillar))],
                },
                await api.GetAsync<GapSummary>($"{GapAddresses.Summary(desk.Filters, "country")}&limit={PageSize}"),
                await api.GetAsync<GapSummary>(GapAddresses.Summary(desk.Filters, "year")),
                (await api.GetAsync<Page<Measure>>($"/v1/measures?limit={PageSize}")).Items,
                columns.Count == shown.Count && cells.NextCursor is null
            )
        ) with
        {
            KeepsFilters = true,
        };
    }

    /// <summary>Returns the cells, which come measure by measure, until there are more than a table shows.</summary>
    private static async Task<GapPage> CellsAsync(Filters filters, DeskApi api)
    {
        var address = new Filters([.. filters.Pairs, ("include", "names"), ("limit", $"{PageSize}")]);
        var first = await api.GetAsync<GapPage>(GapAddresses.List(address));
        var (items, countries, last) = (first.Items.ToList(), NamesOf(first), first);
        while (last.NextCursor is { } cursor && items.Select(cell => cell.Measure).Distinct().Count() <= MostColumns)
        {
            last = await api.GetAsync<GapPage>($"{GapAddresses.List(address)}&cursor={Uri.EscapeDataString(cursor)}");
            items.AddRange(last.Items);
            foreach (var (code, name) in NamesOf(last))
                countries[code] = name;
        }

        return last with
        {
            Items = items,
            Names = new(countries, null),
        };
    }

    private static Dictionary<string, string> NamesOf(GapPage page) =>
        page.Names?.Countries is { } names ? new(names, StringComparer.Ordinal) : [];
}
