using System.Globalization;
using System.Text;

namespace Adam.Domain.Text;

/// <summary>
/// Brings spellings of one word together: case, accents and compatibility forms go, the script stays. What two texts fold to is compared by ordinal,
/// in C# and in both databases, so that no server's collation decides what is found.
/// </summary>
public static class Folding
{
    /// <summary>The longest word that is kept; what is longer is cut there, in the text and in the search alike.</summary>
    public const int LongestWord = 40;

    /// <summary>The longest key that is kept: as long as a name may be. Of a longer one, as of many ß, the beginning tells the name apart.</summary>
    public const int LongestKey = 200;

    // Letters that Unicode does not decompose, though readers look for them without the stroke; and the two Arabic letters that Persian keyboards write differently.
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['đ'] = "d",
        ['ð'] = "d",
        ['ł'] = "l",
        ['ħ'] = "h",
        ['ı'] = "i",
        ['þ'] = "th",
        ['ŧ'] = "t",
        ['ي'] = "ی",
        ['ى'] = "ی",
        ['ك'] = "ک",
    };

    /// <summary>Lower case without accents; anything that is neither letter nor digit becomes one space; no space at either end.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (Letters.TryGetValue(character, out var plain))
                folded.Append(plain);
            else if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
                folded.Append(character);
            else if (CharUnicodeInfo.GetUnicodeCategory(character) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) && folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>The key of an organisation's name: <see cref="Fold"/> without its spaces, so that "U.S.A.", "USA" and "u s a" are one. Empty when the name has neither letter nor digit, never longer than <see cref="LongestKey"/>.</summary>
    public static string Key(string name) => Cut(Fold(name).Replace(" ", "", StringComparison.Ordinal), LongestKey);

    /// <summary>The words of a text, folded, each once, in the order of their first appearance, none longer than <see cref="LongestWord"/>.</summary>
    public static IReadOnlyList<string> Words(params IEnumerable<string?> texts) =>
        [.. texts.Where(text => text is not null)
            .SelectMany(text => Fold(text!).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => Cut(word, LongestWord))
            .Distinct(StringComparer.Ordinal)];

    /// <summary>The beginning of a text, in whole characters: half of one stands for nothing, and each database makes something else of it.</summary>
    public static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
