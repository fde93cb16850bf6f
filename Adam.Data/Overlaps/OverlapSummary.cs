using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>The dimensions of a summary of overlaps.</summary>
public enum OverlapDimension
{
    Country = 1,
    Pillar = 2,

    /// <summary>A donor of the one project and a donor of the other.</summary>
    Donors = 3,

    /// <summary>A year in which the two share a day; an open end counts as five years.</summary>
    Year = 4,
}

/// <summary>The numbers of ranked overlaps in one row of a summary.</summary>
/// <param name="Country">Null unless summarised by country; likewise the other dimensions.</param>
/// <param name="Donors">Two donors, in ordinal order: the partner's code, or the name outside the partnership; equal if
/// both projects have it.</param>
/// <param name="Undecided">The number of pairs without a current verdict: never decided, or stale.</param>
/// <param name="Days">The sum of the ranked days of these pairs: an open end counts as five years from the later
/// start.</param>
/// <param name="Amounts">The amounts that could be spent twice: the sum of the smaller amount of each pair, by
/// currency.</param>
public sealed record OverlapSummaryRow(
    string? Country,
    Pillar? Pillar,
    IReadOnlyList<string>? Donors,
    int? Year,
    long Overlaps,
    long Undecided,
    long Days,
    IReadOnlyList<CurrencyAmount> Amounts
);

/// <summary>A month, and the number of donors of projects of the pairs that run in it.</summary>
public sealed record BusyMonth(int Year, int Month, int Donors);

/// <param name="Totals">The totals; each pair counts once.</param>
/// <param name="BusiestMonths">The months with most donors active at once, at most three; the earliest of equal
/// ones.</param>
public sealed record OverlapSummary(
    IReadOnlyList<OverlapSummaryRow> Rows,
    OverlapSummaryRow Totals,
    IReadOnlyList<BusyMonth> BusiestMonths
);
