using System.Text.Json;
using Adam.Data.Databases;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>The filter of a summary: only what the cells of the finest division have.</summary>
/// <param name="Countries">ISO 3166-1 alpha-2; empty for all countries.</param>
/// <param name="FromYear">The first year; null for no limit. Items without time are then left out.</param>
/// <param name="UntilYear">The last year; null for no limit.</param>
public sealed record LayerSummaryFilter(IReadOnlyList<string> Countries, int? FromYear, int? UntilYear);

/// <summary>Counts the items of layers, and adds up their numbers.</summary>
public sealed class LayerSummaryStore(Database database)
{
    /// <summary>
    /// Returns the cells that a reader sees. Withdrawn and rejected items do not count. Of a layer that others see by
    /// threes, a cell has the reader's own items, and those of others in groups (<see cref="PublishedEvents"/>).
    /// </summary>
    public Task<IReadOnlyList<SummaryPart>> ReadAsync(
        LayerDraft layer,
        LayerSummaryFilter filter,
        LayerAccess access,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync(
            async session =>
            {
                var dimensions = layer.Dimensions.Select(dimension => dimension.Name).ToList();
                var parts = new List<SummaryPart>();
                foreach (var counted in LayerSummaryQuery.Parts(layer.Id, filter, access))
                {
                    var numbers = (await session.QueryAsync(LayerSummaryQuery.Numbers(counted), ct)).ToLookup(row =>
                        row.Key
                    );
                    parts.AddRange(
                        (await session.QueryAsync(LayerSummaryQuery.Events(counted), ct)).Select(row => new SummaryPart(
                            row.Country,
                            row.Year,
                            CodesOf(dimensions, row.SummaryCell),
                            row.Events,
                            [.. numbers[row.Key].Select(number => number.ToNumber())]
                        ))
                    );
                }

                return (IReadOnlyList<SummaryPart>)parts;
            },
            ct
        );

    private static Dictionary<string, string> CodesOf(List<string> dimensions, string summaryCell)
    {
        var codes = JsonSerializer.Deserialize<List<string?>>(summaryCell)!;
        return dimensions
            .Zip(codes)
            .Where(one => one.Second is not null)
            .ToDictionary(one => one.First, one => one.Second!, StringComparer.Ordinal);
    }
}
