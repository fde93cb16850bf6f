using System.Text;

namespace Adam.Domain.Text;

/// <summary>Generates the spellings near a folded word, to look them up in an index.</summary>
public static class SpellingVariants
{
    /// <summary>The number of characters of a Unicode block, from which letters are taken.</summary>
    private const int Block = 0x100;

    /// <summary>
    /// Returns the words that differ from a folded word in one edit: two letters exchanged, one left out, one added or
    /// one replaced. Letters are those of the blocks of Unicode that the word uses. Edits at the end come first,
    /// because people rarely mistake the first letter. A word may be returned twice.
    /// </summary>
    public static IEnumerable<string> WithinOneEdit(string word)
    {
        var letters = Letters(word);
        for (var i = word.Length - 2; i >= 0; i--)
            yield return $"{word[..i]}{word[i + 1]}{word[i]}{word[(i + 2)..]}";
        for (var i = word.Length - 1; i >= 0; i--)
            yield return word.Remove(i, 1);
        for (var i = word.Length; i >= 0; i--)
        {
            foreach (var letter in letters)
            {
                yield return word.Insert(i, letter);
                if (i < word.Length)
                    yield return $"{word[..i]}{letter}{word[(i + 1)..]}";
            }
        }
    }

    /// <summary>Returns the letters and digits of the word's blocks that folding leaves as they are.</summary>
    private static List<string> Letters(string word) =>
        [
            .. word.Where(character => !char.IsSurrogate(character))
                .Select(character => character / Block)
                .Distinct()
                .SelectMany(block => Enumerable.Range(block * Block, Block))
                .Where(code => Rune.IsValid(code) && Rune.IsLetterOrDigit(new Rune(code)))
                .Select(code => ((char)code).ToString())
                .Where(letter => Folding.Fold(letter) == letter),
        ];
}
