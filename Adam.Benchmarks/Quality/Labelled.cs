using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>Two records of different owners, compared, and what is known about them.</summary>
/// <param name="Same">Whether they are known to be one; null where a pair is not to be counted either way.</param>
/// <param name="Group">What is left out together when weights are tried on records that they were not learned from: a country.</param>
internal sealed record Labelled(ScoredSide A, ScoredSide B, ComparisonVector Vector, bool? Same, string Group)
{
    /// <summary>The pair with the score that some rules give it.</summary>
    public ScoredPair<Guid, string> Under(Rules rules) =>
        new(A.Id, A.Owner, B.Id, B.Owner, Scorer.Compute(Vector, rules));
}

/// <summary>One record of a pair, and its owner.</summary>
internal readonly record struct ScoredSide(Guid Id, string Owner);
