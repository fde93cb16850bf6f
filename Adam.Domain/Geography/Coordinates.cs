namespace Adam.Domain.Geography;

/// <summary>
/// A position on the Earth (WGS 84) in ten-millionths of a degree, about 1 cm. Whole numbers make comparisons exact and
/// equal in C# and in both databases.
/// </summary>
/// <param name="Latitude">North positive, from -90 to 90 degrees.</param>
/// <param name="Longitude">East positive, from -180 to 180 degrees.</param>
public readonly record struct Coordinates(int Latitude, int Longitude)
{
    /// <summary>The number of units of a degree.</summary>
    public const int UnitsPerDegree = 10_000_000;

    /// <summary>Bands of latitude are one degree high and numbered from the South Pole: 0 to 179.</summary>
    private const int LastBand = 179;

    /// <summary>The band of one degree of latitude that contains the position; the North Pole is in the last.</summary>
    public int LatitudeBand => BandOf(Latitude);

    /// <exception cref="OverflowException">A degree is beyond the limits or no number.</exception>
    public static Coordinates FromDegrees(double latitude, double longitude) => new(Units(latitude), Units(longitude));

    /// <summary>Returns the units of a number of degrees, rounded.</summary>
    internal static int Units(double degrees) =>
        checked((int)Math.Round(degrees * UnitsPerDegree, MidpointRounding.AwayFromZero));

    /// <summary>Returns the band of a latitude in units.</summary>
    internal static int BandOf(int latitude) =>
        Math.Min(LastBand, (int)((latitude + 90L * UnitsPerDegree) / UnitsPerDegree));
}
