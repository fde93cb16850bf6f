using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>Applies JSON Merge Patch (RFC 7396).</summary>
internal static class MergePatch
{
    public static JsonElement Apply(JsonElement target, JsonElement patch) =>
        JsonSerializer.SerializeToElement(
            Merge(target.ValueKind is JsonValueKind.Object ? JsonObject.Create(target) : null, patch)
        );

    /// <summary>
    /// Applies the patch to a document and reads the result as a complete body. The errors are those of the result, and
    /// unknown members of the patch.
    /// </summary>
    public static T Read<T>(JsonElement target, JsonElement patch, List<ValidationError> errors)
        where T : class, new()
    {
        // The patch is also read on its own, because the result does not contain an unknown member with the value null.
        var (named, outcome) = (new List<ValidationError>(), new List<ValidationError>());
        JsonBody.Read<T>(patch, named);
        var read = JsonBody.Read<T>(Apply(target, patch), outcome);
        errors.AddRange(
            named
                .Where(error => error.Code == ErrorCodes.UnknownMember)
                .Concat(outcome)
                .DistinctBy(error => error.Name)
                .Where(error => !errors.HasErrorFor(error.Name))
                .ToList()
        );
        return read;
    }

    private static JsonNode? Merge(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind is not JsonValueKind.Object)
            return JsonSerializer.SerializeToNode(patch);

        var merged = target as JsonObject ?? [];
        foreach (var member in patch.EnumerateObject())
        {
            merged.TryGetPropertyValue(member.Name, out var current);
            merged.Remove(member.Name);
            if (member.Value.ValueKind is not JsonValueKind.Null)
                merged[member.Name] = Merge(current, member.Value);
        }

        return merged;
    }
}
