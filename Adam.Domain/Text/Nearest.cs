namespace Adam.Domain.Text;

/// <summary>Finds what a misspelt word was probably meant to be, so that an error can name it.</summary>
public static class Nearest
{
    /// <summary>
    /// The candidate with the fewest edits (insert, delete, replace, swap of neighbours; case aside), or null when even that one differs in more than
    /// two edits and more than a third of the longer word: a wrong guess helps less than none.
    /// </summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        // A caller's word may be a megabyte long; nothing that is offered is.
        if (word.Length is 0 or > 100)
            return null;

        var best = candidates
            .Select(candidate => (Candidate: candidate, Edits: Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(found => found.Edits)
            .FirstOrDefault();

        return best.Candidate is not null && best.Edits <= Math.Max(2, Math.Max(word.Length, best.Candidate.Length) / 3) && best.Edits < Math.Max(word.Length, best.Candidate.Length)
            ? best.Candidate
            : null;
    }

    // Optimal string alignment: Levenshtein's distance in which a swap of neighbours is one edit.
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
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
