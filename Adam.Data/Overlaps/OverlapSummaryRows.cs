using System.Globalization;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>A row of a summary. A dimension that was not requested is null.</summary>
internal sealed record SummaryRow
{
    public string? Country { get; init; }
    public string? Pillar { get; init; }
    public string? Donor { get; init; }
    public string? OtherDonor { get; init; }
    public int? Year { get; init; }
    public string? Partner { get; init; }
    public string? OtherPartner { get; init; }
    public string? FoundMonth { get; init; }
    public required OverlapCellRow Numbers { get; init; }

    /// <summary>The keys of organisations that the row names.</summary>
    public IEnumerable<string?> Organisations => [Donor, OtherDonor, Partner, OtherPartner];

    /// <summary>Returns the row of a cell.</summary>
    /// <param name="by">The dimensions, in the order of the values of the cell.</param>
    public static SummaryRow FromCell(IReadOnlyList<OverlapDimension> by, OverlapCellRow cell)
    {
        var values = cell.Cell.Split(OverlapSums.Separator);
        var (row, place) = (new SummaryRow { Numbers = cell }, 0);
        foreach (var dimension in by)
            row = dimension switch
            {
                OverlapDimension.Country => row with { Country = values[place++] },
                OverlapDimension.Pillar => row with { Pillar = values[place++] },
                OverlapDimension.Donors => row with { Donor = values[place++], OtherDonor = values[place++] },
                OverlapDimension.Year => row with { Year = int.Parse(values[place++], CultureInfo.InvariantCulture) },
                OverlapDimension.Partners => row with { Partner = values[place++], OtherPartner = values[place++] },
                OverlapDimension.FoundMonth => row with { FoundMonth = values[place++] },
            };
        return row;
    }

    /// <param name="names">The names of organisations outside the partnership, by their keys.</param>
    public OverlapSummaryRow ToRow(IReadOnlyDictionary<string, string> names, IEnumerable<CurrencyAmount> amounts)
    {
        return new(
            Country,
            Pillar is null ? null : (Pillar)CodeListCatalog.Pillars.Find(Pillar)!.Number!,
            Named(Donor, OtherDonor),
            Year,
            Named(Partner, OtherPartner),
            FoundMonth,
            Numbers.Overlaps,
            Numbers.Undecided,
            Numbers.Days,
            [.. amounts.OrderBy(amount => amount.Currency, StringComparer.Ordinal)]
        );

        IReadOnlyList<string>? Named(string? one, string? other) =>
            one is null ? null : [names.GetValueOrDefault(one, one), names.GetValueOrDefault(other!, other!)];
    }
}
