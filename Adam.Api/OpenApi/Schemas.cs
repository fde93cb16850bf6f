using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Adam.Api.Requests;
using Microsoft.OpenApi;

namespace Adam.Api.OpenApi;

/// <summary>
/// Describes the types of requests and responses. It replaces Swashbuckle's schema generator, which maps decimals to
/// double, ignores code lists, and cannot distinguish members that a request may omit from members that a response
/// always has.
/// </summary>
internal sealed class Schemas(OpenApiDocument document)
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <param name="asked">
    /// True for a request: optional members may be omitted and unknown ones are rejected. False for a response: it has
    /// all its members, and later versions may add some.
    /// </param>
    public IOpenApiSchema Of(Type type, bool asked, bool patch = false)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(RawJson) || type == typeof(JsonElement))
            return new OpenApiSchema { Type = JsonSchemaType.Object };
        if (ItemOf(type) is { } item)
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(item, asked) };
        if (Single(type) is { } single)
            return single;

        var id = NameOf(type) + (patch ? "Patch" : "");
        // A type of both requests and responses gets two schemas, because the required members differ.
        if (asked && document.Components!.Schemas?.TryGetValue(id, out var other) is true && other is OpenApiSchema { AdditionalPropertiesAllowed: true })
            id += "Input";
        if (document.Components!.Schemas?.ContainsKey(id) is not true)
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = XmlDocs.Of(type), AdditionalPropertiesAllowed = !asked };
            document.AddComponent(id, schema);
            Describe(schema, type, asked, patch);
        }

        return new OpenApiSchemaReference(id, document);
    }

    /// <summary>Returns the schema of a property, with its attributes and its XML documentation.</summary>
    public IOpenApiSchema Of(PropertyInfo property, bool asked, bool described = true)
    {
        var schema = Of(property.PropertyType, asked);
        var description = described ? XmlDocs.Of(property) : null;
        if (schema is OpenApiSchemaReference reference)
            return description is null ? reference : new OpenApiSchemaReference(reference.Reference.Id!, document) { Description = description };

        var open = (OpenApiSchema)schema;
        open.Description = description;
        var single = open.Type is JsonSchemaType.Array && open.Items is OpenApiSchema items ? items : open;
        if (property.GetCustomAttribute<OneOfAttribute>() is { } codes)
            single.Enum = [.. codes.Codes.Select(code => JsonValue.Create(code))];
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            (single.Minimum, single.Maximum) = (Convert.ToString(range.Minimum, CultureInfo.InvariantCulture), Convert.ToString(range.Maximum, CultureInfo.InvariantCulture));
        if (open.Type is JsonSchemaType.Array)
            (open.MinItems, open.MaxItems) = (property.GetCustomAttribute<MinLengthAttribute>()?.Length, property.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? (asked ? JsonShape.MostItems : null));
        else
            open.MaxLength = property.GetCustomAttribute<MaxLengthAttribute>()?.Length;
        if (asked && property.IsDefined(typeof(RequiredAttribute)) && open.Type is JsonSchemaType.String && open.Enum is null)
            open.MinLength = 1;
        return open;
    }

    public static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is { } generic &&
        (generic == typeof(IReadOnlyList<>) || generic == typeof(IReadOnlyCollection<>) || generic == typeof(IEnumerable<>)) ? type.GetGenericArguments()[0] : null;

    public static IEnumerable<PropertyInfo> MembersOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always });

    public static bool MayBeNull(PropertyInfo property, bool asked) =>
        asked ? !property.IsDefined(typeof(RequiredAttribute)) : Nullability.Create(property).ReadState is NullabilityState.Nullable;

    public static string MemberName(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private void Describe(OpenApiSchema schema, Type type, bool asked, bool patch)
    {
        schema.Properties = new Dictionary<string, IOpenApiSchema>();
        schema.Required = new HashSet<string>();
        foreach (var property in MembersOf(type))
        {
            var nullable = patch || MayBeNull(property, asked);
            var member = Of(property, asked);
            schema.Properties.Add(MemberName(property), nullable ? OrNull(member) : member);
            if (asked ? !nullable : property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                schema.Required.Add(MemberName(property));
        }
    }

    private static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema open)
            return new OpenApiSchema { Description = schema.Description, OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };

        open.Type |= JsonSchemaType.Null;
        open.Enum?.Add(null!);
        return open;
    }

    private static OpenApiSchema? Single(Type type) =>
        type == typeof(string) ? new() { Type = JsonSchemaType.String }
        : type == typeof(bool) ? new() { Type = JsonSchemaType.Boolean }
        : type == typeof(int) ? new() { Type = JsonSchemaType.Integer, Format = "int32" }
        : type == typeof(long) ? new() { Type = JsonSchemaType.Integer, Format = "int64" }
        : type == typeof(decimal) ? new() { Type = JsonSchemaType.Number }
        : type == typeof(double) ? new() { Type = JsonSchemaType.Number, Format = "double" }
        : type == typeof(DateOnly) ? new() { Type = JsonSchemaType.String, Format = "date" }
        : type == typeof(DateTimeOffset) ? new() { Type = JsonSchemaType.String, Format = "date-time" }
        : type == typeof(Guid) ? new() { Type = JsonSchemaType.String, Format = "uuid" }
        : type == typeof(EntityTags) || type == typeof(Cursor) ? new() { Type = JsonSchemaType.String }
        : type.IsEnum ? new() { Type = JsonSchemaType.String, Enum = [.. Enum.GetValues(type).Cast<Enum>().Select(value => JsonValue.Create(Json.NameOf(value)))] }
        : null;

    /// <summary>
    /// Returns the component name: <c>KeyResponse</c> becomes <c>Key</c>, and a page of them <c>KeyList</c>.
    /// </summary>
    private static string NameOf(Type type) => type.IsGenericType
        ? $"{string.Concat(type.GetGenericArguments().Select(NameOf))}{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)].Replace("Response", "", StringComparison.Ordinal)}"
        : type.Name.EndsWith("Response", StringComparison.Ordinal) ? type.Name[..^"Response".Length] : type.Name;
}
