using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>Fits the calibration to pairs with known results, of the lists of known pairs and of look-alikes.</summary>
internal static class Calibrating
{
    /// <summary>The number of folds of the cross-validation. Whole groups of pairs are assigned to a fold.</summary>
    private const int Parts = 10;

    /// <summary>
    /// The sum above which pairs without a common blocking key are left out: their scores are kept below the floor,
    /// whatever their sum.
    /// </summary>
    private const double HighestUnkeyedSum = -1;

    public static Calibration From(IEnumerable<Labelled> pairs, Rules rules) =>
        CalibrationFit.Compute([
            .. from pair in pairs
            where pair.Same is not null
            let sum = Scorer.LogOdds(pair.Vector, rules, out _)
            where sum <= HighestUnkeyedSum || pair.Vector.A.SharesBlockingKeyWith(pair.Vector.B)
            select (sum, pair.Same!.Value),
        ]);

    /// <summary>
    /// Returns the pairs with known results, each with its score under a calibration that was fitted without its group:
    /// its country, or its type.
    /// </summary>
    public static IReadOnlyList<(Labelled Pair, double Score)> CrossValidated(IEnumerable<Labelled> pairs, Rules rules)
    {
        var known = pairs.Where(pair => pair.Same is not null).ToList();
        var part = known
            .Select(pair => pair.Group)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select((group, i) => (group, Part: i % Parts))
            .ToDictionary(dealt => dealt.group, dealt => dealt.Part);
        var fitted = Enumerable
            .Range(0, Parts)
            .Select(left => rules.With(From(known.Where(pair => part[pair.Group] != left), rules)))
            .ToList();
        return [.. known.Select(pair => (pair, (double)pair.Under(fitted[part[pair.Group]]).Score.ToDecimal()))];
    }
}
