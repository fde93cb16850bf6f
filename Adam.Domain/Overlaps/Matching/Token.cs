using System.Text.RegularExpressions;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>A word of a record, folded and transliterated to Latin letters.</summary>
/// <param name="Capitals">True if it was written in capitals only.</param>
/// <param name="Capital">True if it began with a capital.</param>
/// <param name="Script">The script in which it was written: <c>l</c>atin, <c>c</c>yrillic, <c>g</c>reek, <c>a</c>rabic,
/// <c>d</c>igits or <c>o</c>ther.</param>
/// <param name="First">The first letter of the folded word in its own script, for acronyms.</param>
/// <param name="Before">
/// The first character between the preceding word and this one that is no space; a space if there is none.
/// </param>
internal readonly partial record struct Token(
    string Word,
    bool Capitals,
    bool Capital,
    char Script,
    char First = ' ',
    char Before = ' '
)
{
    /// <summary>
    /// Splits a text into words, in order. It removes HTML tags. An apostrophe does not split a word ("Nat'l"). Chinese
    /// and Japanese are split into pairs of characters (bigrams).
    /// </summary>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        if (text.Contains('<', StringComparison.Ordinal))
            text = Tag().Replace(text, " ");

        var (start, before) = (-1, ' ');
        for (var i = 0; i <= text.Length; i++)
        {
            var inside =
                i < text.Length
                && (char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]) || (start >= 0 && IsJoint(text, i)));
            if (inside && start < 0)
                start = i;
            if (!inside && start >= 0)
            {
                Add(tokens, text.AsSpan(start, i - start), before);
                (start, before) = (-1, ' ');
            }

            if (!inside && i < text.Length && before == ' ' && !char.IsWhiteSpace(text[i]))
                before = text[i];
        }

        return tokens;
    }

    private static bool IsJoint(string text, int i) =>
        text[i] is '\'' or '’' or 'ʼ' or '`'
            && i + 1 < text.Length
            && char.IsLetter(text[i + 1])
            && (i + 2 >= text.Length || !char.IsLetter(text[i + 2]) || text[i - 1] is not ('d' or 'l' or 'D' or 'L'))
        || char.GetUnicodeCategory(text[i]) == System.Globalization.UnicodeCategory.NonSpacingMark;

    private static void Add(List<Token> tokens, ReadOnlySpan<char> original, char before)
    {
        var (capitals, letters) = (true, 0);
        foreach (var letter in original)
        {
            if (char.IsLetter(letter))
            {
                letters++;
                capitals &= char.IsUpper(letter);
            }
        }

        var folded = System.Text.Ascii.IsValid(original) ? FoldAscii(original) : Folding.Key(original.ToString());
        if (folded.Length == 0)
            return;

        if (IsIdeograph(folded[0]))
        {
            for (var i = 0; i < Math.Max(1, folded.Length - 1); i++)
                tokens.Add(new(folded.Substring(i, Math.Min(2, folded.Length - i)), false, false, 'o'));
            return;
        }

        var word = LatinFolding.Write(folded);
        if (word.Length == 0)
            return;
        tokens.Add(
            new(
                Folding.Cut(word, Folding.LongestWord),
                capitals && letters > 0,
                char.IsUpper(original[0]),
                ScriptOf(folded),
                folded[0],
                before
            )
        );
    }

    /// <summary>Returns a word in lower case without apostrophes.</summary>
    private static string FoldAscii(ReadOnlySpan<char> original)
    {
        Span<char> folded =
            original.Length <= Folding.LongestWord ? stackalloc char[Folding.LongestWord] : new char[original.Length];
        var length = 0;
        foreach (var letter in original)
        {
            if (letter is not ('\'' or '`'))
                folded[length++] = char.ToLowerInvariant(letter);
        }

        return new(folded[..length]);
    }

    private static bool IsIdeograph(char letter) => letter is >= '぀' and <= '鿿';

    private static char ScriptOf(string folded)
    {
        if (folded[0] is >= 'a' and <= 'z')
            return 'l';
        if (char.IsDigit(folded[0]) && folded.All(char.IsDigit))
            return 'd';
        foreach (var letter in folded)
        {
            if (letter is >= 'a' and <= 'z')
                return 'l';
            if (letter is >= 'Ѐ' and <= 'ԯ')
                return 'c';
            if (letter is >= 'Ͱ' and <= 'Ͽ')
                return 'g';
            if (letter is >= '؀' and <= 'ۿ')
                return 'a';
        }

        return char.IsDigit(folded[0]) ? 'd' : 'o';
    }

    [GeneratedRegex("<[^<>]{0,200}>|&[a-z]{2,6};")]
    private static partial Regex Tag();
}
