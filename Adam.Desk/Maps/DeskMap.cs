using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Adam.Desk.Maps;

/// <summary>The drawn countries, and the projection by which points are placed on them.</summary>
public sealed class DeskMap
{
    /// <summary>The part of the map that has all three routes, in units.</summary>
    public static readonly MapBox Routes = new(-600, -470, 720, 560);

    private const double Degree = Math.PI / 180;

    private readonly double _longitude;
    private readonly double _latitude;
    private readonly double _scale;

    private DeskMap(Drawing drawing)
    {
        (_longitude, _latitude, _scale) = (drawing.Centre[0] * Degree, drawing.Centre[1] * Degree, drawing.Scale);
        Source = drawing.Source;
        Check = drawing.Check;
        Countries = drawing.Countries.ToFrozenDictionary(
            pair => pair.Key,
            pair => new MapCountry(
                pair.Value.Path,
                new(pair.Value.Box[0], pair.Value.Box[1], pair.Value.Box[2], pair.Value.Box[3]),
                pair.Value.Centre[0],
                pair.Value.Centre[1]
            ),
            StringComparer.Ordinal
        );
    }

    public static DeskMap Instance { get; } = Load();

    /// <summary>The data set of the boundaries.</summary>
    public string Source { get; }

    /// <summary>The countries by code; those without one have the code "".</summary>
    public FrozenDictionary<string, MapCountry> Countries { get; }

    /// <summary>Positions that the library computed which has drawn the map.</summary>
    internal IReadOnlyList<CheckedPoint> Check { get; }

    /// <summary>
    /// Returns the position of a point in units (Lambert's azimuthal equal-area projection; Snyder, Map Projections,
    /// USGS Professional Paper 1395, equations 24-2 to 24-4); null on the other side of the Earth.
    /// </summary>
    public (double X, double Y)? Project(double latitude, double longitude)
    {
        var (phi, lambda) = (latitude * Degree, (longitude * Degree) - _longitude);
        var cosine = (Math.Sin(_latitude) * Math.Sin(phi)) + (Math.Cos(_latitude) * Math.Cos(phi) * Math.Cos(lambda));
        if (cosine <= 0)
            return null;

        var k = _scale * Math.Sqrt(2 / (1 + cosine));
        return (
            k * Math.Cos(phi) * Math.Sin(lambda),
            -k * ((Math.Cos(_latitude) * Math.Sin(phi)) - (Math.Sin(_latitude) * Math.Cos(phi) * Math.Cos(lambda)))
        );
    }

    /// <summary>Returns the part of the map around some countries; all routes if none of them is drawn.</summary>
    public MapBox Around(IEnumerable<string> codes)
    {
        var boxes = codes.Select(code => Countries.GetValueOrDefault(code)?.Box).OfType<MapBox>().ToList();
        if (boxes.Count == 0)
            return Routes;

        var box = boxes.Aggregate((one, other) => one.With(other));
        return box.Widened();
    }

    private static DeskMap Load()
    {
        using var stream = typeof(DeskMap).Assembly.GetManifestResourceStream("map.json")!;
        return new(JsonSerializer.Deserialize<Drawing>(stream, JsonSerializerOptions.Web)!);
    }

    internal sealed record CheckedPoint(double Longitude, double Latitude, double X, double Y);

    private sealed record Drawing(
        string Source,
        double[] Centre,
        double Scale,
        IReadOnlyList<CheckedPoint> Check,
        IReadOnlyDictionary<string, DrawnCountry> Countries
    );

    private sealed record DrawnCountry(string Path, double[] Box, double[] Centre);
}

/// <param name="Path">The outline, as SVG in tenths of a unit.</param>
public sealed record MapCountry(string Path, MapBox Box, double CentreX, double CentreY);

/// <summary>A part of the map, in units. Y grows to the south.</summary>
public sealed record MapBox(double West, double North, double East, double South)
{
    /// <summary>The least width and height: a small country is shown with its neighbours.</summary>
    private const double Least = 110;

    public double Width => East - West;

    public double Height => South - North;

    public bool Meets(MapBox other) =>
        West < other.East && other.West < East && North < other.South && other.North < South;

    public MapBox With(MapBox other) =>
        new(
            Math.Min(West, other.West),
            Math.Min(North, other.North),
            Math.Max(East, other.East),
            Math.Max(South, other.South)
        );

    /// <summary>Returns the box with a margin, of at least the least size, neither very high nor wide.</summary>
    public MapBox Widened()
    {
        var width = Math.Max(Width * 1.1, Least);
        var height = Math.Max(Height * 1.1, Least * 0.7);
        (width, height) = (Math.Max(width, height * 0.9), Math.Max(height, width * 0.55));
        var (x, y) = ((West + East) / 2, (North + South) / 2);
        return new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));
    }

    /// <summary>Returns the box as an attribute <c>viewBox</c> of SVG.</summary>
    public string ViewBox =>
        string.Create(CultureInfo.InvariantCulture, $"{West:0.#} {North:0.#} {Width:0.#} {Height:0.#}");
}

/// <summary>A place on a map.</summary>
/// <param name="Projects">The number of projects there.</param>
/// <param name="Href">The list of them; null for none.</param>
public sealed record MapPoint(double Latitude, double Longitude, string Name, int Projects, string? Href)
{
    /// <summary>True for a ring instead of a disc, to tell the places of two projects apart.</summary>
    public bool IsRing { get; init; }
}
