namespace Adam.Domain.Geography;

/// <summary>The positions within a great-circle distance of a centre.</summary>
public sealed record Circle
{
    /// <summary>The longest radius in kilometres. No two positions are 20,016 km or more apart.</summary>
    public const double MaxKilometres = 20_000;

    /// <summary>The mean radius of the Earth in kilometres (IUGG).</summary>
    private const double EarthRadius = 6371.0088;

    /// <summary>About 1 m. It keeps positions on the edge of the circle within the box.</summary>
    private const double Margin = 0.000_01;

    /// <param name="kilometres">The radius, above 0 and at most <see cref="MaxKilometres"/>.</param>
    public Circle(double latitude, double longitude, double kilometres)
    {
        var angle = kilometres / EarthRadius;
        Centre = UnitVector.FromCoordinates(Coordinates.FromDegrees(latitude, longitude));
        SquaredChord = UnitVector.SquaredChord(angle);
        Box = BoxAround(latitude, longitude, angle);
    }

    public UnitVector Centre { get; }

    /// <summary>The square of the chord from the centre to the edge (<see cref="UnitVector"/>).</summary>
    public long SquaredChord { get; }

    /// <summary>A box that contains the circle.</summary>
    public BoundingBox Box { get; }

    public bool Contains(Coordinates position) =>
        UnitVector.FromCoordinates(position).SquaredChordTo(Centre) <= SquaredChord;

    private static BoundingBox BoxAround(double latitude, double longitude, double angle)
    {
        var height = double.RadiansToDegrees(angle) + Margin;
        var (south, north) = (latitude - height, latitude + height);
        // A circle that contains a pole has positions on every meridian.
        if (south <= -90 || north >= 90)
            return BoundingBox.FromDegrees(-180, Math.Max(south, -90), 180, Math.Min(north, 90));

        // The meridians that touch the circle (J. P. Matuschek, "Finding Points Within a Distance", 2012).
        var sine = Math.Sin(angle) / Math.Cos(double.DegreesToRadians(latitude));
        var width = sine >= 1 ? 180 : double.RadiansToDegrees(Math.Asin(sine)) + Margin;
        return width >= 180
            ? BoundingBox.FromDegrees(-180, south, 180, north)
            : BoundingBox.FromDegrees(Turn(longitude - width), south, Turn(longitude + width), north);
    }

    private static double Turn(double longitude) =>
        longitude < -180 ? longitude + 360
        : longitude > 180 ? longitude - 360
        : longitude;
}
