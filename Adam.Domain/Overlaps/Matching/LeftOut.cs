namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Finds the clauses in which a record says that something is done elsewhere: "Methadone is not part of this project",
/// "The border police has its own agreement". Their words are not what the project does, and a record that is about
/// them is another.
/// </summary>
internal static class LeftOut
{
    /// <summary>
    /// The words from a negation to its verb ("is not yet counted"), and from "another" to "contract".
    /// </summary>
    private const int Near = 3;

    /// <summary>
    /// The words of the longest clause that says what is left out. A longer one also says what the project does.
    /// </summary>
    private const int Longest = 25;

    /// <summary>Divides a description into the words of what the project does and of what it leaves out.</summary>
    public static (List<Token> Told, List<Token> Left) Divide(List<Token> description)
    {
        var left = new List<Token>();
        var told = description;
        for (int from = 0, to; from < description.Count; from = to)
        {
            to = from + 1;
            while (to < description.Count && !BeginsClause(description[to]))
                to++;
            if (!LeavesOut(description, from, to))
            {
                if (told != description)
                    told.AddRange(description[from..to]);
                continue;
            }

            if (told == description)
                told = description[..from];
            left.AddRange(description[from..to]);
        }

        return (told, left);
    }

    private static bool BeginsClause(Token token) => token.Before is '.' or ';' or '!' or '?' or '؛' or '؟' or '。';

    private static bool LeavesOut(List<Token> tokens, int from, int to)
    {
        if (to - from > Longest)
            return false;
        for (var i = from; i < to; i++)
        {
            var word = tokens[i].Word;
            if (Vocabulary.Is("left-out", word))
                return true;
            var near = Math.Min(to, i + 1 + Near);
            if (Vocabulary.Is("left-out-not", word) && HasAny(tokens, i + 1, near, "left-out-verb"))
                return true;
            // "Covered elsewhere", but not "in Mexico and elsewhere".
            if (Vocabulary.Is("left-out-where", word) && HasAny(tokens, Math.Max(from, i - Near), i, "left-out-verb"))
                return true;
            // Persian writes "another" after the noun.
            if (Vocabulary.Is("left-out-other", word) && HasAny(tokens, Math.Max(from, i - 1), near, "left-out-noun"))
                return true;
        }

        return false;
    }

    private static bool HasAny(List<Token> tokens, int from, int to, string kind)
    {
        for (var i = from; i < to; i++)
        {
            if (Vocabulary.Is(kind, tokens[i].Word))
                return true;
        }

        return false;
    }
}
