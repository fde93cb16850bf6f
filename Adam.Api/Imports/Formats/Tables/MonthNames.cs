using System.Globalization;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>Names of months in the languages of headings (CLDR), whole or shortened to three letters or more.</summary>
internal static class MonthNames
{
    private const int FewestLetters = 3;

    private static readonly string[] Languages = ["en", "ru", "fr", "de"];

    private static readonly ILookup<int, string> Names = Languages
        .Select(CultureInfo.GetCultureInfo)
        .SelectMany(culture =>
            Enumerable
                .Range(0, 12)
                .SelectMany(index =>
                    new[]
                    {
                        (index, culture.DateTimeFormat.MonthNames[index]),
                        // Russian has another form after the day: 1 февраля.
                        (index, culture.DateTimeFormat.MonthGenitiveNames[index]),
                    }
                )
        )
        .ToLookup(name => name.index + 1, name => Folding.Key(name.Item2));

    /// <summary>Returns the number of the month; null if it is none, or if the letters are those of several.</summary>
    public static int? Find(string text)
    {
        var key = Folding.Key(text);
        if (key.Length < FewestLetters)
            return null;

        var months = Names.Where(month => month.Any(name => name.StartsWith(key, StringComparison.Ordinal))).ToList();
        return months is [var only] ? only.Key : null;
    }
}
