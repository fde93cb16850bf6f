using System.Globalization;
using Adam.Api.Errors;
using Adam.Domain.Geography;

namespace Adam.Api.Projects.Filtering;

/// <summary>Converts the numbers of <c>near</c> and <c>bbox</c> to positions.</summary>
internal static class PositionParser
{
    /// <summary>
    /// Reads latitude, longitude and kilometres. Returns null if they are not given, or if they have errors, which it
    /// adds.
    /// </summary>
    public static Circle? ReadCircle(string parameter, IReadOnlyList<double> numbers, List<ValidationError> errors)
    {
        if (numbers is not [var latitude, var longitude, var kilometres])
            return null;

        var found = new List<ValidationError>();
        CheckLatitude(parameter, "latitude", latitude, found);
        CheckLongitude(parameter, "longitude", longitude, found);
        if (kilometres is not (> 0 and <= Circle.MaxKilometres))
            found.Add(
                OutOfRange(
                    parameter,
                    $"The distance {Text(kilometres)} is not above 0 and at most {Text(Circle.MaxKilometres)} "
                        + $"kilometres. {Order(parameter)}"
                )
            );
        errors.AddRange(found);
        return found.Count == 0 ? new(latitude, longitude, kilometres) : null;
    }

    /// <summary>
    /// Reads west, south, east and north. Returns null if they are not given, or if they have errors, which it adds.
    /// </summary>
    public static BoundingBox? ReadBox(string parameter, IReadOnlyList<double> numbers, List<ValidationError> errors)
    {
        if (numbers is not [var west, var south, var east, var north])
            return null;

        var found = new List<ValidationError>();
        CheckLongitude(parameter, "west", west, found);
        CheckLatitude(parameter, "south", south, found);
        CheckLongitude(parameter, "east", east, found);
        CheckLatitude(parameter, "north", north, found);
        if (found.Count == 0 && south > north)
            found.Add(
                OutOfRange(
                    parameter,
                    $"The south {Text(south)} lies north of the north {Text(north)}. {Order(parameter)}"
                )
            );
        errors.AddRange(found);
        return found.Count == 0 ? BoundingBox.FromDegrees(west, south, east, north) : null;
    }

    private static void CheckLatitude(string parameter, string name, double degrees, List<ValidationError> errors)
    {
        if (degrees is < -90 or > 90)
            errors.Add(OutOfRange(parameter, $"The {name} {Text(degrees)} lies outside -90 to 90. {Order(parameter)}"));
    }

    private static void CheckLongitude(string parameter, string name, double degrees, List<ValidationError> errors)
    {
        if (degrees is < -180 or > 180)
            errors.Add(
                OutOfRange(parameter, $"The {name} {Text(degrees)} lies outside -180 to 180. {Order(parameter)}")
            );
    }

    private static string Order(string parameter) =>
        parameter == "near"
            ? "The order is latitude, longitude, kilometres."
            : "The order is west, south, east, north.";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static ValidationError OutOfRange(string parameter, string reason) =>
        new(parameter, reason, ErrorCodes.OutOfRange);
}
