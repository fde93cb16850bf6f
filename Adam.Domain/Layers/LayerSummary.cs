namespace Adam.Domain.Layers;

/// <summary>A part of the finest division of a summary, before rows are made of it.</summary>
/// <param name="Year">The year of the first day; null for items without time.</param>
/// <param name="Codes">The codes of the dimensions by name; those that an item does not have are absent.</param>
/// <param name="Numbers">The numbers of the items that count, added up.</param>
public sealed record SummaryPart(
    string Country,
    int? Year,
    IReadOnlyDictionary<string, string> Codes,
    long Events,
    IReadOnlyList<SummaryNumber> Numbers
);

/// <summary>A number of items, added up.</summary>
/// <param name="Unit">The unit; empty for none.</param>
/// <param name="Events">The number of items that have it.</param>
public sealed record SummaryNumber(string Property, string Unit, long Events, decimal Sum);

/// <summary>A row of a summary.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; null if the summary is not by country.</param>
/// <param name="Year">The year; null if the summary is not by year, or for items without time.</param>
/// <param name="Codes">The codes of the dimensions that the summary is by.</param>
/// <param name="Events">The number of items that count.</param>
/// <param name="Measures">The numbers, each for one unit and one code of each dimension.</param>
public sealed record SummaryRow(
    string? Country,
    int? Year,
    IReadOnlyDictionary<string, string> Codes,
    long Events,
    IReadOnlyList<SummaryMeasure> Measures
);

/// <summary>
/// A number of a row. It is never of several units or substances: the codes of all dimensions belong to it, also of
/// those that the summary is not by.
/// </summary>
/// <param name="Codes">The codes of all dimensions.</param>
/// <param name="Unit">The unit; null for none.</param>
/// <param name="Events">The number of items that have it.</param>
/// <param name="Sum">The sum; null for a number of which the mean is computed.</param>
/// <param name="Mean">The mean, rounded to four decimals; null for a number that is added.</param>
/// <param name="Equivalent">
/// The amount in the unit of the layer's table of factors; null if the table has no factor for it, and for a measure
/// that is no sum.
/// </param>
public sealed record SummaryMeasure(
    string Property,
    IReadOnlyDictionary<string, string> Codes,
    string? Unit,
    long Events,
    decimal? Sum,
    decimal? Mean,
    decimal? Equivalent
);

/// <summary>Makes the rows of a summary.</summary>
public static class LayerSummary
{
    public const string Country = "country";
    public const string Year = "year";

    private const int MeanDecimals = 4;

    /// <summary>Returns the dimensions of a layer: country, year and its own.</summary>
    public static IReadOnlyList<string> DimensionsOf(LayerDraft layer) =>
        [Country, Year, .. layer.Dimensions.Select(dimension => dimension.Name)];

    /// <summary>Returns the rows in the order of their dimensions.</summary>
    /// <param name="by">The dimensions, each of <see cref="DimensionsOf"/> once; empty for one row of all.</param>
    public static IReadOnlyList<SummaryRow> Rows(
        LayerDraft layer,
        IReadOnlyList<string> by,
        IEnumerable<SummaryPart> parts
    )
    {
        var own = layer.Dimensions.Select(dimension => dimension.Name).Where(by.Contains).ToList();
        return
        [
            .. parts
                .GroupBy(part =>
                    (
                        Country: by.Contains(Country) ? part.Country : null,
                        Year: by.Contains(Year) ? part.Year : null,
                        Codes: KeyOf(own, part.Codes)
                    )
                )
                .OrderBy(row => row.Key.Country, StringComparer.Ordinal)
                .ThenBy(row => row.Key.Year)
                .ThenBy(row => row.Key.Codes, StringComparer.Ordinal)
                .Select(row => new SummaryRow(
                    row.Key.Country,
                    row.Key.Year,
                    Restrict(own, row.First().Codes),
                    row.Sum(part => part.Events),
                    Measures(layer, row)
                )),
        ];
    }

    private static IReadOnlyList<SummaryMeasure> Measures(LayerDraft layer, IEnumerable<SummaryPart> parts)
    {
        var all = layer.Dimensions.Select(dimension => dimension.Name).ToList();
        return
        [
            .. parts
                .SelectMany(part => part.Numbers.Select(number => (part.Codes, Number: number)))
                .GroupBy(one => (one.Number.Property, Codes: KeyOf(all, one.Codes), one.Number.Unit))
                .OrderBy(group => layer.Properties.Index().First(one => one.Item.Name == group.Key.Property).Index)
                .ThenBy(group => group.Key.Codes, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Unit, StringComparer.Ordinal)
                .Select(group =>
                {
                    var (events, sum) = (group.Sum(one => one.Number.Events), group.Sum(one => one.Number.Sum));
                    var isMean = layer.Find(group.Key.Property)!.Summary == LayerSummaryUse.Mean;
                    var (codes, unit) = (group.First().Codes, group.Key.Unit);
                    return new SummaryMeasure(
                        group.Key.Property,
                        codes,
                        unit.Length == 0 ? null : unit,
                        events,
                        isMean ? null : sum,
                        isMean ? Math.Round(sum / events, MeanDecimals, MidpointRounding.ToEven) : null,
                        isMean ? null : Equivalent(layer.Equivalents, group.Key.Property, codes, unit, sum)
                    );
                }),
        ];
    }

    private static decimal? Equivalent(
        LayerEquivalents? table,
        string property,
        IReadOnlyDictionary<string, string> codes,
        string unit,
        decimal sum
    )
    {
        if (table is null || table.Property != property)
            return null;
        if (unit == table.Unit)
            return sum;

        var code = codes.GetValueOrDefault(table.By);
        return table.Factors.FirstOrDefault(one => one.Code == code && one.Unit == unit) is { } factor
            ? sum * factor.Factor
            : null;
    }

    private static string KeyOf(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> codes) =>
        string.Join('\n', names.Select(name => codes.GetValueOrDefault(name, "")));

    private static Dictionary<string, string> Restrict(
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, string> codes
    ) => names.Where(codes.ContainsKey).ToDictionary(name => name, name => codes[name], StringComparer.Ordinal);
}
