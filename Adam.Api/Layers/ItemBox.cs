using Adam.Api.Errors;
using Adam.Domain.Geography;

namespace Adam.Api.Layers;

/// <summary>The parameter <c>bbox</c> (OGC 17-069r3, 7.15.3).</summary>
internal static class ItemBox
{
    private const string Name = "bbox";

    /// <summary>
    /// Reads four numbers, or six with heights, which no item has. A west that lies east of the east crosses the
    /// antimeridian.
    /// </summary>
    /// <param name="numbers">The numbers; empty for no box.</param>
    public static BoundingBox? Read(IReadOnlyList<double> numbers, List<ValidationError> errors)
    {
        if (numbers.Count == 0 || errors.HasErrorFor(Name))
            return null;

        double[] edges = numbers.Count == 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : [.. numbers];
        if (edges.Length != 4)
        {
            errors.Add(
                new(
                    Name,
                    $"A box has four numbers (west, south, east, north), or six with heights, not {numbers.Count}.",
                    ErrorCodes.BadValue
                )
            );
            return null;
        }

        if (
            Math.Abs(edges[0]) > 180
            || Math.Abs(edges[2]) > 180
            || edges[1] < -90
            || edges[3] > 90
            || edges[1] > 90
            || edges[3] < -90
        )
        {
            errors.Add(
                new(
                    Name,
                    "Longitudes lie between -180 and 180 degrees, latitudes between -90 and 90 (CRS84).",
                    ErrorCodes.OutOfRange
                )
            );
            return null;
        }

        if (edges[1] <= edges[3])
            return BoundingBox.FromDegrees(edges[0], edges[1], edges[2], edges[3]);
        errors.Add(new(Name, $"The south ({edges[1]}) lies north of the north ({edges[3]}).", ErrorCodes.BadValue));
        return null;
    }
}
