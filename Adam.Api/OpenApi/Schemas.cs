using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Domain.CodeLists;
using Microsoft.OpenApi;

namespace Adam.Api.OpenApi;

/// <summary>
/// Describes the types of requests and responses as named components. It replaces the generator of Swashbuckle, which
/// describes a decimal as a double, does not know code lists, and has the same schema for requests and responses,
/// although members that are optional in a request are always present in a response.
/// </summary>
internal sealed class Schemas(OpenApiDocument document)
{
    private const string DescribedType = "describedType";

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Type[] Lists =
    [
        typeof(IReadOnlyList<>),
        typeof(IReadOnlyCollection<>),
        typeof(IEnumerable<>),
    ];

    /// <param name="asked">
    /// True for a request: members that are not required can be omitted, and unknown members are rejected. False for a
    /// response: all members are present, and a later version can add members.
    /// </param>
    public IOpenApiSchema For(Type type, bool asked, bool patch = false)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ItemTypeOf(type) is { } item)
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = For(item, asked) };
        if (type == typeof(IReadOnlyDictionary<string, string>))
            return Component(
                "NamesByCode",
                type,
                new()
                {
                    Type = JsonSchemaType.Object,
                    Description = "Names, each by its code.",
                    AdditionalProperties = For(typeof(string), asked),
                }
            );
        if (type == typeof(JsonMembers))
            return Component(
                "JsonMembers",
                type,
                new()
                {
                    Type = JsonSchemaType.Object,
                    Description = "An object whose members its sender names, such as headings.",
                    AdditionalPropertiesAllowed = true,
                }
            );
        if (type == typeof(AnyJson))
            return Component("AnyJson", type, new() { Description = "A value of any type, also null." });
        if (Single(type) is { } single)
            return single;
        if (type.IsEnum)
            return Component(SchemaNames.For(type), type, EnumOf(type));
        if (type == typeof(RawJson) || type == typeof(JsonElement))
            throw new InvalidOperationException($"The contract cannot describe a {type.Name}: an attribute must.");

        var name = SchemaNames.For(type, asked, patch);
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = XmlDocs.SummaryOf(type),
            AdditionalPropertiesAllowed = !asked,
        };
        return Component(name, type, schema, () => Describe(schema, type, asked, patch));
    }

    /// <summary>
    /// Returns the schema of the property's type, with the limits and the description of the property.
    /// </summary>
    public IOpenApiSchema For(PropertyInfo property, bool asked, bool described = true)
    {
        var schema = TypeOf(property, asked);
        var description = described ? XmlDocs.SummaryOf(property) : null;
        if (schema is OpenApiSchemaReference reference)
        {
            return description is null
                ? reference
                : new OpenApiSchemaReference(reference.Reference.Id!, document) { Description = description };
        }

        var open = (OpenApiSchema)schema;
        open.Description = description;
        var single = open.Type is JsonSchemaType.Array && open.Items is OpenApiSchema items ? items : open;
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            (single.Minimum, single.Maximum) = (Invariant(range.Minimum), Invariant(range.Maximum));
        if (open.Type is JsonSchemaType.Array)
        {
            open.MinItems = property.GetCustomAttribute<MinLengthAttribute>()?.Length;
            open.MaxItems = property.GetCustomAttribute<MaxLengthAttribute>()?.Length;
            if (asked)
                open.MaxItems ??= JsonModelReader.MostItems;
        }
        else
        {
            open.MaxLength = property.GetCustomAttribute<MaxLengthAttribute>()?.Length;
        }

        if (asked && property.IsDefined(typeof(RequiredAttribute)) && open.Type is JsonSchemaType.String)
            open.MinLength = 1;
        return open;
    }

    /// <summary>Returns a string enum as a component, for values that are not in an enum type.</summary>
    public IOpenApiSchema EnumOf(string name, string description, IEnumerable<string> values)
    {
        return Component(
            name,
            typeof(string),
            new()
            {
                Type = JsonSchemaType.String,
                Description = description,
                Enum = [.. values.Select(value => JsonValue.Create(value))],
            }
        );
    }

    public static Type? ItemTypeOf(Type type) =>
        type.IsGenericType && Lists.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0] : null;

    public static IEnumerable<PropertyInfo> MembersOf(Type type)
    {
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property =>
                property.GetIndexParameters().Length == 0
                && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }
            );
    }

    public static bool MayBeNull(PropertyInfo property, bool asked) =>
        asked
            ? !property.IsDefined(typeof(RequiredAttribute))
            : Nullability.Create(property).ReadState is NullabilityState.Nullable;

    public static string MemberName(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private IOpenApiSchema TypeOf(PropertyInfo property, bool asked)
    {
        // The register computes such a member. A request can only send back the value of a response.
        if (property.GetCustomAttribute<SchemaOfAttribute>() is { } described)
            return For(described.Type, asked: false);
        if (property.GetCustomAttribute<MembersOfAttribute>() is { } members)
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = EnumOf($"{SchemaNames.For(members.Type)}Field", "The name of a member.", members.Names),
            };
        if (property.GetCustomAttribute<CodeOfAttribute>() is not { } codes)
            return For(property.PropertyType, asked);

        var code = CodeListSchemas.EnumOf(codes.List) is { } type ? For(type, asked) : CodeOf(codes.List);
        return ItemTypeOf(property.PropertyType) is null
            ? code
            : new OpenApiSchema { Type = JsonSchemaType.Array, Items = code };
    }

    private OpenApiSchemaReference CodeOf(string list)
    {
        var (name, schema) = CodeListSchemas.SchemaFor(list);
        return Component(name, typeof(CodeList), schema);
    }

    /// <exception cref="InvalidOperationException">Another type already has that name.</exception>
    private OpenApiSchemaReference Component(string name, Type type, OpenApiSchema schema, Action? describe = null)
    {
        if (document.Components?.Schemas?.TryGetValue(name, out var known) is true)
        {
            if (known is not OpenApiSchema { Metadata: { } metadata } || !type.Equals(metadata[DescribedType]))
                throw new InvalidOperationException($"The schema {name} would describe two types, {type} and another.");
        }
        else
        {
            schema.Metadata = new Dictionary<string, object> { [DescribedType] = type };
            // The schema is added before its members, because a member can refer to it.
            document.AddComponent(name, schema);
            describe?.Invoke();
        }

        return new(name, document);
    }

    private void Describe(OpenApiSchema schema, Type type, bool asked, bool patch)
    {
        schema.Properties = new Dictionary<string, IOpenApiSchema>();
        schema.Required = new HashSet<string>();
        var inherited = BaseOf(type);
        if (inherited is not null)
            schema.AllOf = [For(inherited, asked)];
        foreach (var property in MembersOf(type).Where(property => inherited is null || property.DeclaringType == type))
        {
            var nullable = patch || MayBeNull(property, asked);
            var member = For(property, asked);
            schema.Properties.Add(MemberName(property), nullable ? OrNull(member) : member);
            if (asked ? !nullable : property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                schema.Required.Add(MemberName(property));
        }

        // Kiota uses this member as the message of its exception.
        if (type == typeof(Problem) && schema.Properties["detail"] is OpenApiSchema detail)
            detail.AddExtension("x-ms-primary-error-message", new JsonNodeExtension(JsonValue.Create(true)));
    }

    /// <summary>Returns the type whose members a record extends; null if there is none.</summary>
    private static Type? BaseOf(Type type) =>
        type.BaseType is { IsAbstract: false } inherited && inherited != typeof(object) ? inherited : null;

    private OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchemaReference reference)
        {
            var (id, description) = (reference.Reference.Id!, reference.Reference.Description);
            // Kiota generates a class without members for a choice between a named string and null.
            if (document.Components!.Schemas![id] is OpenApiSchema { Type: JsonSchemaType.String, Enum: null } code)
                return OrNull(
                    new OpenApiSchema
                    {
                        Type = code.Type,
                        Pattern = code.Pattern,
                        Description = description,
                    }
                );

            return new()
            {
                Description = description,
                OneOf = [new OpenApiSchemaReference(id, document), new OpenApiSchema { Type = JsonSchemaType.Null }],
            };
        }

        var open = (OpenApiSchema)schema;
        open.Type |= JsonSchemaType.Null;
        return open;
    }

    private static OpenApiSchema EnumOf(Type type)
    {
        var values = Enum.GetValues(type).Cast<Enum>().ToList();
        var lines = values
            .Where(value => XmlDocs.SummaryOfValue(value) is not null)
            .Select(value => $"- `{Json.NameOf(value)}`: {XmlDocs.SummaryOfValue(value)}");
        return new()
        {
            Type = JsonSchemaType.String,
            Description = string.Join('\n', lines.Prepend($"{XmlDocs.SummaryOf(type)}\n")).TrimEnd('\n'),
            Enum = [.. values.Select(value => JsonValue.Create(Json.NameOf(value)))],
        };
    }

    private static OpenApiSchema? Single(Type type) =>
        type == typeof(string) ? new() { Type = JsonSchemaType.String }
        : type == typeof(bool) ? new() { Type = JsonSchemaType.Boolean }
        : type == typeof(int) ? new() { Type = JsonSchemaType.Integer, Format = "int32" }
        : type == typeof(long) ? new() { Type = JsonSchemaType.Integer, Format = "int64" }
        // Generators for .NET and Java use a decimal type. Without the format they would use double.
        : type == typeof(decimal) ? new() { Type = JsonSchemaType.Number, Format = "decimal" }
        : type == typeof(double) ? new() { Type = JsonSchemaType.Number, Format = "double" }
        : type == typeof(DateOnly) ? new() { Type = JsonSchemaType.String, Format = "date" }
        : type == typeof(DateTimeOffset) ? new() { Type = JsonSchemaType.String, Format = "date-time" }
        // Generators make a class without members of a choice between two formats.
        : type == typeof(DateOrInstant)
            ? new() { Type = JsonSchemaType.String, Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?$" }
        : type == typeof(Guid) ? new() { Type = JsonSchemaType.String, Format = "uuid" }
        : type == typeof(EntityTags) || type == typeof(Cursor) || type == typeof(ChangeCursor)
            ? new() { Type = JsonSchemaType.String }
        : null;

    private static string Invariant(object number) => Convert.ToString(number, CultureInfo.InvariantCulture)!;
}
