using System.Globalization;
using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Presence;

/// <summary>The 4W matrix: one dimension down, one across.</summary>
/// <param name="Cells">The rows of the table by both dimensions.</param>
/// <param name="RowTotals">The table by the rows, in which each project counts once.</param>
/// <param name="ColumnTotals">The table by the columns, in which each project counts once.</param>
public sealed record MatrixModel(
    string Rows,
    string Columns,
    string Show,
    string Currency,
    IReadOnlyList<PresenceRow> Cells,
    PresenceTable RowTotals,
    PresenceTable ColumnTotals
)
{
    /// <summary>The maximum number of rows: those with the most projects.</summary>
    public const int MostRows = 50;

    /// <inheritdoc cref="MostRows"/>
    public const int MostColumns = 40;

    // No filter is a list of years, so all are shown.
    private const int MostYears = 500;

    public static readonly IReadOnlyList<string> Dimensions =
    [
        "country",
        "pillar",
        "partner",
        "donor",
        "implementer",
        "activityType",
        "status",
        "year",
        "sdgTarget",
    ];

    public static readonly IReadOnlyList<string> Measures = ["projects", "partners", "amount"];

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var (rows, columns) = (Dimension(desk, "rows", "country"), Dimension(desk, "columns", "pillar"));
        if (rows == columns)
            columns = rows == "pillar" ? "country" : "pillar";
        var show = desk.Filters["show"] is { } measure && Measures.Contains(measure) ? measure : Measures[0];
        var currency = desk.Filters["currency"] ?? "USD";
        var options = OptionsOf(show, currency);
        // The page states the partners of all rows together.
        var (down, across) = (
            await TotalsAsync(rows, MostRows, ",partners"),
            await TotalsAsync(columns, MostColumns, "")
        );
        // The register has sums of this table, which it need not count.
        var isWhole = rows is "country" or "pillar" && columns is "country" or "pillar";
        var shown = isWhole ? desk.Filters : Shown(Shown(desk.Filters, rows, down), columns, across);
        return View.Create<MatrixPage, MatrixModel>(
            desk.Words["Nav.matrix"],
            "matrix",
            new(
                rows,
                columns,
                show,
                currency,
                await api.GetAllAsync<PresenceRow>(shown.ApiAddress($"/v1/presence?by={rows},{columns}{options}")),
                down,
                across
            )
        ) with
        {
            HasFilters = true,
        };

        Task<PresenceTable> TotalsAsync(string by, int most, string alsoShown) =>
            api.GetAsync<PresenceTable>(
                desk.Filters.ApiAddress(
                    $"/v1/presence?by={by}{options}{alsoShown}&sort=projects-descending&count=true"
                        + $"&limit={(by == "year" ? MostYears : most)}"
                )
            );
    }

    /// <summary>
    /// Returns the parameters of a table that has the number of projects and the figure that is shown. The API counts
    /// no other figures.
    /// </summary>
    public static string OptionsOf(string show, string currency) =>
        show switch
        {
            "partners" => "&fields=projects,partners",
            "amount" => $"&currency={Uri.EscapeDataString(currency)}&fields=projects,converted",
            _ => "&fields=projects",
        };

    /// <summary>
    /// Returns the filters of the cells: those of the rows or columns that are shown, if there are more, so that no
    /// empty cell hides a project.
    /// </summary>
    private static Filters Shown(Filters filters, string dimension, PresenceTable totals) =>
        totals.NextCursor is null
            ? filters
            : new([
                .. filters.With(dimension, null).Pairs,
                .. totals.Items.Select(row => (dimension, ValueOf(row, dimension))),
            ]);

    /// <summary>Returns the value of a dimension in a row, as filters take it.</summary>
    public static string ValueOf(PresenceRow row, string dimension) =>
        dimension switch
        {
            "country" => row.Country,
            "pillar" => row.Pillar,
            "partner" => row.Partner,
            "donor" => row.Donor,
            "implementer" => row.Implementer,
            "activityType" => row.ActivityType,
            "sdgTarget" => row.SdgTarget,
            "status" => row.Status,
            _ => row.Year?.ToString(CultureInfo.InvariantCulture),
        } ?? "";

    /// <summary>Returns the filters for one value of a dimension; a year is a window of the period.</summary>
    public static Filters Narrow(Filters filters, string dimension, string value) =>
        dimension == "year"
            ? filters.With("activeFrom", $"{value}-01-01").With("activeTo", $"{value}-12-31")
            : filters.With(dimension, value);

    private static string Dimension(DeskContext desk, string name, string unset) =>
        desk.Filters[name] is { } value && Dimensions.Contains(value) ? value : unset;
}
