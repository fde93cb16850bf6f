using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// Learns the factors of components from pairs with known results, as the program does from verdicts.
/// </summary>
internal static class Factors
{
    private const int Parts = 10;

    /// <summary>
    /// The score from which pairs of the lists of known pairs are learned from. Thousands of others tell nothing.
    /// </summary>
    private const double LeastScore = 0.02;

    /// <summary>Returns the current rules with factors and a calibration that were fitted to pairs.</summary>
    public static Rules From(IEnumerable<Labelled> pairs)
    {
        var known = pairs.Where(pair => pair.Same is not null).ToList();
        var telling = known
            .Select(pair => (Pair: pair, Score: pair.Under(Rules.Current).Score))
            .Where(one => one.Pair.Same == true || (double)one.Score.ToDecimal() >= LeastScore)
            .Select(one => new LearningPair(
                MatchEvidence.FromVector(one.Pair.Vector, one.Score, "", shown: 1),
                one.Pair.Same!.Value,
                Count: 1,
                one.Pair.Group
            ))
            .ToList();
        var factored = Rules.Current.With(MultiplierFit.Compute(telling, Calibration.Current, verdicts: 0));
        return factored.With(Calibrating.From(known, factored));
    }

    /// <summary>Returns for each pair the rules with factors that were learned without its group.</summary>
    /// <param name="always">Further pairs that all factors are learned from.</param>
    public static IReadOnlyList<Rules> CrossValidated(IReadOnlyList<Labelled> pairs, IReadOnlyList<Labelled> always)
    {
        var part = pairs
            .Select(pair => pair.Group)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select((group, i) => (group, Part: i % Parts))
            .ToDictionary(dealt => dealt.group, dealt => dealt.Part);
        var rules = Enumerable
            .Range(0, Parts)
            .Select(left => From(pairs.Where(pair => part[pair.Group] != left).Concat(always)))
            .ToList();
        return [.. pairs.Select(pair => rules[part[pair.Group]])];
    }
}
