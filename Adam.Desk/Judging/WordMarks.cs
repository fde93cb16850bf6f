using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Adam.Desk.Judging;

/// <summary>The meaning of a part of a text for the pair.</summary>
public enum Mark
{
    None,

    /// <summary>The other record says the same.</summary>
    Same,

    /// <summary>The other record says something else.</summary>
    Other,
}

/// <summary>A part of a text, with its mark. The parts of a text add up to it.</summary>
public sealed record Piece(string Text, Mark Mark);

/// <summary>
/// Marks the words that two texts have in common, in any script: case, accents and variants of letters make no
/// difference.
/// </summary>
public static partial class WordMarks
{
    /// <summary>Shorter words, such as "and", are in most texts.</summary>
    private const int ShortestWord = 4;

    /// <summary>Returns a text in parts.</summary>
    /// <param name="text">The text to mark.</param>
    /// <param name="other">The text of the other record.</param>
    /// <param name="numbersDiffer">
    /// True to mark numbers as <see cref="Mark.Other"/> if the other text has numbers, but not these: "phase II" in one
    /// title and "phase III" in the other are two phases.
    /// </param>
    public static IReadOnlyList<Piece> Compare(string text, string other, bool numbersDiffer = false)
    {
        var others = Word().Matches(other).Select(match => match.Value).ToList();
        var folded = others.Select(Fold).ToHashSet(StringComparer.Ordinal);
        var otherHasNumbers = numbersDiffer && others.Any(IsNumber);
        var (pieces, end) = (new List<Piece>(), 0);
        foreach (var match in Word().Matches(text).Cast<Match>())
        {
            var word = Fold(match.Value);
            var mark =
                folded.Contains(word) ? (Counts(word) ? Mark.Same : Mark.None)
                : otherHasNumbers && IsNumber(match.Value) ? Mark.Other
                : Mark.None;
            if (mark == Mark.None)
                continue;

            if (match.Index > end)
                pieces.Add(new(text[end..match.Index], Mark.None));
            pieces.Add(new(match.Value, mark));
            end = match.Index + match.Length;
        }

        if (end < text.Length)
            pieces.Add(new(text[end..], Mark.None));
        return pieces;
    }

    /// <summary>Returns a word in the form in which it is compared.</summary>
    public static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word.Normalize(NormalizationForm.FormKD))
        {
            if (
                CharUnicodeInfo.GetUnicodeCategory(letter)
                is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            )
                folded.Append(
                    letter switch
                    {
                        '\u064A' or '\u0649' => '\u06CC', // Arabic and Persian keyboards write another yeh
                        '\u0643' => '\u06A9', // and another kaf
                        _ => char.ToLowerInvariant(letter),
                    }
                );
        }

        return folded.ToString();
    }

    private static bool Counts(string folded) =>
        folded.Length >= ShortestWord || folded.Any(char.IsDigit) || FoldedRomanNumber().IsMatch(folded);

    /// <summary>Returns true for a word with a digit, and for a Roman number.</summary>
    private static bool IsNumber(string word) => word.Any(char.IsDigit) || RomanNumber().IsMatch(word);

    // The zero-width non-joiner stands within Persian words.
    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+(?:\u200C[\p{L}\p{M}\p{N}]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("^[IVX]{1,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex RomanNumber();

    [GeneratedRegex("^[ivx]{2,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex FoldedRomanNumber();
}
