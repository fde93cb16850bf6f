using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>Pairs that could be one project, until all are known: then it shows which are each other's best match.</summary>
internal sealed class Crowns
{
    private readonly Dictionary<(long ProjectId, int OtherOwnerId), Score> _best = [];
    private readonly List<Strong> _strong = [];

    public void Add(IEnumerable<ScoredRow> rows)
    {
        foreach (var row in rows.Where(row => row.Score >= Rules.SameProject))
        {
            Consider((row.Key.FirstId, row.SecondOwnerId), row.Score);
            Consider((row.Key.SecondId, row.FirstOwnerId), row.Score);
            if (!row.IsDeclared)
                _strong.Add(new(row.Key, row.Score, row.FirstOwnerId, row.SecondOwnerId, row.Says));
        }
    }

    /// <summary>The kind of a pair as long as no stronger one is known.</summary>
    public static int Provisional(ScoredRow row) => PairKind.Of(row.Score, row.IsDeclared, isBest: true);

    /// <summary>The pairs that look like one project and are not each other's best match, with their kind.</summary>
    public IEnumerable<(PairKey Key, int Kind, long Says)> Lost() => _strong.Where(pair => !IsBest(pair)).Select(pair => (pair.Key, PairKind.Of(pair.Score, isDeclared: false, isBest: false), pair.Says));

    private bool IsBest(Strong pair) => _best[(pair.Key.FirstId, pair.SecondOwnerId)] == pair.Score && _best[(pair.Key.SecondId, pair.FirstOwnerId)] == pair.Score;

    private void Consider((long, int) side, Score score)
    {
        if (!_best.TryGetValue(side, out var known) || score > known)
            _best[side] = score;
    }

    private readonly record struct Strong(PairKey Key, Score Score, int FirstOwnerId, int SecondOwnerId, long Says);
}
