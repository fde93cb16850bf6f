using Adam.Data.Projects;
using Adam.Domain.Geography;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using CsCheck;

namespace Adam.Tests.Projects;

/// <summary>
/// Generates places at the edges of positions (poles, antimeridian, the same spot twice, no coordinates), filters by
/// them, and evaluates the filters without the code that the register uses.
/// </summary>
internal static class RandomPlaces
{
    private const double EarthRadius = 6371.0088;

    private static readonly Gen<Place> Place = Gen.Select(
        Gen.OneOf("Nizhny Panj", "NIŽNY-PANJ", "پنج", "Душанбе", "Dushanbe", "—"),
        Gen.OneOf<string?>(null, "Khatlon", "khat lon", "Хатлон"),
        Gen.OneOf<(double, double)?>(
            null,
            (37.2, 68.6),
            (37.2, 68.6),
            (37.3, 68.61),
            (0, 0),
            (90, 0),
            (-90, 12.5),
            (89.99, -170),
            (-17.7, 180),
            (-17.7, -180),
            (-16.5, 179.9),
            (-16.5, -179.9),
            (0, 179.9999999)
        ),
        (name, admin1, position) => new Place(name, admin1, position?.Item1, position?.Item2)
    );

    public static readonly Gen<List<Place>> Places = Place.List[0, 3];

    private static readonly Gen<(ProjectFilter Filter, Func<Project, bool> Passes)> Names = Gen.OneOf(
            "nizhny panj",
            "Nizny Panj",
            "Душанбе",
            "Panj"
        )
        .List[1, 2]
        .Select(names =>
            (
                new ProjectFilter { Places = [.. names.Select(Folding.Key).Distinct()] },
                (Func<Project, bool>)(
                    project =>
                        project.Draft.Places.Any(place =>
                            names.Any(name => Folding.Key(name) == Folding.Key(place.Name))
                        )
                )
            )
        );

    private static readonly Gen<(ProjectFilter Filter, Func<Project, bool> Passes)> Divisions = Gen.OneOf(
            "KHATLON",
            "Хатлон",
            "Sughd"
        )
        .Select(name =>
            (
                new ProjectFilter { Admin1s = [Folding.Key(name)] },
                (Func<Project, bool>)(
                    project => project.Draft.Places.Any(place => Folding.Key(place.Admin1 ?? "") == Folding.Key(name))
                )
            )
        );

    private static readonly Gen<(ProjectFilter Filter, Func<Project, bool> Passes)> Circles = Gen.Select(
        Gen.OneOf(
            (37.2, 68.6),
            (0.0, 0.0),
            (89.5, 100.0),
            (-90.0, 0.0),
            (-17.0, 180.0),
            (-17.0, -179.95),
            (30.0, -40.0)
        ),
        Gen.OneOf(Gen.Double[0.01, 30], Gen.Double[30, 3_000], Gen.Double[3_000, 20_000]),
        (centre, kilometres) =>
            (
                new ProjectFilter { Near = new(centre.Item1, centre.Item2, kilometres) },
                (Func<Project, bool>)(
                    project => HasPosition(project, position => Distance(centre, position) <= kilometres)
                )
            )
    );

    private static readonly Gen<(ProjectFilter Filter, Func<Project, bool> Passes)> Boxes = Gen.Select(
        Gen.OneOf(
            (67.0, 70.0),
            (-180.0, 180.0),
            (170.0, -170.0),
            (180.0, -180.0),
            (-180.0, -179.0),
            (179.0, 180.0),
            (0, 0)
        ),
        Gen.OneOf((36.0, 38.0), (-90.0, 90.0), (90.0, 90.0), (-90.0, -17.0), (37.2, 37.2)),
        (longitudes, latitudes) =>
        {
            var ((west, east), (south, north)) = (longitudes, latitudes);
            return (
                new ProjectFilter { Box = BoundingBox.FromDegrees(west, south, east, north) },
                (Func<Project, bool>)(
                    project =>
                        HasPosition(
                            project,
                            position =>
                                position.Latitude >= south
                                && position.Latitude <= north
                                && (
                                    IsBetween(west, position.Longitude, east)
                                    || (
                                        Math.Abs(position.Longitude) == 180
                                        && IsBetween(west, -position.Longitude, east)
                                    )
                                )
                        )
                )
            );
        }
    );

    /// <summary>Filters by place, each with its meaning. Most restrict nothing.</summary>
    public static readonly Gen<(ProjectFilter Filter, Func<Project, bool> Passes)> Filter = Gen.Frequency(
        (5, Gen.Const((new ProjectFilter(), (Func<Project, bool>)(_ => true)))),
        (1, Names),
        (1, Divisions),
        (2, Circles),
        (2, Boxes)
    );

    private static bool HasPosition(Project project, Func<(double Latitude, double Longitude), bool> passes) =>
        project.Draft.Places.Any(place =>
            place is { Latitude: { } latitude, Longitude: { } longitude } && passes((latitude, longitude))
        );

    private static bool IsBetween(double west, double longitude, double east) =>
        west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;

    /// <summary>Returns the great-circle distance in kilometres by the haversine formula.</summary>
    private static double Distance((double Latitude, double Longitude) one, (double Latitude, double Longitude) other)
    {
        var (a, b) = (double.DegreesToRadians(one.Latitude), double.DegreesToRadians(other.Latitude));
        var haversine =
            Haversine(b - a)
            + Math.Cos(a) * Math.Cos(b) * Haversine(double.DegreesToRadians(other.Longitude - one.Longitude));
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, haversine)));

        static double Haversine(double angle) => Math.Pow(Math.Sin(angle / 2), 2);
    }
}
