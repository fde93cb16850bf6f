namespace Adam.Domain.Geography;

/// <summary>
/// A box between two meridians and two parallels, whose edges belong to it (RFC 7946, section 5). If the west lies east
/// of the east, it crosses the antimeridian.
/// </summary>
/// <param name="West">In units of <see cref="Coordinates"/>, as the other edges.</param>
public sealed record BoundingBox(int West, int South, int East, int North)
{
    private const int HalfTurn = 180 * Coordinates.UnitsPerDegree;

    /// <summary>The ranges of longitude, both ends included. 180° west and 180° east are the same meridian.</summary>
    public IReadOnlyList<(int From, int To)> Longitudes
    {
        get
        {
            if (West > East)
                return [(West, HalfTurn), (-HalfTurn, East)];

            var ranges = new List<(int, int)> { (West, East) };
            if (West == -HalfTurn && East < HalfTurn)
                ranges.Add((HalfTurn, HalfTurn));
            if (East == HalfTurn && West > -HalfTurn)
                ranges.Add((-HalfTurn, -HalfTurn));
            return ranges;
        }
    }

    /// <summary>The bands of latitude that the box touches, from south to north.</summary>
    public IEnumerable<int> LatitudeBands
    {
        get
        {
            var (first, last) = (Coordinates.BandOf(South), Coordinates.BandOf(North));
            return Enumerable.Range(first, last - first + 1);
        }
    }

    /// <summary>The area in square degrees; 64,800 for the whole Earth.</summary>
    public double SquareDegrees =>
        Longitudes.Sum(range => (double)range.To - range.From)
        * ((double)North - South)
        / Coordinates.UnitsPerDegree
        / Coordinates.UnitsPerDegree;

    public static BoundingBox FromDegrees(double west, double south, double east, double north) =>
        new(Coordinates.Units(west), Coordinates.Units(south), Coordinates.Units(east), Coordinates.Units(north));

    public bool Contains(Coordinates position) =>
        position.Latitude >= South
        && position.Latitude <= North
        && Longitudes.Any(range => position.Longitude >= range.From && position.Longitude <= range.To);
}
