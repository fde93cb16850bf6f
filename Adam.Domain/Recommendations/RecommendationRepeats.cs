using Adam.Domain.Text;

namespace Adam.Domain.Recommendations;

/// <summary>An earlier recommendation whose text is like that of a later one.</summary>
/// <param name="Likeness">The part of the information of both texts that they share, from 0 to 1.</param>
public sealed record LikeRecommendation(RecommendationDraft Earlier, double Likeness);

/// <summary>Tells which recommendations are made again: those that say so, and those whose texts are alike.</summary>
/// <param name="drafts">All recommendations that are not withdrawn, in the order of recording.</param>
/// <param name="lastDayOf">Returns the last day of a meeting by its reference; null if it has no days.</param>
public sealed class RecommendationRepeats(IReadOnlyList<RecommendationDraft> drafts, Func<string, DateOnly?> lastDayOf)
{
    /// <summary>The least likeness of a repetition: half of the information of both texts. Our own choice.</summary>
    public const double LeastLikeness = 0.5;

    /// <summary>The number of recommendations from which on a word can be too common to tell anything.</summary>
    private const int Few = 10;

    private readonly Dictionary<string, int> _positions = drafts
        .Index()
        .ToDictionary(one => RecommendationDraft.KeyOf(one.Item.Reference), one => one.Index, StringComparer.Ordinal);

    private readonly Lazy<WordIndex> _words = new(() => new(drafts));

    /// <summary>
    /// Returns the recommendations that one continues, those that they continue and so on: the nearest first, each
    /// once.
    /// </summary>
    public IReadOnlyList<RecommendationDraft> EarlierOf(RecommendationDraft draft)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { RecommendationDraft.KeyOf(draft.Reference) };
        var earlier = new List<RecommendationDraft>();
        var next = new Queue<RecommendationDraft>([draft]);
        while (next.TryDequeue(out var one))
        {
            foreach (var key in one.Continues.Select(RecommendationDraft.KeyOf).Where(seen.Add))
            {
                if (!_positions.TryGetValue(key, out var position))
                    continue;
                earlier.Add(drafts[position]);
                next.Enqueue(drafts[position]);
            }
        }

        return earlier;
    }

    /// <summary>
    /// Returns the earlier recommendations whose texts are like that of one, the most like first, without those that it
    /// continues. They are suggestions: texts can be alike and ask for different things.
    /// </summary>
    public IReadOnlyList<LikeRecommendation> LikeOf(RecommendationDraft draft)
    {
        if (!_positions.TryGetValue(RecommendationDraft.KeyOf(draft.Reference), out var own))
            return [];

        var known = EarlierOf(draft).Select(one => one.Reference).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. _words
                .Value.LikenessesOf(own)
                .Where(one => IsEarlier(one.Position, own))
                // Rounded first, so that the order of additions decides nothing.
                .Select(one => new LikeRecommendation(drafts[one.Position], Math.Round(one.Likeness, 4)))
                .Where(one => one.Likeness >= LeastLikeness && !known.Contains(one.Earlier.Reference))
                .OrderByDescending(one => one.Likeness)
                .ThenBy(one => one.Earlier.Reference, StringComparer.Ordinal),
        ];
    }

    /// <summary>Returns true if one was made before another. Without days, the order of recording decides.</summary>
    private bool IsEarlier(int one, int other) =>
        (lastDayOf(drafts[one].MadeAt), lastDayOf(drafts[other].MadeAt)) is ({ } first, { } second)
            ? first < second
            : one < other;

    /// <summary>The words of all texts, and the information of each: the rarer, the more.</summary>
    private sealed class WordIndex
    {
        private readonly IReadOnlyList<HashSet<string>> _texts;
        private readonly Dictionary<string, List<int>> _with = new(StringComparer.Ordinal);
        private readonly double[] _content;

        public WordIndex(IReadOnlyList<RecommendationDraft> drafts)
        {
            _texts = [.. drafts.Select(draft => Folding.Words(draft.Text).ToHashSet(StringComparer.Ordinal))];
            foreach (var (position, words) in _texts.Index())
            foreach (var word in words)
            {
                if (!_with.TryGetValue(word, out var positions))
                    _with[word] = positions = [];
                positions.Add(position);
            }

            // A word that many have tells nothing, and would make each text a neighbour of each other.
            var most = Math.Max(Few, drafts.Count / Few);
            foreach (var word in _with.Where(pair => pair.Value.Count > most).Select(pair => pair.Key).ToList())
                _with.Remove(word);
            _content = [.. _texts.Select(words => words.Sum(ContentOf))];
        }

        /// <summary>Returns the texts that share a word with one, with their likenesses.</summary>
        public IEnumerable<(int Position, double Likeness)> LikenessesOf(int own)
        {
            var shared = new Dictionary<int, double>();
            foreach (var word in _texts[own])
            foreach (var position in _with.GetValueOrDefault(word) ?? [])
                shared[position] = shared.GetValueOrDefault(position) + ContentOf(word);
            shared.Remove(own);
            return shared.Select(one => (one.Key, one.Value / (_content[own] + _content[one.Key] - one.Value)));
        }

        private double ContentOf(string word) =>
            _with.TryGetValue(word, out var positions) ? Math.Log((_texts.Count + 1.0) / positions.Count) : 0;
    }
}
