namespace Adam.Data.Overlaps.Sums;

/// <summary>The summaries of overlaps whose cells are stored as sums.</summary>
/// <remarks>The numbers are stored in the column Dimensions, so never renumber.</remarks>
internal enum OverlapSet
{
    Totals = 0,
    Country = 1,
    Pillar = 2,
    CountryPillar = 3,
    Donors = 4,
    Year = 5,
    FoundMonth = 6,
    Partners = 7,
}
