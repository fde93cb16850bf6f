using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Shell;

/// <summary>
/// The query string of a page: filters, which the API reads unchanged, and the few parameters of the page itself. An
/// address can be sent, and shows the same view to whoever opens it.
/// </summary>
public sealed record Filters(IReadOnlyList<(string Name, string Value)> Pairs)
{
    public const string Status = "status";

    /// <summary>A value of <c>status</c> of the desk: every status but cancelled, as figures count.</summary>
    public const string NotCancelled = "not-cancelled";

    /// <summary>The status of projects that no figure counts.</summary>
    public const string Cancelled = "cancelled";

    private static readonly string[] StatusesThatCount =
    [
        "pipeline",
        "implementation",
        "finalisation",
        "closed",
        "suspended",
    ];

    // Parameters of one moment: a position in a list, and what was just decided. They do not follow to another view.
    private static readonly string[] OfMoment = ["cursor", "pair", "not", "last", "tag"];

    // Parameters of pages and lists, which are no filters.
    private static readonly string[] OfPages =
    [
        "rows",
        "columns",
        "show",
        "currency",
        "region",
        "sort",
        "blind",
        "keys",
        .. OfMoment,
    ];

    // Filters that only overlaps have.
    private static readonly string[] OfOverlaps =
    [
        "verdict",
        "kind",
        "minScore",
        "project",
        "between",
        "foundSince",
        "foundBefore",
    ];

    // Filters that only cells of gaps have.
    private static readonly string[] OfGaps =
    [
        "by",
        "measure",
        "state",
        "crowded",
        "asOf",
        "recordedBy",
        "from",
        "until",
    ];

    // Filters that projects and cells of gaps have.
    private static readonly string[] OfBoth = ["country", "route", "pillar"];

    /// <summary>Reads a query string. Empty values, which forms send for fields without input, are left out.</summary>
    public static Filters Read(IQueryCollection query) =>
        new([
            .. query
                .SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value?.Trim() ?? "")))
                .Where(pair => pair.Value.Length > 0),
        ]);

    public string? this[string name] => Values(name).FirstOrDefault();

    public IEnumerable<string> Values(string name) => Pairs.Where(pair => pair.Name == name).Select(pair => pair.Value);

    /// <summary>Returns the query with one value of a parameter, in the place of those that it has.</summary>
    /// <param name="value">The value; null to remove the parameter.</param>
    public Filters With(string name, string? value)
    {
        var others = Pairs.Where(pair => pair.Name != name && !IsOfMoment(pair.Name));
        return new(value is null ? [.. others] : [.. others, (name, value)]);
    }

    public Filters Without(string name, string value) =>
        new([.. Pairs.Where(pair => pair != (name, value) && !IsOfMoment(pair.Name))]);

    /// <summary>Returns true for a parameter that belongs to one moment, and not to the view.</summary>
    public static bool IsOfMoment(string name) => OfMoment.Contains(name, StringComparer.Ordinal);

    /// <summary>The filters alone, without the parameters of the page.</summary>
    public Filters Only => new([.. Pairs.Where(pair => !OfPages.Contains(pair.Name, StringComparer.Ordinal))]);

    /// <summary>The filters of projects alone, which every view takes.</summary>
    public Filters OfProjects =>
        new([.. Only.Pairs.Where(pair => !OfOverlaps.Contains(pair.Name) && !OfGaps.Contains(pair.Name))]);

    /// <summary>The filters that also the cells of gaps take.</summary>
    public Filters OfCells => new([.. Pairs.Where(pair => OfBoth.Contains(pair.Name))]);

    /// <summary>Returns the filters as figures count them: without cancelled projects.</summary>
    public Filters Counted => this[Status] is null ? With(Status, NotCancelled) : this;

    /// <summary>Returns an address of the desk with this query.</summary>
    public string Address(string path) => Join(path, Pairs);

    /// <summary>Returns an address of the API with the filters.</summary>
    /// <param name="path">The path, with or without parameters of its own.</param>
    public string ApiAddress(string path) =>
        Join(
            path,
            Only.Pairs.SelectMany(pair =>
                pair is (Status, NotCancelled) ? StatusesThatCount.Select(status => (Status, status)) : [pair]
            )
        );

    private static string Join(string path, IEnumerable<(string Name, string Value)> pairs)
    {
        var query = string.Join(
            '&',
            pairs.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}")
        );
        return query.Length == 0 ? path : path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
    }
}
