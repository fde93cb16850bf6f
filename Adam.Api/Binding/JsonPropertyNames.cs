using System.Text.Json;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>Enumerates the members of a JSON object.</summary>
internal static class JsonPropertyNames
{
    public static string Path(string parent, string name) =>
        parent.Length == 0 ? ValidationError.Printable(name) : $"{parent}.{ValidationError.Printable(name)}";

    /// <summary>
    /// Calls <paramref name="visit"/> with the name, value and path of every member. A repeated member and an invalid
    /// name are errors.
    /// </summary>
    public static void Each(
        JsonElement element,
        string path,
        List<ValidationError> errors,
        Action<string, JsonElement, string> visit
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (errors.Count >= ValidationError.Most)
                return;
            if (!JsonText.TryGetName(property, out var name))
                errors.Add(new(Path(path, "…"), JsonText.LoneSurrogate, ErrorCodes.UnreadableText));
            else if (seen.Add(name))
                visit(name, property.Value, Path(path, name));
            else
                errors.Add(
                    new(
                        Path(path, name),
                        $"The member {ValidationError.Quote(name)} stands here twice. Which one holds?",
                        ErrorCodes.RepeatedMember
                    )
                );
        }
    }
}
