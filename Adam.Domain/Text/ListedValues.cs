using System.Text.RegularExpressions;

namespace Adam.Domain.Text;

/// <summary>
/// Takes apart known values that people separate otherwise than by semicolons: <c>TJ, UZ</c> or <c>Tajikistan,
/// Uzbekistan and Kyrgyzstan</c>.
/// </summary>
public static partial class ListedValues
{
    /// <summary>
    /// Returns the values, the unknown ones divided. A value is divided only if each part of it is known, so that
    /// <c>Bosnia and Herzegovina</c> is not, and a misspelt name is reported whole.
    /// </summary>
    public static IReadOnlyList<string> Apart(IReadOnlyList<string> values, Func<string, bool> isKnown) =>
        [.. values.SelectMany(value => Apart(value, isKnown))];

    /// <inheritdoc cref="Apart(IReadOnlyList{string}, Func{string, bool})"/>
    public static IReadOnlyList<string> Apart(string value, Func<string, bool> isKnown)
    {
        if (isKnown(value))
            return [value];
        foreach (var separators in (Regex[])[Signs(), Words()])
        {
            string[] parts = [.. separators.Split(value).Select(part => part.Trim()).Where(part => part.Length > 0)];
            if (parts.Length > 1 && Apart(parts, isKnown) is var all && all.All(isKnown))
                return all;
        }

        return [value];
    }

    [GeneratedRegex("[,;/|&+،]")]
    private static partial Regex Signs();

    [GeneratedRegex(@"\s(?:and|et|und|и)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
