using Adam.Domain.Geography;
using CsCheck;

namespace Adam.Tests.Geography;

/// <summary>Distances as integers agree with the formula of Vincenty, and the box of a circle contains it.</summary>
public sealed class CircleTests
{
    private const double EarthRadius = 6371.0088;

    /// <summary>The rounding of positions and vectors, about 1 cm each, in kilometres.</summary>
    private const double Rounding = 0.000_03;

    private static readonly Gen<(double Latitude, double Longitude)> Position = Gen.Frequency(
        (3, Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180])),
        (1, Gen.Select(Gen.OneOf(Gen.Double[89.9, 90], Gen.Double[-90, -89.9]), Gen.Double[-180, 180])),
        (1, Gen.Select(Gen.Double[-90, 90], Gen.OneOf(Gen.Double[179.99, 180], Gen.Double[-180, -179.99])))
    );

    [Test]
    public void Circle_contains_what_the_formula_of_Vincenty_finds()
    {
        Gen.Select(
                Position,
                Position,
                Gen.OneOf(Gen.Double[0.001, 1], Gen.Double[1, 1_000], Gen.Double[1_000, 20_000]),
                Gen.Bool
            )
            .Sample(
                (centre, position, radius, isNear) =>
                {
                    // Half of the positions lie near the edge.
                    var distance = Distance(centre, position);
                    var kilometres =
                        isNear && distance is > 0.01 and < 19_990 ? distance + (radius % 0.002) - 0.001 : radius;
                    // Towards the opposite side of the Earth, chords hardly grow with the distance.
                    var rounding = Rounding / Math.Max(0.001, Math.Cos(distance / EarthRadius / 2));
                    if (Math.Abs(distance - kilometres) < rounding || kilometres <= 0)
                        return;

                    var circle = new Circle(centre.Latitude, centre.Longitude, kilometres);
                    var found = Coordinates.FromDegrees(position.Latitude, position.Longitude);
                    Assert.That(
                        circle.Contains(found),
                        Is.EqualTo(distance < kilometres),
                        $"{centre} {position} {kilometres} {distance}"
                    );
                    if (circle.Contains(found))
                        Assert.That(circle.Box.Contains(found), Is.True, $"{centre} {position} {kilometres}");
                },
                iter: 200_000
            );
    }

    [TestCase(0, 0, 90, 0, 10_007.557)]
    [TestCase(38.56, 68.77, 34.53, 69.17, 449.5)]
    public void Distance_is_that_on_a_sphere_of_the_mean_radius(
        double latitude,
        double longitude,
        double otherLatitude,
        double otherLongitude,
        double kilometres
    )
    {
        var other = Coordinates.FromDegrees(otherLatitude, otherLongitude);
        Assert.That(new Circle(latitude, longitude, kilometres + 0.1).Contains(other), Is.True);
        Assert.That(new Circle(latitude, longitude, kilometres - 0.1).Contains(other), Is.False);
    }

    private static double Distance((double Latitude, double Longitude) one, (double Latitude, double Longitude) other)
    {
        var (a, b) = (double.DegreesToRadians(one.Latitude), double.DegreesToRadians(other.Latitude));
        var width = double.DegreesToRadians(other.Longitude - one.Longitude);
        // The formula of Vincenty for a sphere, which is exact at all distances.
        var y = Math.Sqrt(
            Math.Pow(Math.Cos(b) * Math.Sin(width), 2)
                + Math.Pow(Math.Cos(a) * Math.Sin(b) - Math.Sin(a) * Math.Cos(b) * Math.Cos(width), 2)
        );
        var x = Math.Sin(a) * Math.Sin(b) + Math.Cos(a) * Math.Cos(b) * Math.Cos(width);
        return EarthRadius * Math.Atan2(y, x);
    }
}
