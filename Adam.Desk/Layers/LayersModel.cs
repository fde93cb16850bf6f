using System.Globalization;
using Adam.Desk.Calls;
using Adam.Desk.Maps;
using Adam.Desk.Shell;

namespace Adam.Desk.Layers;

/// <summary>A layer of drug data on the map, with the projects beside it and what nobody works on.</summary>
/// <param name="Layers">The layers with recorded items.</param>
/// <param name="Years">The years of which the layer has items, in their order.</param>
/// <param name="Choices">The numbers that have data, by which the form offers units and codes.</param>
/// <param name="Current">The figures of the years of the question.</param>
/// <param name="ByYear">The figures of each year on its own, at most <see cref="MostYears"/>.</param>
/// <param name="Projects">The numbers of projects on the day.</param>
/// <param name="Items">The items that the person sees, as points.</param>
/// <param name="HasAllItems">False if there are more than the map reads.</param>
public sealed record LayersModel(
    IReadOnlyList<Layer> Layers,
    LayerQuestion Question,
    IReadOnlyList<int> Years,
    IReadOnlyList<LayerSummaryRow> Choices,
    LayerKnowledge Current,
    IReadOnlyList<(int Year, LayerKnowledge Knowledge)> ByYear,
    PresenceTable Projects,
    GapSummary Gaps,
    UnassistedPage Unassisted,
    IReadOnlyList<MapPoint> Items,
    bool HasAllItems,
    IReadOnlyList<MapPoint> Places
)
{
    /// <summary>The maximum number of small maps: the latest years.</summary>
    public const int MostYears = 8;

    public const int MostItems = 500;

    private const int PageSize = 10;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var layers = (await api.GetAsync<Page<Layer>>("/v1/layers")).Items.Where(one => one.Computed is null).ToList();
        // A layer that does not exist is one of which the API says so.
        var layer = desk.Filters["layer"] is { } id
            ? layers.FirstOrDefault(one => one.Id == id)
                ?? await api.GetAsync<Layer>($"/v1/layers/{Uri.EscapeDataString(id)}")
            : layers[0];
        var dimensions = string.Join(',', ["country", "year", .. layer.Dimensions.Select(of => of.Name)]);
        var all = await api.GetAsync<LayerSummary>($"/v1/layers/{layer.Id}/summary?by={dimensions}");
        var years = all.Items.Select(row => row.Year).OfType<int>().Distinct().Order().ToList();
        var question = Ask(desk, layer, years, all.Items);

        // First, because it refuses what an address states wrongly.
        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var unassisted = await api.GetAsync<UnassistedPage>(
            $"{question.Unassisted}&count=true&limit={PageSize}{cursor}"
        );
        var (items, hasAllItems) = await ItemsAsync(question, api);
        return View.Create<LayersPage, LayersModel>(
            desk.Words["Nav.layers"],
            "map",
            new(
                layers,
                question,
                years,
                all.Items,
                await KnowledgeAsync(
                    question,
                    question.Figures,
                    await api.GetAsync<LayerSummary>(question.Figures),
                    null,
                    question.AsOf,
                    api
                ),
                await ByYearAsync(question, years, desk.Today, api),
                await api.GetTableAsync(question.Presence),
                await api.GetAsync<GapSummary>($"{question.Gaps}&limit=500"),
                unassisted,
                items,
                hasAllItems,
                await PlacesAsync(question, api)
            )
        );
    }

    private static LayerQuestion Ask(
        DeskContext desk,
        Layer layer,
        List<int> years,
        IReadOnlyList<LayerSummaryRow> rows
    )
    {
        var (from, until) = (Year("fromYear"), Year("untilYear"));
        if (years.Count > 0 && (layer.Kind != "places" || from is not null || until is not null))
        {
            until ??= Math.Max(years[^1], from ?? 0);
            // A price of several years is a mean of all of them. Events add up.
            from ??= layer.Kind == "series" ? until : Math.Min(years[0], until.Value);
        }

        return new(
            layer,
            LayerIndicator.Read(desk.Filters, layer, rows),
            from ?? until,
            until ?? from,
            desk.Filters["asOf"] ?? desk.Today.ToString("O", CultureInfo.InvariantCulture),
            desk.Filters
        );

        int? Year(string name) =>
            int.TryParse(desk.Filters[name], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
                ? year
                : null;
    }

    /// <summary>Returns the figures of an answer, with the posts that say if no figure means nothing.</summary>
    /// <param name="year">The only year that counts; null for all of the answer.</param>
    private static async Task<LayerKnowledge> KnowledgeAsync(
        LayerQuestion question,
        string address,
        LayerSummary summary,
        int? year,
        string day,
        DeskApi api
    )
    {
        var rows = summary.Items.Where(row => year is null || row.Year == year).ToList();
        var reported = rows.Select(row => row.Country!).Distinct().ToList();
        return new(
            address,
            summary,
            [.. question.Indicator.FiguresOf(summary).Where(figure => year is null || figure.Year == year)],
            reported,
            // Of one year, countries with items in other years only are unknown, too.
            [.. summary.Unknown.Union(summary.Items.Select(row => row.Country!)).Except(reported)],
            (await api.GetAsync<Page<Post>>($"/v1/posts?on={Uri.EscapeDataString(day)}&limit=500")).Items
        );
    }

    private static async Task<IReadOnlyList<(int Year, LayerKnowledge Knowledge)>> ByYearAsync(
        LayerQuestion question,
        List<int> years,
        DateOnly today,
        DeskApi api
    )
    {
        var address = question.FiguresByYear;
        var summary = await api.GetAsync<LayerSummary>(address);
        var list = new List<(int, LayerKnowledge)>();
        foreach (var year in years.Where(year => year <= today.Year).TakeLast(MostYears))
        {
            var last = year == today.Year ? today : new DateOnly(year, 12, 31);
            var day = last.ToString("O", CultureInfo.InvariantCulture);
            list.Add((year, await KnowledgeAsync(question, address, summary, year, day, api)));
        }

        return list;
    }

    /// <summary>Returns the items with a position that have the codes of the indicator.</summary>
    private static async Task<(IReadOnlyList<MapPoint> Points, bool IsAll)> ItemsAsync(
        LayerQuestion question,
        DeskApi api
    )
    {
        var page = await api.GetAsync<LayerFeatures>(new Filters([("limit", $"{MostItems}")]).Address(question.Items));
        return (
            [
                .. page
                    .Features.Where(item => item.Geometry is not null)
                    .Where(item => question.Indicator.Codes.All(code => (item.Text(code.Dimension) ?? "") == code.Code))
                    .Select(item => new MapPoint(
                        item.Geometry!.Coordinates[1],
                        item.Geometry.Coordinates[0],
                        string.Join(
                            ", ",
                            new[] { item.Text("name") ?? item.Text("reference"), item.Text("date") }.OfType<string>()
                        ),
                        1,
                        null
                    )
                    {
                        IsRing = true,
                    }),
            ],
            page.NumberMatched is { } matched && matched <= page.Features.Count
        );
    }

    /// <summary>Returns the places of projects, if the page draws them over the layer.</summary>
    private static async Task<IReadOnlyList<MapPoint>> PlacesAsync(LayerQuestion question, DeskApi api)
    {
        if (question.Filters[LayerQuestion.Over] != "projects")
            return [];

        var placed = await api.GetAsync<Page<Project>>(
            new Filters([("fields", "places"), ("limit", $"{MapModel.MostProjects}")]).Address(question.Projects)
        );
        return MapModel.Group(placed.Items, new Filters([("activeOn", question.AsOf)]));
    }
}

/// <summary>The knowledge of the register of an indicator.</summary>
/// <param name="Address">The address of the API that has answered.</param>
/// <param name="Reported">The countries with an item that counts, of any code.</param>
/// <param name="Silent">The countries of the question without one.</param>
/// <param name="Posts">The posts of the day.</param>
public sealed record LayerKnowledge(
    string Address,
    LayerSummary Summary,
    IReadOnlyList<LayerFigure> Figures,
    IReadOnlyList<string> Reported,
    IReadOnlyList<string> Silent,
    IReadOnlyList<Post> Posts
)
{
    /// <summary>The figures above zero, the highest first.</summary>
    public IReadOnlyList<LayerFigure> Ranked =>
        [
            .. Figures
                .Where(figure => figure.Value > 0)
                .OrderByDescending(figure => figure.Value)
                .ThenBy(figure => figure.Country, StringComparer.Ordinal),
        ];

    /// <summary>
    /// The countries that are not known to have nothing: without an item that counts, or without a figure and a post.
    /// </summary>
    public IReadOnlyList<string> Unknown =>
        [.. Silent.Union(Without.Where(country => PostsOf(country).Count == 0)).Order(StringComparer.Ordinal)];

    /// <summary>The countries with other items and a post, and without a figure.</summary>
    public IReadOnlyList<string> None =>
        [.. Without.Where(country => PostsOf(country).Count > 0).Order(StringComparer.Ordinal)];

    /// <summary>Returns the posts that cover a country; none if what happens there is not reported.</summary>
    public IReadOnlyList<string> PostsOf(string country) =>
        [.. Posts.Where(post => post.Covers.Contains(country)).Select(post => post.Reference)];

    private IEnumerable<string> Without => Reported.Except(Ranked.Select(figure => figure.Country));
}
