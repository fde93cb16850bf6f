using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Layers;

namespace Adam.Api.Layers;

/// <summary>An item as its recorder writes it: a GeoJSON Feature (RFC 7946).</summary>
internal sealed record LayerItemBody
{
    /// <summary><c>Feature</c>, or left out.</summary>
    [Example("Feature")]
    public string? Type { get; init; }

    /// <summary>Computed: the identifier.</summary>
    public Guid? Id { get; init; }

    /// <summary>The position: a <c>Point</c> in WGS 84, longitude first; null if it is not known.</summary>
    [SchemaOf(typeof(GeometryResponse))]
    public JsonElement? Geometry { get; init; }

    /// <summary>
    /// The values: <c>reference</c> (the recorder's own, required), <c>date</c> or <c>from</c> and <c>until</c>,
    /// <c>country</c> (required), <c>admin1</c>, <c>precision</c> of the position, <c>sourceKind</c> (required),
    /// <c>citation</c>, <c>sourceUrl</c>, and the properties that the layer declares. What the register computes is
    /// accepted if it equals the current value.
    /// </summary>
    [SchemaOf(typeof(JsonMembers))]
    public JsonElement? Properties { get; init; }

    /// <summary>Ignored: the links of an item that was read.</summary>
    [SchemaOf(typeof(IReadOnlyList<LinkResponse>))]
    public JsonElement? Links { get; init; }

    /// <summary>Ignored: the warnings about an earlier write.</summary>
    [SchemaOf(typeof(IReadOnlyList<ValidationError>))]
    public JsonElement? Warnings { get; init; }
}

/// <summary>A geometry (RFC 7946) in degrees of WGS 84, longitude first.</summary>
/// <param name="Type"><c>Point</c>; of computed layers also <c>MultiPoint</c>.</param>
/// <param name="Coordinates">Longitude and latitude; of several points, a list of them.</param>
internal sealed record GeometryResponse(
    [property: Example("Point")] string Type,
    [property: SchemaOf(typeof(IReadOnlyList<AnyJson>)), Example(new[] { 68.6, 37.2 })] JsonElement Coordinates
)
{
    public static GeometryResponse FromDegrees(decimal longitude, decimal latitude) =>
        new("Point", JsonSerializer.SerializeToElement(new[] { longitude, latitude }));

    /// <summary>Returns the points on the mainland of countries; null if none is known.</summary>
    public static GeometryResponse? OfCountries(IEnumerable<string> countries)
    {
        var points = countries
            .Select(CountryPoints.Find)
            .Where(point => point is not null)
            .Select(point => new[] { point!.Value.Longitude, point.Value.Latitude })
            .ToList();
        return points.Count == 0 ? null
            : points.Count == 1 ? new("Point", JsonSerializer.SerializeToElement(points[0]))
            : new("MultiPoint", JsonSerializer.SerializeToElement(points));
    }
}

/// <summary>A link (RFC 8288).</summary>
/// <param name="Href">The URL.</param>
/// <param name="Rel">The relation: <c>self</c>, <c>next</c>, <c>items</c> and others.</param>
/// <param name="Type">The media type of what it leads to.</param>
/// <param name="Title">A title for people.</param>
internal sealed record LinkResponse(
    [property: Example("https://adam.example.org/v1/collections/seizures")] string Href,
    [property: Example("collection")] string Rel,
    [property: Example("application/json")] string Type,
    [property: Example("Seizures of drugs and precursors")] string Title
);

/// <summary>An item of a layer: a GeoJSON Feature (RFC 7946), with all values as properties.</summary>
/// <param name="Type">Always <c>Feature</c>.</param>
/// <param name="Id">The identifier, which never changes.</param>
/// <param name="Geometry">The position; null if it is not known.</param>
/// <param name="Properties">
/// The values that every item has, those that the layer declares, and those that the register computes:
/// <c>recordedBy</c>, <c>checked</c>, <c>version</c> and the stamps. Values that are not known are null.
/// </param>
/// <param name="Links">Links to the item and to its layer; only of a single item that is read.</param>
/// <param name="Warnings">
/// Values that are read by another name, such as a country; only in the response to a write with some.
/// </param>
internal sealed record FeatureResponse(
    [property: Example("Feature")] string Type,
    [property: Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e31")] string Id,
    GeometryResponse? Geometry,
    [property: SchemaOf(typeof(JsonMembers))] IReadOnlyDictionary<string, object?> Properties,
    [property: System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull
    )]
        IReadOnlyList<LinkResponse>? Links = null,
    [property: System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull
    )]
        IReadOnlyList<ValidationError>? Warnings = null
)
{
    /// <summary>The media type of GeoJSON.</summary>
    public const string MediaType = "application/geo+json";

    /// <summary>Returns the Feature of an item.</summary>
    /// <param name="layer">The declaration, which has the order of the properties.</param>
    /// <param name="warnings">The warnings about a write.</param>
    public static FeatureResponse FromItem(
        LayerDraft layer,
        LayerItem item,
        IReadOnlyList<ValidationError>? warnings = null
    )
    {
        var content = Data.Layers.LayerItemContent.FromItem(item);
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [ItemMembers.Reference] = content.Reference,
            [ItemMembers.Date] = content.From is not null && content.From == content.Until ? content.From : null,
            [ItemMembers.From] = content.From,
            [ItemMembers.Until] = content.Until,
            [ItemMembers.Country] = content.Country,
            [ItemMembers.Admin1] = content.Admin1,
            [ItemMembers.Precision] = content.Precision,
        };
        foreach (var property in layer.Properties)
            properties[property.Name] = content.Values.GetValueOrDefault(property.Name) is { } value
                ? value.Text ?? (object?)value.Number ?? value.Countries
                : null;
        properties[ItemMembers.SourceKind] = content.SourceKind;
        properties[ItemMembers.Citation] = content.Citation;
        properties[ItemMembers.SourceUrl] = content.SourceUrl;
        properties["layer"] = content.Layer;
        properties["recordedBy"] = content.RecordedBy;
        properties["checked"] = content.Checked;
        properties["version"] = content.Version;
        properties["createdAt"] = content.CreatedAt;
        properties["updatedAt"] = content.UpdatedAt;
        properties["updatedBy"] = content.UpdatedBy;
        return new(
            "Feature",
            content.Id.ToString(),
            content is { Longitude: { } longitude, Latitude: { } latitude }
                ? GeometryResponse.FromDegrees(longitude, latitude)
                : null,
            properties,
            Warnings: warnings is { Count: > 0 } ? warnings : null
        );
    }
}
