using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Api.Layers;

/// <summary>The values of one item as a client has sent them: in JSON, or as a row of a table.</summary>
internal interface IItemFields
{
    /// <summary>The names of the members that are given, empty ones left out.</summary>
    IReadOnlyCollection<string> Given { get; }

    /// <summary>Returns the name of a member in errors: <c>properties.quantity</c>, <c>D17 quantity</c>.</summary>
    string NameOf(string member);

    /// <summary>Returns a text; null if there is none. Adds an error if the value is no text.</summary>
    string? Text(string member, List<ValidationError> errors);

    /// <summary>Returns a number; null if there is none. Adds an error if the value is no number.</summary>
    decimal? Number(string member, List<ValidationError> errors);

    /// <summary>Returns a date; null if there is none. Adds an error if the value is no date.</summary>
    DateOnly? Date(string member, List<ValidationError> errors);

    /// <summary>Returns texts; null if there are none. Adds an error if the value has no texts.</summary>
    IReadOnlyList<string>? Texts(string member, List<ValidationError> errors);
}

/// <summary>The values of a GeoJSON Feature. Its point has the members <c>latitude</c> and <c>longitude</c>.</summary>
internal sealed class JsonItemFields : IItemFields
{
    private const string Coordinates = "geometry.coordinates";

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    private JsonItemFields() { }

    public IReadOnlyCollection<string> Given => _members.Keys;

    /// <summary>Reads geometry and properties of a Feature.</summary>
    public static JsonItemFields Read(LayerItemBody body, List<ValidationError> errors)
    {
        var fields = new JsonItemFields();
        if (body.Properties is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var member in properties.EnumerateObject())
            {
                if (member.Name is ItemMembers.Latitude or ItemMembers.Longitude)
                    errors.Add(
                        new(
                            $"properties.{member.Name}",
                            "The position of a Feature is its geometry: a Point, longitude first.",
                            ErrorCodes.UnknownMember
                        )
                    );
                else if (member.Value.ValueKind != JsonValueKind.Null)
                    fields._members[member.Name] = member.Value;
            }
        }
        else if (body.Properties is { } other)
        {
            errors.Add(
                new(
                    "properties",
                    $"The properties of a Feature are an object, not {JsonText.Describe(other)}.",
                    ErrorCodes.WrongType
                )
            );
        }

        if (body.Geometry is { ValueKind: not JsonValueKind.Null } geometry)
            fields.ReadPoint(geometry, errors);
        return fields;
    }

    public string NameOf(string member) =>
        member is ItemMembers.Latitude or ItemMembers.Longitude ? Coordinates : $"properties.{member}";

    public string? Text(string member, List<ValidationError> errors)
    {
        if (!_members.TryGetValue(member, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();

        errors.Add(WrongType(member, "a text", value));
        return null;
    }

    public decimal? Number(string member, List<ValidationError> errors)
    {
        if (!_members.TryGetValue(member, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number))
            return number;

        errors.Add(
            value.ValueKind == JsonValueKind.Number
                ? new(NameOf(member), $"{value.GetRawText()} is too large.", ErrorCodes.OutOfRange)
                : WrongType(member, "a number", value)
        );
        return null;
    }

    public DateOnly? Date(string member, List<ValidationError> errors)
    {
        if (Text(member, errors) is not { } text)
            return null;

        var reading = DateParser.ReadDate(text);
        if (reading.Reason is not null)
            errors.Add(new(NameOf(member), reading.Reason, reading.Code!));
        return reading.Value as DateOnly?;
    }

    public IReadOnlyList<string>? Texts(string member, List<ValidationError> errors)
    {
        if (!_members.TryGetValue(member, out var value))
            return null;
        if (
            value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
        )
            return [.. value.EnumerateArray().Select(one => one.GetString()!)];

        errors.Add(WrongType(member, "a list of texts", value));
        return null;
    }

    private void ReadPoint(JsonElement geometry, List<ValidationError> errors)
    {
        if (
            geometry.ValueKind == JsonValueKind.Object
            && geometry.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String
            && type.GetString() == "Point"
            && geometry.TryGetProperty("coordinates", out var position)
            && position.ValueKind == JsonValueKind.Array
            && position.GetArrayLength() is 2 or 3
            && position.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number)
        )
        {
            _members[ItemMembers.Longitude] = position[0];
            _members[ItemMembers.Latitude] = position[1];
            return;
        }

        errors.Add(
            new(
                "geometry",
                "The geometry of an item is null, or a Point of two or three numbers: "
                    + """{"type": "Point", "coordinates": [68.6, 37.2]}, longitude first.""",
                ErrorCodes.BadValue
            )
        );
    }

    private ValidationError WrongType(string member, string expected, JsonElement value) =>
        new(NameOf(member), $"This must be {expected}, not {JsonText.Describe(value)}.", ErrorCodes.WrongType);
}
