using System.Globalization;
using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Duplication;

/// <summary>The picture of duplication: between whom, when, for how much, and how much of it is decided.</summary>
/// <param name="Between">The pairs of partners with most overlaps.</param>
/// <param name="Years">The years in which pairs share a day.</param>
/// <param name="Months">The months in which pairs were found.</param>
/// <param name="Partners">The partners of the table, those with most overlaps first.</param>
public sealed record DuplicationModel(
    string Show,
    OverlapSummary Between,
    IReadOnlyList<OverlapSummaryRow> Years,
    IReadOnlyList<OverlapSummaryRow> Months,
    IReadOnlyList<string> Partners
)
{
    public const string Path = "/desk/duplication";

    public const string Undecided = "undecided";

    public const string Overlaps = "overlaps";

    /// <summary>The partners of the table: more would not fit a screen.</summary>
    public const int MostPartners = 16;

    /// <summary>The cells that are read, those with most overlaps.</summary>
    private const int MostCells = 500;

    public static readonly IReadOnlyList<string> Measures = [Undecided, Overlaps];

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        // One request, because the pairs of a summary under filters are read for each.
        var between = await api.GetAsync<OverlapSummary>(CellsAddress(desk.Filters) + "&also=year,foundMonth");
        var also = between.Also.ToDictionary(summary => summary.By, summary => summary.Items);
        var show = desk.Filters["show"] is { } measure && Measures.Contains(measure) ? measure : Measures[0];
        var partners = between
            .Items.SelectMany(row => row.Partners.Distinct().Select(partner => (Partner: partner, row.Overlaps)))
            .GroupBy(one => one.Partner, one => one.Overlaps)
            .OrderByDescending(group => group.Sum())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key)
            .ToList();
        return View.Create<DuplicationPage, DuplicationModel>(
            desk.Words["Nav.duplication"],
            "duplication",
            new(show, between, also["year"], also["foundMonth"], partners)
        ) with
        {
            HasFilters = true,
        };
    }

    /// <summary>Returns the address of the numbers by two partners.</summary>
    public static string CellsAddress(Filters filters) =>
        filters.ApiAddress($"/v1/overlaps/summary?by=partners&limit={MostCells}");

    /// <summary>Returns the address of the numbers by year.</summary>
    public static string YearsAddress(Filters filters) =>
        filters.ApiAddress($"/v1/overlaps/summary?by=year&limit={MostCells}");

    /// <summary>Returns the address of the numbers by the month in which pairs were found.</summary>
    public static string MonthsAddress(Filters filters) =>
        filters.ApiAddress($"/v1/overlaps/summary?by=foundMonth&limit={MostCells}");

    /// <summary>Returns the address of the totals under filters.</summary>
    public static string TotalsAddress(Filters filters) => filters.ApiAddress("/v1/overlaps/summary?by=pillar");

    /// <summary>Returns the filters of the pairs between two partners.</summary>
    public static Filters Narrow(Filters filters, string one, string other) =>
        filters.Only.With("between", $"{one},{other}");

    /// <summary>Returns the filters of the pairs that share a day of a month.</summary>
    /// <param name="month">The month, <c>YYYY-MM</c>.</param>
    public static Filters Narrow(Filters filters, string month)
    {
        var first = FirstDay(month);
        return filters.Only.With("activeFrom", Iso(first)).With("activeTo", Iso(first.AddMonths(1).AddDays(-1)));
    }

    /// <summary>Returns the filters of the pairs that were found in a month, and meet the present filters.</summary>
    /// <inheritdoc cref="Narrow(Filters, string)" path="/param"/>
    public static Filters FoundIn(Filters filters, string month)
    {
        var first = FirstDay(month);
        // Days and instants of RFC 3339 compare as text.
        var since = Of("foundSince").Append(Iso(first)).Max(StringComparer.Ordinal);
        var before = Of("foundBefore").Append(Iso(first.AddMonths(1))).Min(StringComparer.Ordinal);
        return filters.Only.With("foundSince", since).With("foundBefore", before);

        IEnumerable<string> Of(string name) => filters.Values(name).Take(1);
    }

    /// <summary>Returns the first day of a month.</summary>
    /// <inheritdoc cref="Narrow(Filters, string)" path="/param"/>
    public static DateOnly FirstDay(string month) =>
        DateOnly.ParseExact($"{month}-01", "O", CultureInfo.InvariantCulture);

    private static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}

public sealed record OverlapSummary(
    IReadOnlyList<OverlapSummaryRow> Items,
    OverlapSummaryRow Totals,
    IReadOnlyList<BusyMonth> BusiestMonths,
    IReadOnlyList<OverlapSummaryBy> Also,
    string? NextCursor
);

/// <param name="By">The dimension of the rows.</param>
public sealed record OverlapSummaryBy(string By, IReadOnlyList<OverlapSummaryRow> Items);

public sealed record OverlapSummaryRow
{
    public IReadOnlyList<string> Partners { get; init; } = [];
    public int? Year { get; init; }

    /// <summary>The month, <c>YYYY-MM</c>; null if the summary is not by month.</summary>
    public string? FoundMonth { get; init; }

    public long Overlaps { get; init; }
    public long Undecided { get; init; }
    public IReadOnlyList<Money> Amounts { get; init; } = [];
}

public sealed record BusyMonth(string Month, int Donors);
