using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Gaps;

/// <summary>Addresses of gaps: those of the API for a query of the page, and those of pages behind a cell.</summary>
public static class GapAddresses
{
    public const string Path = "/desk/gaps";

    public const string Measure = "measure";

    public const string Pillar = "pillar";

    // Projects that count: cancelled ones do not, and suspended ones count as none.
    private static readonly string[] StatusesThatCover = ["pipeline", "implementation", "finalisation", "closed"];

    // Filters of the list of cells that their summary has not.
    private static readonly string[] OfList = ["by", "state", "crowded", "from", "until"];

    /// <summary>True if the cells are those of pillars, and not of measures.</summary>
    public static bool IsByPillar(Filters filters) => filters["by"] == Pillar;

    /// <summary>Returns the address of the cells.</summary>
    public static string List(Filters filters) => filters.ApiAddress("/v1/gaps");

    /// <summary>Returns the address of the numbers of cells by state.</summary>
    /// <param name="by">The dimension of the summary.</param>
    public static string Summary(Filters filters, string by) =>
        new Filters([.. filters.Pairs.Where(pair => !OfList.Contains(pair.Name))]).ApiAddress(
            $"/v1/gaps/summary?by={by}{(IsByPillar(filters) ? "&cells=pillar" : "")}"
        );

    /// <summary>Returns the filters of one cell.</summary>
    public static Filters Of(Filters filters, Gap cell)
    {
        var one = new Filters([
            .. filters.Only.Pairs.Where(pair => pair.Name is not ("state" or "crowded" or "route")),
        ]);
        one = cell.Measure is { } measure
            ? one.With(Measure, measure)
            : one.With("by", Pillar).With(Pillar, cell.Pillar);
        return cell.Country is { } country ? one.With("country", country) : one;
    }

    /// <summary>Returns the page with the projects of a cell.</summary>
    public static string Projects(Gap cell) =>
        cell.Measure is { } measure
            ? HubAddress.OfMeasure(measure) + (cell.Country is { } country ? $"?country={country}" : "") + "#projects"
            : new Filters([
                ("country", cell.Country!),
                (Pillar, cell.Pillar!),
                .. StatusesThatCover.Select(status => (Filters.Status, status)),
            ]).Address("/desk/projects");

    /// <summary>Returns the page with the overlaps of a crowded cell.</summary>
    public static string Overlaps(string api) => "/desk" + api["/v1".Length..];

    /// <summary>Returns the form of a project that would close a gap.</summary>
    /// <param name="pillars">The pillars of the cell.</param>
    public static string Record(Gap cell, IEnumerable<string> pillars)
    {
        var pairs = pillars.Select(pillar => (Pillar, pillar)).ToList();
        if (cell.Country is { } country)
            pairs.Add(("country", country));
        if (cell.Measure is { } measure)
            pairs.Add((Measure, measure));
        return new Filters(pairs).Address("/desk/projects/new");
    }
}
