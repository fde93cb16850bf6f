using System.Globalization;

namespace Adam.Domain.Text;

/// <summary>Numbers with their noun in messages.</summary>
public static class Counted
{
    /// <summary>Returns a number with its noun in the singular or plural: "1 donor", "2 donors".</summary>
    /// <param name="plural">The plural; null for the noun with an s.</param>
    public static string Noun(long number, string noun, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? noun : plural ?? $"{noun}s")}");
}
