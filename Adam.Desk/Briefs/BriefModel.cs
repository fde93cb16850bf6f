using Adam.Desk.Calls;
using Adam.Desk.Gaps;
using Adam.Desk.Shell;

namespace Adam.Desk.Briefs;

/// <summary>A country on one or two printed pages: who does what until when, and what overlaps.</summary>
public sealed record BriefModel(
    string Code,
    string Name,
    Filters Filters,
    string Currency,
    PresenceTable Pillars,
    PresenceTable Partners,
    Page<Project> Running,
    Page<Overlap> Strongest,
    BriefGaps Gaps
)
{
    /// <summary>The rows of each table, so that the brief has at most two pages.</summary>
    public const int MostRows = 12;

    public const int MostOverlaps = 5;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string code)
    {
        var filters = desk.Filters.Only.With("country", code);
        var currency = desk.Filters["currency"] ?? "USD";
        var pillars = await api.GetTableAsync(
            filters.ApiAddress(
                $"/v1/presence?by=country,pillar&include=names&currency={Uri.EscapeDataString(currency)}"
            )
        );
        var partners = await api.GetAsync<PresenceTable>(
            filters.ApiAddress(
                $"/v1/presence?by=partner&include=names&sort=projects-descending&limit={MostRows}&count=true"
            )
        );
        var running = await api.GetAsync<Page<Project>>(
            RunningAddress(filters, desk.Today) + $"&limit={MostRows}&count=true"
        );
        var strongest = await api.GetAsync<Page<Overlap>>(OverlapsAddress(filters));
        var name = pillars.Names?.Countries?.GetValueOrDefault(code) ?? desk.Country(code);
        return View.Create<BriefPage, BriefModel>(
            desk.Words["Brief.title", name],
            "map",
            new(
                code,
                name,
                filters,
                currency,
                pillars,
                partners,
                running,
                strongest,
                await BriefGaps.LoadAsync(filters, api)
            )
        );
    }

    /// <summary>Returns the address of the strongest undecided overlaps, with the number of all of them.</summary>
    public static string OverlapsAddress(Filters filters) =>
        filters.ApiAddress($"/v1/overlaps?limit={MostOverlaps}&verdict=none&count=true");

    /// <summary>
    /// Returns the address of the projects of the window of the filters, or of those that run today, by their end.
    /// </summary>
    public static string RunningAddress(Filters filters, DateOnly today)
    {
        var window =
            filters["activeFrom"] is null && filters["activeTo"] is null && filters["activeOn"] is null
                ? filters.With("activeOn", today.ToString("O", System.Globalization.CultureInfo.InvariantCulture))
                : filters;
        return window.Counted.ApiAddress(
            "/v1/projects?sort=end&include=names&fields=reference,owner,title,language,pillars,period,status,countries"
        );
    }
}

/// <summary>The cells of measures in a country in which nobody works today.</summary>
/// <param name="Open">The first of them.</param>
/// <param name="Summary">The numbers of all cells of the country.</param>
/// <param name="Measures">The measures of the country.</param>
public sealed record BriefGaps(GapPage Open, GapSummary Summary, IReadOnlyList<Measure> Measures)
{
    private const int MostCells = 6;
    private const int MostMeasures = 500;

    public static async Task<BriefGaps> LoadAsync(Filters filters, DeskApi api)
    {
        var cells = filters.OfCells;
        return new(
            await api.GetAsync<GapPage>(GapAddresses.List(OpenOf(cells)) + $"&limit={MostCells}"),
            await api.GetAsync<GapSummary>(SummaryAddress(filters)),
            (await api.GetAsync<Page<Measure>>(cells.ApiAddress($"/v1/measures?limit={MostMeasures}"))).Items
        );
    }

    public static string SummaryAddress(Filters filters) => GapAddresses.Summary(filters.OfCells, "country");

    /// <summary>Returns the filters of the cells in which nobody works.</summary>
    public static Filters OpenOf(Filters cells) =>
        new([.. cells.Pairs, ("state", "gap"), ("state", "ended"), ("state", "planned")]);
}

public sealed record OverlapCounts(OverlapTotals Totals);

public sealed record OverlapTotals(long Overlaps, long Undecided);
