using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Computes the similarity of two words of titles: equal words, abbreviations, other endings and typing errors. The
/// values and lengths are our own choice, ordered by how often such words mean something else. The weights of titles in
/// rules.tsv were learned with them. In the lists with known duplicates, 0.7, 0.8 or 1 for all of them gives an F1 of
/// 0.974 to 0.976, and equal words alone give 0.949.
/// </summary>
internal static class WordSimilarity
{
    public const double Same = 1;

    /// <summary>"integr" for "integrated".</summary>
    private const double Beginning = 0.9;

    /// <summary>"trained" and "training".</summary>
    private const double OtherEnding = 0.85;

    /// <summary>One replaced letter: "recources" for "resources".</summary>
    private const double Slip = 0.85;

    /// <summary>"Eshkashim" for "Ishkashim": another vowel at the beginning, and the same consonants.</summary>
    private const double OtherVowel = 0.85;

    /// <summary>"mgmt" for "management" (<see cref="IsContraction"/>).</summary>
    private const double Contraction = 0.8;

    private const int ShortestBeginning = 3;
    private const int ShortestStem = 4;
    private const double StemShare = 0.6;
    private const int ShortestWithSlip = 6;
    private const int ShortestSpelling = 5;
    private const int ShortestSkeleton = 4;

    /// <summary>
    /// Returns a similarity from 0 to 1, equal in both directions. Numbers are similar only if they are equal.
    /// </summary>
    public static double Similarity(string one, string other) =>
        Similarity(one, SkeletonOf(one), other, SkeletonOf(other));

    /// <inheritdoc cref="Similarity(string, string)"/>
    public static double Similarity(string one, string? skeleton, string other, string? otherSkeleton)
    {
        if (one[0] != other[0])
            return skeleton is not null && skeleton == otherSkeleton ? OtherVowel : 0;
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        if (!char.IsLetter(shorter[0]))
            return string.Equals(one, other, StringComparison.Ordinal) ? Same : 0;

        var stem = shorter.AsSpan().CommonPrefixLength(longer);
        if (stem == longer.Length)
            return Same;
        if (stem == shorter.Length)
            return stem >= ShortestBeginning ? Beginning : 0;
        if (stem >= ShortestStem && stem >= StemShare * longer.Length)
            return OtherEnding;
        if (
            shorter.Length == longer.Length
            && shorter.Length >= ShortestWithSlip
            && shorter.AsSpan(stem + 1).SequenceEqual(longer.AsSpan(stem + 1))
        )
            return Slip;
        return shorter.Length >= ShortestBeginning && IsContraction(shorter, longer) ? Contraction : 0;
    }

    /// <summary>
    /// Returns the consonants of a word that begins with a vowel, by which it is compared with words that begin with
    /// another vowel; null if it begins with no vowel or is too short.
    /// </summary>
    public static string? SkeletonOf(string word) =>
        word.Length >= ShortestSpelling
        && IsVowel(word[0])
        && LatinFolding.Skeleton(word) is { Length: >= ShortestSkeleton } skeleton
            ? skeleton
            : null;

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';

    /// <summary>
    /// Returns true if a word contains letters of the longer word in order and ends with the same letter or has no
    /// other vowel than its first letter: "mgmt" for "management", "rurl" for "rural".
    /// </summary>
    private static bool IsContraction(string shorter, string longer)
    {
        // "sdcs" is an acronym, and no word that "scs" could abbreviate.
        if (!longer.Any(IsVowel))
            return false;

        var (at, vowels) = (0, 0);
        foreach (var letter in shorter)
        {
            while (at < longer.Length && longer[at] != letter)
                at++;
            if (at++ == longer.Length)
                return false;
            if (IsVowel(letter))
                vowels++;
        }

        return shorter[^1] == longer[^1] || vowels == (IsVowel(shorter[0]) ? 1 : 0);
    }
}
