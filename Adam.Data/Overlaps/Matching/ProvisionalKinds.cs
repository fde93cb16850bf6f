using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// The kinds of pairs while a search through all projects still finds more of them. A pair is first stored as if it
/// were a mutual best match. Once all pairs are known, this class returns those that turned out not to be one, to be
/// stored again.
/// </summary>
internal sealed class ProvisionalKinds
{
    private readonly MutualBestMatches<long, int> _matches = new();
    private readonly List<Undecided> _undecided = [];

    /// <summary>Returns the kind that a pair has if it is a mutual best match.</summary>
    public static OverlapKind KindOf(ScoredRow row) =>
        OverlapClassifier.Classify(row.Score, isMutualBest: true, row.IsDeclared);

    public void Add(IEnumerable<ScoredRow> rows)
    {
        foreach (var row in rows)
        {
            // Declared pairs compete with others too. Weaker pairs cannot win against one whose kind depends on the
            // best match.
            if (OverlapClassifier.DependsOnBestMatch(row.Score, isDeclared: false))
                _matches.Add(row.Pair);
            if (OverlapClassifier.DependsOnBestMatch(row.Score, row.IsDeclared))
                _undecided.Add(new(row.Key, row.Pair, row.ContentHash));
        }
    }

    /// <summary>
    /// Returns the pairs that have another kind than the provisional one, with that kind. Call it when all pairs are
    /// added.
    /// </summary>
    public IEnumerable<(PairKey Key, OverlapKind Kind, long Says)> Corrections() =>
        from one in _undecided
        where !_matches.Contains(one.Pair)
        select (
            one.Key,
            OverlapClassifier.Classify(one.Pair.Score, isMutualBest: false, isDeclared: false),
            one.ContentHash
        );

    private readonly record struct Undecided(PairKey Key, ScoredPair<long, int> Pair, long ContentHash);
}
