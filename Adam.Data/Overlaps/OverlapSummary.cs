using Adam.Data.Presence;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>What a summary of overlaps is broken down by.</summary>
public enum OverlapDimension
{
    Country = 1,
    Pillar = 2,

    /// <summary>A donor of the one project and a donor of the other.</summary>
    Donors = 3,

    /// <summary>A year in which the two share a day; an open end counts five years.</summary>
    Year = 4,
}

/// <summary>Ranked overlaps in one row of a summary.</summary>
/// <param name="Country">Null unless broken down by country; so with the others.</param>
/// <param name="Donors">Two donors, in ordinal order: the partner's code, or the name outside the partnership. Twice the same where both projects have it.</param>
/// <param name="Undecided">Pairs that nobody has decided, or of which a project has changed since in what counts.</param>
/// <param name="Days">The shared days of these pairs, added up as they rank: an open end counts five years from the later start.</param>
/// <param name="Amounts">What could be spent twice: of two projects the smaller amount, added up by currency.</param>
public sealed record OverlapSummaryRow(
    string? Country, Pillar? Pillar, IReadOnlyList<string>? Donors, int? Year, long Overlaps, long Undecided, long Days, IReadOnlyList<CurrencyAmount> Amounts);

/// <summary>A month, and how many donors pay for projects of the pairs that run in it.</summary>
public sealed record BusyMonth(int Year, int Month, int Donors);

/// <param name="Totals">Each pair once.</param>
/// <param name="BusiestMonths">Those in which most donors were active at once, at most three; of equals the earliest.</param>
public sealed record OverlapSummary(IReadOnlyList<OverlapSummaryRow> Rows, OverlapSummaryRow Totals, IReadOnlyList<BusyMonth> BusiestMonths);
