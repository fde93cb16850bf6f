using System.Collections.Frozen;
using System.Globalization;

namespace Adam.Domain.CodeLists;

/// <summary>
/// The extent of the main area of each country, without overseas territories, as a box of WGS 84 degrees. The boxes
/// follow Natural Earth (public domain), rounded outwards to a tenth of a degree. The eastern end of a box that crosses
/// the antimeridian is above 180.
/// </summary>
public static class CountryExtents
{
    private const double EarthRadiusKm = 6_371;

    private static readonly FrozenDictionary<string, Box> Boxes = CodeListCatalog
        .Rows("country-extents")
        .ToFrozenDictionary(
            row => row["code"],
            row => new Box(Degrees(row["west"]), Degrees(row["south"]), Degrees(row["east"]), Degrees(row["north"])),
            StringComparer.Ordinal
        );

    /// <summary>
    /// Returns the distance of a position from the box of a country, in kilometres along a great circle; 0 within it,
    /// and null if the extent of the country is unknown.
    /// </summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    public static double? DistanceKm(string country, double latitude, double longitude)
    {
        if (!Boxes.TryGetValue(country, out var box))
            return null;

        // A box may cross the antimeridian, and the nearest way to it may, too.
        return new[] { longitude - 360, longitude, longitude + 360 }.Min(turned =>
            Haversine(
                latitude,
                turned,
                Math.Clamp(latitude, box.South, box.North),
                Math.Clamp(turned, box.West, box.East)
            )
        );
    }

    private static double Haversine(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var (north, otherNorth) = (double.DegreesToRadians(latitude), double.DegreesToRadians(otherLatitude));
        var vertical = Math.Sin((otherNorth - north) / 2);
        var horizontal = Math.Sin(double.DegreesToRadians(otherLongitude - longitude) / 2);
        var chord = (vertical * vertical) + (Math.Cos(north) * Math.Cos(otherNorth) * horizontal * horizontal);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private static double Degrees(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Box(double West, double South, double East, double North);
}
