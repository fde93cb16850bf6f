namespace Adam.Domain.Geography;

/// <summary>
/// The direction from the centre of the Earth, taken as a sphere, to a position, in billionths of the radius (6 mm).
/// Two positions are as far apart on the sphere as the chord between their vectors is long. The square of a chord is a
/// sum of integers, which both databases compute exactly.
/// </summary>
public readonly record struct UnitVector(int X, int Y, int Z)
{
    private const double Units = 1e9;

    public static UnitVector FromCoordinates(Coordinates coordinates)
    {
        var latitude = double.DegreesToRadians((double)coordinates.Latitude / Coordinates.UnitsPerDegree);
        var longitude = double.DegreesToRadians((double)coordinates.Longitude / Coordinates.UnitsPerDegree);
        return new(
            Rounded(Math.Cos(latitude) * Math.Cos(longitude)),
            Rounded(Math.Cos(latitude) * Math.Sin(longitude)),
            Rounded(Math.Sin(latitude))
        );
    }

    /// <summary>Returns the square of the chord to another vector, in squared units.</summary>
    public long SquaredChordTo(UnitVector other)
    {
        long x = X - other.X,
            y = Y - other.Y,
            z = Z - other.Z;
        return x * x + y * y + z * z;
    }

    /// <summary>Returns the square of the chord that an angle at the centre spans, in squared units.</summary>
    internal static long SquaredChord(double radians)
    {
        var chord = 2 * Math.Sin(radians / 2) * Units;
        return (long)Math.Round(chord * chord);
    }

    private static int Rounded(double part) => (int)Math.Round(part * Units);
}
