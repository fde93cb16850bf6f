using Adam.Domain.Geography;

namespace Adam.Domain.Layers;

/// <summary>
/// Cells of a quadtree over longitude and latitude, numbered along a Z-order curve (Morton 1966). The cells of a box
/// are few ranges of numbers, which any index of whole numbers finds.
/// </summary>
public static class LayerCells
{
    /// <summary>The number of a cell that stands for no position. It comes after all cells.</summary>
    public const int None = 1 << (2 * Levels);

    /// <summary>The number of times that the world is quartered: cells of 0.35 by 0.18 degrees.</summary>
    private const int Levels = 10;

    private const int Side = 1 << Levels;

    /// <summary>
    /// The most ranges of a box. More are exacter, and each costs a search of the index; 16 read less than twice the
    /// area of a box.
    /// </summary>
    private const int MostRanges = 16;

    private const long Width = 360L * Coordinates.UnitsPerDegree;
    private const long Height = 180L * Coordinates.UnitsPerDegree;

    /// <summary>Returns the cell of a position; <see cref="None"/> without one.</summary>
    public static int CellOf(Coordinates? position) =>
        position is { } at ? Interleave(Column(at.Longitude), Row(at.Latitude)) : None;

    /// <summary>
    /// Returns ranges of cells, both ends included, that contain each cell of a box, in ascending order. They can
    /// contain other cells too.
    /// </summary>
    public static IReadOnlyList<(int From, int To)> Ranges(BoundingBox box)
    {
        var areas = box
            .Longitudes.Select(range => new Area(Column(range.From), Row(box.South), Column(range.To), Row(box.North)))
            .ToList();
        var ranges = new List<(int From, int To)> { (0, None - 1) };
        for (var level = 1; level <= Levels; level++)
        {
            var size = 1 << (2 * (Levels - level));
            var finer = ranges.SelectMany(range => Split(range, size)).Where(range => Touches(areas, range, size));
            var merged = Merge(finer);
            if (merged.Count > MostRanges)
                return ranges;
            ranges = merged;
        }

        return ranges;
    }

    private static IEnumerable<(int From, int To)> Split((int From, int To) range, int size)
    {
        for (var from = range.From; from <= range.To; from += size)
            yield return (from, from + size - 1);
    }

    private static List<(int From, int To)> Merge(IEnumerable<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges)
        {
            if (merged.Count > 0 && merged[^1].To + 1 == range.From)
                merged[^1] = (merged[^1].From, range.To);
            else
                merged.Add(range);
        }

        return merged;
    }

    /// <summary>Returns true if a square of cells, whose numbers are a range, has a cell of the areas.</summary>
    private static bool Touches(IReadOnlyList<Area> areas, (int From, int To) square, int size)
    {
        var (column, row) = (Even(square.From), Even(square.From >> 1));
        var side = (int)Math.Sqrt(size);
        return areas.Any(area =>
            column <= area.East && column + side > area.West && row <= area.North && row + side > area.South
        );
    }

    private static int Column(int longitude) => Index(longitude + Width / 2, Width);

    private static int Row(int latitude) => Index(latitude + Height / 2, Height);

    private static int Index(long distance, long whole) => (int)Math.Min(Side - 1, distance * Side / whole);

    private static int Interleave(int column, int row)
    {
        var cell = 0;
        for (var bit = 0; bit < Levels; bit++)
            cell |= ((column >> bit & 1) << (2 * bit)) | ((row >> bit & 1) << (2 * bit + 1));
        return cell;
    }

    /// <summary>Returns the number that the even bits of a number are.</summary>
    private static int Even(int number)
    {
        var even = 0;
        for (var bit = 0; bit < Levels; bit++)
            even |= (number >> (2 * bit) & 1) << bit;
        return even;
    }

    private readonly record struct Area(int West, int South, int East, int North);
}
