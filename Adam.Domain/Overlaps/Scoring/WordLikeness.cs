namespace Adam.Domain.Overlaps.Scoring;

/// <summary>Compares two words: equal, an abbreviation, another ending, or a typing error.</summary>
internal static class WordLikeness
{
    public const double Same = 1;
    private const double Beginning = 0.9;
    private const double OtherEnding = 0.85;
    private const double Slip = 0.85;
    private const double Contraction = 0.8;

    private const int ShortestBeginning = 3;
    private const int ShortestStem = 4;
    private const double StemShare = 0.6;
    private const int ShortestWithSlip = 6;

    /// <summary>
    /// Returns a similarity between 0 and 1, the same in both directions. Numbers are similar only if they are equal.
    /// </summary>
    public static double Of(string one, string other)
    {
        if (one[0] != other[0])
            return 0;
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
        if (shorter.Length == longer.Length && shorter.Length >= ShortestWithSlip && shorter.AsSpan(stem + 1).SequenceEqual(longer.AsSpan(stem + 1)))
            return Slip;
        return shorter.Length >= ShortestBeginning && IsContraction(shorter, longer) ? Contraction : 0;
    }

    /// <summary>
    /// Returns true for a contraction ("mgmt" for "management", "rurl" for "rural"): letters left out, and either the
    /// last letter kept or no vowel left.
    /// </summary>
    private static bool IsContraction(string shorter, string longer)
    {
        var (at, vowels) = (0, 0);
        foreach (var letter in shorter)
        {
            while (at < longer.Length && longer[at] != letter)
                at++;
            if (at++ == longer.Length)
                return false;
            if (letter is 'a' or 'e' or 'i' or 'o' or 'u')
                vowels++;
        }

        return shorter[^1] == longer[^1] || vowels == (shorter[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? 1 : 0);
    }
}
