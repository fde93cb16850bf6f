using System.Globalization;
using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Layers;

/// <summary>The question of a page about a layer, and the addresses of the API that answer it.</summary>
/// <param name="FromYear">The first year of the items; null for no limit.</param>
/// <param name="UntilYear">The last year of the items; null for no limit.</param>
/// <param name="AsOf">The day of projects, gaps and posts.</param>
/// <param name="Filters">The query of the page.</param>
public sealed record LayerQuestion(
    Layer Layer,
    LayerIndicator Indicator,
    int? FromYear,
    int? UntilYear,
    string AsOf,
    Filters Filters
)
{
    public const string Path = "/desk/layers";

    /// <summary>The parameter of what is drawn over the layer.</summary>
    public const string Over = "over";

    // Parameters of the page, and those that the question states itself.
    private static readonly string[] Own =
    [
        "layer",
        Over,
        "indicator",
        "unit",
        "code",
        "fromYear",
        "untilYear",
        "asOf",
        "cursor",
    ];

    // Filters that summaries, projects, gaps and posts have.
    private static readonly string[] OfPlace = ["country", "route"];

    /// <summary>The address of the figures by country.</summary>
    public string Figures => With($"/v1/layers/{Layer.Id}/summary?by={By("country")}", [.. Places, .. Years]);

    /// <summary>The address of the figures by country and year, of all years.</summary>
    public string FiguresByYear => With($"/v1/layers/{Layer.Id}/summary?by={By("country,year")}", Places);

    /// <summary>The address of the list of evidence without assistance, without a page.</summary>
    public string Unassisted =>
        With(
            $"/v1/layers/{Layer.Id}/unassisted",
            [
                .. Indicator.Parameters,
                .. Years,
                ("asOf", AsOf),
                // The API refuses parameters that the page does not know.
                .. Filters.Pairs.Where(pair => !Own.Contains(pair.Name)),
            ]
        );

    /// <summary>The address of the items with their positions.</summary>
    public string Items =>
        With(
            $"/v1/layers/{Layer.Id}/items",
            [
                .. Places,
                .. FromYear is { } from && UntilYear is { } until
                    ? new[] { ("datetime", Invariant($"{from}-01-01/{until}-12-31")) }
                    : [],
            ]
        );

    /// <summary>The address of the numbers of projects on the day, by country.</summary>
    public string Presence => With("/v1/presence?by=country", [.. Cells, ("activeOn", AsOf)]);

    /// <summary>The address of the projects on the day.</summary>
    public string Projects => new Filters([.. Cells, ("activeOn", AsOf)]).Counted.ApiAddress("/v1/projects");

    /// <summary>The address of the numbers of pillars that are covered on the day, by country.</summary>
    public string Gaps => With("/v1/gaps/summary?by=country&cells=pillar", [.. Cells, ("asOf", AsOf)]);

    /// <summary>Returns the page with another value of a parameter, from its first row on.</summary>
    public string Page(string name, string? value) => Filters.With(name, value).Address(Path);

    /// <summary>Returns the page of another layer, with all that does not belong to this one.</summary>
    public string PageOf(string layer) =>
        new Filters([
            ("layer", layer),
            .. Filters.Pairs.Where(pair => pair.Name is Over or "asOf" || IsOfCell(pair.Name)),
        ]).Address(Path);

    /// <summary>Returns the page of one year.</summary>
    public string PageOfYear(int year)
    {
        var text = year.ToString(CultureInfo.InvariantCulture);
        return Filters.With("fromYear", text).With("untilYear", text).Address(Path);
    }

    private string By(string dimensions) => string.Join(',', [dimensions, .. Indicator.By]);

    private IEnumerable<(string Name, string Value)> Places => Filters.Pairs.Where(pair => OfPlace.Contains(pair.Name));

    private IEnumerable<(string Name, string Value)> Cells => Filters.Pairs.Where(pair => IsOfCell(pair.Name));

    private IEnumerable<(string Name, string Value)> Years =>
        FromYear is { } from && UntilYear is { } until
            ? [("fromYear", Invariant($"{from}")), ("untilYear", Invariant($"{until}"))]
            : [];

    private static bool IsOfCell(string name) => name == "pillar" || OfPlace.Contains(name);

    private static string With(string path, IEnumerable<(string Name, string Value)> pairs) =>
        new Filters([.. pairs]).Address(path);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
