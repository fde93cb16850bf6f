namespace Adam.Domain.Text;

/// <summary>Finds the nearest candidate for a misspelt word, for error messages.</summary>
public static class Nearest
{
    /// <summary>
    /// Returns the candidate with the fewest edits (insert, delete, replace, swap of neighbours; ignoring case).
    /// Returns null if it differs in more than two edits and in more than a third of the longer word, because a wrong
    /// suggestion is worse than none.
    /// </summary>
    public static string? FindIn(string word, IEnumerable<string> candidates)
    {
        // Client input may have a megabyte. No candidate is longer than 100 characters.
        if (word.Length is 0 or > 100)
            return null;

        var best = candidates
            .Select(candidate =>
                (Candidate: candidate, Edits: Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant()))
            )
            .OrderBy(found => found.Edits)
            .FirstOrDefault();

        return
            best.Candidate is not null
            && best.Edits <= Math.Max(2, Math.Max(word.Length, best.Candidate.Length) / 3)
            && best.Edits < Math.Max(word.Length, best.Candidate.Length)
            ? best.Candidate
            : null;
    }

    // Optimal string alignment distance: Levenshtein distance in which a swap of neighbours is one edit.
    private static int Edits(string a, string b)
    {
        var (before, previous, current) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(
                    Math.Min(previous[j], current[j - 1]) + 1,
                    previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                );
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
