namespace Adam.Domain.Text;

/// <summary>
/// Reads words that mix scripts. A keyboard in the wrong layout writes "Gеrmany" with a Cyrillic е, which no reader
/// sees.
/// </summary>
internal static class LookAlikes
{
    // Pairs of letters that look alike in one of their cases, folded: Latin, Cyrillic, Greek (or a space).
    private const string Letters =
        "aаα bвβ cс_ dԁ_ eеε hнη iіι jј_ kкκ mмμ nпν oоο pрρ qԛ_ sѕ_ tтτ uцυ vѵ_ wԝω xхχ yуγ zзζ";

    private static readonly Dictionary<char, char> ToLatin = [];
    private static readonly Dictionary<char, char> ToCyrillic = [];

    static LookAlikes()
    {
        foreach (var letters in Letters.Split(' '))
        {
            ToLatin.TryAdd(letters[1], letters[0]);
            ToCyrillic.TryAdd(letters[0], letters[1]);
            if (letters[2] == '_')
                continue;
            ToLatin.TryAdd(letters[2], letters[0]);
            ToCyrillic.TryAdd(letters[2], letters[1]);
        }
    }

    /// <summary>
    /// Returns a folded text in which each word that mixes Latin, Cyrillic and Greek letters is written in one script:
    /// that of most of its letters, if all others look like letters of it, else the other one. A word that neither
    /// script can write stays.
    /// </summary>
    public static string Unify(string folded)
    {
        if (!Mixes(folded))
            return folded;

        return string.Join(' ', folded.Split(' ').Select(word => Mixes(word) ? UnifyWord(word) : word));
    }

    private static string UnifyWord(string word)
    {
        var latin = Written(word, ToLatin, IsLatin);
        var cyrillic = Written(word, ToCyrillic, IsCyrillic);
        var isMostlyCyrillic = word.Count(IsCyrillic) > word.Count(IsLatin);
        return (isMostlyCyrillic ? cyrillic ?? latin : latin ?? cyrillic) ?? word;
    }

    private static string? Written(string word, Dictionary<char, char> letters, Func<char, bool> isOfScript)
    {
        var written = new char[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            if (isOfScript(word[i]) || !(IsLatin(word[i]) || IsCyrillic(word[i]) || IsGreek(word[i])))
                written[i] = word[i];
            else if (letters.TryGetValue(word[i], out var letter))
                written[i] = letter;
            else
                return null;
        }

        return new(written);
    }

    private static bool Mixes(string text)
    {
        var (latin, cyrillic, greek) = (false, false, false);
        foreach (var letter in text)
        {
            latin |= IsLatin(letter);
            cyrillic |= IsCyrillic(letter);
            greek |= IsGreek(letter);
        }

        return (latin && (cyrillic || greek)) || (cyrillic && greek);
    }

    private static bool IsLatin(char letter) => letter is >= 'a' and <= 'z';

    private static bool IsCyrillic(char letter) => letter is >= '\u0400' and <= '\u052f';

    private static bool IsGreek(char letter) => letter is >= '\u0370' and <= '\u03ff';
}
