using Adam.Domain.Text;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// Two common methods to find duplicate records, for comparison: titles within ten edits (Levenshtein distance), and
/// TF-IDF cosine of titles. Both compare each pair without regard to other pairs.
/// </summary>
internal sealed class Baselines(KnownDuplicates records)
{
    private const int FewEdits = 10;

    public Ranking Edits()
    {
        var titles = records.Drafts.ToDictionary(draft => draft.Key, draft => Folding.Fold(draft.Value.Title));
        return new([
            .. records.Pairs.Select(pair =>
                (Distance(titles[pair.A.Id], titles[pair.B.Id]) <= FewEdits ? 1.0 : 0, true, pair.Same)
            ),
        ]);
    }

    public Ranking Cosine()
    {
        var titles = records.Drafts.ToDictionary(
            draft => draft.Key,
            draft => Folding.Words(draft.Value.Title).ToHashSet(StringComparer.Ordinal)
        );
        var counts = titles
            .Values.SelectMany(words => words)
            .GroupBy(word => word, StringComparer.Ordinal)
            .ToDictionary(word => word.Key, word => word.Count(), StringComparer.Ordinal);
        var lengths = titles.ToDictionary(title => title.Key, title => Math.Sqrt(title.Value.Sum(Squared)));
        return new([
            .. records.Pairs.Select(pair =>
                (
                    titles[pair.A.Id].Intersect(titles[pair.B.Id]).Sum(Squared)
                        / (lengths[pair.A.Id] * lengths[pair.B.Id]),
                    true,
                    pair.Same
                )
            ),
        ]);

        double Squared(string word) => Math.Pow(Math.Log((1.0 + titles.Count) / (1 + counts[word])) + 1, 2);
    }

    private static int Distance(string one, string other)
    {
        var (previous, current) = (Enumerable.Range(0, other.Length + 1).ToArray(), new int[other.Length + 1]);
        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
                current[j] = Math.Min(
                    Math.Min(previous[j], current[j - 1]) + 1,
                    previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)
                );
            (previous, current) = (current, previous);
        }

        return previous[^1];
    }
}
