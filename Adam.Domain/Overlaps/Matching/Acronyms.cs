using Adam.Domain.CodeLists;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The acronyms of an organisation, prepared for comparison: those that its name writes ("NGCA", "… (IOM)", "МВД"), and
/// the initials of its words. Two names are of one organisation if one writes the initials of the other.
/// </summary>
/// <param name="Written">The acronyms in the name, in Latin letters, each once.</param>
/// <param name="Initials">
/// The initials of all words, of the words that are no stop words, and of those that name no country either, in Latin
/// letters, each once.
/// </param>
/// <param name="Words">The words that are no stop words; empty if there are too few for an acronym.</param>
internal sealed record Acronyms(string[] Written, string[] Initials, string[] Words)
{
    private const int Shortest = 3;
    private const int Longest = 8;

    /// <summary>The letters of a State's abbreviation.</summary>
    private const int LettersOfState = 2;

    public static Acronyms FromName(string name) => FromTokens(Token.Read(name), name);

    /// <param name="name">The name as written, which shows capitals within a word ("MoI").</param>
    public static Acronyms FromTokens(List<Token> tokens, string name)
    {
        var written = new SortedSet<string>(StringComparer.Ordinal);
        // "ГСКН КР" is an acronym and its State, and no name that is written in capitals.
        var count = tokens.Count > 1 && tokens[^1].Word.Length == LettersOfState ? tokens.Count - 1 : tokens.Count;
        var isAllCapitals = count > 1 && tokens.Take(count).All(token => token.Capitals || token.Script == 'd');
        foreach (var token in tokens)
        {
            if (
                token.Word.Length is >= Shortest and <= Longest
                && ((token.Capitals && !isAllCapitals) || IsMixed(token, name))
            )
                written.Add(token.Word);
            if (IsPlural(token, name))
                written.Add(token.Word[..^1]);
        }

        var initials = new SortedSet<string>(StringComparer.Ordinal);
        // The acronym in brackets is no word of the full name.
        var words = tokens.Where(token => !written.Contains(token.Word) || tokens.Count == 1).ToList();
        AddInitials(initials, words);
        var ofAll = words.Take(1 + words.Skip(1).TakeWhile(IsWithinBeginning).Count()).ToList();
        AddInitials(initials, ofAll);
        // "Financial Intelligence Units of Central Asia" are known by what comes before.
        for (var i = Shortest; i < words.Count; i++)
        {
            if (Vocabulary.IsFunction(words[i]))
                AddInitials(initials, words.Take(i).Where(word => !Vocabulary.IsFunction(word)).ToList());
        }

        words.RemoveAll(Vocabulary.IsFunction);
        AddInitials(initials, words);
        var content = words.Count is >= 2 and <= Longest ? words.Select(token => token.Word).ToArray() : [];
        // "Drug Control Agency under the President" and "Ministry of Interior, Border Police" are known by their
        // beginnings.
        var begins = tokens
            .Take(1 + tokens.Skip(1).TakeWhile(IsWithinBeginning).Count())
            .Where(token => !Vocabulary.IsFunction(token) && !written.Contains(token.Word))
            .ToList();
        AddInitials(initials, begins);
        words.RemoveAll(IsOfCountry);
        AddInitials(initials, words);
        begins.RemoveAll(IsOfCountry);
        AddInitials(initials, begins);
        return new([.. written], [.. initials], content);
    }

    /// <summary>Returns true if a name writes the initials of the other, or both write the same acronym.</summary>
    public bool Matches(Acronyms other) =>
        (Written.Length > 0 || other.Written.Length > 0)
        && (
            Share(Written, other.Written)
            || Share(Written, other.Initials)
            || Share(Initials, other.Written)
            || Abbreviate(Written, other.Words)
            || Abbreviate(other.Written, Words)
        );

    /// <summary>Returns the first letter of a word in its own script, in Latin letters.</summary>
    public static string Initial(Token token) =>
        token.First <= 'z' ? token.First.ToString() : LatinFolding.Write(token.First.ToString());

    private static void AddInitials(SortedSet<string> initials, List<Token> words)
    {
        if (words.Count is < 2 or > Longest)
            return;
        var letters = string.Concat(words.Select(Initial));
        if (letters.Length >= Shortest)
            initials.Add(letters);
    }

    private static bool IsOfCountry(Token token) =>
        CountryNames.Find(token.Word) is not null
        || Vocabulary.IsOfAnyCountry(token.Word)
        || token.Word is "republic" or "respublika" or "respubliki";

    private static bool IsWithinBeginning(Token token) => token.Before != ',' && !Vocabulary.Is("within", token.Word);

    /// <summary>Returns true for the plural of an acronym ("FIUs").</summary>
    private static bool IsPlural(Token token, string name)
    {
        if (token.Word.Length is <= Shortest or > Longest || token.Word[^1] != 's' || token.Script != 'l')
            return false;
        var at = name.IndexOf(token.Word, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && name[at + token.Word.Length - 1] == 's'
            && !name.AsSpan(at, token.Word.Length - 1).ContainsAnyExceptInRange('A', 'Z');
    }

    /// <summary>Returns true for a short word with two capitals, one of them within it ("MoI", "MoHE").</summary>
    private static bool IsMixed(Token token, string name)
    {
        if (token.Word.Length > 5 || !token.Capital || token.Script is not ('l' or 'c'))
            return false;
        var at = name.IndexOf(token.Word, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && name.AsSpan(at + 1, token.Word.Length - 1).ContainsAnyInRange('A', 'Z');
    }

    /// <summary>
    /// Returns true if an acronym consists of the first letter of each word, and further letters of words in order:
    /// "DCHQ" for "Drug Control Headquarters".
    /// </summary>
    private static bool Abbreviate(string[] written, string[] words)
    {
        for (var i = 0; i < written.Length && words.Length > 1; i++)
        {
            if (written[i].Length > words.Length && written[i].Length <= words.Length + 2 && Fits(written[i], words, 0))
                return true;
        }

        return false;
    }

    private static bool Fits(ReadOnlySpan<char> acronym, string[] words, int at)
    {
        if (at == words.Length)
            return acronym.Length == 0;
        if (acronym.Length < words.Length - at || acronym[0] != words[at][0])
            return false;

        // Take the first letter, then as few further letters of the word as possible.
        var (taken, from) = (1, 1);
        while (true)
        {
            if (Fits(acronym[taken..], words, at + 1))
                return true;
            if (taken == acronym.Length)
                return false;
            from = words[at].IndexOf(acronym[taken], from);
            if (from < 0)
                return false;
            from++;
            taken++;
        }
    }

    private static bool Share(string[] ours, string[] theirs)
    {
        for (var i = 0; i < ours.Length; i++)
        {
            for (var j = 0; j < theirs.Length; j++)
            {
                if (string.Equals(ours[i], theirs[j], StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }
}
