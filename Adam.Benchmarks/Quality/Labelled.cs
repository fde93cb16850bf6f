using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>Two records of different owners with their comparison and their known result.</summary>
/// <param name="Same">True if they are known to be one project; null if the pair is not counted.</param>
/// <param name="Group">The group that cross-validation omits together: a country.</param>
internal sealed record Labelled(ScoredSide A, ScoredSide B, ComparisonVector Vector, bool? Same, string Group)
{
    /// <summary>Returns the pair with its score under some rules.</summary>
    public ScoredPair<Guid, string> Under(Rules rules) =>
        new(A.Id, A.Owner, B.Id, B.Owner, Scorer.Compute(Vector, rules));
}

/// <summary>One record of a pair, with its owner.</summary>
internal readonly record struct ScoredSide(Guid Id, string Owner);
