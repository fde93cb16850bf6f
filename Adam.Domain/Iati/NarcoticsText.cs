using Adam.Domain.Text;

namespace Adam.Domain.Iati;

/// <summary>
/// Classifies texts as about narcotics, and about precursors of narcotics, by the published list
/// <c>narcotics-words.tsv</c>. A row is a word or a phrase of adjacent words, compared after <see cref="Folding"/>. A
/// word that ends in <c>*</c> is a prefix. If several rows match, the longest match wins, then the match with the
/// fewest wildcards. Matched text is not matched again, so a row of the subject <c>except</c> removes the matches of
/// its words.
/// </summary>
public static class NarcoticsText
{
    private const int StemLength = 3;

    private static readonly Dictionary<string, Phrase[]> ByStem = CodeLists
        .CodeListCatalog.Rows("narcotics-words")
        .Select(row => Phrase.Read(row["words"], row["subject"]))
        .GroupBy(phrase => Stem(phrase.Parts[0].Text).ToString(), StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => group.OrderByDescending(phrase => phrase.Letters).ToArray(),
            StringComparer.Ordinal
        );

    private static readonly Dictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> Stems =
        ByStem.GetAlternateLookup<ReadOnlySpan<char>>();

    private enum Subject
    {
        Narcotics = 1,
        Precursors = 2,
        Except = 3,
    }

    /// <summary>Returns true if any of the texts is about narcotics. Null texts are ignored.</summary>
    public static bool IsAboutNarcotics(IEnumerable<string?> texts) => Find(texts).Count > 0;

    /// <summary>
    /// Returns true if any of the texts is about precursors of narcotics. Such a text is about narcotics too.
    /// </summary>
    public static bool SpeaksOfPrecursors(IEnumerable<string?> texts) => Precursors(texts).Count > 0;

    /// <summary>
    /// Returns the words that show that the texts are about narcotics or precursors: folded, each once, in the order of
    /// the texts. Empty if there is none.
    /// </summary>
    public static IReadOnlyList<string> Find(IEnumerable<string?> texts) =>
        Read(texts, subject => subject is not Subject.Except);

    /// <summary>Returns the words about precursors, in the form of <see cref="Find"/>.</summary>
    public static IReadOnlyList<string> Precursors(IEnumerable<string?> texts) =>
        Read(texts, subject => subject is Subject.Precursors);

    private static List<string> Read(IEnumerable<string?> texts, Func<Subject, bool> counts)
    {
        var found = new List<string>();
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
                Read(Folding.Fold(text), counts, found);
        }

        return found;
    }

    private static void Read(string folded, Func<Subject, bool> counts, List<string> found)
    {
        for (var start = 0; start < folded.Length; )
        {
            var rest = folded.AsSpan(start);
            var (length, subject) = Longest(rest);
            if (length == 0)
            {
                var space = rest.IndexOf(' ');
                start += space < 0 ? rest.Length : space + 1;
                continue;
            }

            var words = rest[..length].ToString();
            if (counts(subject) && !found.Contains(words))
                found.Add(words);
            start += length + 1;
        }
    }

    /// <summary>
    /// Returns the length in characters of the longest phrase that the text begins with, and its subject. The length is
    /// 0 if no phrase matches.
    /// </summary>
    private static (int Length, Subject Subject) Longest(ReadOnlySpan<char> text)
    {
        var longest = (Length: 0, Subject: Subject.Except);
        if (!Stems.TryGetValue(Stem(text), out var phrases))
            return longest;

        foreach (var phrase in phrases)
        {
            if (phrase.Covers(text) is var length && length > longest.Length)
                longest = (length, phrase.Subject);
        }

        return longest;
    }

    /// <summary>Returns the beginning of the first word, which is the hash key of phrases.</summary>
    private static ReadOnlySpan<char> Stem(ReadOnlySpan<char> text)
    {
        var stem = text[..Math.Min(StemLength, text.Length)];
        return stem.IndexOf(' ') is > 0 and var space ? stem[..space] : stem;
    }

    private sealed record Phrase((string Text, bool Open)[] Parts, Subject Subject)
    {
        public int Letters { get; } = Parts.Sum(part => part.Text.Length);

        public static Phrase Read(string words, string subject)
        {
            var parts = words.Split(' ').SelectMany(Parts).ToArray();
            if (parts.Length == 0 || parts[0] is { Open: true, Text.Length: < StemLength })
                throw new FormatException(
                    $"'{words}' is no row of narcotics-words.tsv: "
                        + $"a first word that is left open needs {StemLength} letters."
                );
            return new(parts, Enum.Parse<Subject>(subject, ignoreCase: true));

            // One written word may fold to two.
            static IEnumerable<(string Text, bool Open)> Parts(string word)
            {
                var folded = Folding.Fold(word).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return folded.Select((part, index) => (part, word.EndsWith('*') && index == folded.Length - 1));
            }
        }

        /// <summary>
        /// Returns the number of characters of the text that the phrase matches, from the start of the text to the end
        /// of a word; 0 if the text does not begin with the phrase.
        /// </summary>
        public int Covers(ReadOnlySpan<char> text)
        {
            var at = 0;
            foreach (var (part, open) in Parts)
            {
                if (at > 0)
                {
                    if (at == text.Length)
                        return 0;
                    at++;
                }

                if (!text[at..].StartsWith(part, StringComparison.Ordinal))
                    return 0;

                at += part.Length;
                var left = text[at..].IndexOf(' ');
                var more = left < 0 ? text.Length - at : left;
                if (more > 0 && !open)
                    return 0;
                at += more;
            }

            return at;
        }
    }
}
