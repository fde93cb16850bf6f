using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Assigns kinds to pairs during a search through all projects. A pair is first stored as if it were a mutual best
/// match. When all pairs are known, <see cref="Corrections"/> returns those that are not, to be updated.
/// </summary>
internal sealed class ProvisionalKinds
{
    private readonly MutualBestMatches<long, int> _matches = new();
    private readonly List<Undecided> _undecided = [];

    /// <summary>Returns the kind that a pair has if it is a mutual best match.</summary>
    public static OverlapKind KindOf(ScoredRow row) =>
        OverlapClassifier.Classify(row.Assessment, isMutualBest: true, row.IsDeclared);

    public void Add(IEnumerable<ScoredRow> rows)
    {
        foreach (var row in rows)
        {
            // Pairs of all kinds compete. A pair below the threshold cannot win against one whose kind depends on the
            // best match.
            if (row.Score >= Rules.SameProject)
                _matches.Add(row.Pair);
            if (OverlapClassifier.DependsOnBestMatch(row.Assessment, row.IsDeclared))
                _undecided.Add(new(row.Key, row.Pair, row.ContentHash));
        }
    }

    /// <summary>
    /// Returns the pairs whose kind differs from the provisional one, with the correct kind. Call it after all pairs
    /// were added.
    /// </summary>
    public IEnumerable<(PairKey Key, OverlapKind Kind, long Says)> Corrections() =>
        from one in _undecided
        where !_matches.Contains(one.Pair)
        select (
            one.Key,
            OverlapClassifier.Reclassify(OverlapKind.SameProject, one.Pair.Score, isMutualBest: false),
            one.ContentHash
        );

    private readonly record struct Undecided(PairKey Key, ScoredPair<long, int> Pair, long ContentHash);
}
