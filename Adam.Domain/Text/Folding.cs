using System.Globalization;
using System.Text;

namespace Adam.Domain.Text;

/// <summary>
/// Normalises spellings of a word: removes case, accents and compatibility forms (Unicode NFKD) and keeps the script.
/// A word that mixes scripts is written in one, so that it equals the word that it looks like.
/// Folded texts are compared ordinally, in C# and in both databases, so that results do not depend on a server's
/// collation.
/// </summary>
public static class Folding
{
    /// <summary>The maximum length of a word in characters. Longer words are cut, in texts and in searches.</summary>
    public const int LongestWord = 40;

    /// <summary>
    /// The maximum length of a key in characters, which is that of a name. Folding may lengthen a name (ß becomes ss).
    /// Its beginning identifies it.
    /// </summary>
    public const int LongestKey = 200;

    // Letters with a stroke, which Unicode does not decompose although readers search without the stroke, and two
    // Arabic letters that differ on Persian keyboards.
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

    /// <summary>
    /// Returns the text in lower case without accents. Each run of characters that are neither letters nor digits
    /// becomes one space; so does a zero-width non-joiner between letters of Arabic or an Indic script, where other
    /// writers put a space. Leading and trailing spaces are removed.
    /// </summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return FoldAscii(text);

        var folded = new StringBuilder(text.Length);
        var visible = TextNormalization.RemoveInvisible(text);
        foreach (var character in visible.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (character == '\u200c')
                folded.Append(' ');
            else if (Letters.TryGetValue(character, out var plain))
                folded.Append(plain);
            else if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
                folded.Append(character);
            else if (
                CharUnicodeInfo.GetUnicodeCategory(character)
                    is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                && folded.Length > 0
                && folded[^1] != ' '
            )
                folded.Append(' ');
        }

        return LookAlikes.Unify(folded.ToString().TrimEnd(' '));
    }

    /// <summary>Folds a text without accents, compatibility forms and other scripts.</summary>
    private static string FoldAscii(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
                folded.Append(char.ToLowerInvariant(character));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>
    /// Returns the key of an organisation's name: <see cref="Fold"/> without spaces, so that "U.S.A.", "USA" and "u s
    /// a" are equal. Empty if the name has neither letters nor digits; at most <see cref="LongestKey"/> characters.
    /// </summary>
    public static string Key(string name) => Cut(Fold(name).Replace(" ", "", StringComparison.Ordinal), LongestKey);

    /// <summary>
    /// Returns the folded words of texts, each once, in the order of first occurrence, at most
    /// <see cref="LongestWord"/> characters each.
    /// </summary>
    public static IReadOnlyList<string> Words(params IEnumerable<string?> texts) =>
        [
            .. texts
                .Where(text => text is not null)
                .SelectMany(text => Fold(text!).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(word => Cut(word, LongestWord))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// Cuts a text without splitting a surrogate pair. The two databases would store half a pair differently.
    /// </summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
