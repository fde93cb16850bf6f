using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Overlaps;
using Adam.Data.Gaps;
using Adam.Domain.CodeLists;
using Adam.Domain.Gaps;
using Adam.Domain.Projects;

namespace Adam.Api.Gaps;

/// <summary>A cell and its coverage.</summary>
internal sealed record GapResponse
{
    /// <summary>The reference of the measure; null with <c>by=pillar</c>.</summary>
    [Example("M-II-2")]
    public string? Measure { get; init; }

    /// <summary>The country; null for a measure that one project in any country serves.</summary>
    [CodeOf("countries")]
    public string? Country { get; init; }

    /// <summary>The pillar of the cell; null for a measure with several pillars.</summary>
    public Pillar? Pillar { get; init; }

    /// <summary>
    /// <c>covered</c>: the period of a counted project holds the day. <c>planned</c>: none does, and one begins later
    /// or is in the pipeline. <c>ended</c>: none now or later, and one ended before. <c>gap</c>: none at all.
    /// </summary>
    [Example("gap")]
    public required CoverageState State { get; init; }

    /// <summary>The day of the state.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The first day of the window of <c>uncoveredDays</c>; null for none.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of the window, included; null for none.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The number of projects that count, whenever they work.</summary>
    [Example(0)]
    public required int Projects { get; init; }

    /// <summary>The number of partners that own them.</summary>
    [Example(0)]
    public required int Partners { get; init; }

    /// <summary>The number of projects whose periods hold the day.</summary>
    [Example(0)]
    public required int Active { get; init; }

    /// <summary>The number of suspended projects, which count as none.</summary>
    [Example(0)]
    public required int Suspended { get; init; }

    /// <summary>
    /// The number of days of the window that no counted project covers; null if the window has no first or no last day,
    /// and for a cell with restricted projects.
    /// </summary>
    [Example(1096)]
    public int? UncoveredDays { get; init; }

    /// <summary>
    /// The last day of the unbroken coverage that holds the day: the cell is open from the next day on. Null if the day
    /// is not covered, if the coverage has no end, and for a cell with restricted projects.
    /// </summary>
    [Example(null!)]
    public DateOnly? EndsNext { get; init; }

    /// <summary>True if projects of three or more partners cover the day.</summary>
    [Example(false)]
    public required bool Crowded { get; init; }

    /// <summary>The path of the overlaps of a crowded cell on the day; null for other cells.</summary>
    [Example(null!)]
    public string? Overlaps { get; init; }

    /// <summary>
    /// The restricted projects of the country and the pillars that the caller does not see, and whom to ask. They make
    /// the cell covered on every day, and the numbers do not count them.
    /// </summary>
    [Example(new string[] { })]
    public required IReadOnlyList<RestrictedCellResponse> Restricted { get; init; }

    public static GapResponse FromGap(Gap gap, DateOnly asOf)
    {
        var coverage = gap.Coverage;
        return new()
        {
            Measure = gap.Measure?.Draft.Reference,
            Country = gap.Country,
            Pillar = gap.Pillars.Count == 1 ? gap.Pillars[0] : null,
            State = coverage.State,
            AsOf = asOf,
            From = gap.From,
            Until = gap.Until,
            Projects = coverage.Projects,
            Partners = coverage.Partners,
            Active = coverage.Active,
            Suspended = gap.Suspended,
            UncoveredDays = coverage.UncoveredDays,
            EndsNext = coverage.CoveredUntil,
            Crowded = coverage.IsCrowded,
            Overlaps = coverage.IsCrowded ? OverlapsOf(gap, asOf) : null,
            Restricted = [.. gap.Hidden.Select(RestrictedCellResponse.FromCell)],
        };
    }

    private static string OverlapsOf(Gap gap, DateOnly asOf)
    {
        IEnumerable<string> countries = gap.Country is { } country ? [country] : gap.Measure!.Draft.Place;
        var query = countries
            .Select(code => $"country={code}")
            .Concat(gap.Pillars.Select(pillar => $"pillar={Serialization.Json.NameOf(pillar)}"))
            .Append(FormattableString.Invariant($"activeOn={asOf:yyyy-MM-dd}"));
        return $"/v1/overlaps?{string.Join('&', query)}";
    }
}

/// <summary>A page of cells, and the numbers of all cells by state.</summary>
/// <param name="Items">The cells, by measure in the order of recording, or by pillar; then by country.</param>
/// <param name="Totals">The numbers of the cells on all pages by state.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of cells on all pages; only with <c>count=true</c>.</param>
/// <param name="Names">
/// The names of countries, partners and pillars of this page; only with <c>include=names</c>.
/// </param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record GapsResponse(
    IReadOnlyList<GapResponse> Items,
    CoverageCountsResponse Totals,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NamesResponse? Names,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings
);

/// <summary>The numbers of cells by state.</summary>
/// <param name="Cells">The number of all cells.</param>
/// <param name="Covered">The number of cells in which a project works.</param>
/// <param name="Planned">The number of cells in which one will work.</param>
/// <param name="Ended">The number of cells in which the last one has ended.</param>
/// <param name="Gap">The number of cells without any.</param>
internal sealed record CoverageCountsResponse(
    [property: Example(19)] int Cells,
    [property: Example(6)] int Covered,
    [property: Example(2)] int Planned,
    [property: Example(4)] int Ended,
    [property: Example(7)] int Gap
)
{
    public static CoverageCountsResponse FromStates(IReadOnlyCollection<CoverageState> states) =>
        new(
            states.Count,
            states.Count(state => state == CoverageState.Covered),
            states.Count(state => state == CoverageState.Planned),
            states.Count(state => state == CoverageState.Ended),
            states.Count(state => state == CoverageState.Gap)
        );
}
