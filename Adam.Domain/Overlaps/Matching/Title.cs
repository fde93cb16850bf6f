namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// A title, prepared for comparison: its content words, each once, in order. The recipient country, years, stop words
/// and numbers of phases are removed.
/// </summary>
/// <param name="Words">At most <see cref="Longest"/> words.</param>
/// <param name="Initials">The first letters of the words, to match acronyms.</param>
/// <param name="InitialOf">
/// The word of each letter of the initials. A Cyrillic letter may be several Latin ones.
/// </param>
/// <param name="Head">
/// The number of words before the first colon or dash, which often name a series ("Staff college: …"); 0 without one.
/// </param>
/// <param name="Numbers">Phases, years and other numbers.</param>
internal sealed record Title(
    IReadOnlyList<string> Words,
    string Initials,
    IReadOnlyList<int> InitialOf,
    int Head,
    TitleNumbers Numbers
)
{
    public const int Longest = 20;

    /// <summary>
    /// The words in ordinal order. Titles with the same words in another order have equal signatures.
    /// </summary>
    public string Signature { get; } = string.Join(' ', Words.Order(StringComparer.Ordinal));

    public static Title FromTokens(IReadOnlyList<Token> tokens, IReadOnlyList<string> countries)
    {
        var parts = TitleNumbers.Parts(tokens);
        var numbers = TitleNumbers.FromParts(parts);
        var (words, head) = (new List<Token>(), 0);
        for (var i = 0; i < parts.Count && words.Count < Longest; i++)
        {
            var part = parts[i];
            if (head == 0 && part.Before is ':' or '–' or '—')
                head = words.Count;
            if (
                !numbers.IsCounted[i]
                && !Vocabulary.IsFunction(part)
                && !Vocabulary.IsPhase(part.Word)
                && part.Word.Length > 1
                && !NamesOne(countries, part)
                && !Contains(words, part.Word)
            )
                words.Add(part);
        }

        // A title without content words is compared with all its words.
        if (words.Count == 0)
            words.AddRange(tokens.DistinctBy(token => token.Word).Take(Longest));

        var initials = words.ConvertAll(Acronyms.Initial);
        return new(
            words.ConvertAll(word => word.Word),
            string.Concat(initials),
            [.. initials.SelectMany((letters, i) => Enumerable.Repeat(i, letters.Length))],
            head < words.Count ? head : 0,
            numbers
        );
    }

    private static bool NamesOne(IReadOnlyList<string> countries, Token token)
    {
        for (var i = 0; i < countries.Count; i++)
        {
            if (Vocabulary.Names(countries[i], token.Word, token.Capitals))
                return true;
        }

        return false;
    }

    private static bool Contains(List<Token> words, string word)
    {
        foreach (var known in words)
        {
            if (known.Word == word)
                return true;
        }

        return false;
    }
}
