using System.Text.Json.Serialization;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>The dimensions of a summary of overlaps.</summary>
public enum OverlapDimension
{
    Country = 1,
    Pillar = 2,

    /// <summary>A donor of one project and a donor of the other.</summary>
    Donors = 3,

    /// <summary>A year in which the two share a day. An open end counts as five years after the later start.</summary>
    Year = 4,

    /// <summary>A partner that owns or funds one project, and a partner that owns or funds the other.</summary>
    Partners = 5,

    /// <summary>
    /// The month, in UTC, in which the pair was found: since then both projects have had their present scope.
    /// </summary>
    [JsonStringEnumMemberName("foundMonth")]
    FoundMonth = 6,
}

/// <summary>The numbers of ranked overlaps in one row of a summary.</summary>
/// <param name="Country">
/// The country; null if the summary has no such dimension. The same applies to the other dimensions.
/// </param>
/// <param name="Donors">
/// Two donors in ordinal order: the code of a partner, or the name of a donor outside the partnership. Equal if both
/// projects have the donor.
/// </param>
/// <param name="Partners">
/// Two owners or donors in ordinal order, as <paramref name="Donors"/>. Equal if one owns or funds both projects.
/// </param>
/// <param name="FoundMonth">The month in which the pairs were found, <c>YYYY-MM</c>.</param>
/// <param name="Undecided">The number of pairs that are undecided or have a stale verdict.</param>
/// <param name="Days">
/// The sum of the shared days of these pairs. An open end counts as five years after the later start.
/// </param>
/// <param name="Amounts">
/// The amounts that could be spent twice: the sum of the smaller amount of each pair, by currency.
/// </param>
public sealed record OverlapSummaryRow(
    string? Country,
    Pillar? Pillar,
    IReadOnlyList<string>? Donors,
    int? Year,
    IReadOnlyList<string>? Partners,
    string? FoundMonth,
    long Overlaps,
    long Undecided,
    long Days,
    IReadOnlyList<CurrencyAmount> Amounts
);

/// <summary>A month with the number of donors that are active in it.</summary>
public sealed record BusyMonth(int Year, int Month, int Donors);

/// <param name="Totals">The totals; each pair counts once.</param>
/// <param name="BusiestMonths">
/// At most three months with the most donors active at once; of equal ones the earliest.
/// </param>
public sealed record OverlapSummary(
    IReadOnlyList<OverlapSummaryRow> Rows,
    OverlapSummaryRow Totals,
    IReadOnlyList<BusyMonth> BusiestMonths
);
