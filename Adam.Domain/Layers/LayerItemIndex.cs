using System.Text.Json;

namespace Adam.Domain.Layers;

/// <summary>The values by which items are found and counted, derived from their content.</summary>
/// <param name="FromDay">The number of the first day; 0 for an item without time, which every time meets.</param>
/// <param name="UntilDay">The number of the last day.</param>
/// <param name="Year">The year of the first day; null without time.</param>
/// <param name="Cell">The cell of the position (<see cref="LayerCells"/>).</param>
/// <param name="SummaryCell">
/// The finest division of summaries without country and year: a JSON array of the codes of all dimensions, then of the
/// unit of each number. A number that the item does not have is null, one without a unit is empty.
/// </param>
/// <param name="Numbers">The numbers of summaries.</param>
public sealed record LayerItemIndex(
    int FromDay,
    int UntilDay,
    int? Year,
    int Cell,
    string SummaryCell,
    IReadOnlyList<ItemNumber> Numbers
)
{
    public static LayerItemIndex From(LayerDraft layer, LayerItemDraft item)
    {
        var from = item.From?.DayNumber ?? 0;
        var until = item.From is null ? DateOnly.MaxValue.DayNumber : (item.Until ?? DateOnly.MaxValue).DayNumber;
        var numbers = layer
            .Measures.Select(measure => (Measure: measure, Number: item.Values.GetValueOrDefault(measure.Name)?.Number))
            .ToList();
        var codes = layer.Dimensions.Select(dimension => item.Values.GetValueOrDefault(dimension.Name)?.Text);
        var units = numbers.Select(one => one.Number is null ? null : UnitOf(one.Measure, item) ?? "");
        return new(
            from,
            until,
            item.From?.Year,
            LayerCells.CellOf(item.Position),
            JsonSerializer.Serialize(codes.Concat(units)),
            [
                .. numbers
                    .Where(one => one.Number is not null)
                    .Select(one => new ItemNumber(
                        one.Measure.Name,
                        UnitOf(one.Measure, item) ?? "",
                        (long)(one.Number!.Value * 10_000)
                    )),
            ]
        );
    }

    /// <summary>Returns the unit of a number of an item; null if it has none.</summary>
    public static string? UnitOf(LayerProperty number, LayerItemDraft item) =>
        number.UnitFrom.Count == 0
            ? number.Unit
            : string.Join('/', number.UnitFrom.Select(name => item.Values.GetValueOrDefault(name)?.Text ?? "?"));
}

/// <summary>A number of an item.</summary>
/// <param name="Unit">The unit; empty for none.</param>
/// <param name="TenThousandths">The value in ten-thousandths.</param>
public sealed record ItemNumber(string Property, string Unit, long TenThousandths);
