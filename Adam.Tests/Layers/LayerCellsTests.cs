using Adam.Domain.Geography;
using Adam.Domain.Layers;
using CsCheck;

namespace Adam.Tests.Layers;

/// <summary>The cells of positions, and the ranges of the cells of boxes.</summary>
public sealed class LayerCellsTests
{
    private const int HalfTurn = 180 * Coordinates.UnitsPerDegree;
    private const int RightAngle = 90 * Coordinates.UnitsPerDegree;

    private static readonly Gen<int> Longitude = Gen.Frequency(
        (8, Gen.Int[-HalfTurn, HalfTurn]),
        (1, Gen.OneOf(-HalfTurn, HalfTurn, 0))
    );

    private static readonly Gen<int> Latitude = Gen.Frequency(
        (8, Gen.Int[-RightAngle, RightAngle]),
        (1, Gen.OneOf(-RightAngle, RightAngle, 0))
    );

    private static readonly Gen<BoundingBox> Box = Gen.Select(
        Longitude,
        Latitude,
        Longitude,
        Latitude,
        (west, one, east, other) => new BoundingBox(west, Math.Min(one, other), east, Math.Max(one, other))
    );

    [Test]
    public void Ranges_of_a_box_have_the_cell_of_each_of_its_positions() =>
        Gen.Select(Box, Longitude, Latitude)
            .Sample(
                (box, longitude, latitude) =>
                {
                    var position = new Coordinates(latitude, longitude);
                    var ranges = LayerCells.Ranges(box);
                    var cell = LayerCells.CellOf(position);
                    return ranges.Count <= 16
                        && ranges.Zip(ranges.Skip(1)).All(pair => pair.First.To < pair.Second.From)
                        && (!box.Contains(position) || ranges.Any(range => range.From <= cell && cell <= range.To));
                },
                iter: 20_000
            );

    [Test]
    public void Ranges_of_a_small_box_are_few_cells()
    {
        var country = LayerCells.Ranges(BoundingBox.FromDegrees(67, 36, 71, 39));
        Assert.That(country.Sum(range => range.To - range.From + 1), Is.LessThan(1_500), "of 1,048,576 cells");
        var point = LayerCells.Ranges(BoundingBox.FromDegrees(68.6, 37.2, 68.6, 37.2));
        Assert.That(point.Single(), Is.EqualTo((point[0].From, point[0].From)));
        Assert.That(
            LayerCells.Ranges(BoundingBox.FromDegrees(-180, -90, 180, 90)),
            Is.EqualTo(new[] { (0, LayerCells.None - 1) })
        );
    }
}
