namespace Adam.Domain.Layers;

/// <summary>A figure of a country: the number of the items of a layer, or one of its numbers.</summary>
/// <param name="Property">The number; null for the number of items.</param>
/// <param name="Unit">The unit of the number; null for none.</param>
/// <param name="Codes">
/// The codes of dimensions. For a number they are of all dimensions, because nothing is added across them; those that
/// are absent are absent from the items, too. For the number of items, only those are compared that are stated.
/// </param>
public sealed record LayerIndicator(string? Property, string? Unit, IReadOnlyDictionary<string, string> Codes)
{
    /// <summary>The indicator that is the number of items.</summary>
    public const string Events = "events";

    /// <summary>
    /// Returns the figures of the countries that have one above zero, the highest first. They are computed of the cells
    /// of a summary alone, so each is the figure that the summary by country states to the same reader.
    /// </summary>
    public IReadOnlyList<RankedFigure> Rank(LayerDraft layer, IReadOnlyList<SummaryPart> parts)
    {
        var figures = (Property is null ? Counts(parts) : Numbers(layer, parts))
            .Where(one => one.Value > 0)
            .OrderByDescending(one => one.Value)
            .ThenBy(one => one.Country, StringComparer.Ordinal)
            .ToList();
        return
        [
            .. figures.Select(one => new RankedFigure(
                one.Country,
                one.Value,
                1 + figures.Count(other => other.Value > one.Value)
            )),
        ];
    }

    private IEnumerable<(string Country, decimal Value)> Counts(IEnumerable<SummaryPart> parts) =>
        parts
            .Where(part => Codes.All(code => part.Codes.GetValueOrDefault(code.Key) == code.Value))
            .GroupBy(part => part.Country, StringComparer.Ordinal)
            .Select(group => (group.Key, (decimal)group.Sum(part => part.Events)));

    private IEnumerable<(string Country, decimal Value)> Numbers(LayerDraft layer, IReadOnlyList<SummaryPart> parts) =>
        LayerSummary
            .Rows(layer, [LayerSummary.Country], parts)
            .SelectMany(
                row =>
                    row.Measures.Where(one =>
                        one.Property == Property
                        && one.Unit == Unit
                        && one.Codes.Count == Codes.Count
                        && Codes.All(code => one.Codes.GetValueOrDefault(code.Key) == code.Value)
                    ),
                (row, one) => (row.Country!, one.Sum ?? one.Mean!.Value)
            );
}

/// <summary>The figure of a country among those of others.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Value">The figure, above zero.</param>
/// <param name="Rank">One more than the number of countries with a higher figure; equal figures share it.</param>
public sealed record RankedFigure(string Country, decimal Value, int Rank);
