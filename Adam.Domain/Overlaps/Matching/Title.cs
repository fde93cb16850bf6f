namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// A title, prepared for comparison: its content words, each once, in order. The recipient country, years, stop words
/// and numbers of phases are removed.
/// </summary>
/// <param name="Words">At most <see cref="Longest"/> words.</param>
/// <param name="Initials">The first letter of each word, to match acronyms.</param>
/// <param name="Phases">The phases in the title ("Phase II", "2nd", "APL#6"), ascending, each once.</param>
internal sealed record Title(IReadOnlyList<string> Words, string Initials, IReadOnlyList<int> Phases)
{
    public const int Longest = 20;
    private const int HighestPhase = 20;

    /// <summary>
    /// The words in ordinal order. Titles with the same words in another order have equal signatures.
    /// </summary>
    public string Signature { get; } = string.Join(' ', Words.Order(StringComparer.Ordinal));

    public static Title FromTokens(IReadOnlyList<Token> tokens, IReadOnlyList<string> countries)
    {
        var words = new List<string>();
        var phases = new SortedSet<int>();
        for (var i = 0; i < tokens.Count && words.Count < Longest; i++)
        {
            foreach (var part in Parts(tokens[i]))
            {
                if (Phase(part, i > 0 ? tokens[i - 1].Word : "", i == tokens.Count - 1) is { } phase)
                    phases.Add(phase);
                else if (
                    !Vocabulary.IsFunction(part.Word)
                    && !Vocabulary.IsPhase(part.Word)
                    && !IsYear(part.Word)
                    && part.Word.Length > 1
                    && !countries.Any(country => Vocabulary.Names(country, part.Word, part.Capitals))
                    && !words.Contains(part.Word)
                )
                    words.Add(part.Word);
            }
        }

        // A title without content words is compared with all its words.
        if (words.Count == 0)
            words.AddRange(tokens.Select(token => token.Word).Distinct(StringComparer.Ordinal).Take(Longest));

        return new(words, string.Concat(words.Select(word => word[0])), [.. phases]);
    }

    /// <summary>Returns the phases that a text names ("the second phase"), for titles without one.</summary>
    public static IReadOnlyList<int> PhasesOf(IReadOnlyList<Token> tokens)
    {
        var phases = new SortedSet<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            foreach (var part in Parts(tokens[i]))
            {
                if (Vocabulary.Ordinal(part.Word) is { } ordinal)
                    phases.Add(ordinal);
                else if (
                    i > 0
                    && Vocabulary.IsPhase(tokens[i - 1].Word)
                    && Phase(part, tokens[i - 1].Word, last: false) is { } phase
                )
                    phases.Add(phase);
            }
        }

        return [.. phases];
    }

    /// <summary>
    /// Splits a word and a number: "apl6" into two parts. "fy08" is a year and is dropped, and "p094311" remains one
    /// number.
    /// </summary>
    private static IEnumerable<Token> Parts(Token token)
    {
        var digits = token.Word.Length;
        while (digits > 0 && char.IsAsciiDigit(token.Word[digits - 1]))
            digits--;
        var count = token.Word.Length - digits;
        if (digits < 2 || count is 0 or > 2 || token.Word.AsSpan(0, digits).ContainsAnyInRange('0', '9'))
            return [token];

        return token.Word.StartsWith("fy", StringComparison.Ordinal)
            ? []
            : [token with { Word = token.Word[..digits] }, token with { Word = token.Word[digits..] }];
    }

    private static int? Phase(Token token, string before, bool last)
    {
        if (Vocabulary.Ordinal(token.Word) is { } ordinal)
            return ordinal;
        if (
            Vocabulary.Roman(token.Word) is { } roman
            && (
                token.Word.Length > 1
                    ? token.Capitals || Vocabulary.IsPhase(before)
                    : last || Vocabulary.IsPhase(before)
            )
        )
            return roman;
        return token.Word.Length <= 2 && int.TryParse(token.Word, out var number) && number is > 0 and <= HighestPhase
            ? number
            : null;
    }

    private static bool IsYear(string word) =>
        word.Length == 4
        && (word.StartsWith("19", StringComparison.Ordinal) || word.StartsWith("20", StringComparison.Ordinal))
        && word.All(char.IsAsciiDigit);
}
