using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Overlaps;

/// <summary>The list of overlaps, strongest first.</summary>
public sealed record OverlapsModel(Page<Overlap> Page)
{
    private const int PageSize = 25;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var page = await api.GetAsync<Page<Overlap>>(
            desk.Filters.ApiAddress($"/v1/overlaps?count=true&limit={PageSize}{cursor}")
        );
        return View.Create<OverlapsPage, OverlapsModel>(desk.Words["Nav.overlaps"], "overlaps", new(page)) with
        {
            HasFilters = true,
        };
    }
}
