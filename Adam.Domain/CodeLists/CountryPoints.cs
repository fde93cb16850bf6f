using System.Collections.Frozen;
using System.Globalization;

namespace Adam.Domain.CodeLists;

/// <summary>
/// A point on the mainland of each country, far from its borders, for maps of records that state no place. The points
/// are the poles of inaccessibility of the largest area of each country in Natural Earth (public domain), rounded to a
/// hundredth of a degree.
/// </summary>
public static class CountryPoints
{
    private static readonly FrozenDictionary<string, (double Longitude, double Latitude)> Points = CodeListCatalog
        .Rows("country-points")
        .ToFrozenDictionary(
            row => row["code"],
            row => (Degrees(row["longitude"]), Degrees(row["latitude"])),
            StringComparer.Ordinal
        );

    /// <summary>Returns the point of a country in WGS 84 degrees; null if the country is unknown.</summary>
    /// <param name="country">ISO 3166-1 alpha-2, or XK.</param>
    public static (double Longitude, double Latitude)? Find(string country) =>
        Points.TryGetValue(country, out var point) ? point : null;

    private static double Degrees(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
