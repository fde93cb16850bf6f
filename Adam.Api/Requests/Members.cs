using System.Text.Json;

namespace Adam.Api.Requests;

/// <summary>Enumerates the members of a JSON object.</summary>
internal static class Members
{
    public static string Path(string parent, string name) => parent.Length == 0 ? Fault.Printable(name) : $"{parent}.{Fault.Printable(name)}";

    /// <summary>
    /// Calls <paramref name="visit"/> with the name, value and path of every member. A repeated member and an
    /// unreadable name are errors.
    /// </summary>
    public static void Each(JsonElement element, string path, List<Fault> faults, Action<string, JsonElement, string> visit)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (faults.Count >= Fault.Most)
                return;
            if (!JsonText.TryGetName(property, out var name))
                faults.Add(new(Path(path, "…"), JsonText.LoneSurrogate, ErrorCodes.UnreadableText));
            else if (seen.Add(name))
                visit(name, property.Value, Path(path, name));
            else
                faults.Add(new(Path(path, name), $"The member {Fault.Show(name)} stands here twice. Which one holds?", ErrorCodes.RepeatedMember));
        }
    }
}
