using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;

namespace Adam.Api.OpenApi;

/// <summary>Builds an example of a request or a response from the examples of its members.</summary>
internal static class Examples
{
    public static JsonNode? For(Type type, bool asked)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Schemas.ItemTypeOf(type) is { } item)
            return For(item, asked) is { } one ? new JsonArray(one) : new JsonArray();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new JsonObject();
        if (Single(type) is { } single)
            return single;
        if (type == typeof(string))
            return JsonValue.Create("…");

        var example = new JsonObject();
        foreach (var property in Schemas.MembersOf(type))
        {
            // Members that a response omits when they are empty are in examples only if they have one of their own.
            var mayBeOmitted = !asked && property.IsDefined(typeof(JsonIgnoreAttribute));
            if (mayBeOmitted && !property.IsDefined(typeof(ExampleAttribute)))
                continue;

            var given = For(property, asked);
            if (given is not null || !asked)
                example[Schemas.MemberName(property)] = given;
        }

        if (!asked)
            ApplySchemas(example, type);
        return example;
    }

    /// <summary>Sets the members that the example file has for the schema of a type, after those of its base.</summary>
    private static void ApplySchemas(JsonObject example, Type type)
    {
        if (type.BaseType is { IsAbstract: false } inherited && inherited != typeof(object))
            ApplySchemas(example, inherited);
        ExampleFile.ApplySchema(example, SchemaNames.For(type));
    }

    public static JsonNode? For(PropertyInfo property, bool asked) =>
        property.GetCustomAttribute<ExampleAttribute>() is { } example ? Given(property, example.Value)
        : property.GetCustomAttribute<OneOfAttribute>() is { } codes ? Given(property, codes.Codes[0])
        : (property.PropertyType == typeof(string) || Nullable.GetUnderlyingType(property.PropertyType) is not null)
        && Schemas.MayBeNull(property, asked)
            ? null
        : property.PropertyType == typeof(RawJson) && property.GetCustomAttribute<SchemaOfAttribute>() is { } described
            ? For(described.Type, asked)
        : For(property.PropertyType, asked);

    // A list has one item in an example.
    private static JsonNode? Given(PropertyInfo property, object value) =>
        JsonSerializer.SerializeToNode(
            Schemas.ItemTypeOf(property.PropertyType) is null || value is Array ? value
                : property.IsDefined(typeof(CommaSeparatedAttribute)) ? $"{value}".Split(',')
                : new[] { value },
            Json.Options
        );

    private static JsonValue? Single(Type type) =>
        type == typeof(bool) ? JsonValue.Create(true)
        : type == typeof(int) || type == typeof(long) ? JsonValue.Create(1)
        : type == typeof(decimal) ? JsonValue.Create(1m)
        : type == typeof(double) ? JsonValue.Create(38.56)
        : type == typeof(DateOnly) ? JsonValue.Create("2026-01-31")
        : type == typeof(DateTimeOffset) ? JsonValue.Create("2026-01-31T09:30:00Z")
        : type == typeof(DateOrInstant) ? JsonValue.Create("2026-01-31")
        : type == typeof(Guid) ? JsonValue.Create("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")
        : type.IsEnum ? JsonValue.Create(Json.NameOf(Enum.GetValues(type).Cast<Enum>().First()))
        : null;
}
