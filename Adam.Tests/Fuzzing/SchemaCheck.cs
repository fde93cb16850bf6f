using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Tests.OpenApi;

namespace Adam.Tests.Fuzzing;

/// <summary>Compares JSON with a schema of the contract, by the keywords that the contract uses. Thread-safe.</summary>
internal sealed class SchemaCheck(ContractDocument contract)
{
    private readonly ConcurrentDictionary<string, JsonObject> _resolved = new(StringComparer.Ordinal);

    /// <summary>Returns the first difference, with its place; null if there is none.</summary>
    public string? Find(JsonElement value, JsonNode schema, string at = "$")
    {
        var resolved = Resolve(schema);
        if (resolved["oneOf"] is JsonArray choices)
        {
            string? last = null;
            foreach (var choice in choices)
            {
                last = Find(value, choice!, at);
                if (last is null)
                    return null;
            }

            return last;
        }

        if (!HasType(value, resolved["type"]))
            return $"{at} is {value.ValueKind}, not {resolved["type"]!.ToJsonString()}";
        if (
            value.ValueKind is not JsonValueKind.Null
            && resolved["enum"] is JsonArray known
            && !known.Any(one => JsonElement.DeepEquals(JsonSerializer.SerializeToElement(one), value))
        )
            return $"{at} is {value.GetRawText()}, which is none of the listed values";

        return value.ValueKind switch
        {
            JsonValueKind.Object => Members(value, resolved, at),
            JsonValueKind.Array => Items(value, resolved, at),
            JsonValueKind.String => Text(value.GetString()!, resolved, at),
            JsonValueKind.Number => Number(value.GetDouble(), resolved, at),
            _ => null,
        };
    }

    /// <summary>Returns the schema without references, and with the members of all schemas that it extends.</summary>
    private JsonObject Resolve(JsonNode schema)
    {
        var reference = (string?)schema["$ref"];
        if (reference is null && schema["allOf"] is null)
            return schema.AsObject();

        var key = reference ?? schema.GetPath();
        if (_resolved.TryGetValue(key, out var found))
            return found;

        var whole = contract.Resolve(schema);
        if (whole["allOf"] is JsonArray parts)
        {
            whole = whole.DeepClone().AsObject();
            foreach (var part in parts.Select(part => Resolve(part!)))
            {
                foreach (var (name, member) in part["properties"] as JsonObject ?? [])
                    Members(whole).TryAdd(name, member?.DeepClone());
                foreach (var name in part["required"] as JsonArray ?? [])
                    Required(whole).Add(name!.DeepClone());
            }
        }

        return _resolved[key] = whole;

        static JsonObject Members(JsonObject whole) => (JsonObject)(whole["properties"] ??= new JsonObject());

        static JsonArray Required(JsonObject whole) => (JsonArray)(whole["required"] ??= new JsonArray());
    }

    private static bool HasType(JsonElement value, JsonNode? type) =>
        type switch
        {
            null => true,
            JsonArray several => several.Any(one => HasType(value, one)),
            _ => (string)type! switch
            {
                "object" => value.ValueKind is JsonValueKind.Object,
                "array" => value.ValueKind is JsonValueKind.Array,
                "string" => value.ValueKind is JsonValueKind.String,
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "null" => value.ValueKind is JsonValueKind.Null,
                "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
                "number" => value.ValueKind is JsonValueKind.Number,
                var other => throw new NotSupportedException($"The contract has no type {other}."),
            },
        };

    private string? Members(JsonElement value, JsonObject schema, string at)
    {
        var known = schema["properties"] as JsonObject;
        foreach (var name in schema["required"] as JsonArray ?? [])
        {
            if (!value.TryGetProperty((string)name!, out _))
                return $"{at} has no {name}";
        }

        foreach (var member in value.EnumerateObject())
        {
            var here = $"{at}.{member.Name}";
            if (known?[member.Name] is { } declared)
            {
                if (Find(member.Value, declared, here) is { } fault)
                    return fault;
            }
            else if (schema["additionalProperties"] is JsonObject others)
            {
                if (Find(member.Value, others, here) is { } fault)
                    return fault;
            }
            else if (known is not null)
            {
                return $"{here} is not declared";
            }
        }

        return null;
    }

    private string? Items(JsonElement value, JsonObject schema, string at)
    {
        if (schema["items"] is not { } item)
            return null;

        foreach (var (index, one) in value.EnumerateArray().Index())
        {
            if (Find(one, item, $"{at}[{index}]") is { } fault)
                return fault;
        }

        return null;
    }

    private static string? Text(string text, JsonObject schema, string at)
    {
        var format = (string?)schema["format"];
        var isRight =
            (
                schema["pattern"] is not { } pattern
                || Regex.IsMatch(text, (string)pattern!, RegexOptions.CultureInvariant)
            )
            && format switch
            {
                "uuid" => Guid.TryParseExact(text, "D", out _),
                "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out _),
                "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
                _ => true,
            };
        return isRight ? null : $"{at} is '{text}', not of the form {schema["pattern"]} {format}";
    }

    private static string? Number(double number, JsonObject schema, string at) =>
        number < ((double?)schema["minimum"] ?? double.MinValue)
        || number > ((double?)schema["maximum"] ?? double.MaxValue)
            ? $"{at} is {number.ToString(CultureInfo.InvariantCulture)}, outside its range"
            : null;
}
